"""Work that is too long for the window, done beside it in a thread of its own, a little at a time while training runs."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from hlviz.training.latest_slot import LatestSlot

T = TypeVar("T")

WORK = 0.001
"""Seconds of work in a row while something else must not be held up."""
SHARE = 0.06
"""Of one processor's time, that it takes then."""
REST = 1.0
"""Seconds that it rests in a row, at most."""
PATIENCE = 0.5
"""Seconds, at most, that the end waits for a step under way; after it the thread goes by itself."""
LOOK = 40
"""Milliseconds between two looks whether it is done."""


class Aside(QObject, Generic[T]):
    """Does one piece of work; a new one takes the place of the one under way."""

    def __init__(self, found: Callable[[T], object], parent: QObject | None = None) -> None:
        """``found`` is called in the thread of the window with what the work came to."""
        super().__init__(parent)
        self._found = found
        self._wanted: Iterator[T | None] | None = None
        self._is_gentle = True
        self._results: LatestSlot[T] = LatestSlot()
        self._is_closed = False
        self._lock = threading.Condition()  # told whenever something else is wanted: who rests need not finish resting
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def is_under_way(self) -> bool:
        """Whether there is something left to do, or to hand over."""
        return self._timer.isActive()

    def begin(self, work: Iterator[T | None], *, is_gentle: bool) -> None:
        """Do this work.

        Parameters
        ----------
        work
            Does a short step, of a few milliseconds at most, whenever it is asked for the next value: None, and the result at the
            end. It must not touch what belongs to the window.
        is_gentle
            Whether to take little of the processor, since training runs.
        """
        if self._is_closed:
            return
        with self._lock:
            self._results.take()
            self._is_gentle, self._wanted = is_gentle, work
            self._lock.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="hlviz aside", daemon=True)
                self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Leave what is under way undone."""
        with self._lock:
            self._wanted = None
            self._results.take()
            self._lock.notify_all()
        self._timer.stop()

    def close(self) -> None:
        """Stop for good; returns when the thread has ended, or nearly at once where a step takes long: the thread ends with it."""
        self._is_closed = True
        self.stop()
        thread = self._thread
        if thread is not None:
            thread.join(PATIENCE)

    def _look(self) -> None:
        result = self._results.take()
        if result is not None:
            self._timer.stop()
            self._found(result)

    def _run(self) -> None:
        """Work until there is nothing to do: the thread lives no longer than that."""
        while True:
            with self._lock:
                work = self._wanted
                if work is None:
                    self._thread = None
                    return
            try:
                self._work_at(work)
            finally:  # should it fail, that is a fault of the program, and the next work must find no thread that is dead
                if self._wanted is work:
                    self._wanted = self._thread = None

    def _work_at(self, work: Iterator[T | None]) -> None:
        begun = time.thread_time()
        while self._wanted is work:
            value = next(work)
            if value is not None:
                with self._lock:
                    if self._wanted is work:
                        self._results.put(value)
                        self._wanted = None
                return
            spent = time.thread_time() - begun
            if self._is_gentle and spent >= WORK:
                with self._lock:
                    self._lock.wait_for(lambda: self._wanted is not work, min(spent * (1 / SHARE - 1), REST))
                begun = time.thread_time()
