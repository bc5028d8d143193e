"""The old parse mode Markdown (https://core.telegram.org/bots/api#markdown-style)."""

import re

from playground.text.formatted import Builder, Formatted, ParseError, byte_offset

STYLES = {"_": "italic", "*": "bold", "`": "code"}
LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")


def parse_markdown(text: str) -> Formatted:
    """Parse the old Markdown; entities don't nest.

    Raises:
        ParseError: An entity has no end.
    """
    built = Builder()
    at = 0
    while at < len(text):
        character = text[at]
        if character == "\\" and text[at + 1 : at + 2] in set("_*`["):
            built.add(text[at + 1])
            at += 2
        elif character in "_*`[":
            at = _entity(text, at, built)
        else:
            built.add(character)
            at += 1
    return built.result()


def _entity(text: str, begin: int, built: Builder) -> int:
    """Take the entity that begins here; the index after it."""
    is_block = text.startswith("```", begin)
    mark = "```" if is_block else text[begin]
    start = begin + len(mark)
    language = None
    if is_block and (found := LANGUAGE.match(text, start)):
        language = found.group(1)
        start = found.end()
    if is_block:
        start += len(text[start : start + 2]) if text.startswith("\r\n", start) else 0
        start += 1 if text.startswith("\n", start) else 0
    end = text.find("]" if mark == "[" else mark, start)
    if end < 0:
        raise ParseError(
            f"Can't find end of the entity starting at byte offset {byte_offset(text, begin)}"
        )
    offset = built.length
    built.add(text[start:end])
    if is_block:
        built.mark("pre", offset, language=language)
        return end + len(mark)
    if mark != "[":
        built.mark(STYLES[mark], offset)
        return end + 1
    if not text.startswith("(", end + 1):
        built.mark_link(offset, text[start:end])
        return end + 1
    close = text.find(")", end + 2)
    close = len(text) if close < 0 else close
    built.mark_link(offset, text[end + 2 : close])
    return close + 1
