"""The buttons under a case's card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.buttons import ANYBODY, Button, Buttons, Link, Rows
from bot.moderation.anew import is_undeleted
from bot.moderation.caseload import LIFE
from bot.moderation.cases import Occasion
from bot.moderation.held import Done, Held, Measure
from bot.moderation.rules import shielded_by
from bot.request import Request
from bot.texts.cases import Facts
from bot.texts.speech import Speech
from bot.texts.writing import name_without_markup

PREFIX = "case"
"""What the data of these buttons begins with: `case:<case>:<what>`."""

UNDO, DENY, QUIET, PICK, UNSURE = "undo", "not", "quiet", "pick", "unsure"
APPROVE, DISAPPROVE = "approve", "disapprove"

NAMES_A_ROW = 2

DEEDS: Mapping[Occasion, Sequence[Sequence[tuple[str, Measure]]]] = {
    Occasion.POST: (
        (("delete-button", Measure.DELETE), ("delete-warn-button", Measure.WARN)),
        (("delete-mute-button", Measure.MUTE), ("delete-ban-button", Measure.BAN)),
    ),
    Occasion.REQUEST: (
        (("let-in-button", Measure.LET_IN), ("turn-away-button", Measure.TURN_AWAY)),
    ),
    Occasion.ARRIVAL: ((("mute-button", Measure.MUTE), ("ban-button", Measure.BAN)),),
}
"""What can be done, by where the photo was seen: rows of keys of buttons, and what each does."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Makes the buttons. Who may press them is asked when they are: only admins of the group."""

    buttons: Buttons

    def under(self, request: Request, desk: int, held: Held, speech: Speech, about: Facts) -> Rows:
        """Return the buttons of a card.

        Args:
            request: because of which it is shown.
            desk: the chat that it stands in.
            held: the case.
            speech: the language there.
            about: what was looked up of it.
        """

        def button(key: str, what: str) -> Button:
            return self._button(request, desk, held, speech.text(key), what)

        rows: list[list[Button]] = []
        is_request = held.case.occasion is Occasion.REQUEST
        if held.taken is None and (is_request or held.denied is None):
            rows += [[button(*one) for one in row] for row in DEEDS[held.case.occasion]]
        # Who was let in is put out: that is more than a word taken back.
        undo = "put-out-button" if is_request else "take-back-button"
        undoing = [[button(undo, UNDO)]] if held.can_be_undone else []
        if held.denied is not None:
            others = self._others(request, desk, held, speech, about.names)
            return [*rows, *undoing, *others]
        if is_undeleted(held):
            rows.append([button("delete-button", Measure.DELETE)])
        if held.is_unfinished:
            mute = [button("mute-button", Measure.MUTE)] if held.case.poster > 0 else []
            rows.append([*mute, button("ban-button", Measure.BAN)])
        rows += undoing
        can_be_forgiven = held.taken is None and not is_request
        row = [button("forgive-button", Measure.FORGIVE)] if can_be_forgiven else []
        if held.case.finding.subject is not None:
            row.append(button("not-this-person-button", DENY))
        if held.case.report is not None:
            return [*rows, *([row] if row else []), *_shown(held, speech)]
        # What somebody asked for, for themselves, is no rule that could be quiet.
        own = shielded_by(held.case.finding.rule) is not None
        last = [] if own else [[button("quiet-button", QUIET)]]
        if about.approved:
            last.append([button("disapprove-button", DISAPPROVE)])
        elif not is_request and (held.measure is Measure.FORGIVE or held.undone is not None):
            last.append([button("approve-button", APPROVE)])
        return [one for one in (*rows, row, *last) if one]

    def _others(
        self, request: Request, desk: int, held: Held, speech: Speech, names: Mapping[str, str]
    ) -> Rows:
        """Return whom else the face may show, to be chosen."""
        if held.learnt is not None or not held.others:
            return ()
        picks = [
            self._button(request, desk, held, name_without_markup(names[one]), f"{PICK}{place}")
            for place, one in enumerate(held.others)
            if one in names
        ]
        rows = [picks[i : i + NAMES_A_ROW] for i in range(0, len(picks), NAMES_A_ROW)]
        unsure = self._button(request, desk, held, speech.text("do-not-know-button"), UNSURE)
        return [*rows, [unsure]]

    def _button(self, request: Request, desk: int, held: Held, label: str, what: str) -> Button:
        there = replace(request, chat=desk)
        return self.buttons.make(
            there, label, f"{PREFIX}:{held.key}:{what}", life=LIFE, owner=ANYBODY
        )


def _shown(held: Held, speech: Speech) -> Rows:
    """Return a button that leads to the message, which only a supergroup's have."""
    supergroup = str(held.case.chat).removeprefix("-100")
    if supergroup == str(held.case.chat) or not held.case.messages or Done.DELETED in held.done:
        return ()
    url = f"https://t.me/c/{supergroup}/{held.case.messages[0]}"
    return [[Link(speech.text("show-message-button"), url)]]
