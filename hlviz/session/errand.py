"""Work that would hold up the window, done a slice at a time between what the screen needs."""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

SLICE = 0.004
"""Seconds of work in a row, at most; one step of it should take less."""
REST = 6
"""Milliseconds in between, for everything else."""


class Errand(QObject):
    """Does one piece of work; a new one takes the place of the one under way.

    ``slice`` and ``rest`` may be changed, also while it works: how many seconds it works in a row, and how many milliseconds it
    leaves in between.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.slice, self.rest = SLICE, REST
        self._work: Iterator[object] | None = None
        self._done: Callable[[], object] = lambda: None
        self._timer = QTimer(self, interval=self.rest)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_under_way(self) -> bool:
        """Whether there is something left to do."""
        return self._work is not None

    def begin(self, work: Iterator[object], done: Callable[[], object]) -> None:
        """Do this work, the first slice of it now.

        Parameters
        ----------
        work
            Does one short step whenever it is asked for the next value; what the values are makes no difference.
        done
            Called after the last step.
        """
        self._work, self._done = work, done
        self._timer.start(self.rest)
        self._go_on()

    def finish(self) -> None:
        """Do what is left now, however long it takes."""
        work = self._work
        if work is None:
            return
        for _ in work:
            pass
        self.stop()
        self._done()

    def stop(self) -> None:
        """Leave what is under way undone."""
        self._work = None
        self._timer.stop()

    def _go_on(self) -> None:
        work, end = self._work, time.perf_counter() + self.slice
        if work is None:
            return
        if self._timer.interval() != self.rest:
            self._timer.setInterval(self.rest)
        for _ in work:
            if time.perf_counter() >= end:
                return
            if self._work is not work:  # a step of it began something else
                return
        if self._work is work:
            self.stop()
            self._done()
