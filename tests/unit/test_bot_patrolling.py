"""Photos of groups that have rules: looked at once, judged once, handed to the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.accounts import Accounts
from bot.admin_rights import EVERY_RIGHT, AdminRight
from bot.chats import Chats
from bot.handlers.patrolling import Patrolled, Patrolling
from bot.handlers.picturing import Picturing
from bot.handlers.shielding import Shielding
from bot.kinds import Kind
from bot.looking import Looking
from bot.moderation.arrivals import Arrivals
from bot.moderation.cases import Case, Sureness
from bot.moderation.counts import COUNTS, Counts
from bot.moderation.desk import Handing
from bot.moderation.earlier import Album, Earlier
from bot.moderation.judged import Judged
from bot.moderation.leave import Leave
from bot.moderation.postings import Postings
from bot.moderation.protections import Protections
from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.moderation.seeing import Seeing
from bot.moderation.shields import Shields
from bot.moderation.standing import Standing
from bot.optouts import OptOuts
from bot.outbox import FileGone, Outbox
from bot.photos import Photos
from bot.preferences import Preferences
from bot.request import Ask, Command, OtherMedia, PhotoRef, PhotoSent, Request
from bot.roles import Roles
from core.calibration import Calibration
from core.decision import Policy
from core.model import Photo, Probe
from core.ports import Store
from core.recognizer import Recognizer
from core.stores.sqlite import SqliteStore
from core.worker import Worker
from tests.bands import MODEL, SHIPPED, BandEncoder, photo
from tests.unit.updates import ENGLISH, LANGUAGES, ME, NOBODY, NOW

GROUP, ADMIN, TOM = -100, 7, 8

CALIBRATION = Calibration(
    model=MODEL, sizes=(1, 100), fpirs=(0.5, 0.1, 0.01, 0.001),
    evidence=((0.80, 0.88, 0.91, 0.93), (0.91, 0.93, 0.945, 0.96)),
    normalisation=None, made_from="nobody",
)  # fmt: skip


class CountingEncoder(BandEncoder):
    """Notes how many photos it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = 0

    def encode(self, photo: Photo, *, to_keep: bool = False) -> list[Probe]:
        self.shown += 1
        return super().encode(photo, to_keep=to_keep)


