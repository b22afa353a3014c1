from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.document import Project
from hlviz.inspector.palette import Palette
from hlviz.nn.activations import ACTIVATIONS
from hlviz.session.editor import Editor
from hlviz.session.selection import Selection, Target

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def palette(editor: Editor, selection: Selection, shown: Callable[[Palette], Palette]) -> Palette:
    return shown(Palette(editor, selection))


def sizes(editor: Editor) -> list[int]:
    return [layer.size for layer in editor.project.network.hidden]


def activations(editor: Editor) -> list[str]:
    return [layer.activation for layer in editor.project.network.hidden]


def test_a_chip_changes_the_selected_layer_and_undo_brings_it_back(
    qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette
) -> None:
    selection.select(Target(layer=editor.project.network.hidden[1].id))
    qtbot.mouseClick(palette.chips["relu"], LEFT)
    assert activations(editor) == ["tanh", "relu"]
    assert editor.undo_stack.undoText() == "ReLU in Hidden 2"
    assert palette.chips["relu"].in_use
    editor.undo_stack.undo()
    assert activations(editor) == ["tanh", "tanh"]
    assert not palette.chips["relu"].in_use


def test_a_selected_neuron_stands_for_its_layer(
    qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette
) -> None:
    selection.select(Target(neuron=editor.project.network.hidden[0].neurons[2]))
    qtbot.mouseClick(palette.chips["sine"], LEFT)
    assert activations(editor) == ["sine", "tanh"]


def test_all_selected_layers_get_what_is_pressed_as_one_step(
    qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette
) -> None:
    first, second = editor.project.network.hidden
    before = editor.project
    selection.select_all((Target(layer=second.id), Target(neuron=first.neurons[0])))
    for press, undo_text in (
        (palette.chips["relu"], "ReLU in 2 layers"),
        (palette.dropout, "20 % dropout in 2 layers"),
        (palette.neuron, "Add a neuron to 2 layers"),
    ):
        qtbot.mouseClick(press, LEFT)
        assert editor.undo_stack.undoText() == undo_text
    assert [(layer.size, layer.activation, layer.dropout) for layer in editor.project.network.hidden] == [
        (first.size + 1, "relu", 0.2),
        (second.size + 1, "relu", 0.2),
    ]
    for _ in range(3):
        editor.undo_stack.undo()
    assert editor.project == before


def test_a_layer_goes_into_the_selected_gap(
    qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette
) -> None:
    first, second = editor.project.network.hidden
    selection.select(Target(gap=0))
    qtbot.mouseClick(palette.layer, LEFT)
    assert [layer.id for layer in editor.project.network.hidden][1:] == [first.id, second.id]


def test_a_selected_edge_stands_for_the_layer_it_leads_to(
    qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette
) -> None:
    first, second = editor.project.network.hidden
    selection.select(Target(edge=(first.neurons[0], second.neurons[0])))
    qtbot.mouseClick(palette.chips["sine"], LEFT)
    assert activations(editor) == ["tanh", "sine"]


@pytest.mark.parametrize("target", [Target(), Target(neuron=("in", "x1")), Target(layer=999)])
def test_with_no_hidden_layer_selected_a_chip_changes_all_and_the_undo_text_says_so(
    qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette, target: Target
) -> None:
    selection.select(target)
    qtbot.mouseClick(palette.chips["gelu"], LEFT)
    assert activations(editor) == ["gelu", "gelu"]
    assert editor.undo_stack.undoText() == "GELU in all hidden layers"


def test_there_is_a_chip_for_every_activation_function(palette: Palette) -> None:
    assert list(palette.chips) == list(ACTIVATIONS)
    for key, chip in palette.chips.items():
        assert chip.text() == ACTIVATIONS[key].title
        assert chip.toolTip()
        assert chip.accessibleDescription() == ACTIVATIONS[key].summary


def test_a_layer_is_added_behind_the_selected_one_and_selected(
    qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette
) -> None:
    selection.select(Target(layer=editor.project.network.hidden[0].id))
    qtbot.mouseClick(palette.layer, LEFT)
    assert sizes(editor) == [4, 4, 2]
    assert selection.target == Target(layer=editor.project.network.hidden[1].id)
    assert editor.undo_stack.undoText() == "Add hidden layer 2"


def test_without_a_selection_a_layer_is_added_last(qtbot: QtBot, editor: Editor, palette: Palette) -> None:
    qtbot.mouseClick(palette.layer, LEFT)
    assert sizes(editor) == [4, 2, 2]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_is_enough(qtbot: QtBot, editor: Editor, palette: Palette, key: Qt.Key) -> None:
    palette.neuron.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(palette.neuron, key)
    assert sizes(editor) == [4, 3]
    assert editor.undo_stack.undoText() == "Add a neuron to Hidden 2"


def test_dropout_is_switched_on_and_off(qtbot: QtBot, editor: Editor, selection: Selection, palette: Palette) -> None:
    selection.select(Target(layer=editor.project.network.hidden[0].id))
    qtbot.mouseClick(palette.dropout, LEFT)
    assert [layer.dropout for layer in editor.project.network.hidden] == [0.2, 0.0]
    assert palette.dropout.in_use
    assert editor.undo_stack.undoText() == "20 % dropout in Hidden 1"
    qtbot.mouseClick(palette.dropout, LEFT)
    assert [layer.dropout for layer in editor.project.network.hidden] == [0.0, 0.0]
    assert editor.undo_stack.undoText() == "No dropout in Hidden 1"


def test_where_there_is_no_hidden_layer_it_says_what_to_do_first(
    qtbot: QtBot, editor: Editor, palette: Palette
) -> None:
    editor.open(Project())
    for piece in (palette.neuron, palette.dropout, palette.chips["relu"]):
        with qtbot.waitSignal(palette.message) as told:
            qtbot.mouseClick(piece, LEFT)
        assert "Hidden layer" in told.args[0]
    assert not editor.undo_stack.canUndo()
    qtbot.mouseClick(palette.layer, LEFT)
    assert sizes(editor) == [4]


def test_it_says_which_layer_a_press_changes(editor: Editor, selection: Selection, palette: Palette) -> None:
    assert "all hidden layers get it" in palette.chips["relu"].toolTip()
    selection.select(Target(layer=editor.project.network.hidden[0].id))
    assert "Hidden 1 gets it" in palette.chips["relu"].toolTip()
    assert "Hidden 1" in palette.neuron.toolTip()


def test_the_activation_of_the_selected_layer_is_marked(
    editor: Editor, selection: Selection, palette: Palette, qtbot: QtBot
) -> None:
    first, second = editor.project.network.hidden
    selection.select(Target(layer=first.id))
    qtbot.mouseClick(palette.chips["relu"], LEFT)
    selection.select(Target(layer=second.id))
    assert [key for key, chip in palette.chips.items() if chip.in_use] == ["tanh"]
    selection.select(Target())
    assert not any(chip.in_use for chip in palette.chips.values())


def test_it_fits_the_left_side_of_a_small_screen(palette: Palette) -> None:
    palette.resize(206, 10)
    assert palette.minimumSizeHint().width() <= 206
    assert palette.minimumSizeHint().height() <= 260
