"""What the playground's human door gives, as values for tests."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class PlaygroundError(Exception):
    """The human door refused; ``status`` is the HTTP status, the text its sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Message:
    """A message as people see it; ``seq`` is the event after which to wait for what follows."""

    raw: Json
    seq: int

    @property
    def id(self) -> int:
        """The message id in its chat."""
        return int(self.raw["message_id"])

    @property
    def chat(self) -> str:
        """The key of its chat."""
        return str(self.raw["chat_key"])

    @property
    def text(self) -> str:
        """The text, or the caption, or nothing."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def is_deleted(self) -> bool:
        """Was it deleted?"""
        return bool(self.raw["deleted"])

    @property
    def edits(self) -> int:
        """How often its content was changed."""
        return int(self.raw["edits"])

    @property
    def has_photo(self) -> bool:
        """Is it a photo?"""
        return "photo" in self.raw

    @property
    def buttons(self) -> list[str]:
        """The labels of its inline buttons, row by row."""
        rows = (self.raw["keyboard"] or {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]

    @property
    def reply_to(self) -> int | None:
        """The id of the message that it answers."""
        answered = self.raw.get("reply_to_message")
        return int(answered["message_id"]) if answered else None


@dataclass(frozen=True, slots=True)
class Click:
    """What came of pressing a button; ``seq`` is the event before the press."""

    is_answered: bool
    text: str
    show_alert: bool
    url: str
    seq: int
