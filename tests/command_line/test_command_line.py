"""The command line on SQLite, with the real model: in this process, and as one of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from PIL import Image

from tests.command_line.commands import Run, runner
from tests.photos import (
    article_identities,
    astronaut_photo,
    blurred_photo,
    bomb,
    faces_dir,
    plain_photo,
    turned_photo,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture
def env(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A machine with nothing set but where the data lies; weights are shared, people are not."""
    return {
        "FACES_DB": str(tmp_path / "data" / "faces.db"),
        "DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface"),
    }


@pytest.fixture
def core(env: dict[str, str]) -> Run:
    return runner(env)


@pytest.fixture
def process_env(env: dict[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return {**kept, **env, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def ann(tmp_path: Path) -> Path:
    path = tmp_path / "ann.jpg"
    path.write_bytes(astronaut_photo())
    return path


def test_a_person_is_enrolled_found_renamed_and_forgotten(core: Run, ann: Path) -> None:
    assert "Ann is known from 1 photo now." in core("enrol", "Ann", ann).stdout
    assert "Ann had this photo already." in core("enrol", "ann", ann).stdout

    found = core("identify", ann)
    assert found.status == 0
    assert "looks like Ann" in found.stdout
    assert re.search(r"0\.99\d  Ann  \(distance 0\.0\d\d; 0\.1% of strangers", found.stdout)

    assert "Ann  (1 photo, since 20" in core("people").stdout
    assert core("rename", "ANN", "Anna").status == 0
    assert "looks like Anna" in core("identify", ann).stdout
    assert "1 photo deleted" in core("forget", "anna").stdout
    assert "nobody is enrolled" in core("identify", ann).stdout
    assert "Nobody is enrolled" in core("people").stdout


def test_each_face_is_one_promised_object(core: Run, ann: Path) -> None:
    core("enrol", "Ann", ann)
    (line,) = core("identify", "--json", ann).lines
    assert line.keys() == {"photo", "faces"}
    assert line["photo"] == str(ann)
    (face,) = line["faces"]
    assert face.keys() == {"box", "detection", "decision", "candidates"}
    assert all(isinstance(number, int) for number in face["box"])
    assert 0 <= face["detection"] <= 1
    assert face["decision"] == "match"
    (candidate,) = face["candidates"]
    assert candidate.keys() == {"id", "name", "score", "distance", "evidence", "fpir"}
    assert candidate["name"] == "Ann"
    assert candidate["score"] == pytest.approx(1, abs=0.02)
    assert candidate["distance"] == pytest.approx((2 - 2 * candidate["score"]) ** 0.5, abs=1e-4)
    assert candidate["evidence"] < candidate["score"], (
        "less what the face has in common with others"
    )
    assert 0 < candidate["fpir"] <= 0.01, "a match is said where few strangers would score as high"


def test_an_empty_gallery_knows_nobody_and_says_so(core: Run, ann: Path) -> None:
    ran = core("identify", "--json", ann)
    assert ran.status == 0
    (line,) = ran.lines
    assert line["faces"][0]["candidates"] == []
    assert line["faces"][0]["decision"] == "unknown"


def test_galleries_do_not_know_each_other(core: Run, ann: Path) -> None:
    core("enrol", "Ann", ann, "--gallery", "one")
    (line,) = core("identify", "--json", ann, "--gallery", "two").lines
    assert line["faces"][0]["candidates"] == []
    assert core("forget", "Ann", "--gallery", "two").status == 1
    assert core("rename", "Ann", "Bo", "--gallery", "two").status == 1
    (listed,) = core("galleries", "--json").lines
    assert [(g["id"], g["people"], g["templates"]) for g in listed["galleries"]] == [("one", 1, 1)]


def odd_photos(folder: Path) -> dict[str, str | None]:
    """Write 100 photos, most of people and some that are wrong; return each one's error code."""
    folder.mkdir()
    told: dict[str, str | None] = {}

    def write(name: str, data: bytes, code: str | None = None) -> None:
        (folder / name).write_bytes(data)
        told[name] = code

    whole = astronaut_photo()
    write("text.jpg", b"This is a letter, not a photo.\n" * 40, "not_an_image")
    write("empty.jpg", b"", "empty_file")
    write("truncated.jpg", whole[: len(whole) // 2], "truncated_image")
    write("bomb.png", bomb(), "image_too_large")
    write("turned.jpg", turned_photo())
    write("nobody.jpg", plain_photo())
    people = sorted((faces_dir() / "lfw-dev").glob("*/*.jpg"))[:94]
    for number, path in enumerate(people):
        write(f"person{number:02}.jpg", path.read_bytes())
    return told


def test_a_hundred_photos_with_odd_ones_among_them_get_a_line_each_in_bounded_memory(
    process_env: dict[str, str], ann: Path, core: Run, tmp_path: Path
) -> None:
    told = odd_photos(tmp_path / "photos")
    core("enrol", "Ann", ann)
    command = [sys.executable, "-m", "core", "identify", "--json", str(tmp_path / "photos")]
    with subprocess.Popen(
        command, cwd=tmp_path, env=process_env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        watched, lines, most = psutil.Process(process.pid), [], 0
        for line in process.stdout:
            lines.append(json.loads(line))
            most = max(most, watched.memory_info().rss)
    assert process.returncode == 1
    assert {Path(line["photo"]).name for line in lines} == set(told)
    assert len(lines) == 100
    codes = {Path(line["photo"]).name: line.get("error", {}).get("code") for line in lines}
    assert codes == told
    by_name = {Path(line["photo"]).name: line for line in lines}
    assert by_name["nobody.jpg"]["faces"] == []
    (turned,) = by_name["turned.jpg"]["faces"]
    assert turned["decision"] == "match"
    assert all(line["error"]["message"].endswith(".") for line in lines if "error" in line)
    assert most < 1e9


def test_an_import_takes_what_it_can_tells_what_not_and_does_nothing_twice(
    core: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "people"
    for name, data in {
        "Ann/one.jpg": astronaut_photo(),
        "Ann/same.jpg": astronaut_photo(),
        "Ann/other.png": astronaut_photo("PNG"),
        "Bo/nobody.jpg": plain_photo(),
        "Bo/broken.jpg": astronaut_photo()[:5000],
        "Bo/notes.txt": b"no photo",
        "loose.jpg": plain_photo(),
        "\u200b/x.jpg": astronaut_photo(),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    first = core("import", "--json", folder)
    assert first.status == 1
    (report,) = first.lines
    assert report.keys() == {
        "people", "photos", "templates", "present", "skipped", "warnings", "seconds"
    }  # fmt: skip
    assert report["warnings"] == []
    assert (report["people"], report["photos"]) == (1, 7)
    assert (report["templates"], report["present"]) == (2, 1)
    assert {Path(s["photo"]).name: s["code"] for s in report["skipped"]} == {
        "nobody.jpg": "no_face",
        "broken.jpg": "truncated_image",
        "loose.jpg": "no_person_folder",
        "x.jpg": "bad_name",
    }
    (again,) = core("import", "--json", folder).lines
    assert (again["templates"], again["present"]) == (0, 3)
    assert [p["photos"] for p in core("people", "--json").lines[0]["people"]] == [2]


def test_pictures_are_written_beside_each_other_as_deep_as_the_photos_were(
    core: Run, ann: Path, tmp_path: Path
) -> None:
    core("enrol", "Ann", ann)
    photos = tmp_path / "photos"
    for place in ("a/x.jpg", "b/x.jpg", "x.png"):
        (photos / place).parent.mkdir(parents=True, exist_ok=True)
        (photos / place).write_bytes(astronaut_photo())
    out = tmp_path / "out"
    assert core("identify", photos, "--annotate", out).status == 0
    written = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert written == ["a/x.jpg.jpg", "b/x.jpg.jpg", "x.png.jpg"]
    with Image.open(out / "a/x.jpg.jpg") as picture:
        assert picture.width > 640, "the candidates stand beside the photo"


def test_two_photos_of_one_person_verify_and_two_people_do_not(core: Run) -> None:
    one, other = article_identities()[0][:2], article_identities()[1][:1]
    same = core("verify", "--json", *one).lines[0]
    different = core("verify", "--json", one[0], *other).lines[0]
    assert same.keys() == {
        "photos", "decision", "score", "distance", "evidence", "fpir", "threshold"
    }  # fmt: skip
    assert same["evidence"] >= same["threshold"] > different["evidence"]
    assert same["score"] > different["score"]
    assert different["decision"] == "unknown"


def test_an_export_holds_everything_and_is_for_its_owner_alone(
    core: Run, ann: Path, tmp_path: Path
) -> None:
    core("enrol", "Änne 李", ann)
    file = tmp_path / "gallery.jsonl"
    assert core("export", file).status == 0
    assert file.stat().st_mode & 0o077 == 0
    header, template, end = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert (header["format"], header["version"]) == ("familiar-gallery", 2)
    assert header["model"] == "Dlib/mmod/fast-1"
    assert template["name"] == "Änne 李"
    assert template.keys() == {
        "template", "person", "name", "vector", "photo", "crop", "enrolled_by", "enrolled_at",
    }  # fmt: skip
    assert end.keys() == {"end", "sha256"}
    assert core("export", "-").stdout.count("\n") == 3


def test_the_doctor_finds_a_fresh_machine_well(core: Run) -> None:
    ran = core("doctor", "--json")
    assert ran.status == 0
    assert {c["part"]: c["ok"] for c in ran.lines[0]["checks"]} == {
        "model": True,
        "store": True,
        "galleries": True,
    }


def test_the_doctor_says_of_each_part_what_to_do(core: Run) -> None:
    ran = core("doctor", MODEL="ArcFace", ELASTICSEARCH_URL="http://127.0.0.1:9")
    assert ran.status == 1
    assert "Traceback" not in ran.stderr
    assert "arcface_weights.onnx" in ran.stdout
    assert "face store is not answering" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "setting"),
    [
        (("people",), {"ELASTICSEARCH_URL": "nonsense"}),
        (("people",), {"MODEL": "Nobody"}),
        (("identify",), {}),
        (("import", "no/such/folder"), {}),
        (("identify", "x.jpg", "--top", "0"), {}),
        (("identify", "x.jpg", "--gallery", "one", "--all-galleries"), {}),
        (("dance",), {}),
    ],
)
def test_a_wrong_use_or_setting_is_status_2_and_one_sentence(
    core: Run, arguments: tuple[str, ...], setting: dict[str, str]
) -> None:
    ran = core(*arguments, **setting)
    assert ran.status == 2
    assert ran.stdout == ""
    assert ran.stderr.strip()
    assert "Traceback" not in ran.stderr


def test_errors_of_a_whole_command_are_json_for_scripts(core: Run) -> None:
    ran = core("forget", "Ann", "--json")
    assert ran.status == 1
    assert ran.lines[0]["error"]["code"] == "unknown_person"


def test_a_photo_that_is_not_there_is_said(core: Run) -> None:
    (line,) = core("identify", "--json", "nowhere.jpg").lines
    assert line["error"]["code"] == "unreadable_file"


def test_several_faces_need_a_word_which(core: Run) -> None:
    couple = faces_dir() / "deepface" / "couple.jpg"
    ran = core("enrol", "Ann", couple)
    assert ran.status == 1
    assert "say which one" in ran.stderr
    assert core("enrol", "Ann", couple, "--face", "2").status == 0
    assert core("enrol", "Ann", couple, "--face", "9").status == 1


def test_a_poor_photo_is_enrolled_only_when_somebody_insists(core: Run, tmp_path: Path) -> None:
    poor = tmp_path / "poor.jpg"
    poor.write_bytes(blurred_photo())
    ran = core("enrol", "Ann", poor)
    assert ran.status == 1
    assert "is blurred (its sharpness is 0.0" in ran.stderr
    assert "With --anyway such a photo is enrolled all the same." in ran.stderr
    assert "Ann was not enrolled" in ran.stdout
    (told,) = core("enrol", "--json", "Ann", poor).lines
    assert [skip["code"] for skip in told["skipped"]] == ["face_blurred"]
    assert core("people", "--json").lines[0]["people"] == []

    assert core("enrol", "Ann", poor, "--anyway").status == 0
    again = core("enrol", "Ann", poor)
    assert (again.status, again.stdout) == (0, "Ann had this photo already.\n")


def test_a_face_that_is_somebody_elses_is_not_enrolled_under_a_new_name(
    core: Run, ann: Path, tmp_path: Path
) -> None:
    core("enrol", "Ann", ann)
    other = tmp_path / "other.jpg"
    other.write_bytes(astronaut_photo(side=400))
    ran = core("enrol", "Bo", other)
    assert ran.status == 1
    assert "This looks like Ann (score 0.99" in ran.stderr
    assert core("enrol", "Bo", other, "--anyway").status == 0
    assert len(core("people", "--json").lines[0]["people"]) == 2


def test_a_photo_unlike_a_persons_others_is_told(core: Run, ann: Path) -> None:
    core("enrol", "Ann", ann)
    stranger = article_identities()[3][0]
    ran = core("enrol", "--json", "Ann", stranger)
    assert ran.status == 1
    (skip,) = ran.lines[0]["skipped"]
    assert skip["code"] == "unlike_the_others"
    assert "does not look like the Ann who is enrolled" in skip["message"]


def test_an_import_takes_poor_photos_and_warns_of_them(core: Run, tmp_path: Path) -> None:
    folder = tmp_path / "people" / "Ann"
    folder.mkdir(parents=True)
    (folder / "good.jpg").write_bytes(astronaut_photo())
    (folder / "poor.jpg").write_bytes(blurred_photo())
    ran = core("import", "--json", folder.parent)
    assert ran.status == 0
    (report,) = ran.lines
    assert (report["templates"], report["skipped"]) == (2, [])
    (warning,) = report["warnings"]
    assert warning.keys() == {"photo", "code", "message"}
    assert (Path(warning["photo"]).name, warning["code"]) == ("poor.jpg", "face_blurred")
    told = core("import", folder.parent, "--gallery", "other").stdout
    assert "poor.jpg: The face in this photo is blurred" in told
    assert "1 poor" in told


def test_as_a_process_it_reads_dot_env_and_ends_with_the_status(
    process_env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("MODEL=Nobody\n")
    command = [sys.executable, "-m", "core", "people"]
    ran = subprocess.run(
        command, cwd=tmp_path, env=process_env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "MODEL names nothing that deepface has" in ran.stderr
    given = {**process_env, "MODEL": "Dlib"}
    ran = subprocess.run(
        command, cwd=tmp_path, env=given, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, ""), "the environment outranks the file"


def test_a_reader_that_has_had_enough_ends_it_quietly(
    process_env: dict[str, str], tmp_path: Path
) -> None:
    photos = [str(tmp_path / f"none{number}.jpg") for number in range(3000)]
    ran = subprocess.run(
        ["bash", "-c", '"$@" | head -n 1', "-", sys.executable, "-m", "core", "identify", *photos],
        cwd=tmp_path, env=process_env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert len(ran.stdout.splitlines()) == 1
    assert ran.stderr == ""
