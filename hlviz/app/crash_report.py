"""What hlviz writes down about its own end, in a file of this computer alone: the traceback of a crash, and a report to hand on.

``faulthandler`` writes where every thread was when the process is ended by a fault of the machine; an empty file means that all
went well, and goes when the window is closed.
"""

import faulthandler
import os
import platform
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

import numpy as np
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from hlviz import __version__
from hlviz.files.lock import Lock, is_held

REPORTS = "reports"
"""Their folder, in that of hlviz."""
LOCK = ".lock"
SUFFIX = ".crash.txt"
STARTING = ".starting"
KEPT = 10
"""Reports of crashes that are kept, at most."""
MOST_BYTES = 2**16


class CrashReport:
    """The file that this process would leave behind, and those that others have."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._lock: Lock | None = None
        self._starting: Path | None = None
        self.failed_starts = 0
        """How many starts in a row, up to this one, ended while they were under way. Known once it has begun."""

    def begin(self) -> str:
        """Write down a crash from now on; the text of the newest one before that was not told yet, empty where there is none."""
        found = ""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            left = [path for path in self._folder.glob(f"*{STARTING}") if not is_held(self._lock_of(path))]
            self.failed_starts = len(left)
            found = self._collect()
            path = self._folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}{SUFFIX}"
            self._lock = Lock.take(path.with_name(path.name + LOCK))
            self._file = path.open("wb", buffering=0)
            faulthandler.enable(self._file, all_threads=True)
            self._starting = path.with_name(path.name + STARTING)
            self._starting.touch()
        except OSError:  # no room for reports: hlviz is no worse for it
            pass
        return found

    def started(self) -> None:
        """The start is over, and went well: those before it that did not are forgotten."""
        with suppress(OSError):
            for path in self._folder.glob(f"*{STARTING}"):
                if path == self._starting or not is_held(self._lock_of(path)):
                    path.unlink(missing_ok=True)

    def _lock_of(self, starting: Path) -> Path:
        return starting.with_name(starting.name.removesuffix(STARTING) + LOCK)

    def end(self) -> None:
        """All went well."""
        self.started()
        faulthandler.disable()
        if self._file is not None:
            path = Path(self._file.name)
            self._file.close()
            self._file = None
            with suppress(OSError):
                if not path.stat().st_size:
                    path.unlink()
        if self._lock is not None:
            self._lock.release()

    def note(self, details: str) -> None:
        """Keep a fault of the program that hlviz has survived, for the report."""
        with suppress(OSError):
            (self._folder / "last-fault.txt").write_text(details[-MOST_BYTES:], encoding="utf-8", errors="replace")

    def texts(self) -> Iterable[str]:
        """What was written down of crashes and faults, the newest first."""
        with suppress(OSError):
            for path in sorted(self._folder.glob("*.txt"), key=lambda path: path.stat().st_mtime, reverse=True):
                if text := _read(path):
                    yield f"{path.name}\n{text}"

    def _collect(self) -> str:
        """Remove what is empty, old or told; the newest text that is neither."""
        ended = [
            path for path in sorted(self._folder.glob(f"*{SUFFIX}"), reverse=True)
            if not is_held(path.with_name(path.name + LOCK))
        ]  # fmt: skip
        told, kept = "", 0
        for path in ended:
            lock, text = path.with_name(path.name + LOCK), _read(path)
            if text and not told and lock.exists():  # with its lock it has not been told yet
                told = text
            with suppress(OSError):
                lock.unlink(missing_ok=True)
                kept += bool(text)
                if not text or kept > KEPT:
                    path.unlink()
        return told


def diagnostics(crashes: CrashReport) -> str:
    """A report to hand on: what runs here, and what went wrong. Nothing of documents, names of files or people is in it."""
    screens = [
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    lines = [
        f"hlviz {__version__}",
        f"Python {sys.version.split()[0]}, Qt for Python {pyside_version}, Qt {qVersion()}, NumPy {np.__version__}",
        f"{QSysInfo.prettyProductName()}, {platform.machine()}, {os.cpu_count()} processors",
        f"display: {QGuiApplication.platformName()}, {', '.join(screens)}",
        f"from source: {not getattr(sys, 'frozen', False)}",
    ]
    home = str(Path.home())
    parts = ["\n".join(lines), *(text.replace(home, "~") for text in crashes.texts())]
    return "\n\n".join(parts)[:MOST_BYTES] + "\n"


def _read(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(MOST_BYTES).decode("utf-8", "replace").strip()
    except OSError:
        return ""
