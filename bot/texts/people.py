"""What is said of who is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.roster import Listed
from bot.texts.speech import Markup, Speech
from bot.texts.writing import account, bold_name, joined, name
from core.model import KeptPhoto, Person


def listed(
    speech: Speech, shown: Sequence[Person], everybody: int, page: int, pages: int
) -> Markup:
    """Name the people of a page, with the numbers that they have in its picture."""
    lines = [
        speech.html("person-line", number=place, name=name(one.subject.name), photos=one.photos)
        for place, one in enumerate(shown, start=1)
    ]
    lines += _page_of(speech, page, pages)
    return joined([speech.html("people-known", people=everybody), *lines], "\n")


def card(
    speech: Speech,
    who: Listed,
    photos: Sequence[KeptPhoto],
    called: Mapping[str, str],
    *,
    page: int = 1,
    pages: int = 1,
) -> Markup:
    """Say what is known of somebody, and of the photos that are shown.

    Args:
        speech: the language.
        who: they.
        photos: those in the picture, in the order of their numbers.
        called: what those are called who enrolled them, as far as Telegram tells.
        page: of their photos.
        pages: how many of them there are.
    """
    since = speech.date(who.person.since)
    head = speech.html("card", name=bold_name(who.name), photos=who.person.photos, since=since)
    lines = [head]
    if who.account is not None:
        lines.append(speech.html("card-account", account=account(who.account, who.name)))
    lines += [
        speech.html(
            "card-photo",
            number=number,
            at=speech.date(photo.enrolled_at),
            by=name(called.get(photo.enrolled_by, photo.enrolled_by)),
        )
        for number, photo in enumerate(photos, start=1)
    ]
    return joined([*lines, *_page_of(speech, page, pages)], "\n")


def which_photo(speech: Speech, who: Listed, *, page: int, pages: int) -> Markup:
    """Ask which photo of a page is to be removed."""
    asked = speech.html("which-photo", name=bold_name(who.name))
    return joined([asked, *_page_of(speech, page, pages)], "\n")


def _page_of(speech: Speech, page: int, pages: int) -> list[Markup]:
    return [speech.html("page-of", page=page, pages=pages)] if pages > 1 else []
