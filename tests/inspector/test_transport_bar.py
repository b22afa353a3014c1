from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.document import edits
from hlviz.inspector.transport_bar import TransportBar
from hlviz.session.editor import Editor
from hlviz.session.playback import Playback
from hlviz.session.run import Run
from hlviz.training.pace import Pace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(editor: Editor, run: Run, shown: Callable[[TransportBar], TransportBar]) -> TransportBar:
    return shown(TransportBar(editor, run))


@pytest.fixture
def playback(run: Run, bar: TransportBar, qtbot: QtBot) -> Playback:
    made = Playback(run)
    made.moment_changed.connect(bar.show_moment)
    qtbot.waitUntil(lambda: made.moment is not None, timeout=30_000)
    return made


def test_play_becomes_pause_when_the_run_has_started_and_back(
    qtbot: QtBot, bar: TransportBar, playback: Playback
) -> None:
    assert bar.play.accessibleName() == "Play"
    qtbot.mouseClick(bar.play, LEFT)
    qtbot.waitUntil(lambda: bar.play.is_running, timeout=30_000)
    assert bar.play.accessibleName() == "Pause"
    assert "Pause" in bar.play.toolTip()
    qtbot.waitUntil(lambda: bar.epochs.text > "000,002", timeout=30_000)
    qtbot.mouseClick(bar.play, LEFT)
    qtbot.waitUntil(lambda: not bar.play.is_running, timeout=30_000)
    assert bar.play.accessibleName() == "Play"


def test_steps_and_rewind(qtbot: QtBot, bar: TransportBar, playback: Playback) -> None:
    assert bar.epochs.text == "000,000"
    first = bar.losses.text
    qtbot.mouseClick(bar.step, LEFT)
    qtbot.waitUntil(lambda: bar.rates.text.startswith("step 1;"), timeout=30_000)
    qtbot.mouseClick(bar.epoch, LEFT)
    qtbot.waitUntil(lambda: bar.epochs.text == "000,001", timeout=30_000)
    assert bar.losses.text != first
    qtbot.mouseClick(bar.rewind, LEFT)
    qtbot.waitUntil(lambda: bar.epochs.text == "000,000", timeout=30_000)
    assert bar.losses.text == first


def test_new_weights_are_an_edit_that_can_be_undone(
    qtbot: QtBot, editor: Editor, bar: TransportBar, playback: Playback
) -> None:
    first = bar.losses.text
    qtbot.mouseClick(bar.new_weights, LEFT)
    assert editor.project.training.seed == 2
    assert editor.undo_stack.undoText() == "New weights"
    qtbot.waitUntil(lambda: bar.losses.text != first, timeout=30_000)
    editor.undo_stack.undo()
    qtbot.waitUntil(lambda: bar.losses.text == first, timeout=30_000)


def test_undo_names_what_it_takes_back(qtbot: QtBot, editor: Editor, bar: TransportBar) -> None:
    assert not bar.undo.isEnabled()
    assert not bar.redo.isEnabled()
    editor.apply("Learning rate 1", edits.set_training, learning_rate=1.0)
    assert bar.undo.isEnabled()
    assert "Learning rate 1" in bar.undo.toolTip()
    qtbot.mouseClick(bar.undo, LEFT)
    assert editor.project.training.learning_rate == 0.03
    assert not bar.undo.isEnabled()
    assert "Learning rate 1" in bar.redo.toolTip()
    qtbot.mouseClick(bar.redo, LEFT)
    assert editor.project.training.learning_rate == 1.0


def test_the_run_goes_at_the_pace_of_the_screen_until_another_is_chosen(run: Run, bar: TransportBar) -> None:
    assert run.pace == Pace(epochs=60)
    assert bar.speed.value_text() == "60 epochs/s"
    bar.speed.activated.emit(bar.speed.findData("slow"))
    assert run.pace == Pace(steps=1)
    bar.speed.activated.emit(bar.speed.findData("fast"))
    assert run.pace == Pace()


def test_a_pace_chosen_elsewhere_is_shown(editor: Editor, run: Run, bar: TransportBar) -> None:
    run.set_pace(Pace(epochs=1))
    bar.show_project(editor.project)
    assert bar.speed.value_text() == "1 epoch/s"


def test_tooltips_name_the_shortcuts_of_the_window(editor: Editor, bar: TransportBar) -> None:
    bar.show_shortcuts({"play": "Space", "undo": "Ctrl+Z"})
    assert "(Space)" in bar.play.toolTip()
    editor.apply("Learning rate 1", edits.set_training, learning_rate=1.0)
    assert "(Ctrl+Z)" in bar.undo.toolTip()
    assert all(button.toolTip() and button.accessibleName() for button in bar.buttons.values())


def test_a_loss_that_is_no_number_is_shown_without_one(
    qtbot: QtBot, editor: Editor, run: Run, bar: TransportBar, playback: Playback
) -> None:
    editor.apply("Data", edits.choose_dataset, "sine")
    editor.apply("Rate", edits.set_training, learning_rate=1e6)
    for layer in editor.project.network.hidden:
        editor.apply("Linear", edits.set_activation, layer.id, "identity")
    run.set_pace(Pace())
    qtbot.mouseClick(bar.play, LEFT)
    qtbot.waitUntil(lambda: run.state.value == "diverged", timeout=5000)
    assert not bar.play.is_running
    assert "nan" not in bar.losses.text
    assert "inf" not in bar.losses.text


def test_steps_a_second_are_shown_where_the_window_is_wide(qtbot: QtBot, bar: TransportBar) -> None:
    bar.resize(1366, 42)
    qtbot.waitUntil(lambda: not bar.rates.isVisible(), timeout=30_000)
    bar.resize(1600, 42)
    qtbot.waitUntil(bar.rates.isVisible)
    assert bar.minimumSizeHint().width() < 660, "a wide window can be made narrow again"
    assert bar.minimumSizeHint().height() <= 44


def test_the_tab_key_goes_through_the_buttons_from_left_to_right(qtbot: QtBot, bar: TransportBar) -> None:
    bar.rewind.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(5):
        bar.focusNextChild()
        seen.append(bar.focusWidget())
    assert seen == [bar.new_weights, bar.play, bar.step, bar.epoch, bar.speed]


def test_losses_have_as_many_digits_as_in_the_panels(bar: TransportBar, playback: Playback) -> None:
    moment = playback.moment
    assert moment is not None
    evaluation = replace(moment.frame.evaluation, train_loss=0.0080312, test_loss=0.0000803)
    bar.show_moment(replace(moment, frame=replace(moment.frame, evaluation=evaluation)))
    assert "0.008031" in bar.losses.text
    assert "8.030e−5" in bar.losses.text
