"""The loss around the place where a network stands: a slice through the space of all its weights, and the way it came through it.

A network of n weights and biases is a point of n dimensions, and the loss is a height above each. A plane through the point, along
two directions, can be drawn.

Source
------
Li, Xu, Taylor, Studer and Goldstein (2018), "Visualizing the Loss Landscape of Neural Nets": directions of filter-normalised random
numbers, and the principal directions of the path.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters, backward, forward, outputs, penalty
from hlviz.training.assembly import Assembly

SAMPLES = 256
"""Training samples, at most, that the loss of a slice is of."""
FEW = 64
"""The same for a large network."""
CELLS, FEW_CELLS = 33, 17
"""Places along each side of a slice; of that of a large network."""
LARGE = 50_000
"""Parameters from which on a network is large."""
MOST_FRAMES, MOST_NUMBERS = 200, 6_000_000
"""Frames of the path, and numbers in all of them, that are looked at, at most."""
MARGIN = 0.3
"""Of the path's reach, that a slice shows beyond it on each side."""
AROUND = 1.0
"""How far a slice along random directions reaches: as far as the weights are large."""
LEAST = 1.0
"""How far a slice along a weight reaches at least, to each side."""


class Kind(StrEnum):
    """What a slice is taken along."""

    PATH = "path"
    RANDOM = "random"
    WEIGHTS = "weights"


@dataclass(frozen=True, eq=False)
class Plane:
    """The points origin + (x − at₀) · first + (y − at₁) · second, all flat, of shape (n,) and in float64."""

    kind: Kind
    shapes: tuple[tuple[int, ...], ...]
    origin: Array
    first: Array
    second: Array
    x: tuple[float, float]
    """The ends of what is shown along the first direction."""
    y: tuple[float, float]
    at: tuple[float, float] = (0.0, 0.0)
    """The place of the origin: along weights, how large these are."""
    share: float = float("nan")
    """Of how the network moved (the sum of squares), the part that lies along the two directions; NaN where it is not known."""

    def parameters_at(self, x: float, y: float, dtype: np.dtype[np.floating]) -> Parameters:
        """The network there."""
        return _unflat(self.origin + (x - self.at[0]) * self.first + (y - self.at[1]) * self.second, self.shapes, dtype)

    def place_of(self, vectors: Array) -> Array:
        """The feet of points of shape (…, n) on the plane, as (x, y), shape (…, 2)."""
        return self.along(vectors - self.origin) + self.at

    def along(self, moves: Array) -> Array:
        """How far moves of shape (…, n) go along the two directions, shape (…, 2): least squares."""
        both = np.stack([self.first, self.second])
        return np.asarray(np.linalg.lstsq(both @ both.T, (moves @ both.T).T, rcond=None)[0].T)


@dataclass(frozen=True, eq=False)
class Slice:
    """A plane and the loss over it."""

    plane: Plane
    step: int
    """Of the frame that it was taken around."""
    x: Array
    """Shape (columns,)."""
    y: Array
    """Shape (rows,), from the bottom up."""
    loss: Array
    """Shape (rows, columns); with the penalty, where there is one. NaN or infinite where the numbers overflow."""
    path: Array
    """Where the network was, shape (frames, 2), oldest first."""
    path_steps: Array
    """When it was there, shape (frames,)."""
    move: Array
    """The next step −η · ∂L/∂w, on the gradient of the same samples, shape (2,)."""
    move_share: float
    """Of the square of that step's length, the part that lies in the plane, 0 … 1."""
    here: float
    """The loss of the network itself, on the same samples."""
    samples: int
    """How many training samples the loss is of."""
    first: float = float("nan")
    """The loss where the path begins, on the same samples; NaN where there is no path."""

    def loss_at(self, x: float, y: float) -> float:
        """The loss at the nearest place that was looked at."""
        return float(self.loss[np.abs(self.y - y).argmin(), np.abs(self.x - x).argmin()])


@dataclass(frozen=True, eq=False)
class Order:
    """What a slice is wanted of, and around which network."""

    assembly: Assembly
    parameters: Parameters
    step: int
    kind: Kind
    frames: Sequence[tuple[int, Parameters]] = ()
    """The path: steps and networks of the same shape, oldest first."""
    places: tuple[int, int] | None = None
    """For ``Kind.WEIGHTS``: which two numbers of the flat vector."""
    seed: int = 0
    """For ``Kind.RANDOM``."""
    like: Plane | None = None
    """The plane shown before: directions keep their signs, so that the picture does not flip over."""


