"""The parse mode MarkdownV2 (https://core.telegram.org/bots/api#markdownv2-style)."""

import re
from dataclasses import dataclass

from playground.text.formatted import Builder, Formatted, ParseError, byte_offset

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
# What opens an entity, longest first; the second is what the real server calls it.
OPENERS = (
    ("```", "pre", "Pre"),
    ("__", "underline", "Underline"),
    ("||", "spoiler", "Spoiler"),
    ("![", "custom_emoji", "CustomEmoji"),
    ("`", "code", "Code"),
    ("_", "italic", "Italic"),
    ("*", "bold", "Bold"),
    ("~", "strikethrough", "Strikethrough"),
    ("[", "text_link", "TextUrl"),
)
CLOSERS = {"![": "]", "[": "]"}
VERBATIM = frozenset({"pre", "code"})
LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
EMOJI = re.compile(r"tg://emoji\?id=(\d+)$")
LAST_ESCAPABLE = 126


@dataclass(frozen=True, slots=True)
class _Open:
    kind: str
    title: str
    closer: str
    offset: int
    where: int
    language: str | None = None


def parse_markdown_v2(text: str) -> Formatted:
    """Parse MarkdownV2.

    Raises:
        ParseError: A reserved character is not escaped, or an entity has no end.
    """
    return _Parser(text).run()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._built = Builder()
        self._open: list[_Open] = []
        self._quote: int | None = None
        self._quote_depth = 0

    def run(self) -> Formatted:
        while self._at < len(self._text):
            if self._at_line_start() and not self._is_verbatim():
                self._line_start()
                if self._at >= len(self._text):
                    break
            self._step()
        self._end_quote()
        if self._open:
            self._unfinished(self._open[-1])
        return self._built.result()

    def _step(self) -> None:
        character = self._text[self._at]
        following = self._text[self._at + 1 : self._at + 2]
        if character == "\\" and following and ord(following) <= LAST_ESCAPABLE:
            self._built.add(following)
            self._at += 2
        elif self._open and self._closes(self._open[-1]):
            self._close(self._open.pop())
        elif self._is_verbatim() or (character not in RESERVED and character != "\n"):
            self._built.add(character)
            self._at += 1
        elif character == "\n":
            if self._quote is not None and not self._text.startswith(">", self._at + 1):
                self._end_quote()
            self._built.add("\n")
            self._at += 1
        else:
            self._begin()

    def _at_line_start(self) -> bool:
        return self._at == 0 or self._text[self._at - 1] == "\n"

    def _is_verbatim(self) -> bool:
        return bool(self._open) and self._open[-1].kind in VERBATIM

    def _line_start(self) -> None:
        """A line that begins with ``>`` is quoted; ``**>`` begins a quote of its own."""
        if self._text.startswith("**>", self._at) and not self._open:
            self._end_quote()
            self._at += 2
        if self._text.startswith(">", self._at):
            if self._quote is None:
                self._quote = self._built.length
                self._quote_depth = len(self._open)
            self._at += 1

    def _end_quote(self) -> None:
        if self._quote is None:
            return
        kind = "blockquote"
        if self._open and self._open[-1].kind == "spoiler":
            opened = self._open[-1]
            # "||" before the end of a quote, with nothing after it, makes the quote expandable.
            if opened.offset == self._built.length:
                self._open.pop()
                kind = "expandable_blockquote"
        if len(self._open) > self._quote_depth:
            self._unfinished(self._open[-1])
        self._built.mark(kind, self._quote)
        self._quote = None

    def _closes(self, opened: _Open) -> bool:
        if opened.kind == "italic":
            # "__" is read greedily as underline.
            return self._text.startswith("_", self._at) and not self._text.startswith(
                "__", self._at
            )
        return self._text.startswith(opened.closer, self._at)

    def _begin(self) -> None:
        for opener, kind, title in OPENERS:
            if self._text.startswith(opener, self._at):
                where = byte_offset(self._text, self._at)
                self._at += len(opener)
                language = self._language() if kind == "pre" else None
                closer = CLOSERS.get(opener, opener)
                self._open.append(_Open(kind, title, closer, self._built.length, where, language))
                return
        raise ParseError(
            f"Character '{self._text[self._at]}' is reserved and must be escaped "
            "with the preceding '\\'"
        )

    def _language(self) -> str | None:
        found = LANGUAGE.match(self._text, self._at)
        if found:
            self._at = found.end()
        if self._text.startswith("\r\n", self._at):
            self._at += 2
        elif self._text.startswith("\n", self._at):
            self._at += 1
        return found.group(1) if found else None

    def _close(self, opened: _Open) -> None:
        self._at += len(opened.closer)
        if opened.kind == "text_link":
            address = self._address("a URL") or self._built.since(opened.offset)
            self._built.mark_link(opened.offset, address)
        elif opened.kind == "custom_emoji":
            if not self._text.startswith("(", self._at):
                raise ParseError("Custom emoji entity must contain a tg://emoji URL")
            found = EMOJI.match(self._address("a custom emoji URL"))
            if not found:
                raise ParseError("Custom emoji URL must have an emoji identifier")
            self._built.mark("custom_emoji", opened.offset, custom_emoji_id=found.group(1))
        else:
            self._built.mark(opened.kind, opened.offset, language=opened.language)

    def _address(self, what: str) -> str:
        """The address in parentheses at the cursor; empty when there is none."""
        if not self._text.startswith("(", self._at):
            return ""
        start = self._at + 1
        at = start
        address = ""
        while at < len(self._text) and self._text[at] != ")":
            following = self._text[at + 1 : at + 2]
            if self._text[at] == "\\" and following and ord(following) <= LAST_ESCAPABLE:
                at += 1
            address += self._text[at]
            at += 1
        if at >= len(self._text):
            raise ParseError(
                f"Can't find end of {what} at byte offset {byte_offset(self._text, start)}"
            )
        self._at = at + 1
        return address

    def _unfinished(self, opened: _Open) -> None:
        raise ParseError(f"Can't find end of {opened.title} entity at byte offset {opened.where}")
