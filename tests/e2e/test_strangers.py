"""Photos of people whom nobody knows leave nothing of them behind."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest

from tests.e2e.chatting import words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN
from tests.e2e.traces import everything
from tests.photos import faces_dir
from tests.playground_client import Message

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

AT_ONCE = 10

FALSE_MATCHES = {200: 6, 60: 3}
"""Of so many strangers one in a hundred may be called a match; more than so many would be by chance
once in two hundred times (binomial)."""

GROWING = {"records", "events"}
"""What is written while people ask: answers, what was answered, and figures for the operator."""

OF_AN_ANSWER = {
    "key", "owner", "thread", "photos", "messages", "picture", "faces", "remarks", "measured",
    "given", "until",
}  # fmt: skip
OF_A_FACE = {
    "label", "photo", "box", "decision", "alike", "explained", "learnt", "ruled_out", "suspect",
    "unnamed",
}  # fmt: skip


def strangers(many: int) -> list[bytes]:
    """Return one photo each of many people."""
    folders = sorted(path for path in (faces_dir() / "lfw-dev").iterdir() if path.is_dir())
    return [min(folder.glob("*.jpg")).read_bytes() for folder in folders[:many]]


async def digest(stage: Stage, sent: Message) -> str:
    """Return the digest of a photo as the bot gets it: Telegram makes each anew."""
    return sha256(await stage.playground.download(sent.raw["file_url"])).hexdigest()


async def test_strangers_leave_neither_faces_nor_templates_nor_digests(any_stage: Stage) -> None:
    stage, taken_for_her = any_stage, 0
    many = 60 if stage.identity.settings["ELASTICSEARCH_URL"] else 200
    mira = await stage.newcomer()
    hers = await mira.sends_photo(EILEEN, "/enroll Eileen")
    assert "I now know Eileen" in words(await mira.answer_to(hers))
    before = await everything(stage.identity)
    assert await digest(stage, hers) in repr(before), "whoever is enrolled is found like that"
    digests = []
    photos = strangers(many)
    for start in range(0, many, AT_ONCE):
        sent = [await mira.sends_photo(photo) for photo in photos[start : start + AT_ONCE]]
        digests += [await digest(stage, one) for one in sent]
        answers = await mira.answers_to(sent[0], AT_ONCE, seconds=90)
        taken_for_her += sum("looks like Eileen" in words(answer) for answer in answers)
    await mira.has_been_answered()
    assert taken_for_her <= FALSE_MATCHES[many]

    after = await everything(stage.identity)
    grown = Counter(trace.place for trace in after) - Counter(trace.place for trace in before)
    assert grown.keys() <= GROWING
    there = repr(after)
    assert [one for one in digests if one in there] == []

    kept = [trace.value for trace in after if trace.collection == "answers"]
    assert len(kept) >= many
    for answer in kept:
        assert answer.keys() == OF_AN_ANSWER
        assert all(face.keys() == OF_A_FACE for face in answer["faces"])
