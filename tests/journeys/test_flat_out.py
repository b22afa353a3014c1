"""A run of the whole application as fast as it can: quiet on standard error, no thread too many, and gone when it is closed.

Ten seconds; HLVIZ_FLAT_OUT_SECONDS=60 makes it a minute.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.journeys.hands import keys_that_do_not_repeat

pytestmark = [pytest.mark.x11, pytest.mark.slow]
SECONDS = float(os.environ.get("HLVIZ_FLAT_OUT_SECONDS", "10"))
LOOK = 0.05


def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "this did not happen in time"
        time.sleep(LOOK)


def xdotool(*words: str) -> str:
    return subprocess.run(["xdotool", *words], check=False, capture_output=True, text=True, timeout=60).stdout


def title() -> str:
    return xdotool("getactivewindow", "getwindowname")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    errors = (tmp_path / "stderr").open("wb")
    environment = os.environ | {"XDG_CONFIG_HOME": str(tmp_path)}
    with errors, keys_that_do_not_repeat():
        process = subprocess.Popen([sys.executable, "-m", "hlviz"], stderr=errors, env=environment)
        yield process
        if process.poll() is None:
            process.kill()
        process.wait()


def test_flat_out(app: subprocess.Popen[bytes], tmp_path: Path) -> None:
    until(lambda: "hlviz" in title())
    watched = psutil.Process(app.pid)
    until(lambda: watched.cpu_percent(interval=0.3) < 30)  # its panels are there: letters go where they are meant to
    xdotool("key", "ctrl+shift+p")
    xdotool("type", "--delay", "30", "flat out")
    xdotool("key", "Return")
    xdotool("key", "F5")
    until(lambda: "*" in title())  # it was trained, so it is modified

    time.sleep(SECONDS / 2)  # the run itself, not a wait for something
    threads, memory = watched.num_threads(), watched.memory_info().rss
    time.sleep(SECONDS / 2)
    assert app.poll() is None
    assert watched.num_threads() <= threads
    assert watched.memory_info().rss - memory < 40 * 2**20

    xdotool("key", "ctrl+q")
    started = time.monotonic()
    assert app.wait(timeout=10) == 0
    assert time.monotonic() - started < 1.0
    assert (tmp_path / "stderr").read_text() == ""
