"""Clients that none of us wrote, by polling: a photo in, a photo and a keyboard out, a click."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiogram
import telegram
import telegram.ext
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from tests.playground.pictures import picture
from tests.playground_client import PlaygroundClient


@asynccontextmanager
async def aiogram_bot(url: str, token: str, seen: list[bytes]) -> AsyncIterator[None]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = aiogram.Bot(token, session=session)
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message(aiogram.F.photo)
    async def on_photo(message: aiogram.types.Message) -> None:
        assert message.photo is not None
        await bot.send_chat_action(message.chat.id, "upload_photo")
        held = io.BytesIO()
        await bot.download(message.photo[-1], destination=held)
        seen.append(held.getvalue())
        button = InlineKeyboardButton(text="Ann", callback_data="is:ann")
        await message.reply_photo(
            BufferedInputFile(held.getvalue(), "answer.jpg"),
            caption=f"<b>{message.caption}</b>",
            parse_mode=ParseMode.HTML,
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
        )

    @dispatcher.callback_query()
    async def on_press(query: aiogram.types.CallbackQuery) -> None:
        await query.answer(f"You said {query.data}", show_alert=True)
        assert isinstance(query.message, aiogram.types.Message)
        await query.message.edit_caption(caption="It is Ann.")

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    try:
        yield
    finally:
        await dispatcher.stop_polling()
        with suppress(asyncio.CancelledError):
            await polling


@asynccontextmanager
async def python_telegram_bot(url: str, token: str, seen: list[bytes]) -> AsyncIterator[None]:
    async def on_photo(update: telegram.Update, _: Any) -> None:
        message = update.effective_message
        assert message is not None
        await message.reply_chat_action("upload_photo")
        file = await message.photo[-1].get_file()
        data = bytes(await file.download_as_bytearray())
        seen.append(data)
        button = telegram.InlineKeyboardButton("Ann", callback_data="is:ann")
        await message.reply_photo(
            data,
            caption=f"<b>{message.caption}</b>",
            parse_mode="HTML",
            reply_markup=telegram.InlineKeyboardMarkup([[button]]),
            do_quote=True,
        )

    async def on_press(update: telegram.Update, _: Any) -> None:
        query = update.callback_query
        assert query is not None
        await query.answer(f"You said {query.data}", show_alert=True)
        await query.edit_message_caption("It is Ann.")

    builder = telegram.ext.ApplicationBuilder().token(token)
    builder = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    application = builder.build()
    application.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.PHOTO, on_photo))
    application.add_handler(telegram.ext.CallbackQueryHandler(on_press))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


async def talk_to(playground: PlaygroundClient, username: str, seen: list[bytes]) -> None:
    await playground.wait_until_served(username)
    person = await playground.create_person("Mira")
    chat = await playground.private_chat(person, username)
    asked = await playground.send_photo(chat, person, picture(640, 480), "who?")
    reply = await playground.bot_message(chat, asked.seq)
    assert seen == [await playground.download(asked.raw["file_url"])]
    assert (reply.text, reply.has_photo, reply.buttons) == ("who?", True, ["Ann"])
    assert reply.raw["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert reply.reply_to == asked.id
    actions = await playground.events(asked.seq, chat=chat, kinds=["chat_action"])
    assert [event["action"] for event in actions] == ["upload_photo"]
    click = await playground.click(reply, person, "Ann")
    assert (click.is_answered, click.text, click.show_alert) == (True, "You said is:ann", True)
    edited = await playground.bot_message(chat, click.seq, kinds=["edit"])
    assert (edited.text, edited.buttons) == ("It is Ann.", [])
    assert await playground.unknown_parameters() == []


async def test_aiogram_talks_to_the_playground(playground: PlaygroundClient) -> None:
    made = await playground.create_bot("stock_aiogram_bot")
    seen: list[bytes] = []
    async with aiogram_bot(playground.url, made["token"], seen):
        await talk_to(playground, "stock_aiogram_bot", seen)


async def test_python_telegram_bot_talks_to_the_playground(playground: PlaygroundClient) -> None:
    made = await playground.create_bot("stock_ptb_bot")
    seen: list[bytes] = []
    async with python_telegram_bot(playground.url, made["token"], seen):
        await talk_to(playground, "stock_ptb_bot", seen)
