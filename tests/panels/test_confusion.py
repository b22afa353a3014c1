"""The confusion panel: counts of either part, the samples named wrongly, clicks."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.panels import part as part_module
from hlviz.panels.confusion import ConfusionPanel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

from .moments import with_weights

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> ConfusionPanel:
    panel = ConfusionPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(300, 280)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def said_of(moment: Moment, row: int) -> int:
    return int(
        moment.assembly.predicted(moment.passed(moment.split.to_inputs(moment.split.points.x[[row]])).outputs)[0]
    )


@pytest.mark.parametrize("data", ["circle", "blobs", "iris", "digits"])
def test_it_counts_either_part(panel: ConfusionPanel, request: pytest.FixtureRequest, data: str) -> None:
    moment: Moment = request.getfixturevalue(data)
    panel.show_moment(moment)
    e = moment.frame.evaluation
    counts = panel.picture.counts
    assert counts.sum() == len(moment.split.test)
    assert np.trace(counts) / counts.sum() == pytest.approx(e.test_metric)
    panel.training_button.click()
    counts = panel.picture.counts
    assert counts.sum() == len(moment.split.train)
    assert np.trace(counts) / counts.sum() == pytest.approx(e.train_metric)
    assert panel.caption.entries[0].text == "training accuracy"


def test_it_lists_what_is_named_wrongly_the_surest_first(panel: ConfusionPanel, digits: Moment) -> None:
    panel.show_moment(digits)
    rows = panel.mistakes.rows
    counts = panel.picture.counts
    assert len(rows) == counts.sum() - np.trace(counts) > 5
    assert set(rows) <= set(digits.split.test.tolist())
    assert all(said_of(digits, row) != digits.split.points.y[row] for row in rows)
    sure = digits.passed(digits.split.to_inputs(digits.split.points.x[rows])).outputs.max(axis=1)
    assert (np.diff(sure) <= 1e-5).all()


def test_a_click_on_a_sample_looks_at_it(
    panel: ConfusionPanel, digits: Moment, selection: Selection, qtbot: QtBot
) -> None:
    panel.show_moment(digits)
    panel.grab()
    row = panel.mistakes.rows[1]
    cell = panel.mistakes.cell_of(row)
    assert cell is not None
    with qtbot.waitSignal(selection.probe_changed):
        qtbot.mouseClick(panel.mistakes, LEFT, pos=cell.center().toPoint())
    text = panel.mistakes.point_at(cell.center())
    assert text.startswith(f"sample {row + 1}: true {digits.split.points.y[row]}, said {said_of(digits, row)} (")
    panel.grab()


def test_a_click_on_a_cell_lists_its_samples_and_looks_at_one_after_the_other(
    panel: ConfusionPanel, digits: Moment, qtbot: QtBot, selection: Selection
) -> None:
    panel.show_moment(digits)
    panel.grab()
    counts = panel.picture.counts
    wrong = counts - np.diag(np.diag(counts))
    true, said = (int(i) for i in np.unravel_index(int(wrong.argmax()), wrong.shape))
    looked_at: list[object] = []
    selection.probe_changed.connect(looked_at.append)
    for _ in range(2):
        qtbot.mouseClick(panel.picture, LEFT, pos=panel.picture.cell_rect(true, said).center().toPoint())
    rows = panel.mistakes.rows
    assert len(rows) == counts[true, said]
    assert all(digits.split.points.y[row] == true and said_of(digits, row) == said for row in rows)
    assert len(looked_at) == 2
    assert panel.all_button.isVisible()
    panel.all_button.click()
    assert len(panel.mistakes.rows) == wrong.sum()
    assert not panel.all_button.isVisible()


def test_the_wheel_shows_more(panel: ConfusionPanel, digits: Moment) -> None:
    panel.show_moment(digits)
    panel.grab()
    mistakes = panel.mistakes
    first, last = mistakes.rows[0], mistakes.rows[-1]
    assert mistakes.cell_of(first) is not None
    assert mistakes.cell_of(last) is None

    def turn(by: int) -> None:
        middle = QPointF(mistakes.rect().center())
        event = QWheelEvent(
            middle, mistakes.mapToGlobal(middle), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(mistakes, event)
        panel.grab()

    for _ in range(40):
        turn(-120)
    assert mistakes.cell_of(first) is None
    assert mistakes.cell_of(last) is not None
    for _ in range(40):
        turn(120)
    assert mistakes.cell_of(first) is not None


def test_for_numbers_it_says_that_it_is_for_classes(panel: ConfusionPanel, sine: Moment, iris: Moment) -> None:
    panel.show_moment(sine)
    assert panel._empty.isVisible()
    assert panel.summary() == "No confusion matrix: the network learns a number here."
    assert panel.summary() not in panel._empty.text()
    assert panel.table() is None
    panel.show_moment(iris)
    assert not panel._empty.isVisible()


def test_its_numbers(panel: ConfusionPanel, iris: Moment) -> None:
    panel.show_moment(iris)
    table = panel.table()
    assert table is not None
    assert table.headers == ("true", "said setosa", "said versicolor", "said virginica", "share right")
    np.testing.assert_array_equal(np.stack(table.columns[1:4]).T, panel.picture.counts)


def test_of_very_many_samples_the_first_are_looked_at_and_it_says_so(
    panel: ConfusionPanel, digits: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_module, "WORK", 200 * digits.parameters.count)
    panel.show_moment(digits)
    assert panel.picture.counts.sum() == 200
    assert panel.caption.entries[1].text == "first 200 of 899"


def test_another_data_set_has_other_cells(panel: ConfusionPanel, digits: Moment, iris: Moment, qtbot: QtBot) -> None:
    panel.show_moment(digits)
    panel.grab()
    qtbot.mouseClick(panel.picture, LEFT, pos=panel.picture.cell_rect(9, 9).center().toPoint())
    panel.show_moment(iris)
    panel.grab()
    assert not panel.all_button.isVisible()


def test_outputs_that_are_no_numbers_break_nothing(panel: ConfusionPanel, iris: Moment) -> None:
    panel.show_moment(with_weights(iris, lambda weights, _: weights[1].__setitem__((0, 0), np.nan)))
    panel.grab()
    assert panel.picture.counts.sum() == len(iris.split.test)


@pytest.mark.parametrize("size", [(300, 190), (320, 280), (700, 300)])
@pytest.mark.parametrize("name", ["iris", "circle"])
def test_both_classes_of_a_mistake_can_be_read(
    panel: ConfusionPanel, qtbot: QtBot, request: pytest.FixtureRequest, name: str, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    panel.show_moment(request.getfixturevalue(name))
    qtbot.waitUntil(lambda: panel.mistakes.width() >= panel.mistakes.least_width, timeout=30_000)
