"""`migrate`, with real photos: to another recipe and back, on both stores."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.command_line.commands import Run
from tests.command_line.migrating_rooms import (
    ACCURATE,
    FAST,
    ann,
    begin_to_move,
    core,
    enrol_somebody_without_a_face,
    env,
    first_candidate,
    others,
)

__all__ = ["ann", "core", "env"]


def test_from_deepface_to_the_fast_encoder_as_everybody_must(core: Run, ann: Path) -> None:
    """The defaults have changed: whoever has a gallery is told what to do, and does it."""
    before = {"MODEL": "Dlib", "DETECTOR": "dlib"}
    core("enrol", "Ann", ann, **before)
    core("enrol", "Änne", ann, "--gallery", "chat 2", **before)
    refused = core("identify", ann)
    assert refused.status == 1
    assert "Dlib/dlib/deepface" in refused.stderr
    assert "run `python -m core migrate --all`" in refused.stderr
    examined = core("doctor")
    assert examined.status == 1
    assert "FAIL  galleries: These galleries are of another recipe than Dlib/mmod/fast-1" in (
        examined.stdout
    )
    assert (
        "chat 2 (Dlib/dlib/deepface, 1 templates), default (Dlib/dlib/deepface" in examined.stdout
    )
    assert first_candidate(core("identify", "--json", ann, **before))["name"] == "Ann"

    moved = core("migrate", "--all", "--json")
    assert (moved.status, moved.stderr) == (0, "")
    assert [line["gallery"] for line in moved.lines] == ["chat 2", "default"]
    for line in moved.lines:
        assert line.pop("seconds") >= 0
        del line["gallery"]
        assert line == {
            "from": "Dlib/dlib/deepface",
            "to": FAST,
            "people": 1,
            "templates": 1,
            "present": 0,
            "failed": 0,
            "lost": [],
        }
    found = first_candidate(core("identify", "--json", ann))
    assert found["name"] == "Ann"
    assert found["score"] > 0.99
    assert "This gallery was made with Dlib/mmod/fast-1" in core("people", **before).stderr

    healthy = core("doctor")
    assert healthy.status == 0
    assert "ok    galleries: 2 of Dlib/mmod/fast-1; kept from before, or of a" in healthy.stdout
    assert "chat 2 (Dlib/dlib/deepface, 1 templates), default (Dlib/dlib" in healthy.stdout
    assert "migrate --all --drop-old` deletes that, and forgets nobody" in healthy.stdout
    (dropped,) = core("migrate", "--drop-old", "--json").lines
    assert dropped == {
        "gallery": "default",
        "model": "Dlib/dlib/deepface",
        "templates": 1,
        "forgotten": 0,
    }
    assert (
        "chat 2: what was of Dlib/dlib/deepface is deleted, 1 in number"
        in core("migrate", "--drop-old", "--all").stdout
    )
    assert "Nothing is kept from before." in core("migrate", "--drop-old", "--all").stderr
    assert first_candidate(core("identify", "--json", ann))["name"] == "Ann"


def test_to_another_recipe_and_back_and_what_to_set_is_said(
    core: Run, env: dict[str, str], ann: Path
) -> None:
    core("enrol", "Ann", ann)
    ran = core("migrate", "--to", "Dlib/mmod/accurate")
    assert ran.status == 0
    assert f"default is of {ACCURATE} now: 1 person. Templates: 1 made" in ran.stdout
    assert f"The templates of {FAST} are kept until `python -m core migrate --drop-old`" in (
        ran.stdout
    )
    assert "Now set MODEL=Dlib, DETECTOR=mmod, PROFILE=accurate" in ran.stderr
    assert core("identify", ann).status == 1
    assert first_candidate(core("identify", "--json", ann, PROFILE="accurate"))["name"] == "Ann"

    core("enrol", "Bo", ann, "--anyway", PROFILE="accurate")
    (back,) = core("migrate", "--json", PROFILE="fast").lines
    assert (back["from"], back["to"]) == (ACCURATE, FAST)
    assert (back["people"], back["templates"], back["present"]) == (2, 1, 1)
    assert core("identify", ann).status == 0
    assert [one.templates for one in asyncio.run(others(env))] == [2]
    assert core("forget", "Ann").status == 0
    assert [one.templates for one in asyncio.run(others(env))] == [1], "Bo's alone"


def test_faces_that_are_to_be_named_nowhere_are_no_gallery_to_move_or_export(
    core: Run, ann: Path, tmp_path: Path
) -> None:
    before, gallery = {"MODEL": "Dlib", "DETECTOR": "dlib"}, "unnamed-dlib-dlib-deepface"
    core("enrol", "7", ann, "--gallery", gallery, **before)
    core("enrol", "Ann", ann)
    assert "who asked to be named nowhere" in core("galleries").stdout
    refused = core("export", tmp_path / "x", "--gallery", gallery, "--json", **before)
    assert (refused.status, refused.lines[0]["error"]["code"]) == (1, "not_for_export")
    assert not (tmp_path / "x").exists()
    healthy = core("doctor")
    assert healthy.status == 0
    assert "1 of Dlib/mmod/fast-1; 1 who asked to be named nowhere" in healthy.stdout

    moved = core("migrate", "--all", "--json")
    assert [line["gallery"] for line in moved.lines] == ["default"]
    assert "the bot asks each for another photo" in moved.stderr
    assert gallery in core("galleries").stdout, "until nothing from before is wanted any more"
    (dropped,) = core("migrate", "--all", "--drop-old", "--json").lines
    assert dropped == {
        "gallery": gallery,
        "model": "Dlib/dlib/deepface",
        "templates": 1,
        "forgotten": 1,
    }
    assert gallery not in core("galleries").stdout


def test_who_is_lost_is_named_and_is_enrolled_again(
    core: Run, env: dict[str, str], ann: Path
) -> None:
    core("enrol", "Ann", ann)
    asyncio.run(enrol_somebody_without_a_face(env, "Bo", "default"))
    ran = core("migrate", "--to", "dlib/MMOD/accurate-1", "--json")
    assert ran.status == 1
    (report,) = ran.lines
    assert (report["people"], report["templates"], report["failed"]) == (1, 1, 1)
    ((lost),) = report["lost"]
    assert (lost["name"], lost["code"]) == ("Bo", "no_face")
    assert "Bo must be enrolled again (no_face" in core("migrate", PROFILE="accurate").stdout

    assert core("enrol", "Bo", ann, "--anyway", PROFILE="accurate").status == 0
    assert core("migrate", PROFILE="accurate").status == 0
    assert core("migrate", "--drop-old", PROFILE="accurate").status == 0
    listed = core("people", "--json", PROFILE="accurate").lines[0]["people"]
    assert [person["name"] for person in listed] == ["Ann", "Bo"]


def test_how_many_are_forgotten_with_what_is_kept_is_said_before_and_after(
    core: Run, env: dict[str, str], ann: Path
) -> None:
    core("enrol", "Ann", ann)
    for name in ("Bo", "Cy"):
        asyncio.run(enrol_somebody_without_a_face(env, name, "default"))
    assert core("migrate", "--to", "Dlib/mmod/accurate").status == 1
    assert "forgets 2 people who could not be moved" in core("doctor", PROFILE="accurate").stdout
    dropped = core("migrate", "--drop-old", "--all", PROFILE="accurate")
    assert dropped.status == 0
    assert (
        f"default: what was of {FAST} is deleted, 3 in number. Forgotten with it, as nothing else "
        "was kept of them: 2 people."
    ) in dropped.stdout


def test_what_an_unfinished_migration_has_made_is_not_taken_for_old(
    core: Run, env: dict[str, str], ann: Path
) -> None:
    core("enrol", "Ann", ann)
    core("enrol", "Bo", ann, "--anyway")
    asyncio.run(begin_to_move(env, "Ann", "default"))
    before = core("doctor")
    assert before.status == 0
    assert "of a `migrate --to` that is not finished: default (Dlib/mmod/acc" in before.stdout
    assert "forgets nobody" in before.stdout
    after = core("doctor", PROFILE="accurate")
    assert after.status == 1
    assert (
        f"default ({FAST}, 2 templates; 1 of {ACCURATE} beside them: a migration to that is not "
        "finished"
    ) in after.stdout
    assert "Run `python -m core migrate --all`" in after.stdout
    assert "--drop-old" not in after.stdout

    refused = core("migrate", "--all", "--drop-old", PROFILE="accurate")
    assert (refused.status, refused.stdout) == (1, "")
    assert f"default is of another recipe than {ACCURATE}" in refused.stderr
    assert [one.templates for one in asyncio.run(others(env))] == [1]
    (report,) = core("migrate", "--all", "--json", PROFILE="accurate").lines
    assert (report["people"], report["templates"], report["present"]) == (2, 1, 1)


def test_nothing_happens_where_nobody_can_be_moved(core: Run, env: dict[str, str]) -> None:
    asyncio.run(enrol_somebody_without_a_face(env, "Bo", "default"))
    ran = core("migrate", "--to", "Dlib/mmod/accurate")
    assert ran.status == 1
    assert "default is as it was" in ran.stdout
    assert core("people").status == 0


def test_an_empty_gallery_is_told_where_the_others_are(core: Run, ann: Path) -> None:
    assert "There is no gallery yet" in core("migrate", "--all").stderr
    core("enrol", "Ann", ann, "--gallery", "chat")
    ran = core("migrate", PROFILE="accurate")
    assert ran.status == 0
    assert "Nobody is enrolled in default. `galleries` lists those there are" in ran.stdout


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
def test_weights_that_are_not_here_change_nothing(core: Run, ann: Path) -> None:
    core("enrol", "Ann", ann)
    ran = core("migrate", "--to", "ArcFace/dlib")
    assert ran.status == 1
    assert "arcface_weights.onnx" in ran.stderr
    assert "Stopped early. Run the same command again" in ran.stderr
    assert core("identify", ann).status == 0


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("ArcFace", "MODEL/DETECTOR/PROFILE"),
        ("Dlib/mmod/fast/1", "MODEL/DETECTOR/PROFILE"),
        ("Dlib//fast", "MODEL/DETECTOR/PROFILE"),
        ("Dlib/mmod/best", "Dlib/mmod/accurate"),
        ("Dlib/mmod/fast-7", "fast-1 is what this program makes"),
        ("Dlib/mmod/deepface", "Dlib/mmod/accurate"),
        ("ArcFace/retinaface/fast", "profiles are for Dlib/mmod alone"),
        ("Nobody/dlib", "MODEL names nothing"),
        ("ArcFace/mmod", "DETECTOR names nothing"),
        ("Dlib/eyes", "DETECTOR names nothing"),
    ],
)
def test_a_recipe_that_there_is_not_is_one_sentence(core: Run, recipe: str, words: str) -> None:
    ran = core("migrate", "--to", recipe)
    assert (ran.status, ran.stdout) == (2, "")
    assert words in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
def test_moving_and_deleting_at_once_is_a_wrong_use(core: Run) -> None:
    assert core("migrate", "--to", "Dlib/mmod/fast", "--drop-old").status == 2
