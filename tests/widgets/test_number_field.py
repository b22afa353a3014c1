import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hlviz.widgets.number_field import NumberField


class Desk(QWidget):
    """A number field between a line that takes the keyboard and a button that does not."""

    def __init__(self) -> None:
        super().__init__()
        self.before = QLineEdit()
        self.rate = NumberField("Rate", (0.01, 0.03, 0.1), 1e-6, 10)
        self.batch = NumberField("Batch", (1, 10, 0), 1, 1000, whole=True, words={"all": 0})
        self.button = QPushButton("Go")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        for widget in (self.before, self.rate, self.batch, self.button):
            row.addWidget(widget)
        self.told: list[float] = []
        self.why: list[str] = []
        for field in (self.rate, self.batch):
            field.chosen.connect(self.told.append)
            field.chosen.connect(field.show_value)
            field.rejected.connect(self.why.append)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.before.setFocus()
    made.rate.show_value(0.03)
    made.batch.show_value(10)
    return made


def click_into(qtbot: QtBot, field: NumberField) -> None:
    line = field.lineEdit()
    assert line is not None
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))


def type_into(qtbot: QtBot, field: NumberField, text: str) -> None:
    click_into(qtbot, field)
    qtbot.keyClicks(field, text)


def test_typing_takes_the_place_of_the_old_value_and_enter_accepts(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.rate, "0,05")
    assert desk.told == []
    qtbot.keyClick(desk.rate, Qt.Key.Key_Return)
    assert desk.told == [0.05]
    assert desk.rate.value_text() == "0.05"


def test_enter_hands_the_keyboard_back_to_who_had_it(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.rate, "1")
    qtbot.keyClick(desk.rate, Qt.Key.Key_Return)
    assert desk.before.hasFocus()


def test_leaving_by_tab_accepts(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.rate, "0.2")
    qtbot.keyClick(desk.rate, Qt.Key.Key_Tab)
    assert desk.told == [0.2]


def test_pressing_a_button_that_does_not_take_the_keyboard_accepts(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.rate, "0.2")
    qtbot.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    assert desk.told == [0.2]


def test_escape_gives_the_old_value_back(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.rate, "7")
    qtbot.keyClick(desk.rate, Qt.Key.Key_Escape)
    assert desk.told == []
    assert desk.rate.value_text() == "0.03"


@pytest.mark.parametrize(
    ("text", "reason"), [("abc", "not a number"), ("11", "11 is not between"), ("-1", "not between"), ("", "Type")]
)
def test_what_cannot_be_is_refused_with_the_reason_and_the_old_value_comes_back(
    qtbot: QtBot, desk: Desk, text: str, reason: str
) -> None:
    type_into(qtbot, desk.rate, text)
    if not text:
        qtbot.keyClick(desk.rate, Qt.Key.Key_Delete)
    qtbot.keyClick(desk.rate, Qt.Key.Key_Return)
    assert desk.told == []
    assert reason in desk.why[0]
    assert desk.rate.value_text() == "0.03"


def test_a_word_stands_for_its_number(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.batch, "All")
    qtbot.keyClick(desk.batch, Qt.Key.Key_Return)
    assert desk.told == [0]
    assert desk.batch.value_text() == "all"


def test_halves_are_refused_where_whole_numbers_are_asked_for(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.batch, "2.5")
    qtbot.keyClick(desk.batch, Qt.Key.Key_Return)
    assert desk.told == []
    assert "whole" in desk.why[0]


def test_up_is_more_even_from_a_value_that_is_not_in_the_list(qtbot: QtBot, desk: Desk) -> None:
    desk.rate.show_value(0.05)
    desk.rate.setFocus()
    qtbot.keyClick(desk.rate, Qt.Key.Key_Up)
    qtbot.keyClick(desk.rate, Qt.Key.Key_Down)
    assert desk.told == [0.1, 0.03]


def test_all_is_more_than_any_number(qtbot: QtBot, desk: Desk) -> None:
    desk.batch.setFocus()
    qtbot.keyClick(desk.batch, Qt.Key.Key_Up)
    assert desk.told == [0]


def test_a_value_shown_again_does_not_overwrite_what_is_being_typed(qtbot: QtBot, desk: Desk) -> None:
    type_into(qtbot, desk.rate, "0.2")
    desk.rate.show_value(0.03)
    assert desk.rate.value_text() == "0.2"
    desk.rate.show_value(0.1)
    assert desk.rate.value_text() == "0.1"


def test_the_arrow_opens_the_list(qtbot: QtBot, desk: Desk) -> None:
    place = QPoint(desk.rate.width() - 10, desk.rate.height() - 12)
    qtbot.mouseClick(desk.rate, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(desk.rate.view().isVisible)
    desk.rate.hidePopup()


def test_typed_values_are_steps_of_their_own_and_stepping_is_one(qtbot: QtBot, desk: Desk) -> None:
    start = desk.rate.gesture
    desk.rate.setFocus()
    qtbot.keyClick(desk.rate, Qt.Key.Key_Up)
    qtbot.keyClick(desk.rate, Qt.Key.Key_Down)
    assert desk.rate.gesture == start
    qtbot.keyClick(desk.rate, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(desk.rate, "2")
    qtbot.keyClick(desk.rate, Qt.Key.Key_Return)
    assert desk.rate.gesture == start + 1
