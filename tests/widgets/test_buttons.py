import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.widgets.buttons import IconButton, PlayButton, TextButton


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_press(qtbot: QtBot, key: Qt.Key) -> None:
    button = IconButton("plus")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_a_button_with_the_keyboard_keeps_space_from_the_shortcuts_of_the_window(qtbot: QtBot) -> None:
    button = IconButton("plus")
    qtbot.addWidget(button)
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    QApplication.sendEvent(button, asked)
    assert asked.isAccepted()


def test_pressing_with_the_mouse_does_not_take_the_keyboard(qtbot: QtBot) -> None:
    button = TextButton("plus", "More")
    qtbot.addWidget(button)
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.hasFocus()


def test_play_and_pause_look_different(qtbot: QtBot) -> None:
    button = PlayButton()
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    rest = button.grab().toImage()
    button.show_running(True)
    assert button.grab().toImage() != rest


def test_a_theme_changes_the_colours(qtbot: QtBot) -> None:
    button = IconButton("plus")
    qtbot.addWidget(button)
    button.resize(34, 34)
    button.show_theme(LIGHT)
    assert button.grab().toImage().pixelColor(8, 8).name() == LIGHT.card
    button.show_theme(DARK)
    assert button.grab().toImage().pixelColor(8, 8).name() == DARK.card
