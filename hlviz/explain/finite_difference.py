"""The gradients of a walk, found a second time without any calculus: nudge a parameter, and see how the loss changes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlviz.explain.microscope import Walk
from hlviz.nn.arrays import Array, IntArray

MOST = 400
"""Parameters, at most, that are nudged; of more, so many are drawn."""
WORK = 2e9
"""Multiplications, about, that may be spent; of a large network on a large batch fewer parameters are nudged for it."""
LEAST = 24
"""Parameters that are nudged in any case."""
NUDGES = (1e-3, 1e-5, 1e-7)
"""How far each is nudged to either side: the next where one crosses a corner, such as that of ReLU, or a bend."""
ENOUGH = 1e-8
"""A relative error with which no other nudge is tried."""
AGREEMENT = 1e-6
"""The relative error up to which two gradients are the same; rounding alone makes about 1e-9."""
CORNER = 1e-3
"""Where the slopes to the left and to the right differ by more than this share of them, there is a corner, and no gradient."""
FLOOR = 1e-3
"""Gradients smaller than this share of the greatest are measured against that share of it: their own digits are rounding."""


@dataclass(frozen=True)
class Check:
    """What the comparison came to."""

    total: int
    """How many parameters there are."""
    compared: int
    """How many gradients were compared."""
    corners: int
    """How many more lie on a corner of an activation, where there is no gradient to compare with."""
    worst: float
    """The greatest relative error, |g − d| / max(|g|, |d|)."""

    @property
    def is_whole(self) -> bool:
        """Whether all parameters were nudged, not only some that were drawn."""
        return self.compared + self.corners == self.total

    @property
    def agrees(self) -> bool:
        """Whether all that were compared are the same but for rounding."""
        return self.worst <= AGREEMENT


def checked(walk: Walk, seed: int = 0) -> Check:
    """Compare them all at once; see ``checking``."""
    return next(check for check in checking(walk, seed) if check is not None)


def checking(walk: Walk, seed: int = 0) -> Iterator[Check | None]:
    """Compare ∂L/∂w and ∂L/∂b with central differences of the loss, one parameter at a time: None after each, the check at last.

    The loss is that of the data alone, without the penalty. The difference is the one of fourth order, over w ± h and w ± 2h:
    with the plain one, (L(w + h) − L(w − h)) / 2h, either rounding or the bend of the loss leaves an error that one can see.

    Parameters
    ----------
    walk
        One that has a gradient.
    seed
        Of the draw, where there are too many parameters to nudge them all.
    """
    nudged = _Nudged(walk)
    total = walk.parameters.count
    floor = FLOOR * max(float(np.abs(g).max()) for g in walk.gradient.arrays if g.size)
    corners, worst = 0, 0.0
    chosen = _chosen(walk, seed)
    for at in chosen.tolist():
        error = _error(nudged, at, floor)
        if error is None:
            corners += 1
        else:
            worst = max(worst, error)
        yield None
    yield Check(total, len(chosen) - corners, corners, worst)


def _chosen(walk: Walk, seed: int) -> IntArray:
    """Which parameters are nudged, by their place among all of them."""
    total = walk.parameters.count
    price = 8.0 * len(walk.samples) * total
    most = int(min(MOST, max(LEAST, WORK / price)))
    if total <= most:
        return np.arange(total)
    return np.sort(np.random.default_rng(seed).choice(total, most, replace=False))


def _error(nudged: "_Nudged", at: int, floor: float) -> float | None:
    """The relative error of one gradient; None where there is a corner."""
    gradient = nudged.gradient_at(at)
    here, least, has_corner = nudged.walk.loss, float("inf"), True
    for nudge in NUDGES:
        far_low, low, high, far_high = (nudged.loss_at(at, step * nudge) for step in (-2, -1, 1, 2))
        slope, left, right = (
            (8 * (high - low) - (far_high - far_low)) / (12 * nudge),
            (here - low) / nudge,
            (high - here) / nudge,
        )
        error = abs(gradient - slope) / max(abs(gradient), abs(slope), floor, 1e-300)
        if error <= ENOUGH:
            return error
        least = min(least, error)
        has_corner = abs(right - left) > CORNER * max(abs(left), abs(right), floor)
    return None if least > AGREEMENT and has_corner else least


class _Nudged:
    """The loss of a walk with one of its parameters changed. What lies before the change is not computed again."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        arrays = walk.parameters.arrays
        self._starts = np.cumsum([0, *(array.size for array in arrays)])

    def gradient_at(self, at: int) -> float:
        """What backpropagation found."""
        which, place = self._find(at)
        return float(self.walk.gradient.arrays[which].ravel()[place])

    def loss_at(self, at: int, nudge: float) -> float:
        """The loss with one parameter changed by so much."""
        which, place = self._find(at)
        walk, layer = self.walk, which // 2
        weights, activations = walk.parameters.weights, walk.assembly.activations
        if which % 2:
            column, added = place, np.full(len(walk.samples), nudge)
        else:
            row, column = divmod(place, weights[layer].shape[1])
            added = nudge * walk.forwarded.a[layer][:, row]
        z: Array = walk.forwarded.z[layer].copy()
        z[:, column] += added
        with np.errstate(all="ignore"):
            a = activations[layer].value(z)
            for later in range(layer + 1, len(weights)):
                a = activations[later].value(a @ weights[later] + walk.parameters.biases[later])
            assert walk.samples.t is not None
            return walk.assembly.loss.value(a, walk.samples.t)

    def _find(self, at: int) -> tuple[int, int]:
        """(which array of the parameters, place in it flattened)."""
        which = int(np.searchsorted(self._starts, at, side="right")) - 1
        return which, at - int(self._starts[which])
