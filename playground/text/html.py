"""The parse mode HTML (https://core.telegram.org/bots/api#html-style), with Telegram's errors."""

import re
from dataclasses import dataclass, replace

from playground.text.formatted import Builder, Formatted, ParseError, byte_offset

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
TAGS = frozenset(STYLES) | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,8})|([a-zA-Z]+));?")
NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]+")
LAST_CODE_POINT = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


def parse_html(text: str) -> Formatted:
    """Parse HTML markup.

    Raises:
        ParseError: A tag is unknown, unclosed or unmatched, or an attribute is malformed.
    """
    return _Parser(text).run()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._built = Builder()
        self._open: list[_Open] = []

    def run(self) -> Formatted:
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == "&":
                self._built.add(self._reference())
            elif character != "<":
                stop = min(
                    (at for at in (self._text.find(c, self._at) for c in "<&") if at >= 0),
                    default=len(self._text),
                )
                self._built.add(self._text[self._at : stop])
                self._at = stop
            elif self._text.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise ParseError(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"'
            )
        return self._built.result()

    def _reference(self) -> str:
        """The character of a reference at the cursor, or the ampersand itself."""
        found = REFERENCE.match(self._text, self._at)
        if found:
            hexadecimal, decimal, name = found.groups()
            decoded = NAMED.get(name, "") if name else ""
            if not name:
                code = int(hexadecimal, 16) if hexadecimal else int(decimal)
                is_character = 0 < code <= LAST_CODE_POINT and code not in SURROGATES
                decoded = chr(code) if is_character else ""
            if decoded:
                self._at = found.end()
                return decoded
        self._at += 1
        return "&"

    def _start_tag(self) -> None:
        begin = self._at
        where = byte_offset(self._text, begin)
        self._at += 1
        name = self._word(stops=">").lower()
        if self._at >= len(self._text):
            raise ParseError(f"Unclosed start tag at byte offset {where}")
        if name not in TAGS:
            raise ParseError(f'Unsupported start tag "{name}" at byte offset {where}')
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._at >= len(self._text):
                raise ParseError(f'Unclosed start tag "{name}" at byte offset {where}')
            if self._text[self._at] == ">":
                break
            key, value = self._attribute(name, where)
            attributes[key] = value
        self._at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise ParseError(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self._open.append(_Open(name, attributes, self._built.length))

    def _attribute(self, tag: str, where: int) -> tuple[str, str]:
        key = self._word(stops="=>")
        if not key:
            raise ParseError(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
        self._skip_space()
        if not self._text.startswith("=", self._at):
            if (tag, key) == ("blockquote", "expandable"):
                return key, ""
            raise ParseError(
                "Expected equal sign in declaration of an attribute of the tag "
                f'"{tag}" at byte offset {where}'
            )
        self._at += 1
        self._skip_space()
        if self._at >= len(self._text):
            raise ParseError(f'Unclosed start tag "{tag}" at byte offset {where}')
        quote = self._text[self._at]
        if quote not in "'\"":
            return key, self._name_token()
        self._at += 1
        value = ""
        while self._at < len(self._text) and self._text[self._at] != quote:
            if self._text[self._at] == "&":
                value += self._reference()
            else:
                value += self._text[self._at]
                self._at += 1
        if self._at >= len(self._text):
            raise ParseError(f"Unclosed start tag at byte offset {where}")
        self._at += 1
        return key, value

    def _name_token(self) -> str:
        start = self._at
        found = NAME_TOKEN.match(self._text, start)
        self._at = found.end() if found else start
        rest = self._text[self._at : self._at + 1]
        if rest and not rest.isspace() and rest != ">":
            raise ParseError(
                f"Unexpected end of name token at byte offset {byte_offset(self._text, start)}"
            )
        return found.group().lower() if found else ""

    def _end_tag(self) -> None:
        where = byte_offset(self._text, self._at)
        if not self._open:
            raise ParseError(f"Unexpected end tag at byte offset {where}")
        self._at += 2
        name = self._word(stops=">").lower()
        self._skip_space()
        if not self._text.startswith(">", self._at):
            raise ParseError(f"Unclosed end tag at byte offset {where}")
        self._at += 1
        opened = self._open.pop()
        if name not in ("", opened.tag):
            raise ParseError(
                f"Unmatched end tag at byte offset {where}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        if self._built.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        tag, attributes, offset = opened.tag, opened.attributes, opened.offset
        if tag in STYLES:
            self._built.mark(STYLES[tag], offset)
        elif tag == "a":
            self._built.mark_link(offset, attributes.get("href") or self._built.since(offset))
        elif tag == "blockquote":
            kind = "expandable_blockquote" if "expandable" in attributes else "blockquote"
            self._built.mark(kind, offset)
        elif tag == "tg-emoji":
            emoji = attributes.get("emoji-id", "")
            if not emoji.isdigit() or int(emoji) == 0:
                raise ParseError("Invalid custom emoji identifier specified")
            self._built.mark("custom_emoji", offset, custom_emoji_id=emoji)
        elif tag == "tg-time":
            moment = attributes.get("unix", "")
            if not moment.isdigit():
                raise ParseError("Invalid date-time entity specified")
            self._built.mark(
                "date_time",
                offset,
                unix_time=int(moment),
                date_time_format=attributes.get("format", ""),
            )
        else:
            self._close_code(tag, attributes.get("class", ""), offset)

    def _close_code(self, tag: str, name: str, offset: int) -> None:
        """``pre`` and ``code`` over the same characters are one block in a language."""
        language = name.removeprefix("language-") if name.startswith("language-") else None
        last = self._built.last()
        size = self._built.length - offset
        covers = last is not None and (last.offset, last.length) == (offset, size)
        if last is not None and covers and tag == "pre" and last.type == "code":
            if last.language:
                self._built.replace_last(replace(last, type="pre"))
                return
        elif last is not None and covers and tag == "code" and last.type == "pre" and language:
            self._built.replace_last(replace(last, language=language))
            return
        self._built.mark(tag, offset, language=language if tag == "code" else None)

    def _word(self, stops: str) -> str:
        start = self._at
        while self._at < len(self._text):
            character = self._text[self._at]
            if character.isspace() or character in stops:
                break
            self._at += 1
        return self._text[start : self._at]

    def _skip_space(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
