"""The Bot API 10.1 as data, and the two checks that are made with it.

``bot_api_10_1.json`` is the machine form of https://core.telegram.org/bots/api as published by
https://github.com/PaulSonOfLars/telegram-bot-api-spec (MIT, see ``LICENSE`` beside it).
"""

from playground.schema.checking import problems
from playground.schema.document import Field, Method, Schema, load_schema
from playground.schema.reading import BadParameterError, Reading, read_parameters

__all__ = [
    "BadParameterError",
    "Field",
    "Method",
    "Reading",
    "Schema",
    "load_schema",
    "problems",
    "read_parameters",
]
