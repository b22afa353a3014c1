"""Which presses on a button belong together, so that one undo takes them back together."""

from time import monotonic

REST = 1.0
"""Seconds without a press after which the next one is another step of undo."""


class Presses:
    """Numbers the runs of presses on − and +: those that follow each other quickly are one run."""

    def __init__(self) -> None:
        self._run, self._last = 0, 0.0

    def run(self) -> int:
        """The run that a press now belongs to."""
        now = monotonic()
        if now - self._last > REST:
            self._run += 1
        self._last = now
        return self._run
