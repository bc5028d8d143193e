"""One language as the bot speaks it, and all of them: what the files of `bot/languages` say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource

FILES = Path(__file__).parents[1] / "languages"

ENGLISH = "en"
"""What is spoken where nobody chose, Telegram does not tell, or a sentence was not translated."""

ENTRY = re.compile(r"^(?P<key>[a-zA-Z][\w-]*) *=.*\n?(?:(?:[ }].*)?\n)*(?:[ }].+)?", re.MULTILINE)
"""A message of a Fluent file: lines that follow are its own if they are indented, or empty
(projectfluent.org/fluent/guide/multiline.html)."""

REFERENCE = re.compile(r"\{\s*-?[a-z]")
"""Of another message, or of a term; functions are in capitals (…/guide/references.html)."""


class Markup(str):
    """Telegram's HTML, in which nobody's words can be taken for markup."""

    __slots__ = ()


class Sentences:
    """The sentences of a language's file, each parsed when it is first said.

    To parse all of them takes a quarter of a second, and most processes say few of them. A file in
    which one sentence holds another, or a term, is parsed as a whole.
    """

    def __init__(self, code: str, text: str) -> None:
        """Take the language's code and the text of its file."""
        # Names bring their own marks of direction; round numbers they would only be in the way.
        self._bundle = FluentBundle([code], use_isolating=False)
        whole = REFERENCE.search(text) is not None
        self._written = {
            found["key"]: text if whole else found[0] for found in ENTRY.finditer(text)
        }

    def bundle_with(self, key: str) -> FluentBundle | None:
        """Return what says the sentence of a key; None where there is none, or a broken one."""
        if not self._bundle.has_message(key) and key in self._written:
            self._bundle.add_resource(FluentResource(self._written[key]))
        return self._bundle if self._bundle.has_message(key) else None


@dataclass(frozen=True, slots=True)
class Speech:
    """Says things in one language.

    Attributes:
        language: its code, as the file is called.
    """

    language: str
    _locale: Locale = field(repr=False)
    _sentences: tuple[Sentences, ...] = field(repr=False)

    def html(self, key: str, **values: Markup | int) -> Markup:
        """Return a sentence for where Telegram reads markup."""
        return Markup(self._said(key, values))

    def text(self, key: str, **values: str | int) -> str:
        """Return a sentence for where Telegram reads no markup: a button, a notice, the menu."""
        return self._said(key, values)

    def decimal(self, value: float, places: int) -> Markup:
        """Return a number with so many decimals and a real minus, as people write it."""
        pattern = f"0.{'0' * places}" if places else "0"
        written = format_decimal(value, format=pattern, locale=self._locale)
        return Markup(written.replace("-", "\u2212"))

    def score(self, value: float) -> Markup:
        """Return a cosine similarity as people read it: with three decimals."""
        return self.decimal(value, places=3)

    def date(self, moment: datetime) -> Markup:
        """Return a day as people write it."""
        return Markup(format_date(moment.date(), format="medium", locale=self._locale))

    def percent(self, share: float) -> Markup:
        """Return a share, 0 to 1, as whole per cents."""
        return Markup(format_percent(share, locale=self._locale))

    def _said(self, key: str, values: dict[str, Any]) -> str:
        bundles = (one.bundle_with(key) for one in self._sentences)
        bundle = next(one for one in bundles if one is not None)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise ValueError(f"{key} in {bundle.locales[0]} says nothing")
        said, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise ValueError(f"{key} in {bundle.locales[0]} cannot be said: {errors[0]}")
        return str(said)


class Languages:
    """Every language that there is a file of."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Take the text of each file, by the code of its language; there is one of `ENGLISH`."""
        english = Sentences(ENGLISH, files[ENGLISH])
        self._speeches = {
            code: Speech(
                code,
                Locale.parse(code, sep="-"),
                (english,) if code == ENGLISH else (Sentences(code, text), english),
            )
            for code, text in files.items()
        }

    @classmethod
    def load(cls, folder: Path = FILES) -> Languages:
        """Read the files: a blocking call."""
        return cls({file.stem: file.read_text("utf-8") for file in sorted(folder.glob("*.ftl"))})

    @property
    def all(self) -> tuple[Speech, ...]:
        """Every language, by its code."""
        return tuple(self._speeches.values())

    def of(self, *codes: str | None) -> Speech:
        """Return the first of the languages asked for that there is, else English.

        Args:
            codes: as people or Telegram give them, such as "de" or "pt-br" (IETF language tags);
                where a region is not there, its language is.
        """
        for code in codes:
            tag = (code or "").lower()
            for known in (tag, tag.partition("-")[0]):
                if known in self._speeches:
                    return self._speeches[known]
        return self._speeches[ENGLISH]
