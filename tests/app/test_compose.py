"""What is joined in one place: each story goes through several floors."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts, compose
from hlviz.app.main import application
from hlviz.app.theme import Look
from hlviz.colors import DARK
from hlviz.document import Project, edits
from hlviz.nn.activations import ACTIVATIONS
from hlviz.panels import PANELS
from hlviz.panels.loss import LossPanel
from hlviz.session.preferences import Preferences
from hlviz.session.selection import NOTHING, Target
from hlviz.training.frame import Divergence
from hlviz.training.pace import Pace
from hlviz.training.report import State

PROJECT = edits.set_shape(Project(name="Trial"), (4, 2))


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path) -> Iterator[Parts]:
    parts = compose(PROJECT, Look(application([]), "light"), Preferences(tmp_path / "hlviz.ini"))
    parts.window.show()
    qtbot.waitUntil(lambda: parts.context.playback.moment is not None, timeout=30_000)
    yield parts
    parts.window.may_close = lambda: True
    parts.window.close()
    parts.window.deleteLater()


UP_TO_THE_FIRST_WINDOW = """
import os, sys
from hlviz import __main__ as program
program._prepare()
sys.argv = ["hlviz"]
import hlviz.app.main
from hlviz.app.compose import Parts
def seen(parts):
    print(*sys.modules, sep="\\n", flush=True)
    os._exit(0)
