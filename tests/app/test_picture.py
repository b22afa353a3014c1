"""`hlviz picture` as people use it: another process, no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import hlviz.app.picture as picture_module
from hlviz.colors import DARK, LIGHT
from hlviz.document import Project
from hlviz.files import Saved, write_project
from hlviz.session.preferences import Preferences
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer


def picture(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    command = [sys.executable, "-m", "hlviz", "picture", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)


@pytest.mark.parametrize(("theme", "ground"), [("light", LIGHT.window), ("dark", DARK.window)])
def test_it_draws_the_whole_window_and_says_nothing(tmp_path: Path, app: QApplication, theme: str, ground: str) -> None:
    out = tmp_path / "window.png"
    done = picture("--preset", "circle", "--epochs", "2", "--theme", theme, "--size", "1366x768", "--out", str(out))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    image = QImage(str(out))
    assert image.size().toTuple() == (1366, 768)
    assert image.pixelColor(3, 400).name() == ground
    # the output panel takes longest to come: its map is full of colours
    panel = {image.pixelColor(x, y).name() for x in range(1120, 1290, 5) for y in range(140, 310, 5)}
    assert len(panel) > 100


def test_the_same_training_gives_the_same_picture(tmp_path: Path) -> None:
    paths = [tmp_path / "a.png", tmp_path / "b.png"]
    for path in paths:
        done = picture("--preset", "xor", "--epochs", "3", "--size", "800x600", "--out", str(path))
        assert done.returncode == 0, done.stderr
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_its_preferences_go_nowhere(tmp_path: Path) -> None:
    assert picture_module.NOWHERE.parent == Path(os.devnull)
    device = tmp_path / "device"  # a file, in place of a device that the test could spoil
    device.write_text("as it was")
    preferences = Preferences(device / picture_module.NOWHERE.name)
    preferences.theme = "dark"
    assert preferences.theme == "dark"
    preferences._settings.sync()
    assert device.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [device]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--preset", "nothing", "--out", "x.png"], "nothing"),
        (["--out", "x.png"], "--preset"),
        (["--preset", "circle", "--out", "x.jpg"], ".png, .svg or .pdf"),
        (["missing.hlviz", "--out", "x.png"], "missing.hlviz"),
        (["--preset", "circle"], "--out"),
        (["--preset", "circle", "--size", "big", "--out", "x.png"], "big"),
        (["--preset", "circle", "--size", "99999x10", "--out", "x.png"], "99999x10"),
        (["--preset", "circle", "--theme", "puce", "--out", "x.png"], "puce"),
        (["--preset", "circle", "--out", "no/such/folder/x.png"], "folder"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_2(tmp_path: Path, words: list[str], said: str) -> None:
    done = picture(*[str(tmp_path / word) if word.endswith((".png", ".hlviz")) else word for word in words])
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("hlviz: ")
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_it_is_made_from_is_not_written_over(tmp_path: Path) -> None:
    project, table = tmp_path / "mine.hlviz", tmp_path / "mine.csv"
    write_project(project, Saved.of_trainer(Trainer(Project()), Curves()))
    table.write_text("a,b\n" + "".join(f"{i},{2 * i}\n" for i in range(10)))
    for path in (project, table):
        before = path.read_bytes()
        done = picture(str(path), "--epochs", "1", "--out", str(path))
        assert done.returncode == 2
        assert done.stderr == f"hlviz: {path} is the file itself that is read; give --out another name\n"
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("hlviz.app.picture.PATIENCE = 0", "the window did not show the training within 0 s"),
        (
            "from PySide6.QtCore import QTimer\n"
            "from hlviz.session.run import Run\n"
            "opened = Run.open\n"
            "def fails(run, *args):\n"
            "    opened(run, *args)\n"
            "    QTimer.singleShot(0, lambda: run.failed.emit('the thread met a fault'))\n"
            "Run.open = fails",
            "the thread met a fault",
        ),
    ],
)
def test_where_nothing_can_be_shown_it_says_so(tmp_path: Path, fault: str, said: str) -> None:
    program = (
        "import sys, hlviz.app.picture\n"
        f"{fault}\n"
        f"sys.exit(hlviz.app.picture.main(['--preset', 'xor', '--epochs', '1', '--out', {str(tmp_path / 'x.png')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"hlviz: no picture was drawn: {said}")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_divergence_is_drawn_and_told(tmp_path: Path) -> None:
    out = tmp_path / "window.png"
    done = picture(
        "--preset", "plane", "--epochs", "50", "--set", "learning_rate=100", "activation=relu", "--out", str(out)
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert out.exists()


def test_a_picture_of_a_project_trains_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = Trainer(Project())
    for _ in range(50):
        trainer.train()
    path = tmp_path / "mine.hlviz"
    write_project(path, Saved.of_trainer(trainer, Curves()))
    shown: list[int] = []
    monkeypatch.setattr(
        picture_module, "picture", lambda begun, theme, size, suffix: shown.append(begun.trainer.step) or b"png"
    )
    assert picture_module.main([str(path), "--out", str(tmp_path / "mine.png")]) == 0
    assert shown == [50]


@pytest.mark.parametrize(("suffix", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF-")])
def test_a_drawing_holds_the_diagram_alone(tmp_path: Path, suffix: str, start: bytes) -> None:
    out = tmp_path / f"diagram.{suffix}"
    done = picture("--preset", "circle", "--epochs", "2", "--out", str(out))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_bytes().startswith(start)
