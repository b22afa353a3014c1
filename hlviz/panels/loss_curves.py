"""What the loss panel draws of a table of curves: losses or metrics, the loss with its penalty, calm lines, the best epoch."""

from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.panels.smoothing import smoothed
from hlviz.training.curves import CurveTable

FITTING = 25
"""A reach of smoothing that fits is the run's length divided by this."""


@dataclass(frozen=True, eq=False)
class LossCurves:
    """Columns of equal length over the epochs, as they were measured."""

    epoch: Array
    train: Array
    test: Array
    total: Array | None
    """The training loss with what the regularization adds; None where it adds nothing, or metrics are drawn."""
    calm: tuple[Array, Array] | None
    """Train and test smoothed; None: as they are."""
    best: int | None
    """The row of the lowest test loss; None where there is none yet."""

    def columns(self) -> list[Array]:
        """All that is drawn and decides how high the axis is."""
        return [self.train, self.test] + ([self.total] if self.total is not None else [])


def loss_curves(table: CurveTable, *, is_metric: bool, with_total: bool, reach: float | None) -> LossCurves:
    """Take what is wanted from a table.

    Parameters
    ----------
    is_metric
        Accuracy or R² in place of the losses.
    with_total
        Also the loss with its penalty, where there is one.
    reach
        Epochs to smooth over; None: not at all.
    """
    train, test = (table.train_metric, table.test_metric) if is_metric else (table.train_loss, table.test_loss)
    calm = None
    if reach is not None and len(table) > 1:
        calm = _calm(table, train, reach), _calm(table, test, reach)
    total = table.train_loss + table.penalty if with_total and not is_metric and _costs(table) else None
    return LossCurves(table.epoch, train, test, total, calm, best_row(table))


def best_row(table: CurveTable) -> int | None:
    """The row of the lowest test loss, the first of several; None where no network has learned yet."""
    good = np.isfinite(table.test_loss)
    if len(table) < 2 or not good.any():
        return None
    return int(np.where(good, table.test_loss, np.inf).argmin())


def fitting_reach(table: CurveTable) -> float:
    """A reach that calms a curve of this length, in epochs."""
    return max(float(table.epoch[-1]) / FITTING, 1e-6) if len(table) else 1.0


def ghost_of(table: CurveTable, *, is_metric: bool) -> Array:
    """What is drawn of an earlier run: how good it was on the test part."""
    return table.test_metric if is_metric else table.test_loss


def _costs(table: CurveTable) -> bool:
    return bool(np.nanmax(table.penalty, initial=0.0) > 0)


def _calm(table: CurveTable, values: Array, reach: float) -> Array:
    return smoothed(table.epoch, _middle(values, table.paired), reach)


def _middle(values: Array, paired: int) -> Array:
    """The values with the middle of each pair of least and greatest in place of both."""
    if not paired:
        return values
    middles = values[:paired].reshape(-1, 2).mean(axis=1)
    return np.concatenate([np.repeat(middles, 2), values[paired:]])