Parts.add_panels = seen
program.main()
"""
LATER = (
    "pyqtgraph", "pandas", "onnx", "importlib.metadata", "email", "numpy.ma", "hlviz.panels", "hlviz.explain.coach.evidence",
    "hlviz.explain.landscape", "hlviz.training.lockstep", "hlviz.interchange.playground_writing", "hlviz.window.import_dialog",
    "hlviz.window.recovery_dialog", "hlviz.window.command_palette", "hlviz.window.shortcut_sheet", "hlviz.window.numbers_window",
    "hlviz.window.run_film", "hlviz.window.diagram_pictures", "hlviz.window.lockstep_window", "hlviz.window.manual_window",
)  # fmt: skip
"""What nobody who looks at the first window needs yet."""


def test_nothing_is_imported_before_the_first_window_that_it_does_not_show(tmp_path: Path) -> None:
    environment = os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-c", UP_TO_THE_FIRST_WINDOW]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=60)
    imported = set(done.stdout.split())
    assert "hlviz.diagram.canvas" in imported
    assert [name for name in LATER if name in imported] == []


def test_panels_come_with_what_is_shown_already(parts: Parts) -> None:
    parts.add_panels()
    assert set(parts.panels) == set(PANELS)
    for panel in parts.panels.values():
        assert panel.moment is parts.context.playback.moment
        assert panel.theme is parts.look.theme
    before = dict(parts.panels)
    parts.add_panels()
    assert parts.panels == before


def test_an_edit_while_it_trains_reaches_everyone_and_training_goes_on(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    parts.add_panels()
    c.run.start()
    qtbot.waitUntil(lambda: c.playback.moment.frame.step > 20, timeout=30_000)
    c.editor.apply("Add layer", edits.add_layer, 1, 3)
    assert "2 → 4 → 3 → 2 → 1" in parts.window.status._shape.text()
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=30_000)
    step = c.playback.moment.frame.step
    assert step > 20
    assert "Loss before" in parts.window.status.message
    qtbot.waitUntil(lambda: c.playback.moment.frame.step > step, timeout=30_000)
    for panel in parts.panels.values():
        assert panel.moment.project is c.editor.project
    c.run.pause()
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=30_000)


def test_one_step_of_learning_is_walked_through_from_the_menu_and_training_ends_it(parts: Parts, qtbot: QtBot) -> None:
    c, walkthrough = parts.context, parts.walkthrough
    parts.add_panels()
    c.run.start()
    qtbot.waitUntil(lambda: c.playback.moment.frame.step > 20, timeout=30_000)
    parts.menus["explain.step_into"].trigger()
    qtbot.waitUntil(lambda: walkthrough.is_open, timeout=30_000)
    assert not c.run.is_running
    assert not c.window.docks["microscope"].isHidden()
    assert parts.panels["microscope"].formulas.toPlainText()
    before = c.playback.moment
    assert parts.menus["explain.next_stage"].isEnabled()
    for _ in walkthrough.stages:
        parts.menus["explain.next_stage"].trigger()
    assert walkthrough.stage.kind.value == "update"
    assert c.playback.moment.frame.step == before.frame.step
    parts.menus["explain.of_batch"].trigger()
    qtbot.waitUntil(lambda: not walkthrough.is_computing, timeout=30_000)
    predicted = walkthrough.sight.walk
    c.run.step()
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == before.frame.step + 1, timeout=30_000)
    for ours, theirs in zip(predicted.after.arrays, c.playback.moment.parameters.arrays, strict=True):
        assert abs(ours - theirs).max() < 1e-5
    assert "as it is now" in parts.window.status.message
    c.run.start()
    qtbot.waitUntil(lambda: not walkthrough.is_open, timeout=30_000)
    assert not parts.menus["explain.next_stage"].isEnabled()
    c.run.pause()
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=30_000)


def test_who_closes_the_panel_of_the_walk_ends_it_and_its_pace_is_remembered(parts: Parts, qtbot: QtBot) -> None:
    c, walkthrough = parts.context, parts.walkthrough
    parts.add_panels()
    parts.menus["explain.step_into"].trigger()
    qtbot.waitUntil(lambda: walkthrough.is_open, timeout=30_000)
    walkthrough.set_pace(2500)
    assert c.preferences.walk_pace == 2500
    c.window.docks["microscope"].close()
    assert not walkthrough.is_open


def test_a_run_that_was_rewound_stays_to_compare_with(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    parts.add_panels()
    loss = parts.panels["loss"]
    assert isinstance(loss, LossPanel)
    assert not loss.runs_button.isVisible()
    c.run.step_epoch()
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 1, timeout=30_000)
    c.run.rewind()
    qtbot.waitUntil(lambda: loss.runs_button.isVisible(), timeout=30_000)
    c.editor.apply("Learning rate", edits.set_training, learning_rate=0.1)
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=30_000)
    assert len(loss.plot.ghosts) == 1
    qtbot.mouseClick(loss.runs_button, Qt.MouseButton.LeftButton)
    assert loss.run_list is not None
    assert loss.run_list.isVisible()
    assert loss.run_list.now_text == "Now: learning rate 0.03 → 0.1"
    qtbot.keyClick(loss.run_list, Qt.Key.Key_Escape)
    assert not loss.run_list.isVisible()


def test_every_activation_can_be_seen_training(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    parts.add_panels()
    for key in ACTIVATIONS:
        c.editor.apply("Activation", edits.set_all_activations, key)
        c.run.step_epoch()
        qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=30_000)
    assert not parts.window.grab().isNull()


@pytest.mark.parametrize("dataset", ["digits", "iris", "sine", "reg-plane", "blobs", "and", "spiral"])
def test_every_kind_of_data_can_be_shown_in_both_looks(parts: Parts, qtbot: QtBot, dataset: str) -> None:
    c = parts.context
    parts.add_panels()
    c.editor.apply("Data", edits.choose_dataset, dataset)
    c.run.step_epoch()
    qtbot.waitUntil(
        lambda: c.playback.moment.project is c.editor.project and c.playback.moment.frame.step > 0, timeout=30_000
    )
    light = parts.window.grab().toImage()
    parts.look.choose("dark")
    assert all(panel.theme is DARK for panel in parts.panels.values())
    dark = parts.window.grab().toImage()
    corner = (3, parts.window.height() // 2)
    assert dark.pixelColor(*corner).name() == DARK.window
    assert light.pixelColor(*corner) != dark.pixelColor(*corner)


def test_an_edit_that_cannot_be_is_told_in_the_status_line(parts: Parts) -> None:
    layer = parts.context.editor.project.network.hidden[0]
    parts.context.editor.apply("Resize layer", edits.resize_layer, layer.id, 100_000)
    assert "4096" in parts.window.status.message


def test_what_is_gone_is_not_selected(parts: Parts) -> None:
    c = parts.context
    layer = c.editor.project.network.hidden[0]
    c.selection.select(Target(layer=layer.id))
    c.editor.apply("Remove layer", edits.remove_layer, layer.id)
    assert c.selection.target == NOTHING
    c.editor.undo_stack.undo()
    assert c.layer is None


def test_a_divergence_can_be_cured_with_one_click(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    c.editor.apply("Linear", edits.set_all_activations, "identity")
    c.editor.apply("Output", edits.set_output, "identity")
    c.editor.apply("Learning rate", edits.set_training, learning_rate=10.0)
    c.run.start()
    qtbot.waitUntil(lambda: c.run.state is State.DIVERGED, timeout=30_000)
    status = parts.window.status
    qtbot.waitUntil(lambda: "overflowed" in status.message, timeout=30_000)
    status._remedy.click()
    assert c.editor.project.training.learning_rate == 1.0
    qtbot.waitUntil(lambda: status._remedy.isHidden(), timeout=30_000)
    assert c.editor.undo_stack.undoText() == "Learning rate ÷ 10"


def test_saved_and_opened_again_nothing_is_lost(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    c, path = parts.context, tmp_path / "mine.hlviz"
    for _ in range(3):
        c.run.step_epoch()
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 3, timeout=30_000)
    with qtbot.waitSignal(c.filing.saved):
        c.filing.save_as(path)
    frame, project = c.playback.moment.frame, c.editor.project
    c.filing.new(Project())
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == 0, timeout=30_000)
    c.filing.open(path)
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == frame.step, timeout=30_000)
    assert c.editor.project == project
    for now, then in zip(c.playback.moment.parameters.arrays, frame.parameters.arrays, strict=True):
        assert (now == then).all()
    assert parts.window.windowTitle() == "mine[*] — hlviz"
    assert path in c.preferences.recent_files


@pytest.mark.parametrize("by", ["transport", "menu"])
def test_the_speed_is_remembered(parts: Parts, by: str) -> None:
    assert parts.transport.speed.key == "screen"
    if by == "menu":
        parts.menus["train.speed.fast"].trigger()
    else:
        parts.transport.speed.chosen.emit("fast")
    again = compose(PROJECT, parts.look, parts.context.preferences)
    try:
        assert again.transport.speed.key == "fast"
        assert again.context.run.pace == Pace()
    finally:
        again.window.close()
        again.window.deleteLater()


def test_a_project_dropped_on_the_window_is_opened(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    c, path = parts.context, tmp_path / "Mine of today.hlviz"
    with qtbot.waitSignal(c.filing.saved):
        c.filing.save_as(path)
    c.filing.new(Project())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(c.editor.opened):
        QApplication.sendEvent(parts.window, QDragEnterEvent(QPoint(30, 30), *how))
        QApplication.sendEvent(parts.window, QDropEvent(QPointF(30, 30), *how))
    assert c.filing.path == path
    assert c.editor.project == PROJECT


def test_closing_ends_the_training_thread_and_remembers_the_layout(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    c.run.start()
    qtbot.waitUntil(lambda: c.run.is_running, timeout=30_000)
    parts.window.docks["loss"].close()
    parts.window.close()
    assert not c.run._worker._thread.is_alive()
    assert not c.preferences.window_state.isEmpty()
    again = compose(PROJECT, parts.look, c.preferences)
    try:
        again.window.restore_layout(c.preferences.window_geometry, c.preferences.window_state)
        assert again.window.docks["loss"].isHidden()
    finally:
        again.window.may_close = lambda: True
        again.window.close()
        again.window.deleteLater()


def test_a_divergence_is_told_by_its_layer(parts: Parts) -> None:
    moment = parts.context.playback.moment
    frame = replace(moment.frame, divergence=Divergence(812, "Hidden 2"))
    parts.context.playback.moment_changed.emit(replace(moment, frame=frame, state=State.DIVERGED))
    assert "step 812: Hidden 2 overflowed" in parts.window.status.message


def test_a_part_that_fails_to_end_keeps_no_other_from_ending(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, fault, trace: told.append(str(fault)))

    def fail() -> None:
        raise RuntimeError("no more")

    c, ended = parts.context, []
    with monkeypatch.context() as patch:
        patch.setattr(c.filing, "close", fail)
        patch.setattr(c.recovery, "close", lambda: ended.append("recovery"))
        patch.setattr(c.preferences, "sync", lambda: ended.append("preferences"))
        parts.close()
    assert ended == ["recovery", "preferences"]
    assert told == ["no more"]
    parts.close()
