"""What is said of who is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.roster import Listed
from bot.texts.speech import Markup, Speech
from bot.texts.writing import account, bold_name, joined, name, name_without_markup
from core.model import KeptPhoto, Person, Subject

UNSAID = "unsaid"
"""The key of what stands in the place of a name."""


def called(speech: Speech, subject: Subject, *, unsaid: bool) -> Markup:
    """Return somebody's name, or what stands in its place where it is not to be said."""
    return speech.html(UNSAID) if unsaid else bold_name(subject.name)


def label(speech: Speech, subject: Subject, *, unsaid: bool) -> str:
    """Return the same for a button."""
    return speech.text(UNSAID) if unsaid else name_without_markup(subject.name)


def listed(
    speech: Speech,
    shown: Sequence[Person],
    everybody: int,
    page: int,
    pages: int,
    *,
    unsaid: Collection[str] = (),
) -> Markup:
    """Name the people of a page, with the numbers that they have in its picture.

    Args:
        speech: the language.
        shown: the people.
        everybody: how many are known.
        page: which it is.
        pages: how many there are.
        unsaid: the ids of those whose name is not to be said.
    """

    def of(subject: Subject) -> Markup:
        return speech.html(UNSAID) if subject.id in unsaid else name(subject.name)

    lines = [
        speech.html("person-line", number=place, name=of(one.subject), photos=one.photos)
        for place, one in enumerate(shown, start=1)
    ]
    lines += _page_of(speech, page, pages)
    return joined([speech.html("people-known", people=everybody), *lines], "\n")


def card(
    speech: Speech,
    who: Listed,
    photos: Sequence[KeptPhoto],
    givers: Mapping[str, str],
    *,
    page: int = 1,
    pages: int = 1,
) -> Markup:
    """Say what is known of somebody, and of the photos that are shown.

    Args:
        speech: the language.
        who: they.
        photos: those in the picture, in the order of their numbers.
        givers: what those are called who enrolled them, as far as Telegram tells.
        page: of their photos.
        pages: how many of them there are.
    """
    since = speech.date(who.person.since)
    head = speech.html("card", name=_of(speech, who), photos=who.person.photos, since=since)
    lines = [head]
    if who.account is not None and not who.unsaid:
        lines.append(speech.html("card-account", account=account(who.account, who.name)))
    lines += [
        speech.html(
            "card-photo",
            number=number,
            at=speech.date(photo.enrolled_at),
            by=_giver(speech, who, photo.enrolled_by, givers),
        )
        for number, photo in enumerate(photos, start=1)
    ]
    return joined([*lines, *_page_of(speech, page, pages)], "\n")


def which_photo(speech: Speech, who: Listed, *, page: int, pages: int) -> Markup:
    """Ask which photo of a page is to be removed."""
    asked = speech.html("which-photo", name=_of(speech, who))
    return joined([asked, *_page_of(speech, page, pages)], "\n")


def new_name(speech: Speech, who: Listed) -> Markup:
    """Ask for another name."""
    return speech.html("new-name", name=_of(speech, who))


def merge_with_whom(speech: Speech, who: Listed) -> Markup:
    """Ask whose photos these are."""
    return speech.html("merge-with-whom", name=_of(speech, who))


def really_merge(speech: Speech, who: Listed, into: Listed) -> Markup:
    """Ask whether two are one person."""
    return speech.html("really-merge", name=_of(speech, who), other=_of(speech, into))


def really_forget(speech: Speech, who: Listed) -> Markup:
    """Ask whether somebody is to be forgotten."""
    return speech.html("really-forget", name=_of(speech, who), photos=who.person.photos)


def _giver(speech: Speech, who: Listed, by: str, givers: Mapping[str, str]) -> Markup:
    if who.unsaid and by == str(who.account):
        return speech.html(UNSAID)
    return name(givers.get(by, by))


def _of(speech: Speech, who: Listed) -> Markup:
    return called(speech, who.person.subject, unsaid=who.unsaid)


def _page_of(speech: Speech, page: int, pages: int) -> list[Markup]:
    return [speech.html("page-of", page=page, pages=pages)] if pages > 1 else []
