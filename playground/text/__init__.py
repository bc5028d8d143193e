"""Formatted text: entities in UTF-16 code units, parse modes, and what is found by itself."""

from playground.text.detection import with_detected
from playground.text.formatted import Entity, Formatted, ParseError, trimmed, utf16_length
from playground.text.html import parse_html
from playground.text.markdown import parse_markdown
from playground.text.markdown_v2 import parse_markdown_v2

__all__ = [
    "Entity",
    "Formatted",
    "ParseError",
    "parse",
    "trimmed",
    "utf16_length",
    "with_detected",
]

PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


def parse(text: str, mode: str) -> Formatted:
    """Text with the markup of a parse mode as plain text and entities.

    Args:
        text: The text with its markup.
        mode: ``HTML``, ``MarkdownV2`` or ``Markdown`` in any case; empty for none.

    Raises:
        ParseError: The markup is wrong, or the mode is unknown.
    """
    if not mode:
        return Formatted(text)
    parser = PARSERS.get(mode.lower())
    if parser is None:
        raise ParseError("unsupported parse_mode")
    return parser(text)
