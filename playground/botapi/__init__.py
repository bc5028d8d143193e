"""The bot's door: the Bot API over HTTP."""

from playground.botapi.door import BotDoor

__all__ = ["BotDoor"]
