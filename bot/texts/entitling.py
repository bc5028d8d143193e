"""What is said to an admin who lacks a right."""

from __future__ import annotations

from collections.abc import Mapping

from bot.admin_rights import AdminRight
from bot.texts.speech import Speech

NAMES: Mapping[AdminRight, str] = {
    AdminRight.DELETE: "right-delete",
    AdminRight.RESTRICT: "right-restrict",
    AdminRight.INVITE: "right-invite",
}
"""As Telegram calls them where an admin is given them."""


def missing(speech: Speech, rights: AdminRight) -> str:
    """Say which rights somebody lacks, and who can give them; it fits into a notice."""
    named = [speech.text(NAMES[one]) for one in rights]
    return speech.text("right-missing", rights=", ".join(named), count=len(named))
