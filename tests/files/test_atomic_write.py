"""A file is replaced as a whole or not at all, whatever goes wrong while it is written."""

import errno
import os
import resource
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hlviz.errors import ProjectFileError
from hlviz.files import atomic_write as module
from hlviz.files.atomic_write import atomic_write, require_writable, shown

OLD, NEW = b"old " * 1000, b"new " * 700_000
CALLS = ("open", "write", "read", "close", "chmod", "fsync", "replace", "stat")


def faulty_os(monkeypatch: pytest.MonkeyPatch, fail_at: int, error: int) -> list[str]:
    """Let the module's n-th call of the system fail; returns the names of the calls made."""
    calls: list[str] = []

    def counted(name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            calls.append(name)
            if len(calls) == fail_at:
                if name == "close":  # a descriptor is gone even where closing it reports an error
                    os.close(*args)
                raise OSError(error, os.strerror(error))
            return getattr(os, name)(*args, **kwargs)

        return call

    names = {name: getattr(os, name) for name in dir(os)} | {name: counted(name) for name in CALLS}
    monkeypatch.setattr(module, "os", SimpleNamespace(**names))
    return calls


def test_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "x"
    atomic_write(path, OLD)
    atomic_write(path, NEW)
    assert path.read_bytes() == NEW
    assert os.listdir(tmp_path) == ["x"]


def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(OLD)
    path.chmod(0o640)
    atomic_write(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        atomic_write(tmp_path / "x", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    real, link = tmp_path / "there" / "real", tmp_path / "link"
    real.write_bytes(OLD)
    link.symlink_to(real)
    atomic_write(link, NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW


@pytest.mark.parametrize("name", ["ü" * 127, "a" * 255, "with space\tand tab", "\udcff"])
def test_any_name_that_the_system_allows(name: str, tmp_path: Path) -> None:
    atomic_write(tmp_path / name, NEW)
    assert (tmp_path / name).read_bytes() == NEW


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR, errno.EROFS])
@pytest.mark.parametrize("exists", [True, False])
def test_an_error_at_any_call_leaves_the_old_file_or_the_new_one(
    error: int, exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    made = faulty_os(monkeypatch, 0, error)
    if exists:
        path.write_bytes(OLD)
    atomic_write(path, NEW)
    monkeypatch.undo()
    assert {"open", "write", "fsync", "read", "replace"} <= set(made)
    for n in range(1, len(made) + 1):
        path.unlink(missing_ok=True)
        if exists:
            path.write_bytes(OLD)
        faulty_os(monkeypatch, n, error)
        whole, told = NEW, "x cannot be written: ;"
        try:
            atomic_write(path, NEW)
        except ProjectFileError as refusal:
            whole, told = OLD, str(refusal)
        monkeypatch.undo()
        assert "x cannot be written: " in told
        assert ";" in told
        assert len(told.splitlines()) == 1
        if exists or whole is NEW:
            assert path.read_bytes() == whole, f"after {made[n - 1]}, call {n}"
        assert set(os.listdir(tmp_path)) <= {"x"}, f"after {made[n - 1]}, call {n}"
        assert path.exists() or not exists


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(OLD)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(ProjectFileError, match=r"x cannot be written: .*save it elsewhere"):
            atomic_write(path, NEW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["x"]


def test_what_the_disk_changed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(OLD)
    names = {name: getattr(os, name) for name in dir(os)}
    lossy = names | {"read": lambda descriptor, n: os.read(descriptor, n)[:-1] + b"?"}
    monkeypatch.setattr(module, "os", SimpleNamespace(**lossy))
    with pytest.raises(ProjectFileError, match="does not keep what is written"):
        atomic_write(path, NEW)
    assert path.read_bytes() == OLD


def test_interrupted_from_the_keyboard_it_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "x"
    path.write_bytes(OLD)
    monkeypatch.setattr(module.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        atomic_write(path, NEW)
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["x"]


def folder(tmp_path: Path) -> Path:
    return tmp_path


def in_no_folder(tmp_path: Path) -> Path:
    return tmp_path / "none" / "x"


def below_a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"")
    return tmp_path / "file" / "x"


def device(tmp_path: Path) -> Path:
    return Path(os.devnull)


def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def too_long(tmp_path: Path) -> Path:
    return tmp_path / ("x" * 256)


def loop(tmp_path: Path) -> Path:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    return tmp_path / "loop"


@pytest.mark.parametrize("place", [folder, in_no_folder, below_a_file, device, pipe, too_long, loop])
@pytest.mark.parametrize("write", [lambda path: atomic_write(path, NEW), require_writable])
def test_where_nothing_can_be_written_one_line_says_so(place: Any, write: Any, tmp_path: Path) -> None:
    path = place(tmp_path)
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(ProjectFileError, match=r" cannot be written: .+; ") as told:
        write(path)
    assert len(str(told.value).splitlines()) == 1
    assert sorted(os.listdir(tmp_path)) == before


def test_asking_whether_it_can_be_written_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x"
    require_writable(path)
    assert os.listdir(tmp_path) == []
    path.write_bytes(OLD)
    require_writable(path)
    assert path.read_bytes() == OLD


def test_a_file_that_may_only_be_read_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(OLD)
    path.chmod(0o444)
    monkeypatch.setattr(module.os, "access", lambda path, mode: False)  # root may write anything
    with pytest.raises(ProjectFileError, match="may only be read"):
        atomic_write(path, NEW)
    assert path.read_bytes() == OLD


def test_a_path_is_shown_in_one_short_line() -> None:
    assert shown(Path("/a/b.hlviz")) == "/a/b.hlviz"
    told = shown(Path("/" + "long\n/" * 100 + "end.hlviz"))
    assert len(told) <= 100
    assert told.isprintable()
    assert told.endswith("end.hlviz")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_private_file_is_private_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write, modes = os.write, []

    def watched(descriptor: int, data: bytes) -> int:
        modes.append(os.fstat(descriptor).st_mode & 0o777)
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", watched)
    atomic_write(path, b"new")
    assert modes == [0o600]


def test_what_a_killed_process_left_goes_with_a_later_save(tmp_path: Path) -> None:
    old, fresh, other = (tmp_path / name for name in (f".{'a' * 16}.part", f".{'b' * 16}.part", ".theirs.part"))
    for path in (old, fresh, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (0, 0))
    atomic_write(tmp_path / "mine", b"new")
    assert not old.exists()
    assert fresh.exists(), "someone may be writing it"
    assert other.exists(), "it is not ours"
