"""Keeps painting within its budget: it measures what frames cost, draws less where they cost too much, and more again where they may.

What is pointed at or selected is drawn in full at every level.
"""

import statistics
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

BUDGET, BUDGET_WIDE = 0.006, 0.010
"""Seconds of the thread's own time for a frame: usually, and of a network with very many weights."""
ROOM = 0.6
"""The share of its budget below which a frame has room for more detail."""
WINDOW = 15
"""Frames whose median is looked at: one that costs much now and then is no reason."""
WAIT, WAIT_MOST = 60, 3840
"""Frames before more detail is tried; twice as many each time that it turned out to be too much."""

# the thread's own time tells nothing of what else the machine does; on Windows it goes by in steps of 16 ms
CLOCK = time.perf_counter if sys.platform == "win32" else time.thread_time


@dataclass(frozen=True)
class Detail:
    """How much is drawn."""

    curves: int
    """Of too many strands, so many are drawn as curves."""
    smooth: int
    """The strongest so many have smooth rims."""
    pulses: int
    fog_every: int
    """Frames from one fog to the next."""
    map_pause: float
    """Seconds for which the pictures of neurons serve."""


DETAILS = (
    Detail(curves=140, smooth=400, pulses=28, fog_every=1, map_pause=0.0),
    Detail(curves=110, smooth=160, pulses=20, fog_every=2, map_pause=0.030),
    Detail(curves=70, smooth=80, pulses=12, fog_every=3, map_pause=0.060),
    Detail(curves=40, smooth=30, pulses=4, fog_every=6, map_pause=0.120),
)
"""From full detail to the least."""


class Governor:
    """Chooses the level of detail."""

    def __init__(self, clock: Callable[[], float] = CLOCK) -> None:
        """``clock`` gives seconds."""
        self._clock = clock
        self._level = 0
        self._costs: deque[float] = deque(maxlen=WINDOW)
        self._wait, self._since = WAIT, 0
        self._is_trial = False

    @property
    def detail(self) -> Detail:
        """How much to draw now."""
        return DETAILS[self._level]

    def start_over(self) -> None:
        """Draw in full: what is drawn has become another, or rests."""
        self._level, self._wait = 0, WAIT
        self._forget()

    @contextmanager
    def frame(self, budget: float) -> Iterator[None]:
        """Measure what happens within as one frame.

        Parameters
        ----------
        budget
            Seconds that it should take at most.
        """
        begun = self._clock()
        yield
        self._take(self._clock() - begun, budget)

    def _take(self, cost: float, budget: float) -> None:
        self._costs.append(cost)
        self._since += 1
        if self._is_trial and self._since >= self._wait:  # it went well
            self._is_trial, self._wait = False, WAIT
        if len(self._costs) < WINDOW:
            return
        median = statistics.median(self._costs)
        if median > budget and self._level < len(DETAILS) - 1:
            if self._is_trial:
                self._wait = min(2 * self._wait, WAIT_MOST)
            self._level += 1
            self._forget()
        elif median < ROOM * budget and self._level > 0 and self._since >= self._wait:
            self._level -= 1
            self._forget()
            self._is_trial = True

    def _forget(self) -> None:
        self._costs.clear()
        self._since, self._is_trial = 0, False