def sliced(order: Order) -> Iterator[Slice | None]:
    """The slice, the last thing that comes; None after each short piece of work."""
    a, cells, x, t = order.assembly, _cells(order.parameters), *_samples(order)
    steps, frames = _path(order)
    yield None
    plane = plane_of(order, frames)
    yield None
    move, move_share = _next_move(order, plane, x, t)
    yield None
    across, up = np.linspace(*plane.x, cells), np.linspace(*plane.y, cells)
    loss = np.full((cells, cells), np.nan)
    dtype = order.parameters.weights[0].dtype
    for row in range(cells):
        for column in range(cells):
            loss[row, column] = loss_of(a, plane.parameters_at(across[column], up[row], dtype), x, t)
            yield None
    here = loss_of(a, order.parameters, x, t)
    yield None
    first = loss_of(a, order.frames[0][1], x, t) if order.frames else float("nan")
    yield Slice(
        plane, order.step, across, up, loss, plane.place_of(frames), steps, move, move_share, here, len(x), first
    )  # fmt: skip


def loss_of(assembly: Assembly, parameters: Parameters, x: Array, t: Array) -> float:
    """The loss that is minimised, penalty and all, on samples of shape (samples, n_in) and (samples, outputs)."""
    training = assembly.project.training
    with np.errstate(all="ignore"):
        loss = assembly.loss.value(outputs(parameters, assembly.activations, x), t)
        return loss + penalty(parameters, assembly.regularizer, training.regularization_rate)


def flat(parameters: Parameters) -> Array:
    """All weights and biases in one vector of shape (n,), float64: W₀, b₀, W₁, b₁ …"""
    return np.concatenate([array.ravel() for array in parameters.arrays]).astype(np.float64)


def plane_of(order: Order, frames: Array) -> Plane:
    """The plane of a slice; ``frames`` of shape (frames, n)."""
    origin = flat(order.parameters)
    shapes = tuple(array.shape for array in order.parameters.arrays)
    if order.kind is Kind.WEIGHTS and order.places is not None:
        return _along_weights(origin, shapes, order.places, frames)
    if order.kind is Kind.PATH and len(frames) > 2:
        return _along_path(origin, shapes, frames, order.like)
    rng = np.random.default_rng([order.seed, 1])
    first, second = (_like_filters(order.parameters, rng) for _ in range(2))
    plane = Plane(Kind.RANDOM, shapes, origin, first, second, (-AROUND, AROUND), (-AROUND, AROUND))
    return plane if not len(frames) else _with_share(plane, frames - origin)


def _along_weights(origin: Array, shapes: tuple[tuple[int, ...], ...], places: tuple[int, int], frames: Array) -> Plane:
    directions = np.zeros((2, len(origin)))
    directions[[0, 1], places] = 1.0
    ends = []
    for place in places:
        ways = np.append(frames[:, place] - origin[place], 0.0)
        reach = max(LEAST, abs(origin[place]))
        low, high = min(ways.min() * (1 + MARGIN), -reach), max(ways.max() * (1 + MARGIN), reach)
        ends.append((float(origin[place] + low), float(origin[place] + high)))
    first, second = directions
    at = (float(origin[places[0]]), float(origin[places[1]]))
    return _with_share(Plane(Kind.WEIGHTS, shapes, origin, first, second, ends[0], ends[1], at), frames - origin)


def _along_path(origin: Array, shapes: tuple[tuple[int, ...], ...], frames: Array, like: Plane | None) -> Plane:
    """Along the two principal directions of the path: the eigenvectors of its Gram matrix, which has as many rows as frames."""
    ways = frames - origin
    about = ways - ways.mean(axis=0)
    values, vectors = np.linalg.eigh(about @ about.T)
    directions: list[Array] = []
    rng = np.random.default_rng(1)
    for value, vector in zip(values[:-3:-1], vectors.T[:-3:-1], strict=True):
        direction = about.T @ vector
        length = float(np.linalg.norm(direction))
        if (
            value <= 1e-12 * max(float(values[-1]), 1e-30) or length == 0
        ):  # the path is a straight line, or stands still
            direction, length = _across(directions, len(origin), rng)
        directions.append(direction / length)
    if like is not None and like.kind is Kind.PATH and like.shapes == shapes:
        directions = [d if d @ old >= 0 else -d for d, old in zip(directions, (like.first, like.second), strict=True)]
    elif (ways[0] @ directions[0]) > 0:  # from left to right
        directions[0] = -directions[0]
    at = np.vstack([ways @ np.array(directions).T, [0.0, 0.0]])
    low, high = at.min(axis=0), at.max(axis=0)
    room = np.maximum(high - low, 0.35 * (high - low).max() + 1e-6)
    middle = (low + high) / 2
    reach = room * (0.5 + MARGIN)
    x, y = ((float(m - r), float(m + r)) for m, r in zip(middle, reach, strict=True))
    return _with_share(Plane(Kind.PATH, shapes, origin, directions[0], directions[1], x, y), ways)


