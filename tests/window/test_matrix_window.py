"""The weights of a wide layer can be seen large, live, and go away with Escape."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.session.selection import Target


def test_it_shows_the_layer_that_is_selected_and_wears_the_theme(parts: Parts, qtbot: QtBot) -> None:
    parts.window.show()
    qtbot.waitUntil(lambda: parts.context.playback.moment is not None)
    layer = parts.context.editor.project.network.hidden[0]
    parts.context.selection.select(Target(layer=layer.id))
    parts.menus["network.matrix"].trigger()
    matrix = parts.matrix
    assert matrix is not None
    qtbot.waitExposed(matrix)
    assert matrix.panel.map.layer == 0
    parts.context.selection.select(Target(layer=parts.context.editor.project.network.hidden[1].id))
    assert matrix.panel.map.layer == 1
    parts.look.choose("dark")
    assert matrix.panel.theme is parts.look.theme
    moments = []
    parts.context.playback.moment_changed.connect(moments.append)
    parts.context.run.step()
    qtbot.waitUntil(lambda: bool(moments) and matrix.panel.moment is parts.context.playback.moment)
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert not matrix.isVisible()
    parts.context.canvas.show_weights(large=True)
    assert parts.matrix is matrix
    assert matrix.isVisible()
    matrix.close()


def test_the_panel_comes_to_the_front_where_its_layer_is_clicked(parts: Parts, qtbot: QtBot) -> None:
    parts.window.show()
    dock = parts.window.docks["weights"]
    dock.hide()
    parts.context.canvas.show_weights(large=False)
    assert not dock.isHidden()
    assert parts.matrix is None
