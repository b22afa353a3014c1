"""How fast training may go, and how fast it goes."""

import time
from dataclasses import dataclass


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
