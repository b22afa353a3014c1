"""Earlier versions of saved files: what a save replaces is kept, the newest ten and then one a day for 30 days.

They lie in hlviz's own folder, a folder for each file, so that nothing appears beside the user's.
"""

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from hlviz.errors import ProjectFileError
from hlviz.files.atomic_write import atomic_write
from hlviz.files.container import MAX_BYTES
from hlviz.files.project_file import SUFFIX

NEWEST = 10
DAYS = 30
DAY = 86400.0
PATH = "path.json"


@dataclass(frozen=True)
class Version:
    """A file as it was."""

    file: Path
    time: float
    """When it was replaced by a newer one, in seconds since 1970."""


class VersionStore:
    """The earlier versions of all files of one user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, path: Path, now: float | None = None) -> None:
        """Keep the file as it is, before it is replaced; nothing where there is none.

        Raises
        ------
        ProjectFileError
            If that could not be done.
        """
        now = time.time() if now is None else now
        try:
            if not path.is_file() or path.stat().st_size > MAX_BYTES:
                return
            data = path.read_bytes()
            folder = self._folder(path)
            newest = next(iter(self.of(path)), None)
            if newest is not None and newest.file.read_bytes() == data:
                return
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not (folder / PATH).exists():
                atomic_write(folder / PATH, msgspec.json.encode(os.fspath(path.absolute())))
        except OSError as error:
            raise ProjectFileError(f"no earlier version of {path.name} could be kept: {error.strerror}") from error
        atomic_write(folder / f"{int(now * 1000):014}{SUFFIX}", data)
        self._thin(path, now)

    def of(self, path: Path) -> list[Version]:
        """The earlier versions of a file, the newest first."""
        files: list[Path] = []
        with suppress(OSError):
            files = [file for file in self._folder(path).iterdir() if file.suffix == SUFFIX and file.stem.isdecimal()]
        found = [Version(file, int(file.stem) / 1000) for file in files]
        return sorted(found, key=lambda version: version.time, reverse=True)

    def _thin(self, path: Path, now: float) -> None:
        days: set[object] = set()
        for version in self.of(path)[NEWEST:]:
            day = datetime.fromtimestamp(version.time).date()
            if now - version.time > DAYS * DAY or day in days:
                with suppress(OSError):
                    version.file.unlink()
            days.add(day)

    def _folder(self, path: Path) -> Path:
        return self.folder / hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]
