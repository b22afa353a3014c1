"""Films: as many pictures as were given, of their size and colours, and the last one stays."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hlviz.errors import HlvizError
from hlviz.interchange import film
from hlviz.interchange.formats import FILMS
from hlviz.interchange.pictures import Film, Picture

SIZE = (33, 21)


def color(i: int) -> tuple[int, int, int]:
    return 255 - 40 * (i % 6), 40 * (i % 6), 90


def pictures(count: int) -> list[Picture]:
    return [Picture.of(*SIZE, bytes([*color(i)[::-1], 255]) * (SIZE[0] * SIZE[1])) for i in range(count)]


@pytest.mark.parametrize(("key", "kind"), [("webp", "WEBP"), ("apng", "PNG"), ("gif", "GIF")])
def test_a_film_holds_its_pictures(key: str, kind: str) -> None:
    made = Image.open(io.BytesIO(FILMS[key].encode(Film(pictures(5), per_second=20))))
    assert (made.format, made.size, made.n_frames) == (kind, SIZE, 5)
    for at in range(5):
        made.seek(at)
        made.load()
        assert made.info["duration"] == (50 if at < 4 else film.REST)
        assert made.convert("RGB").getpixel((5, 5)) == pytest.approx(color(at), abs=0 if key == "apng" else 12)


def test_one_picture_is_a_film_too() -> None:
    for key in ("webp", "apng", "gif"):
        assert Image.open(io.BytesIO(FILMS[key].encode(Film(pictures(1))))).size == SIZE


def test_a_film_can_be_called_off_while_it_is_made() -> None:
    class EnoughError(Exception):
        pass

    for key in ("webp", "apng", "gif"):
        shares: list[float] = []

        def told(share: float, shares: list[float] = shares) -> None:
            shares.append(share)
            if share > 0.3:
                raise EnoughError

        with pytest.raises(EnoughError):
            FILMS[key].encode(Film(pictures(9), told=told))
        assert shares == sorted(shares)
        assert 0.3 < shares[-1] < 0.5


def test_without_ffmpeg_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HlvizError, match="ffmpeg, which is not on the path"):
        film.mp4(Film(pictures(2)))


# With ffmpeg


@pytest.fixture
def ffmpeg() -> str:
    program = shutil.which("ffmpeg")
    if program is None:
        pytest.skip("left out: ffmpeg is not on the path")
    return program


def decoded(program: str, data: bytes, tmp_path: Path, width: int, height: int) -> np.ndarray:
    (tmp_path / "film.mp4").write_bytes(data)
    command = [
        program,
        "-loglevel",
        "error",
        "-i",
        str(tmp_path / "film.mp4"),
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-",
    ]
    run = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(run.stdout, np.uint8).reshape(-1, height, width, 3)


def test_a_video_holds_the_pictures_in_their_colors(ffmpeg: str, tmp_path: Path) -> None:
    shares: list[float] = []
    data = film.mp4(Film(pictures(5), per_second=10, told=shares.append))
    frames = decoded(ffmpeg, data, tmp_path, 34, 22)  # of even sides
    assert len(frames) == 5 + film.REST * 10 // 1000
    for at, frame in enumerate(frames):
        assert frame[10, 10].tolist() == pytest.approx(color(min(at, 4)), abs=10)
    assert shares == sorted(shares)
    assert data.index(b"moov") < data.index(b"mdat"), "it plays while it is still being loaded"


def test_a_video_can_be_called_off(ffmpeg: str) -> None:
    def told(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        film.mp4(Film(pictures(6), told=told))


def test_what_ffmpeg_says_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho first >&2\necho 'no such encoder' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    if shutil.which("ffmpeg") is None:
        pytest.skip("left out: scripts are no programs on this system")
    with pytest.raises(HlvizError, match=r"ffmpeg made no MP4 \(no such encoder\); export WebP") as failure:
        film.mp4(Film(pictures(200)))
    assert "\n" not in str(failure.value)
