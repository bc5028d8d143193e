"""`identify --exact` and `--all-galleries`, with the real model, on both stores."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from core.model import ModelId
from core.ports import Store
from core.settings import Settings
from core.stores.elastic import ElasticConnection, ElasticStore
from core.stores.sqlite import SqliteStore
from tests.command_line.commands import Run, runner
from tests.contract.made_up import OTHER_MODEL, face, towards
from tests.photos import astronaut_photo, plain_photo, turned_photo


@dataclass(frozen=True)
class Place:
    """Where faces are kept, for commands and for whoever has no command for something."""

    env: dict[str, str]

    async def open(self, model: ModelId) -> Store:
        settings = Settings.from_env(self.env)
        if not settings.elasticsearch_urls:
            return await SqliteStore.open(settings.faces_db, model)
        return await ElasticStore.open(
            ElasticConnection(
                urls=settings.elasticsearch_urls, prefix=settings.elasticsearch_prefix
            ),
            model,
        )


@pytest.fixture(params=["sqlite", "elasticsearch"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    home = {"DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface")}
    if request.param == "sqlite":
        yield Place({"FACES_DB": str(tmp_path / "faces.db"), **home})
        return
    url, prefix = request.getfixturevalue("elasticsearch_url"), f"test-{uuid4().hex[:12]}"
    yield Place({"ELASTICSEARCH_URL": url, "ELASTICSEARCH_PREFIX": prefix, **home})

    async def clean() -> None:
        client = ElasticConnection(urls=(url,), prefix=prefix).client()
        made = await client.indices.get(index=f"{prefix}-*", features="aliases")
        if made.body:
            await client.indices.delete(index=list(made))
        await client.close()

    asyncio.run(clean())


@pytest.fixture
def core(place: Place) -> Run:
    return runner(place.env)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of photos: two with a face, one with none, and a file that is no photo."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, data in {
        "a.jpg": astronaut_photo(),
        "b.jpg": b"no photo at all, though it is called one",
        "c.jpg": plain_photo(),
        "d.jpg": turned_photo(),
    }.items():
        (folder / name).write_bytes(data)
    return folder


def test_all_photos_are_compared_and_told_in_order_as_identify_tells_them(
    core: Run, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = photos / "a.jpg"
    nobody = core("identify", "--exact", known)
    assert "nobody is enrolled in this gallery" in nobody.stdout
    core("enrol", "Ann", known)
    core("enrol", "Bo", known, "--gallery", "other", "--anyway")

    plain = core("identify", "--json", photos)
    exact = core("identify", "--exact", "--json", photos)
    assert (plain.status, exact.status) == (1, 1), "one of them is no photo"
    assert [Path(line["photo"]).name for line in exact.lines] == [
        "a.jpg",
        "b.jpg",
        "c.jpg",
        "d.jpg",
    ]
    assert exact.lines[1] == plain.lines[1]
    assert exact.lines[2] == plain.lines[2]
    for number in (0, 3):
        (one,), (other,) = exact.lines[number]["faces"], plain.lines[number]["faces"]
        (found,), (searched,) = one.pop("candidates"), other.pop("candidates")
        assert one == other
        assert one["decision"] == "match"
        assert found == pytest.approx(searched, abs=1e-5)

    monkeypatch.setattr("core.cli.auditing.PROBES_AT_ONCE", 1)  # a scan for each face
    out = tmp_path / "out"
    everywhere = core("identify", "--exact", "--all-galleries", photos, "--annotate", out)
    assert everywhere.status == 1
    assert everywhere.stderr == ""
    assert "looks like " in everywhere.stdout
    assert "Ann [default]  (distance" in everywhere.stdout
    assert "Bo [other]  (distance" in everywhere.stdout
    written = sorted(one.name for one in out.iterdir())
    assert written == ["a.jpg.jpg", "c.jpg.jpg", "d.jpg.jpg"]
    with Image.open(out / "a.jpg.jpg") as picture:
        assert picture.width > 640, "the candidates stand beside the photo"


def test_all_galleries_are_searched_but_those_of_another_model(
    core: Run, place: Place, photos: Path
) -> None:
    async def enrol_others(*galleries: str) -> None:
        store = await place.open(OTHER_MODEL)
        for name in galleries:
            gallery = store.gallery(name)
            cat = await gallery.claim("Cat")
            await gallery.add([face(gallery, cat, towards(1), model=OTHER_MODEL)])
        await store.close()

    known = photos / "a.jpg"
    empty = core("identify", "--all-galleries", known)
    assert "nobody is enrolled in any gallery" in empty.stdout
    core("enrol", "Ann", known, "--gallery", "one")
    core("enrol", "Ann", known, "--gallery", "two")
    asyncio.run(enrol_others(*(f"old {number}" for number in range(7))))
    ran = core("identify", "--json", "--all-galleries", "--top", "3", known)
    assert ran.status == 0
    assert "Left out, since Dlib/mmod/fast-1 is configured: old 0 (ArcFace/" in ran.stderr
    assert "old 4 (ArcFace/retinaface/deepface) and 2 more" in ran.stderr
    (found,) = ran.lines[0]["faces"]
    candidates = found["candidates"]
    assert sorted(one["gallery"] for one in candidates) == ["one", "two"]
    assert {one["name"] for one in candidates} == {"Ann"}
    assert len({one["id"] for one in candidates}) == 2
    assert candidates[0].keys() == {
        "id", "name", "gallery", "score", "distance", "evidence", "fpir"
    }  # fmt: skip
