"""Messages as JSON objects."""

from typing import Any

from playground.text import Entity, Formatted
from playground.wire.accounts import chat_json, known_user_json, user_json
from playground.wire.file_ids import file_id
from playground.world.chats import Chat
from playground.world.content import (
    Clip,
    Content,
    Document,
    Fact,
    Message,
    Origin,
    Photo,
    PictureSize,
    Service,
    StoredFile,
    Text,
)
from playground.world.people import CHANNEL_BOT, GROUP_ANONYMOUS_BOT, TELEGRAM, User
from playground.world.state import World

Json = dict[str, Any]

NAMED_CLIPS = frozenset({"video", "animation", "audio"})
TYPED_CLIPS = frozenset({*NAMED_CLIPS, "voice"})


def message_json(world: World, message: Message, viewer: int, *, is_reply: bool = False) -> Json:
    """A ``Message`` as the bot ``viewer`` sees it; one that is replied to is told whole, once."""
    chat = world.chats[message.chat]
    made: Json = {
        "message_id": message.id,
        "date": message.date,
        "chat": chat_json(world, chat),
        **_sender_json(world, chat, message),
        **content_json(world, message.content, viewer),
        **_via_json(world, message),
    }
    if message.thread is not None:
        made["message_thread_id"] = message.thread
        if chat.is_forum:
            made["is_topic_message"] = True
    answered = world.standing(message.chat, message.reply_to)
    if answered is not None and not is_reply:
        made["reply_to_message"] = message_json(world, answered, viewer, is_reply=True)
    if message.quote is not None:
        made["quote"] = {"text": message.quote.text, "position": 0}
    if message.origin is not None:
        made["forward_origin"] = _origin_json(world, message.origin)
    return made | _marks_json(message)


def _via_json(world: World, message: Message) -> Json:
    bot = world.bots.get(message.via or 0)
    return {"via_bot": user_json(bot.user)} if bot else {}


def _marks_json(message: Message) -> Json:
    """The fields that stand in some messages only."""
    made: Json = {}
    if message.is_automatic:
        made["is_automatic_forward"] = True
    if message.album is not None:
        made["media_group_id"] = message.album
    if message.edit_date is not None:
        made["edit_date"] = message.edit_date
    if message.is_protected:
        made["has_protected_content"] = True
    if message.keyboard is not None and "inline_keyboard" in message.keyboard:
        made["reply_markup"] = message.keyboard
    return made


def entities_json(world: World, body: Formatted) -> list[Json]:
    """A list of ``MessageEntity``."""
    return [_entity_json(world, entity) for entity in body.entities]


def photo_json(sizes: tuple[PictureSize, ...], viewer: int) -> list[Json]:
    """A list of ``PhotoSize``, smallest first."""
    return [_size_json(size, viewer) for size in sizes]


def _sender_json(world: World, chat: Chat, message: Message) -> Json:
    made: Json = {}
    if message.sender_chat is not None:
        made["sender_chat"] = chat_json(world, world.chats[message.sender_chat])
        if chat.kind != "channel":
            # For the sake of old bots a chat that speaks has a stand-in in "from".
            made["from"] = user_json(_stand_in(message))
    elif message.sender is not None:
        made["from"] = known_user_json(world, message.sender)
    return made


def _stand_in(message: Message) -> User:
    if message.is_automatic:
        return TELEGRAM
    return GROUP_ANONYMOUS_BOT if message.sender_chat == message.chat else CHANNEL_BOT


def content_json(world: World, content: Content, viewer: int) -> Json:
    """The fields of a ``Message`` that hold what it says."""
    match content:
        case Text():
            return _text_json(world, content)
        case Photo():
            return _photo_json(content, viewer) | _caption_json(world, content.caption)
        case Document():
            return {"document": _document_json(content, viewer)} | _caption_json(
                world, content.caption
            )
        case Clip():
            return _clip_json(content, viewer) | _caption_json(world, content.caption)
        case Fact():
            return {content.kind: content.body}
        case Service():
            return _service_json(world, content)


