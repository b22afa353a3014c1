"""The loss panel in words: the numbers of now, the best epoch, and what an earlier run was at."""

from PySide6.QtCore import QCoreApplication

from hlviz.panels.loss_curves import best_row
from hlviz.panels.number_text import percent, plain, significant
from hlviz.panels.run_list import changes_text, run_name
from hlviz.session.moment import Moment
from hlviz.session.past_runs import PastRun
from hlviz.training.curves import CurveTable


def tr(text: str) -> str:
    """A text of the loss panel in the user's language."""
    return QCoreApplication.translate("LossPanel", text)


def sentence(moment: Moment) -> str:
    """The numbers of now, the best there were, and what the regularization costs."""
    e, curves = moment.frame.evaluation, moment.curves
    text = tr(
        "After {epochs} epochs the training loss is {train_loss} and the test loss {test_loss}; {name} {train} and {test}."
    ).format(
        epochs=moment.frame.epoch, train_loss=significant(e.train_loss), test_loss=significant(e.test_loss),
        name=moment.assembly.metric_name, train=value_text(moment, e.train_metric, is_metric=True),
        test=value_text(moment, e.test_metric, is_metric=True),
    )  # fmt: skip
    best = best_row(curves)
    if best is not None and best < len(curves) - 1:
        text += " " + tr("It was best at epoch {epoch}, with a test loss of {loss}.").format(
            epoch=_epoch_text(curves, best), loss=significant(float(curves.test_loss[best]))
        )
    if e.penalty > 0:
        text += " " + tr("The regularization adds {penalty} to the loss.").format(penalty=significant(e.penalty))
    return text


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
