"""From which side a layer is looked at: two directions in the space of its neurons, steady from one frame to the next.

A picture has two directions, a layer as many as it has neurons. With one or two neurons the picture is the layer itself; with three
it is seen from a side, and can be turned; of more, the two directions in which its activations spread most are shown (principal
component analysis), or two neurons.
"""

from dataclasses import dataclass
from math import asin, atan2, cos, sin

import numpy as np

from hlviz.nn.arrays import Array

ROUNDS = 2
"""Rounds of the power iteration a frame, while frames come one after the other: the axes follow, and never jump."""
MOST_ROUNDS = 40
"""Rounds where there is time to get it right."""
STILL = 1e-6
"""The axes have arrived when a round turns them by less, as 1 − cos of the angle."""
SMALL = 64
"""Neurons up to which all directions are computed at first; of a wider layer, the first few."""
BLOCK = 8
"""Directions that are iterated at first for a wide layer: the first two are then right after few rounds."""
TURN = (-0.5, 0.35)
"""Radians around the upright and the level axis: from where three neurons are seen that spread alike in all directions."""


@dataclass(frozen=True, eq=False)
class Axes:
    """Two directions of unit length, at right angles, in the space of a layer with ``n`` neurons."""

    directions: Array
    """(n, 2): what is drawn to the right and upwards. A point ``h`` of the layer is drawn at ``h @ directions``."""
    middle: Array
    """(n,): the mean of the activations: what all that is not seen is held at."""
    share: float
    """0 … 1: of what the layer's activations vary, how much these directions show."""

    @property
    def rest(self) -> Array:
        """(n,): the part of ``middle`` that is at right angles to the picture."""
        return np.asarray(self.middle - self.directions @ (self.directions.T @ self.middle))


def plain_axes(h: Array) -> Axes:
    """One neuron or two, as they are; of one neuron everything lies on a line."""
    return _seen(h, np.eye(h.shape[1], 2))


def turned_axes(h: Array, turn: tuple[float, float] = TURN) -> Axes:
    """Three neurons from a side, as (around the upright axis, around the level axis) in radians; nothing is lost by turning."""
    around, over = turn
    directions = np.array(
        [[cos(around), sin(around) * sin(over)], [0.0, cos(over)], [-sin(around), cos(around) * sin(over)]]
    )
    return Axes(directions, _mean(h), 1.0)


def broad_turn(h: Array) -> tuple[float, float]:
    """The turn from which three neurons are seen from their broad side: along the direction in which they spread least."""
    spread, vectors = np.linalg.eigh(np.cov(h.T.astype(np.float64), bias=True))
    if not spread[1] > 2 * spread[0]:
        return TURN
    x, y, z = (vectors[:, 0] * (1.0 if vectors[2, 0] >= 0 else -1.0)).tolist()
    return atan2(x, z), -asin(max(-1.0, min(1.0, y)))


def depths(turn: tuple[float, float]) -> Array:
    """(3,): the direction towards the eye that goes with ``turned_axes``."""
    around, over = turn
    return np.array([sin(around) * cos(over), -sin(over), cos(around) * cos(over)])


def neuron_axes(h: Array, across: int, up: int) -> Axes:
    """Two of the neurons."""
    directions = np.zeros((h.shape[1], 2))
    directions[across, 0] = directions[up, 1] = 1.0
    return _seen(h, directions)


def principal_axes(
    h: Array, last: Array | None = None, *, near: Array | None = None, rounds: int = MOST_ROUNDS
) -> Axes:
    """The two directions in which activations spread most.

    Parameters
    ----------
    h
        (samples, n) activations, n ≥ 2.
    last
        (n, 2) the directions of the frame before. The power iteration begins there, and the new directions are turned within their
        plane to be as near to them as can be: no picture is mirrored, turned about or swapped between two frames.
    near
        (samples, 2) where the same samples are in another picture, such as that of the layer before: without ``last``, the
        directions are turned within their plane, or mirrored, so that the picture is as like it as can be.
    rounds
        Of the power iteration, at most; few, where the axes only have to follow.

    Returns
    -------
    Axes
        Whose ``share`` is what these very directions show, also where they are still on their way.

    Source
    ------
    Subspace iteration: Golub and Van Loan (2013), "Matrix Computations", 8.2.4. Orthogonal Procrustes: Schönemann (1966).
    """
    centred = h - h.mean(axis=0)
    if last is None or last.shape != (h.shape[1], 2):
        directions, last = _principal(centred), None
    else:
        directions = _iterated(centred, last.astype(h.dtype), rounds)
    if last is not None:
        directions = directions @ _turn(directions.T @ last)
    elif near is not None:
        directions = directions @ _turn((centred @ directions).T @ (near - near.mean(axis=0)))
    return _seen(h, directions.astype(np.float64))


