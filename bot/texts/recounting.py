"""What is said of what was done."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC
from io import StringIO

from bot.audit import Deed, Entry
from bot.known import Names
from bot.moderation.held import A_RULE
from bot.sifting import Wanted
from bot.texts.speech import Markup, Speech
from bot.texts.writing import name, plain

DEEDS: Mapping[Deed, str] = {
    Deed.LEARNT: "deed-learnt",
    Deed.FORGOTTEN: "deed-forgotten",
    Deed.PHOTO_REMOVED: "deed-photo-removed",
    Deed.RENAMED: "deed-renamed",
    Deed.MERGED: "deed-merged",
    Deed.PUT_BACK: "deed-put-back",
    Deed.AGREED: "deed-agreed",
    Deed.DECLINED: "deed-declined",
    Deed.FORGOT_THEMSELVES: "deed-forgot-themselves",
    Deed.UNNAMED: "deed-unnamed",
    Deed.NAMED: "deed-named",
    Deed.RULE_MADE: "deed-rule-made",
    Deed.RULE_CHANGED: "deed-rule-changed",
    Deed.RULE_DELETED: "deed-rule-deleted",
    Deed.DESK_CHOSEN: "deed-desk-chosen",
    Deed.SETTING_CHANGED: "deed-setting-changed",
    Deed.POST_DELETED: "deed-post-deleted",
    Deed.POSTER_WARNED: "deed-poster-warned",
    Deed.POSTER_MUTED: "deed-poster-muted",
    Deed.POSTER_BANNED: "deed-poster-banned",
    Deed.POSTER_FORGIVEN: "deed-poster-forgiven",
    Deed.POSTER_APPROVED: "deed-poster-approved",
    Deed.POSTER_DISAPPROVED: "deed-poster-disapproved",
    Deed.TAKEN_BACK: "deed-taken-back",
    Deed.MATCH_DENIED: "deed-match-denied",
    Deed.PROTECTED: "deed-protected",
    Deed.UNPROTECTED: "deed-unprotected",
    Deed.REQUEST_APPROVED: "deed-request-approved",
    Deed.REQUEST_DECLINED: "deed-request-declined",
    Deed.REPORTED: "deed-reported",
    Deed.REPORT_DISMISSED: "deed-report-dismissed",
    Deed.MESSAGE_DELETED: "deed-message-deleted",
    Deed.APPEALED: "deed-appealed",
}

ID_SHOWN = 8
"""Characters of the id of somebody who has no name here any more."""


COLUMNS = ("at", "by", "did", "subject", "account")
"""Of the table: when (UTC), which account or "rule", what, and whom it concerned."""

BOM = "\ufeff"
"""By which spreadsheets know that a file is UTF-8."""


def head(speech: Speech, wanted: Wanted, called: Mapping[int, str], names: Names) -> Markup:
    """Say what follows; `called` and `names` as of `line`."""
    if not wanted.whom:
        return speech.html("done-here")
    if wanted.account is not None:
        return speech.html("done-here-of", who=_account(speech, wanted.account, called))
    known = (*names.said, *names.unsaid)
    who = next((one for one in known if one.startswith(wanted.whom)), wanted.whom)
    return speech.html("done-here-of", who=person(speech, who, names))


def table(entries: Sequence[Entry]) -> bytes:
    """Return entries as CSV, the newest first: ids and numbers alone, no names.

    A file outlives whoever is forgotten here.
    """
    written = StringIO(BOM)
    written.seek(0, 2)
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for entry in entries:
        at = f"{entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        by = "rule" if entry.by == A_RULE else entry.by
        account = "" if entry.account is None else entry.account
        rows.writerow([at, by, entry.deed.value, entry.subject, account])
    return written.getvalue().encode()


def line(speech: Speech, entry: Entry, called: Mapping[int, str], names: Names) -> Markup:
    """Say who did what to whom, and when, in UTC.

    Args:
        speech: the language.
        entry: what was done.
        called: what accounts are called, as far as Telegram tells and it may be said.
        names: of who is enrolled.
    """
    return speech.html(
        DEEDS[entry.deed],
        at=plain(f"{entry.at:%Y-%m-%d %H:%M}"),
        by=_by(speech, entry.by, called),
        whom=_whom(speech, entry, called, names),
    )


def person(speech: Speech, subject: str, names: Names) -> Markup:
    """Name somebody; of who is not to be named, or is forgotten, say no more than an id."""
    said = names.of(subject)
    if said is not None:
        return name(said)
    key = "unnamed-id" if subject in names.unsaid else "forgotten-id"
    return speech.html(key, id=plain(subject[:ID_SHOWN]))


def _by(speech: Speech, number: int, called: Mapping[int, str]) -> Markup:
    if number == A_RULE:
        return speech.html("a-rule")
    if number < 0:
        return speech.html("an-admin")
    return _account(speech, number, called)


def _account(speech: Speech, number: int, called: Mapping[int, str]) -> Markup:
    if number in called:
        # Without a link: everybody reads this, and a link would tell them that they were named.
        return name(called[number])
    return speech.html("account-number", number=plain(str(number)))


def _whom(speech: Speech, entry: Entry, called: Mapping[int, str], names: Names) -> Markup:
    if entry.account is not None:
        return _account(speech, entry.account, called)
    return person(speech, entry.subject, names)
