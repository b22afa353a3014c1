"""What is to be known of the samples before anything is learned from them: how many, how even, on what scales, and how far a
straight line gets. Worked out once for each split.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from hlviz.datasets import Split
from hlviz.nn.arrays import Array

SAMPLES = 500
"""Training samples, at most, that a line is fitted to and neighbours are sought among."""
VALUES = 200_000
"""Values that are measured in one step: about a millisecond."""
NEIGHBOURS = 5
ROUNDS = 200
"""Steps of the fit: on standardised inputs more change nothing in the first two digits."""


@dataclass(frozen=True)
class DataFacts:
    """The training samples, as the network is shown them."""

    samples: int
    classes: tuple[int, ...]
    """How many samples each class has; empty for numbers."""
    class_names: tuple[str, ...]
    is_classification: bool
    scales: float
    """The largest standard deviation of an input divided by the smallest; 1 for pictures, whose pixels belong together."""
    widest: str
    """The input of the largest."""
    narrowest: str
    reach: float
    """How far any input lies from 0, at most."""
    offset: float
    """How far the mean of an input lies from 0, in its standard deviations, at most."""
    line: float
    """How good the best straight line is: accuracy, or R² for numbers; it is fitted to the inputs, each standardised."""
    neighbours: float
    """How good the mean of the nearest other samples is, by the same measure: about what can be had from these inputs."""


_known: WeakKeyDictionary[Split, DataFacts] = WeakKeyDictionary()


def data_looked_at(split: Split) -> Iterator[DataFacts | None]:
    """Look at the samples, the last value being what was found; None stands for a step of work on the way."""
    if split not in _known:
        for found in _looked_at(split):
            if found is not None:
                _known[split] = found
            yield None
    yield _known[split]


def _looked_at(split: Split) -> Iterator[DataFacts | None]:
    points, x = split.points, split.train_x
    means: Array = np.zeros(x.shape[1])
    spreads: Array = means
    reach = 0.0
    for measured in _measured(x):
        if measured is not None:
            means, spreads, reach = measured
        yield None
    used = np.flatnonzero(spreads > 1e-9 * np.maximum(1.0, np.abs(means)))
    some = np.asarray(x[:SAMPLES], np.float64)
    inputs = (some[:, used] - means[used]) / spreads[used]
    targets = _targets(split)
    yield None
    line = 0.0
    for value in _fitted(inputs, targets, is_classification=points.is_classification):
        line = value if value is not None else line
        yield None
    neighbours = 0.0
    for value in _by_neighbours(inputs, targets, is_classification=points.is_classification):
        neighbours = value if value is not None else neighbours
        yield None
    together = points.image_shape is not None or not len(used)
    widest, narrowest = (used[pick(spreads[used])] if not together else 0 for pick in (np.argmax, np.argmin))
    counts = np.bincount(np.asarray(split.train_y, np.int64), minlength=points.classes) if points.classes else ()
    yield DataFacts(
        samples=len(x),
        classes=tuple(int(count) for count in counts),
        class_names=points.class_names,
        is_classification=points.is_classification,
        scales=1.0 if together else float(spreads[widest] / spreads[narrowest]),
        widest=split.labels[widest],
        narrowest=split.labels[narrowest],
        reach=reach,
        offset=0.0 if together else float((np.abs(means[used]) / spreads[used]).max()),
        line=line,
        neighbours=neighbours,
    )


def _measured(x: Array) -> Iterator[tuple[Array, Array, float] | None]:
    """Mean and standard deviation of each input, shape (inputs,), and the greatest value of all, without its sign."""
    rows = max(1, VALUES // x.shape[1])
    pieces = [slice(start, start + rows) for start in range(0, len(x), rows)]
    sums, squares, reach = np.zeros(x.shape[1]), np.zeros(x.shape[1]), 0.0
    for piece in pieces:
        some = np.asarray(x[piece], np.float64)
        sums += some.sum(axis=0)
        reach = max(reach, float(np.abs(some).max()))
        yield None
    means = sums / len(x)
    for piece in pieces:
        squares += np.square(x[piece] - means).sum(axis=0)
        yield None
    yield means, np.sqrt(squares / len(x)), reach


def _targets(split: Split) -> Array:
    """Of the first ``SAMPLES``: one column a class, 1 where a sample is of it; or the number to learn, standardised, as one column."""
    if split.points.is_classification:
        return np.eye(split.points.classes)[np.asarray(split.train_y[:SAMPLES], np.int64)]
    y = np.asarray(split.train_y, np.float64)[:, None]
    return np.asarray((y[:SAMPLES] - y.mean()) / (y.std() or 1.0))


def _fitted(x: Array, t: Array, *, is_classification: bool) -> Iterator[float | None]:
    """How good a network without a hidden layer gets: softmax regression, or least squares, by Nesterov's gradient descent.

    Steps of 1 / L never overshoot, L being the greatest curvature: that of the squares is the greatest eigenvalue of XᵀX / n, that
    of softmax with cross-entropy half of it at most.

    Source
    ------
    Nesterov (1983), "A method of solving a convex programming problem with convergence rate O(1/k²)"; Böhning (1992), "Multinomial
    logistic regression algorithm", for the bound.
    """
    x = np.column_stack([x, np.ones(len(x))])
    rate = (2.0 if is_classification else 1.0) / _greatest(x)
    weights = ahead = np.zeros((x.shape[1], t.shape[1]))
    best = -np.inf
    for step in range(ROUNDS):
        said = x @ ahead
        if is_classification:
            said = np.exp(said - said.max(axis=1, keepdims=True))
            said /= said.sum(axis=1, keepdims=True)
        before, weights = weights, ahead - rate * (x.T @ (said - t)) / len(x)
        ahead = weights + step / (step + 3) * (weights - before)
        if step % 20 == 19:
            best = max(best, _goodness(x @ weights, t, is_classification=is_classification))
        yield None
    yield best


def _greatest(x: Array) -> float:
    """A little more than the greatest eigenvalue of XᵀX / n, by the power method."""
    vector, value = np.ones(x.shape[1]), 1.0
    for _ in range(20):
        vector = x.T @ (x @ vector) / len(x)
        value = float(np.linalg.norm(vector)) or 1.0
        vector /= value
    return 1.1 * value


def _by_neighbours(x: Array, t: Array, *, is_classification: bool) -> Iterator[float | None]:
    """How good it is to say of each sample what the nearest others are."""
    said = np.zeros_like(t)
    near = min(NEIGHBOURS, len(x) - 1)
    lengths = np.square(x).sum(axis=1)
    rows = max(1, min(1_000_000 // max(1, x.size), 30_000 // len(x)))
    for at in range(0, len(x) if near else 0, rows):
        apart = lengths - 2 * (x[at : at + rows] @ x.T)
        apart[np.arange(len(apart)), np.arange(at, at + len(apart))] = np.inf
        said[at : at + rows] = t[np.argpartition(apart, near - 1, axis=1)[:, :near]].mean(axis=1)
        yield None
    yield _goodness(said, t, is_classification=is_classification)


def _goodness(said: Array, t: Array, *, is_classification: bool) -> float:
    if is_classification:
        return float(np.mean(said.argmax(axis=1) == t.argmax(axis=1)))
    return 1.0 - float(np.square(said - t).mean() / (t.var() or 1.0))
