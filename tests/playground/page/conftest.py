"""A browser on the page: one for the tests of a module, with a playground and a page for each."""

import shutil
from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.playground.actors import BotApi
from tests.playground_client import PlaygroundClient, playground_process
from tests.requirements_rule import missing

CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
TOKEN = "4200000001:page-test"


@pytest_asyncio.fixture(loop_scope="module")
async def world() -> AsyncIterator[PlaygroundClient]:
    async with (
        playground_process("--token", TOKEN) as url,
        PlaygroundClient.connect(url) as client,
    ):
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def bot(world: PlaygroundClient) -> AsyncIterator[BotApi]:
    async with aiohttp.ClientSession() as session:
        yield BotApi(session, world.url, TOKEN, "playground_bot", 4200000001)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        missing("Chromium at /usr/bin/chromium (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES.split())
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, world: PlaygroundClient) -> AsyncIterator[Page]:
    page = await browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # A refusal of the human door is shown to the person; the browser notes it as well.
    page.on("console", lambda line: complaints.append(f"{line.type}: {line.text}"))
    await page.goto(f"{world.url}/")
    # A file is set without looking whether its field can be seen: before there is a chat to send
    # it in, it would be let go as soon as the chat opens.
    await expect(page.get_by_label("Message", exact=True)).to_be_visible()
    yield page
    await page.close()
    assert [line for line in complaints if "400 (Bad Request)" not in line] == []
