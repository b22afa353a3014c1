"""A real mouse picks a piece up and drops it."""

import subprocess

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hlviz.inspector.palette import Palette
from hlviz.inspector.piece_button import PieceButton
from hlviz.session.editor import Editor
from hlviz.session.piece import Piece
from hlviz.session.selection import Selection

pytestmark = pytest.mark.x11


class Ground(QWidget):
    """Takes every piece."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setMinimumSize(300, 300)
        self.entered: list[Piece | None] = []
        self.dropped: list[Piece | None] = []

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.entered.append(Piece.from_mime(event.mimeData()))
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.append(Piece.from_mime(event.mimeData()))
        event.acceptProposedAction()


class Table(QWidget):
    """The palette beside a ground to drop on."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.palette_, self.ground = palette, Ground()
        row = QHBoxLayout(self)
        row.addWidget(palette)
        row.addWidget(self.ground)


@pytest.fixture
def table(qtbot: QtBot, editor: Editor, selection: Selection) -> Table:
    made = Table(Palette(editor, selection))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def point(widget: QWidget, x: int, y: int) -> list[str]:
    place = widget.mapToGlobal(QPoint(x, y))
    scale = widget.devicePixelRatioF()
    return ["mousemove", str(round(place.x() * scale)), str(round(place.y() * scale))]


def hand(*commands: list[str]) -> "subprocess.Popen[bytes]":
    """Move the real mouse at the pace of a hand, while the test goes on."""
    return subprocess.Popen(["xdotool", *(word for command in commands for word in (*command, "sleep", "0.1"))])


def pick_up(button: PieceButton, ground: QWidget) -> list[list[str]]:
    return [
        point(button, 20, 15),
        ["mousedown", "1"],
        point(button, 30, 18),
        point(button, 60, 20),
        point(ground, 80, 90),
    ]


def test_a_chip_dropped_on_the_ground_arrives_as_its_piece(qtbot: QtBot, editor: Editor, table: Table) -> None:
    mouse = hand(*pick_up(table.palette_.chips["sine"], table.ground), point(table.ground, 120, 100), ["mouseup", "1"])
    qtbot.waitUntil(lambda: table.ground.dropped == [Piece("activation", "sine")], timeout=10_000)
    assert mouse.wait(10) == 0
    assert not editor.undo_stack.canUndo()


def test_escape_puts_the_piece_back(qtbot: QtBot, editor: Editor, table: Table) -> None:
    mouse = hand(*pick_up(table.palette_.layer, table.ground), ["key", "Escape"], ["mouseup", "1"])
    qtbot.waitUntil(lambda: mouse.poll() is not None, timeout=10_000)
    assert table.ground.entered == [Piece("layer")]
    assert table.ground.dropped == []
    assert not editor.undo_stack.canUndo()
