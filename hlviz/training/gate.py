"""Lets the screen draw undisturbed: while it does, the training thread waits, but never long."""

import threading
import time
from collections.abc import Callable

LONGEST = 0.013
"""Seconds, at most, that training waits for one picture: of a sixtieth of a second at least 3 ms are its own."""

FRAME = 0.016
"""Seconds from the beginning of one picture to that of the next."""


class Gate:
    """Closed by the screen's thread before it draws, opened after; passed by the training thread between two slices."""

    def __init__(self, opened: Callable[[], object] = lambda: None) -> None:
        """``opened`` is called in the screen's thread each time that drawing is done."""
        self._opened = opened
        self._open = threading.Event()
        self._open.set()
        self._until = self._next = 0.0

    def close(self) -> None:
        """Drawing begins."""
        now = time.perf_counter()
        self._until, self._next = now + LONGEST, now + FRAME
        self._open.clear()

    def open(self) -> None:
        """Drawing is done."""
        self._open.set()
        self._opened()

    def hurry(self) -> None:
        """Let the training thread pass though drawing is not done: it is waited for."""
        self._open.set()

    @property
    def room(self) -> float:
        """Seconds until drawing is to begin again; 0 where it is under way, or may begin at any time."""
        return max(0.0, self._next - time.perf_counter()) if self._open.is_set() else 0.0

    def pass_through(self) -> None:
        """Go on if the screen is not drawing; else wait until it is done, or its time is up."""
        if self._open.is_set():
            return
        left = self._until - time.perf_counter()
        if left > 0:
            self._open.wait(left)
        self._open.set()
