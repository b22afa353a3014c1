"""A line over a picture takes what was typed, or gives it up, once."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.widgets.in_place import InPlaceLine, InPlaceNumber

Key, No = Qt.Key, Qt.KeyboardModifier.NoModifier
Shift, Alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


class Desk(QWidget):
    """A picture that has keys of its own, beside a button that does not take the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.picture, self.button = QWidget(), QPushButton("Go")
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture.setMinimumSize(300, 200)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.addWidget(self.picture)
        row.addWidget(self.button)
        self.fired: list[str] = []
        for key in ("F", "Ctrl+D", "Alt+Up"):
            action = QAction(key, self.picture)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, key=key: self.fired.append(key))
            self.picture.addAction(action)
        self.told: list[Any] = []

    def line(self, text: str = "old") -> InPlaceLine:
        line = InPlaceLine(text, "Name", "What to type", LIGHT, self.picture)
        line.open_at(QPoint(150, 100), 60)
        return self._heard(line)

    def number(self, value: float = 0.5, **more: Any) -> InPlaceNumber:
        limits = {"low": -10.0, "high": 10.0, "steps": (0.1, 0.01, 0.001)} | more
        number = InPlaceNumber(value, name="Weight", tip="What to type", theme=LIGHT, parent=self.picture, **limits)
        number.open_at(QPoint(150, 100), 60)
        number.changed.connect(self.told.append)
        number.rejected.connect(lambda why: self.told.append(f"! {why}"))
        self._heard(number)
        return number

    def _heard(self, line: Any) -> Any:
        line.taken.connect(lambda text: self.told.append(f"taken {text}"))
        line.given_up.connect(lambda: self.told.append("given up"))
        line.ended.connect(lambda onward: self.told.append(f"ended {onward}"))
        return line


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.picture.setFocus()
    return made


def test_enter_takes_what_was_typed_and_hands_the_keyboard_back(qtbot: QtBot, desk: Desk) -> None:
    line = desk.line()
    assert line.hasFocus()
    qtbot.keyClicks(line, "new")
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.told == ["taken new", "ended 0"]
    assert desk.picture.hasFocus()
    assert not line.isVisible()


def test_escape_gives_it_up(qtbot: QtBot, desk: Desk) -> None:
    line = desk.line()
    qtbot.keyClicks(line, "new")
    qtbot.keyClick(line, Key.Key_Escape)
    assert desk.told == ["given up", "ended 0"]
    assert desk.picture.hasFocus()


GOING: dict[str, Callable[[QtBot, Desk], object]] = {
    "to a button that does not take the keyboard": lambda q, d: q.mouseClick(d.button, Qt.MouseButton.LeftButton),
    "to the picture": lambda q, d: q.mouseClick(d.picture, Qt.MouseButton.LeftButton, pos=QPoint(5, 5)),
    "by a call": lambda q, d: d.picture.setFocus(),
}


@pytest.mark.parametrize("way", GOING)
def test_going_elsewhere_takes_it(qtbot: QtBot, desk: Desk, way: str) -> None:
    line = desk.line()
    qtbot.keyClicks(line, "new")
    GOING[way](qtbot, desk)
    assert desk.told == ["taken new", "ended 0"]


def test_its_own_menu_is_not_elsewhere(qtbot: QtBot, desk: Desk) -> None:
    line = desk.line()
    menu = QMenu(line)
    menu.addAction("Paste")
    menu.popup(line.mapToGlobal(QPoint(2, 2)))
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    menu.close()
    assert desk.told == []
    line.vanish()
    assert desk.told == ["ended 0"]


@pytest.mark.parametrize(("key", "onward"), [(Key.Key_Tab, 1), (Key.Key_Backtab, -1)])
def test_tab_asks_for_the_next_one(qtbot: QtBot, desk: Desk, key: Qt.Key, onward: int) -> None:
    qtbot.keyClick(desk.line(), key)
    assert desk.told == ["taken old", f"ended {onward}"]


def test_keys_of_the_picture_are_typed(qtbot: QtBot, desk: Desk) -> None:
    line = desk.line()
    qtbot.keyClick(line, Key.Key_F)
    qtbot.keyClick(line, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "f"
    assert desk.fired == []


def test_it_stays_inside_the_picture(desk: Desk) -> None:
    line = desk.line("a long text, longer than the others")
    for place in (QPoint(0, 0), QPoint(299, 199), QPoint(-50, 400)):
        line.lie_at(place)
        assert desk.picture.rect().contains(line.geometry())


def test_each_number_on_the_way_is_told_at_once(qtbot: QtBot, desk: Desk) -> None:
    line = desk.number()
    qtbot.keyClicks(line, "-1,5")
    assert desk.told == [-1.0, -1.5]
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.told[-2:] == ["taken -1,5", "ended 0"]


def test_fractions_are_numbers(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClicks(desk.number(), "1/4")
    assert desk.told == [1.0, 0.25]


def test_arrows_and_the_wheel_step_finely_with_a_key(qtbot: QtBot, desk: Desk) -> None:
    line = desk.number()
    qtbot.keyClick(line, Key.Key_Up)
    qtbot.keyClick(line, Key.Key_Down, Shift)
    qtbot.keyClick(line, Key.Key_Up, Alt)
    assert desk.fired == []
    for turn, sideways, keys in ((120, 0, No), (-120, 0, Shift), (0, -120, Alt)):
        at = QPointF(5, 5)
        event = QWheelEvent(
            at, line.mapToGlobal(at), QPoint(), QPoint(sideways, turn), Qt.MouseButton.NoButton, keys,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(line, event)
    assert desk.told == pytest.approx([0.6, 0.59, 0.591, 0.691, 0.681, 0.68])


def test_steps_end_at_the_limits(qtbot: QtBot, desk: Desk) -> None:
    line = desk.number(9.95)
    qtbot.keyClick(line, Key.Key_Up)
    assert line.value == 10.0
    assert line.text() == "10"


@pytest.mark.parametrize(("text", "why"), [("x", "not a number"), ("11", "not between"), ("", "Type a number")])
def test_what_cannot_be_is_told_and_does_not_count(qtbot: QtBot, desk: Desk, text: str, why: str) -> None:
    line = desk.number()
    line.selectAll()
    qtbot.keyClick(line, Key.Key_Backspace)
    qtbot.keyClicks(line, text)
    last = line.value
    qtbot.keyClick(line, Key.Key_Return)
    assert any(why in str(told) for told in desk.told)
    assert line.value == last


def test_a_number_that_nobody_touches_follows(qtbot: QtBot, desk: Desk) -> None:
    line = desk.number()
    line.show_value(0.75)
    assert (line.text(), line.has_changed) == ("0.75", False)
    qtbot.keyClicks(line, "2")
    line.show_value(0.9)
    assert line.text() == "2"
    qtbot.keyClick(line, Key.Key_Escape)
    assert desk.told == [2.0, "given up", "ended 0"]


def test_whole_numbers_only(qtbot: QtBot, desk: Desk) -> None:
    line = desk.number(4.0, whole=True, steps=(1.0, 10.0, 1.0))
    qtbot.keyClicks(line, "2.5")
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.told[0] == 2.0
    assert any("whole" in str(told) for told in desk.told)
