"""The residuals panel: dots, band, histogram, numbers."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.number_text import significant
from hlviz.panels.residuals import ResidualsPanel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

from .moments import with_weights


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> ResidualsPanel:
    panel = ResidualsPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(300, 200)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def test_each_dot_is_how_far_off_a_sample_is(panel: ResidualsPanel, sine: Moment) -> None:
    panel.show_moment(sine)
    said = sine.assembly.to_units(sine.test_outputs[:, 0].astype(np.float64))
    x, y = panel.plot.points_of(in_training=False)
    np.testing.assert_allclose(x, said)
    np.testing.assert_allclose(y, said - sine.split.test_y)
    panel.true_button.click()
    x, y = panel.plot.points_of(in_training=False)
    np.testing.assert_allclose(x, sine.split.test_y)
    np.testing.assert_allclose(y, said - sine.split.test_y)
    x, _ = panel.plot.points_of(in_training=True)
    np.testing.assert_allclose(x, sine.split.train_y)


@pytest.mark.parametrize("data", ["sine", "plane"])
def test_the_numbers_are_those_of_the_test_part(
    panel: ResidualsPanel, request: pytest.FixtureRequest, data: str
) -> None:
    moment: Moment = request.getfixturevalue(data)
    panel.show_moment(moment)
    said = moment.assembly.to_units(moment.test_outputs[:, 0].astype(np.float64))
    mae = float(np.mean(np.abs(said - moment.split.test_y)))
    texts = {entry.text: entry.value for entry in panel.caption.entries}
    assert texts["MAE"] == significant(mae, 3)
    assert texts["R²"] == significant(moment.frame.evaluation.test_metric, 3)
    assert panel.band.ends == pytest.approx((-mae, mae))
    assert f"off by {significant(mae, 3)} on average" in panel.summary()


def test_a_lean_to_one_side_is_told(panel: ResidualsPanel, sine: Moment) -> None:
    panel.show_moment(with_weights(sine, lambda _, biases: biases[-1].__iadd__(5.0)))
    assert "mostly too high (" in panel.summary()
    panel.show_moment(with_weights(sine, lambda _, biases: biases[-1].__isub__(5.0)))
    assert "mostly too low (−" in panel.summary()


def test_the_bars_count_every_sample_around_zero(panel: ResidualsPanel, sine: Moment) -> None:
    panel.show_moment(sine)
    assert panel.bars.counts.sum() == len(sine.split.points.y)
    low, high = panel.plot.box.viewRange()[1]
    assert low == pytest.approx(-high)


def test_a_dot_is_read_off_and_a_click_looks_at_its_sample(
    panel: ResidualsPanel, sine: Moment, selection: Selection, qtbot: QtBot
) -> None:
    panel.show_moment(sine)
    panel.grab()
    x, y = panel.plot.points_of(in_training=False)
    i = 5
    at, row = QPointF(float(x[i]), float(y[i])), int(sine.split.test[i])
    panel.plot.hovered.emit(at)
    text = panel.caption.text()
    assert text.startswith("sample ")
    assert "off by" in text
    looked_at: list[object] = []
    selection.probe_changed.connect(looked_at.append)
    panel.plot.clicked.emit(at)
    assert len(looked_at) == 1
    near = np.hypot(x - x[i], y - y[i]) < 0.05
    assert f"sample {row + 1}:" in text or near.sum() > 1
    panel.plot.hovered.emit(None)
    assert panel.caption.entries[0].text == "train"


def test_for_classes_it_says_that_it_is_for_numbers(panel: ResidualsPanel, circle: Moment, sine: Moment) -> None:
    panel.show_moment(circle)
    assert panel._empty.isVisible()
    assert panel.summary() == "No residuals: the network learns classes here."
    assert panel.summary() not in panel._empty.text()
    assert panel.table() is None
    panel.show_moment(sine)
    assert not panel._empty.isVisible()


def test_its_table_has_a_row_for_each_sample(panel: ResidualsPanel, sine: Moment) -> None:
    panel.show_moment(sine)
    table = panel.table()
    assert table is not None
    assert table.headers == ("sample", "part", "true", "said", "said − true")
    assert len(table) == len(sine.split.points.y)
    rows = table.columns[0] - 1
    np.testing.assert_allclose(table.columns[2], sine.split.points.y[rows])
    np.testing.assert_allclose(table.columns[4], table.columns[3] - table.columns[2])


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38])
def test_answers_that_are_no_numbers_break_nothing(panel: ResidualsPanel, sine: Moment, value: float) -> None:
    panel.show_moment(with_weights(sine, lambda weights, _: weights[-1].__setitem__((0, 0), value)))
    panel.grab()
    assert panel.summary()
    assert panel.table() is not None
    panel.show_moment(replace(sine))
    assert len(panel.plot.points_of(in_training=False)[0]) == len(sine.split.test)
