"""The table of samples: what it says is so, it can be sorted and filtered, and its row is the sample that is followed."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.panels import sample_table
from hlviz.panels.sample_table import SamplesPanel
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe
from hlviz.session.selection import Selection

from .moments import project_of, running, train, with_weights

Ascending, Descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> SamplesPanel:
    panel = SamplesPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    return panel


@pytest.fixture
def settled(qtbot: QtBot, panel: SamplesPanel) -> Callable[[], SamplesPanel]:
    """The panel once its rows are in order."""

    def settle() -> SamplesPanel:
        qtbot.waitUntil(lambda: not panel.rows.is_busy, timeout=30_000)
        return panel

    return settle


def titles(panel: SamplesPanel) -> list[str]:
    header = [panel.rows.headerData(i, Qt.Orientation.Horizontal) for i in range(panel.rows.columnCount())]
    return [str(title) for title in header]


def cells(panel: SamplesPanel, title: str) -> list[str]:
    """A column as it is read, from top to bottom."""
    column = titles(panel).index(title)
    return [str(panel.rows.index(i, column).data()) for i in range(panel.rows.rowCount())]


def sort_by(panel: SamplesPanel, title: str, order: Qt.SortOrder = Ascending) -> None:
    panel.view.sortByColumn(titles(panel).index(title), order)


def choose(panel: SamplesPanel, text: str) -> None:
    place = panel.filter.findText(text)
    assert place >= 0
    panel.filter.setCurrentIndex(place)


# What it says


def test_each_sample_is_told_with_its_inputs_and_what_the_network_says_of_it(panel: SamplesPanel, iris: Moment) -> None:
    panel.show_moment(iris)
    points, split = iris.split.points, iris.split
    assert titles(panel) == ["no.", "part", "true", "says", "sure", "right", *points.input_names]
    assert cells(panel, "no.") == [str(i + 1) for i in range(150)]
    assert cells(panel, "petal width (cm)") == [f"{v:g}" for v in points.x[:, 3]]
    assert [part == "training" for part in cells(panel, "part")] == [i in split.train for i in range(150)]
    outputs = iris.passed(split.to_inputs(points.x)).outputs
    names = np.array(points.class_names)
    assert cells(panel, "true") == names[points.y].tolist()
    assert cells(panel, "says") == names[outputs.argmax(axis=1)].tolist()
    assert cells(panel, "right") == ["✓" if r else "✗" for r in outputs.argmax(axis=1) == points.y]
    sure = [float(text.removesuffix(" %")) for text in cells(panel, "sure")]
    np.testing.assert_allclose(sure, 100 * outputs.max(axis=1), atol=1.01)


def test_for_numbers_it_tells_how_far_off_they_are(panel: SamplesPanel, sine: Moment) -> None:
    panel.show_moment(sine)
    points = sine.split.points
    assert titles(panel) == ["no.", "part", "true", "says", "off by", *points.input_names]
    said = sine.assembly.to_units(sine.passed(sine.split.to_inputs(points.x)).outputs[:, 0])
    off = [float(text.replace("−", "-")) for text in cells(panel, "off by")]
    np.testing.assert_allclose(off, said - points.y, atol=0.006)
    assert "Only what is wrong" not in [panel.filter.itemText(i) for i in range(panel.filter.count())]


def test_pictures_have_a_picture_instead_of_a_column_for_each_pixel(panel: SamplesPanel, digits: Moment) -> None:
    panel.show_moment(digits)
    assert titles(panel) == ["no.", "part", "true", "says", "sure", "right", "picture"]
    drawn = [panel.rows.index(i, 6).data(Qt.ItemDataRole.DecorationRole).toImage() for i in (0, 1)]
    assert not drawn[0].isNull()
    assert drawn[0] != drawn[1]


def test_an_answer_that_is_no_number_is_told_and_counts_as_wrong(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], iris: Moment
) -> None:
    panel.show_moment(with_weights(iris, lambda weights, _: weights[-1].fill(np.nan)))
    assert set(cells(panel, "says")) == {"–"}
    choose(panel, "Only what is wrong")
    assert len(settled().listed()) == 150


def test_every_header_says_what_it_means(panel: SamplesPanel, iris: Moment, sine: Moment, digits: Moment) -> None:
    for moment in (iris, sine, digits):
        panel.show_moment(moment)
        for i in range(panel.rows.columnCount()):
            assert len(panel.rows.headerData(i, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)) > 10


# Sorting and filtering


def test_it_can_be_sorted_by_what_the_data_say(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], iris: Moment
) -> None:
    panel.show_moment(iris)
    sort_by(panel, "petal width (cm)")
    settled()
    assert panel.listed() == np.argsort(iris.split.points.x[:, 3], kind="stable").tolist()
    sort_by(panel, "petal width (cm)", Descending)
    settled()
    widths = [float(text) for text in cells(panel, "petal width (cm)")]
    assert widths == sorted(widths, reverse=True)
    sort_by(panel, "no.")
    settled()
    assert panel.listed() == list(range(150))


def test_sorted_by_right_the_worst_mistakes_come_first(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], digits: Moment
) -> None:
    panel.show_moment(digits)
    sort_by(panel, "right")
    settled()
    marks = cells(panel, "right")
    wrong = marks.count("✗")
    assert wrong > 0
    assert marks == ["✗"] * wrong + ["✓"] * (len(marks) - wrong)
    sure = [float(text.removesuffix(" %")) for text in cells(panel, "sure")[:wrong]]
    assert sure[0] > sure[-1]


def test_sorted_by_the_miss_its_sign_makes_no_difference(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], sine: Moment
) -> None:
    panel.show_moment(sine)
    sort_by(panel, "off by", Descending)
    settled()
    off = [abs(float(text.replace("−", "-"))) for text in cells(panel, "off by")]
    assert all(a >= b - 0.01 for a, b in itertools.pairwise(off))


def test_only_some_are_listed(panel: SamplesPanel, settled: Callable[[], SamplesPanel], iris: Moment) -> None:
    panel.show_moment(iris)
    split, points = iris.split, iris.split.points
    said = iris.assembly.predicted(iris.passed(split.to_inputs(points.x)).outputs)
    expected = {
        "Only what is wrong": np.flatnonzero(said != points.y),
        "Training part": np.sort(split.train),
        "Test part": np.sort(split.test),
        "True class versicolor": np.flatnonzero(points.y == points.class_names.index("versicolor")),
        "All samples": np.arange(150),
    }
    for text, rows in expected.items():
        choose(panel, text)
        settled()
        assert panel.listed() == rows.tolist(), text
        if len(rows) < 150:
            assert panel.caption.text() == f"{len(rows)} of 150 samples"
    assert panel.caption.text() == "150 samples"


def test_what_is_wrong_follows_what_is_learned(panel: SamplesPanel, settled: Callable[[], SamplesPanel]) -> None:
    other, iris = (train(project_of("iris", (6,)), epochs) for epochs in (1, 60))
    panel.show_moment(other)
    choose(panel, "Only what is wrong")
    before = settled().listed()
    panel.show_moment(iris)
    after = settled().listed()
    assert len(after) < len(before)
    assert all(iris.split.points.class_names[iris.split.points.y[row]] != said for row, said in
               zip(after, cells(panel, "says"), strict=True))  # fmt: skip


def test_many_samples_are_put_in_order_a_step_at_a_time(
    qtbot: QtBot, panel: SamplesPanel, settled: Callable[[], SamplesPanel]
) -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(120_000, 2))
    table = Points(x, (x[:, 0] > 0).astype(int), ("a", "b"), "t", ("no", "yes"))
    moment = train(edits.set_shape(edits.use_table(Project(), table), (3,)), 0)
    panel.show_moment(moment)
    panel.grab()
    assert (~panel.rows._book.is_old(np.arange(120_000))).sum() < 200, "only what can be seen was answered"
    sort_by(panel, "sure", Descending)
    assert panel.rows.is_busy
    assert panel.caption.text() == "putting them in order …"
    settled()
    outputs = moment.passed(moment.split.to_inputs(x)).outputs[:, 0]
    np.testing.assert_allclose(outputs[panel.listed()], np.sort(outputs)[::-1])
    assert panel.caption.text() == "120,000 samples"


# The sample that is followed


def test_a_row_that_is_clicked_or_walked_to_is_followed(
    qtbot: QtBot, panel: SamplesPanel, settled: Callable[[], SamplesPanel], selection: Selection, iris: Moment
) -> None:
    panel.show_moment(iris)
    sort_by(panel, "petal width (cm)", Descending)
    settled()
    assert not selection.is_probing, "to look at the table follows nothing"
    listed = panel.listed()
    table = panel.view
    place = table.visualRect(panel.rows.index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert selection.probe == Probe(listed[2])
    assert selection.is_probing
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert selection.probe == Probe(listed[3])
    sort_by(panel, "no.")
    settled()
    assert selection.probe == Probe(listed[3]), "another order is no other sample"
    assert table.currentIndex().row() == listed[3]


def test_it_stands_on_the_sample_that_was_chosen_elsewhere(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], selection: Selection, iris: Moment
) -> None:
    panel.show_moment(iris)
    selection.set_probe(120)
    table = panel.view
    assert [index.row() for index in table.selectionModel().selectedRows()] == [120]
    assert table.visualRect(panel.rows.index(120, 0)).intersects(table.viewport().rect()), "it can be seen"
    selection.set_own([1.0, 2.0, 3.0, 4.0])
    assert not table.selectionModel().hasSelection()
    selection.set_probe(3)
    selection.set_probing(False)
    assert not table.selectionModel().hasSelection()
    assert selection.probe == Probe(3)


def test_what_is_seen_stays_where_it_is_when_the_answers_change(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], selection: Selection, digits: Moment
) -> None:
    panel.show_moment(digits)
    sort_by(panel, "right")
    settled()
    selection.set_probe(panel.listed()[0])
    panel.view.verticalScrollBar().setValue(600)
    panel.show_moment(train(project_of("digits", (12,), "relu"), 1))
    settled()
    assert panel.view.verticalScrollBar().value() == 600
    assert panel.view.currentIndex().row() == panel.rows.place_of(selection.probe.row)


def test_what_is_listed_can_be_copied_as_numbers(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], iris: Moment, sine: Moment, digits: Moment
) -> None:
    panel.show_moment(iris)
    choose(panel, "Test part")
    settled()
    table = panel.table()
    assert table is not None
    assert list(table.headers) == titles(panel)
    for i, title in enumerate(titles(panel)):
        if title in {"no.", "part", "true", "says"}:
            assert [str(value) for value in table.columns[i]] == cells(panel, title)
    np.testing.assert_array_equal(table.columns[-1], iris.split.points.x[np.sort(iris.split.test), 3])
    for moment in (sine, digits):
        panel.show_moment(moment)
        copied = panel.table()
        assert copied is not None
        assert len(copied) == len(moment.split.points.y)


# When it works


def test_while_training_the_answers_are_renewed_now_and_then(
    qtbot: QtBot, panel: SamplesPanel, iris: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(sample_table.time, "monotonic", lambda: now[0])
    answered: list[Moment] = []
    show = panel.rows.show_moment
    monkeypatch.setattr(panel.rows, "show_moment", lambda moment: (answered.append(moment), show(moment)))
    for _ in range(120):  # two seconds of screen frames
        panel.show_moment(running(iris))
        panel.redraw()
        now[0] += 1 / 60
    assert 3 <= len(answered) <= 5
    panel.show_moment(iris)
    assert answered[-1] is iris, "where training pauses it is up to date at once"


def test_hidden_it_works_on_nothing_and_seen_again_it_goes_on(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], digits: Moment
) -> None:
    panel.show_moment(digits)
    panel.rows.sort(5)
    if panel.rows.is_busy:
        panel.hide()
        assert not panel.rows.is_busy
        panel.show()
    marks = [str(settled().rows.index(i, 5).data()) for i in range(1797)]
    assert marks == sorted(marks, reverse=True)


def test_other_data_are_listed_from_the_beginning(
    panel: SamplesPanel, settled: Callable[[], SamplesPanel], iris: Moment, sine: Moment
) -> None:
    panel.show_moment(iris)
    choose(panel, "Only what is wrong")
    settled()
    panel.show_moment(sine)
    assert panel.listed() == list(range(len(sine.split.points.y)))
    assert panel.filter.currentText() == "All samples"
    assert panel.view.horizontalHeader().sortIndicatorSection() == 0


def test_a_filter_lists_what_it_asks_for_and_tells_what_it_cannot_read(
    qtbot: QtBot, panel: SamplesPanel, circle: Moment
) -> None:
    panel.show_theme(LIGHT)
    panel.show_moment(circle)
    panel.sieve.setText("x1 > 2")
    panel.sieve.returnPressed.emit()
    wanted = np.flatnonzero(circle.split.points.x[:, 0] > 2).tolist()
    qtbot.waitUntil(lambda: sorted(panel.listed()) == wanted)
    panel.sieve.setText("height > 2")
    panel.sieve.returnPressed.emit()
    assert "no column 'height'" in panel.caption.text()
    assert sorted(panel.listed()) == wanted
    qtbot.keyClick(panel.sieve, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(panel.listed()) == len(circle.split.points.y))
    assert "no column" not in panel.caption.text()
