"""Several contenders in turn, round after round, so that whatever else the machine does falls on all of them alike."""

import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol


class Contender(Protocol):
    """Something that trains."""

    key: str

    def lap(self) -> int:
        """Train for a while; returns how many samples that took."""


@dataclass
class Times:
    """Samples a second of each contender, round by round."""

    cpu: dict[str, list[float]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)

    def median(self, key: str, clock: str = "cpu") -> float:
        """The middle of all rounds."""
        return statistics.median(getattr(self, clock)[key])

    def ratio(self, key: str, other: str) -> float:
        """How many times as fast: the middle of the ratios within each round, on processor time."""
        return statistics.median(a / b for a, b in zip(self.cpu[key], self.cpu[other], strict=True))

    def best(self, keys: Iterable[str]) -> str | None:
        """The fastest of these, as far as they took part."""
        return max((key for key in keys if key in self.cpu), key=self.median, default=None)


def race(contenders: list[Contender], rounds: int, seconds: float) -> Times:
    """Let each train for about so many seconds of processor time a round, in turn, there and back."""
    times = Times()
    for contender in contenders:
        contender.lap()  # warms up: buffers, caches, what is made at the first call
        times.cpu[contender.key], times.wall[contender.key] = [], []
    for number in range(rounds):
        for contender in contenders if number % 2 == 0 else reversed(contenders):
            cpu, wall, samples = time.process_time(), time.perf_counter(), 0
            while time.process_time() - cpu < seconds:
                samples += contender.lap()
            times.cpu[contender.key].append(samples / (time.process_time() - cpu))
            times.wall[contender.key].append(samples / (time.perf_counter() - wall))
    return times
