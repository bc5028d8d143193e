"""Whose face it is: policies, consent, and what everybody may ask about themselves."""

from __future__ import annotations

from tests.e2e.scripts.script import ANOTHER, ONE, TWO, Script, of_somebody, stranger
from tests.e2e.telling import Tale


async def whose_face_it_is(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, tom)
    await tom.shows(stranger(), "/enroll Zoe")
    await tom.shows(ONE, "/enroll me")
    await tom.shows(ANOTHER)
    await mira.says("/people")
    await mira.says("/audit")
    asked = await tom.says("/forgetme")
    await mira.presses(asked.answer, "Forget me")
    await tom.presses(asked.answer, "Forget me")
    await mira.says("/people")


async def asked_first(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    username = tale.handle("tom")
    tom, ann = await tale.newcomer("Tom", username=username), await tale.newcomer("Ann")
    mira, tom, ann = await tale.group("Friends", mira, tom, ann)
    settings = (await mira.says("/settings")).answer
    await mira.presses(settings, "Who may teach me")
    await mira.presses(settings, "Everybody, if the person agrees")
    await mira.shows(ONE, "/enroll Tom")
    asked = (await mira.shows(ONE, f"/enroll @{username} Tommy")).answer
    await ann.presses(asked, "I agree")
    await tom.presses(asked, "No")
    asked = (await mira.shows(ONE, f"/enroll @{username} Tommy")).answer
    await tom.presses(asked, "I agree")
    await tom.says("/optout")
    await mira.shows(ANOTHER)


async def who_may_teach(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, tom)
    await tom.shows(ONE, "/enroll Eileen")
    settings = (await mira.says("/settings")).answer
    await mira.presses(settings, "Who may teach me")
    await mira.presses(settings, "Everybody")
    await tom.shows(ONE, "/enroll Eileen")
    await mira.presses(settings, "Who may teach me")
    await mira.presses(settings, "Only admins")
    await tom.says("/forget Eileen")
    card = (await tom.says("/people")).answer
    await tom.presses(card, "1")
    await tom.presses(card, "Forget")
    await mira.says("/forget Eileen")


async def what_it_keeps_of_you(tale: Tale) -> None:
    alone, mira = await tale.newcomer("Tom"), await tale.newcomer("Mira")
    mira, tom = await tale.group("Friends", mira, alone)
    await tom.shows(ONE, "/enroll me")
    await tom.says("/mydata")
    await alone.says("/mydata")
    await alone.says("/optout")
    await tom.shows(ANOTHER, "/who")
    await alone.says("/optin")
    await tom.shows(ANOTHER, "/who")
    choices = (await mira.says("/retention")).answer
    await mira.presses(choices, "Half a year after their last photo")
    await tom.says("/retention")
    asked = await alone.says("/forgetme")
    await alone.presses(asked.answer, "No, keep me")
    asked = await alone.says("/forgetme")
    await alone.presses(asked.answer, "Forget me")
    await tom.says("/audit")
    await mira.says("/audit")


async def being_mentioned(tale: Tale) -> None:
    tale.scribe.mentions = True
    mira, alone = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, alone)
    told = (await tom.shows(ONE, "/enroll me")).answer
    await mira.shows(ANOTHER)
    await mira.presses(told, "Yes, mention me")
    await tom.presses(told, "Yes, mention me")
    await mira.shows(ANOTHER)
    await tom.shows(ANOTHER)
    settings = (await alone.says("/settings")).answer
    await alone.presses(settings, "Mentions in groups")
    await alone.presses(settings, "No")
    await mira.shows(ANOTHER)
    await alone.presses(settings, "Mentions in groups")
    await alone.presses(settings, "Yes, mention me")
    await tale.happens(
        "Tom leaves the group.", tale.playground.remove_member(mira.chat, tom.person)
    )
    await mira.shows(ANOTHER)


async def named_nowhere(tale: Tale) -> None:
    # Nobody else shows this face: a bot of many tales names it nowhere for a while.
    one, another = (of_somebody(5, f"{which} photo of Tom", nth=n) for n, which in WHICH)
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    await mira.shows(one, "/enroll Tommy")
    asked = await tom.says("/optout")
    await tom.presses(asked.answer, "No")
    await mira.shows(another)
    asked = await tom.says("/optout")
    await tom.presses(asked.answer, "I agree")
    await tom.answers(TWO)
    await tom.answers(one)
    answer = (await mira.shows(another)).answer
    assert not answer.buttons
    await mira.shows(another, "/enroll Somebody")
    await mira.says("/people")
    await tom.says("/optout")
    await tom.says("/mydata")
    await tom.says("/optin")
    await mira.shows(another)


WHICH = ((0, "a"), (1, "another"))


RIGHTS = (
    Script(
        "whose-face-it-is",
        "Whose face it is",
        "In a group the admins teach, everybody teaches and forgets their own face, and nobody "
        "presses another's button.",
        whose_face_it_is,
    ),
    Script(
        "asked-first",
        "Asked first",
        "In a group where only who agrees is learnt: the person concerned is asked, and nobody "
        "else can answer; and not being named any more.",
        asked_first,
    ),
    Script(
        "who-may-teach",
        "Who may teach, and forget",
        "A group lets everybody teach, and thinks better of it; everybody may look all the while.",
        who_may_teach,
    ),
    Script(
        "what-it-keeps-of-you",
        "What it keeps of you",
        "One's own data as a file, one's name not said and said again, how long people are kept, "
        "being forgotten everywhere, and what the admins read of it.",
        what_it_keeps_of_you,
    ),
    Script(
        "being-mentioned",
        "Being mentioned",
        "Who taught their own face in a group says whether its answers mention them, and thinks "
        "better of it.",
        being_mentioned,
    ),
    Script(
        "named-nowhere",
        "Named nowhere",
        "Somebody asks not to be named where others taught their face either: what is kept for "
        "it, what everybody is told from then on, and taking it back.",
        named_nowhere,
    ),
)
