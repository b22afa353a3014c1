"""Where the output's straight cuts go through a picture of the last hidden layer.

To the last hidden layer the output is linear: z = Wᵀ h + b. So what it gives to each class is cut straight: with one output at
z = 0, with several where two of them are equal and no other is larger. In a layer of two neurons the picture shows the cuts
themselves; in a plane through a layer of more, their traces in it.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from hlviz.explain.axes import Axes
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.metrics import r_squared

MOST_PLANES = 4
"""Classes up to which the cutting planes of three neurons are drawn: more hide each other."""
NONE = np.empty((0, 2))


@dataclass(frozen=True, eq=False)
class Region:
    """A part of the picture, or a piece of a cutting plane."""

    label: int
    """The class that it is given to; of a plane, the lower of the two that it parts."""
    corners: Array
    """(corners, 2) in the coordinates of the picture; convex."""


def class_scores(weights: Array, bias: Array) -> tuple[Array, Array]:
    """One score a class, the largest names it: ``weights`` (n, classes) and ``bias`` (classes,).

    With a single output the other class has the score 0, since z = 0 is where the output names the other class (tanh and identity
    are cut at 0, the sigmoid at a half).
    """
    if weights.shape[1] > 1:
        return weights.astype(np.float64), bias.astype(np.float64)
    w, b = weights.astype(np.float64), bias.astype(np.float64)
    return np.hstack([np.zeros_like(w), w]), np.concatenate([[0.0], b])


def regions(weights: Array, bias: Array, axes: Axes, low: Array, high: Array) -> list[Region]:
    """What of a box in the picture goes to which class.

    Parameters
    ----------
    weights, bias
        Of the output, as ``class_scores`` makes them.
    axes
        How the last hidden layer is looked at. What is not seen of it is held at its mean.
    low, high
        (2,) two corners of the box.
    """
    slopes = axes.directions.T @ weights  # (2, classes)
    levels = bias + axes.rest @ weights
    box = np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])
    found = []
    for label in range(weights.shape[1]):
        corners = box
        for other in range(weights.shape[1]):
            if other != label and len(corners):
                corners = clipped(corners, slopes[:, label] - slopes[:, other], float(levels[label] - levels[other]))
        if len(corners) > 2:
            found.append(Region(label, corners))
    return found


def levels_through(
    weight: Array, bias: float, axes: Axes, values: Array, low: Array, high: Array
) -> list[tuple[float, Array]]:
    """Where a number that is read off has certain values: (value, both ends (2, 2)) of each straight line through the box."""
    slope, rest = axes.directions.T @ weight, float(bias + axes.rest @ weight)
    box = np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])
    found = []
    for value in values.tolist():
        corners = clipped(box, slope, rest - value)
        on_line = corners[np.abs(corners @ slope + rest - value) <= 1e-9 * (1 + np.abs(corners @ slope))]
        if len(on_line) == 2:
            found.append((value, on_line))
    return found


def planes(weights: Array, bias: Array, low: Array, high: Array) -> list[Region]:
    """The cutting planes of a layer of three neurons within a box from ``low`` to ``high``, (3,) each.

    Returns pieces whose corners are of shape (corners, 3); none where there are more than ``MOST_PLANES`` classes.
    """
    count = weights.shape[1]
    if count > MOST_PLANES:
        return []
    found = []
    for one, other in combinations(range(count), 2):
        normal, level = weights[:, one] - weights[:, other], float(bias[one] - bias[other])
        size = float(np.linalg.norm(normal))
        if not size > 0:
            continue
        middle = (low + high) / 2
        foot = middle - normal * (normal @ middle + level) / size**2
        first = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
        first /= np.linalg.norm(first)
        second = np.cross(normal, first) / size
        far = float(np.linalg.norm(high - low)) * 2
        corners: Array = foot + far * np.array([first + second, second - first, -first - second, first - second])
        for side in range(3):
            corners = clipped(corners, np.eye(3)[side], float(-low[side]))
            corners = clipped(corners, -np.eye(3)[side], float(high[side]))
        for third in range(count):
            if third not in (one, other):
                corners = clipped(corners, weights[:, one] - weights[:, third], float(bias[one] - bias[third]))
        if len(corners) > 2:
            found.append(Region(one, corners))
    return found


def clipped(corners: Array, normal: Array, level: float) -> Array:
    """The part of a convex polygon, (corners, d), where normal · x + level ≥ 0.

    Source
    ------
    Sutherland and Hodgman (1974), "Reentrant polygon clipping".
    """
    if not len(corners):
        return corners
    height = corners @ normal + level
    if (height >= 0).all():
        return corners
    if (height < 0).all():
        return corners[:0]
    kept: list[Array] = []
    for i in range(len(corners)):
        here, there = float(height[i - 1]), float(height[i])
        if (here < 0) != (there < 0):
            kept.append(corners[i - 1] + here / (here - there) * (corners[i] - corners[i - 1]))
        if there >= 0:
            kept.append(corners[i])
    return np.array(kept)


def parted_share(h: Array, labels: Array | IntArray, classes: int) -> float:
    """The share of samples that flat cuts through a layer put on their own class's side, 0 … 1.

    The cuts are found by least squares on one target a class, so another cut may do a little better.

    Parameters
    ----------
    h
        (samples, n) activations.
    labels
        (samples,) the classes, 0 … classes − 1.
    """
    wanted = np.eye(classes)[labels.astype(np.int64)]
    return float(np.mean(_linear_fit(h, wanted).argmax(axis=1) == labels))


def straight_r2(h: Array, y: Array) -> float:
    """R² of the best number that can be read off a layer in one straight direction, for activations (samples, n) and y (samples,)."""
    return r_squared(_linear_fit(h, y[:, None].astype(np.float64)), y[:, None].astype(np.float64))


def _linear_fit(h: Array, wanted: Array) -> Array:
    """What a linear output fitted by least squares says, of the shape (samples, outputs) of what it should."""
    with_one = np.column_stack([h, np.ones(len(h))]).astype(np.float64)
    square = with_one.T @ with_one
    square[np.diag_indices_from(square)] += 1e-6 * (np.trace(square) / len(square) + 1e-12)
    return np.asarray(with_one @ np.linalg.solve(square, with_one.T @ wanted))
