"""How fast training may go, and how fast it goes."""

import sys
import time
from dataclasses import dataclass

# without the time that a thread waits for the interpreter or a processor; on Windows that clock goes by in steps of 16 ms
work_clock = time.perf_counter if sys.platform == "win32" else time.thread_time
"""Seconds that the thread has worked."""


@dataclass(frozen=True)
class Pace:
    """How fast to train: at most that many epochs, or else steps, a second; as fast as possible where both are None."""

    epochs: float | None = None
    steps: float | None = None

    def seconds_per_step(self, steps_per_epoch: int) -> float:
        """The time that one step should take; 0 for as little as possible."""
        if self.steps is not None:
            return 1 / self.steps
        return 1 / (self.epochs * steps_per_epoch) if self.epochs is not None else 0.0


class Allowance:
    """So much of the time may go to something beside training: what it took last is saved up before it is done again."""

    def __init__(self, share: float) -> None:
        """``share`` of the time that training takes, 0 … 1."""
        self._share = share
        self._saved = self._cost = 0.0

    def earn(self, training: float, waiting: float = 0.0) -> None:
        """Save up from so many seconds of training, and half of those in which training waited."""
        self._saved += training * self._share + waiting / 2

    @property
    def suffices(self) -> bool:
        """Whether it may be done again."""
        return self._saved >= self._cost

    @property
    def cost(self) -> float:
        """The seconds that it took last."""
        return self._cost

    def spend(self, seconds: float) -> None:
        """It was done, and took so long. What was saved beyond is not kept, or a rest would be followed by a rush."""
        self._saved, self._cost = 0.0, seconds


class Rate:
    """Steps a second, over about the last second."""

    def __init__(self) -> None:
        self.per_second = 0.0
        self._since: tuple[float, int] | None = None

    def count(self, step: int) -> None:
        """Step ``step`` was just made."""
        now = time.perf_counter()
        if self._since is None:
            self._since = now, step
        elif now - self._since[0] > 0.5:
            self.per_second = (step - self._since[1]) / (now - self._since[0])
            self._since = now, step
