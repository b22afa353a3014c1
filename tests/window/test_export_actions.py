"""File ▸ Export: the network on screen goes into a file, and the window does not wait for it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QProgressBar, QProgressDialog
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.interchange.formats import FILMS, FORMATS
from hlviz.interchange.pictures import Film
from hlviz.window import export_actions
from hlviz.window.run_film import RunFilm
from tests.window.test_file_actions import chosen


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_is_in_the_menu_and_writes_a_file(
    key: str, parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, tmp_path / "mine")
    with qtbot.waitSignal(parts.context.filing.written, timeout=10_000):
        parts.menus[f"file.export.{key}"].trigger()
    path = tmp_path / f"mine{FORMATS[key].suffix}"
    assert path.stat().st_size > 50
    assert str(path) in parts.window.status.message


def test_what_is_on_screen_is_exported_when_looking_back(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = parts.context
    c.run.step_epoch()
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 1, timeout=10_000)
    c.playback.seek(0)
    assert not c.playback.moment.is_live
    chosen(monkeypatch, tmp_path / "then.py")
    with qtbot.waitSignal(c.filing.written, timeout=10_000):
        parts.menus["file.export.numpy"].trigger()
    code = (tmp_path / "then.py").read_text(encoding="utf-8")
    assert "Trained for 0 epochs (0 steps)" in code
    answer = subprocess.run([sys.executable, str(tmp_path / "then.py")], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    first = export_actions.shown(c).parameters.weights[0]
    np.testing.assert_array_equal(first, c.playback.report.start.weights[0])


def test_what_cannot_be_written_is_told(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("hlviz.app.compose.tell_problem", lambda window, what, safe, remedy: told.append(what))
    chosen(monkeypatch, tmp_path / "no" / "folder" / "x.py")
    parts.menus["file.export.numpy"].trigger()
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert "there is no folder" in told[0]


@pytest.mark.parametrize("key", ["webp", "apng", "gif"])
def test_a_run_is_exported_as_a_film(
    key: str, parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = parts.context
    for epoch in (1, 2, 3):
        c.run.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: c.playback.moment.frame.epoch == epoch, timeout=10_000)
    before = c.playback.moment
    chosen(monkeypatch, tmp_path / "run")
    with qtbot.waitSignal(c.filing.written, timeout=60_000):
        parts.menus[f"file.export.{key}"].trigger()
    with Image.open(tmp_path / f"run{FILMS[key].suffix}") as film:
        assert film.size == (960, 540)
        assert film.n_frames >= 2
        first, last = (frame_of(film, at) for at in (0, film.n_frames - 1))
    assert (first != last).any(), "the network learns"
    foot = last[-13, 145:-40]
    assert (np.abs(foot.astype(int) - foot[0]) <= 40).all(), "the bar is full at the end"
    assert c.playback.moment is before, "what is on screen stays"
    qtbot.waitUntil(lambda: not films(parts), timeout=10_000)
    assert not parts.window.findChildren(QProgressDialog)


def films(parts: Parts) -> list[RunFilm]:
    return parts.window.findChildren(RunFilm)


def test_a_film_called_off_while_it_is_drawn_leaves_the_old_file(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = parts.context
    c.run.step_epoch()
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 1, timeout=10_000)
    (tmp_path / "run.webp").write_bytes(b"an older film")
    chosen(monkeypatch, tmp_path / "run.webp")
    parts.menus["file.export.webp"].trigger()
    (film,) = films(parts)
    film.bar.canceled.emit()  # as its button does
    qtbot.waitUntil(lambda: not films(parts), timeout=10_000)
    c.filing.close()
    assert [path.name for path in tmp_path.iterdir()] == ["run.webp"]
    assert (tmp_path / "run.webp").read_bytes() == b"an older film"


@pytest.mark.parametrize("key", ["webp", "apng", "gif"])
def test_a_film_called_off_while_it_is_made_leaves_no_file(
    key: str, parts: Parts, qtbot: QtBot, tmp_path: Path
) -> None:
    c = parts.context
    for epoch in (1, 2, 3):
        c.run.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: c.playback.moment.frame.epoch == epoch, timeout=10_000)
    (tmp_path / "out").mkdir()
    going, goes_on = Event(), Event()
    form = FILMS[key]

    def slowly(film: Film) -> bytes:
        going.set()
        goes_on.wait(10)
        return form.encode(film)

    made = RunFilm(
        c.playback.report, 10**9, c.canvas.look.theme, replace(form, encode=slowly), tmp_path / "out/run", c.filing, parts.window
    )  # fmt: skip
    made.begin()
    qtbot.waitUntil(going.is_set, timeout=10_000)
    with qtbot.waitSignal(c.filing.saved, timeout=10_000):  # no save waits for a film
        c.filing.save_as(tmp_path / "mine.hlviz")
    made.call_off()
    goes_on.set()
    qtbot.waitUntil(lambda: not films(parts), timeout=10_000)
    c.filing.close()
    assert list((tmp_path / "out").iterdir()) == []


def test_the_bar_tells_how_far_a_film_is(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = parts.context
    for epoch in (1, 2, 3):
        c.run.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: c.playback.moment.frame.epoch == epoch, timeout=10_000)
    chosen(monkeypatch, tmp_path / "run")
    parts.menus["file.export.webp"].trigger()
    (film,) = films(parts)
    values: list[int] = []
    film.bar.findChild(QProgressBar).valueChanged.connect(values.append)
    with qtbot.waitSignal(c.filing.written, timeout=60_000):
        pass
    assert values == sorted(values)
    assert len(values) >= 4


def frame_of(film: Image.Image, at: int) -> np.ndarray:
    film.seek(at)
    return np.asarray(film.convert("RGB"))


def test_without_ffmpeg_a_video_is_refused_before_a_file_is_asked_for(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(export_actions, "tell_problem", lambda window, what, safe, remedy: told.append(what))
    monkeypatch.setenv("PATH", "")
    parts.menus["file.export.mp4"].trigger()
    assert "ffmpeg" in told[0]


def test_a_table_gets_the_answers_of_the_network_on_screen(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "new.csv"
    table.write_text("x2,who,x1\n1,Ann,-2\n-3,Bob,0.5\n", encoding="utf-8")
    monkeypatch.setattr(export_actions.QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    monkeypatch.setattr(export_actions, "ask_new_file", lambda *_: tmp_path / "said.csv")
    c = parts.context
    with qtbot.waitSignal(c.filing.written, timeout=10_000):
        parts.menus["file.export.table"].trigger()
    assert "not used: 'who'" in parts.window.status.message
    lines = (tmp_path / "said.csv").read_text(encoding="utf-8").splitlines()
    net = export_actions.shown(c)
    expected = net.named(net.outputs(np.array([[-2, 1], [0.5, -3]])))
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["1", "Ann", "-2", expected[0]],
        ["-3", "Bob", "0.5", expected[1]],
    ]
    monkeypatch.setattr(export_actions, "ask_new_file", lambda *_: table)
    told: list[str] = []
    monkeypatch.setattr(export_actions, "tell_problem", lambda window, what, safe, remedy: told.append(what))
    parts.menus["file.export.table"].trigger()
    assert "the table itself" in told[0]
    assert table.read_text(encoding="utf-8").startswith("x2,who,x1\n1,Ann")
