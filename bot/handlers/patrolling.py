"""Photos of groups that have rules, before anything else is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.chats import Chats
from bot.handlers.shielding import Shielding
from bot.looking import Look, Looking
from bot.moderation.cases import Case, Finding
from bot.moderation.desk import Handing
from bot.moderation.earlier import Album, Earlier
from bot.moderation.judged import Judged
from bot.moderation.judging import Met, awake, is_acting, judge, mode_of, postings
from bot.moderation.postings import Postings
from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import Rule
from bot.moderation.seeing import Seeing
from bot.moderation.standing import Standing
from bot.progress import Progress
from bot.request import Command, PhotoRef, PhotoSent, Request


@dataclass(frozen=True, slots=True, eq=False)
class Patrolled:
    """What came of a message before it is answered.

    Attributes:
        looks: at its photos, so that nobody need look again; empty where no rule was to be met.
        acted: whether a rule did something about the message: then it is not answered.
    """

    looks: Sequence[Look] = ()
    acted: bool = False


UNWATCHED = Patrolled()


@dataclass(frozen=True, slots=True)
class Patrolling:
    """Judges what is posted, once, and hands what meets a rule to the desk."""

    looking: Looking
    seeing: Seeing
    chats: Chats
    rulebook: Rulebook
    standing: Standing
    postings: Postings
    handing: Handing
    clock: Callable[[], datetime]
    shielding: Shielding
    judged: Judged
    earlier: Earlier

    async def patrol(self, request: Request, parts: Sequence[Request]) -> Patrolled:
        """Judge the photos of a message, or of all messages of an album as one.

        A photo that a message only replies to was judged when it was posted. An edit is looked at
        unless it is known to have left the photo as it was.

        Args:
            request: in whose name the album is worked on.
            parts: all of its messages.
        """
        photos = _own_photos(parts)
        earlier = self.earlier.of(request.chat, request.album)
        if request.private or not (photos or earlier.met) or self._knows(request, photos):
            return UNWATCHED
        rules = await self.rulebook.of(request.chat)
        shields = await self.shielding.of(request.chat)
        if not rules and not shields:
            return UNWATCHED
        gallery = await self.chats.gallery(request.chat)
        poster = await self.standing.of(request, gallery)
        rules = awake(rules, poster, self.clock())
        if not rules and not shields:
            return UNWATCHED
        looks = await self.looking.look_at_all(request, photos, photos, Progress(), first=True)
        faces = await self.seeing.faces(request.chat, gallery, (*rules, *shields), looks)
        now = self.clock()
        history = await self.postings.note(request.chat, rules, postings(rules, faces, poster, now))
        shown = earlier.with_parts(tuple(part.message for part in parts), photos)
        by_id = {rule.id: rule for rule in rules}
        found = [(by_id[one.rule], one) for one in judge(rules, faces, poster, history, now)]
        met = _joined(rules, earlier.met, found)
        acting = [one for one in met if is_acting(one)]
        rest = [one for one in met if one not in acting]
        done = await self._was_acted_on(request, shown, acting)
        if not done:
            # Of what is gone already nobody who is protected need be told.
            found = await self.shielding.met(request.chat, gallery, shields, faces, poster)
            rest += _joined(shields, earlier.met, found)
        done = await self._was_acted_on(request, shown, rest) or done
        # Only now: whoever fails on the way is to come by here again.
        self.judged.note(request.chat, [look.photo for look in looks if look.fault is None])
        self.earlier.note(request.chat, request.album, replace(shown, met=(*acting, *rest)))
        return Patrolled(looks, acted=done)

    def _knows(self, request: Request, photos: Sequence[PhotoRef]) -> bool:
        """Tell whether an edit left the photo that was judged."""
        return is_edit(request) and all(self.judged.knows(request.chat, one) for one in photos)

    async def _was_acted_on(self, request: Request, shown: Album, met: Sequence[Met]) -> bool:
        """Hand on what was met; tell whether anything was done."""
        if not met:
            return False
        # What is done is noted with the gallery, also where nobody is enrolled.
        gallery = await self.chats.gallery_to_fill(request.chat)
        cases = [_case(request, shown, gallery, rule, finding) for rule, finding in met]
        return await self._handed_on(request, cases)

    async def _handed_on(self, request: Request, cases: Sequence[Case]) -> bool:
        """Hand on what the admins decide first; tell whether anything was done."""
        private = [case for case in cases if self.shielding.is_private(case)]
        acted = await self.handing.on(request, [case for case in cases if case not in private])
        for case in private:
            await self.shielding.tell(request, case)
        return acted


def _own_photos(parts: Sequence[Request]) -> tuple[PhotoRef, ...]:
    return tuple(photo for part in parts if (photo := own_photo(part)) is not None)


def own_photo(part: Request) -> PhotoRef | None:
    """Return the photo that a message brings itself."""
    if not isinstance(part.ask, PhotoSent | Command) or part.ask.photo is None:
        return None
    return part.ask.photo if part.ask.photo.message_id == part.message else None


def is_edit(part: Request) -> bool:
    """Tell whether a message was there before, and is only changed."""
    return isinstance(part.ask, PhotoSent | Command) and part.ask.edited


def _joined(rules: Sequence[Rule], earlier: Sequence[Met], now: Sequence[Met]) -> list[Met]:
    """Return what an album meets by its earlier parts or by these: one finding for each rule."""
    there = {rule.id for rule in rules}
    met: dict[str, Met] = {}
    for rule, finding in (*earlier, *now):
        # What acted once is no question because of another photo.
        if rule.id in there and (rule.id not in met or not is_acting(met[rule.id])):
            met[rule.id] = rule, finding
    return list(met.values())


def _case(request: Request, shown: Album, gallery: str, rule: Rule, finding: Finding) -> Case:
    # Parts of an album may come late; a message shows another photo after an edit.
    place = request.album or f"{request.message}\n{shown.photos[0].unique}"
    made = f"{request.chat}\n{place}\n{rule.id}\n{rule.then}"
    return Case(
        id=sha256(made.encode()).hexdigest()[:12],
        chat=request.chat,
        gallery=gallery,
        thread=request.thread,
        messages=shown.messages,
        photos=shown.photos,
        poster=request.sender,
        posted_as=request.known_as.name,
        finding=finding,
        then=rule.then,
        mode=mode_of(rule, finding),
    )
