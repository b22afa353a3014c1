"""A disk with no room left: whatever is saved or exported there is refused in one line, and the file that was there is whole."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hlviz.cli import main
from hlviz.interchange.formats import FILMS, FORMATS, PAGES

ROOM = 64 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, full but for a few bytes, on which each file had an older version."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("left out: only root can mount a small disk, on Linux")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> None:
    """Use up what room is left."""
    with (disk / "filler").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return


@pytest.mark.parametrize("key", FORMATS)
def test_an_export_onto_a_full_disk_leaves_the_old_file(
    key: str, disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = disk / f"out{FORMATS[key].suffix}"
    out.write_bytes(b"an older one")
    fill(disk)
    assert main(["export", "--preset", "xor", "--epochs", "1", "--to", key, "--out", str(out)]) == 2
    told, err = capsys.readouterr()
    assert told == ""
    assert len(err.splitlines()) == 1
    assert "the disk is full" in err
    assert out.read_bytes() == b"an older one"
    assert sorted(path.name for path in disk.iterdir()) == ["filler", out.name]


def test_a_project_saved_onto_a_full_disk_leaves_the_old_one(disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = disk / "mine.hlviz"
    out.write_bytes(b"an older one")
    fill(disk)
    assert main(["train", "--preset", "xor", "--epochs", "1", "--out", str(out)]) == 2
    assert "the disk is full" in capsys.readouterr().err
    assert out.read_bytes() == b"an older one"
    assert sorted(path.name for path in disk.iterdir()) == ["filler", "mine.hlviz"]


@pytest.mark.parametrize("key", [*PAGES, *(key for key in FILMS if key != "mp4")])
def test_what_is_drawn_onto_a_full_disk_leaves_the_old_file(key: str, disk: Path) -> None:
    out = disk / "out"
    out.write_bytes(b"an older one")
    fill(disk)
    words = ["--preset", "xor", "--epochs", "1", "--to", key, "--out", str(out)]
    if key in FILMS:
        words += ["--seconds", "0.2", "--size", "320x200"]
    command = [sys.executable, "-m", "hlviz", "export", *words]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (2, ""), answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert "the disk is full" in answer.stderr
    assert out.read_bytes() == b"an older one"
    assert sorted(path.name for path in disk.iterdir()) == ["filler", "out"]