def _across(others: Sequence[Array], n: int, rng: np.random.Generator) -> tuple[Array, float]:
    """A random direction at right angles to these of length 1, and how long it is; with a single number there is none but its own."""
    while True:
        drawn = direction = rng.standard_normal(n)
        for other in others:
            direction = direction - (direction @ other) * other
        length, most = float(np.linalg.norm(direction)), float(np.linalg.norm(drawn))
        if length > 1e-6 * most:
            return direction, length
        if n <= len(others) and most > 0:
            return drawn, most


def _with_share(plane: Plane, ways: Array) -> Plane:
    """The same, with how much of the way lies in it."""
    whole = float(np.sum(np.square(ways)))
    if not len(ways) or whole == 0:
        return plane
    inside = plane.along(ways) @ np.stack([plane.first, plane.second])
    share = float(np.sum(np.square(inside))) / whole
    return replace(plane, share=min(1.0, share))


def _like_filters(parameters: Parameters, rng: np.random.Generator) -> Array:
    """Random numbers for the weights, those into each neuron together as large as its weights are; 0 for the biases."""
    parts = []
    for weights, bias in zip(parameters.weights, parameters.biases, strict=True):
        drawn = rng.standard_normal(weights.shape)
        large = np.linalg.norm(drawn, axis=0)
        drawn *= np.linalg.norm(weights.astype(np.float64), axis=0) / np.where(large > 0, large, 1.0)
        parts += [drawn.ravel(), np.zeros(bias.size)]
    direction = np.concatenate(parts)
    if not direction.any():  # all weights are 0: any direction will do
        direction = rng.standard_normal(len(direction))
        direction /= np.linalg.norm(direction)
    return direction


def _next_move(order: Order, plane: Plane, x: Array, t: Array) -> tuple[Array, float]:
    a, training = order.assembly, order.assembly.project.training
    with np.errstate(all="ignore"):
        gradient = flat(
            backward(
                order.parameters, a.activations, forward(order.parameters, a.activations, x), t, a.loss,
                regularizer=a.regularizer, rate=training.regularization_rate, held=a.held,
            )
        )  # fmt: skip
    move = -training.learning_rate * gradient
    whole = float(move @ move)
    if not np.isfinite(whole) or whole == 0:
        return np.zeros(2), 0.0
    along = plane.along(move)
    inside = along @ np.stack([plane.first, plane.second])
    return along, min(1.0, float(inside @ inside) / whole)


def _samples(order: Order) -> tuple[Array, Array]:
    most = FEW if order.parameters.count >= LARGE else SAMPLES
    return order.assembly.split.train_x[:most], order.assembly.train_t[:most]


def _cells(parameters: Parameters) -> int:
    return FEW_CELLS if parameters.count >= LARGE else CELLS


def _path(order: Order) -> tuple[Array, Array]:
    """Steps, shape (frames,), and networks, shape (frames, n): as many, spread evenly, as can be looked at."""
    n, frames = order.parameters.count, order.frames
    most = max(3, min(MOST_FRAMES, MOST_NUMBERS // max(1, n)))
    if len(frames) > most:
        frames = [frames[i] for i in np.linspace(0, len(frames) - 1, most).round().astype(int)]
    steps = np.array([step for step, _ in frames], dtype=np.float64)
    return steps, np.array([flat(network) for _, network in frames]).reshape(len(frames), n)


def _unflat(vector: Array, shapes: tuple[tuple[int, ...], ...], dtype: np.dtype[np.floating]) -> Parameters:
    with np.errstate(over="ignore"):
        vector = vector.astype(dtype)
    ends = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes)])
    arrays = [vector[begin:end].reshape(shape) for (begin, end), shape in zip(pairwise(ends), shapes, strict=True)]
    return Parameters(tuple(arrays[::2]), tuple(arrays[1::2]))
