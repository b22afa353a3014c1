"""Every drag and click of the diagram with a real mouse; each can be called off, and each can be undone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import LayerSpec
from hlviz.session.selection import Target
from hlviz.widgets.in_place import InPlaceLine
from tests.journeys.hands import (
    PATIENCE,
    Hands,
    bin_of,
    card_of,
    edge_of,
    foot_of,
    gap_of,
    grip_of,
    middle,
    neuron_of,
    sizes,
)

pytestmark = [pytest.mark.x11]


def hidden(parts: Parts) -> tuple[LayerSpec, ...]:
    return parts.context.editor.project.network.hidden


def undo(parts: Parts, hands: Hands, qtbot: QtBot, before: object) -> None:
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: parts.context.editor.project == before, timeout=PATIENCE)
    assert not parts.context.editor.undo_stack.canUndo(), "it was one step"


def piece_of(parts: Parts, kind: str) -> QPoint:
    return middle(next(piece for piece in parts.palette.pieces if piece.piece.kind == kind))


Drag = tuple[Callable[[Parts], QPoint], Callable[[Parts], QPoint], Callable[[Parts], object], object]

DRAGS: dict[str, Drag] = {
    "a layer from the palette": (
        lambda p: piece_of(p, "layer"), lambda p: gap_of(p.context.canvas, 1), sizes, (4, 4, 2),
    ),
    "a neuron from the palette": (
        lambda p: piece_of(p, "neuron"), lambda p: card_of(p.context.canvas, 2), sizes, (4, 3),
    ),
    "a layer by its grip": (
        lambda p: grip_of(p.context.canvas, 1), lambda p: gap_of(p.context.canvas, 2), sizes, (2, 4),
    ),
    "a layer to the bin": (lambda p: grip_of(p.context.canvas, 1), lambda p: bin_of(p.context.canvas), sizes, (2,)),
    "a neuron to the bin": (
        lambda p: neuron_of(p.context.canvas, 1, 1), lambda p: bin_of(p.context.canvas), sizes, (3, 2),
    ),
    "a neuron to another layer": (
        lambda p: neuron_of(p.context.canvas, 1, 1), lambda p: card_of(p.context.canvas, 2), sizes, (3, 3),
    ),
    "a lower edge downwards": (
        lambda p: foot_of(p.context.canvas, 1), lambda p: foot_of(p.context.canvas, 1) + QPoint(0, 49), sizes, (6, 2),
    ),
    "a lower edge upwards": (
        lambda p: foot_of(p.context.canvas, 1), lambda p: neuron_of(p.context.canvas, 1, 2), sizes, (2, 2),
    ),
    "a layer sideways": (
        lambda p: card_of(p.context.canvas, 1),
        lambda p: card_of(p.context.canvas, 1) + QPoint(-20, 25),
        lambda p: [layer.shift for layer in hidden(p)],
        [(-20.0, 25.0), (0.0, 0.0)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("drag", DRAGS)
def test_a_drag_does_it_and_one_undo_takes_it_back(parts: Parts, hands: Hands, qtbot: QtBot, drag: str) -> None:
    start, end, seen, expected = DRAGS[drag]
    before = parts.context.editor.project
    hands.drag(start(parts), end(parts))
    qtbot.waitUntil(lambda: seen(parts) == expected, timeout=PATIENCE)
    undo(parts, hands, qtbot, before)


@pytest.mark.parametrize("drag", DRAGS)
def test_escape_calls_a_drag_off(parts: Parts, hands: Hands, qtbot: QtBot, drag: str) -> None:
    start, end, _, _ = DRAGS[drag]
    before = parts.context.editor.project
    hands.drag_and_cancel(start(parts), end(parts))
    hands.point(middle(parts.window.status))
    assert parts.context.editor.project is before
    assert parts.context.canvas.attention().overlay is None


def test_a_band_around_neurons_selects_them_and_keys_act_on_all(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c, (first, second) = parts.context, hidden(parts)
    before = c.editor.project
    start, end = neuron_of(c.canvas, 1, 1) - QPoint(45, 34), neuron_of(c.canvas, 2, 1) + QPoint(45, 34)
    chosen = {Target(neuron=key) for key in (*first.neurons[1:3], *second.neurons)}
    hands.drag_and_cancel(start, end)
    assert c.selection.targets == ()
    hands.drag(start, end)
    qtbot.waitUntil(lambda: set(c.selection.targets) == chosen, timeout=PATIENCE)
    hands.press("f")
    qtbot.waitUntil(lambda: len(c.editor.project.network.frozen) == 4, timeout=PATIENCE)
    hands.press("ctrl+z", "Delete")
    qtbot.waitUntil(lambda: sizes(parts) == (2,), timeout=PATIENCE)
    undo(parts, hands, qtbot, before)


def test_the_middle_button_moves_the_view(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    canvas = parts.context.canvas
    hands.press("ctrl+plus", "ctrl+plus")
    qtbot.waitUntil(lambda: canvas.zoom > 1.4, timeout=PATIENCE)
    x = canvas.view.x
    start = middle(canvas)
    hands.do("mousemove", str(start.x()), str(start.y()), "mousedown", "2", "sleep", "0.06")
    for i in range(1, 6):
        hands.do("mousemove", str(start.x() - 12 * i), str(start.y()), "sleep", "0.06")
    hands.do("mouseup", "2")
    qtbot.waitUntil(lambda: canvas.view.x == x - 60, timeout=PATIENCE)
    assert parts.context.selection.targets == ()


def test_a_weight_is_typed_where_it_is_and_escape_gives_it_back(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    hands.press("period", "period")
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == 2, timeout=PATIENCE)
    layers = c.canvas.scene.wiring.layers
    weights, edge = c.playback.moment.parameters.weights[2][:, 0], None
    strongest = int(abs(weights).argmax())
    edge = (layers[2][strongest], layers[3][0])
    before, value = c.editor.project, float(weights[strongest])
    trained = c.editor.undo_stack.index()  # two steps of training, as one to undo
    hands.click(edge_of(c.canvas, edge))
    qtbot.waitUntil(lambda: any(line.isVisible() for line in c.canvas.findChildren(InPlaceLine)), timeout=PATIENCE)
    hands.type("-2,5")

    def weight() -> float:
        return float(c.playback.moment.parameters.weights[2][strongest, 0])

    qtbot.waitUntil(lambda: weight() == -2.5, timeout=PATIENCE)
    hands.press("Escape")
    qtbot.waitUntil(lambda: weight() == pytest.approx(value), timeout=PATIENCE)
    assert c.editor.project == before.with_ids_from(c.editor.project.next_id)
    assert c.editor.undo_stack.index() == trained
    hands.click(edge_of(c.canvas, edge))
    hands.type("1/4")
    hands.press("Return")
    qtbot.waitUntil(lambda: weight() == 0.25, timeout=PATIENCE)
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: weight() == pytest.approx(value), timeout=PATIENCE)


def test_a_double_click_renames_and_the_right_button_opens_a_menu(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    hands.double_click(card_of(c.canvas, 1))
    hands.type("Edges")
    hands.press("Return")
    qtbot.waitUntil(lambda: c.editor.project.network.layer_name(0) == "Edges", timeout=PATIENCE)
    hands.double_click(neuron_of(c.canvas, 1, 2))
    hands.type("left")
    hands.press("Return")
    third = hidden(parts)[0].neurons[2]
    qtbot.waitUntil(lambda: c.editor.project.network.neuron_name(third) == "left", timeout=PATIENCE)
    hands.double_click(foot_of(c.canvas, 2))
    hands.type("5")
    hands.press("Return")
    qtbot.waitUntil(lambda: sizes(parts) == (4, 5), timeout=PATIENCE)
    hands.right_click(neuron_of(c.canvas, 1, 2))
    hands.press("Up", "Return")  # the last entry: Delete
    qtbot.waitUntil(lambda: third not in hidden(parts)[0].neurons, timeout=PATIENCE)
