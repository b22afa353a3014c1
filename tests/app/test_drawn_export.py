"""What is drawn on the command line: reports and films, made by the process that a person starts."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image


def run(tmp_path: Path, *words: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    answer = subprocess.run(
        [sys.executable, "-m", "hlviz", "export", *words],
        cwd=tmp_path, capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert answer.returncode == code, answer.stderr
    return answer


def test_a_film_is_trained_drawn_and_written(tmp_path: Path) -> None:
    words = ("--preset", "xor", "--epochs", "5", "--to", "webp", "--seconds", "0.5", "--fps", "10", "--size", "320x200")
    answer = json.loads(run(tmp_path, *words, "--theme", "dark", "--out", "run.webp", "--json").stdout)
    assert answer == {
        "format": "webp", "out": "run.webp", "bytes": (tmp_path / "run.webp").stat().st_size, "epochs": 5,
    }  # fmt: skip
    with Image.open(tmp_path / "run.webp") as film:
        assert (film.size, film.n_frames) == ((320, 200), 5)
        film.load()
        assert film.info["duration"] == 100
        first = np.asarray(film.convert("RGB"), int)
        film.seek(4)
        last = np.asarray(film.convert("RGB"), int)
    assert first.mean() < 110, "it is dark"
    assert np.abs(first - last).max() > 60, "the network learns"


def test_a_video_where_there_is_ffmpeg_and_a_word_where_there_is_none(tmp_path: Path) -> None:
    words = ("--preset", "xor", "--epochs", "2", "--to", "mp4", "--seconds", "0.3", "--out", "run.mp4")
    program = shutil.which("ffmpeg")
    if program is None:
        answer = run(tmp_path, *words, code=2)
        assert answer.stderr.startswith("hlviz: MP4 is made by ffmpeg")
        assert list(tmp_path.iterdir()) == []
        return
    run(tmp_path, *words)
    command = [
        program,
        "-loglevel",
        "error",
        "-i",
        str(tmp_path / "run.mp4"),
        "-frames:v",
        "1",
        "-f",
        "image2pipe",
        "-",
    ]
    shown = subprocess.run([*command[:-1], "-c:v", "png", "-"], capture_output=True, check=True).stdout
    assert Image.open(io.BytesIO(shown)).size == (960, 540)


@pytest.mark.parametrize(("paper", "box"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_a_report_is_one_page_of_the_paper_asked_for(paper: str, box: tuple[int, int], tmp_path: Path) -> None:
    run(tmp_path, "--preset", "xor", "--epochs", "2", "--to", "report", "--paper", paper, "--out", "report.pdf")
    data = (tmp_path / "report.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    media = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", data)
    assert media is not None
    assert [round(float(side)) for side in media.groups()] == list(box)
    assert b"/Count 1" in data
