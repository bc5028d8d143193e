"""What a person's message holds: words, pictures, files, clips, facts."""

import mimetypes
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from playground.darkroom import Darkroom
from playground.human.bodies import Attachment, Body
from playground.human.facts import FACTS, read_fact
from playground.text import ParseError, parse, trimmed, utf16_length, with_detected
from playground.text.formatted import MAX_CAPTION, MAX_TEXT, Formatted
from playground.world import RefusalError, World
from playground.world.content import (
    Clip,
    Content,
    Document,
    Media,
    Message,
    Photo,
    Text,
    takes_caption,
)
from playground.world.content import words as words_of
from playground.world.pictures import BOXES, ORDINARY_BOX, PictureError

MAX_ALBUM = 10
# Photos and videos may stand in one album; of the rest only what is of one kind.
VISUAL = frozenset({"photo", "video"})
ALBUMS = frozenset({"photo", "video", "document", "audio"})
CLIPS = ("video", "animation", "video_note", "voice", "audio", "sticker")
FIELDS = ("photo", "document", *CLIPS)
# https://core.telegram.org/bots/api#editmessagemedia
REPLACEABLE = frozenset({"photo", "document", "video", "animation", "audio"})
MIME_TYPES = {
    "video": "video/mp4",
    "animation": "video/mp4",
    "video_note": "video/mp4",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "sticker": "image/webp",
}
# What a clip is where its sender does not say: seconds, and pixels.
SECONDS, WIDTH, HEIGHT, NOTE_SIDE, STICKER_SIDE = 5, 1280, 720, 384, 512


async def read_contents(world: World, darkroom: Darkroom, body: Body) -> list[Content]:
    """The parts of a message: several of an album, in all other cases one.

    Raises:
        RefusalError: There is nothing, too much, or a file that can't be what it is said to be.
    """
    thumbnails = [file for file in body.files if file.field == "thumbnail"]
    files = [file for file in body.files if file.field != "thumbnail"]
    if not files:
        named = [kind for kind in FACTS if body.has(kind)]
        return [read_fact(named[0], body) if named else Text(read_words(body, "text", MAX_TEXT))]
    caption = read_words(body, "caption", MAX_CAPTION)
    _check_fields(files)
    reader = _Reader(world, darkroom, body)
    thumbnail = thumbnails[0] if thumbnails else None
    first, *others = [await reader.read(file, thumbnail) for file in files]
    if not takes_caption(first):
        if caption.text:
            raise RefusalError("A sticker or a video note has no caption.")
        return [first]
    # A caption belongs to the first part of an album.
    return [replace(first, caption=caption), *others]


async def read_replacement(world: World, darkroom: Darkroom, body: Body, before: Message) -> Media:
    """What a person puts in the place of what their message shows, or adds to its text.

    The words stay unless another caption is given.

    Raises:
        RefusalError: Nothing can be put there, or not this.
    """
    is_text = isinstance(before.content, Text)
    if before.origin is not None or not (is_text or _kind(before.content) in REPLACEABLE):
        raise RefusalError("What this message shows can't be replaced.")
    new, *others = await read_contents(world, darkroom, body)
    if others or not takes_caption(new) or _kind(new) not in REPLACEABLE:
        raise RefusalError(f"Put one of these in its place: {', '.join(sorted(REPLACEABLE))}.")
    kinds = {_kind(before.content), _kind(new)}
    if before.album is not None and len(kinds) > 1 and not kinds <= VISUAL:
        raise RefusalError("Of an album a photo or a video can become the other, and no more.")
    caption = new.caption if body.has("caption") else words_of(before.content)
    _check_length("caption", caption, MAX_CAPTION)
    return replace(new, caption=caption)


def _kind(content: Content) -> str:
    """The field of a message that this is in; empty for what no file is."""
    match content:
        case Photo():
            return "photo"
        case Document():
            return "document"
        case Clip():
            return content.kind
        case _:
            return ""


