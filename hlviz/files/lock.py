"""A lock on a file that people see: who has it open, and whether whoever that was is still there.

A small file holds who it is: process, computer, user, since when. While the process lives the system holds a lock on that file,
which ends with the process however it ends, so a lock that was left behind is known for what it is. Where the disk is one that
hands on no locks between computers, or knows none at all, the words in the file decide.
"""

import getpass
import os
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from hlviz.errors import ProjectFileError

MAX_WORDS = 4096
FAR = 2**30
"""Where Windows locks a byte: those locked cannot be read by others, and the words must be."""
TRIES = 20


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock."""

    pid: int
    host: str
    user: str
    since: float
    """Seconds since 1970."""


class HeldError(ProjectFileError):
    """Somebody else holds the lock."""

    def __init__(self, path: Path, holder: Holder | None, *, is_certain: bool) -> None:
        super().__init__(f"{path.name} is held by another window")
        self.holder = holder
        self.is_certain = is_certain
        """False where it may have been left behind on another computer: nobody can tell from here."""


class Lock:
    """A lock that is held until it is released, or the process ends."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self._path, self._descriptor = path, descriptor

    @classmethod
    def take(cls, path: Path, *, by_force: bool = False) -> "Lock":
        """Hold the lock at ``path``; where a file cannot be made there, as on a disk that is only read, nothing is held.

        Parameters
        ----------
        path
            The lock's own file.
        by_force
            Take it though its words say that another computer has it; one that the system holds cannot be taken.

        Raises
        ------
        HeldError
            If somebody has it.
        """
        for _ in range(TRIES):
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            except OSError:
                return cls(path, None)
            try:
                if cls._taken(path, descriptor, by_force):
                    return cls(path, descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)  # whoever held it has removed it meanwhile
        raise HeldError(path, None, is_certain=True)

    @staticmethod
    def _taken(path: Path, descriptor: int, by_force: bool) -> bool:
        got = _lock(descriptor)
        holder = _read(descriptor)
        if got is False:
            raise HeldError(path, holder, is_certain=True)
        if not _is_same(path, descriptor):
            return False
        if holder is not None and not by_force:
            if holder.host != _host():
                raise HeldError(path, holder, is_certain=False)
            if got is None and holder.pid != os.getpid() and is_alive(holder.pid):
                raise HeldError(path, holder, is_certain=True)
        with suppress(OSError):  # a full disk: the lock itself holds all the same
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, msgspec.json.encode(Holder(os.getpid(), _host(), _user(), time.time())))
        return True

    def release(self) -> None:
        """Let go of it, and remove its file."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if sys.platform == "win32":  # an open file cannot be removed
            os.close(descriptor)
            with suppress(OSError):
                os.unlink(self._path)
            return
        with suppress(OSError):
            if _is_same(self._path, descriptor):
                os.unlink(self._path)
        os.close(descriptor)


def lock_beside(path: Path) -> Path:
    """Where the lock of a document lies: beside it, hidden."""
    target = Path(os.path.realpath(path))
    name = f".~lock.{target.name}#"
    if len(os.fsencode(name)) > 255:
        import hashlib

        name = f".~lock.{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:32]}#"
    return target.parent / name


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock at ``path`` now; nothing is changed."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        got = _lock(descriptor)
        holder = _read(descriptor)
        if got is None:
            return holder is not None and holder.host == _host() and is_alive(holder.pid)
        return not got
    finally:
        os.close(descriptor)


def is_alive(pid: int) -> bool:
    """Whether there is such a process on this computer."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _lock(descriptor: int) -> bool | None:
    """Let the system hold a lock on an open file; whether it does, and None where this disk knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return None
    return True


def _is_same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except OSError:
        return False


def _read(descriptor: int) -> Holder | None:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return msgspec.json.decode(os.read(descriptor, MAX_WORDS), type=Holder)
    except (OSError, ValueError):
        return None


def _host() -> str:
    return socket.gethostname()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name
        return ""
