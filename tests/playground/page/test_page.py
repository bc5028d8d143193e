"""The page, in a real browser."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.playground.actors import BotApi, heard
from tests.playground.pictures import picture
from tests.playground_client import PlaygroundClient

# One browser for all tests here; each has a playground and a page of its own.
pytestmark = pytest.mark.asyncio(loop_scope="module")


BOT = "playground_bot"


async def test_a_person_says_start_and_talks_with_the_bot(page: Page, bot: BotApi) -> None:
    await page.get_by_role("button", name="Send /start").click()
    message = await heard(bot)
    assert message["text"] == "/start"
    markup = {
        "inline_keyboard": [
            [
                {"text": "Quietly", "callback_data": "q"},
                {"text": "Loudly", "callback_data": "l"},
            ]
        ]
    }
    sent = await bot.ok(
        "sendMessage",
        chat_id=message["chat"]["id"],
        text="<b>Hello</b> &lt;script>alert(1)&lt;/script>",
        parse_mode="HTML",
        reply_markup=markup,
    )
    log = page.get_by_role("log")
    await expect(log.locator("b")).to_have_text("Hello")
    await expect(log).to_contain_text("<script>alert(1)</script>")
    for label, is_alert in (("Quietly", False), ("Loudly", True)):
        await page.get_by_role("button", name=label).click()
        (update,) = await bot.updates(timeout=10)
        query = update["callback_query"]["id"]
        await bot.ok(
            "answerCallbackQuery", callback_query_id=query, text=f"{label}!", show_alert=is_alert
        )
        await expect(page.get_by_text(f"{label}!")).to_be_visible()
    await page.get_by_role("button", name="OK").click()
    await bot.ok(
        "editMessageText",
        chat_id=message["chat"]["id"],
        message_id=sent["message_id"],
        text="Changed",
    )
    await expect(log).to_contain_text("Changed")
    await expect(log).to_contain_text("edited")
    await expect(page.get_by_role("button", name="Quietly")).to_have_count(0)


async def test_photos_from_the_disk_are_an_album(page: Page, bot: BotApi, tmp_path: Path) -> None:
    for index in range(2):
        (tmp_path / f"{index}.jpg").write_bytes(picture(200 + index, 150))
    files = [tmp_path / f"{index}.jpg" for index in range(2)]
    await page.get_by_label("Send photos or files").set_input_files(files)
    await page.get_by_label("Message", exact=True).fill("/enroll Ann")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log").locator("img")).to_have_count(2)
    boxes = [
        await image.bounding_box()
        for image in await page.get_by_role("log").get_by_role("img").all()
    ]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"], "the parts of an album stand side by side"
    first, second = (update["message"] for update in await bot.updates(timeout=10))
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "/enroll Ann"
    await bot.ok("sendChatAction", chat_id=first["chat"]["id"], action="upload_photo")
    await expect(page.get_by_text("is sending a photo…")).to_be_visible()
    await bot.upload(
        "sendPhoto",
        {"photo": ("a.jpg", picture(300, 200))},
        chat_id=first["chat"]["id"],
        caption="Ann",
    )
    shown = page.get_by_role("img", name="Photo from playground_bot: Ann")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.naturalWidth") == 300
    await expect(page.get_by_text("is sending a photo…")).to_have_count(0)


async def test_a_picture_can_be_sent_as_a_file_and_a_wrong_one_is_explained(
    page: Page, bot: BotApi, tmp_path: Path
) -> None:
    (tmp_path / "ann.png").write_bytes(picture(100, 100, form="PNG"))
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    chooser = page.get_by_label("Send photos or files")
    await chooser.set_input_files(tmp_path / "ann.png")
    await page.get_by_label("Send as files, unchanged").check()
    await page.get_by_role("button", name="Send", exact=True).click()
    assert (await heard(bot))["document"]["file_name"] == "ann.png"
    await expect(page.get_by_role("link", name="ann.png")).to_be_visible()
    await chooser.set_input_files(tmp_path / "broken.jpg")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("send it as a document")).to_be_visible()


async def test_replies_edits_deletions_commands_and_suggestions(page: Page, bot: BotApi) -> None:
    await bot.ok("setMyCommands", commands=[{"command": "people", "description": "Whom I know"}])
    await page.get_by_role("button", name="Send /start").click()
    chat = (await heard(bot))["chat"]["id"]
    keyboard = {"keyboard": [[{"text": "Ann"}, {"text": "Bea"}]]}
    asked = await bot.ok("sendMessage", chat_id=chat, text="Who?", reply_markup=keyboard)
    await page.get_by_role("button", name="Bea").click()
    assert (await heard(bot))["text"] == "Bea"
    await page.locator(f'[data-id="{asked["message_id"]}"]').hover()
    await page.get_by_role("article", name=BOT).get_by_role("button", name="Reply").click()
    words = page.get_by_label("Message", exact=True)
    await words.fill("Cleo")
    await page.keyboard.press("Enter")
    answered = await heard(bot)
    assert answered["reply_to_message"]["message_id"] == asked["message_id"]
    mine = page.locator(f'[data-id="{answered["message_id"]}"]')
    await mine.hover()
    await mine.get_by_role("button", name="Edit").click()
    await words.fill("Clara")
    await page.keyboard.press("Enter")
    (update,) = await bot.updates(timeout=10)
    assert update["edited_message"]["text"] == "Clara"
    await mine.hover()
    await mine.get_by_role("button", name="Delete").click()
    await expect(mine).to_have_count(0)
    await page.get_by_label("Commands of the bot").click()
    await page.get_by_role("menuitem", name="people").click()
    await expect(words).to_have_value("/people ")


async def test_somebody_else_can_be_played_and_the_group_is_live(
    page: Page, bot: BotApi, world: PlaygroundClient
) -> None:
    state = await world.ask("GET", "/state")
    (group,) = [chat for chat in state["chats"] if chat["type"] == "group"]
    await page.get_by_label("Who you are").select_option("Priya Nair")
    await expect(page.get_by_role("heading", name="Weekend hikers")).to_be_visible()
    await world.send_text(group["key"], state["people"][1]["id"], "Look at this view!")
    await expect(page.get_by_role("log")).to_contain_text("Jonas Weber")
    await expect(page.get_by_role("log")).to_contain_text("Look at this view!")
    await page.get_by_role("button", name="Start a chat").click()
    await page.get_by_role("button", name="Send /start").click()
    assert (await heard(bot))["from"]["first_name"] == "Priya"


async def test_the_chat_chosen_last_is_shown_in_whatever_order_they_are_answered(
    page: Page,
) -> None:
    held = asyncio.Event()

    async def late(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route("**/chats/p*/messages?*", late)
    await page.get_by_role("button", name=f"{BOT} Nothing yet").click()
    await page.get_by_role("button", name="Weekend hikers").click()
    await expect(page.get_by_role("heading", name="Weekend hikers")).to_be_visible()
    async with page.expect_response("**/chats/p*/messages?*"):
        held.set()
    await page.get_by_label("Message", exact=True).fill("Hello, all")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Hello, all")
    await expect(page.get_by_role("heading", name="Weekend hikers")).to_be_visible()


async def test_on_a_phone_the_chats_and_the_talk_take_turns(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 780})
    await expect(page.get_by_role("heading", name=BOT)).to_be_visible()
    await expect(page.get_by_role("heading", name="Playground", exact=True)).to_be_hidden()
    await page.get_by_label("Back to the chats").click()
    await expect(page.get_by_role("heading", name="Playground", exact=True)).to_be_visible()
    width: Any = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    await page.get_by_role("button", name="Weekend hikers").click()
    await expect(page.get_by_role("log")).to_contain_text("created the group")


async def test_the_page_says_whether_the_bot_runs(page: Page, bot: BotApi) -> None:
    await expect(page.get_by_text("is not running. Start it with the address")).to_be_visible()
    await bot.updates()
    await expect(page.get_by_text("@playground_bot is running.")).to_be_visible(timeout=10_000)
