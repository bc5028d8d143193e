"""Methods: photos, documents, albums."""

import mimetypes
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from playground.botapi.call import Call, Handler, Upload
from playground.botapi.drafts import compose, read_caption
from playground.botapi.errors import bad_request
from playground.botapi.messages import sent
from playground.botapi.targets import writable_chat
from playground.wire import read_file_id
from playground.world.content import Clip, Document, Media, Photo
from playground.world.pictures import PictureError
from playground.world.posting import post

# https://core.telegram.org/bots/api#sendmediagroup
MAX_ALBUM = 10
WRONG_FILE = "wrong file identifier/HTTP URL specified"
LARGEST_FROM_BOT = 2560
ATTACHED = "attach://"
TITLES = {"video_note": "VideoNote", "voice": "VoiceNote"}
Sent = TypeVar("Sent", Photo, Document)


async def send_photo(call: Call) -> Any:
    """SendPhoto."""
    writable_chat(call)
    photo = await _photo(call, call.values)
    chat = writable_chat(call)
    return sent(call, post(call.world, chat, compose(call, chat, photo)))


async def send_document(call: Call) -> Any:
    """SendDocument."""
    writable_chat(call)
    document = await _document(call, call.values)
    chat = writable_chat(call)
    return sent(call, post(call.world, chat, compose(call, chat, document)))


async def send_media_group(call: Call) -> Any:
    """sendMediaGroup: photos, or documents."""
    writable_chat(call)
    items: list[dict[str, Any]] = call.get("media")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    if len({item["type"] for item in items}) > 1:
        raise bad_request("Document can't be mixed with other media types")
    contents = [await read_media(call, item) for item in items]
    chat = writable_chat(call)
    album = str(secrets.randbelow(2**62)) if len(items) > 1 else None
    drafts = [compose(call, chat, content, album=album) for content in contents]
    return [sent(call, post(call.world, chat, draft)) for draft in drafts]


async def read_media(call: Call, item: Mapping[str, Any]) -> Photo | Document:
    """The content of an ``InputMedia``."""
    kind = item["type"]
    if kind not in {"photo", "document"}:
        raise bad_request(f"media of type {kind} is not implemented by this playground")
    source = {**item, kind: item["media"]}
    return await (_photo if kind == "photo" else _document)(call, source)


async def _photo(call: Call, source: Mapping[str, Any]) -> Photo:
    caption = read_caption(call, source)
    upload = _upload(call, source["photo"])
    if upload is None:
        photo = _known(call, source["photo"], Photo)
    else:
        limit = call.world.limits.photo
        if len(upload.data) > limit:
            raise bad_request(
                f"file of size {len(upload.data)} bytes is too big for a photo; "
                f"the maximum size is {limit} bytes"
            )
        try:
            rendered = await call.darkroom.photo(upload.data, by_bot=True, largest=LARGEST_FROM_BOT)
        except PictureError as error:
            raise bad_request(str(error)) from None
        photo = call.world.files.add_photo(rendered)
    return replace(
        photo,
        caption=caption,
        is_spoiler=bool(source.get("has_spoiler")),
        caption_above=bool(source.get("show_caption_above_media")),
    )


async def _document(call: Call, source: Mapping[str, Any]) -> Document:
    caption = read_caption(call, source)
    upload = _upload(call, source["document"])
    if upload is None:
        document = _known(call, source["document"], Document)
    else:
        mime_type = mimetypes.guess_type(upload.name)[0] or upload.mime_type
        thumbnail = await call.darkroom.thumbnail(upload.data)
        document = call.world.files.add_document(upload.data, upload.name, mime_type, thumbnail)
    return replace(document, caption=caption)


def _upload(call: Call, value: str) -> Upload | None:
    """The upload that a value points at; None when it is a file id."""
    if value.startswith(ATTACHED):
        upload = call.uploads.get(value.removeprefix(ATTACHED))
        if upload is None:
            raise bad_request(WRONG_FILE)
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > call.world.limits.upload:
            raise bad_request("file is too big")
        return upload
    if value.startswith(("http://", "https://")):
        # The playground never reaches out to the web.
        raise bad_request("failed to get HTTP URL content")
    return None


def _known(call: Call, value: str, kind: type[Sent]) -> Sent:
    """The photo or document behind a file id of this bot's."""
    named = read_file_id(value, call.bot.id)
    content = call.world.files.content(named[0]) if named else None
    if content is None:
        raise bad_request(WRONG_FILE)
    if not isinstance(content, kind):
        raise bad_request(f"can't use file of type {_title(content)} as {kind.__name__}")
    return content


def known_photo(call: Call, value: str) -> Photo:
    """The photo behind a file id of this bot's."""
    return _known(call, value, Photo)


def _title(content: Media) -> str:
    """What the real server calls a kind of file."""
    if isinstance(content, Clip):
        return TITLES.get(content.kind, content.kind.capitalize())
    return type(content).__name__


METHODS: dict[str, Handler] = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
}
