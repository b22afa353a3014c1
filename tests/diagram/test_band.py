"""Several things at once: a band around them, clicks with Shift or Ctrl, and what is told of them."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, moment_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from hlviz.colors import LIGHT
from hlviz.diagram.tools.band import touched
from hlviz.document import Project, edits
from hlviz.document.geometry import Box
from hlviz.session.selection import NOTHING, Target

Make = Callable[..., Desk]
Shift, Ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def neurons(desk: Desk, layer: int, *rows: int) -> tuple[Target, ...]:
    return tuple(Target(neuron=desk.project.network.hidden[layer].neurons[row]) for row in rows)


def around(desk: Desk, column: int, first: int, last: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """From left above one neuron to right below another."""
    c = desk.canvas.scene.columns[column]
    a, b = c.box_of(first), c.box_of(last)
    return (a.x - 9, a.y - 9), (b.right + 9, b.bottom + 9)


def test_a_band_over_neurons_selects_them_and_says_how_many(desk: Make) -> None:
    d = desk()
    before = d.project
    d.drag(*around(d, 1, 1, 2))
    assert d.sentence == "2 neurons"
    assert d.selection.targets == ()
    d.paint()
    d.let_go()
    assert d.selection.targets == neurons(d, 0, 1, 2)
    assert d.sentence == ""
    assert d.project is before


def test_a_band_that_touches_a_card_takes_the_whole_layer(desk: Make) -> None:
    d = desk()
    column = d.canvas.scene.columns[1]
    last = column.box_of(3)
    d.drag((column.card.box.x - 8, 5), (last.right + 8, last.bottom))
    d.let_go()
    assert d.selection.targets == (Target(layer=d.project.network.hidden[0].id),)


def test_escape_leaves_what_was_selected(desk: Make) -> None:
    d = desk()
    d.selection.select(neurons(d, 1, 0)[0])
    d.drag(*around(d, 1, 0, 3))
    QTest.keyClick(d.canvas, Qt.Key.Key_Escape)
    d.let_go()
    assert d.selection.targets == neurons(d, 1, 0)


def test_a_band_over_nothing_lets_go_and_with_shift_it_adds(desk: Make) -> None:
    d = desk()
    d.selection.select(neurons(d, 1, 0)[0])
    d.drag(*around(d, 1, 0, 1), keys=Shift)
    d.let_go()
    assert d.selection.targets == (*neurons(d, 1, 0), *neurons(d, 0, 0, 1))
    d.drag((3, 580), (40, 590))
    d.let_go()
    assert d.selection.targets == ()


def test_the_middle_button_and_the_hand_move_the_view_instead(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), (3,) * 12))
    d.canvas.zoom_100()
    start = d.canvas.view.x
    d.drag((400, 580), (350, 580), Qt.MouseButton.MiddleButton)
    d.let_go()
    moved = d.canvas.view.x
    assert moved < start
    d.canvas.set_hand(True)
    d.drag((400, 580), (350, 580))
    d.let_go()
    assert d.canvas.view.x < moved
    d.canvas.set_hand(False)
    d.drag(*around(d, 5, 0, 1))
    d.let_go()
    assert d.selection.targets == neurons(d, 4, 0, 1)


@pytest.mark.parametrize("keys", [Shift, Ctrl])
def test_clicks_with_a_key_take_and_let_go_one_by_one(desk: Make, keys: Qt.KeyboardModifier) -> None:
    d = desk()
    first, second = d.canvas.scene.columns[1:3]
    layer = Target(layer=d.project.network.hidden[0].id)
    d.click(first.box_of(0))
    d.click(second.box_of(1), keys)
    d.click((first.card.box.x + 20, first.card.box.y + 10), keys)
    assert d.selection.targets == (*neurons(d, 0, 0), *neurons(d, 1, 1), layer)
    d.click(second.box_of(1), keys)
    assert d.selection.targets == (*neurons(d, 0, 0), layer)
    d.click((5, 590), keys)
    assert d.selection.target == layer
    d.click(second.box_of(1))
    assert d.selection.targets == neurons(d, 1, 1)


def test_an_input_is_selected_with_shift_and_stays_on(desk: Make) -> None:
    d = desk()
    d.click(d.canvas.scene.columns[0].cells[0].box, Shift)
    assert d.selection.target == Target(neuron=("in", "x1"))
    assert d.project.data.features == ("x1", "x2")


def test_all_that_is_selected_is_seen_to_be(desk: Make) -> None:
    d = desk()
    d.show(moment_of(d.project))
    hidden, columns = d.project.network.hidden, d.canvas.scene.columns
    accent = QColor(LIGHT.accent)

    def is_ringed(box: Box, out: float) -> bool:
        color = d.paint().pixelColor(d.widget_place((box.x - out, box.center[1])).toPoint())
        return abs(color.red() - accent.red()) < 40 and abs(color.blue() - accent.blue()) < 40

    rings = [(columns[1].box_of(0), 3.0), (columns[1].box_of(1), 3.0), (columns[2].card.box, 0.0)]
    assert not any(is_ringed(*ring) for ring in rings)
    d.selection.select_all((Target(layer=hidden[1].id), *neurons(d, 0, 0, 1)))
    assert all(is_ringed(*ring) for ring in rings)
    bare = d.paint()
    d.selection.toggle(Target(edge=(hidden[0].neurons[2], hidden[1].neurons[0])))
    with_edge = d.paint()
    assert with_edge != bare
    d.selection.select(Target(gap=1))
    assert d.paint() != bare


def test_the_cells_of_a_block_are_taken_one_by_one(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), (40,)))
    column = d.canvas.scene.columns[1]
    grid, body = column.grid, column.body
    assert grid is not None
    box = Box(body.x - 5, body.y + grid.cell * 1.2, grid.cell * 1.5 + 5, grid.cell)
    rows = [d.project.network.hidden[0].neurons.index(t.neuron) for t in touched(d.canvas.scene, box)]
    assert rows == [grid.columns, grid.columns + 1, 2 * grid.columns, 2 * grid.columns + 1]
    everything = touched(d.canvas.scene, body)
    assert len(everything) == 40
    d.selection.select_all(everything)
    d.paint()


def test_what_is_removed_leaves_the_selection_and_the_rest_stays(desk: Make) -> None:
    d = desk()
    d.selection.select_all((*neurons(d, 0, 0, 1), *neurons(d, 1, 0)))
    kept = neurons(d, 0, 1)
    d.editor.apply("", edits.remove_layer, d.project.network.hidden[1].id)
    d.editor.apply("", edits.remove_neuron, d.project.network.hidden[0].neurons[0])
    assert d.selection.targets == kept
    d.editor.apply("", edits.set_shape, ())
    assert d.selection.target == NOTHING


def test_several_things_are_told_in_words(desk: Make) -> None:
    d = desk()
    d.selection.select_all((Target(layer=d.project.network.hidden[1].id), *neurons(d, 0, 0, 1)))
    told = d.canvas.accessibleDescription()
    assert told.startswith("1 layer, 2 neurons selected")
    assert "Hidden 1 · neuron 2" in told
    QTest.keyClick(d.canvas, Qt.Key.Key_Escape)
    assert d.canvas.accessibleDescription() == "Nothing is selected."
