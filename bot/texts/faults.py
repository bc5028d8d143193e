"""What is said when something does not work, and of what the bot does not take."""

from __future__ import annotations

from collections.abc import Mapping

from bot.texts.writing import plain
from core.errors import (
    CoreError,
    EmptyImage,
    FileTooLarge,
    ImageTooLarge,
    ModelMismatch,
    NoFace,
    NotAnImage,
    TruncatedImage,
)
from core.store_errors import (
    AnotherServer,
    MissingRights,
    OutdatedStore,
    StoreBusy,
    StoreFull,
    StoreTrouble,
    UnfitIndex,
    UntrustedStore,
    WrongCredentials,
)

FORMATS = "I read JPEG, PNG, WebP, HEIC, GIF and BMP."

NO_FACE = "I can't see a face in this photo. Please send one that shows it clearly, from the front."
CANNOT_READ = "I can't read this photo. Please send it again, or another one."
FILE_GONE = "Telegram no longer gives me this photo. Please send it again."

PHOTOS_ONLY = "I only look at photos. Send me one, and I tell you whom it looks like. /help"
NOT_A_PICTURE = f"This file is no picture. {FORMATS}"
HINT = "Send me a photo, and I tell you whom it looks like. /help says what else I do."
UNKNOWN_COMMAND = "I don't know that command. /help lists what I do."

AWAY = "My memory is not answering just now."
BUSY = "So much is asked of my memory just now that it cannot follow."
TO_MEND = "My memory cannot be used just now: whoever runs me has to look at it."
IT_IS_KEPT = "Your message is kept: I answer as soon as it is back."
IT_IS_KEPT_TILL_MENDED = "Your message is kept: I answer as soon as that is done."
BROKEN = (
    "Something is wrong on my side, and whoever runs me has to mend it. "
    "Please try again later. (reference {reference})"
)
UNFORESEEN = "Sorry, something went wrong on my side. Please try again. (reference {reference})"
GIVEN_UP = "Sorry, I tried several times and could not finish with this. Please try another photo."


TROUBLES: Mapping[type[CoreError], str] = {
    StoreFull: "My memory is full and takes nothing in: whoever runs me has to make room.",
    WrongCredentials: "My memory does not let me in: whoever runs me has to look at my password "
    "for it.",
    MissingRights: "My memory does not let me do that: whoever runs me has to give me the right.",
    UntrustedStore: "I cannot be sure that it is my memory that answers: whoever runs me has to "
    "look at its certificate.",
    OutdatedStore: "My memory is of a version that is too old for me: whoever runs me has to "
    "upgrade it.",
    AnotherServer: "Something else answers where my memory should be: whoever runs me has to look "
    "at its address.",
    UnfitIndex: "My memory holds something that is not mine to read: whoever runs me has to look "
    "at it.",
    ModelMismatch: "The faces here were learnt with another model than I use now, so I cannot "
    "compare: whoever runs me has to move them over, or set me back.",
}
"""What somebody has to mend before an answer can be given, and what a chat is told of it."""

PHOTO_FAULTS: Mapping[type[CoreError], str] = {
    NoFace: NO_FACE,
    EmptyImage: "This file is empty. Please send the photo again.",
    NotAnImage: f"I can't read this as a photo. {FORMATS}",
    TruncatedImage: "This photo is damaged or incomplete. Please send it again.",
}


def about_photo(error: CoreError) -> str:
    """Say why a photo could not be used, and what to do."""
    if isinstance(error, ImageTooLarge):
        return (
            f"This photo is too big: {error.width} x {error.height} pixels, and I read at most "
            f"{error.most_megapixels} megapixels. Please send a smaller one."
        )
    if isinstance(error, FileTooLarge):
        return (
            f"This file is too big: I read up to {error.most // 1_000_000} MB. "
            "Please send a smaller one, or send it as a photo rather than as a file."
        )
    return PHOTO_FAULTS.get(type(error), CANNOT_READ)


def kept_for_later(error: CoreError) -> str:
    """Say why an answer has to wait, and that it will come."""
    if isinstance(error, StoreTrouble | ModelMismatch):
        return f"{TROUBLES.get(type(error), TO_MEND)} {IT_IS_KEPT_TILL_MENDED}"
    return f"{BUSY if isinstance(error, StoreBusy) else AWAY} {IT_IS_KEPT}"


def unforeseen(reference: str) -> str:
    """Apologise for what nobody foresaw; the reference finds the trace in the log."""
    return UNFORESEEN.format(reference=plain(reference))


def broken(reference: str) -> str:
    """Apologise for what trying again will not mend."""
    return BROKEN.format(reference=plain(reference))
