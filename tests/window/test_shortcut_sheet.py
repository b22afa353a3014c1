"""The sheet tells every key, and every gesture of the mouse."""

import pytest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from hlviz.window.actions import ACTIONS
from hlviz.window.shortcut_sheet import ShortcutSheet


@pytest.fixture
def told(qtbot: QtBot) -> str:
    sheet = ShortcutSheet(ACTIONS.values())
    qtbot.addWidget(sheet)
    return sheet.findChildren(QTextBrowser)[0].toPlainText()


def test_every_gesture_is_told(told: str) -> None:
    for gesture in (
        "six dots", "card", "lower edge", "Drag a neuron", "Drag over empty ground", "middle button", "Double click",
        "Shift+click", "Right click", "tile's dot", "Shift+arrow key",
    ):  # fmt: skip
        assert gesture in told


def test_every_action_with_a_key_is_told(told: str) -> None:
    for action in ACTIONS.values():
        if action.keys:
            assert action.text.rstrip("…") in told
