"""How the run is played back: how fast, which way, and where in it that is by now.

A place in the run is a step, with fractions. It follows from the time that has passed, not from how often it was asked: whoever draws
slowly sees fewer moments, and is not late.
"""

from dataclasses import dataclass

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
EPOCHS = 10.0
"""Epochs a second at speed 1."""
WHOLE = 10.0
"""Seconds that the whole run takes at the speed that is fitted to it."""
FITTED = 0.0
"""Stands for that speed."""


@dataclass(frozen=True)
class Replay:
    """One way of playing back."""

    speed: float = FITTED
    """Of ``SPEEDS``, or ``FITTED``: the whole run in ``WHOLE`` seconds."""
    is_backwards: bool = False
    is_loop: bool = False
    """Whether it begins again at the end."""

    def steps_per_second(self, newest: int, steps_per_epoch: int) -> float:
        """How many steps go by in a second, in a run up to the step ``newest``."""
        if self.speed == FITTED:
            return max(newest, 1) / WHOLE
        return self.speed * EPOCHS * max(steps_per_epoch, 1)

    def advanced(self, step: float, steps: float, newest: int) -> tuple[float, bool]:
        """The place so many steps on, and whether the end is reached; in a loop there is none."""
        at = step - steps if self.is_backwards else step + steps
        if 0 <= at < newest:
            return at, False
        if self.is_loop and newest > 0:
            return at % newest, False
        return (0.0, True) if self.is_backwards else (float(newest), True)
