"""A person looks around: near and far, with the small map, by key; takes the legend away; sees a wide layer's weights large."""

import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.diagram.canvas import Canvas
from hlviz.diagram.insets import close_box
from hlviz.document import edits
from hlviz.document.geometry import Box
from tests.journeys.hands import PATIENCE, Hands, middle

pytestmark = pytest.mark.x11


def on(canvas: Canvas, place: tuple[float, float]) -> QPoint:
    """A place of the diagram's widget on the screen."""
    return canvas.mapToGlobal(QPoint(*map(round, place)))


def test_looking_around(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    canvas, menus = parts.context.canvas, parts.menus
    canvas.setFocus()
    hands.point(middle(canvas))
    hands.press("ctrl+plus", "ctrl+plus", "ctrl+plus")
    qtbot.waitUntil(lambda: canvas.zoom > 1.5 and canvas.insets.minimap is not None, timeout=PATIENCE)
    minimap = canvas.insets.minimap
    assert minimap is not None

    columns = canvas.scene.columns
    ends = [minimap.place(Box(*columns[i].body.center, 0, 0)) for i in (0, 3)]
    hands.drag(on(canvas, (ends[0].x, ends[0].y)), on(canvas, (ends[1].x, ends[1].y)))
    width = canvas.room[0]
    qtbot.waitUntil(lambda: canvas.view.to_scene(width, 0)[0] > columns[3].body.right, timeout=PATIENCE)
    assert parts.context.selection.target.is_nothing, "a drag on the map draws no band"

    far = canvas.view.x
    hands.press("shift+Prior")
    qtbot.waitUntil(lambda: canvas.view.x > far, timeout=PATIENCE)
    hands.press("ctrl+1")
    qtbot.waitUntil(lambda: canvas.insets.minimap is None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: canvas.way.state() is QAbstractAnimation.State.Stopped, timeout=PATIENCE)

    legend = canvas.insets.legend
    assert legend is not None
    hands.click(on(canvas, close_box(legend).center))
    qtbot.waitUntil(lambda: canvas.insets.legend is None, timeout=PATIENCE)
    assert not menus["view.legend"].isChecked()
    assert not parts.context.preferences.legend


def test_a_wide_layer_opens_as_a_matrix(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    layer = c.editor.project.network.hidden[0]
    c.editor.apply("Resize", edits.resize_layer, layer.id, 40)
    qtbot.waitUntil(lambda: c.canvas.way.state() is QAbstractAnimation.State.Stopped, timeout=PATIENCE)
    qtbot.waitUntil(lambda: c.playback.moment is not None and c.playback.moment.project is c.editor.project)
    cell = c.canvas.view.box(c.canvas.scene.columns[1].box_of(13))
    hands.click(on(c.canvas, cell.center))
    neuron = c.editor.project.network.hidden[0].neurons[13]
    qtbot.waitUntil(lambda: c.selection.target.neuron == neuron, timeout=PATIENCE)
    panel = parts.panels["weights"]
    qtbot.waitUntil(lambda: panel.can_be_seen and panel.map.layer == 0, timeout=PATIENCE)

    hands.double_click(on(c.canvas, c.canvas.view.box(c.canvas.scene.columns[1].box_of(20)).center))
    qtbot.waitUntil(lambda: parts.matrix is not None and parts.matrix.isActiveWindow(), timeout=PATIENCE)
    assert parts.matrix is not None
    qtbot.waitUntil(lambda: parts.matrix.panel.map.layer == 0, timeout=PATIENCE)
    hands.press("Escape")
    qtbot.waitUntil(lambda: not parts.matrix.isVisible(), timeout=PATIENCE)


def test_what_moves_ends_where_it_belongs_while_it_trains(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    ways: list[object] = []
    c.canvas.way.stateChanged.connect(lambda now, _: ways.append(now))
    hands.point(middle(c.canvas))
    c.canvas.setFocus()
    hands.press("space")
    qtbot.waitUntil(lambda: c.run.is_running, timeout=PATIENCE)
    hands.press("Insert", "plus", "plus", "minus")
    qtbot.waitUntil(lambda: len(c.editor.project.network.hidden) == 3, timeout=PATIENCE)
    qtbot.waitUntil(lambda: QAbstractAnimation.State.Running in ways, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: c.canvas.way.moving() is None, timeout=PATIENCE)
    assert c.canvas.way.state() is QAbstractAnimation.State.Stopped
