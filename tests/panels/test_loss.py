"""The loss panel: numbers, curves, logarithm, metric, reading off."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.panels.loss import LossPanel
from hlviz.panels.number_text import percent, significant
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.training.curves import Curves, CurveTable
from hlviz.training.frame import Evaluation


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> LossPanel:
    panel = LossPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(290, 140)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def values(panel: LossPanel) -> list[str]:
    return [entry.value for entry in panel.caption.entries]


def test_the_legend_says_the_losses_of_now(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    e = circle.frame.evaluation
    assert [entry.text for entry in panel.caption.entries] == ["train", "test"]
    assert values(panel) == [significant(e.train_loss), significant(e.test_loss)]


def test_accuracy_in_place_of_the_loss(panel: LossPanel, circle: Moment, sine: Moment) -> None:
    panel.show_moment(circle)
    assert panel.metric_button.text() == "Accuracy"
    panel.metric_button.click()
    e = circle.frame.evaluation
    assert values(panel) == [percent(e.train_metric), percent(e.test_metric)]
    np.testing.assert_array_equal(panel.curve("train")[1], circle.curves.train_metric)
    assert not panel.log_button.isVisible()
    panel.show_moment(sine)
    assert panel.metric_button.text() == "R²"
    assert values(panel)[1] == significant(sine.frame.evaluation.test_metric)
    panel.metric_button.click()
    assert values(panel)[1] == significant(sine.frame.evaluation.test_loss)


def test_the_curves_are_the_moments_own(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    for name, expected in (("train", circle.curves.train_loss), ("test", circle.curves.test_loss)):
        x, y = panel.curve(name)
        np.testing.assert_array_equal(x, circle.curves.epoch)
        np.testing.assert_array_equal(y, expected)
    (left, right), (bottom, top) = panel.plot.box.viewRange()
    assert left == 0
    assert right >= circle.curves.epoch[-1]
    assert bottom <= 0
    assert top >= circle.curves.test_loss.max()


def test_log_makes_each_step_a_power_of_ten(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.log_button.click()
    np.testing.assert_allclose(panel.curve("train")[1], np.log10(circle.curves.train_loss))
    bottom, top = panel.plot.box.viewRange()[1]
    assert bottom <= np.log10(circle.curves.train_loss.min())
    assert top >= np.log10(circle.curves.train_loss.max())
    (_, places), *_ = panel.plot.left_axis.tickValues(bottom, top, 100)
    texts = panel.plot.left_axis.tickStrings(places, 1, 1)
    np.testing.assert_allclose([float(text) for text in texts], 10.0 ** np.array(places), rtol=0.01)
    panel.log_button.click()
    np.testing.assert_array_equal(panel.curve("train")[1], circle.curves.train_loss)


def with_curves(moment: Moment, rows: list[tuple[float, ...]]) -> Moment:
    curves = Curves()
    for step, row in enumerate(rows):
        curves.add(step, float(step), Evaluation(row[0], row[1], 0.0, row[2], row[3]))
    return replace(moment, curves=curves.table())


def test_a_loss_of_nothing_can_be_drawn_on_a_logarithmic_axis(panel: LossPanel, circle: Moment) -> None:
    panel.log_button.click()
    panel.show_moment(with_curves(circle, [(1.0, 1.0, 0.5, 0.5), (0.0, 1e-3, 1.0, 1.0)]))
    assert np.isfinite(panel.curve("train")[1]).all()
    panel.grab()


def test_what_is_no_number_is_never_drawn(panel: LossPanel, circle: Moment) -> None:
    nan, inf = float("nan"), float("inf")
    panel.show_moment(with_curves(circle, [(1.0, nan, nan, 0.5), (0.5, inf, 0.5, nan), (nan, 0.25, 0.5, 0.75)]))
    for is_metric in (False, True):
        panel.metric_button.setChecked(is_metric)
        for name in ("train", "test"):
            assert np.isfinite(panel.curve(name)).all()
        panel.grab()
    panel.show_moment(with_curves(circle, [(nan, nan, nan, nan), (nan, nan, nan, nan)]))
    panel.grab()


def test_before_the_first_step_it_says_what_to_do(panel: LossPanel, circle: Moment) -> None:
    first = CurveTable(*(column[:1] for column in circle.curves.as_array().T))
    panel.show_moment(replace(circle, curves=first))
    assert panel.hint() == "Press Play: the loss appears here."
    panel.show_moment(circle)
    assert panel.hint() == ""


def test_the_pointer_reads_off_an_epoch(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.plot.hovered.emit(QPointF(7.2, 0.1))
    assert panel.cursor_epoch() == 7
    assert values(panel) == [significant(circle.curves.train_loss[7]), significant(circle.curves.test_loss[7])]
    panel.grab()
    panel.plot.hovered.emit(None)
    assert panel.cursor_epoch() is None
    assert values(panel)[0] == significant(circle.frame.evaluation.train_loss)


def test_an_earlier_moment_is_marked(panel: LossPanel, circle: Moment) -> None:
    step = int(circle.curves.step[5])
    panel.show_moment(replace(circle, frame=replace(circle.frame, step=step), is_live=False))
    assert panel.cursor_epoch() == pytest.approx(5)


def test_a_zoom_stays_until_a_double_click(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    whole = panel.plot.box.viewRange()
    panel.plot.box.setRange(xRange=(2, 3), yRange=(0, 0.1), padding=0)
    panel.plot.box.sigRangeChangedManually.emit([True, True])
    longer = with_curves(circle, [(1 / (i + 1), 1 / (i + 1), 0.5, 0.5) for i in range(500)])
    panel.show_moment(longer)
    assert panel.plot.box.viewRange() == [[2, 3], [0, 0.1]]
    panel.plot.show_everything()
    assert panel.plot.box.viewRange()[0][1] > 400
    panel.show_moment(circle)
    assert panel.plot.box.viewRange() == whole


def test_the_theme_colours_the_curves(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    assert [entry.color for entry in panel.caption.entries] == [LIGHT.train, LIGHT.test]
    panel.show_theme(DARK)
    assert [entry.color for entry in panel.caption.entries] == [DARK.train, DARK.test]
    assert panel.plot.backgroundBrush().color().name() == DARK.card
