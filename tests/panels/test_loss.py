"""The loss panel: numbers, curves, logarithm, metric, reading off."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.document import edits
from hlviz.number_text import percent, significant
from hlviz.panels.loss import LossPanel
from hlviz.session.moment import Moment
from hlviz.session.past_runs import PastRuns
from hlviz.session.selection import Selection
from hlviz.training.curves import Curves, CurveTable
from hlviz.training.frame import Evaluation

from .moments import project_of, train


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
    assert panel.plot.ring == (epochs_of_best(circle), circle.curves.test_loss.min())


def epochs_of_best(moment: Moment) -> float:
    return float(moment.curves.epoch[moment.curves.test_loss.argmin()])


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


def test_the_best_epoch_is_told_where_the_pointer_is_on_its_ring(panel: LossPanel, circle: Moment) -> None:
    rows = [(1.0, 1.0, 0.5, 0.5), (0.5, 0.25, 1.0, 0.9), (0.4, 0.5, 1.0, 0.8), (0.3, 0.75, 1.0, 0.8)]
    panel.show_moment(with_curves(circle, rows))
    panel.grab()
    assert panel.plot.ring == (1.0, 0.25)
    panel.plot.hovered.emit(QPointF(1.02, 0.26))
    assert panel.caption.text() == "best test loss 0.250 at epoch 1"
    assert "; lowest 0.2500 at epoch 1. Training loss " in panel.summary()
    panel.plot.hovered.emit(QPointF(2.5, 0.9))
    assert "best" not in panel.caption.text()
    panel.metric_button.click()
    assert panel.plot.ring == (1.0, 0.9)  # the same epoch, on the curve that is shown
    panel.best_action.toggle()
    assert panel.plot.ring is None


def test_smoothing_leaves_what_was_measured_faintly_behind(panel: LossPanel, circle: Moment) -> None:
    rng = np.random.default_rng(0)
    noisy = with_curves(circle, [(v, v, 0.5, 0.5) for v in 1 + 0.2 * rng.normal(size=300)])
    panel.show_moment(noisy)
    assert len(panel.curve("faint train")[0]) == 0
    panel.smooth_button.click()
    assert panel.reach() == pytest.approx(299 / 25)
    np.testing.assert_array_equal(panel.curve("faint train")[1], noisy.curves.train_loss)
    calm = panel.curve("test")[1]
    assert calm.std() < 0.5 * noisy.curves.test_loss.std()
    assert calm[0] == noisy.curves.test_loss[0]
    assert values(panel)[0] == significant(noisy.frame.evaluation.train_loss)  # the numbers are the measured ones
    panel.smooth_button.click()
    np.testing.assert_array_equal(panel.curve("test")[1], noisy.curves.test_loss)


def test_over_how_many_epochs_is_chosen_in_the_menu(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    (menu,) = [action.menu() for action in panel.actions() if action.menu() is not None]
    (chosen,) = [action for action in menu.actions() if action.text() == "10 epochs"]
    chosen.trigger()
    assert panel.smooth_button.isChecked()
    assert panel.reach() == 10


def test_the_penalty_stands_on_top_of_the_loss(panel: LossPanel) -> None:
    panel.resize(500, 160)
    costly = train(edits.set_training(project_of("circle"), regularization="l2", regularization_rate=0.01), 5)
    panel.show_moment(costly)
    np.testing.assert_allclose(panel.curve("total")[1], costly.curves.train_loss + costly.curves.penalty)
    e = costly.frame.evaluation
    assert panel.caption.text().endswith(f"+ penalty {significant(e.train_loss + e.penalty)}")
    assert f"The regularization adds {significant(e.penalty)} to the training loss." in panel.summary()
    top = panel.plot.box.viewRange()[1][1]
    assert top >= (costly.curves.train_loss + costly.curves.penalty).max()
    panel.total_action.toggle()
    assert len(panel.curve("total")[0]) == 0
    assert len(panel.caption.entries) == 2


def test_without_a_penalty_there_is_no_third_curve(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    assert len(panel.curve("total")[0]) == 0
    assert not panel.total_action.isEnabled()


@pytest.fixture
def past(panel: LossPanel, circle: Moment) -> PastRuns:
    """Two earlier runs, the second one three times as long as the run under way, and wild."""
    past = PastRuns()
    panel.watch_past_runs(past)
    wild = [(v, v, 0.5, 0.5) for v in [1.0, 2.0] + [1e6] * 35]
    faster = train(edits.set_training(project_of("circle"), learning_rate=0.1), 1)
    for number, moment in enumerate([circle, with_curves(faster, wild), circle]):
        past.watch(replace(moment, run=number))
    return past


def test_earlier_runs_are_drawn_behind(panel: LossPanel, circle: Moment, past: PastRuns) -> None:
    panel.show_moment(circle)
    assert panel.runs_button.text() == "Runs 2"
    assert panel.runs_button.isVisible()
    first, second = panel.plot.ghosts
    np.testing.assert_array_equal(first.y, circle.curves.test_loss)
    assert first.color != second.color
    (_, right), (_, top) = panel.plot.box.viewRange()
    assert right >= 36  # as long as the longest of them
    assert top < 4  # but one that ran away hides no other
    before = panel.grab().toImage()
    past.show(1, is_shown=False)
    assert len(panel.plot.ghosts) == 1
    assert panel.grab().toImage() != before
    past.forget_all()
    assert panel.plot.ghosts == []
    assert not panel.runs_button.isVisible()


def test_the_pointer_says_which_run_it_is_and_what_was_changed(
    panel: LossPanel, circle: Moment, past: PastRuns
) -> None:
    panel.show_moment(circle)
    panel.grab()
    past.rename(2, "hasty")
    panel.plot.hovered.emit(QPointF(1.0, 2.0))
    assert panel.caption.text() == "hasty, epoch 1: 2.000 (learning rate 0.01 → 0.1)"
    panel.log_button.click()
    panel.plot.hovered.emit(QPointF(1.0, np.log10(2.0)))
    assert panel.caption.text().startswith("hasty, epoch 1: 2.000")
    panel.plot.hovered.emit(None)
    assert "hasty" not in panel.caption.text()


def test_the_button_opens_the_list(panel: LossPanel, circle: Moment, past: PastRuns) -> None:
    panel.show_moment(circle)
    panel.runs_button.click()
    assert panel.run_list is not None
    assert panel.run_list.isVisible()
    assert len(panel.run_list.rows) == 2
    panel.run_list.close()


def test_it_says_how_good_it_is_first(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    lowest = significant(circle.frame.evaluation.test_loss)
    assert panel.summary().startswith(f"Test loss {lowest}, the lowest so far. Training loss ")
    panel.show_moment(train(project_of("circle"), 0))
    assert "before anything is learned" in panel.summary()


def test_its_numbers_are_all_curves(panel: LossPanel, circle: Moment) -> None:
    assert panel.table() is None
    panel.show_moment(circle)
    table = panel.table()
    assert table is not None
    assert table.headers == (
        "epoch", "step", "training loss", "test loss", "penalty", "accuracy in training", "accuracy in the test",
    )  # fmt: skip
    assert len(table) == len(circle.curves)
    np.testing.assert_array_equal(table.columns[3], circle.curves.test_loss)
    assert table.lines([1])[0][:2] == ["1.0", str(int(circle.curves.step[1]))]


def test_the_theme_colours_the_curves(panel: LossPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    assert [entry.color for entry in panel.caption.entries] == [LIGHT.train, LIGHT.test]
    panel.show_theme(DARK)
    assert [entry.color for entry in panel.caption.entries] == [DARK.train, DARK.test]
    assert panel.plot.backgroundBrush().color().name() == DARK.card
