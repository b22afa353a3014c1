"""Replace a file as a whole or not at all: whatever goes wrong, the old one is still there.

The new content is written beside the target, forced to the disk, read again and compared, and only then takes the target's name.
Qt's ``QSaveFile`` is not used: on a full disk it replaces the old file by a part of the new one and reports success.
"""

import errno
import os
import re
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path

from hlviz.errors import ProjectFileError

CHUNK = 2**20
PART = re.compile(r"\.[0-9a-f]{16}\.part")
"""What files are called while they are written."""
OLD = 24 * 60 * 60
"""Seconds after which nobody is writing such a file any more."""


def atomic_write(path: Path, data: bytes) -> None:
    """Put ``data`` into the file, keeping its permissions; a symbolic link stays one.

    Raises
    ------
    ProjectFileError
        If that could not be done. The old content is untouched and no other file is left behind.
    """
    try:
        target, mode = _target(path)
        temporary = _beside(target)
        try:
            _write_through(temporary, data, mode)
            _verify(temporary, data)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error
    _sync_folder(target.parent)
    _tidy(target.parent)


def require_writable(path: Path) -> None:
    """Find out whether ``path`` can be written, before work begins whose result is to go there; nothing is changed.

    Raises
    ------
    ProjectFileError
        If it cannot.
    """
    try:
        target, _ = _target(path)
        temporary = _beside(target)
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.unlink(temporary)
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError | ValueError) -> ProjectFileError:
    """What to tell a person about an error of the system: cause and way out."""
    cause = str(error)
    if isinstance(error, OSError):
        cause = CAUSES.get(error.errno or 0, f"{error.strerror or error}; save it elsewhere")
    return ProjectFileError(f"{shown(path)} cannot be written: {cause}")


def shown(path: Path) -> str:
    """A path fit for one line: what cannot be printed is replaced, and a long one loses its middle."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(path))
    return text if len(text) <= 100 else f"{text[:40]}…{text[-59:]}"


def _target(path: Path) -> tuple[Path, int | None]:
    """Where the bytes go, and the permissions that the file there has; None for a new file."""
    target = Path(os.path.realpath(path))
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        if not os.path.isdir(target.parent):
            raise ValueError(
                f"there is no folder {shown(target.parent)}; make it first, or choose another one"
            ) from None
        return target, None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not stat.S_ISREG(mode):
        raise ValueError("it is not an ordinary file; choose another name")
    if not os.access(target, os.W_OK):
        raise ValueError("it may only be read; choose another name, or allow writing")
    return target, stat.S_IMODE(mode)


def _beside(target: Path) -> Path:
    # a short name of its own, since the target's may already be as long as names can be
    return target.parent / f".{secrets.token_hex(8)}.part"


def _write_through(path: Path, data: bytes, mode: int | None) -> None:
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666 if mode is None else mode
    )
    try:
        rest = memoryview(data)
        while rest:
            # a full disk may take a part without an error, and tell at the next attempt
            rest = rest[os.write(descriptor, rest[:CHUNK]) :]
        if mode is not None:
            os.chmod(path, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tidy(folder: Path) -> None:
    """Remove what was left of writing there by a process that was killed in the middle of it."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if PART.fullmatch(entry.name) is None:
                continue
            with suppress(OSError):
                is_old = entry.stat(follow_symlinks=False).st_mtime < time.time() - OLD
                if is_old and entry.is_file(follow_symlinks=False):
                    os.unlink(entry.path)


def _verify(path: Path, data: bytes) -> None:
    """Read what was written; network drives have been seen to lose the end of it."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        rest = memoryview(data)
        while chunk := os.read(descriptor, CHUNK):
            if chunk != rest[: len(chunk)]:
                raise OSError(errno.EIO, "")
            rest = rest[len(chunk) :]
        if rest:
            raise OSError(errno.EIO, "")
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    # The file is whole and in place; not every system can force the folder's own entry to the disk.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


CAUSES = {
    errno.ENOSPC: "the disk is full; free some space, or save it elsewhere",
    errno.EDQUOT: "your share of the disk is used up; free some space, or save it elsewhere",
    errno.EFBIG: "files may not be this large there; save it elsewhere",
    errno.EACCES: "you may not write in that folder; choose another one",
    errno.EPERM: "you may not write in that folder; choose another one",
    errno.EROFS: "the disk can only be read; choose another one",
    errno.EISDIR: "it is a folder; give a file name in it",
    errno.ENOTDIR: "a part of its path is a file, not a folder; choose another one",
    errno.ENOENT: "its folder is not there any more; save it elsewhere",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EIO: "the disk does not keep what is written; save it elsewhere",
}
