"""What is said when something does not work, and of what the bot does not take."""

from __future__ import annotations

from collections.abc import Mapping

from bot.texts.writing import plain
from core.errors import (
    CoreError,
    EmptyImage,
    FileTooLarge,
    ImageTooLarge,
    NoFace,
    NotAnImage,
    TruncatedImage,
)

FORMATS = "I read JPEG, PNG, WebP, HEIC, GIF and BMP."

NO_FACE = "I can't see a face in this photo. Please send one that shows it clearly, from the front."
CANNOT_READ = "I can't read this photo. Please send it again, or another one."
FILE_GONE = "Telegram no longer gives me this photo. Please send it again."

PHOTOS_ONLY = "I only look at photos. Send me one, and I tell you whom it looks like. /help"
NOT_A_PICTURE = f"This file is no picture. {FORMATS}"
HINT = "Send me a photo, and I tell you whom it looks like. /help says what else I do."
UNKNOWN_COMMAND = "I don't know that command. /help lists what I do."

KEPT_FOR_LATER = (
    "My memory is not answering just now. Your message is kept: I answer as soon as it is back."
)
BROKEN = (
    "Something is wrong on my side, and whoever runs me has to mend it. "
    "Please try again later. (reference {reference})"
)
UNFORESEEN = "Sorry, something went wrong on my side. Please try again. (reference {reference})"
GIVEN_UP = "Sorry, I tried several times and could not finish with this. Please try another photo."


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


def unforeseen(reference: str) -> str:
    """Apologise for what nobody foresaw; the reference finds the trace in the log."""
    return UNFORESEEN.format(reference=plain(reference))


def broken(reference: str) -> str:
    """Apologise for what trying again will not mend."""
    return BROKEN.format(reference=plain(reference))
