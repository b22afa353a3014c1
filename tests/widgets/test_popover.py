import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hlviz.widgets.popover import Popover


@pytest.fixture
def panel(qtbot: QtBot) -> QWidget:
    panel = QWidget()
    qtbot.addWidget(panel)
    QVBoxLayout(panel).addWidget(QPushButton("Runs"))
    panel.resize(200, 100)
    panel.show()
    return panel


@pytest.fixture
def popover(qtbot: QtBot) -> Popover:
    popover = Popover()
    qtbot.addWidget(popover)
    popover.setFixedSize(150, 120)
    return popover


def button(panel: QWidget) -> QPushButton:
    found = panel.findChild(QPushButton)
    assert isinstance(found, QPushButton)
    return found


def test_it_opens_beside_a_panel_and_leaves_it_in_sight(panel: QWidget, popover: Popover) -> None:
    room = panel.screen().availableGeometry()
    panel.move(room.right() - 220, 40)
    popover.open_beside(panel, button(panel))
    assert popover.geometry().right() < panel.mapToGlobal(QPoint()).x()
    popover.close()
    panel.move(room.left() + 5, 40)
    popover.open_beside(panel, button(panel))
    assert popover.geometry().left() > panel.mapToGlobal(QPoint(panel.width(), 0)).x()
    assert popover.geometry().top() >= room.top()


def test_it_never_leaves_the_screen(panel: QWidget, popover: Popover) -> None:
    room = panel.screen().availableGeometry()
    panel.move(room.right() - 220, room.bottom() - 110)
    frame = 4  # Qt's offscreen platform gives every window one
    for open_it in (lambda: popover.open_beside(panel, button(panel)), lambda: popover.open_below(button(panel))):
        open_it()
        assert room.adjusted(-frame, -frame, frame, frame).contains(popover.geometry())
        popover.close()


def test_escape_closes_it(qtbot: QtBot, panel: QWidget, popover: Popover) -> None:
    popover.open_below(button(panel))
    assert popover.isVisible()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
