from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.widgets.field import Choice, ChoiceField

FRUIT = (
    Choice("apple", "Apple", tip="red"),
    Choice("pear", "A very long pear", "Pear"),
    Choice("fig", "Fig", enabled=False),
)


def field(qtbot: QtBot) -> ChoiceField:
    made = ChoiceField("Fruit", FRUIT)
    qtbot.addWidget(made)
    made.show_key("apple")
    made.show()
    return made


def test_choosing_tells_the_key(qtbot: QtBot) -> None:
    fruit = field(qtbot)
    with qtbot.waitSignal(fruit.chosen) as told:
        qtbot.keyClick(fruit, Qt.Key.Key_Down)
    assert told.args == ["pear"]


def test_showing_a_key_tells_nobody(qtbot: QtBot) -> None:
    fruit = field(qtbot)
    with qtbot.assertNotEmitted(fruit.chosen):
        fruit.show_key("pear")
    assert fruit.key == "pear"


def test_the_closed_field_says_the_short_name_and_the_list_the_long_one(qtbot: QtBot) -> None:
    fruit = field(qtbot)
    fruit.show_key("pear")
    assert fruit.value_text() == "Pear"
    assert fruit.currentText() == "A very long pear"


def test_what_cannot_be_chosen_is_skipped(qtbot: QtBot) -> None:
    fruit = field(qtbot)
    fruit.show_key("pear")
    with qtbot.assertNotEmitted(fruit.chosen):
        qtbot.keyClick(fruit, Qt.Key.Key_Down)


def test_new_choices_keep_what_was_shown(qtbot: QtBot) -> None:
    fruit = field(qtbot)
    fruit.show_key("pear")
    fruit.set_choices((Choice("plum", "Plum"), Choice("pear", "Pear")))
    assert fruit.key == "pear"


def test_passing_by_with_the_wheel_changes_nothing(qtbot: QtBot) -> None:
    fruit = field(qtbot)
    fruit.clearFocus()
    here = QPointF(5, 5)
    turn = QWheelEvent(
        here, fruit.mapToGlobal(here), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    with qtbot.assertNotEmitted(fruit.chosen):
        QApplication.sendEvent(fruit, turn)
    assert fruit.key == "apple"


def test_a_new_caption_is_what_a_screen_reader_says(qtbot: QtBot) -> None:
    fruit = field(qtbot)
    fruit.set_caption("Dessert")
    assert fruit.accessibleName() == "Dessert"
