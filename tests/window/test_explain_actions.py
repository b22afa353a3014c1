"""The Explain menu."""

import pytest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import edits
from hlviz.panels.output import OutputPanel
from hlviz.panels.space import SpacePanel
from hlviz.window.command_palette import CommandPalette


@pytest.mark.parametrize("typed", ["bend", "bend space", "hidden space", "PCA", "morph"])
def test_a_newcomer_finds_bent_space(parts: Parts, qtbot: QtBot, typed: str) -> None:
    palette = CommandPalette(parts.window, parts.menus.entries())
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette._line, typed)
    assert palette.texts()[0] in {"Explain › How the layers bend space", "Explain › Play the bending of space"}


def test_a_newcomer_finds_the_hinges(parts: Parts, qtbot: QtBot) -> None:
    palette = CommandPalette(parts.window, parts.menus.entries())
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette._line, "hinge")
    assert palette.texts()[0] == "Explain › The curve's parts and hinges"


def test_the_panel_comes_up_and_plays(parts: Parts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hlviz.panels.film.STAGE_TIME", 0.05)
    monkeypatch.setattr("hlviz.panels.film.REST", 0.01)
    monkeypatch.setattr("hlviz.panels.film.LONGEST", 0.02)
    parts.add_panels()
    parts.window.show()
    panel = parts.panels["space"]
    assert isinstance(panel, SpacePanel)
    assert panel.draws == 0  # hidden, it costs nothing
    parts.menus["explain.bend"].trigger()
    qtbot.waitUntil(lambda: panel.is_playing and panel.position < 3)
    qtbot.waitUntil(lambda: not panel.is_playing)
    assert panel.scene is not None
    assert panel.position == panel.scene.end


def test_hinges_are_for_curves_and_remembered(parts: Parts, qtbot: QtBot) -> None:
    parts.add_panels()
    output = parts.panels["output"]
    assert isinstance(output, OutputPanel)
    action = parts.menus["explain.shares"]
    parts.menus.refresh()
    assert not action.isEnabled()
    parts.context.editor.apply("Data", edits.choose_dataset, "sine")
    qtbot.waitUntil(lambda: bool(parts.context.playback.moment and parts.context.playback.moment.is_curve))
    parts.menus.refresh()
    assert action.isEnabled()
    assert action.isChecked()
    action.trigger()
    assert not output.switches["shares"].isChecked()
    assert not parts.context.preferences.shares
    action.trigger()
    assert parts.context.preferences.shares
