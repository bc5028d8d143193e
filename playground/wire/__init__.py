"""The world's values as the JSON objects of the Bot API."""

from playground.wire.accounts import chat_json, full_chat_json, member_json, user_json
from playground.wire.file_ids import file_id, file_path, read_file_id, read_file_path
from playground.wire.messages import entities_json, message_json

__all__ = [
    "chat_json",
    "entities_json",
    "file_id",
    "file_path",
    "full_chat_json",
    "member_json",
    "message_json",
    "read_file_id",
    "read_file_path",
    "user_json",
]
