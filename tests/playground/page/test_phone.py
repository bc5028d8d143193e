"""The page on a phone, 390 pixels wide: all that a bot offers can be used."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import FloatRect, Locator, Page, expect

from tests.playground.actors import BotApi, heard
from tests.playground.pictures import picture
from tests.playground_client import Json, PlaygroundClient

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDTH = 390


@pytest_asyncio.fixture(loop_scope="module")
async def phone(page: Page) -> AsyncIterator[Page]:
    await page.set_viewport_size({"width": WIDTH, "height": 780})
    await page.get_by_role("button", name="Send /start").click()
    yield page
    assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH


async def box(shown: Locator) -> FloatRect:
    """Where something stands on the screen."""
    found = await shown.bounding_box()
    assert found is not None
    return found


async def test_five_numbers_stand_in_a_row_and_long_labels_are_cut(
    phone: Page, bot: BotApi
) -> None:
    person = (await heard(bot))["chat"]["id"]
    rows = [
        [{"text": str(number), "callback_data": f"{number}"} for number in range(1, 6)],
        [{"text": "Yes, this is Ann", "callback_data": "y"}, {"text": "x" * 200, "url": "a.org"}],
    ]
    await bot.ok("sendMessage", chat_id=person, text="?", reply_markup={"inline_keyboard": rows})
    boxes = [await box(phone.get_by_role("button", name=f"{n}", exact=True)) for n in range(1, 6)]
    assert len({place["y"] for place in boxes}) == 1
    assert all(place["width"] >= 38 and place["height"] >= 38 for place in boxes)
    long = await box(phone.get_by_role("link", name="xxx"))
    assert long["x"] + long["width"] <= WIDTH
    assert long["height"] < 60
    await phone.get_by_role("button", name="5", exact=True).click()
    (update,) = await bot.updates(timeout=10)
    assert update["callback_query"]["data"] == "5"
    words = "I will answer only when I am asked to, until you tell me otherwise."
    await bot.ok(
        "answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text=words
    )
    assert (await box(phone.get_by_text(words)))["width"] > WIDTH / 2


async def test_a_long_quote_unfolds_and_a_short_one_has_nothing_to_unfold(
    phone: Page, bot: BotApi
) -> None:
    person = (await heard(bot))["chat"]["id"]
    lines = "\n".join(f"line {number}" for number in range(8))
    for words in (lines, "short"):
        text = f"<blockquote expandable>{words}</blockquote>"
        await bot.ok("sendMessage", chat_id=person, text=text, parse_mode="HTML")
    quote = phone.locator("blockquote")
    await expect(quote).to_have_count(2)
    folded = await box(quote.first)
    await phone.get_by_role("button", name="Show more").click()
    assert (await box(quote.first))["height"] > 2 * folded["height"] - 30
    await phone.get_by_role("button", name="Show less").click()
    await expect(phone.get_by_role("button", name="Show more")).to_have_count(1)
    assert (await box(quote.first))["height"] == folded["height"]


async def test_a_picture_that_is_edited_is_shown_anew(phone: Page, bot: BotApi) -> None:
    person = (await heard(bot))["chat"]["id"]
    sent = await bot.upload("sendPhoto", {"photo": ("a", picture(300, 200))}, chat_id=person)
    shown = phone.get_by_role("img", name="Photo from playground_bot")
    assert await shown.evaluate("image => image.decode().then(() => image.naturalHeight)") == 200
    await bot.upload(
        "editMessageMedia",
        {"new": ("b", picture(300, 250))},
        chat_id=person,
        message_id=sent["result"]["message_id"],
        media=json.dumps({"type": "photo", "media": "attach://new", "caption": "again"}),
    )
    await expect(phone.get_by_text("again")).to_be_visible()
    await expect(phone.get_by_text("edited")).to_be_visible()
    assert await shown.evaluate("image => image.decode().then(() => image.naturalHeight)") == 250


async def test_the_menu_is_the_one_of_this_chat_and_this_person(
    phone: Page, bot: BotApi, world: PlaygroundClient
) -> None:
    await heard(bot)
    for kind in ("all_private_chats", "all_group_chats"):
        command = {"command": kind, "description": kind}
        await bot.ok("setMyCommands", commands=[command], scope={"type": kind})
    menu = phone.get_by_role("menuitem")
    await phone.get_by_label("Commands of the bot").click()
    await expect(menu).to_have_text(["/all_private_chatsall_private_chats"])
    await phone.get_by_label("Back to the chats").click()
    await phone.get_by_role("button", name="Weekend hikers").click()
    await phone.get_by_label("Commands of the bot").click()
    await expect(menu).to_have_text(["/all_group_chatsall_group_chats"])
    assert await world.unknown_parameters() == []


async def test_links_to_the_bot_and_to_people_are_followed(phone: Page, bot: BotApi) -> None:
    person = (await heard(bot))["chat"]["id"]
    markup: Json = {
        "inline_keyboard": [
            [{"text": "Again", "url": "https://t.me/playground_bot?start=again"}],
            [{"text": "Add me", "url": "https://t.me/playground_bot?startgroup=hello"}],
        ]
    }
    text = f'<a href="tg://user?id={person}">you</a> and @jonas_w'
    sent = {"chat_id": person, "text": text, "parse_mode": "HTML", "reply_markup": markup}
    await bot.ok("sendMessage", **sent)
    await phone.get_by_role("link", name="@jonas_w").click()
    await expect(phone.get_by_text("Jonas Weber (@jonas_w)")).to_be_visible()
    await phone.get_by_role("link", name="you").click()
    await expect(phone.get_by_text("Mira Holm (@mira_holm)")).to_be_visible()
    await phone.get_by_role("button", name="Again").click()
    assert (await heard(bot))["text"] == "/start again"
    await phone.get_by_role("button", name="Add me").click()
    await phone.get_by_role("dialog").get_by_role("button", name="Weekend hikers").click()
    await expect(phone.get_by_role("heading", name="Weekend hikers")).to_be_visible()
    assert (await heard(bot))["text"] == "/start@playground_bot hello"


async def test_what_is_no_photo_has_a_picture_or_a_label(
    phone: Page, bot: BotApi, world: PlaygroundClient
) -> None:
    person = (await heard(bot))["chat"]["id"]
    chat = f"p{person}-{bot.id}"
    await world.send_clip(chat, person, "video", ("v.mp4", b"x"), thumbnail=picture(320, 180))
    await world.send_clip(chat, person, "sticker", ("s.webp", picture(512, 512, form="WEBP")))
    await world.send_clip(chat, person, "sticker", ("s.tgs", b"x"))
    await world.send_clip(chat, person, "voice", ("v.oga", b"x"), duration=75)
    await world.send_fact(chat, person, "poll", {"question": "Who?", "options": ["Ann", "Bo"]})
    await world.ask("PATCH", f"/bots/{bot.username}", json={"inline": True})
    asked = await world.ask_inline(chat, person, bot.username, "x", seconds=0)
    content = {"message_text": "By way of a bot"}
    result = {"type": "article", "id": "1", "title": "x", "input_message_content": content}
    await bot.ok("answerInlineQuery", inline_query_id=asked["query"], results=[result])
    await world.choose_inline(chat, person, asked["query"], "1")
    log = phone.get_by_role("log")
    for name in ("Video", "Sticker"):
        await expect(log.get_by_role("img", name=name)).to_be_visible()
    for words in ("Animated sticker", "Voice message", "1:15", "Who?", "Bo", "via @playground_bot"):
        await expect(log.get_by_text(words, exact=True)).to_be_visible()