class Shelf(Outbox):
    """Telegram's files, by their ids; and who has left the group."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.left: set[int] = set()

    async def has_left(self, _: int, person: int) -> bool:
        return person in self.left

    async def fetch(self, photo: PhotoRef) -> bytes:
        if photo.file_id not in self.files:
            raise FileGone
        return self.files[photo.file_id]


@dataclass
class Notes:
    """A desk that notes what comes to it, in order."""

    acted: list[Case] = field(default_factory=list)
    reported: list[Case] = field(default_factory=list)
    told: list[Case] = field(default_factory=list)
    can: bool = True
    fails: bool = False

    async def tell(self, _: Request, case: Case) -> None:
        self.told.append(case)

    async def report(self, _: Request, case: Case) -> bool:
        if self.fails:
            raise RuntimeError
        self.reported.append(case)
        return False

    async def act(self, _: Request, case: Case) -> bool:
        assert not self.reported, "what is done comes before what is told"
        self.acted.append(case)
        return self.can


class Beat:
    """A group on patrol, with everything real but Telegram."""

    def __init__(self, store: Store, worker: Worker) -> None:
        self.now = NOW
        self.records = store.records
        self.encoder, self.shelf, self.desk = CountingEncoder(), Shelf(), Notes()
        self.recognizer = Recognizer(
            self.encoder, store, Policy(SHIPPED, CALIBRATION), worker, self.clock
        )
        self.chats = Chats(self.records, self.recognizer, new_id=lambda: "g")
        self.rulebook = Rulebook(self.records, self.clock)
        self.arrivals = Arrivals(self.records, self.clock)
        self.leave = Leave(self.records, self.clock)
        self.accounts = Accounts(self.records)
        self.preferences = Preferences(self.records, LANGUAGES)
        self.shields = Shields(
            Protections(self.records, self.clock), self.accounts, self.preferences, self.chats
        )
        optouts = OptOuts(store, self.recognizer, MODEL, self.clock)
        photos = Photos(self.shelf, self.recognizer, worker)

        async def admins(_: int) -> dict[int, AdminRight]:
            return {ADMIN: EVERY_RIGHT}

        async def linked(_: int) -> None:
            return None

        self.seeing = Seeing(self.recognizer, self.leave)
        self.patrolling = Patrolling(
            Looking(self.recognizer, photos, self.chats, optouts, Picturing(photos)),
            self.seeing,
            self.chats,
            self.rulebook,
            Standing(
                Roles(admins, self.clock, lambda: ME.id),
                self.accounts,
                self.leave,
                self.arrivals,
                linked,
                lambda: ME,
            ),
            Postings(self.records, self.clock),
            Handing(self.desk, Counts(self.records, self.clock)),
            self.clock,
            Shielding(self.shelf, self.shields, self.desk, self.clock),  # type: ignore[arg-type]  # notes who is told
            Judged(),
            Earlier(),
        )

    def clock(self) -> datetime:
        return self.now

    async def knows(self, name: str, colour: str) -> str:
        gallery = await self.chats.gallery_to_fill(GROUP)
        reading = await self.recognizer.read(photo(colour))
        enrolled = await self.recognizer.enrol(gallery, name, reading, by="7")
        self.encoder.shown = 0
        return enrolled.subject.id

    async def watches(self, when: When, *people: str, **fields: object) -> None:
        made = Rule(
            id=f"r{len(await self.rulebook.of(GROUP))}", when=when, subjects=people,
            by=Posters.ANYBODY, then=Then.DELETE, mode=Mode.ACTING, made_by=ADMIN, made_at=NOW,
        )  # fmt: skip
        await self.rulebook.create(GROUP, replace(made, **fields))  # type: ignore[arg-type]  # fields of Rule

    def message(self, number: int, *colours: str, sender: int = TOM, **fields: object) -> Request:
        """Return a message with a photo of people, each of a colour."""
        self.shelf.files[f"photo {number}"] = photo(*colours)
        shown = PhotoSent(ref(number, *colours))
        request = Request(
            number, GROUP, False, None, number, sender, NOBODY, shown, ENGLISH  # noqa: FBT003 — a group
        )  # fmt: skip
        return replace(request, **fields)  # type: ignore[arg-type]  # fields of Request

    def edit(
        self, number: int, *colours: str, sender: int = TOM, ask: Ask | None = None
    ) -> Request:
        """Return an edit, after which a message shows people of these colours."""
        shown = PhotoSent(ref(number, *colours), only_judged=True, edited=True)
        return self.message(number, *colours, sender=sender, ask=ask or shown)

    def restart(self) -> None:
        """Begin another life of what patrols: it knows only what is in the store."""
        self.patrolling = replace(self.patrolling, judged=Judged(), earlier=Earlier())

    async def patrols(self, *parts: Request) -> Patrolled:
        return await self.patrolling.patrol(parts[0], parts)

    async def counts(self, rule: str = "r0") -> tuple[int, int]:
        record = await self.records.get(COUNTS, f"{GROUP}:{rule}")
        return (record.value["fired"], record.value["likely"]) if record else (0, 0)


def ref(number: int, *colours: str) -> PhotoRef:
    return PhotoRef(f"photo {number}", number, None, "-".join(colours))


def messages(cases: Sequence[Case]) -> list[tuple[int, ...]]:
    return [case.messages for case in cases]


@pytest.fixture
async def beat(tmp_path: Path) -> AsyncIterator[Beat]:
    store, worker = await SqliteStore.open(tmp_path / "faces.db", MODEL), Worker()
    yield Beat(store, worker)
    await worker.close()
    await store.close()


async def test_who_is_watched_is_acted_on_and_the_photo_is_looked_at_once(beat: Beat) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.PERSON, ann)
    patrolled = await beat.patrols(beat.message(1, "blue", "red"))
    (case,) = beat.desk.acted
    assert patrolled.acted
    assert (case.chat, case.gallery, case.poster, case.mode) == (GROUP, "g", TOM, Mode.ACTING)
    assert (case.finding.subject, case.finding.sureness) == (ann, Sureness.SURE)
    assert case.finding.face is not None
    assert case.finding.face.box == patrolled.looks[0].boxes[1]
    assert case.finding.share == pytest.approx(0.001)
    assert len(patrolled.looks[0].found) == 2
    assert beat.encoder.shown == 1


async def test_others_are_left_alone_and_answered_without_a_second_look(beat: Beat) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.knows("Bob", "lime")
    await beat.watches(When.PERSON, ann)
    patrolled = await beat.patrols(beat.message(1, "lime", "blue"))
    assert (patrolled.acted, beat.desk.acted, beat.desk.reported) == (False, [], [])
    assert [look.photo for look in patrolled.looks] == [ref(1)]


async def test_nothing_is_looked_at_where_no_rule_could_be_met(beat: Beat) -> None:
    ann = await beat.knows("Ann", "red")
    assert not (await beat.patrols(beat.message(1, "red"))).looks
    await beat.watches(When.PERSON, ann, quiet_until=NOW + timedelta(hours=1))
    assert not (await beat.patrols(beat.message(2, "red"))).looks
    await beat.watches(When.PERSON, ann)
    assert not (await beat.patrols(beat.message(3, "red", sender=ADMIN))).looks
    assert not (await beat.patrols(beat.message(4, "red", sender=GROUP))).looks
    assert not (await beat.patrols(beat.message(5, "red", chat=TOM, private=True))).looks
    assert not (await beat.patrols(beat.edit(6, "red", sender=ADMIN))).looks
    assert beat.encoder.shown == 0
    assert (await beat.patrols(beat.message(7, "red"))).acted


async def test_a_dry_run_is_told_of_and_answered_and_counted_once_however_often_it_comes(
    beat: Beat,
) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.PERSON, ann, mode=Mode.DRY_RUN)
    again = beat.message(1, "red")
    for _ in range(2):
        assert not (await beat.patrols(again)).acted
    first, second = beat.desk.reported
    assert (first.id, first.mode, first.then) == (second.id, Mode.DRY_RUN, Then.DELETE)
    assert await beat.counts() == (1, 0)
    await beat.patrols(beat.message(2, "red"))
    assert await beat.counts() == (2, 0)


async def test_strangers_are_asked_about_whatever_the_rule_says(beat: Beat) -> None:
    await beat.watches(When.STRANGER, then=Then.BAN)
    assert not (await beat.patrols(beat.message(1, "blue"))).acted
    assert [case.mode for case in beat.desk.reported] == [Mode.ASKING]
    assert await beat.counts() == (1, 1)


async def test_of_many_faces_the_same_likeness_is_not_enough_to_act(beat: Beat) -> None:
    """Of a hundred strangers in a photo one in ten photos shows one like this."""
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.PERSON, ann)
    gallery = await beat.chats.gallery(GROUP)
    assert gallery is not None
    (found,) = await beat.recognizer.identify(gallery, await beat.recognizer.read(photo("red")))
    near = replace(found, evidence=(replace(found.evidence[0], value=0.935),))
    assert (await beat.recognizer.rarity(gallery, near, [ann], 1)).sure
    assert not (await beat.recognizer.rarity(gallery, near, [ann], 100)).sure
    assert not (await beat.recognizer.rarity(gallery, near, ["gone"], 1)).sure


async def test_a_face_that_an_admin_cleared_meets_the_rule_no_more(beat: Beat) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.PERSON, ann)
    looks = (await beat.patrols(beat.message(1, "red", "lime"))).looks
    digest, box = looks[0].digest, looks[0].boxes[0]
    await beat.leave.clear(GROUP, "r0", ann, digest, box)
    assert not (await beat.patrols(beat.message(2, "red", "lime"))).acted
    assert (await beat.patrols(beat.message(3, "red", "blue"))).acted
    assert messages(beat.desk.acted) == [(1,), (3,)]


async def test_an_album_is_one_case_of_all_its_messages(beat: Beat) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.PERSON, ann)
    parts = [
        beat.message(1, "blue", album="a"),
        beat.message(2, "red", album="a"),
        beat.message(3, "blue", album="a", ask=OtherMedia(Kind.VIDEO)),
        beat.message(4, "red", album="a"),
    ]  # fmt: skip
    await beat.patrols(*parts)
    (case,) = beat.desk.acted
    assert case.messages == (1, 2, 3, 4)
    assert case.photos == (ref(1), ref(2), ref(4))


@pytest.mark.parametrize("order", [["red", "blue"], ["blue", "red"]], ids=" then ".join)
async def test_parts_of_an_album_that_come_late_are_of_its_one_case(
    beat: Beat, order: list[str]
) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"))
    for number, colour in enumerate(order, start=1):
        await beat.patrols(beat.message(number, colour, album="a"))
    last = beat.desk.acted[-1]
    assert {case.id for case in beat.desk.acted} == {last.id}
    assert (last.messages, last.photos) == ((1, 2), (ref(1), ref(2)))
    video = beat.message(3, "lime", album="a", ask=OtherMedia(Kind.VIDEO))
    assert (await beat.patrols(video)).acted
    assert beat.desk.acted[-1].messages == (1, 2, 3)
    assert await beat.counts() == (1, 0)
    for other in (beat.message(4, "blue", album="b"), beat.message(5, "blue")):
        assert not (await beat.patrols(other)).acted


async def test_what_acted_on_an_album_is_no_question_because_of_a_later_part(beat: Beat) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"))
    assert (await beat.patrols(beat.message(1, "red", album="a"))).acted
    (sure,) = beat.desk.acted
    await beat.rulebook.change(GROUP, "r0", lambda rule: replace(rule, when=When.STRANGER))
    assert (await beat.patrols(beat.message(2, "blue", album="a"))).acted
    assert beat.desk.acted[-1].finding == sure.finding
    assert beat.desk.reported == []


async def test_a_rule_that_is_gone_or_quiet_does_nothing_to_later_parts(beat: Beat) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"))
    assert (await beat.patrols(beat.message(1, "red", album="a"))).acted
    await beat.rulebook.delete(GROUP, "r0")
    assert not (await beat.patrols(beat.message(2, "blue", album="a"))).acted
    assert messages(beat.desk.acted) == [(1,)]


def test_of_albums_the_latest_are_remembered() -> None:
    earlier = Earlier(most=2)
    for album in ("a", "b", "a", "c"):
        earlier.note(GROUP, album, Album(messages=(1,)))
    assert [earlier.of(GROUP, one).messages for one in ("a", "b", "c")] == [(1,), (), (1,)]
    earlier.note(GROUP, None, Album(messages=(2,)))
    assert earlier.of(GROUP, None) == Album()


async def test_a_photo_with_a_command_is_judged_and_one_that_is_only_replied_to_is_not(
    beat: Beat,
) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.PERSON, ann)
    who = Command("who", "", ref(1), addressed=False, edited=False)
    posted = beat.message(1, "red", ask=who)
    asks: list[Ask] = [who, PhotoSent(ref(1), asked=True)]
    for ask in asks:
        assert not (await beat.patrols(beat.message(2, "red", ask=ask))).looks
    assert messages(beat.desk.acted) == []
    assert (await beat.patrols(posted)).acted


async def test_a_photo_that_an_edit_brings_is_judged_whatever_stands_under_it(beat: Beat) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.PERSON, ann)
    for number in (1, 2):
        assert not (await beat.patrols(beat.message(number, "blue"))).acted
    assert (await beat.patrols(beat.edit(1, "red"))).acted
    who = Command("who", "", ref(2, "red"), addressed=False, edited=True)
    assert (await beat.patrols(beat.edit(2, "red", ask=who))).acted
    assert messages(beat.desk.acted) == [(1,), (2,)]


async def test_a_photo_whose_caption_alone_is_edited_is_not_looked_at_twice(beat: Beat) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"))
    await beat.patrols(beat.message(1, "lime"))
    who = Command("who", "", ref(1, "lime"), addressed=False, edited=True)
    for edit in (beat.edit(1, "lime"), beat.edit(1, "lime", ask=who)):
        assert not (await beat.patrols(edit)).looks
    assert beat.encoder.shown == 1
    await beat.patrols(beat.edit(1, "blue"))
    await beat.patrols(beat.edit(1, "lime"))
    assert beat.encoder.shown == 3, "what is swapped back is another edit, not known any more"


async def test_each_photo_of_a_message_is_a_case_and_again_after_a_restart_no_other(
    beat: Beat,
) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"), mode=Mode.DRY_RUN)
    for _ in range(2):
        await beat.patrols(beat.message(1, "red"))
        await beat.patrols(beat.edit(1, "red"))
        await beat.patrols(beat.edit(1, "red", "blue"))
        beat.restart()
    await beat.patrols(beat.edit(1, "red"))
    first, swapped = (case.id for case in beat.desk.reported[:2])
    assert first != swapped
    assert [case.id for case in beat.desk.reported] == [first, swapped, first, swapped, first]
    assert await beat.counts() == (2, 0)


async def test_a_part_of_an_album_that_is_swapped_is_a_case_besides_the_albums(beat: Beat) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"), mode=Mode.DRY_RUN)
    await beat.patrols(beat.message(1, "red", album="a"), beat.message(2, "blue", album="a"))
    await beat.patrols(beat.edit(2, "blue"))
    await beat.patrols(beat.edit(2, "red", "lime"))
    album, part = beat.desk.reported
    assert messages([album, part]) == [(1, 2), (2,)]
    assert album.id != part.id


async def test_an_edit_whose_case_could_not_be_told_is_judged_when_it_comes_again(
    beat: Beat,
) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"), mode=Mode.DRY_RUN)
    edit = beat.edit(1, "red")
    beat.desk.fails = True
    with pytest.raises(RuntimeError):
        await beat.patrols(edit)
    beat.desk.fails = False
    await beat.patrols(edit)
    assert messages(beat.desk.reported) == [(1,)]


async def test_a_photo_that_could_not_be_had_is_asked_for_again(beat: Beat) -> None:
    await beat.watches(When.PERSON, await beat.knows("Ann", "red"))
    edit = beat.edit(1, "red")
    there = beat.shelf.files.pop("photo 1")
    assert not (await beat.patrols(edit)).acted
    beat.shelf.files["photo 1"] = there
    assert (await beat.patrols(edit)).acted


def test_only_so_many_judged_photos_are_remembered_and_none_without_a_mark() -> None:
    judged = Judged(most=2)
    judged.note(GROUP, [ref(1, "red"), ref(2, "red"), ref(1, "lime"), ref(3)])
    known = [ref(1, "red"), ref(1, "lime"), ref(2, "red"), ref(3)]
    assert [judged.knows(GROUP, one) for one in known] == [False, True, False, False]
    assert not judged.knows(-200, ref(1, "lime"))


async def test_what_is_done_comes_first_the_hardest_of_it_before_all(beat: Beat) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.ANY_FACE, then=Then.TELL)
    await beat.watches(When.PERSON, ann, then=Then.DELETE)
    await beat.watches(When.PERSON, ann, then=Then.BAN)
    await beat.patrols(beat.message(1, "red"))
    assert [case.then for case in beat.desk.acted] == [Then.BAN, Then.DELETE]
    assert [case.then for case in beat.desk.reported] == [Then.TELL]


async def test_who_is_posted_too_often_is_found_at_the_photo_that_is_too_many(
    beat: Beat,
) -> None:
    ann = await beat.knows("Ann", "red")
    await beat.watches(When.OFTEN, ann, more_than=2, within=timedelta(hours=1))
    for number in (1, 2, 2):
        assert not (await beat.patrols(beat.message(number, "red"))).acted
    await beat.patrols(beat.message(3, "red", sender=9))
    beat.now += timedelta(hours=2)
    await beat.patrols(beat.message(4, "red"))
    assert messages(beat.desk.acted) == [(3,)]


async def test_faces_are_watched_for_where_nobody_is_enrolled_and_what_is_gone_is_no_face(
    beat: Beat,
) -> None:
    await beat.watches(When.CROWD, more_than=2)
    await beat.patrols(beat.message(1, "red", "lime"))
    gone = beat.message(2, "red")
    del beat.shelf.files["photo 2"]
    await beat.patrols(gone)
    await beat.patrols(beat.message(3, "red", "lime", "blue"))
    assert messages(beat.desk.acted) == [(3,)]
    assert beat.desk.acted[0].gallery == await beat.chats.gallery(GROUP), "for the audit"


async def test_whoever_was_forgotten_while_an_answer_waited_is_not_in_it(beat: Beat) -> None:
    ann, bob = await beat.knows("Ann", "red"), await beat.knows("Bob", "lime")
    await beat.watches(When.PERSON, bob)
    asked = beat.message(1, "red")
    looks = (await beat.patrols(asked)).looks
    await beat.recognizer.forget_subject("g", ann)
    await beat.recognizer.rename_subject("g", bob, "Robert")
    (look,) = await beat.patrolling.looking.without_forgotten(asked, looks)
    (face,) = look.found
    assert [one.subject.name for one in face.candidates] == ["Robert"]
    assert face.decision.value == "unknown"
