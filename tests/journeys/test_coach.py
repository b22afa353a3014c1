"""A person is told what ails the network, looks, and lets it be mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts, compose
from hlviz.app.main import application
from hlviz.app.theme import Look
from hlviz.document import Project
from hlviz.document.presets import PRESETS
from hlviz.explain.coach.rules import RULES
from hlviz.panels.coach import CoachPanel
from hlviz.session.preferences import Preferences
from hlviz.training.pace import Pace


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Parts]:
    project = Project(**{**PRESETS["linear-fails"].project.__dict__, "notes": ""})
    parts = compose(project, Look(application([]), "light"), Preferences(tmp_path / "hlviz.ini"))
    parts.add_panels()
    parts.window.resize(1366, 768)
    parts.window.show()
    qtbot.waitUntil(lambda: bool(parts.context.coach.advice), timeout=20_000)
    yield parts
    parts.window.may_close = lambda: True
    parts.window.close()
    parts.window.deleteLater()


def test_told_looked_at_mended_and_undone(qtbot: QtBot, opened: Parts) -> None:
    context, window = opened.context, opened.window
    line, before = window.status._advice_line, window.status.height()
    assert window.status.message.startswith("A straight line gets")
    assert window.focusWidget() is context.canvas  # nothing was taken from whoever works
    assert not window.docks["coach"].isVisible()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.docks["coach"].isVisible())
    assert window.status.height() == before
    panel = opened.panels["coach"]
    assert isinstance(panel, CoachPanel)
    card = panel.cards["straight"]
    label = card.fix_button.text()
    qtbot.mouseClick(card.fix_button, Qt.MouseButton.LeftButton)
    assert [layer.size for layer in context.editor.project.network.hidden] == [8]
    assert context.editor.undo_stack.undoText() == label == "Add a hidden layer of 8"
    qtbot.waitUntil(lambda: not panel.cards, timeout=20_000)
    context.editor.undo_stack.undo()
    qtbot.waitUntil(lambda: "straight" in panel.cards, timeout=20_000)


def test_show_me_goes_to_the_best_epoch(qtbot: QtBot, opened: Parts) -> None:
    context, window = opened.context, opened.window
    context.editor.open(PRESETS["overfit"].project)
    context.run.open(PRESETS["overfit"].project)
    context.run.set_pace(Pace())
    context.run.start()
    rules = lambda: [advice.rule for advice in context.coach.advice]  # noqa: E731
    qtbot.waitUntil(lambda: "overfitting" in rules(), timeout=60_000)
    context.run.pause()
    window.docks["coach"].bring_up()
    panel = opened.panels["coach"]
    assert isinstance(panel, CoachPanel)
    qtbot.waitUntil(lambda: "overfitting" in panel.cards, timeout=20_000)
    qtbot.mouseClick(panel.cards["overfitting"].show_button, Qt.MouseButton.LeftButton)
    moment, report = context.playback.moment, context.playback.report
    assert moment is not None
    assert report is not None
    best = int(report.curves.step[report.curves.test_loss.argmin()])
    assert not moment.is_live
    assert moment.frame.step == report.history[report.history.place_of(best)].step
    assert moment.frame.evaluation.test_loss < report.frame.evaluation.test_loss


def test_the_switch_is_remembered(qtbot: QtBot, opened: Parts) -> None:
    context = opened.context
    opened.menus["view.coach"].trigger()
    assert not context.preferences.coach
    assert context.coach.advice == ()
    assert "straight line gets" not in opened.window.status.message
    opened.menus["view.coach"].trigger()
    qtbot.waitUntil(lambda: bool(context.coach.advice), timeout=20_000)


@pytest.mark.parametrize("words", ["coach", "help me", "why is it not learning", "what is wrong"])
def test_it_is_found_by_the_words_of_who_needs_it(opened: Parts, words: str) -> None:
    from hlviz.window.command_palette import CommandPalette

    palette = CommandPalette(opened.window, opened.context.entries())
    palette._line.setText(words)
    assert "Explain › Coach: what is wrong?" in palette.texts()[:2]
    palette.deleteLater()


def test_every_fix_names_an_edit_and_every_panel_is_one(opened: Parts) -> None:
    assert {rule.panel for rule in RULES.values()} <= {*opened.panels}
