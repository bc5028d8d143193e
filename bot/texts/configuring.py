"""The settings of a chat: what each is called, what there is to choose, and what holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.admin_rights import NO_RIGHT, AdminRight
from bot.preferences import Answers, Choices, Policy, Protection, Retention, Slow
from bot.texts.speech import Languages, Markup, Speech
from bot.texts.writing import joined, plain

AS_TELEGRAM_SAYS = "auto"


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that a chat chooses.

    Attributes:
        code: as buttons say it: a few ASCII letters.
        groups_only: whether a person's own chat has no such choice.
        private_only: whether it is a person's own, and no group's.
        needs: what an admin needs in the group to choose one: what is done then in their stead.
        title: what it is called, without markup.
        about: what is chosen, in a sentence.
        options: the code of each choice.
        option: what one is called, without markup.
        chosen: which one holds.
        choose: makes another one hold.
    """

    code: str
    groups_only: bool
    title: Callable[[Speech], str]
    about: Callable[[Speech], Markup]
    options: Sequence[str]
    option: Callable[[Speech, str], str]
    chosen: Callable[[Choices], str]
    choose: Callable[[Choices, str], Choices]
    private_only: bool = False
    needs: Callable[[str], AdminRight] = lambda _: NO_RIGHT


def every_setting(languages: Languages) -> tuple[Setting, ...]:
    """Return all settings, in the order in which they are shown."""
    return (_language(languages), ANSWERS, POLICY, PROTECTION, SLOW, RETENTION, MENTIONS)


def _language(languages: Languages) -> Setting:
    def option(speech: Speech, code: str) -> str:
        if code == AS_TELEGRAM_SAYS:
            return speech.text("language-as-telegram-says")
        return languages.of(code).text("language-name")

    def choose(choices: Choices, code: str) -> Choices:
        return replace(choices, language=None if code == AS_TELEGRAM_SAYS else code)

    return Setting(
        code="language",
        groups_only=False,
        title=lambda speech: speech.text("setting-language"),
        about=lambda speech: speech.html("setting-language-about"),
        options=(AS_TELEGRAM_SAYS, *(speech.language for speech in languages.all)),
        option=option,
        chosen=lambda choices: choices.language or AS_TELEGRAM_SAYS,
        choose=choose,
    )


ANSWERS = Setting(
    code="answers",
    groups_only=True,
    title=lambda speech: speech.text("setting-answers"),
    about=lambda speech: speech.html("setting-answers-about"),
    options=tuple(answers.value for answers in Answers),
    option=lambda speech, code: speech.text("answers-option", answers=code),
    chosen=lambda choices: (choices.answers or Answers.ALWAYS).value,
    choose=lambda choices, code: replace(choices, answers=Answers(code)),
)


POLICY = Setting(
    code="policy",
    groups_only=True,
    title=lambda speech: speech.text("setting-policy"),
    about=lambda speech: speech.html("setting-policy-about"),
    options=tuple(policy.value for policy in Policy),
    option=lambda speech, code: speech.text("policy-option", policy=code),
    chosen=lambda choices: choices.policy.value,
    choose=lambda choices, code: replace(choices, policy=Policy(code)),
)


PROTECTION = Setting(
    code="protection",
    groups_only=True,
    title=lambda speech: speech.text("setting-protection"),
    about=lambda speech: speech.html("setting-protection-about"),
    options=tuple(protection.value for protection in Protection),
    option=lambda speech, code: speech.text("protection-option", protection=code),
    chosen=lambda choices: choices.protection.value,
    choose=lambda choices, code: replace(choices, protection=Protection(code)),
    needs=lambda code: AdminRight.DELETE if Protection(code) is Protection.DELETE else NO_RIGHT,
)


SLOW = Setting(
    code="slow",
    groups_only=True,
    title=lambda speech: speech.text("setting-slow"),
    about=lambda speech: speech.html("setting-slow-about"),
    options=tuple(slow.value for slow in Slow),
    option=lambda speech, code: speech.text("slow-option", slow=code),
    chosen=lambda choices: choices.slow.value,
    choose=lambda choices, code: replace(choices, slow=Slow(code)),
    needs=lambda code: NO_RIGHT if Slow(code) is Slow.OFF else AdminRight.DELETE,
)


RETENTION = Setting(
    code="retention",
    groups_only=False,
    title=lambda speech: speech.text("setting-retention"),
    about=lambda speech: speech.html("setting-retention-about"),
    options=tuple(retention.value for retention in Retention),
    option=lambda speech, code: speech.text("retention-option", retention=code),
    chosen=lambda choices: choices.retention.value,
    choose=lambda choices, code: replace(choices, retention=Retention(code)),
)


YES, NO = "on", "off"

MENTIONS = Setting(
    code="mentions",
    groups_only=False,
    private_only=True,
    title=lambda speech: speech.text("setting-mentions"),
    about=lambda speech: speech.html("setting-mentions-about"),
    options=(NO, YES),
    option=lambda speech, code: speech.text("mentions-option", mentions=code),
    chosen=lambda choices: YES if choices.mentions else NO,
    choose=lambda choices, code: replace(choices, mentions=code == YES),
)


def retention_now(speech: Speech, choices: Choices) -> Markup:
    """Say how long people are kept, to who cannot choose it."""
    return speech.html("retention-now", retention=plain(choices.retention.value))


def summary(
    speech: Speech, settings: Sequence[Setting], choices: Choices, gallery: str | None
) -> Markup:
    """Say what holds in a chat.

    Args:
        speech: the language.
        settings: that there are for the chat.
        choices: that hold in it.
        gallery: its id, which whoever runs the bot may need; None while there is none.
    """
    lines = [
        speech.html(
            "setting-line",
            title=plain(setting.title(speech)),
            chosen=plain(setting.option(speech, setting.chosen(choices))),
        )
        for setting in settings
    ]
    told = speech.html("gallery-none") if gallery is None else _gallery(speech, gallery)
    return joined([speech.html("settings-title"), joined(lines, "\n"), told], "\n\n")


def _gallery(speech: Speech, gallery: str) -> Markup:
    return speech.html("gallery-id", gallery=plain(gallery))


def answers_now(speech: Speech, choices: Choices) -> Markup:
    """Say which photos are answered from now on."""
    return speech.html("answers-now", answers=plain((choices.answers or Answers.ALWAYS).value))
