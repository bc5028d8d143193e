"""`people`, `galleries`, `rename`, `forget`."""

from __future__ import annotations

from argparse import Namespace

from core.bootstrap import Core
from core.cli.output import Output
from core.model import is_unnamed


async def people(core: Core, arguments: Namespace, output: Output) -> bool:
    """List who is enrolled."""
    everybody = await core.recognizer.people(arguments.gallery)
    output.result(
        {
            "people": [
                {
                    "id": person.subject.id,
                    "name": person.subject.name,
                    "photos": person.photos,
                    "since": person.since.isoformat(),
                }
                for person in everybody
            ]
        },
        *(
            [
                f"{person.subject.name}  ({_photos(person.photos)}, since {person.since:%Y-%m-%d})"
                for person in everybody
            ]
            or ["Nobody is enrolled in this gallery."]
        ),
    )
    return True


async def galleries(core: Core, _: Namespace, output: Output) -> bool:
    """List the galleries that have somebody in them."""
    found = await core.store.galleries()
    output.result(
        {
            "galleries": [
                {
                    "id": gallery.id,
                    "model": str(gallery.model),
                    "people": gallery.people,
                    "templates": gallery.templates,
                }
                for gallery in found
            ]
        },
        *(
            [
                f"{gallery.id}  ({gallery.people} people, {gallery.templates} templates, "
                f"{gallery.model})"
                f"{', who asked to be named nowhere' if is_unnamed(gallery.id) else ''}"
                for gallery in found
            ]
            or ["There is no gallery yet."]
        ),
    )
    return True


async def rename(core: Core, arguments: Namespace, output: Output) -> bool:
    """Give somebody another name."""
    subject = await core.recognizer.rename(arguments.gallery, arguments.old, arguments.new)
    output.result(
        {"id": subject.id, "name": subject.name}, f"{arguments.old} is called {subject.name} now."
    )
    return True


async def forget(core: Core, arguments: Namespace, output: Output) -> bool:
    """Delete somebody with everything that was kept of them."""
    forgotten = await core.recognizer.forget(arguments.gallery, arguments.name)
    name = forgotten.subject.name
    output.result(
        {"name": name, "templates": forgotten.photos},
        f"{name} is forgotten: {_photos(forgotten.photos)} deleted.",
    )
    return True


def _photos(number: int) -> str:
    return f"{number} {'photo' if number == 1 else 'photos'}"
