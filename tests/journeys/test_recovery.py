"""Whatever ends hlviz, at most half a minute of work is gone: it is killed, started again, and asked for what was there."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hlviz.files.recovery_store import RecoveryStore
from hlviz.session.recovery import MOST, REST

KILLS = int(os.environ.get("HLVIZ_KILLS", "2"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    return tmp_path


@pytest.fixture
def store(home: Path) -> RecoveryStore:
    return RecoveryStore(home / "XDG_DATA_HOME" / "hlviz" / "recovery")


def start(how: str, rest: int = REST, most: int = MOST) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.journeys.killed", how, str(rest), str(most)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def lines(process: subprocess.Popen[str], seconds: float) -> Iterator[str]:
    """What it says until that much time is over."""
    assert process.stdout is not None
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select([process.stdout], [], [], left)
        if ready:
            line = process.stdout.readline()
            if not line:
                return
            yield line.strip()


def first(process: subprocess.Popen[str], beginning: str) -> str:
    return next(line for line in lines(process, 120) if line.startswith(beginning))


def restored(home: Path) -> list[str]:
    with start("restore") as process:
        out, err = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, err
    return out.strip().split("|")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="select on pipes")
@pytest.mark.parametrize("how", ["edit", "train"])
def test_killed_at_any_moment(how: str, home: Path, store: RecoveryStore) -> None:
    rng = random.Random(how)
    for _ in range(KILLS):
        with start(how, 10, 60) as process:
            said = [first(process, "kept")]
            said += list(lines(process, rng.uniform(0.0, 0.6)))
            process.send_signal(signal.SIGKILL)
            assert process.stdout is not None
            said += process.stdout.read().splitlines()
            process.communicate()
        acknowledged = [line.split() for line in said if line.startswith("kept") and len(line.split()) == 3]
        notes, step = int(acknowledged[-1][1]), int(acknowledged[-1][2])
        (found,) = store.orphans()
        saved = found.read()
        assert int(saved.project.notes) >= notes  # nothing is lost that was kept
        assert saved.frame.step >= step
        assert found.picture() is not None
        assert not [file for file in found.folder.iterdir() if file.suffix == ".json" and not file.stat().st_size]
        store.discard(found)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="select on pipes")
def test_what_was_killed_is_offered_and_restored_and_offered_again_until_it_is_saved(
    home: Path, store: RecoveryStore
) -> None:
    with start("edit", 50, 500) as process:
        first(process, "kept")
        process.send_signal(signal.SIGKILL)
        process.communicate()
    (found,) = store.orphans()
    notes, title, is_modified, path = restored(home)
    assert notes == found.read().project.notes
    assert "(recovered)" in title
    assert (is_modified, path) == ("True", "None")  # it owns no file before it is saved
    assert restored(home)[0] == notes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="select on pipes")
def test_a_second_window_does_not_take_the_first_for_dead(home: Path, store: RecoveryStore) -> None:
    with start("edit", 50, 500) as process:
        first(process, "kept")
        assert store.orphans() == []
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert len(store.orphans()) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="select on pipes")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_keeps_what_there_is_and_ends_at_once(
    home: Path, store: RecoveryStore, number: signal.Signals
) -> None:
    with start("edit") as process:  # as slow as for a person: nothing would be kept for two seconds
        first(process, "begun")
        list(lines(process, 1.0))
        process.send_signal(number)
        sent = time.monotonic()
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert time.monotonic() - sent < 3
    (found,) = store.orphans()
    assert int(found.read().project.notes) > 0
