import asyncio
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.playground.actors import Talk
from tests.playground.pictures import ORIENTATION, ROTATED, picture
from tests.playground_client import PlaygroundClient, PlaygroundError


async def fetch(talk: Talk, file_id: str) -> bytes:
    file = await talk.bot.ok("getFile", file_id=file_id)
    url = f"{talk.bot.url}/file/bot{talk.bot.token}/{file['file_path']}"
    async with talk.bot.client.get(url) as response:
        assert response.status == 200
        data = await response.read()
    assert len(data) == file["file_size"]
    return data


async def test_a_photo_comes_in_telegrams_sizes(playground: PlaygroundClient, talk: Talk) -> None:
    await playground.send_photo(talk.key, talk.person, picture(2000, 1000), "/enroll Ann")
    (update,) = await talk.bot.updates()
    message = update["message"]
    sizes = [(size["width"], size["height"]) for size in message["photo"]]
    assert sizes == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    assert message["caption"] == "/enroll Ann"
    assert message["caption_entities"] == [{"type": "bot_command", "offset": 0, "length": 7}]
    with Image.open(io.BytesIO(await fetch(talk, message["photo"][-1]["file_id"]))) as image:
        assert (image.format, image.size) == ("JPEG", (1280, 640))


async def test_a_small_photo_is_not_blown_up_and_hd_keeps_more(
    playground: PlaygroundClient, talk: Talk
) -> None:
    small = await playground.send_photo(talk.key, talk.person, picture(200, 200))
    assert [size["width"] for size in small.raw["photo"]] == [90, 200]
    sharp = await playground.send_photo(talk.key, talk.person, picture(3000, 1500), hd=True)
    assert [size["width"] for size in sharp.raw["photo"]] == [90, 320, 800, 1280, 2560]


