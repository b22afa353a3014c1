"""Goes along a way by itself, stage by stage, with a short rest after each."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

BEAT = 33
"""Milliseconds from one picture of the film to the next."""
STAGE_TIME, REST = 1.1, 0.25
"""Seconds that a stage takes, and that it rests before the next."""
LONGEST = 0.1
"""Seconds, at most, that the film goes on by from one picture to the next: where the window was busy, nothing is left out."""


class Film(QObject):
    """A clock that tells where on the way it is."""

    moved = Signal(float)
    """To which position, in stages."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._begin, self._played, self._last_beat = 0, 0.0, 0.0
        self._beat = QTimer(self, interval=BEAT)
        self._beat.timeout.connect(self._go_on)

    @property
    def is_playing(self) -> bool:
        """Whether it goes on."""
        return self._beat.isActive()

    def play(self, begin: int) -> None:
        """Begin with a stage; it goes on until it is stopped."""
        self._begin, self._played, self._last_beat = begin, 0.0, time.monotonic()
        self._beat.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._beat.stop()

    def _go_on(self) -> None:
        now = time.monotonic()
        self._played += min(now - self._last_beat, LONGEST)
        self._last_beat = now
        stages, rest = divmod(self._played, STAGE_TIME + REST)
        t = min(1.0, rest / STAGE_TIME)
        self.moved.emit(self._begin + stages + t * t * (3 - 2 * t))
