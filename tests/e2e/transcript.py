"""Transcripts: how what was said is written down, and the ones that are kept in docs/transcripts.

Scores are left out of the comparison, and how far it is while it looks: a score's last digit may
differ from machine to machine, and so does how fast it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from difflib import unified_diff

from tests.e2e.bot_process import ROOT
from tests.e2e.chatting import words
from tests.playground_client import Message

FOLDER = ROOT / "docs" / "transcripts"
WRITING = os.environ.get("WRITE_TRANSCRIPTS") == "1"

LONG = 4
"""Lines of a message that nobody wants to read twice."""

CONTENTS = "README"
ABOUT = (
    "The tests tell these tales through the playground, also with a bot that is killed each time "
    "before somebody answers it (`EVERY_STEP=1`: before whatever anybody does), and hold it to "
    "what stands here. `make transcripts` writes them anew. What takes its time is not told here: "
    "questions that expire, an undo that is too late, people who are kept for half a year."
)

SCORE = re.compile(r"\d[.,]\d{3}\b")
FAR = re.compile(r"(?<=Looking\u2026 )\d+")
NO_DAY_IN_PARTICULAR = {
    re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d"): "2030-01-01 12:00",
    re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4}"): "Jan 1, 2030",
    re.compile(r"\b[0-9a-f]{32}\b"): "0" * 32,
    re.compile(r"\bno\. [0-9a-f]{8}\b"): f"no. {'0' * 8}",
}
"""What is another each time: moments, days, the ids of galleries and of who was forgotten."""


def written(title: str, told: str, lines: list[str], names: Mapping[str, str]) -> str:
    """Return a transcript as Markdown, of nobody and no day in particular.

    Args:
        title: its heading.
        told: what it shows.
        lines: what was done and said.
        names: what stands for the usernames of this run.
    """
    whole = "\n\n".join([f"# {title}", told, *lines]) + "\n"
    for username, plain in names.items():
        whole = whole.replace(username, plain)
    return of_no_day(whole)


def of_no_day(told: str) -> str:
    """Return what was told as on any other day."""
    for found, instead in NO_DAY_IN_PARTICULAR.items():
        told = found.sub(instead, told)
    return told


def contents(tales: Sequence[tuple[str, str, str]]) -> str:
    """Return a list of tales, each by its file's name, its title and what it shows."""
    lines = [f"- [{title}]({slug}.md): {told}" for slug, title, told in tales]
    return "\n\n".join(["# Conversations, as they go", ABOUT, "\n".join(lines)]) + "\n"


def check(slug: str, transcript: str) -> None:
    """Compare what is told with the file that is kept, or keep it when that is what is wanted."""
    kept = FOLDER / f"{slug}.md"
    if WRITING:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(transcript, "utf-8")
    told, expected = _comparable(transcript), _comparable(kept.read_text("utf-8"))
    otherwise = unified_diff(expected.splitlines(), told.splitlines(), "kept", "told", lineterm="")
    assert told == expected, "\n".join(
        [f"{kept.name} tells it otherwise: `make transcripts` writes it anew", *otherwise]
    )


def tales_kept() -> set[str]:
    """Return the transcripts that there are."""
    return {file.stem for file in FOLDER.glob("*.md")} - {CONTENTS}


def shown(message: Message, how: str, before: Message | None = None, *, again: bool = False) -> str:
    """Return a message of the bot's as a quotation.

    Args:
        message: as people see it.
        how: what the line begins with.
        before: as they saw it before; where the words are the same, only the buttons are shown.
        again: whether all of it was shown already, so that a long one need not be.
    """
    buttons = [" ".join(f"`{label}`" for label in row) for row in _rows(message)]
    if before is not None and _content(before) == _content(message):
        return _quotation(
            [f"{how}*(other buttons)*" if buttons else f"{how}*(no buttons)*", *buttons]
        )
    told = words(message).splitlines() or [""]
    head = f"{how}{_media(message)}{told[0]}"
    # Scores that are the same here may differ by a little elsewhere.
    if again and len(told) + len(buttons) > LONG and not SCORE.search(words(message)):
        return _quotation([f"{head} *(… as above)*"])
    return _quotation([head, *told[1:], *buttons])


def _quotation(lines: list[str]) -> str:
    return "\n".join(f"> {line}  " if line else ">" for line in lines)


def _content(message: Message) -> tuple[str, object]:
    return words(message), message.raw.get("file_url")


def _media(message: Message) -> str:
    if message.has_photo:
        return "*(a picture)* "
    file = message.raw.get("document")
    return f"*(a file, {file['file_name']})* " if file else ""


def mentioned(message: Message) -> str:
    """Return whom a message mentions, so that Telegram tells them."""
    entities = [*message.raw.get("entities", []), *message.raw.get("caption_entities", [])]
    names = [one["user"]["first_name"] for one in entities if one["type"] == "text_mention"]
    return f"*(mentions {', '.join(dict.fromkeys(names))})* " if names else ""


def _rows(message: Message) -> list[list[str]]:
    keyboard = (message.raw["keyboard"] or {}).get("inline_keyboard", [])
    return [[without_isolates(button["text"]) for button in row] for row in keyboard]


def without_isolates(text: str) -> str:
    """Return words without the marks that keep names in their direction."""
    return text.translate(ISOLATES)


ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def _comparable(transcript: str) -> str:
    return FAR.sub("1", SCORE.sub("0.000", transcript))
