"""The window as a process: it opens, says what is wrong in a line, and ends when it is told to."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hlviz.app.main import _when_seen


def start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "hlviz", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.hlviz", b"PK\x03\x04 this is no archive", "broken.hlviz"),
        ("empty.hlviz", b"", "empty.hlviz"),
        ("empty.csv", b"", "empty.csv"),
        ("picture.csv", bytes(range(256)) * 8, "picture.csv"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with start(str(path)) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.count("\n") == 1
    assert said in err


def test_an_unknown_option_is_told_in_one_line() -> None:
    with start("--colour", "puce") as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.count("\n") == 1


def listens(pid: int) -> bool:
    """Whether the process has a handler of its own for SIGTERM: Python alone has none."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(caught >> (signal.SIGTERM - 1) & 1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_it_is_told_to(number: signal.Signals) -> None:
    with start("--theme", "dark") as process:
        end = time.monotonic() + 60
        while time.monotonic() < end and not listens(process.pid):
            time.sleep(0.05)
        process.send_signal(number)
        sent = time.monotonic()
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert time.monotonic() - sent < 3
    assert [line for line in err.splitlines() if "does not support" not in line] == []


def test_a_window_closed_at_once_begins_nothing_more(qtbot: QtBot) -> None:
    window, begun = QWidget(), []
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    _when_seen(window, lambda: begun.append("settled"))
    window.close()
    later = []
    QTimer.singleShot(0, lambda: later.append("later"))
    qtbot.waitUntil(lambda: bool(later))
    assert not begun
    window.show()
    qtbot.waitExposed(window)
    _when_seen(window, lambda: begun.append("settled"))
    qtbot.waitUntil(lambda: begun == ["settled"])
