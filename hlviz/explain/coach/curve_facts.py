"""What the curves say since the network was last edited: how far the loss fell, whether it still does, whether it jumps."""

from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.training.curves import CurveTable

PARTS = 12
"""The later half of the time is looked at in so many parts, whatever the curves noted of it: each counts by its mean."""
LEAST = 8
"""Rows that are enough to judge by."""


@dataclass(frozen=True)
class CurveFacts:
    """The losses over time. A share is of what the loss was at its beginning, unless another is named."""

    epochs: float
    """Since the last edit."""
    rows: int
    fallen: float
    """How much of the training loss is gone since the beginning: 1 all, below 0 it rose."""
    first: float
    """The training loss at the beginning."""
    late: float
    """How much of what is gone went in the later half of the time: a half where it falls evenly, hardly any where it has arrived."""
    falling: float
    """How much of it went from the third to the last quarter of the time, as a share of what it was in the third."""
    steadiness: float
    """The way that the loss went in the later half, as a share of all its ways up and down there: 1 straight, 0 to and fro."""
    jumps: float
    """How far it goes in a part of the later half, by the median, as a share of what it is."""
    best_step: int
    """Where the test loss was lowest."""
    best_epoch: float
    best_test: float
    test_now: float
    """The test loss of late: the mean of the last tenth of the time."""
    train_then: float
    """The training loss where the test loss was lowest."""
    train_now: float
    """The training loss of late."""
    worse_for: float
    """For what share of the time since the best epoch the test loss has been above it by more than a twentieth."""
    metric_then: float
    """The test metric where the test loss was lowest."""
    metric_now: float
    """The test metric of late."""


def curve_facts(curves: CurveTable, since: int, until: int) -> CurveFacts | None:
    """The curves between two steps; None where they are too short to judge by.

    Parameters
    ----------
    since, until
        The step of the last edit, and that of the moment looked at.
    """
    span = slice(int(np.searchsorted(curves.step, since)), int(np.searchsorted(curves.step, until, side="right")))
    step, epoch, train, test = (c[span] for c in (curves.step, curves.epoch, curves.train_loss, curves.test_loss))
    metric = curves.test_metric[span]
    if len(step) < LEAST or not epoch[-1] > epoch[0] or not np.isfinite(train).all() or not np.isfinite(test).all():
        return None
    time = (epoch - epoch[0]) / (epoch[-1] - epoch[0])
    late = _parts(time, train)
    ways = np.abs(np.diff(late))
    best, last = int(test.argmin()), time >= 0.9
    third, fourth = (_mean(train, (time >= begin) & (time <= begin + 0.25)) for begin in (0.5, 0.75))
    after = test[best:]
    return CurveFacts(
        epochs=float(epoch[-1] - epoch[0]),
        rows=len(step),
        fallen=_share(float(train[0]) - _mean(train, last), float(train[0])),
        first=float(train[0]),
        late=_share(float(late[0] - late[-1]), float(train[0] - late[-1])),
        falling=_share(third - fourth, third),
        steadiness=_share(float(late[0] - late[-1]), float(ways.sum())),
        jumps=_share(float(np.median(ways)), float(np.median(late))) if len(ways) else 0.0,
        best_step=int(step[best]),
        best_epoch=float(epoch[best]),
        best_test=float(test[best]),
        test_now=_mean(test, last),
        train_then=float(train[best]),
        train_now=_mean(train, last),
        worse_for=float(np.mean(after > 1.05 * test[best])),
        metric_then=float(metric[best]),
        metric_now=_mean(metric, last),
    )


def _parts(time: Array, values: Array) -> Array:
    """One row of each part of the later half, that nearest to its end: a mean would smooth away what jumps."""
    at = np.searchsorted(time, np.linspace(0.5, 1.0, PARTS + 1))
    return np.asarray(values[np.unique(np.minimum(at, len(values) - 1))])


def _mean(values: Array, where: Array) -> float:
    return float(values[where].mean()) if where.any() else float(values[-1])


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
