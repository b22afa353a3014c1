"""Layers travel within a window and between windows, as text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import LayerSpec, Project, edits
from hlviz.files import fragment
from hlviz.session.selection import Target

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def empty(qapp: object) -> None:
    QGuiApplication.clipboard().clear()


def hidden(parts: Parts) -> tuple[LayerSpec, ...]:
    return parts.context.editor.project.network.hidden


def sizes(parts: Parts) -> list[int]:
    return [layer.size for layer in hidden(parts)]


def choose(parts: Parts, *targets: Target) -> None:
    parts.context.selection.select_all(targets)


def test_layers_are_copied_and_pasted_behind_the_selected_one(parts: Parts) -> None:
    editor, (first, second) = parts.context.editor, hidden(parts)
    editor.apply("", edits.set_dropout, first.id, 0.3)
    editor.apply("", edits.rename_neuron, first.neurons[1], "left")
    choose(parts, Target(layer=first.id), Target(layer=second.id))
    parts.menus["edit.copy"].trigger()
    assert "2 layers are on the clipboard" in parts.window.status.message
    choose(parts, Target(layer=first.id))
    before = editor.project
    parts.menus["edit.paste"].trigger()
    assert sizes(parts) == [4, 4, 2, 2]
    new = hidden(parts)[1]
    assert (new.dropout, editor.project.network.neuron_name(new.neurons[1])) == (0.3, "left")
    assert parts.context.selection.targets == tuple(Target(layer=layer.id) for layer in hidden(parts)[1:3])
    parts.menus["edit.undo"].trigger()
    assert editor.project == before


def test_what_was_copied_elsewhere_goes_into_the_gap_or_to_the_end(parts: Parts) -> None:
    other = edits.set_shape(Project(), (7,)).network.hidden
    QGuiApplication.clipboard().setText(fragment.write(other))
    parts.menus["edit.paste"].trigger()
    assert sizes(parts) == [4, 2, 7]
    choose(parts, Target(gap=1))
    parts.menus["edit.paste"].trigger()
    assert sizes(parts) == [4, 7, 2, 7]
    choose(parts, Target(neuron=("in", "x1")))
    parts.menus["edit.paste"].trigger()
    assert sizes(parts) == [7, 4, 7, 2, 7]


def test_cutting_is_one_step_and_pasting_brings_the_layer_back(parts: Parts) -> None:
    choose(parts, Target(neuron=hidden(parts)[0].neurons[0]))
    assert not parts.menus["edit.cut"].isEnabled(), "a neuron is no layer"
    choose(parts, Target(layer=hidden(parts)[0].id))
    parts.menus["edit.cut"].trigger()
    assert sizes(parts) == [2]
    parts.menus["edit.undo"].trigger()
    assert sizes(parts) == [4, 2]
    parts.menus["edit.redo"].trigger()
    choose(parts)
    parts.menus["edit.paste"].trigger()
    assert sizes(parts) == [2, 4]


@pytest.mark.parametrize(
    "text", ["", "a sentence", '{"hlviz": "layers", "version": 99}', '{"hlviz": "layers", "version": 1}']
)
def test_text_that_is_no_layer_says_so_and_changes_nothing(parts: Parts, text: str) -> None:
    before = parts.context.editor.project
    QGuiApplication.clipboard().setText(text)
    parts.menus["edit.paste"].trigger()
    assert parts.context.editor.project is before
    assert any(word in parts.window.status.message for word in ("no layers on the clipboard", "newer", "damaged"))


def test_a_network_that_is_full_refuses_and_says_why(parts: Parts) -> None:
    parts.context.editor.apply("", edits.set_shape, (1,) * 64)
    choose(parts, Target(layer=hidden(parts)[0].id))
    parts.menus["edit.copy"].trigger()
    parts.menus["edit.paste"].trigger()
    assert len(hidden(parts)) == 64
    assert "at most 64" in parts.window.status.message


def test_the_usual_keys_do_it_in_the_diagram(parts: Parts, qtbot: QtBot) -> None:
    with qtbot.waitActive(parts.window, timeout=20_000):
        parts.window.show()
        parts.window.activateWindow()
    canvas = parts.context.canvas
    canvas.setFocus()
    choose(parts, Target(layer=hidden(parts)[0].id))
    for key, expected in (
        (Key.Key_C, [4, 2]),
        (Key.Key_V, [4, 4, 2]),
        (Key.Key_D, [4, 4, 4, 2]),
        (Key.Key_X, [4, 4, 2]),
    ):
        QTest.keyClick(canvas, key, Ctrl)
        assert sizes(parts) == expected
