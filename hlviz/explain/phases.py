"""The phases of a run: where its loss dropped, where it stood still, where it rose; few of them, and none of them noise.

The logarithm of the loss, its peaks taken off by a running median, is cut into few straight pieces: the cut that leaves the least
squares behind, where each piece more has to pay for itself. A piece that falls far enough, and no slower than the run does on the
whole, is a drop; one that hardly moves and is long is a plateau.
"""

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from hlviz.nn.arrays import Array

PLACES = 160
"""Places along the run that are looked at."""
MEDIAN = 7
"""Places that a running median is taken over."""
PIECES = 9
"""Straight pieces, at most."""
PRICE = 14.0
"""How many times the variance of the noise a piece more has to save."""
FALL = 0.12
"""Powers of ten that the loss changes by in a drop, at least: to about three quarters."""
SHARE = 0.12
"""The same, as a share of all that it changes by in the run."""
NOISES = 4.0
"""The same, in standard deviations of the noise."""
LONG = 0.1
"""The share of the run that a plateau takes, at least."""
STILL = 0.35
"""The share of ``FALL`` that the loss may change by on a plateau."""
ALIKE = 0.3
"""Neighbouring pieces are one if the slope of the least steep is at least this share of the steepest's."""
FLOOR = 1e-9
"""A loss of 0 has no logarithm; it counts as this."""
MOST = 4
"""Phases of a kind, at most: the largest."""


class Kind(Enum):
    """What the loss does in a phase."""

    DROP = "drop"
    PLATEAU = "plateau"
    RISE = "rise"


@dataclass(frozen=True)
class Phase:
    """A stretch of a run."""

    kind: Kind
    start: int
    """The step at which it begins."""
    end: int
    before: float
    """The loss at its beginning, without the noise."""
    after: float

    @property
    def change(self) -> float:
        """By how many powers of ten the loss changes."""
        return float(np.log10(max(self.after, FLOOR) / max(self.before, FLOOR)))


def phases(step: Array, loss: Array) -> tuple[Phase, ...]:
    """The drops, plateaus and rises of a run, in order.

    Parameters
    ----------
    step, loss
        Shape (rows,), steps ascending. Rows whose loss is no number are left out.

    Returns
    -------
    tuple of Phase
        At most ``MOST`` of each kind; none where there are fewer than 8 rows.
    """
    good = np.isfinite(loss)
    step, loss = step[good], loss[good]
    if len(step) < 8 or step[-1] <= step[0]:
        return ()
    at = _places(step)
    height = np.interp(at, step, np.log10(np.maximum(loss, FLOOR)))
    calm = _median(height)
    noise = _noise(height)
    found = _joined([_phase(at, calm, noise, i, j) for i, j in _steady(at, calm, _pieces(at, calm, noise))])
    kept = {id(phase) for kind in Kind for phase in sorted(
        (phase for phase in found if phase.kind is kind), key=_size, reverse=True)[:MOST]}  # fmt: skip
    return tuple(phase for phase in found if id(phase) in kept)


def _size(phase: Phase) -> float:
    return phase.end - phase.start if phase.kind is Kind.PLATEAU else abs(phase.change)


def _places(step: Array) -> Array:
    """Where to look: at every row, or evenly over the run where there are many."""
    return step if len(step) <= PLACES else np.linspace(step[0], step[-1], PLACES)


