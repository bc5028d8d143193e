"""Every language says everything that English says, and the code says nothing else."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast as ftl
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from bot.texts import introducing
from bot.texts.speech import FILES, Languages, Markup
from bot.texts.writing import TAG
from tests.unit.updates import ENGLISH, LANGUAGES

BOT = Path(__file__).parents[2] / "bot"
CODES = sorted(file.stem for file in FILES.glob("*.ftl"))
FORM_OF_A_KEY = re.compile(r"[a-z]+(-[a-z]+)*")
LONGEST_COMMAND = 256
"""Characters of a command's description (core.telegram.org/bots/api#botcommand)."""

SHOWN_BESIDE_ANOTHER = 19
"""Characters of a button's words, where two stand in a row, that a phone 390 points wide shows."""
SHARING_A_ROW = (
    "why-button", "who-button", "delete-mute-button", "delete-ban-button", "forgive-button",
    "not-this-person-button", "cancel-button", "back-button",
)  # fmt: skip


class Variables(Visitor):
    """The variables that a sentence takes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 — the library's way
        self.found.add(node.id.name)


@cache
def sentences(code: str) -> dict[str, ftl.Message]:
    body = parse((FILES / f"{code}.ftl").read_text("utf-8")).body
    broken = [entry for entry in body if isinstance(entry, ftl.Junk)]
    assert not broken, broken[0].content
    return {entry.id.name: entry for entry in body if isinstance(entry, ftl.Message)}


@cache
def variables(sentence: ftl.Message) -> set[str]:
    finding = Variables()
    finding.visit(sentence)
    return finding.found


def said_in(code: str, key: str, number: int) -> str:
    """Return a sentence with a number for everything, which pleases names and counts alike."""
    speech = LANGUAGES.of(code)
    return speech.html(key, **dict.fromkeys(variables(sentences(code)[key]), number))


def calls() -> Iterator[tuple[str, str]]:
    """Yield how a sentence is said, and which, as far as that stands in the call."""
    for file in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"html", "text"}
                and node.args
            ):
                yield from ((node.func.attr, key) for key in literals(node.args[0]))


def literals(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def test_there_are_three_languages_one_of_them_not_in_latin_letters() -> None:
    assert len(CODES) >= 3
    names = [speech.text("language-name") for speech in LANGUAGES.all]
    assert any(not name.isascii() for name in names), names


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_sentence_with_the_same_variables(code: str) -> None:
    english, other = sentences("en"), sentences(code)
    assert other.keys() == english.keys()
    assert {k: variables(s) for k, s in other.items()} == {
        k: variables(s) for k, s in english.items()
    }


@pytest.mark.parametrize("code", CODES)
def test_a_language_marks_up_what_english_marks_up(code: str) -> None:
    for key in sentences(code):
        for number in (1, 2, 5, 21):
            tags = Counter(TAG.findall(said_in(code, key, number)))
            assert tags == Counter(TAG.findall(said_in("en", key, number))), key


@pytest.mark.parametrize("code", CODES)
def test_buttons_notices_and_commands_have_no_markup(code: str) -> None:
    plain = {key for how, key in calls() if how == "text"}
    assert len(plain) > 10
    for key in plain:
        assert not TAG.search(said_in(code, key, 3)), key


def test_the_code_says_only_what_there_is_and_everything_of_it() -> None:
    english = sentences("en").keys()
    unknown = {key for _, key in calls()} - english
    assert not unknown
    spoken = {
        text for file in BOT.rglob("*.py") for text in literals(ast.parse(file.read_text("utf-8")))
    }
    assert english <= spoken, "nobody says these"


def test_keys_are_plain_words() -> None:
    assert all(FORM_OF_A_KEY.fullmatch(key) for key in sentences("en"))


@pytest.mark.parametrize("code", CODES)
def test_words_of_buttons_that_share_a_row_are_shown_whole_on_a_phone(code: str) -> None:
    speech = LANGUAGES.of(code)
    labels = [speech.text(key) for key in SHARING_A_ROW]
    labels += [introducing.label(speech, topic) for topic in introducing.Topic]
    assert [label for label in labels if len(label) > SHOWN_BESIDE_ANOTHER] == []


@pytest.mark.parametrize("place", introducing.Place)
@pytest.mark.parametrize("code", CODES)
def test_the_menus_fit_into_telegrams_bounds(code: str, place: introducing.Place) -> None:
    for command, told in introducing.menu(LANGUAGES.of(code), place):
        assert re.fullmatch("[a-z]{1,32}", command)
        assert 3 <= len(told) <= LONGEST_COMMAND


def test_a_language_is_chosen_by_the_first_code_that_there_is() -> None:
    assert LANGUAGES.of("ru").language == "ru"
    assert LANGUAGES.of("ru-RU").language == "ru"
    assert LANGUAGES.of(None, "xx", "de-at", "ru").language == "de"
    assert LANGUAGES.of(None).language == "en"
    assert LANGUAGES.of("xx", "../en").language == "en"


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_by_itself_is_what_it_is_in_the_whole_file(code: str) -> None:
    whole = FluentBundle([code], use_isolating=False)
    whole.add_resource(FluentResource((FILES / f"{code}.ftl").read_text("utf-8")))
    for key, sentence in sentences(code).items():
        pattern = whole.get_message(key).value
        assert pattern is not None
        said, _ = whole.format_pattern(pattern, dict.fromkeys(variables(sentence), 2))
        assert said_in(code, key, 2) == said, key


def test_a_sentence_may_hold_another_and_a_term() -> None:
    text = "-bot = Familiar\nhello = Hello, { name }\n    and all\nname = I am { -bot }"
    assert Languages({"en": text}).of().text("hello") == "Hello, I am Familiar\nand all"


def test_what_is_not_translated_is_said_in_english() -> None:
    some = Languages({"en": "yes = Yes\nno = No", "pt-br": "yes = Sim"})
    assert [some.of("pt-BR").html(key) for key in ("yes", "no")] == ["Sim", "No"]


def test_what_a_translator_left_broken_is_said_in_english() -> None:
    some = Languages({"en": "yes = Yes\nno = No", "fr": "yes = { $\nno = Non"})
    assert [some.of("fr").html(key) for key in ("yes", "no")] == ["Yes", "Non"]


def test_a_new_language_is_one_more_file(tmp_path: Path) -> None:
    for file in FILES.glob("*.ftl"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "fr.ftl").write_text("language-name = Français\nno-button = Non", "utf-8")
    languages = Languages.load(tmp_path)
    assert languages.of("fr-ca").text("no-button") == "Non"


def test_a_sentence_without_its_values_is_never_said() -> None:
    with pytest.raises(ValueError, match=r"still-wanted in en cannot be said: .*name"):
        ENGLISH.html("still-wanted")


def test_each_language_counts_in_its_own_way() -> None:
    german, russian = LANGUAGES.of("de"), LANGUAGES.of("ru")
    counted = [russian.html("people-known", people=number) for number in (1, 2, 5, 21, 1000)]
    assert [words.split(" ")[2] for words in counted] == [
        "человека", "человека", "человек", "человека", "человек",
    ]  # fmt: skip
    assert german.score(0.9876) == "0,988"
    assert ENGLISH.score(-0.01) == "\u22120.010"
    assert ENGLISH.percent(0.5) == "50%"


def test_a_name_stands_in_a_sentence_as_it_was_written() -> None:
    name = Markup("\u2068عائشة\u2069")
    for speech in LANGUAGES.all:
        assert name in speech.html("still-wanted", name=name)
