from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK
from hlviz.document import Project, edits
from hlviz.inspector.timeline import SIDE, Timeline
from hlviz.session.change import Change
from hlviz.session.landmarks import Sort
from hlviz.session.playback import Playback
from hlviz.session.run import Run

PROJECT = edits.set_shape(Project(), (4, 2))


class Desk:
    """A run of some epochs, and a timeline that looks back on it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.run = qtbot, Run(PROJECT)
        self.playback, self.timeline = Playback(self.run), Timeline()
        qtbot.addWidget(self.timeline)
        self.playback.moment_changed.connect(self.timeline.show_moment)
        self.timeline.seek_requested.connect(self.playback.seek)
        self.timeline.shift_requested.connect(self.playback.shift)
        self.timeline.live_requested.connect(self.playback.go_live)
        self.timeline.resize(400, 50)
        self.timeline.show()
        for epoch in range(1, 9):
            self.run.step_epoch()
            self.until(lambda epoch=epoch: self.playback.moment.frame.epoch == epoch)

    def until(self, holds) -> None:
        self.qtbot.waitUntil(lambda: self.playback.moment is not None and holds(), timeout=30_000)

    @property
    def step(self) -> int:
        return self.playback.moment.frame.step

    def place(self, share: float) -> QPoint:
        strip = self.timeline.strip
        return QPoint(round(SIDE + (strip.width() - 2 * SIDE) * share), 15)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.playback.stop()
    assert desk.run.close()


def test_a_drag_shows_what_was_there(desk: Desk) -> None:
    strip, moments = desk.timeline.strip, []
    desk.playback.moment_changed.connect(moments.append)
    assert strip.newest == 200
    assert not desk.timeline.now_button.isEnabled()
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, desk.place(0.52))
    assert desk.step == 100
    assert desk.timeline.now_button.isEnabled()
    QTest.mouseMove(strip, desk.place(0.0))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, desk.place(0.0))
    assert [moment.is_live for moment in moments] == [False] * len(moments)
    desk.timeline.now_button.click()
    assert desk.step == 200
    assert desk.playback.moment.is_live
    assert not desk.timeline.now_button.isEnabled()


def test_what_is_shown_are_the_weights_of_then(desk: Desk) -> None:
    first = desk.playback.moment.history[0]
    desk.playback.seek(0)
    assert desk.playback.moment.parameters is first.parameters
    assert desk.playback.moment.frame.evaluation == first.evaluation


def test_keys_walk_from_moment_to_moment(desk: Desk) -> None:
    strip = desk.timeline.strip
    for key, step in (
        (Qt.Key.Key_Left, 175), (Qt.Key.Key_Left, 150), (Qt.Key.Key_Right, 175), (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 25), (Qt.Key.Key_End, 200), (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, 200),
    ):  # fmt: skip
        QTest.keyClick(strip, key)
        assert desk.step == step, key
    assert desk.playback.moment.is_live


def test_space_plays(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.timeline.play_requested):
        QTest.keyClick(desk.timeline.strip, Qt.Key.Key_Space)


def test_looking_back_pauses_and_going_on_leads_back_to_now(desk: Desk) -> None:
    desk.run.start()
    desk.until(lambda: desk.playback.moment.frame.step > 400)
    desk.playback.seek(50)
    assert desk.step == 50
    desk.qtbot.waitUntil(lambda: not desk.run.is_running, timeout=30_000)
    assert desk.step == 50, "reports of what went on meanwhile do not take the picture away"
    desk.run.step()
    desk.until(lambda: desk.playback.moment.is_live)
    assert desk.step > 400


def test_an_edit_is_of_the_network_as_it_is_by_now_and_leaves_a_mark(desk: Desk) -> None:
    desk.playback.seek(50)
    more = edits.resize_layer(PROJECT, PROJECT.network.hidden[0].id, 5)
    desk.run.follow(Change(PROJECT, more, ""))
    desk.until(lambda: desk.playback.moment.project is more)
    assert desk.playback.moment.is_live
    assert desk.step == 200
    desk.run.step_epoch()
    desk.until(lambda: desk.step > 200)
    desk.until(lambda: desk.timeline.strip.marks in ([225.0], [200.0]))
    desk.playback.seek(100)
    assert desk.playback.moment.assembly.wiring.sizes == (2, 4, 2, 1), "what it was then"


def test_it_says_where_one_is_to_those_who_do_not_see_it(desk: Desk) -> None:
    assert desk.timeline.strip.accessibleDescription() == "now: step 200"
    desk.playback.seek(100)
    assert desk.timeline.strip.accessibleDescription() == "step 100 of 200, epoch 4"


def test_another_theme_is_worn(desk: Desk) -> None:
    before = desk.timeline.grab().toImage()
    desk.timeline.show_theme(DARK)
    assert desk.timeline.grab().toImage() != before


def test_looking_back_offers_to_go_on_from_there(desk: Desk) -> None:
    timeline = desk.timeline
    box = timeline.strip.geometry()
    assert not timeline.branch_button.isEnabled()
    desk.playback.seek(100)
    assert timeline.branch_button.isEnabled()
    assert "just what it learned then" in timeline.branch_button.toolTip()
    assert timeline.strip.geometry() == box, "nothing moves under the pointer that drags"
    with desk.qtbot.waitSignal(timeline.branch_requested):
        timeline.branch_button.click()
    with desk.qtbot.waitSignal(timeline.branch_requested):
        QTest.keyClick(timeline.strip, Qt.Key.Key_Return)


def test_ctrl_and_an_arrow_ask_for_a_mark(desk: Desk) -> None:
    for key, by in ((Qt.Key.Key_Left, -1), (Qt.Key.Key_Right, 1)):
        with desk.qtbot.waitSignal(desk.timeline.landmark_requested) as asked:
            QTest.keyClick(desk.timeline.strip, key, Qt.KeyboardModifier.ControlModifier)
        assert asked.args == [by]


def test_the_pointer_on_a_mark_reads_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    strip, said = desk.timeline.strip, []
    monkeypatch.setattr(QToolTip, "showText", lambda at, text, widget: said.append(text))
    (best,) = [mark for mark in strip.landmarks if mark.sort is Sort.BEST]
    share = best.step / strip.newest
    for at in (desk.place(share), QPoint(strip.width() // 2, 1)):
        QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, at, strip.mapToGlobal(at)))
    assert said == [best.text, strip.toolTip()]


def test_the_buttons_say_which_way_it_is_played_back_and_how_fast(desk: Desk) -> None:
    buttons = desk.timeline.replay
    desk.playback.replay_changed.connect(
        lambda: buttons.show_replay(desk.playback.replay, is_replaying=desk.playback.is_replaying)
    )
    buttons.replay_requested.connect(lambda is_back: desk.playback.toggle_replay(is_backwards=is_back))
    buttons.speed_requested.connect(lambda speed: desk.playback.set_replay(speed=speed))
    assert buttons.speed.text() == "10 s"
    buttons.actions_by_speed[0.25].trigger()
    assert buttons.speed.text() == "¼×"
    buttons.back.click()
    assert desk.playback.is_replaying
    assert (buttons.back.accessibleName(), buttons.forth.accessibleName()) == ("Stop playing back", "Play the run back")
    buttons.back.click()
    assert not desk.playback.is_replaying
    desk.playback.change_speed(2)
    assert buttons.actions_by_speed[1.0].isChecked()
