"""What is said when something does not work, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.texts.speech import Markup, Speech
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
from core.setup_errors import KeyRefused
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

TROUBLES: Mapping[type[CoreError], str] = {
    StoreFull: "trouble-full",
    WrongCredentials: "trouble-credentials",
    MissingRights: "trouble-rights",
    UntrustedStore: "trouble-untrusted",
    OutdatedStore: "trouble-outdated",
    AnotherServer: "trouble-another-server",
    UnfitIndex: "trouble-unfit",
    ModelMismatch: "trouble-model",
}
"""What somebody has to mend before an answer can be given, and which sentence a chat is told."""

OTHER = "trouble-other"

PHOTO_FAULTS: Mapping[type[CoreError], str] = {
    NoFace: "no-face",
    EmptyImage: "photo-empty",
    NotAnImage: "photo-unreadable",
    TruncatedImage: "photo-damaged",
}


def about_photo(speech: Speech, error: CoreError) -> Markup:
    """Say why a photo could not be used, and what to do."""
    if isinstance(error, ImageTooLarge):
        return speech.html(
            "photo-too-big",
            width=plain(str(error.width)),
            height=plain(str(error.height)),
            most=error.most_megapixels,
        )
    if isinstance(error, FileTooLarge):
        return speech.html("file-too-big", most=error.most // 1_000_000)
    return speech.html(PHOTO_FAULTS.get(type(error), "cannot-read"))


def kept_for_later(speech: Speech, error: CoreError) -> Markup:
    """Say why an answer has to wait, and that it will come."""
    if isinstance(error, StoreTrouble | ModelMismatch | KeyRefused):
        trouble = speech.html(_trouble(error))
        return speech.html("kept-to-mend", trouble=trouble)
    return speech.html("kept-busy" if isinstance(error, StoreBusy) else "kept-away")


def _trouble(error: CoreError) -> str:
    return "trouble-key" if isinstance(error, KeyRefused) else TROUBLES.get(type(error), OTHER)


def given_reference(speech: Speech, error: Exception, reference: str) -> Markup:
    """Apologise for what nobody foresaw, or what trying again will not mend.

    Args:
        speech: the language.
        error: what happened.
        reference: finds the trace in the log.
    """
    known = isinstance(error, CoreError)
    return speech.html("broken" if known else "unforeseen", reference=plain(reference))
