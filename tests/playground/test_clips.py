from typing import Any

import aiohttp
import pytest

from tests.playground.actors import Talk, heard
from tests.playground.pictures import picture
from tests.playground_client import Json, PlaygroundClient, PlaygroundError

MOVING = b"some moving bytes"


@pytest.mark.parametrize(
    ("clip", "fields"),
    [
        (
            ("video", "walk.mp4", {"width": 640, "height": 480, "duration": 7}),
            {"width": 640, "height": 480, "duration": 7, "mime_type": "video/mp4"},
        ),
        (("animation", "cat.mp4", {}), {"file_name": "cat.mp4", "duration": 5}),
        (("video_note", "n.mp4", {"length": 200}), {"length": 200, "duration": 5}),
        (("voice", "v.oga", {"duration": 3}), {"duration": 3, "mime_type": "audio/ogg"}),
        (("audio", "song.mp3", {"title": "Ode"}), {"title": "Ode", "file_name": "song.mp3"}),
        (("sticker", "s.webm", {"emoji": "👍"}), {"is_video": True, "is_animated": False}),
        (("sticker", "s.tgs", {}), {"is_video": False, "is_animated": True, "type": "regular"}),
    ],
)
async def test_what_moves_or_sounds_reaches_the_bot_with_its_bytes(
    playground: PlaygroundClient,
    talk: Talk,
    clip: tuple[str, str, Json],
    fields: Json,
) -> None:
    kind, name, options = clip
    await playground.send_clip(talk.key, talk.person, kind, (name, MOVING), **options)
    told = (await heard(talk.bot))[kind]
    assert {key: told[key] for key in fields} == fields
    file = await talk.bot.ok("getFile", file_id=told["file_id"])
    url = f"{talk.bot.url}/file/bot{talk.bot.token}/{file['file_path']}"
    async with talk.bot.client.get(url) as response:
        assert await response.read() == MOVING


async def test_a_still_sticker_has_a_thumbnail_and_a_video_the_one_that_came_with_it(
    playground: PlaygroundClient, talk: Talk
) -> None:
    still = picture(512, 512, form="WEBP")
    await playground.send_clip(talk.key, talk.person, "sticker", ("s.webp", still))
    sticker = (await heard(talk.bot))["sticker"]
    assert (sticker["is_animated"], sticker["is_video"]) == (False, False)
    assert sticker["thumbnail"]["width"] == 320
    sent = await playground.send_clip(
        talk.key, talk.person, "video", ("v.mp4", MOVING), thumbnail=picture(64, 36)
    )
    assert (await heard(talk.bot))["video"]["thumbnail"]["width"] == 64
    assert await playground.download(sent.raw["thumbnail_url"])
    await playground.send_clip(talk.key, talk.person, "video", ("v.mp4", MOVING))
    assert "thumbnail" not in (await heard(talk.bot))["video"]


async def test_an_animation_is_a_document_as_well(playground: PlaygroundClient, talk: Talk) -> None:
    await playground.send_clip(talk.key, talk.person, "animation", ("c.mp4", MOVING), "look")
    message = await heard(talk.bot)
    assert message["document"]["file_id"] == message["animation"]["file_id"]
    assert message["caption"] == "look"


async def test_a_video_is_copied_with_another_caption_and_its_own_is_edited(
    playground: PlaygroundClient, talk: Talk
) -> None:
    sent = await playground.send_clip(talk.key, talk.person, "video", ("v.mp4", MOVING), "mine")
    chat = {"chat_id": talk.person}
    copied = await talk.bot.ok(
        "copyMessage", **chat, from_chat_id=talk.person, message_id=sent.id, caption="yours"
    )
    place = {**chat, "message_id": copied["message_id"]}
    edited = await talk.bot.ok("editMessageCaption", **place, caption="ours")
    assert (edited["caption"], edited["video"]["duration"]) == ("ours", 5)
    await talk.bot.updates()
    await playground.edit(sent, talk.person, "still mine")
    (update,) = await talk.bot.updates()
    assert update["edited_message"]["caption"] == "still mine"


