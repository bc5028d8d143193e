"""Messages as JSON objects."""

from typing import Any

from playground.text import Entity, Formatted
from playground.wire.accounts import chat_json, known_user_json, user_json
from playground.wire.file_ids import file_id
from playground.world.chats import Chat
from playground.world.content import (
    Content,
    Document,
    Message,
    Origin,
    Photo,
    PictureSize,
    Service,
    Text,
)
from playground.world.people import CHANNEL_BOT, GROUP_ANONYMOUS_BOT
from playground.world.state import World

Json = dict[str, Any]


def message_json(world: World, message: Message, viewer: int, *, is_reply: bool = False) -> Json:
    """A ``Message`` as the bot ``viewer`` sees it; one that is replied to is told whole, once."""
    chat = world.chats[message.chat]
    made: Json = {
        "message_id": message.id,
        "date": message.date,
        "chat": chat_json(world, chat),
        **_sender_json(world, chat, message),
        **content_json(world, message.content, viewer),
    }
    if message.thread is not None:
        made["message_thread_id"] = message.thread
        made["is_topic_message"] = chat.is_forum
    answered = world.standing(message.chat, message.reply_to)
    if answered is not None and not is_reply:
        made["reply_to_message"] = message_json(world, answered, viewer, is_reply=True)
    if message.quote is not None:
        made["quote"] = {"text": message.quote.text, "position": 0}
    if message.origin is not None:
        made["forward_origin"] = _origin_json(world, message.origin)
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
            is_own = message.sender_chat == message.chat
            made["from"] = user_json(GROUP_ANONYMOUS_BOT if is_own else CHANNEL_BOT)
    elif message.sender is not None:
        made["from"] = known_user_json(world, message.sender)
    return made


def content_json(world: World, content: Content, viewer: int) -> Json:
    """The fields of a ``Message`` that hold what it says."""
    match content:
        case Text():
            made: Json = {"text": content.body.text}
            if content.body.entities:
                made["entities"] = entities_json(world, content.body)
            if content.link_preview is not None:
                made["link_preview_options"] = content.link_preview
            return made
        case Photo():
            made = {"photo": photo_json(content.sizes, viewer)}
            if content.is_spoiler:
                made["has_media_spoiler"] = True
            if content.caption_above:
                made["show_caption_above_media"] = True
            return made | _caption_json(world, content.caption)
        case Document():
            return {"document": _document_json(content, viewer)} | _caption_json(
                world, content.caption
            )
        case Service():
            return _service_json(world, content)


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


def _document_json(content: Document, viewer: int) -> Json:
    made: Json = {
        "file_id": file_id(content.file, viewer),
        "file_unique_id": content.file.unique,
        "file_size": content.file.size,
    }
    if content.file.name:
        made["file_name"] = content.file.name
    if content.file.mime_type:
        made["mime_type"] = content.file.mime_type
    if content.thumbnail is not None:
        made["thumbnail"] = _size_json(content.thumbnail, viewer)
    return made


def _size_json(size: PictureSize, viewer: int) -> Json:
    return {
        "file_id": file_id(size.file, viewer),
        "file_unique_id": size.file.unique,
        "file_size": size.file.size,
        "width": size.width,
        "height": size.height,
    }


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