def cut_axes(h: Array, weights: Array, last: Array | None = None, *, rounds: int = MOST_ROUNDS) -> Axes:
    """The directions that the output looks along: in them its cuts are seen edge on.

    Parameters
    ----------
    h
        (samples, n) activations of the last hidden layer, n ≥ 2.
    weights
        (n, scores) as ``cuts.class_scores`` makes them; or (n, 1) where a number is read off.
    last, rounds
        As for ``principal_axes``.

    Returns
    -------
    Axes
        With two classes or a number, more of it is to the right, and upwards is the direction at right angles to that in which the
        activations spread most: the cut is upright, and every sample is on its side. With three classes the scores differ in two
        directions only, which are seen; with more, those in which they differ most.
    """
    told = weights.astype(np.float64)
    if told.shape[1] > 1:
        told = told - told.mean(axis=1, keepdims=True)
    fits = last is not None and last.shape == (h.shape[1], 2)
    if told.shape[1] > 2:
        directions = np.linalg.svd(told, full_matrices=False)[0][:, :2]
        return _seen(h, directions @ _turn(directions.T @ last) if fits and last is not None else directions)
    along = told[:, -1]
    size = float(np.linalg.norm(along))
    if not size > 0:
        return principal_axes(h, last, rounds=rounds)
    along = along / size
    centred = (h - h.mean(axis=0)).astype(np.float64)
    centred = centred - np.outer(centred @ along, along)
    up = last[:, 1] - along * (along @ last[:, 1]) if fits and last is not None else _principal(centred)[:, 0]
    for _ in range(rounds):
        spread = centred.T @ (centred @ up)
        up = spread + 1e-6 * (np.abs(spread).max() + 1e-30) * up
        up /= np.linalg.norm(up)
    return _seen(h, np.column_stack([along, up]))


def _principal(centred: Array) -> Array:
    count = centred.shape[1]
    if count <= SMALL:
        _, vectors = np.linalg.eigh(centred.T @ centred)
        return np.asarray(vectors[:, :-3:-1])
    start = np.zeros((count, BLOCK), centred.dtype)
    start[np.argsort(centred.var(axis=0))[::-1][:BLOCK], np.arange(BLOCK)] = 1.0
    block = _iterated(centred, start, 12)
    _, within = np.linalg.eigh((centred @ block).T @ (centred @ block))
    return np.asarray(block @ within[:, :-3:-1])


def _iterated(centred: Array, directions: Array, rounds: int) -> Array:
    for _ in range(rounds):
        spread = centred.T @ (centred @ directions)
        # a little of where they were: where nothing spreads there is no better direction
        before, directions = directions, np.linalg.qr(spread + 1e-6 * (np.abs(spread).max() + 1e-30) * directions)[0]
        if np.linalg.svd(before.T @ directions, compute_uv=False).min() > 1 - STILL:
            break
    return directions


def _turn(likeness: Array) -> Array:
    """(2, 2): the turn, or mirroring, that makes one picture most like another."""
    left, _, right = np.linalg.svd(likeness)
    return np.asarray(left @ right)


def _seen(h: Array, directions: Array) -> Axes:
    centred = h - h.mean(axis=0)
    total = float(np.square(centred).sum(dtype=np.float64))
    shown = float(np.square(centred @ directions.astype(h.dtype)).sum(dtype=np.float64))
    share = shown / total if total > 0 else 1.0
    return Axes(directions, _mean(h), min(1.0, share))


def _mean(h: Array) -> Array:
    return np.asarray(h.mean(axis=0, dtype=np.float64))
