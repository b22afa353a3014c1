"""One draws, and the network answers while one does."""

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.document import edits
from hlviz.panels.answer_bars import bars_of
from hlviz.panels.draw import DrawPanel
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe
from hlviz.session.selection import Selection

from .moments import project_of, train

Left, Right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Plain, Shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier

THREE = ((0.3, 0.2), (0.45, 0.13), (0.6, 0.17), (0.65, 0.3), (0.55, 0.42), (0.45, 0.46), (0.6, 0.5), (0.68, 0.62),
         (0.63, 0.78), (0.48, 0.85), (0.32, 0.8))  # fmt: skip
ZERO = tuple((0.5 + 0.21 * math.sin(t / 3), 0.5 - 0.36 * math.cos(t / 3)) for t in range(20))
TWO = ((0.32, 0.25), (0.45, 0.13), (0.6, 0.16), (0.66, 0.3), (0.58, 0.5), (0.32, 0.86), (0.7, 0.86))
SEVEN = ((0.28, 0.15), (0.7, 0.15), (0.58, 0.5), (0.45, 0.88))


@pytest.fixture(scope="module")
def read() -> Moment:
    """A network that has learned to read digits."""
    return train(edits.set_training(project_of("digits", (32,), "relu"), learning_rate=0.003, batch_size=32), 30)


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> DrawPanel:
    panel = DrawPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(300, 290)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def at(panel: DrawPanel, share: tuple[float, float]) -> QPoint:
    sheet = panel.canvas.sheet()
    return QPointF(sheet.left() + share[0] * sheet.width(), sheet.top() + share[1] * sheet.height()).toPoint()


def draw(
    qtbot: QtBot, panel: DrawPanel, line: tuple[tuple[float, float], ...], button: Qt.MouseButton = Left,
    keys: Qt.KeyboardModifier = Plain,
) -> None:  # fmt: skip
    """A stroke of the mouse, from place to place in shares of the paper."""
    qtbot.mousePress(panel.canvas, button, keys, at(panel, line[0]))
    for place in line[1:]:
        qtbot.mouseMove(panel.canvas, at(panel, place))
    qtbot.mouseRelease(panel.canvas, button, keys, at(panel, line[-1]))


def ink(panel: DrawPanel) -> float:
    return sum(panel.own or ())


# The answer


@pytest.mark.parametrize(("line", "digit"), [(THREE, "3"), (ZERO, "0"), (TWO, "2"), (SEVEN, "7")])
def test_a_drawn_digit_is_read(qtbot: QtBot, panel: DrawPanel, read: Moment, line, digit: str) -> None:
    panel.show_moment(read)
    draw(qtbot, panel, line)
    assert panel.seen.words[0] == digit
    best = max(panel.bars.bars, key=lambda bar: bar.share)
    assert best.name == digit
    assert panel.summary().startswith(f"The network says {digit} ({best.text})")


def test_the_network_answers_at_each_move_of_the_mouse(qtbot: QtBot, panel: DrawPanel, read: Moment) -> None:
    panel.show_moment(read)
    answers = []
    qtbot.mousePress(panel.canvas, Left, Plain, at(panel, THREE[0]))
    for place in THREE[1:]:
        qtbot.mouseMove(panel.canvas, at(panel, place))
        answers.append(tuple(bar.share for bar in panel.bars.bars))
    qtbot.mouseRelease(panel.canvas, Left, Plain, at(panel, THREE[-1]))
    assert len(set(answers)) > 6


def test_the_drawing_is_the_sample_that_is_followed(
    qtbot: QtBot, panel: DrawPanel, selection: Selection, read: Moment
) -> None:
    panel.show_moment(read)
    selection.set_probe(4)
    draw(qtbot, panel, THREE)
    assert selection.is_probing
    assert selection.probe == Probe(4, panel.own)
    outputs = read.probe_pass(selection.probe).outputs[0]
    assert [bar.share for bar in panel.bars.bars] == pytest.approx(outputs.tolist())
    qtbot.mouseClick(panel.clear_button, Left)
    assert selection.probe == Probe(4), "with a blank sheet the sample before it is back"
    assert panel.own is None


def test_the_answer_follows_what_is_learned(qtbot: QtBot, panel: DrawPanel, digits: Moment, read: Moment) -> None:
    panel.show_moment(read)
    draw(qtbot, panel, ZERO)
    before = panel.bars.bars
    panel.show_moment(digits)
    assert panel.bars.bars != before
    assert panel.own is not None


