"""Files are read and written in a thread of their own: the window never waits for a disk.

What the thread has done comes back as a function that is called in the window's thread.
"""

import threading
from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from hlviz.errors import HlvizError

Finish = Callable[[], None]
Task = Callable[[], Finish]


class FileThread(QObject):
    """Does one task after the other; there is a thread only while there are some."""

    changed = Signal()
    """``is_busy`` changed, or a task was finished."""
    failed = Signal(str)
    """A task could not be done; the text is one line that says why."""
    _finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way = 0
        self._tasks: deque[Task] = deque()
        self._done: deque[Finish] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether there is something left to do or to tell."""
        return self._under_way > 0

    def begin(self, task: Task) -> None:
        """Do this after what was asked for before.

        Parameters
        ----------
        task
            Called in the thread; what it returns is called in that of the window.
        """
        self._under_way += 1
        with self._lock:
            self._tasks.append(task)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="hlviz-files")
                self._thread.start()
        self.changed.emit()

    def close(self) -> None:
        """Wait until everything asked for is done, and tell it."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()
        self._deliver()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._tasks:
                    self._thread = None
                    return
                task = self._tasks.popleft()
            self._done.append(self._outcome(task))
            self._finished.emit()

    def _outcome(self, task: Task) -> Finish:
        try:
            return task()
        except HlvizError as error:
            return partial(self.failed.emit, str(error))
        except Exception as error:  # a fault of the program belongs to the thread where faults are shown
            return partial(_raise, error)

    def _deliver(self) -> None:
        try:
            while self._done:
                finish = self._done.popleft()
                self._under_way -= 1
                finish()
        finally:  # what fails in telling one thing keeps no other from being told
            if self._done:
                self._deliver()
            else:
                self.changed.emit()


def _raise(error: Exception) -> None:
    raise error
