"""Names and numbers are typed right in the diagram; numbers count at once, and Escape takes everything back."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, Plain, moment_of, with_weight
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.diagram.foot import handle_of
from hlviz.diagram.places import middle_of
from hlviz.document import Project, edits
from hlviz.document.touches import Touch
from hlviz.document.wiring import Edge
from hlviz.session.selection import Target
from hlviz.widgets.in_place import InPlaceLine

Make = Callable[..., Desk]
Key = Qt.Key


@pytest.fixture
def active(desk: Make, qtbot: QtBot) -> Make:
    def make(project: Project | None = None) -> Desk:
        d = desk(project)
        with qtbot.waitActive(d.canvas):
            d.canvas.activateWindow()
        d.canvas.setFocus()
        d.show(moment_of(d.project))
        return d

    return make


def line_of(desk: Desk) -> InPlaceLine:
    lines = [line for line in desk.canvas.findChildren(InPlaceLine) if line.isVisible()]
    assert len(lines) == 1
    return lines[0]


def is_open(desk: Desk) -> bool:
    return any(line.isVisible() for line in desk.canvas.findChildren(InPlaceLine))


def type_in(desk: Desk, text: str, *keys: Qt.Key) -> None:
    line = line_of(desk)
    QTest.keyClicks(line, text)
    for key in keys:
        QTest.keyClick(line, key)


def edge_of(desk: Desk, layer: int = 0, start: int = 0, end: int = 0) -> Edge:
    layers = desk.canvas.scene.wiring.layers
    return layers[layer][start], layers[layer + 1][end]


def touches(desk: Desk) -> list[tuple[object, float]]:
    return [(touch.targets[0], touch.value) for touch in desk.project.touches]


# Names


def title_of(desk: Desk, column: int) -> tuple[float, float]:
    box = desk.canvas.scene.columns[column].card.box
    return box.x + 20, box.y + 12


def test_a_double_click_on_a_title_renames_the_layer(active: Make) -> None:
    d = active()
    before = d.project
    d.double_click(title_of(d, 1))
    assert line_of(d).text() == "Hidden 1"
    assert d.selection.target == Target(layer=d.project.network.hidden[0].id)
    type_in(d, "Edges", Key.Key_Return)
    assert d.project.network.layer_name(0) == "Edges"
    assert d.canvas.hasFocus()
    d.editor.undo_stack.undo()
    assert d.project == before


def test_an_empty_name_gives_back_the_one_by_its_place(active: Make) -> None:
    d = active()
    layer = d.project.network.hidden[0].id
    d.editor.apply("", edits.rename_layer, layer, "Edges")
    d.canvas.pen.rename(Target(layer=layer))
    type_in(d, "", Key.Key_Backspace, Key.Key_Return)
    assert d.project.network.hidden[0].name == ""


def test_a_name_left_as_it_was_is_no_edit(active: Make) -> None:
    d = active()
    d.double_click(title_of(d, 1))
    type_in(d, "", Key.Key_Return)
    assert not d.editor.undo_stack.canUndo()
    assert d.project.network.hidden[0].name == ""


def test_a_double_click_on_a_neuron_names_it_and_tab_goes_on(active: Make) -> None:
    d = active()
    first = d.project.network.hidden[0].neurons
    d.double_click(d.canvas.scene.columns[1].box_of(2))
    type_in(d, "left", Key.Key_Tab)
    type_in(d, "right", Key.Key_Tab)
    assert not is_open(d)
    assert [d.project.network.neuron_name(neuron) for neuron in first] == ["", "", "left", "right"]
    assert d.canvas.scene.neuron_name(1, 2) == "left"
    assert d.canvas.scene.neuron_title(1, 3) == "Hidden 1 · right"
    assert d.canvas.accessibleDescription() == "Hidden 1 · right"


def test_escape_keeps_the_old_name_and_going_elsewhere_the_new_one(active: Make) -> None:
    d = active()
    d.double_click(title_of(d, 1))
    type_in(d, "Edges", Key.Key_Escape)
    assert d.project.network.hidden[0].name == ""
    d.double_click(title_of(d, 1))
    type_in(d, "Edges")
    d.click((5, 590))
    assert d.project.network.hidden[0].name == "Edges"
    assert not is_open(d)


def test_inputs_and_outputs_are_named_by_the_data(active: Make) -> None:
    d = active()
    d.canvas.pen.rename(Target(neuron=("out", 1)))
    assert not is_open(d)
    assert "come from the data" in d.said[-1]


# How many neurons


def test_the_number_of_neurons_is_typed_at_the_lower_edge(active: Make) -> None:
    d = active()
    handle = handle_of(d.canvas.scene.columns[1])
    assert handle is not None
    d.double_click(handle)
    type_in(d, "12")
    assert d.sizes == [4, 2], "while it is typed, nothing happens: 12 begins with 1"
    type_in(d, "", Key.Key_Return)
    assert d.sizes == [12, 2]
    assert d.said[-1].startswith("Hidden 1: 4 → 12 neurons")
    d.editor.undo_stack.undo()
    assert d.sizes == [4, 2]


@pytest.mark.parametrize("text", ["0", "5000", "2.5", "many"])
def test_a_number_of_neurons_that_cannot_be_changes_nothing_and_says_why(active: Make, text: str) -> None:
    d = active()
    before = d.project
    d.double_click(d.canvas.scene.columns[1].card.count)
    type_in(d, text, Key.Key_Return)
    assert d.project is before
    assert any(why in d.said[-1] for why in ("not between", "whole", "not a number"))


# Weights and biases


def middle(desk: Desk, edge: Edge) -> tuple[float, float]:
    return middle_of(desk.canvas.scene, edge)


def strong_edge(desk: Desk) -> Edge:
    """An edge that a click on its middle finds."""
    desk.show(with_weight(moment_of(desk.project), 1, 0, 0, 4.0))
    return edge_of(desk, 1)


def test_a_click_on_an_edge_opens_its_weight_and_each_number_counts_at_once(active: Make) -> None:
    d = active()
    before, edge = d.project, strong_edge(d)
    d.click(middle(d, edge))
    assert line_of(d).text() == "4"
    assert d.selection.target == Target(edge=edge)
    type_in(d, "-1,5")
    assert touches(d) == [(edge, -1.5)]
    type_in(d, "", Key.Key_Return)
    assert touches(d) == [(edge, -1.5)]
    assert not is_open(d)
    d.editor.undo_stack.undo()
    assert d.project == before.with_ids_from(d.project.next_id)
    assert not d.editor.undo_stack.canUndo(), "it was one step"
    d.editor.undo_stack.redo()
    assert touches(d) == [(edge, -1.5)]


def test_escape_takes_back_all_that_was_typed_and_leaves_no_step(active: Make) -> None:
    d = active()
    before, edge = d.project, strong_edge(d)
    d.click(middle(d, edge))
    type_in(d, "7", Key.Key_Up, Key.Key_Escape)
    assert d.project == before.with_ids_from(d.project.next_id)
    assert not d.editor.undo_stack.canUndo()
    assert not d.editor.undo_stack.canRedo()
    assert d.selection.target == Target(edge=edge)


def test_escape_gives_back_what_was_set_by_hand_before(active: Make) -> None:
    d = active()
    edge = strong_edge(d)
    for text, end in (("2", Key.Key_Return), ("3", Key.Key_Escape)):
        d.canvas.weigh(Target(edge=edge))
        type_in(d, text, end)
    assert touches(d) == [(edge, 2.0)]
    d.editor.undo_stack.undo()
    assert d.project.touches == ()


def test_a_weight_that_nobody_changed_is_no_edit_however_it_ends(active: Make) -> None:
    d = active()
    edge = strong_edge(d)
    for end in (Key.Key_Return, Key.Key_Escape):
        d.click(middle(d, edge))
        type_in(d, "", end)
    d.click(middle(d, edge))
    d.click((5, 590))
    assert not is_open(d)
    assert not d.editor.undo_stack.canUndo()


def test_two_edits_of_a_weight_are_two_steps(active: Make) -> None:
    d = active()
    edge = strong_edge(d)
    for text in ("1/4", "2"):
        d.canvas.weigh(Target(edge=edge))
        type_in(d, text, Key.Key_Return)
    assert touches(d) == [(edge, 2.0)]
    d.editor.undo_stack.undo()
    assert touches(d) == [(edge, 0.25)]


def test_the_wheel_over_the_line_steps_the_weight_and_not_the_view(active: Make) -> None:
    d = active()
    edge, view = strong_edge(d), d.canvas.view
    d.click(middle(d, edge))
    line = line_of(d)
    at = QPointF(5, 5)
    event = QWheelEvent(
        at, line.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Plain, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(line, event)
    assert touches(d) == [(edge, 4.1)]
    assert d.canvas.view == view


def test_while_training_the_line_follows_until_someone_types(active: Make) -> None:
    d = active()
    edge = strong_edge(d)
    d.click(middle(d, edge))
    d.show(with_weight(moment_of(d.project), 1, 0, 0, 4.25))
    assert line_of(d).text() == "4.25"
    type_in(d, "3")
    d.show(with_weight(moment_of(d.project), 1, 0, 0, 4.5))
    assert line_of(d).text() == "3"


@pytest.mark.parametrize(("steps", "at_start"), [(0, True), (3, False)])
def test_before_training_a_weight_belongs_to_the_first_ones(active: Make, steps: int, at_start: bool) -> None:
    d = active()
    d.show(moment_of(d.project, steps))
    d.canvas.weigh(Target(edge=edge_of(d)))
    type_in(d, "2", Key.Key_Return)
    touch = d.project.touches[0]
    assert isinstance(touch, Touch)
    assert touch.at_start == at_start


def test_a_click_on_the_dot_of_a_tile_opens_its_bias(active: Make) -> None:
    d = active()
    box = d.canvas.scene.columns[1].box_of(1)
    d.hover((box.x + 1, box.bottom - 1))
    d.paint()
    d.click((box.x + 1, box.bottom - 1))
    neuron = d.project.network.hidden[0].neurons[1]
    assert d.selection.target == Target(neuron=neuron)
    type_in(d, "0.5", Key.Key_Return)
    assert touches(d) == [(neuron, 0.5)]


def test_tab_goes_through_the_bias_and_all_weights_of_a_neuron(active: Make) -> None:
    d = active()
    neuron = d.project.network.hidden[0].neurons[0]
    d.canvas.weigh(Target(neuron=neuron))
    for text in ("0.1", "0.2", "0.3"):
        type_in(d, text, Key.Key_Tab)
    assert touches(d) == [(neuron, 0.1), ((("in", "x1"), neuron), 0.2), ((("in", "x2"), neuron), 0.3)]
    assert d.selection.target == Target(edge=(("in", "x1"), neuron))
    assert is_open(d)


def test_an_input_has_no_bias(active: Make) -> None:
    d = active()
    d.canvas.weigh(Target(neuron=("in", "x1")))
    assert not is_open(d)
    assert "no bias" in d.said[-1]


def test_what_was_just_added_is_known_in_a_moment(active: Make) -> None:
    d = active()
    layer = d.project.network.hidden[0].id
    d.editor.apply("", edits.resize_layer, layer, 5)
    d.canvas.weigh(Target(neuron=d.project.network.hidden[0].neurons[4]))
    assert not is_open(d)
    assert "in a moment" in d.said[-1]


def test_a_cut_edge_says_that_its_weight_stays(active: Make) -> None:
    d = active()
    edge = edge_of(d)
    d.editor.apply("", edits.set_cut, (edge,), True)
    d.canvas.weigh(Target(edge=edge))
    assert not is_open(d)
    assert "cut" in d.said[-1]


def test_what_is_no_number_is_told_and_the_last_number_counts(active: Make) -> None:
    d = active()
    edge = strong_edge(d)
    d.click(middle(d, edge))
    type_in(d, "1x", Key.Key_Return)
    assert "is not a number" in d.said[-1]
    assert touches(d) == [(edge, 1.0)]


def test_the_line_goes_along_with_what_it_is_written_on_and_ends_with_it(active: Make) -> None:
    d = active()
    layer = d.project.network.hidden[0]
    d.double_click(d.canvas.scene.columns[1].box_of(0))
    before = line_of(d).geometry()
    d.canvas.zoom_by(2.0, QPointF(0, 0))
    assert line_of(d).geometry() != before
    d.editor.apply("", edits.remove_layer, layer.id)
    assert not is_open(d)


@pytest.mark.parametrize("what", ["name", "weight"])
def test_another_document_gets_nothing_of_what_was_being_typed(active: Make, what: str) -> None:
    d = active()
    other = edits.set_shape(Project(name="other"), (4, 2))
    if what == "name":
        d.double_click(title_of(d, 1))
        type_in(d, "Edges")
    else:
        d.canvas.weigh(Target(edge=edge_of(d)))
        type_in(d, "2")
    d.editor.open(other)
    assert not is_open(d)
    assert d.project is other
    assert not d.editor.undo_stack.canUndo()


# Walking along edges


def test_arrows_and_letters_walk_the_edges(active: Make) -> None:
    d = active()
    a, b = d.project.network.hidden[0].neurons[:2]
    out = d.project.network.hidden[1].neurons
    x1, x2 = ("in", "x1"), ("in", "x2")
    d.selection.select(Target(neuron=a))
    d.canvas.walk_edge(1)
    assert d.selection.target == Target(edge=(x1, a))
    for key, expected in (
        (Key.Key_Down, Target(edge=(x2, a))),
        (Key.Key_Down, Target(edge=(x2, a))),
        (Key.Key_Home, Target(edge=(x1, a))),
        (Key.Key_End, Target(edge=(x2, a))),
        (Key.Key_Up, Target(edge=(x1, a))),
        (Key.Key_Left, Target(neuron=x1)),
    ):
        QTest.keyClick(d.canvas, key)
        assert d.selection.target == expected
    d.canvas.walk_edge(1)
    assert d.selection.target == Target(edge=(x1, a)), "an input has edges outward only"
    d.canvas.walk_edge(1, outward=True)
    assert d.selection.target == Target(edge=(x1, b))
    d.canvas.walk_edge(-1)
    assert d.selection.target == Target(edge=(x2, b)), "before the first comes the last"
    QTest.keyClick(d.canvas, Key.Key_Right)
    d.canvas.walk_edge(-1, outward=True)
    assert d.selection.target == Target(edge=(b, out[1]))
    QTest.keyClick(d.canvas, Key.Key_Return)
    assert is_open(d)


def test_enter_types_a_bias_too(active: Make) -> None:
    d = active()
    d.selection.select(Target(neuron=("out", 1)))
    QTest.keyClick(d.canvas, Key.Key_Return)
    type_in(d, "-2", Key.Key_Return)
    assert touches(d) == [(("out", 1), -2.0)]


def test_shift_and_arrows_take_neighbours_along(active: Make) -> None:
    d = active()
    a, b, c = (Target(neuron=neuron) for neuron in d.project.network.hidden[0].neurons[:3])
    d.selection.select(a)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up):
        QTest.keyClick(d.canvas, key, Qt.KeyboardModifier.ShiftModifier)
    assert d.selection.targets == (a, c, b)


def test_what_is_walked_to_comes_into_sight(active: Make) -> None:
    d = active(edits.set_shape(Project(), (3,) * 12))
    d.canvas.zoom_100()
    d.canvas.shift(9999, 0)
    d.selection.select(Target(layer=d.project.network.hidden[0].id))
    for _ in range(11):
        QTest.keyClick(d.canvas, Key.Key_Right)
    box = d.canvas.view.box(d.canvas.scene.columns[12].card.box)
    assert box.x >= 0
    assert box.right <= d.canvas.width()
