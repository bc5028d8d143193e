"""A process that decodes and encodes the worst photos stays under a gibibyte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.test_images_memory import WORST

MOST_MEBIBYTES = 950
"""Of the whole process, at its peak, whatever it did before."""

WORKING = """
import pathlib, re, sys
from core import images
from core.encoders.deepface import DeepFaceEncoder
from tests.photos import astronaut_photo
home, *files = map(pathlib.Path, sys.argv[1:])
encoder = DeepFaceEncoder("Dlib", "dlib", home)
for _ in range(2):
    assert encoder.encode(images.load(astronaut_photo("JPEG", 1600)))
for file in files:
    encoder.encode(images.load(file.read_bytes()))
status = pathlib.Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 2**10)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read as Linux tells it")
def test_the_worst_photos_one_after_another_stay_under_a_gibibyte(tmp_path: Path) -> None:
    files = []
    for number, form in enumerate(("JPEG in several scans", "WebP", "PNG with alpha")):
        make, _ = WORST[form]
        files.append(tmp_path / str(number))
        files[-1].write_bytes(make())

    done = subprocess.run(
        [sys.executable, "-c", WORKING, str(tmp_path / "home"), *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(done.stdout) < MOST_MEBIBYTES
    sys.stdout.write(f"{done.stdout.strip()} MiB\n")
