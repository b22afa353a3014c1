"""Points made ready for a network: cut into training and test samples, turned into inputs, and brought to one scale.

Whatever is measured on the data (mean, scale) is measured on the training samples alone, so that the test samples stay unseen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hlviz.datasets.features import FEATURES
from hlviz.datasets.points import Floats, Ints, Points
from hlviz.errors import SettingError

Inputs = NDArray[np.float32]

MIN_SHARE, MAX_SHARE = 0.05, 0.95
FAR = 1e30
ROUNDING = 1e-12
"""A spread of less than this share of the values themselves is rounding, not information."""


@dataclass(frozen=True, eq=False)
class Split:
    """Points as a network sees them. Made by ``split_points``; its arrays cannot be written to."""

    points: Points
    inputs: tuple[str, ...]
    """One key for each input of the network, no two alike: feature keys for points of the plane, else the column names."""
    labels: tuple[str, ...]
    """What to write beside each input."""
    train: Ints
    """(n_train,) rows of ``points``, in the order they were drawn."""
    test: Ints
    """(n_test,)."""
    mean: Floats
    """(d_in,) what is taken from each input, in its own unit: its mean, or its least value; 0 where inputs are not scaled."""
    scale: Floats
    """(d_in,) what each input is then divided by, in its own unit; 1 where inputs are not scaled."""
    train_x: Inputs
    """(n_train, d_in), unitless where standardised."""
    test_x: Inputs
    train_y: Ints | Floats
    """(n_train,), as ``points.y``."""
    test_y: Ints | Floats

    def to_inputs(self, x: NDArray[np.floating]) -> Inputs:
        """What the network is shown for any places or rows, seen before or not.

        Parameters
        ----------
        x
            (n, d), in the units of ``points.x``.

        Returns
        -------
        Array, shape (n, d_in), float32
            (value − mean) / scale of each input.
        """
        return _scaled(_values(self.points, self.inputs, x), self.mean, self.scale)


def split_points(
    points: Points,
    *,
    features: tuple[str, ...],
    train_share: float,
    standardize: bool,
    seed: int,
    to_range: bool = False,
    in_order: bool = False,
) -> Split:
    """Shuffle once, take the first share for training, and turn the points into inputs.

    Samples that say themselves which of them test (``Points.is_test``) are not shuffled into other parts.

    Parameters
    ----------
    points
        What to learn; at least two samples leave at least one in each part.
    features
        Keys of ``FEATURES`` that are switched on; used for points of the plane only. Their order makes no difference.
    train_share
        0.05 … 0.95 of the samples. Of every class with two samples or more, each part gets at least one.
    standardize
        Whether to bring inputs to mean 0 and standard deviation 1 over the training samples. The pixels of an image share one
        mean and one scale: a pixel that is nearly always blank would otherwise shine a hundred times brighter than the rest.
    seed
        The same seed gives the same parts.
    to_range
        Whether to bring inputs to 0 … 1 over the training samples instead; standardising goes first.
    in_order
        Whether the first samples train and the last ones test, as where they are in the order of time.

    Raises
    ------
    SettingError
        If the share is out of range, a feature is unknown, or none is switched on.
    """
    if not MIN_SHARE <= train_share <= MAX_SHARE:
        raise SettingError(f"train_share is {train_share}: choose {MIN_SHARE} to {MAX_SHARE}")
    inputs, labels = _inputs(points, features)
    train, test = _parts(points, train_share, np.random.default_rng(seed), in_order)
    values = _values(points, inputs, points.x)
    is_image = points.image_shape is not None
    if standardize:
        mean, scale = _measure(values[train], is_image)
    else:
        mean, scale = _measure_range(values[train], is_image) if to_range else _as_it_is(len(inputs))
    arrays = (
        train, test, mean, scale,
        _scaled(values[train], mean, scale), _scaled(values[test], mean, scale), points.y[train], points.y[test],
    )  # fmt: skip
    for array in arrays:
        array.flags.writeable = False
    return Split(points, inputs, labels, *arrays)


def _inputs(points: Points, features: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not points.plane:
        return _told_apart(points.input_names), points.input_names
    if unknown := [key for key in features if key not in FEATURES]:
        raise SettingError(f"there is no input {unknown[0]!r}: choose from {', '.join(FEATURES)}")
    if not features:
        raise SettingError("no input is switched on: switch on at least one input")
    chosen = [feature for key, feature in FEATURES.items() if key in features]
    return tuple(feature.key for feature in chosen), tuple(feature.label for feature in chosen)


def _told_apart(names: tuple[str, ...]) -> tuple[str, ...]:
    apart: dict[str, None] = {}
    for name in names:
        again, key = 2, name
        while key in apart:
            again, key = again + 1, f"{name} ({again})"
        apart[key] = None
    return tuple(apart)


def _parts(points: Points, share: float, rng: Generator, in_order: bool) -> tuple[Ints, Ints]:
    order = np.arange(len(points.y)) if in_order else rng.permutation(len(points.y))
    if points.is_test is not None:
        in_train = ~points.is_test[order]
    elif points.is_classification and not in_order:
        y = points.y[order].astype(np.int64)
        quota = _quotas(np.bincount(y, minlength=points.classes), share)
        in_train = _rank_within_class(y) < quota[y]
    else:
        in_train = np.arange(len(order)) < _share_of(len(order), share)
    return order[in_train], order[~in_train]


def _share_of(samples: int, share: float) -> int:
    return min(max(round(samples * share), 1), max(samples - 1, 1))


def _quotas(counts: Ints, share: float) -> Ints:
    # How many of each class go to training: as even as whole numbers allow, then at least one of each class in each part.
    wish = counts * share
    quota = np.floor(wish + 1e-9).astype(np.int64)
    spare = _share_of(int(counts.sum()), share) - int(quota.sum())
    quota[np.argsort(quota - wish, kind="stable")[:spare]] += 1
    quota = np.clip(quota, np.minimum(counts, 1), np.maximum(counts - 1, np.minimum(counts, 1)))
    if quota.sum() == counts.sum() > 1:  # a single sample of every class: one of them must be kept for the test
        quota[np.flatnonzero(quota)[-1]] -= 1
    return np.asarray(quota)


def _rank_within_class(y: Ints) -> Ints:
    # 0 for the first sample of its class, 1 for the second, …
    by_class = np.argsort(y, kind="stable")
    first = np.searchsorted(y[by_class], y[by_class])
    rank = np.empty_like(by_class)
    rank[by_class] = np.arange(len(y)) - first
    return rank


def _values(points: Points, inputs: tuple[str, ...], x: NDArray[np.floating]) -> Floats:
    raw: Floats = np.asarray(x, np.float64)
    if raw.ndim != 2 or raw.shape[1] != len(points.input_names):
        raise ValueError(f"expected rows of {len(points.input_names)} values, not an array of shape {raw.shape}")
    return np.column_stack([FEATURES[key].value(raw) for key in inputs]) if points.plane else raw


def _measure(values: Floats, together: bool) -> tuple[Floats, Floats]:
    shape = values.shape[1:]
    if together:
        values = values.reshape(-1, 1)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    flat = spread <= ROUNDING * np.abs(values).max(axis=0)
    return np.broadcast_to(mean, shape).copy(), np.broadcast_to(np.where(flat, 1.0, spread), shape).copy()


def _measure_range(values: Floats, together: bool) -> tuple[Floats, Floats]:
    shape = values.shape[1:]
    if together:
        values = values.reshape(-1, 1)
    low, span = values.min(axis=0), np.ptp(values, axis=0)
    flat = span <= ROUNDING * np.abs(values).max(axis=0)
    return np.broadcast_to(low, shape).copy(), np.broadcast_to(np.where(flat, 1.0, span), shape).copy()


def _as_it_is(inputs: int) -> tuple[Floats, Floats]:
    return np.zeros(inputs), np.ones(inputs)


def _scaled(values: Floats, mean: Floats, scale: Floats) -> Inputs:
    # A test value may lie so far from all that training has seen that float32 has no number for it.
    return np.clip((values - mean) / scale, -FAR, FAR).astype(np.float32, order="C")
