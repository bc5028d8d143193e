"""The people of a gallery: listed, found, named, moved, set aside, forgotten."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.errors import BadName, PersonGone, UnknownPerson
from core.merging import Merging
from core.model import Enrolment, KeptPhoto, ModelId, Person, Place, Subject
from core.moving import Moving, Somebody
from core.names import likeness_key
from core.ports import Gallery, Store

CARD = 10
"""Photos of a person that are listed at once, if nobody says how many."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who is gone, by the name they had, and how many photos of them are."""

    subject: Subject
    photos: int


class Household:
    """Everybody of whichever gallery: by the name that somebody wrote, or by id.

    A name can be another person's by the time that a button is pressed; an id cannot.
    """

    def __init__(self, store: Store, model: ModelId) -> None:
        """Take where people are kept, and the model that is configured."""
        self._store = store
        self._model = model

    async def people(self, gallery_id: str) -> Sequence[Person]:
        """Return everybody who is enrolled, by name."""
        return await self._store.gallery(gallery_id).people()

    async def find(self, gallery_id: str, written: str) -> Sequence[Person]:
        """Return who has this name: exactly, or else without case, accents, points and width.

        Several may be as like ("Zoë" and "Zoe" for "zoé"); nobody, whatever was written.
        """
        try:
            likeness = likeness_key(written)
        except BadName:
            return []
        gallery = self._store.gallery(gallery_id)
        subject = await gallery.subject(written)
        people = await gallery.people()
        exact = [person for person in people if person.subject == subject]
        return exact or [one for one in people if _is_like(one.subject.name, likeness)]

    async def named(self, gallery_id: str, name: str) -> Subject | None:
        """Return who has a name, whatever the gallery's model; maybe somebody without photos.

        Raises:
            BadName: nobody can have it.
        """
        return await self._store.gallery(gallery_id).subject(name)

    async def known(self, gallery_id: str, subject_id: str) -> Subject | None:
        """Return who has an id, whatever the gallery's model; maybe somebody without photos."""
        return await self._store.gallery(gallery_id).known(subject_id)

    async def everybody(self, gallery_id: str) -> Sequence[Subject]:
        """Return everybody of whom there are templates, whichever model made them.

        Also whom a migration left behind, and nobody finds any more.
        """
        own = await self._store.galleries(gallery_id)
        others = await self._store.others(gallery_id)
        found: dict[str, Subject] = {}
        for summary in (*own, *others):
            people = await self._store.beside(gallery_id, summary.model).people()
            found.update({person.subject.id: person.subject for person in people})
        return list(found.values())

    async def person(self, gallery_id: str, subject_id: str) -> Person:
        """Return what is listed of one person; reads neither vectors nor crops.

        Raises:
            PersonGone: they are not enrolled (any more).
        """
        gallery = self._store.gallery(gallery_id)
        subject = await gallery.known(subject_id)
        oldest = await gallery.photos(subject_id, limit=1)
        if subject is None or not oldest:
            raise PersonGone
        return Person(subject, await gallery.count(subject_id), oldest[0].enrolled_at)

    async def photos(
        self, gallery_id: str, subject_id: str, *, after: Place | None = None, limit: int = CARD
    ) -> Sequence[KeptPhoto]:
        """Return some photos of a person, oldest first: the first ones, or those after a place."""
        return await self._store.gallery(gallery_id).photos(subject_id, after=after, limit=limit)

    async def templates(self, gallery_id: str, subject_ids: Collection[str]) -> int:
        """Return how many templates some people have together."""
        gallery = self._store.gallery(gallery_id)
        return sum([await gallery.count(subject_id) for subject_id in set(subject_ids)])

    async def crops(self, gallery_id: str, template_ids: Sequence[str]) -> dict[str, bytes]:
        """Return the JPEG crops of those photos that are there."""
        return await self._store.gallery(gallery_id).crops(template_ids)

    async def remove_photos(self, gallery_id: str, template_ids: Sequence[str]) -> int:
        """Delete photos; return how many were there. Whoever has none left is forgotten."""
        return await self._store.gallery(gallery_id).remove(template_ids)

    async def rename(self, gallery_id: str, old: str, new: str) -> Subject:
        """Give somebody another name.

        Raises:
            UnknownPerson, NameTaken, BadName: nobody has the old name; the new one cannot be had.
        """
        gallery = self._store.gallery(gallery_id)
        subject = await gallery.subject(old)
        if subject is None or not await gallery.count(subject.id):
            raise UnknownPerson(name=old)
        return await gallery.rename(subject.id, new)

    async def rename_subject(self, gallery_id: str, subject_id: str, new: str) -> Subject:
        """Give somebody another name, whatever they are called by now.

        Raises:
            PersonGone, NameTaken, BadName: they are not enrolled; the name cannot be had.
        """
        person = await self.person(gallery_id, subject_id)
        return await self._store.gallery(gallery_id).rename(person.subject.id, new)

    async def forget(self, gallery_id: str, name: str) -> Forgotten:
        """Delete somebody with all their templates and crops.

        Raises:
            UnknownPerson: nobody has this name.
        """
        # Not through `find`, which counts templates: forgetting works whatever the model.
        subject = await self._store.gallery(gallery_id).subject(name)
        forgotten = await self._forgotten(gallery_id, subject)
        if forgotten is None:
            raise UnknownPerson(name=name)
        return forgotten

    async def forget_subject(self, gallery_id: str, subject_id: str) -> Forgotten:
        """Delete somebody with all their templates and crops, whatever they are called by now.

        Raises:
            PersonGone: they are not enrolled (any more).
        """
        subject = await self._store.gallery(gallery_id).known(subject_id)
        forgotten = await self._forgotten(gallery_id, subject)
        if forgotten is None:
            raise PersonGone
        return forgotten

    async def _forgotten(self, gallery_id: str, subject: Subject | None) -> Forgotten | None:
        photos = await self._store.gallery(gallery_id).forget(subject.id) if subject else 0
        return Forgotten(subject, photos) if subject and photos else None

    async def everything(self, gallery_id: str, subject_id: str) -> Sequence[Enrolment]:
        """Return all that is kept of somebody, oldest first."""
        return await self._store.gallery(gallery_id).enrolments(subject_id)

    async def set_aside(self, gallery_id: str, subject_id: str, limbo_gallery_id: str) -> Subject:
        """Move somebody into another gallery, so that forgetting them can be undone.

        They keep their id, and are gone from the first gallery when this returns. Safe to repeat.

        Args:
            gallery_id: where they are.
            subject_id: who.
            limbo_gallery_id: for this person alone, made up by the caller and kept by them until
                `put_back` or `discard`.

        Raises:
            PersonGone: they are in neither gallery.
            ModelMismatch: the gallery is of another model. They can still be forgotten for good.
        """
        return await self._moved(gallery_id, subject_id, limbo_gallery_id)

    async def put_back(self, limbo_gallery_id: str, gallery_id: str, subject_id: str) -> Subject:
        """Move somebody back who was set aside, with their id and name. Safe to repeat.

        Raises:
            NameTaken: somebody has their name by now; they stay aside.
            PersonGone: they are in neither gallery: it was too late.
        """
        return await self._moved(limbo_gallery_id, subject_id, gallery_id)

    async def discard(self, limbo_gallery_id: str, subject_id: str) -> int:
        """Delete for good who was set aside; return how many templates. Safe to repeat."""
        return await self._store.gallery(limbo_gallery_id).forget(subject_id)

    async def _moved(self, gallery_id: str, subject_id: str, into: str) -> Subject:
        source, target = self._store.gallery(gallery_id), self._store.gallery(into)
        subject, present = await source.known(subject_id), await target.known(subject_id)
        if subject is None and present is not None:
            return present
        if subject is None or not (present or await source.count(subject_id)):
            raise PersonGone
        present = await target.admit(subject)
        somebody = Somebody(gallery_id, subject)
        await Moving(self._store, self._model, somebody, Somebody(into, present)).run()
        return present

    async def merge_people(self, gallery_id: str, subject_id: str, *, into: str) -> Person:
        """Make two people of a gallery one: all photos of the first become the second's.

        Safe to repeat; see `core.merging` for what happens when others merge at the same time.

        Returns:
            The second, with all photos.

        Raises:
            PersonGone: the second is not enrolled (any more). Of the first nothing is said: they
                may have been merged already.
        """
        await self.person(gallery_id, into)
        if subject_id != into:
            await Merging(self._store, self._model, gallery_id).run(subject_id, into)
        return await self.person(gallery_id, into)

    async def merge(self, gallery_id: str, *, into: str) -> None:
        """Move everybody of one gallery into another; people of one name become one person.

        Safe to repeat after a crash: copies have deterministic ids, and a photo leaves the one
        gallery only when it is in the other.
        """
        target = self._store.gallery(into)
        for person in await self._store.gallery(gallery_id).people():
            subject = await _in(target, person.subject)
            source = Somebody(gallery_id, person.subject)
            await Moving(self._store, self._model, source, Somebody(into, subject)).run()


async def _in(gallery: Gallery, subject: Subject) -> Subject:
    """Return who has somebody's name in another gallery; a name refused by now they bring along."""
    try:
        return await gallery.claim(subject.name)
    except BadName:
        return await gallery.admit(subject)


def _is_like(name: str, likeness: str) -> bool:
    """Tell whether a name that is kept has this `likeness_key`; one refused by now is like none."""
    try:
        return likeness_key(name) == likeness
    except BadName:
        return False