def test_another_sample_leaves_the_drawing_and_a_click_brings_it_back(
    qtbot: QtBot, panel: DrawPanel, selection: Selection, read: Moment
) -> None:
    panel.show_moment(read)
    draw(qtbot, panel, ZERO)
    selection.set_probe(9)
    assert panel.seen.words[0] == "0", "the panel goes on answering the drawing"
    assert "does not follow" in panel.summary()
    qtbot.mouseClick(panel.seen, Left)
    assert selection.probe.own == panel.own
    assert "does not follow" not in panel.summary()


def test_the_answer_can_be_copied_as_numbers(qtbot: QtBot, panel: DrawPanel, read: Moment) -> None:
    panel.show_moment(read)
    assert panel.table() is None
    draw(qtbot, panel, THREE)
    table = panel.table()
    assert table is not None
    assert table.columns[0].tolist() == list("0123456789")
    np.testing.assert_allclose(table.columns[1], read.probe_pass(Probe(own=panel.own)).outputs[0])


# The mouse


@pytest.mark.parametrize(("button", "keys"), [(Right, Plain), (Left, Shift)])
def test_the_right_button_and_shift_rub_out(
    qtbot: QtBot, panel: DrawPanel, digits: Moment, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    panel.show_moment(digits)
    panel.fit.setChecked(False)
    draw(qtbot, panel, ((0.5, 0.1), (0.5, 0.9)))
    full = ink(panel)
    draw(qtbot, panel, ((0.3, 0.5), (0.7, 0.5)), button, keys)
    assert 0 < ink(panel) < full


def test_the_wheel_and_the_slider_change_the_brush(qtbot: QtBot, panel: DrawPanel, digits: Moment) -> None:
    panel.show_moment(digits)
    panel.fit.setChecked(False)
    inks = []
    for act in (lambda: turn(panel, 6), lambda: panel.brush.setValue(0)):
        panel.canvas.clear()
        act()
        draw(qtbot, panel, ((0.5, 0.1), (0.5, 0.9)))
        inks.append(ink(panel))
    assert inks[0] > 2 * inks[1]
    assert panel.canvas.brush == pytest.approx(0.3)
    turn(panel, 3)
    assert panel.brush.value() > 0, "the slider shows what the wheel did"


def turn(panel: DrawPanel, steps: int) -> None:
    place = QPointF(at(panel, (0.5, 0.5)))
    event = QWheelEvent(
        place, panel.canvas.mapToGlobal(place), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, Plain,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(panel.canvas, event)


# The keys


def test_all_can_be_done_with_the_keys(qtbot: QtBot, panel: DrawPanel, selection: Selection, digits: Moment) -> None:
    panel.show_moment(digits)
    panel.fit.setChecked(False)
    canvas = panel.canvas
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Space)
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    expected = np.zeros((8, 8))
    expected[4:6, 4] = 16
    assert panel.own == tuple(expected.ravel())
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    expected[5, 4] = 0
    assert panel.own == tuple(expected.ravel())
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    expected[5, 4] = 16
    assert panel.own == tuple(expected.ravel())
    selection.set_probe(3)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert selection.probe.own == panel.own
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert panel.own is None


def test_undo_of_strokes_is_not_undo_of_the_document(qtbot: QtBot, panel: DrawPanel, digits: Moment) -> None:
    window, undone = QWidget(), []
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(panel)
    QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window).activated.connect(lambda: undone.append(True))
    window.resize(320, 320)
    window.show()
    panel.show_moment(digits)
    window.activateWindow()
    panel.canvas.setFocus()
    qtbot.waitUntil(panel.canvas.hasFocus)
    draw(qtbot, panel, ZERO)
    for _ in range(3):  # once too often: that is no reason to change the document
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.own is None
    assert undone == []
    panel.fit.setFocus()
    qtbot.keyClick(panel.fit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [True]
    panel.setParent(None)  # each is closed for itself


# The sample on the paper


def test_a_sample_is_taken_as_it_is_and_changed(
    qtbot: QtBot, panel: DrawPanel, selection: Selection, digits: Moment
) -> None:
    panel.show_moment(digits)
    selection.set_probe(11)
    qtbot.mouseClick(panel.take_button, Left)
    assert panel.own == tuple(digits.split.points.x[11])
    assert selection.probe == Probe(11, panel.own)
    assert not panel.take_button.isEnabled(), "what is followed is on the paper already"
    draw(qtbot, panel, ((0.1, 0.1), (0.9, 0.9)))
    assert panel.own != tuple(digits.split.points.x[11])
    qtbot.mouseClick(panel.undo_button, Left)
    assert panel.own == tuple(digits.split.points.x[11])


def test_centre_brings_the_drawing_to_where_the_data_are(qtbot: QtBot, panel: DrawPanel, digits: Moment) -> None:
    panel.show_moment(digits)
    draw(qtbot, panel, ((0.1, 0.6), (0.1, 0.9), (0.3, 0.9)))
    centred = np.array(panel.own).reshape(8, 8)
    panel.fit.click()
    plain = np.array(panel.own).reshape(8, 8)
    assert centred[:3].any()
    assert not plain[:3].any()
    assert plain[:, 0].any()


# Other data


def test_where_samples_are_no_pictures_it_says_what_it_is_for(panel: DrawPanel, iris: Moment, digits: Moment) -> None:
    panel.show_moment(iris)
    assert panel.why.isVisible()
    assert "4 numbers" in panel.summary()
    assert "Digits" in panel.why.text()
    panel.show_moment(digits)
    assert not panel.why.isVisible()
    assert panel.canvas.isVisible()


def test_a_drawing_stays_while_the_pictures_are_as_large(
    qtbot: QtBot, panel: DrawPanel, digits: Moment, read: Moment, iris: Moment
) -> None:
    panel.show_moment(digits)
    draw(qtbot, panel, ZERO)
    own = panel.own
    for moment in (read, iris, digits):
        panel.show_moment(moment)
    assert panel.own == own
    small = replace(digits.split.points, x=digits.split.points.x[:, :16], input_names=tuple("abcdefghijklmnop"),
                    image_shape=(4, 4), domain=None)  # fmt: skip
    panel.show_moment(train(edits.set_shape(edits.use_table(digits.project, small), (4,)), 0))
    assert panel.own is None


@pytest.mark.parametrize("output", ["tanh", "identity", "sigmoid"])
def test_pictures_of_two_classes_have_two_bars(qtbot: QtBot, panel: DrawPanel, digits: Moment, output: str) -> None:
    points = digits.split.points
    two = replace(points, y=(points.y > 4).astype(int), class_names=("low", "high"))
    project = edits.set_output(edits.set_shape(edits.use_table(digits.project, two), (4,)), output)
    moment = train(project, 3)
    panel.show_moment(moment)
    draw(qtbot, panel, ZERO)
    panel.grab()
    assert [bar.name for bar in panel.bars.bars] == ["low", "high"]
    shares = [bar.share for bar in panel.bars.bars]
    assert panel.seen.words[0] == ("low", "high")[int(np.argmax(shares))]


def test_pictures_with_a_number_to_learn_have_the_number(qtbot: QtBot, panel: DrawPanel, digits: Moment) -> None:
    number = replace(digits.split.points, y=digits.split.points.y.astype(float), class_names=())
    moment = train(edits.set_shape(edits.use_table(digits.project, number), (4,)), 1)
    panel.show_moment(moment)
    draw(qtbot, panel, ZERO)
    assert panel.bars.bars == ()
    said = float(moment.assembly.to_units(moment.probe_pass(Probe(own=panel.own)).outputs[0, 0]))
    assert float(panel.seen.words[0].replace("−", "-")) == pytest.approx(said, abs=0.01)


def test_what_is_no_number_is_told_as_none(qtbot: QtBot, panel: DrawPanel, digits: Moment) -> None:
    parameters = digits.parameters.copy()
    parameters.weights[-1].fill(np.nan)
    panel.show_moment(replace(digits, frame=replace(digits.frame, parameters=parameters.sealed())))
    draw(qtbot, panel, ZERO)
    panel.grab()
    assert panel.bars.bars == ()
    assert panel.seen.words[0] == "–"


def test_of_many_classes_those_that_are_answered_the_most_have_bars(digits: Moment) -> None:
    points = digits.split.points
    many = replace(points, y=np.arange(len(points.y)) % 40, class_names=tuple(str(k) for k in range(40)))
    moment = train(edits.set_shape(edits.use_table(digits.project, many), (4,)), 0)
    outputs = np.linspace(0, 1, 40)
    assert [bar.name for bar in bars_of(moment.assembly, outputs)] == [str(k) for k in range(24, 40)]


def test_it_can_be_seen_in_both_themes(qtbot: QtBot, panel: DrawPanel, digits: Moment) -> None:
    panel.show_moment(digits)
    draw(qtbot, panel, ZERO)
    middle = panel.canvas.mapTo(panel, at(panel, ZERO[0]))
    light = panel.grab().toImage().pixelColor(middle)
    panel.show_theme(DARK)
    dark = panel.grab().toImage().pixelColor(middle)
    assert light.lightness() < 60 < 190 < dark.lightness(), "ink is dark on light paper and light on dark"