def _text_json(world: World, content: Text) -> Json:
    made: Json = {"text": content.body.text}
    if content.body.entities:
        made["entities"] = entities_json(world, content.body)
    if content.link_preview is not None:
        made["link_preview_options"] = content.link_preview
    return made


def _photo_json(content: Photo, viewer: int) -> Json:
    made: Json = {"photo": photo_json(content.sizes, viewer)}
    if content.is_spoiler:
        made["has_media_spoiler"] = True
    if content.caption_above:
        made["show_caption_above_media"] = True
    return made


def _caption_json(world: World, caption: Formatted) -> Json:
    if not caption.text:
        return {}
    made: Json = {"caption": caption.text}
    if caption.entities:
        made["caption_entities"] = entities_json(world, caption)
    return made


def _service_json(world: World, service: Service) -> Json:
    users = [known_user_json(world, user) for user in service.users]
    match service.kind:
        case "joined":
            return {"new_chat_members": users}
        case "left":
            return {"left_chat_member": users[0]}
        case "migrated_to":
            return {"migrate_to_chat_id": service.number}
        case "migrated_from":
            return {"migrate_from_chat_id": service.number}
        case "topic_created":
            topic = {"name": service.title, "icon_color": service.number}
            return {"forum_topic_created": topic}
        case _:
            # group_created, supergroup_created, channel_created
            return {service.kind.replace("_created", "_chat_created"): True}


def _clip_json(content: Clip, viewer: int) -> Json:
    made: Json = {**_file_json(content.file, viewer), **content.details}
    if content.kind in NAMED_CLIPS and content.file.name:
        made["file_name"] = content.file.name
    if content.kind in TYPED_CLIPS:
        made["mime_type"] = content.file.mime_type
    if content.thumbnail is not None and content.kind != "voice":
        made["thumbnail"] = _size_json(content.thumbnail, viewer)
    if content.kind != "animation":
        return {content.kind: made}
    # For the sake of old bots an animation is a document as well.
    known = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type", "thumbnail")
    return {"animation": made, "document": {key: made[key] for key in known if key in made}}


def _file_json(file: StoredFile, viewer: int) -> Json:
    return {
        "file_id": file_id(file, viewer),
        "file_unique_id": file.unique,
        "file_size": file.size,
    }


def _document_json(content: Document, viewer: int) -> Json:
    made = _file_json(content.file, viewer)
    if content.file.name:
        made["file_name"] = content.file.name
    if content.file.mime_type:
        made["mime_type"] = content.file.mime_type
    if content.thumbnail is not None:
        made["thumbnail"] = _size_json(content.thumbnail, viewer)
    return made


def _size_json(size: PictureSize, viewer: int) -> Json:
    return _file_json(size.file, viewer) | {"width": size.width, "height": size.height}


def _origin_json(world: World, origin: Origin) -> Json:
    if origin.chat is None:
        user = known_user_json(world, origin.user or 0)
        return {"type": "user", "date": origin.date, "sender_user": user}
    chat = world.chats[origin.chat]
    if chat.kind == "channel":
        return {
            "type": "channel",
            "date": origin.date,
            "chat": chat_json(world, chat),
            "message_id": origin.message_id or 0,
        }
    return {"type": "chat", "date": origin.date, "sender_chat": chat_json(world, chat)}


def _entity_json(world: World, entity: Entity) -> Json:
    made: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    optional = {
        "url": entity.url,
        "language": entity.language,
        "custom_emoji_id": entity.custom_emoji_id,
        "unix_time": entity.unix_time,
        "date_time_format": entity.date_time_format,
    }
    made |= {key: value for key, value in optional.items() if value is not None}
    if entity.user_id is not None:
        made["user"] = known_user_json(world, entity.user_id)
    return made