def read_words(body: Body, name: str, longest: int) -> Formatted:
    """The text or caption of a person's message."""
    try:
        marked = parse(body.text(name, ""), body.text("parse_mode", ""))
    except ParseError as error:
        raise RefusalError(f"“{name}” can't be parsed: {error}.") from None
    words = with_detected(trimmed(marked))
    if not words.text and name == "text":
        raise RefusalError("Give a “text”, or files in fields “photo” or “document”.")
    _check_length(name, words, longest)
    return words


def _check_length(name: str, words: Formatted, longest: int) -> None:
    if utf16_length(words.text) > longest:
        raise RefusalError(f"“{name}” has more than {longest} characters; send it in parts.")


def _check_fields(files: list[Attachment]) -> None:
    kinds = {file.field for file in files}
    if not kinds <= set(FIELDS):
        raise RefusalError(f"A file is sent in a field named {', '.join(FIELDS)}.")
    if len(files) > MAX_ALBUM:
        raise RefusalError(f"An album has at most {MAX_ALBUM} parts.")
    if len(files) > 1 and not (kinds <= VISUAL or (len(kinds) == 1 and kinds <= ALBUMS)):
        raise RefusalError(
            "An album holds photos and videos, or documents, or audio files: nothing else, "
            "and not both."
        )


class _Reader:
    """Makes contents of files; the pictures are made in the darkroom."""

    def __init__(self, world: World, darkroom: Darkroom, body: Body) -> None:
        self._world = world
        self._darkroom = darkroom
        self._body = body

    async def read(self, file: Attachment, thumbnail: Attachment | None) -> Media:
        """The content of a file, as its field says."""
        if not file.data:
            raise RefusalError(f"The file “{file.name}” is empty.")
        if file.field == "photo":
            return await self._photo(file)
        guessed = mimetypes.guess_type(file.name)[0]
        if file.field == "document":
            small = await self._darkroom.thumbnail(file.data)
            mime_type = guessed or file.mime_type
            return self._world.files.add_document(file.data, file.name, mime_type, small)
        return await self._clip(file, guessed, thumbnail)

    async def _photo(self, file: Attachment) -> Media:
        box = BOXES[-1] if self._body.flag("hd") else ORDINARY_BOX
        try:
            rendered = await self._darkroom.photo(file.data, by_bot=False, largest=box)
        except PictureError:
            raise RefusalError(
                f"“{file.name}” is no picture that can be sent as a photo; send it as a document."
            ) from None
        photo = self._world.files.add_photo(rendered)
        return replace(photo, is_spoiler=self._body.flag("has_spoiler"))

    async def _clip(
        self, file: Attachment, guessed: str | None, thumbnail: Attachment | None
    ) -> Clip:
        """A video can't be looked into here: its thumbnail comes beside it, or it has none."""
        source = thumbnail.data if thumbnail else file.data
        return self._world.files.add_clip(
            file.field,
            file.data,
            file.name,
            guessed or MIME_TYPES[file.field],
            details=self._details(file),
            thumbnail=await self._darkroom.thumbnail(source),
        )

    def _details(self, file: Attachment) -> dict[str, Any]:
        kind, number = file.field, self._body.number
        if kind == "sticker":
            return self._sticker_details(file)
        details: dict[str, Any] = {"duration": number("duration", SECONDS)}
        if kind in {"video", "animation"}:
            details |= {"width": number("width", WIDTH), "height": number("height", HEIGHT)}
        if kind == "video_note":
            details |= {"length": number("length", NOTE_SIDE)}
        if kind == "audio":
            details |= self._texts("performer", "title")
        return details

    def _sticker_details(self, file: Attachment) -> dict[str, Any]:
        suffix = PurePosixPath(file.name).suffix.lower()
        return {
            "type": "regular",
            "width": self._body.number("width", STICKER_SIDE),
            "height": self._body.number("height", STICKER_SIDE),
            "is_animated": suffix == ".tgs",
            "is_video": suffix == ".webm",
            **self._texts("emoji", "set_name"),
        }

    def _texts(self, *names: str) -> dict[str, str]:
        """Those of these fields that were given."""
        return {name: self._body.text(name) for name in names if self._body.has(name)}