def _median(height: Array) -> Array:
    """A running median, shorter at the ends."""
    half = min(MEDIAN // 2, (len(height) - 1) // 4)
    padded = np.concatenate([np.full(half, np.nan), height, np.full(half, np.nan)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    calm = np.nanmedian(windows, axis=1)
    calm[0] = height[0]  # the first loss is known, and steep falls begin there
    return np.asarray(calm)


def _noise(height: Array) -> float:
    """The standard deviation of what a straight line through two neighbours misses: by its median, so that no jump counts."""
    misses = height[1:-1] - (height[:-2] + height[2:]) / 2
    return float(1.4826 * np.median(np.abs(misses)) / np.sqrt(1.5))


def _pieces(at: Array, height: Array, noise: float) -> list[tuple[int, int]]:
    """First and last place of the straight pieces that fit best; neighbours share a place."""
    n = len(at)
    cost = _costs(at, height)
    price = PRICE * max(noise, 0.004) ** 2
    best, cut = np.full((PIECES + 1, n), np.inf), np.zeros((PIECES + 1, n), np.int64)
    best[0, 0] = 0.0
    for k in range(1, PIECES + 1):
        through = best[k - 1][:, None] + cost  # the last piece is from i to j
        cut[k], best[k] = through.argmin(axis=0), through.min(axis=0)
    count = int((best[1:, -1] + price * np.arange(1, PIECES + 1)).argmin()) + 1
    ends, j = [n - 1], n - 1
    for k in range(count, 0, -1):
        j = int(cut[k, j])
        ends.append(j)
    ends.reverse()
    return list(pairwise(ends))


def _costs(at: Array, height: Array) -> Array:
    """The squares that a straight line from place i to place j leaves, shape (n, n): infinite where there are fewer than 2 steps."""
    x = (at - at[0]) / (at[-1] - at[0])
    n = len(x)
    count, sx, sy, sxx, sxy, syy = (
        _between(np.concatenate([[0.0], np.cumsum(values)]))
        for values in (np.ones(n), x, height, x * x, x * height, height * height)
    )
    with np.errstate(all="ignore"):
        spread, along, rest = sxx - sx * sx / count, sxy - sx * sy / count, syy - sy * sy / count
        cost = np.maximum(rest - along * along / np.maximum(spread, 1e-15), 0.0)
    i, j = np.indices((n, n))
    return np.where(j - i >= 2, cost, np.where(j - i == 1, 0.0, np.inf))


def _between(sums: Array) -> Array:
    """The sum of the places i to j, at [i, j]."""
    return sums[1:][None, :] - sums[:-1][:, None]


def _steady(at: Array, height: Array, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same pieces, those taken together that go on the same way, if not quite as fast."""
    steady: list[tuple[int, int]] = []
    steepest = slowest = 0.0  # of the pieces taken together last
    for i, j in pieces:
        slope = float((height[j] - height[i]) / (at[j] - at[i]))
        ends = max(abs(slope), abs(steepest)), min(abs(slope), abs(slowest))
        if steady and slope * steepest > 0 and ends[1] >= ALIKE * ends[0]:
            steady[-1] = (steady[-1][0], j)
            steepest, slowest = ends[0] if slope > 0 else -ends[0], ends[1]
        else:
            steady.append((i, j))
            steepest = slowest = slope
    return steady


def _phase(at: Array, height: Array, noise: float, i: int, j: int) -> Phase | None:
    """What a straight piece is, if anything."""
    before, after = height[i], height[j]
    change, span = after - before, float(height.max() - height.min())
    far = max(FALL, SHARE * span, NOISES * noise)
    is_fast = abs(change) / (at[j] - at[i]) >= 0.99 * span / (at[-1] - at[0])  # else it is the slow end of a drop
    kind = None
    if change <= -far and is_fast:
        kind = Kind.DROP
    elif change >= far and is_fast:
        kind = Kind.RISE
    elif abs(change) <= STILL * far and at[j] - at[i] >= LONG * (at[-1] - at[0]):
        kind = Kind.PLATEAU
    if kind is None:
        return None
    return Phase(kind, int(at[i]), int(at[j]), float(10**before), float(10**after))


def _joined(found: list[Phase | None]) -> list[Phase]:
    """Neighbours of a kind are one phase."""
    joined: list[Phase] = []
    is_neighbour = False
    for phase in found:
        if phase is not None:
            last = joined[-1] if joined and is_neighbour else None
            if last is not None and last.kind is phase.kind:
                joined[-1] = Phase(phase.kind, last.start, phase.end, last.before, phase.after)
            else:
                joined.append(phase)
        is_neighbour = phase is not None
    return joined
