"""The world: people, bots, chats, messages and files as plain state, without HTTP.

What happens in it is told to listeners (``happenings``); the doors listen and translate.
"""

from playground.world.state import Limits, RefusalError, World

__all__ = ["Limits", "RefusalError", "World"]
