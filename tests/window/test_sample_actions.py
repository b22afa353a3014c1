"""The table of samples in a window: values are changed, samples added and removed there, and all of it can be undone."""

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.datasets import Points
from hlviz.document import edits
from hlviz.document.samples import points_of
from hlviz.panels.sample_table import SamplesPanel
from hlviz.window import sample_actions


def opened(parts: Parts, qtbot: QtBot) -> SamplesPanel:
    parts.add_panels()
    parts.window.show()
    parts.window.docks["samples"].bring_up()
    panel = parts.panels["samples"]
    assert isinstance(panel, SamplesPanel)
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 500, timeout=30_000)
    return panel


def column(panel: SamplesPanel, title: str) -> int:
    titles = [panel.rows.headerData(i, Qt.Orientation.Horizontal) for i in range(panel.rows.columnCount())]
    return titles.index(title)


def shows(panel: SamplesPanel, parts: Parts) -> bool:
    moment = panel.moment
    return moment is not None and moment.split.points is points_of(parts.context.editor.project.data)


def test_a_value_is_changed_in_its_cell(parts: Parts, qtbot: QtBot) -> None:
    panel, editor = opened(parts, qtbot), parts.context.editor
    before = editor.project
    at = panel.rows.index(5, column(panel, "X₁"))
    panel.view.setCurrentIndex(at)
    panel.view.edit(at)
    field = panel.view.findChild(QLineEdit)
    assert field is not None
    assert float(field.text()) == pytest.approx(points_of(before.data).x[5, 0], rel=1e-14)
    field.setText("1,25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: points_of(editor.project.data).x[5, 0] == 1.25)
    qtbot.waitUntil(lambda: shows(panel, parts), timeout=30_000)
    assert panel.rows.index(5, column(panel, "X₁")).data() == "1.25"
    editor.undo_stack.undo()
    assert editor.project.data == before.data


def test_a_class_is_chosen_from_a_list(parts: Parts, qtbot: QtBot) -> None:
    panel, editor = opened(parts, qtbot), parts.context.editor
    points = points_of(editor.project.data)
    at = panel.rows.index(0, column(panel, "true"))
    panel.view.setCurrentIndex(at)
    panel.view.edit(at)
    box = next(box for box in panel.view.findChildren(QComboBox) if box.count() == points.classes)
    other = 1 - int(points.y[0])
    box.setCurrentIndex(other)
    panel.view.commitData(box)
    panel.view.closeEditor(box, panel.view.itemDelegate().EndEditHint.NoHint)
    assert points_of(editor.project.data).y[0] == other


def test_what_is_no_number_is_told_and_changes_nothing(parts: Parts, qtbot: QtBot) -> None:
    panel, editor = opened(parts, qtbot), parts.context.editor
    before = editor.project
    for text in ("three", "nan", "1e99"):
        panel.rows.setData(panel.rows.index(0, column(panel, "X₂")), text)
        assert editor.project is before
    assert not panel.rows.flags(panel.rows.index(0, column(panel, "says"))) & Qt.ItemFlag.ItemIsEditable


def test_samples_are_removed_and_added_by_key(parts: Parts, qtbot: QtBot) -> None:
    panel, editor = opened(parts, qtbot), parts.context.editor
    before = points_of(editor.project.data)
    panel.view.selectRow(10)
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    points = points_of(editor.project.data)
    assert points.sizes == (499, 2)
    assert points.x[10].tolist() == before.x[11].tolist()
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 499, timeout=30_000)
    panel.view.selectRow(3)
    qtbot.keyClick(panel.view, Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 500, timeout=30_000)
    assert points_of(editor.project.data).x[499].tolist() == before.x[3].tolist()
    qtbot.waitUntil(lambda: panel.view.currentIndex().row() == 499, timeout=30_000)
    editor.undo_stack.undo()
    editor.undo_stack.undo()
    assert points_of(editor.project.data) is before


def test_the_order_stays_when_a_value_is_changed(parts: Parts, qtbot: QtBot) -> None:
    panel, editor = opened(parts, qtbot), parts.context.editor
    place = column(panel, "X₁")
    panel.view.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not panel.rows.is_busy, timeout=30_000)
    row = int(panel.rows.rows[0])
    panel.rows.setData(panel.rows.index(0, place), "-9.5")
    assert points_of(editor.project.data).x[row, 0] == -9.5
    qtbot.waitUntil(lambda: shows(panel, parts) and int(panel.rows.rows[-1]) == row, timeout=30_000)


def test_samples_of_a_moment_past_are_not_changed(parts: Parts, qtbot: QtBot) -> None:
    panel, editor = opened(parts, qtbot), parts.context.editor
    points = panel.moment.split.points
    editor.undo_stack.clear()
    panel.rows.setData(panel.rows.index(0, column(panel, "X₁")), "2")
    after = editor.project
    panel.removal_requested.emit(points, [1])
    assert editor.project is after


def test_of_very_many_samples_one_is_changed_without_holding_up_the_window(parts: Parts, qtbot: QtBot) -> None:
    editor = parts.context.editor
    rng = np.random.default_rng(0)
    names = tuple(f"c{i}" for i in range(20))
    points = Points(rng.random((100_000, 20)), rng.integers(0, 2, 100_000), names, "y", ("no", "yes"))
    editor.apply("Use a table", edits.use_table, points)
    before = editor.project
    asked = time.thread_time()
    sample_actions.set_value(parts.context, points, 7, 3, 0.25)
    took = time.thread_time() - asked
    assert editor.project is before, "a thread makes the new samples"
    qtbot.waitUntil(lambda: editor.project is not before, timeout=10_000)
    after = points_of(editor.project.data)
    assert after.x[7, 3] == 0.25
    assert editor.undo_stack.undoText() == "c3 of sample 8"
    assert took < 0.016
    sample_actions.set_value(parts.context, after, 7, 3, 1e31)
    qtbot.waitSignal(editor.refused, timeout=10_000).wait()
    assert points_of(editor.project.data) is after
    # two at once: the second is of samples that are not there any more
    sample_actions.set_value(parts.context, after, 0, 0, 0.5)
    with qtbot.waitSignal(editor.refused, timeout=10_000) as told:
        sample_actions.set_value(parts.context, after, 1, 0, 0.5)
    assert "others by now" in told.args[0]
    assert points_of(editor.project.data).x[0, 0] == 0.5
