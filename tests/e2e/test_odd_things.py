"""What people send that is no plain photo of a face. Each gets one clear sentence."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pillow_heif import from_pillow

from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN
from tests.photos import astronaut_photo, bomb, plain_photo

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORMATS = "I read JPEG, PNG, WebP, HEIC, GIF and BMP."


def heic() -> bytes:
    out = BytesIO()
    from_pillow(Image.open(BytesIO(astronaut_photo("PNG")))).save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "file_name", "told"),
    [
        (b"Dear diary,", "diary.jpg", f"I can't read this as a photo. {FORMATS}"),
        (EILEEN[:5000], "half.jpg", "This photo is damaged or incomplete."),
        (bomb(), "bomb.png", "This photo is too big: 30000 x 30000 pixels"),
        (b"%PDF-1.7", "paper.pdf", f"This file is no picture. {FORMATS}"),
        (plain_photo(), "wall.jpg", "I can't see a face in this photo."),
        (b"\xff\xd8\xff\xe0 nothing", "noise.jpeg", ""),
    ],
)
async def test_a_file_that_cannot_be_used_gets_a_sentence(
    stage: Stage, data: bytes, file_name: str, told: str
) -> None:
    mira = await stage.newcomer()
    answer = await mira.hands(data, file_name)
    assert answer.startswith(told)
    assert "reference" not in answer
    assert "Traceback" not in answer


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Dear diary,", "I can't read this as a photo."),
        (plain_photo(), "I can't see a face in this photo. Please send one"),
    ],
)
async def test_what_cannot_be_learnt_says_why(stage: Stage, data: bytes, told: str) -> None:
    mira = await stage.newcomer()
    assert (await mira.hands(data, "ann.jpg", "/enroll Ann")).startswith(told)
    assert "I don't know anybody" in await mira.says("/people")


async def test_a_heic_file_of_a_phone_is_read(stage: Stage) -> None:
    mira = await stage.newcomer()
    assert "I now know Eileen" in await mira.hands(heic(), "IMG_0001.HEIC", "/enroll Eileen")


async def test_a_file_larger_than_telegram_hands_out_is_refused_at_once(stage: Stage) -> None:
    mira = await stage.newcomer()
    answer = await mira.hands(b"\x00" * 20_971_521, "huge.png")
    assert answer.startswith("This file is too big: I read up to 20 MB.")


async def test_talk_is_answered_with_what_the_bot_does(stage: Stage) -> None:
    mira = await stage.newcomer()
    assert (await mira.says("hello")).startswith("Send me a photo")
    assert (await mira.says("/nonsense")).startswith("I don't know that command.")
    assert "/enroll Ann" in await mira.says("/start")
    assert "never a proof" in await mira.says("/help")
    assert "/forget Ann deletes everything" in await mira.says("/privacy")
    assert (await mira.says("/forget")).startswith("Whom shall I forget?")


async def test_a_command_for_another_bot_is_left_alone(stage: Stage) -> None:
    mira = await stage.newcomer()
    sent = await mira.sends("/people@somebody_else_bot")
    await mira.silence_after(sent)
    assert "I don't know anybody" in await mira.says(f"/people@{stage.username.upper()}")
