from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from hlviz.widgets.slider import SliderRow


def row(qtbot: QtBot) -> SliderRow:
    made = SliderRow("Noise", 0, 50, 5)
    qtbot.addWidget(made)
    made.resize(200, 24)
    made.show()
    return made


def test_the_knob_goes_where_it_is_pressed(qtbot: QtBot) -> None:
    noise = row(qtbot)
    with qtbot.waitSignal(noise.moved) as told:
        qtbot.mousePress(noise.slider, Qt.MouseButton.LeftButton, pos=QPoint(noise.slider.width() // 2, 12))
    assert told.args == [25]
    qtbot.mouseRelease(noise.slider, Qt.MouseButton.LeftButton)


def test_it_moves_in_its_steps_and_stops_at_its_ends(qtbot: QtBot) -> None:
    noise = row(qtbot)
    told: list[int] = []
    noise.moved.connect(told.append)
    qtbot.mousePress(noise.slider, Qt.MouseButton.LeftButton, pos=QPoint(7, 12))
    for x in range(0, 300, 3):
        qtbot.mouseMove(noise.slider, QPoint(x, 12))
    qtbot.mouseRelease(noise.slider, Qt.MouseButton.LeftButton, pos=QPoint(300, 12))
    assert told == list(range(5, 51, 5))


def test_a_drag_is_one_gesture_and_the_next_drag_another(qtbot: QtBot) -> None:
    noise = row(qtbot)
    seen = []
    for x in (40, 120):
        qtbot.mousePress(noise.slider, Qt.MouseButton.LeftButton, pos=QPoint(x, 12))
        seen.append(noise.gesture)
        qtbot.mouseMove(noise.slider, QPoint(x + 20, 12))
        seen.append(noise.gesture)
        qtbot.mouseRelease(noise.slider, Qt.MouseButton.LeftButton)
    assert seen[0] == seen[1] < seen[2] == seen[3]


def test_showing_a_value_beyond_its_end_says_the_true_value_and_tells_nobody(qtbot: QtBot) -> None:
    noise = row(qtbot)
    with qtbot.assertNotEmitted(noise.moved):
        noise.show_value(80, "80 %")
    assert noise.text == "80 %"
    assert noise.slider.value() == noise.slider.maximum()


def test_arrow_keys_move_it(qtbot: QtBot) -> None:
    noise = row(qtbot)
    with qtbot.waitSignal(noise.moved) as told:
        qtbot.keyClick(noise.slider, Qt.Key.Key_Right)
    assert told.args == [5]
