"""The loss panel in words and numbers: those of now, the best epoch, and what an earlier run was at."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.number_text import percent, plain, significant
from hlviz.panels.loss_curves import best_row
from hlviz.panels.run_list import changes_text
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.past_runs import PastRun, run_name
from hlviz.training.curves import CurveTable


def tr(text: str) -> str:
    """A text of the loss panel in the user's language."""
    return QCoreApplication.translate("LossPanel", text)


def sentence(moment: Moment) -> str:
    """How good it is now and was at its best; then the numbers in full."""
    e, curves = moment.frame.evaluation, moment.curves
    test_loss, best = significant(e.test_loss), best_row(curves)
    if best is None:
        text = tr("Test loss {loss} before anything is learned.").format(loss=test_loss)
    elif best == len(curves) - 1:
        text = tr("Test loss {loss}, the lowest so far.").format(loss=test_loss)
    else:
        text = tr("Test loss {loss}; lowest {best} at epoch {epoch}.").format(
            loss=test_loss, best=significant(float(curves.test_loss[best])), epoch=_epoch_text(curves, best)
        )
    text += " " + tr("Training loss {loss}; {name} {train} in training, {test} in the test, after {epochs} epochs.").format(
        loss=significant(e.train_loss), name=moment.assembly.metric_name, epochs=moment.frame.epoch,
        train=value_text(moment, e.train_metric, is_metric=True), test=value_text(moment, e.test_metric, is_metric=True),
    )  # fmt: skip
    if e.penalty > 0:
        text += " " + tr("The regularization adds {penalty} to the training loss.").format(
            penalty=significant(e.penalty)
        )
    return text


def numbers(curves: CurveTable, metric: str) -> Table:
    """All curves as they were noted."""
    headers = (
        tr("epoch"), tr("step"), tr("training loss"), tr("test loss"), tr("penalty"),
        tr("{metric} in training").format(metric=metric), tr("{metric} in the test").format(metric=metric),
    )  # fmt: skip
    columns = (
        curves.epoch, curves.step.astype(np.int64), curves.train_loss, curves.test_loss, curves.penalty,
        curves.train_metric, curves.test_metric,
    )  # fmt: skip
    return Table(headers, columns)


def best_text(curves: CurveTable) -> str:
    """The best epoch: "best test loss 0.012 at epoch 84"."""
    row = best_row(curves)
    if row is None:
        return ""
    # where rows were joined, the epoch is known to the span only
    text = tr("best test loss {loss} at about epoch {epoch}") if row < curves.paired else tr(
        "best test loss {loss} at epoch {epoch}"
    )  # fmt: skip
    return text.format(loss=significant(float(curves.test_loss[row]), 3), epoch=_epoch_text(curves, row))


def run_text(moment: Moment, run: PastRun, epoch: float, value: float, *, is_metric: bool) -> str:
    """What an earlier run was at: "Run 2, epoch 40: 0.0311 (learning rate 0.03 → 0.1)"."""
    text = tr("{run}, epoch {epoch}: {value}").format(
        run=run_name(run), epoch=plain(round(epoch)), value=value_text(moment, value, is_metric=is_metric)
    )
    changes = changes_text(run.changes, "")
    return f"{text} ({changes})" if changes else text


def value_text(moment: Moment, value: float, *, is_metric: bool) -> str:
    """A loss, or what is reported beside it: per cent where classes are told apart."""
    return percent(value) if is_metric and moment.assembly.is_classification else significant(value)


def _epoch_text(curves: CurveTable, row: int) -> str:
    return plain(round(float(curves.epoch[row]), 2))
