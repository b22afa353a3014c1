"""Where work is kept that was not saved: a folder for each document under way, in hlviz's own place, never beside the user's file.

::

    recovery/20261124-184519-3fa9c1/   a document under way
        lock                           held by its window while that lives: a folder nobody holds was left by one that ended badly
        1.hlviz 2.hlviz 3.hlviz        snapshots in turn, project files like any other
        note.json                      which of them is the newest, what the document is called and which file it is of
    recovery/bin/…                     what was discarded, for 30 days

A snapshot goes only when the document was saved, or a person said that it may.
"""

import os
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from hlviz.errors import HlvizError, ProjectFileError
from hlviz.files.atomic_write import atomic_write
from hlviz.files.lock import Lock, is_held
from hlviz.files.project_file import SUFFIX, read_project, read_thumbnail, write_project
from hlviz.files.saved import Saved

GENERATIONS = 3
NOTE, LOCK, BIN = "note.json", "lock", "bin"
DAYS = 30
"""So long discarded work is kept."""
MOST = 50
"""So many documents are kept in the bin; then the oldest go first."""
MAX_NOTE = 2**14
DAY = 86400.0


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a document under way."""

    title: Annotated[str, Meta(max_length=2000)]
    path: Annotated[str, Meta(max_length=4096)]
    """The file that it is of; empty where it has none."""
    time: float
    """When the newest snapshot was made, in seconds since 1970."""
    generation: Annotated[int, Meta(ge=1, le=GENERATIONS)]
    """Which the newest is."""
    restored: Annotated[int, Meta(ge=0)] = 0
    """How often it was restored without being saved after."""


@dataclass(frozen=True, eq=False)
class Found:
    """Work that was left behind."""

    folder: Path
    note: Note

    @property
    def files(self) -> list[Path]:
        """Its snapshots, the newest first."""
        newest = self.folder / f"{self.note.generation}{SUFFIX}"
        others = sorted((file for file in _snapshots(self.folder) if file != newest), key=_written, reverse=True)
        return [file for file in (newest, *others) if file.exists()]

    def picture(self) -> bytes | None:
        """A small picture of it, a PNG."""
        return next((found for file in self.files if (found := read_thumbnail(file)) is not None), None)

    def read(self) -> Saved:
        """The newest snapshot that can be read.

        Raises
        ------
        ProjectFileError
            If none can.
        """
        first: HlvizError | None = None
        for file in self.files:
            try:
                return read_project(file)
            except HlvizError as error:
                first = first or error
        raise first or ProjectFileError("no snapshot is left of it")


class Entry:
    """The folder of one document under way; nobody else writes there."""

    def __init__(self, store: "RecoveryStore", folder: Path, lock: Lock, note: Note | None = None) -> None:
        self._store, self._lock, self.note = store, lock, note
        self.folder = folder

    def write(self, saved: Saved, title: str, path: Path | None) -> None:
        """Keep the document as it is now.

        Raises
        ------
        ProjectFileError
            If that could not be done; the snapshots before it are still there.
        """
        generation = 1 if self.note is None else self.note.generation % GENERATIONS + 1
        write_project(self.folder / f"{generation}{SUFFIX}", saved)
        place = str(path.absolute()) if path is not None else ""
        self._put(Note(title[:2000], place[:4096], time.time(), generation))

    def note_restored(self) -> None:
        """Write down that it was opened again."""
        if self.note is not None:
            with suppress(ProjectFileError):
                self._put(msgspec.structs.replace(self.note, restored=self.note.restored + 1))

    def remove(self) -> None:
        """The document is safe elsewhere."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()

    def discard(self) -> None:
        """The document is not wanted any more: to the bin with it."""
        self._lock.release()
        self._store.bin(self.folder)

    def leave(self) -> None:
        """Let it lie there, to be found when hlviz is started again."""
        self._lock.release()

    def _put(self, note: Note) -> None:
        atomic_write(self.folder / NOTE, msgspec.json.encode(note))
        self.note = note


class RecoveryStore:
    """All documents under way, of all windows of one user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> Entry:
        """A folder for another document.

        Raises
        ------
        ProjectFileError
            If none can be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder = self.folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise ProjectFileError(f"{self.folder} cannot be written: {error.strerror}") from error
        return Entry(self, folder, Lock.take(folder / LOCK))

    def orphans(self) -> list[Found]:
        """What was left behind by windows that ended without saving or asking, the newest first."""
        folders = (folder for folder in self._folders(self.folder) if folder.name != BIN and not is_held(folder / LOCK))
        found = [Found(folder, note) for folder in folders if (note := _note(folder)) is not None]
        return sorted(found, key=lambda one: one.note.time, reverse=True)

    def adopt(self, found: Found) -> Entry:
        """Go on with what was left behind, in the same folder: it stays there until the document is saved.

        Raises
        ------
        HeldError
            If another window was faster.
        """
        entry = Entry(self, found.folder, Lock.take(found.folder / LOCK), found.note)
        entry.note_restored()
        return entry

    def discard(self, found: Found) -> None:
        """Put what was left behind into the bin."""
        self.bin(found.folder)

    def bin(self, folder: Path) -> None:
        """Move a folder into the bin; one without a snapshot just goes."""
        if _note(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
            return
        with suppress(OSError):
            (self.folder / BIN).mkdir(exist_ok=True, mode=0o700)
            os.utime(folder)  # the days are counted from now
            os.replace(folder, self.folder / BIN / folder.name)

    def binned(self) -> list[Found]:
        """What lies in the bin, the newest first."""
        found = [Found(folder, note) for folder in self._folders(self.folder / BIN) if (note := _note(folder))]
        return sorted(found, key=lambda one: one.note.time, reverse=True)

    def tidy(self) -> None:
        """Empty the bin of what is old, and remove folders in which nothing was ever kept."""
        now = time.time()
        for place, folder in enumerate(sorted(self._folders(self.folder / BIN), key=_written, reverse=True)):
            if place >= MOST or now - _written(folder) > DAYS * DAY:
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self._folders(self.folder):
            empty = folder.name != BIN and _note(folder) is None and not is_held(folder / LOCK)
            if empty and now - _written(folder) > DAY:
                shutil.rmtree(folder, ignore_errors=True)

    @staticmethod
    def _folders(folder: Path) -> list[Path]:
        try:
            return [entry for entry in folder.iterdir() if entry.is_dir() and not entry.is_symlink()]
        except OSError:
            return []


def _note(folder: Path) -> Note | None:
    """What is known of the document in a folder; None where there is no snapshot in it."""
    snapshots = _snapshots(folder)
    if not snapshots:
        return None
    with suppress(OSError, ValueError), open(folder / NOTE, "rb") as file:
        return msgspec.json.decode(file.read(MAX_NOTE), type=Note)
    # whoever was writing ended between snapshot and note
    newest = max(snapshots, key=_written)
    return Note("", "", _written(newest), int(newest.stem))


def _snapshots(folder: Path) -> list[Path]:
    names = [folder / f"{number}{SUFFIX}" for number in range(1, GENERATIONS + 1)]
    return [name for name in names if name.is_file()]


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
