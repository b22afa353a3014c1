"""A table being read beside the window, and made into samples again whenever its recipe changes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from hlviz.datasets.formats import PREVIEW, Origin, read_raw
from hlviz.datasets.raw_table import RawTable
from hlviz.datasets.table_recipe import Outcome, TableRecipe, learned
from hlviz.document import Project, edits
from hlviz.document.samples import split_of
from hlviz.document.wiring import wiring_of
from hlviz.errors import HlvizError

TOLD = 0.05
"""Seconds between two words on how far it is."""


@dataclass(frozen=True, eq=False)
class Made:
    """Samples that could be learned, and how they are parted."""

    outcome: Outcome
    recipe: TableRecipe
    """The recipe as it was asked for, before it learned."""
    train: int
    test: int


class TableReading(QObject):
    """Reads one table after another in a thread of its own; a new one takes the place of the one under way."""

    previewed = Signal(object)
    """A ``RawTable`` of the first rows."""
    progressed = Signal(float)
    """The share read, 0 … 1."""
    read = Signal(object)
    """The whole ``RawTable``."""
    failed = Signal(str)
    """It cannot be read; one line that says why."""
    made = Signal(object)
    """``Made``, by the newest recipe."""
    refused = Signal(str)
    """The newest recipe makes no samples of it; one line that says why."""
    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._raw: RawTable | None = None
        self._turn = 0  # goes up with every wish: what belongs to an older one is not told
        self._reading = 0  # the turn of the table
        self._wake = threading.Condition()
        self._task: Callable[[], None] | None = None
        self._is_closed = False
        self._thread: threading.Thread | None = None
        self._told.connect(lambda tell: tell(), Qt.ConnectionType.QueuedConnection)

    @property
    def raw(self) -> RawTable | None:
        """The table; None until it is read."""
        return self._raw

    def begin(self, origin: Origin) -> None:
        """Read this table."""
        self._raw = None
        self._turn += 1
        self._reading = self._turn
        turn = self._turn
        self._do(lambda: self._read(origin, turn))

    def make(self, recipe: TableRecipe, project: Project) -> None:
        """Make samples of the table, which must have been read, for that project."""
        raw = self._raw
        if raw is None:
            return
        self._turn += 1
        turn = self._turn
        self._do(lambda: self._make(raw, recipe, project, turn))

    def close(self) -> None:
        """End what is under way; returns when the thread has ended."""
        with self._wake:
            self._is_closed = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # The thread

    def _do(self, task: Callable[[], None]) -> None:
        with self._wake:
            if self._is_closed:
                return
            self._task = task
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="hlviz-table", daemon=True)
                self._thread.start()
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                while self._task is None and not self._is_closed:
                    self._wake.wait()
                if self._is_closed:
                    return
                task, self._task = self._task, None
            assert task is not None
            try:
                task()
            except _EndedError:
                continue
            except Exception as error:  # a fault of the program belongs to the thread where faults are shown
                self._tell(partial(_raise, error), self._turn)

    def _tell(self, tell: Callable[[], object], turn: int) -> None:
        self._told.emit(lambda: tell() if not self._is_closed and turn in (self._turn, self._reading) else None)

    def _read(self, origin: Origin, turn: int) -> None:
        last = 0.0

        def progress(share: float) -> None:
            nonlocal last
            if self._is_closed or turn != self._reading:
                raise _EndedError
            if time.monotonic() - last >= TOLD:
                last = time.monotonic()
                self._tell(lambda: self.progressed.emit(share), turn)

        try:
            preview = read_raw(origin, rows=PREVIEW, on_progress=progress)
            self._tell(lambda: self.previewed.emit(preview), turn)
            is_whole = preview.rows < PREVIEW and origin.format != "images"  # of pictures some of each class were read
            raw = preview if is_whole else read_raw(origin, on_progress=progress)
        except HlvizError as error:
            why = str(error)
            self._tell(lambda: self.failed.emit(why), turn)
            return
        self._tell(lambda: self._take(raw), turn)

    def _take(self, raw: RawTable) -> None:
        self._raw = raw
        self.read.emit(raw)

    def _make(self, raw: RawTable, recipe: TableRecipe, project: Project, turn: int) -> None:
        try:
            outcome = learned(raw, recipe)
            after = edits.use_table(project, outcome.points, outcome.recipe)
            wiring_of(after)  # its split is remembered, so the edit takes no time
            split = split_of(after.data)
        except HlvizError as error:
            why = str(error)
            self._tell(lambda: self.refused.emit(why) if turn == self._turn else None, turn)
            return
        made = Made(outcome, recipe, len(split.train), len(split.test))
        self._tell(lambda: self.made.emit(made) if turn == self._turn else None, turn)


class _EndedError(Exception):
    """Nobody wants it any more."""


def _raise(error: Exception) -> None:
    raise error
