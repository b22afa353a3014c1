"""Curves as strokes: thinned to what a screen can show, solid or dashed, one array of segments for one call of the painter."""

import numpy as np

from hlviz.nn.arrays import Array

DASH, GAP = 5.0, 3.5
"""Pixels of a dash and of the gap behind it."""
FAR = 1e5


def thinned(x: Array, y: Array) -> tuple[Array, Array]:
    """A curve that looks the same with at most two points a pixel: the least and the greatest value of each column.

    Parameters
    ----------
    x, y
        Shape (n,), in pixels; ``x`` never falls.
    """
    if len(x) < 3:
        return x, y
    column = np.floor(x)
    starts = np.flatnonzero(np.concatenate([[True], column[1:] != column[:-1]]))
    if len(x) <= 2 * len(starts):
        return x, y
    low, high = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    first, last = y[starts], y[np.concatenate([starts[1:], [len(y)]]) - 1]
    falls = first > last
    thin_x, thin_y = np.repeat(column[starts] + 0.5, 2), np.empty(2 * len(starts))
    thin_y[0::2], thin_y[1::2] = np.where(falls, high, low), np.where(falls, low, high)
    return np.append(np.minimum(thin_x, x[-1]), x[-1]), np.append(thin_y, y[-1])  # where it is now is exact


def runs(y: Array) -> list[slice]:
    """The parts of a curve, shape (n,), without a point that is no number, from left to right; at least one, which may be empty."""
    good = np.concatenate([[False], np.isfinite(y), [False]])
    edges = np.flatnonzero(good[1:] != good[:-1])
    return [slice(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)] or [slice(0, 0)]


def segments(x: Array, y: Array) -> Array:
    """The strokes from each point to the next: shape (n − 1, 4), x₁ y₁ x₂ y₂."""
    y = np.clip(y, -FAR, FAR)
    return np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])


def dashes(x: Array, y: Array, dash: float = DASH, gap: float = GAP) -> Array:
    """The strokes of a dashed curve, shape (n, 4).

    Qt's own dashes begin anew with every stroke, so that a curve of many short ones would come out solid.
    """
    y = np.clip(y, -FAR, FAR)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    total = float(along[-1]) if len(along) else 0.0
    if total == 0.0 or total > FAR:
        return segments(x, y)
    period = dash + gap
    begins = np.arange(0.0, total, period)
    places = np.unique(np.concatenate([along, begins, begins + dash]))
    places = places[places <= total]
    px, py = np.interp(places, along, x), np.interp(places, along, y)
    drawn = ((places[:-1] + places[1:]) / 2) % period < dash
    return np.asarray(segments(px, py)[drawn])
