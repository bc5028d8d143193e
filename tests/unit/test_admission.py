"""Whose face it may be, by the scores of what is known."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from core.admission import assert_plausible
from core.calibration import Calibration
from core.decision import Policy
from core.doubts import LooksLikeAnother, UnlikeTheOthers
from core.findings import Candidate, Decision, Evidence, Identification
from core.model import Box, Enrolment, ModelId, Probe, Subject, Template

MODEL = ModelId("Made-up", "none", "test")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANN, BO = Subject("a", "Ann"), Subject("b", "Bo")
MEASURED = Policy(
    0.9,
    Calibration(MODEL, (1, 100), (0.1, 0.01), ((0.5, 0.8), (0.7, 0.9)), None, "nobody"),
)
"""In a gallery of one, a stranger in ten reaches 0.5."""

GUESSED = Policy(0.9, None)


def template(score: float) -> Template:
    """Return a template with this similarity to the probe's."""
    return Template(np.array([score, (1 - score**2) ** 0.5], np.float32), MODEL)


def found(decision: Decision, subject: Subject = ANN, score: float = 0.95) -> Identification:
    probe = Probe(template(1), Box(0, 0, 9, 9), 1.0)
    return Identification(
        probe, (Candidate(subject, score, "t"),), (Evidence(score, None),), decision, 1
    )


def photos(subject: Subject, *scores: float) -> list[Enrolment]:
    """Return photos that somebody is enrolled with, by their scores with the probe."""
    return [
        Enrolment(str(score), subject, template(score), "digest", b"", "me", NOON)
        for score in scores
    ]


def test_a_face_like_nobody_is_whoever_it_is_said_to_be() -> None:
    assert_plausible("Bo", found(Decision.UNKNOWN), [], MEASURED)
    assert_plausible("Bo", found(Decision.POSSIBLE), [], MEASURED)


def test_a_match_with_somebody_else_is_doubted() -> None:
    with pytest.raises(LooksLikeAnother) as caught:
        assert_plausible("Bo", found(Decision.MATCH), [], GUESSED)
    assert (caught.value.other, caught.value.score, caught.value.known) == ("Ann", 0.95, False)
    assert str(caught.value) == (
        "This looks like Ann (score 0.950), who is enrolled already: add the photo to Ann, or "
        "insist that it is Bo."
    )


def test_a_match_with_the_person_is_as_it_should_be() -> None:
    assert_plausible("Ann", found(Decision.MATCH), photos(ANN, 0.95), MEASURED)


def test_one_photo_that_is_alike_is_enough() -> None:
    assert_plausible("Bo", found(Decision.UNKNOWN), photos(BO, 0.1, 0.6, 0.2), MEASURED)


def test_a_face_like_none_of_the_persons_photos_is_doubted_with_the_best_score() -> None:
    with pytest.raises(UnlikeTheOthers) as caught:
        assert_plausible("bo", found(Decision.UNKNOWN), photos(BO, 0.1, 0.4, 0.2), MEASURED)
    assert caught.value.name == "Bo"
    assert caught.value.score == pytest.approx(0.4)
    assert "score 0.400 at best" in str(caught.value)


def test_what_was_not_measured_is_not_held_against_a_photo() -> None:
    assert_plausible("Bo", found(Decision.UNKNOWN), photos(BO, 0.1), GUESSED)