async def test_a_photo_is_turned_upright_and_loses_its_exif(
    playground: PlaygroundClient, talk: Talk
) -> None:
    turned = picture(400, 200, orientation=ROTATED)
    sent = await playground.send_photo(talk.key, talk.person, turned)
    data = await playground.download(sent.raw["file_url"])
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (200, 400)
        assert not image.getexif()
        corner = image.convert("RGB").getpixel((190, 10))
        assert isinstance(corner, tuple)
        assert corner[0] > 200


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("GIF", "P"), ("JPEG", "CMYK"), ("BMP", "1")]
)
async def test_any_picture_becomes_a_jpeg(
    playground: PlaygroundClient, talk: Talk, form: str, mode: str
) -> None:
    colour = "white" if mode != "P" else "black"
    image = Image.new(mode, (100, 100), color=0 if mode in {"L", "1", "P"} else colour)
    out = io.BytesIO()
    image.save(out, form)
    sent = await playground.send_photo(talk.key, talk.person, out.getvalue())
    data = await playground.download(sent.raw["file_url"])
    with Image.open(io.BytesIO(data)) as made:
        assert (made.format, made.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P")])
async def test_any_picture_is_turned_upright(
    playground: PlaygroundClient, talk: Talk, form: str, mode: str
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = ROTATED
    out = io.BytesIO()
    Image.new(mode, (40, 20)).save(out, form, exif=exif)
    sent = await playground.send_photo(talk.key, talk.person, out.getvalue())
    assert (sent.raw["photo"][-1]["width"], sent.raw["photo"][-1]["height"]) == (20, 40)


async def test_sixteen_bits_of_grey_are_scaled(playground: PlaygroundClient, talk: Talk) -> None:
    out = io.BytesIO()
    Image.new("I;16", (30, 30), 128 * 256).save(out, "PNG")
    sent = await playground.send_photo(talk.key, talk.person, out.getvalue())
    with Image.open(io.BytesIO(await playground.download(sent.raw["file_url"]))) as image:
        lightness = image.convert("L").getpixel((15, 15))
    assert isinstance(lightness, int | float)
    assert abs(lightness - 128) <= 2


async def test_a_document_keeps_its_bytes_and_has_a_thumbnail(
    playground: PlaygroundClient, talk: Talk
) -> None:
    data = picture(900, 900, form="PNG")
    await playground.send_document(talk.key, talk.person, data, "ann.png", "as a file")
    (update,) = await talk.bot.updates()
    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("ann.png", "image/png")
    assert document["thumbnail"]["width"] == 320
    assert await fetch(talk, document["file_id"]) == data


async def test_the_bot_sends_a_photo_and_sends_it_again_by_its_id(
    playground: PlaygroundClient, talk: Talk
) -> None:
    before = await playground.last_seq()
    answer = await talk.bot.upload(
        "sendPhoto",
        {"photo": ("p.png", picture(500, 300, form="PNG"))},
        chat_id=talk.person,
        caption="<i>who</i>",
        parse_mode="HTML",
        has_spoiler="true",
    )
    assert answer["ok"], answer
    sent = answer["result"]
    assert sent["caption"] == "who"
    assert sent["has_media_spoiler"] is True
    assert [size["width"] for size in sent["photo"]] == [90, 320, 500]
    again = await talk.bot.ok("sendPhoto", chat_id=talk.person, photo=sent["photo"][0]["file_id"])
    assert again["photo"] == sent["photo"]
    assert "caption" not in again
    seen = await playground.bot_messages(talk.key, before, 2)
    assert [message.has_photo for message in seen] == [True, True]


async def test_a_file_id_belongs_to_one_bot(
    playground: PlaygroundClient, talk: Talk, make_bot: Callable[..., Any]
) -> None:
    await playground.send_photo(talk.key, talk.person, picture(100, 100))
    (update,) = await talk.bot.updates()
    file_id = update["message"]["photo"][0]["file_id"]
    other = await make_bot()
    assert await other.refusal("getFile", file_id=file_id) == "Bad Request: invalid file_id"
    assert await talk.bot.refusal("sendDocument", chat_id=talk.person, document=file_id) == (
        "Bad Request: can't use file of type Photo as Document"
    )


async def test_a_persons_album_is_one_update_a_part(
    playground: PlaygroundClient, talk: Talk
) -> None:
    photos = [picture(100 + i, 100) for i in range(3)]
    sent = await playground.send_album(talk.key, talk.person, photos, "/enroll Ann")
    updates = await talk.bot.updates()
    messages = [update["message"] for update in updates]
    assert [message["message_id"] for message in messages] == [message.id for message in sent]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["/enroll Ann", None, None]


async def test_an_album_can_come_apart_and_in_another_order(
    playground: PlaygroundClient, talk: Talk
) -> None:
    photos = [picture(100 + i, 100) for i in range(3)]
    sent = await playground.send_album(
        talk.key, talk.person, photos, spread=0.15, order=json.dumps([2, 0, 1])
    )
    first = await talk.bot.updates()
    assert [update["message"]["message_id"] for update in first] == [sent[2].id]
    second = await talk.bot.updates(timeout=5)
    third = await talk.bot.updates(timeout=5)
    later = [update["message"]["message_id"] for update in second + third]
    assert later == [sent[0].id, sent[1].id]


async def test_one_more_part_can_join_an_album_of_ones_own(
    playground: PlaygroundClient, talk: Talk
) -> None:
    photos = [picture(100 + i, 100) for i in range(2)]
    sent = await playground.send_album(talk.key, talk.person, photos)
    await talk.bot.updates()
    joined = await playground.send_photo(
        talk.key, talk.person, picture(99, 100), joins=str(sent[0].id)
    )
    (update,) = await talk.bot.updates()
    assert update["message"]["message_id"] == joined.id
    assert update["message"]["media_group_id"] == sent[0].raw["media_group_id"]
    alone = await playground.send_photo(talk.key, talk.person, picture(98, 100))
    with pytest.raises(PlaygroundError, match=f"Message {alone.id} is no part of an album of"):
        await playground.send_photo(talk.key, talk.person, picture(97, 100), joins=str(alone.id))


async def test_the_bots_album(playground: PlaygroundClient, talk: Talk) -> None:
    media = [
        {"type": "photo", "media": "attach://one", "caption": "both"},
        {"type": "photo", "media": "attach://two"},
    ]
    files = {"one": ("1.jpg", picture(100, 100)), "two": ("2.jpg", picture(120, 100))}
    answer = await talk.bot.upload(
        "sendMediaGroup", files, chat_id=talk.person, media=json.dumps(media)
    )
    first, second = answer["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], first["photo"][-1]["width"]) == ("both", 100)
    mixed = [{"type": "photo", "media": "x"}, {"type": "document", "media": "y"}]
    assert "can't be mixed" in await talk.bot.refusal(
        "sendMediaGroup", chat_id=talk.person, media=mixed
    )
    replaced = await talk.bot.ok(
        "editMessageMedia",
        chat_id=talk.person,
        message_id=first["message_id"],
        media={"type": "photo", "media": second["photo"][-1]["file_id"], "caption": "new"},
    )
    assert (replaced["photo"], replaced["caption"]) == (second["photo"], "new")
    seen = await playground.message(talk.key, first["message_id"])
    assert seen.edits == 1


async def test_what_is_no_photo_is_refused_in_telegrams_words(talk: Talk) -> None:
    async def refused(data: bytes) -> str:
        answer = await talk.bot.upload("sendPhoto", {"photo": ("p", data)}, chat_id=talk.person)
        assert answer["status"] == 400
        return str(answer["description"])

    assert await refused(b"no picture at all") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await refused(picture(300, 300)[:2000]) == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await refused(picture(6000, 5000, form="PNG")) == (
        "Bad Request: PHOTO_INVALID_DIMENSIONS"
    )
    assert await refused(picture(2100, 100)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert await refused(b"") == "Bad Request: file must be non-empty"
    assert (await refused(bytes(11 * 1024 * 1024))).startswith(
        "Bad Request: file of size 11534336 bytes is too big for a photo"
    )
    bot, chat = talk.bot, talk.person
    assert await bot.refusal("sendPhoto", chat_id=chat) == (
        "Bad Request: there is no photo in the request"
    )
    assert await bot.refusal("sendPhoto", chat_id=chat, photo="nonsense") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await bot.refusal("sendPhoto", chat_id=chat, photo="http://a.example/x.jpg") == (
        "Bad Request: failed to get HTTP URL content"
    )


async def test_a_person_is_told_what_is_wrong_with_a_file(
    playground: PlaygroundClient, talk: Talk
) -> None:
    with pytest.raises(PlaygroundError, match="send it as a document"):
        await playground.send_photo(talk.key, talk.person, b"no picture")
    with pytest.raises(PlaygroundError, match="is empty"):
        await playground.send_document(talk.key, talk.person, b"", "x.bin")
    with pytest.raises(PlaygroundError, match="at most 10 parts"):
        await playground.send_album(talk.key, talk.person, [picture(20, 20)] * 11)


async def test_a_file_over_20_mb_can_be_sent_and_not_downloaded(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await playground.send_document(talk.key, talk.person, bytes(21 * 1024 * 1024), "big.bin")
    (update,) = await talk.bot.updates()
    document = update["message"]["document"]
    assert await talk.bot.refusal("getFile", file_id=document["file_id"]) == (
        "Bad Request: file is too big"
    )


async def test_a_request_over_50_mb_is_refused(talk: Talk) -> None:
    answer = await talk.bot.upload(
        "sendDocument", {"document": ("b", bytes(52 * 1024 * 1024))}, chat_id=talk.person
    )
    assert (answer["status"], answer["description"]) == (413, "Request Entity Too Large")


async def test_a_download_can_be_slow(playground: PlaygroundClient, talk: Talk) -> None:
    data = bytes(3000)
    await playground.send_document(talk.key, talk.person, data, "slow.bin")
    (update,) = await talk.bot.updates()
    await playground.add_fault("download", "slow_download", bytes_per_second=10_000)
    begun = asyncio.get_running_loop().time()
    assert await fetch(talk, update["message"]["document"]["file_id"]) == data
    assert asyncio.get_running_loop().time() - begun >= 0.25


async def test_there_is_no_file_at_a_made_up_path(talk: Talk) -> None:
    base = f"{talk.bot.url}/file/bot{talk.bot.token}"
    for path in ("photos/file_999999.jpg", "etc/passwd", "documents/file_x"):
        async with talk.bot.client.get(f"{base}/{path}") as response:
            body = await response.json()
        assert (response.status, body["description"]) == (404, "Not Found")


async def test_profile_photos(playground: PlaygroundClient, talk: Talk) -> None:
    none = await talk.bot.ok("getUserProfilePhotos", user_id=talk.person)
    assert none == {"total_count": 0, "photos": []}
    await playground.add_profile_photo(talk.person, picture(640, 640))
    some = await talk.bot.ok("getUserProfilePhotos", user_id=talk.person)
    assert some["total_count"] == 1
    assert await fetch(talk, some["photos"][0][-1]["file_id"])
