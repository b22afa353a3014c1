"""A lock is held as long as its window lives, and no longer."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from hlviz.files import lock as module
from hlviz.files.lock import HeldError, Holder, Lock, is_held, lock_beside

HOLD = "import sys, time; from pathlib import Path; from hlviz.files.lock import Lock; lock = Lock.take(Path(sys.argv[1])); print(1, flush=True); time.sleep(60)"  # noqa: E501


def test_only_one_has_it_and_the_other_hears_who(tmp_path: Path) -> None:
    first = Lock.take(tmp_path / "lock")
    with pytest.raises(HeldError) as caught:
        Lock.take(tmp_path / "lock")
    assert caught.value.holder is not None
    assert caught.value.holder.pid == os.getpid()
    assert caught.value.is_certain
    first.release()
    assert not (tmp_path / "lock").exists()
    Lock.take(tmp_path / "lock").release()


def test_one_that_was_killed_holds_it_no_more(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert is_held(path)
        with pytest.raises(HeldError):
            Lock.take(path)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert path.exists()
    assert not is_held(path)
    Lock.take(path).release()


def test_one_of_another_computer_may_be_taken_by_force_alone(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_bytes(msgspec.json.encode(Holder(1, "elsewhere", "ann", 0.0)))
    with pytest.raises(HeldError) as caught:
        Lock.take(path)
    assert not caught.value.is_certain
    Lock.take(path, by_force=True).release()


@pytest.mark.skipif(sys.platform == "win32", reason="a process that ended is found otherwise")
def test_where_the_disk_knows_no_locks_the_process_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_lock", lambda descriptor: None)
    path = tmp_path / "lock"
    process = subprocess.Popen(["sleep", "60"])
    path.write_bytes(msgspec.json.encode(Holder(process.pid, module._host(), "ann", 0.0)))
    assert is_held(path)
    with pytest.raises(HeldError):
        Lock.take(path)
    process.kill()
    process.wait()
    assert not is_held(path)
    Lock.take(path).release()


def test_where_no_file_can_be_made_nothing_is_held(tmp_path: Path) -> None:
    Lock.take(tmp_path / "nowhere" / "lock").release()


def test_the_longest_name_has_a_lock_too(tmp_path: Path) -> None:
    path = lock_beside(tmp_path / ("x" * 248 + ".hlviz"))
    Lock.take(path).release()
    assert len(path.name) <= 255
