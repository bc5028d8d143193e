"""Every method of the Bot API that is implemented, by name."""

from playground.botapi import (
    callbacks,
    chats,
    commands,
    deletions,
    edits,
    files,
    inline,
    joining,
    media,
    messages,
    order,
    profile,
    updates,
)
from playground.botapi.call import Handler

METHODS: dict[str, Handler] = {
    **messages.METHODS,
    **media.METHODS,
    **edits.METHODS,
    **deletions.METHODS,
    **callbacks.METHODS,
    **inline.METHODS,
    **chats.METHODS,
    **order.METHODS,
    **joining.METHODS,
    **commands.METHODS,
    **profile.METHODS,
    **files.METHODS,
    **updates.METHODS,
}