async def test_a_sticker_has_no_caption(playground: PlaygroundClient, talk: Talk) -> None:
    with pytest.raises(PlaygroundError, match="has no caption"):
        await playground.send_clip(talk.key, talk.person, "sticker", ("s.tgs", MOVING), "words")
    sent = await playground.send_clip(talk.key, talk.person, "sticker", ("s.tgs", MOVING))
    chat = {"chat_id": talk.person}
    copied = await talk.bot.ok("copyMessage", **chat, from_chat_id=talk.person, message_id=sent.id)
    assert await talk.bot.refusal(
        "editMessageCaption", **chat, message_id=copied["message_id"], caption="x"
    ) == ("Bad Request: there is no caption in the message to edit")
    with pytest.raises(PlaygroundError, match="nothing in this message"):
        await playground.edit(sent, talk.person, "x")


async def test_the_file_of_a_video_is_no_photo(playground: PlaygroundClient, talk: Talk) -> None:
    await playground.send_clip(talk.key, talk.person, "video", ("v.mp4", MOVING))
    number = (await heard(talk.bot))["video"]["file_id"]
    assert await talk.bot.refusal("sendPhoto", chat_id=talk.person, photo=number) == (
        "Bad Request: can't use file of type Video as Photo"
    )


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("location", {"latitude": 52.5, "longitude": "13.4"}, {"longitude": 13.4}),
        ("contact", {"phone_number": "+4930", "first_name": "Ann"}, {"first_name": "Ann"}),
        ("poll", {"question": "Who?", "options": ["Ann", "Bo"]}, {"total_voter_count": 0}),
        ("dice", {"emoji": "🎯"}, {"emoji": "🎯"}),
        (
            "venue",
            {"location": {"latitude": 1, "longitude": 2}, "title": "Inn", "address": "Road 1"},
            {"location": {"latitude": 1.0, "longitude": 2.0}},
        ),
    ],
)
async def test_places_contacts_and_polls_reach_the_bot(
    playground: PlaygroundClient, talk: Talk, kind: str, given: Json, told: Json
) -> None:
    await playground.send_fact(talk.key, talk.person, kind, given)
    found = (await heard(talk.bot))[kind]
    assert {key: found[key] for key in told} == told


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("location", {"latitude": 91, "longitude": 0}, "between -90 and 90"),
        ("location", {"latitude": "north", "longitude": 0}, "must be a number"),
        ("location", "here", "must be an object"),
        ("contact", {"first_name": "Ann"}, "“phone_number” is missing"),
        ("poll", {"question": "Who?", "options": []}, "has 1 to 12"),
        ("dice", {"emoji": "x"}, "The dice are"),
    ],
)
async def test_a_wrong_fact_is_explained(
    playground: PlaygroundClient, talk: Talk, kind: str, given: Any, sentence: str
) -> None:
    with pytest.raises(PlaygroundError, match=sentence):
        await playground.send_fact(talk.key, talk.person, kind, given)


async def test_photos_and_videos_may_stand_in_one_album_and_nothing_else_may(
    playground: PlaygroundClient, talk: Talk
) -> None:
    async def send(*parts: tuple[str, bytes, str]) -> Json:
        form = album(talk.person, parts)
        return await playground.ask("POST", f"/chats/{talk.key}/messages", data=form)

    photo, video = ("photo", picture(60, 40), "p.jpg"), ("video", MOVING, "v.mp4")
    await send(photo, video)
    first, second = (update["message"] for update in await talk.bot.updates())
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "photo" in first, "video" in second) == ("both", True, True)
    for parts in ((photo, ("document", b"x", "x.txt")), (("voice", b"x", "v"),) * 2):
        with pytest.raises(PlaygroundError, match="An album holds"):
            await send(*parts)


def album(person: int, parts: tuple[tuple[str, bytes, str], ...]) -> Any:
    """A form with several files."""
    form = aiohttp.FormData({"person": str(person), "caption": "both"})
    for name, data, file_name in parts:
        form.add_field(name, data, filename=file_name)
    return form
