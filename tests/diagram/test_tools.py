"""What is dragged says what it would do, does it when it is let go, and Escape leaves all as it was."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, Left, Plain, moment_of
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.diagram.foot import handle_of
from hlviz.diagram.overlay import bin_box
from hlviz.document import Project, edits
from hlviz.document.geometry import Box
from hlviz.session.piece import Piece
from hlviz.session.selection import Target

Make = Callable[..., Desk]


def gap_place(desk: Desk, index: int) -> tuple[float, float]:
    return desk.canvas.scene.geometry.gaps[index].x, 300


def bin_place(desk: Desk) -> tuple[float, float]:
    return desk.canvas.view.to_scene(*bin_box(desk.canvas.width(), desk.canvas.height()).center)


# Pieces of the palette


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_layer_goes_into_the_nearest_gap(desk: Make, index: int) -> None:
    d = desk()
    d.bring(Piece("layer", "relu"), gap_place(d, index))
    assert d.sentence == f"Insert hidden layer {index + 1}: {[4, 4, 2][index]} neurons, ReLU"
    assert d.canvas.attention().overlay.gap == index
    assert d.sizes == [4, 2]
    assert d.drop()
    assert len(d.sizes) == 3
    assert d.project.network.hidden[index].activation == "relu"
    assert d.selection.target == Target(layer=d.project.network.hidden[index].id)
    assert d.sentence == ""
    d.editor.undo_stack.undo()
    assert d.sizes == [4, 2]


def test_a_layer_can_be_dropped_into_a_network_without_any(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), ()))
    d.bring(Piece("layer"), gap_place(d, 0))
    assert d.drop()
    assert d.sizes == [4]


def test_an_activation_snaps_onto_the_layer_it_is_near(desk: Make) -> None:
    d = desk()
    column = d.canvas.scene.columns[2]
    edge = column.card.box.right
    d.bring(Piece("activation", "relu"), (edge + 25, 400))
    assert d.sentence == "Drop it on a layer"
    d.bring(Piece("activation", "relu"), (edge + 15, 400))
    assert d.sentence == "Hidden 2 becomes ReLU"
    assert d.drop()
    assert [layer.activation for layer in d.project.network.hidden] == ["tanh", "relu"]


def test_an_output_takes_only_what_an_output_can_be(desk: Make) -> None:
    d = desk()
    output = d.canvas.scene.columns[-1].card.box
    d.bring(Piece("activation", "relu"), output)
    assert d.sentence.startswith("ReLU is for hidden layers; the output can be")
    assert not d.drop()
    assert d.project.network.output_activation == "tanh"
    assert "ReLU" in d.said[-1]
    d.bring(Piece("activation", "sigmoid"), output)
    assert d.sentence == "The output becomes Sigmoid"
    assert d.drop()
    assert d.project.network.output_activation == "sigmoid"


def test_softmax_is_not_for_hidden_layers(desk: Make) -> None:
    d = desk()
    d.bring(Piece("activation", "softmax"), d.canvas.scene.columns[1].card.box)
    assert "output only" in d.sentence
    assert not d.drop()


def test_a_neuron_is_added_to_a_layer_and_to_nothing_else(desk: Make) -> None:
    d = desk()
    d.bring(Piece("neuron"), d.canvas.scene.columns[0].card.box)
    assert "follows from the data" in d.sentence
    assert not d.drop()
    d.bring(Piece("neuron"), d.canvas.scene.columns[1].card.box)
    assert d.sentence == "Add a neuron to Hidden 1"
    assert d.drop()
    assert d.sizes == [5, 2]


def test_dropout_is_set_on_a_hidden_layer(desk: Make) -> None:
    d = desk()
    d.bring(Piece("dropout"), d.canvas.scene.columns[-1].card.box)
    assert not d.drop()
    d.bring(Piece("dropout"), d.canvas.scene.columns[1].card.box)
    assert "20 %" in d.sentence
    assert d.drop()
    assert [layer.dropout for layer in d.project.network.hidden] == [0.2, 0.0]
    assert d.canvas.scene.columns[1].card.drop is not None


def test_a_full_network_says_that_it_is_full(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), (1,) * 64))
    d.bring(Piece("layer"), gap_place(d, 3))
    assert "at most 64" in d.sentence
    assert not d.drop()


def test_a_piece_that_goes_away_leaves_nothing_behind(desk: Make) -> None:
    d = desk()
    d.bring(Piece("layer"), gap_place(d, 1))
    d.take_away()
    assert d.sentence == ""
    assert d.sizes == [4, 2]


def test_what_is_no_piece_is_not_taken(desk: Make) -> None:
    d = desk()
    mime = QMimeData()
    mime.setText("a sentence")
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Left, Plain)
    QApplication.sendEvent(d.canvas, event)
    assert not event.isAccepted()


# Neurons and layers of the diagram itself


def test_a_neuron_dragged_to_the_bin_is_the_one_that_goes(desk: Make) -> None:
    d = desk()
    neurons = d.project.network.hidden[0].neurons
    d.drag(d.canvas.scene.columns[1].box_of(1), bin_place(d))
    assert d.sentence == "Remove Hidden 1 · 2"
    d.let_go()
    assert d.project.network.hidden[0].neurons == (neurons[0], *neurons[2:])


def test_a_neuron_dragged_onto_another_layer_moves_there(desk: Make) -> None:
    d = desk()
    moved = d.project.network.hidden[0].neurons[0]
    d.drag(d.canvas.scene.columns[1].box_of(0), d.canvas.scene.columns[2].box_of(0))
    assert d.sentence == "Move Hidden 1 · 1 to Hidden 2"
    d.let_go()
    assert d.sizes == [3, 3]
    assert d.project.network.hidden[1].neurons[-1] == moved


def test_the_last_neuron_takes_its_layer_with_it_and_says_so(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), (1, 3)))
    d.drag(d.canvas.scene.columns[1].box_of(0), bin_place(d))
    assert "and its layer with it" in d.sentence
    d.let_go()
    assert d.sizes == [3]


def test_escape_leaves_a_dragged_neuron_where_it_was(desk: Make) -> None:
    d = desk()
    before = d.project
    d.drag(d.canvas.scene.columns[1].box_of(1), bin_place(d))
    QTest.keyClick(d.canvas, Qt.Key.Key_Escape)
    assert d.sentence == ""
    d.let_go()
    assert d.project is before


def test_a_grip_moves_its_layer_to_another_gap_or_to_the_bin(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), (2, 3, 4)))
    d.drag(d.canvas.scene.columns[1].card.grip, gap_place(d, 3))
    assert d.sentence == "Move Hidden 1 behind Hidden 3"
    d.let_go()
    assert d.sizes == [3, 4, 2]
    d.drag(d.canvas.scene.columns[3].card.grip, gap_place(d, 0))
    assert d.sentence == "Move Hidden 3 to the front"
    d.let_go()
    assert d.sizes == [2, 3, 4]
    d.drag(d.canvas.scene.columns[2].card.grip, gap_place(d, 1))
    assert "stays" in d.sentence
    d.let_go()
    assert d.sizes == [2, 3, 4]
    d.drag(d.canvas.scene.columns[2].card.grip, bin_place(d))
    d.let_go()
    assert d.sizes == [2, 4]


def test_a_block_can_give_up_one_of_its_neurons(desk: Make) -> None:
    d = desk(edits.set_shape(edits.choose_dataset(Project(), "digits"), (30,)))
    d.show(moment_of(d.project))
    d.drag(d.canvas.scene.columns[1].box_of(4), bin_place(d))
    d.paint()
    d.let_go()
    assert d.sizes == [29]


def test_a_click_is_no_drag(desk: Make) -> None:
    d = desk()
    box = d.canvas.scene.columns[1].box_of(1)
    d.click(box)
    assert d.sizes == [4, 2]
    assert d.selection.target == Target(neuron=d.project.network.hidden[0].neurons[1])


# The lower edge of a layer


def foot(desk: Desk, column: int) -> Box:
    box = handle_of(desk.canvas.scene.columns[column])
    assert box is not None
    return box


def below(box: Box, dy: float) -> tuple[float, float]:
    return box.center[0], box.center[1] + dy


def test_the_lower_edge_dragged_down_adds_neurons_and_says_how_many(desk: Make) -> None:
    d = desk()
    first = d.project.network.hidden[0].neurons
    handle = foot(d, 1)
    d.drag(handle, below(handle, 50))
    assert d.sentence == "Hidden 1: 4 → 6 neurons; the new ones start with no say"
    assert d.sizes == [4, 2]
    d.paint()
    d.let_go()
    assert d.sizes == [6, 2]
    assert d.project.network.hidden[0].neurons[:4] == first
    assert d.said[-1].startswith("Hidden 1: 4 → 6 neurons")
    d.editor.undo_stack.undo()
    assert d.sizes == [4, 2]
    assert not d.editor.undo_stack.canUndo()


def test_dragged_up_it_takes_the_neurons_that_it_passes(desk: Make) -> None:
    d = desk()
    first, column, handle = d.project.network.hidden[0].neurons, d.canvas.scene.columns[1], foot(d, 1)
    d.drag(handle, (handle.center[0], column.box_of(2).center[1] + 14))
    assert d.sentence.startswith("Hidden 1: 4 → 3 neurons; the lowest go")
    d.drag(handle, (handle.center[0], column.box_of(1).center[1] + 4))
    assert d.sentence.startswith("Hidden 1: 4 → 1 neuron;")
    d.drag(handle, (handle.center[0], column.box_of(0).y - 200))
    assert d.sentence.startswith("Hidden 1: 4 → 1 neuron;"), "the last neuron stays"
    d.paint()
    d.let_go()
    assert d.project.network.hidden[0].neurons == first[:1]


def test_the_lower_edge_let_go_where_it_was_or_given_up_changes_nothing(desk: Make) -> None:
    d = desk()
    before, handle = d.project, foot(d, 1)
    d.drag(handle, below(handle, 11))
    assert d.sentence == "Hidden 1 keeps its 4 neurons"
    d.let_go()
    d.drag(handle, below(handle, 60))
    QTest.keyClick(d.canvas, Qt.Key.Key_Escape)
    d.let_go()
    assert d.project is before


@pytest.mark.parametrize(
    ("size", "dy", "expected"), [(32, 30, 38), (32, -40, 24), (200, 30, 224), (25, 20, 27), (40, -900, 1)]
)
def test_a_block_changes_in_steps_that_suit_its_size(desk: Make, size: int, dy: float, expected: int) -> None:
    d = desk(edits.set_shape(Project(), (size, 2)))
    handle = foot(d, 1)
    d.drag(handle, below(handle, dy))
    d.paint()
    d.let_go()
    assert d.sizes == [expected, 2]


def test_a_layer_grows_no_larger_than_it_can(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), (4000,)))
    handle = foot(d, 1)
    d.drag(handle, below(handle, 500))
    d.let_go()
    assert d.sizes == [4096]


def test_inputs_and_outputs_have_no_handle(desk: Make) -> None:
    d = desk()
    assert handle_of(d.canvas.scene.columns[0]) is None
    assert handle_of(d.canvas.scene.columns[-1]) is None


# A column moved by its card


def card_place(desk: Desk, column: int) -> tuple[float, float]:
    box = desk.canvas.scene.columns[column].card.box
    return box.x + 20, box.y + 12


def moved(place: tuple[float, float], dx: float, dy: float) -> tuple[float, float]:
    return place[0] + dx, place[1] + dy


def test_a_card_carries_its_column_aside(desk: Make) -> None:
    d = desk()
    before, start, x = d.project, card_place(d, 1), d.canvas.scene.columns[1].x
    d.drag(start, moved(start, 30, 20))
    assert d.sentence == "Hidden 1: 30 pixels to the right, 20 pixels down from its tidy place"
    assert d.project is before
    d.paint()
    d.let_go()
    assert d.project.network.hidden[0].shift == (30, 20)
    assert d.canvas.scene.columns[1].x == x + 30
    d.editor.undo_stack.undo()
    assert d.project == before
    assert d.canvas.scene.columns[1].x == x


def test_near_its_tidy_place_a_column_falls_back_into_it(desk: Make) -> None:
    d = desk()
    start = card_place(d, 1)
    d.drag(start, moved(start, 30, 0))
    d.let_go()
    start = card_place(d, 1)
    d.drag(start, moved(start, -26, 3))
    assert "back to its tidy place" in d.sentence
    d.let_go()
    assert d.project.network.hidden[0].shift == (0, 0)


def test_a_column_stops_at_its_neighbour_and_the_next_move_starts_there(desk: Make) -> None:
    d = desk()
    start = card_place(d, 1)
    d.drag(start, moved(start, 700, 0))
    d.let_go()
    first, second = d.canvas.scene.columns[1:3]
    assert first.card.box.right < second.card.box.x
    reached = d.project.network.hidden[0].shift[0]
    assert 0 < reached < 300
    start = card_place(d, 1)
    d.drag(start, moved(start, -20, 0))
    d.let_go()
    assert d.project.network.hidden[0].shift == (reached - 20, 0)


def test_escape_leaves_a_column_where_it_was(desk: Make) -> None:
    d = desk()
    before, start = d.project, card_place(d, 1)
    d.drag(start, moved(start, 30, 20))
    QTest.keyClick(d.canvas, Qt.Key.Key_Escape)
    d.let_go()
    assert d.project is before


def test_the_selected_columns_go_along(desk: Make) -> None:
    d = desk()
    first, second = (layer.id for layer in d.project.network.hidden)
    d.selection.select_all((Target(layer=first), Target(layer=second)))
    start = card_place(d, 2)
    d.drag(start, moved(start, 0, 40))
    d.paint()
    d.let_go()
    assert [layer.shift for layer in d.project.network.hidden] == [(0, 40), (0, 40)]
    d.editor.undo_stack.undo()
    assert [layer.shift for layer in d.project.network.hidden] == [(0, 0), (0, 0)]


def test_keys_move_columns_as_one_step(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hlviz.diagram.presses.monotonic", lambda: 100.0)
    d = desk()
    layer = d.project.network.hidden[0].id
    for _ in range(3):
        d.canvas.slide((layer,), 10, 0)
    assert d.project.network.hidden[0].shift == (30, 0)
    d.editor.undo_stack.undo()
    assert d.project.network.hidden[0].shift == (0, 0)
    d.canvas.slide((layer,), 0, -500)
    d.canvas.slide((layer,), 0, -10)
    assert "stays where it is" in d.said[-1]


# Several neurons, and those that stay


def test_the_selected_neurons_are_carried_together(desk: Make) -> None:
    d = desk(edits.set_shape(Project(), (4, 2, 3)))
    first, second, _ = (layer.neurons for layer in d.project.network.hidden)
    d.selection.select_all((Target(neuron=first[0]), Target(neuron=first[2]), Target(neuron=("in", "x1"))))
    d.drag(d.canvas.scene.columns[1].box_of(2), d.canvas.scene.columns[2].box_of(0))
    assert d.sentence == "Move 2 neurons to Hidden 2"
    d.let_go()
    assert [layer.neurons for layer in d.project.network.hidden][:2] == [
        (first[1], first[3]), (*second, first[2], first[0]),
    ]  # fmt: skip
    d.editor.undo_stack.undo()
    d.selection.select_all((Target(neuron=first[0]), Target(neuron=second[0])))
    d.drag(d.canvas.scene.columns[1].box_of(0), bin_place(d))
    assert d.sentence == "Remove 2 neurons"
    d.let_go()
    assert d.sizes == [3, 1, 3]
    d.editor.undo_stack.undo()
    assert d.sizes == [4, 2, 3]


def test_a_neuron_that_is_not_selected_is_carried_alone(desk: Make) -> None:
    d = desk()
    first = d.project.network.hidden[0].neurons
    d.selection.select_all((Target(neuron=first[0]), Target(neuron=first[2])))
    d.drag(d.canvas.scene.columns[1].box_of(1), bin_place(d))
    d.let_go()
    assert d.project.network.hidden[0].neurons == (first[0], *first[2:])


def test_inputs_and_outputs_stay_and_say_why(desk: Make) -> None:
    d = desk()
    d.drag(d.canvas.scene.columns[0].cells[0].box, bin_place(d))
    assert d.sentence == "Inputs stay where they are: click one to switch it off"
    d.let_go()
    d.drag(d.canvas.scene.columns[3].box_of(0), d.canvas.scene.columns[1].box_of(0))
    assert "follows from the data" in d.sentence
    d.let_go()
    assert not d.editor.undo_stack.canUndo()


def test_a_drag_along_the_edge_reaches_what_is_out_of_sight(desk: Make, qtbot: QtBot) -> None:
    d = desk(edits.set_shape(Project(), (3,) * 12))
    d.canvas.zoom_100()
    d.canvas.shift(9999, 0)
    left = d.canvas.view.x
    grip = d.canvas.scene.columns[1].card.grip
    start, edge = d.widget_place(grip), QPointF(d.canvas.width() - 3, 300)
    d.mouse(QEvent.Type.MouseButtonPress, grip)
    for at in (start + QPointF(30, 30), edge):
        d.mouse(QEvent.Type.MouseMove, d.canvas.view.to_scene(at.x(), at.y()))
    qtbot.waitUntil(lambda: d.canvas.scene.columns[-1].card.box.right + d.canvas.view.x <= d.canvas.width())
    assert d.canvas.view.x < left
    assert "Move Hidden 1 behind" in d.sentence
    d.mouse(QEvent.Type.MouseButtonRelease, d.canvas.view.to_scene(edge.x(), edge.y()))
    assert not d.canvas.attention().overlay
    assert d.project.network.hidden[0].id != 1
