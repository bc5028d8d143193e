from tests.playground.actors import BotApi, Talk
from tests.playground.pictures import picture
from tests.playground_client import PlaygroundClient


async def test_a_person_writes_and_the_bot_is_told_once(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await playground.send_text(talk.key, talk.person, "/enroll Ann, please 😀 @somebody")
    (update,) = await talk.bot.updates()
    message = update["message"]
    assert message["text"] == "/enroll Ann, please 😀 @somebody"
    assert message["from"] == {"id": talk.person, "is_bot": False, "first_name": "Mira"}
    assert message["chat"] == {"id": talk.person, "type": "private", "first_name": "Mira"}
    assert message["entities"] == [
        {"type": "bot_command", "offset": 0, "length": 7},
        {"type": "mention", "offset": 23, "length": 9},
    ]
    assert await talk.bot.updates() == []


async def test_the_bot_answers_and_the_person_sees_it(
    playground: PlaygroundClient, talk: Talk
) -> None:
    asked = await playground.send_text(talk.key, talk.person, "hello")
    result = await talk.bot.ok(
        "sendMessage",
        chat_id=talk.person,
        text="<b>Hi</b> there",
        parse_mode="HTML",
        reply_parameters={"message_id": asked.id},
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
    )
    assert result["text"] == "Hi there"
    assert result["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert result["reply_to_message"]["text"] == "hello"
    seen = await playground.bot_message(talk.key, asked.seq)
    assert seen.text == "Hi there"
    assert seen.buttons == ["Yes"]
    assert seen.reply_to == asked.id


async def test_an_edit_takes_the_keyboard_away_and_is_counted(
    playground: PlaygroundClient, talk: Talk
) -> None:
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = await talk.bot.ok("sendMessage", chat_id=talk.person, text="one", reply_markup=markup)
    place = {"chat_id": talk.person, "message_id": sent["message_id"]}
    edited = await talk.bot.ok("editMessageText", **place, text="two")
    assert edited["text"] == "two"
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= sent["date"]
    seen = await playground.message(talk.key, sent["message_id"])
    assert (seen.text, seen.edits, seen.buttons) == ("two", 1, [])
    assert seen.raw["history"] == [{"text": "one"}]
    refused = await talk.bot.refusal("editMessageText", **place, text="two")
    assert refused.startswith("Bad Request: message is not modified: specified new message")


async def test_a_keyboard_is_changed_alone_and_a_caption_too(
    playground: PlaygroundClient, talk: Talk
) -> None:
    chat = {"chat_id": talk.person}
    answer = await talk.bot.upload(
        "sendPhoto", {"photo": ("p.jpg", picture(60, 40))}, **chat, caption="one"
    )
    place = {**chat, "message_id": answer["result"]["message_id"]}
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    with_keyboard = await talk.bot.ok("editMessageReplyMarkup", **place, reply_markup=markup)
    assert with_keyboard["reply_markup"] == markup
    assert "edit_date" not in with_keyboard
    captioned = await talk.bot.ok(
        "editMessageCaption", **place, caption="*two*", parse_mode="MarkdownV2", reply_markup=markup
    )
    assert captioned["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert (await playground.message(talk.key, place["message_id"])).edits == 1
    assert await talk.bot.refusal("editMessageText", **place, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )
    bare = await talk.bot.ok("editMessageReplyMarkup", **place)
    assert "reply_markup" not in bare


async def test_a_copy_has_no_origin_and_what_is_protected_stays(
    playground: PlaygroundClient, talk: Talk
) -> None:
    chat = {"chat_id": talk.person, "from_chat_id": talk.person}
    photo = await playground.send_photo(talk.key, talk.person, picture(60, 40), "mine")
    copied = await talk.bot.ok("copyMessage", **chat, message_id=photo.id, caption="yours")
    seen = await playground.message(talk.key, copied["message_id"])
    assert (seen.text, seen.has_photo) == ("yours", True)
    assert "forward_origin" not in seen.raw
    sent = await talk.bot.ok(
        "sendMessage", chat_id=talk.person, text="secret", protect_content=True
    )
    assert sent["has_protected_content"] is True
    number = sent["message_id"]
    assert await talk.bot.refusal("copyMessage", **chat, message_id=number) == (
        "Bad Request: the message can't be copied"
    )
    assert await talk.bot.refusal("forwardMessage", **chat, message_id=number) == (
        "Bad Request: the message can't be forwarded"
    )


async def test_a_persons_edit_reaches_the_bot_as_edited_message(
    playground: PlaygroundClient, talk: Talk
) -> None:
    sent = await playground.send_text(talk.key, talk.person, "one")
    await talk.bot.updates()
    await playground.edit(sent, talk.person, "two")
    (update,) = await talk.bot.updates()
    assert update["edited_message"]["text"] == "two"
    assert "edit_date" in update["edited_message"]


async def test_what_is_deleted_is_gone_for_the_bot_and_marked_for_people(
    playground: PlaygroundClient, talk: Talk
) -> None:
    first = await playground.send_text(talk.key, talk.person, "one")
    second = await playground.send_text(talk.key, talk.person, "two", reply_to=first.id)
    assert await talk.bot.ok("deleteMessage", chat_id=talk.person, message_id=first.id)
    assert (await playground.message(talk.key, first.id)).is_deleted
    refused = await talk.bot.refusal("deleteMessage", chat_id=talk.person, message_id=first.id)
    assert refused == "Bad Request: message to delete not found"
    copied = await talk.bot.ok(
        "forwardMessage",
        chat_id=talk.person,
        from_chat_id=talk.person,
        message_id=second.id,
    )
    assert copied["forward_origin"]["sender_user"]["id"] == talk.person
    assert await talk.bot.ok(
        "deleteMessages", chat_id=talk.person, message_ids=[first.id, second.id, 999]
    )
    assert (await playground.message(talk.key, second.id)).is_deleted


async def test_a_press_waits_for_the_answer(playground: PlaygroundClient, talk: Talk) -> None:
    markup = {
        "inline_keyboard": [
            [{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://a.example"}]
        ]
    }
    sent = await talk.bot.ok("sendMessage", chat_id=talk.person, text="?", reply_markup=markup)
    message = await playground.message(talk.key, sent["message_id"])
    unanswered = await playground.click(message, talk.person, "Yes", seconds=0.05)
    assert not unanswered.is_answered
    (update,) = await talk.bot.updates()
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("y", talk.person)
    assert query["message"]["message_id"] == message.id
    answer = {"callback_query_id": query["id"], "text": "Done", "show_alert": True}
    assert await talk.bot.ok("answerCallbackQuery", **answer)
    (event,) = await playground.events(unanswered.seq, kinds=["callback_answer"])
    assert (event["text"], event["show_alert"]) == ("Done", True)
    assert await talk.bot.refusal("answerCallbackQuery", **answer) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    link = await playground.click(message, talk.person, "Site")
    assert link.url == "https://a.example"


async def test_a_chat_action_is_seen(playground: PlaygroundClient, talk: Talk) -> None:
    before = await playground.last_seq()
    assert await talk.bot.ok("sendChatAction", chat_id=talk.person, action="upload_photo")
    (event,) = await playground.events(before, chat=talk.key, kinds=["chat_action"])
    assert event["action"] == "upload_photo"


async def test_reactions_go_both_ways(playground: PlaygroundClient, talk: Talk) -> None:
    await talk.bot.updates(allowed_updates=["message", "message_reaction"])
    sent = await playground.send_text(talk.key, talk.person, "hello")
    assert await talk.bot.ok(
        "setMessageReaction",
        chat_id=talk.person,
        message_id=sent.id,
        reaction=[{"type": "emoji", "emoji": "👍"}],
    )
    seen = await playground.message(talk.key, sent.id)
    assert seen.raw["reactions"] == [{"user": talk.bot.id, "emoji": "👍"}]
    await playground.react(sent, talk.person, "🔥")
    reaction = (await talk.bot.updates())[-1]["message_reaction"]
    assert reaction["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]
    assert reaction["old_reaction"] == []
    refused = await talk.bot.refusal(
        "setMessageReaction",
        chat_id=talk.person,
        message_id=sent.id,
        reaction=[{"type": "emoji", "emoji": "x"}],
    )
    assert refused == "Bad Request: REACTION_INVALID"


async def test_nobody_is_written_to_unasked(playground: PlaygroundClient, bot: BotApi) -> None:
    stranger = await playground.create_person("Jonas")
    assert await bot.refusal("sendMessage", chat_id=stranger, text="hi") == (
        "Bad Request: chat not found"
    )
    chat = await playground.private_chat(stranger, bot.username)
    assert await bot.refusal("sendMessage", chat_id=stranger, text="hi") == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    await playground.send_text(chat, stranger, "/start")
    assert await bot.ok("sendMessage", chat_id=stranger, text="hi")
    await playground.block(chat)
    assert await bot.refusal("sendMessage", chat_id=stranger, text="hi") == (
        "Forbidden: bot was blocked by the user"
    )
    blocked = (await bot.updates())[-1]["my_chat_member"]
    assert blocked["new_chat_member"]["status"] == "kicked"
    await playground.block(chat, blocked=False)
    assert await bot.ok("sendMessage", chat_id=stranger, text="hi")
