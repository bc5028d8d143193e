"""Everything that can go wrong, as one tree.

An error carries a stable code for scripts, its facts for whoever words it anew (the bot has its own
texts), and one English sentence for the command line that says what to do.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(eq=False)
class CoreError(Exception):
    """The root. Subclasses state `code`, `sentence` (a format over their fields) and the fields."""

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = "Something went wrong."

    def __str__(self) -> str:
        """Return the sentence with the facts in their places."""
        return self.sentence.format(**self.facts)

    @property
    def facts(self) -> dict[str, Any]:
        """What is known of this case, by name."""
        return asdict(self)


@dataclass(eq=False)
class PhotoError(CoreError):
    """Something about one photo: the next one may be fine."""


# --- photos -----------------------------------------------------------------------------------


@dataclass(eq=False)
class ImageError(PhotoError):
    """A photo that cannot be read."""

    code: ClassVar[str] = "image"
    sentence: ClassVar[str] = "This photo cannot be read."


@dataclass(eq=False)
class EmptyImage(ImageError):
    """No bytes at all."""

    code: ClassVar[str] = "empty_file"
    sentence: ClassVar[str] = "This file is empty: send the photo again."


@dataclass(eq=False)
class NotAnImage(ImageError):
    """Bytes of something else, or of a format that is not read."""

    code: ClassVar[str] = "not_an_image"
    sentence: ClassVar[str] = (
        "This file is not a photo that can be read: use JPEG, PNG, WebP, HEIC, GIF or BMP."
    )


@dataclass(eq=False)
class TruncatedImage(ImageError):
    """A photo whose end or middle is missing or damaged."""

    code: ClassVar[str] = "truncated_image"
    sentence: ClassVar[str] = "This photo is damaged or incomplete: send it again."


@dataclass(eq=False)
class ImageTooLarge(ImageError):
    """More pixels than are decoded."""

    width: int
    height: int
    most_megapixels: int
    code: ClassVar[str] = "image_too_large"
    sentence: ClassVar[str] = (
        "This photo has {width} x {height} pixels; at most {most_megapixels} megapixels are read: "
        "make it smaller."
    )


@dataclass(eq=False)
class FileTooLarge(ImageError):
    """More bytes than are read."""

    size: int
    most: int
    code: ClassVar[str] = "file_too_large"
    sentence: ClassVar[str] = (
        "This file has {size} bytes; at most {most} are read: make it smaller."
    )


@dataclass(eq=False)
class UnreadableFile(ImageError):
    """The operating system would not give the file's bytes."""

    reason: str
    code: ClassVar[str] = "unreadable_file"
    sentence: ClassVar[str] = "This file could not be opened ({reason}): check its path and rights."


@dataclass(eq=False)
class LoosePhoto(PhotoError):
    """A photo beside the people's folders, so that nobody knows whose it is."""

    code: ClassVar[str] = "no_person_folder"
    sentence: ClassVar[str] = (
        "This photo lies in no person's folder: put it into a folder of their name."
    )


# --- faces ------------------------------------------------------------------------------------


@dataclass(eq=False)
class NoFace(PhotoError):
    """A face was needed and none was found."""

    code: ClassVar[str] = "no_face"
    sentence: ClassVar[str] = (
        "No face was found in this photo: use one that shows the face clearly."
    )


@dataclass(eq=False)
class SeveralFaces(PhotoError):
    """One face was needed and several were found."""

    faces: int
    code: ClassVar[str] = "several_faces"
    sentence: ClassVar[str] = (
        "{faces} faces were found in this photo: say which one, or use a photo of one person."
    )


@dataclass(eq=False)
class NoSuchFace(PhotoError):
    """A face was asked for that the photo does not have."""

    face: int
    faces: int
    code: ClassVar[str] = "no_such_face"
    sentence: ClassVar[str] = "There is no face {face} in this photo: it has {faces}."


@dataclass(eq=False)
class EncodingFailed(PhotoError):
    """The model runs and gives no usable template for a face of this photo."""

    model: str
    reason: str
    code: ClassVar[str] = "encoding_failed"
    sentence: ClassVar[str] = (
        "The model {model} failed on this photo ({reason}): try another photo, and if that fails "
        "too, check the model with `doctor`."
    )


# --- people -----------------------------------------------------------------------------------


@dataclass(eq=False)
class BadName(CoreError):
    """A name that cannot be kept."""

    name: str
    longest: int
    code: ClassVar[str] = "bad_name"
    sentence: ClassVar[str] = "A name needs 1 to {longest} visible characters."


@dataclass(eq=False)
class UnknownPerson(CoreError):
    """Nobody of this name in the gallery."""

    name: str
    code: ClassVar[str] = "unknown_person"
    sentence: ClassVar[str] = "Nobody called {name} is enrolled here: `people` lists who is."


@dataclass(eq=False)
class PersonGone(UnknownPerson):
    """Nobody of this id in the gallery: whoever it was, they were forgotten or merged."""

    name: str = ""
    code: ClassVar[str] = "person_gone"
    sentence: ClassVar[str] = "This person is not enrolled here any more: `people` lists who is."


@dataclass(eq=False)
class NameTaken(CoreError):
    """A name that somebody else in the gallery has."""

    name: str
    code: ClassVar[str] = "name_taken"
    sentence: ClassVar[str] = "Somebody called {name} is enrolled already: choose another name."


# --- stores -----------------------------------------------------------------------------------


@dataclass(eq=False)
class StoreUnavailable(CoreError):
    """The store does not answer, or not in time. Trying again later may help."""

    reason: str
    code: ClassVar[str] = "store_unavailable"
    sentence: ClassVar[str] = (
        "The face store is not answering ({reason}): check that it runs, then try again."
    )


@dataclass(eq=False)
class StoreRefused(CoreError):
    """The store answers, and says no. Trying again will not help."""

    reason: str
    code: ClassVar[str] = "store_refused"
    sentence: ClassVar[str] = "The face store refused: {reason}."


@dataclass(eq=False)
class ModelMismatch(CoreError):
    """Templates of one recipe met a gallery of another."""

    kept: str
    configured: str
    code: ClassVar[str] = "model_mismatch"
    sentence: ClassVar[str] = (
        "This gallery was made with {kept}, and {configured} is configured: run "
        "`python -m core migrate --all`, or set MODEL, DETECTOR and PROFILE back."
    )


@dataclass(eq=False)
class GalleriesToMigrate(CoreError):
    """Galleries that cannot be used with the recipe that is configured."""

    galleries: str
    configured: str
    code: ClassVar[str] = "galleries_to_migrate"
    sentence: ClassVar[str] = (
        "These galleries are of another recipe than {configured}, which is configured: "
        "{galleries}. Run `python -m core migrate --all`, or set MODEL, DETECTOR and PROFILE back."
    )


@dataclass(eq=False)
class RecordConflict(CoreError):
    """A conditional write found that somebody else had written first."""

    key: str
    code: ClassVar[str] = "record_conflict"
    sentence: ClassVar[str] = "The record {key} was changed meanwhile: read it again."


@dataclass(eq=False)
class UnwritableFile(CoreError):
    """The operating system would not take what was to be written."""

    reason: str
    code: ClassVar[str] = "unwritable_file"
    sentence: ClassVar[str] = (
        "The file could not be written ({reason}): check its path, rights and the room left."
    )
