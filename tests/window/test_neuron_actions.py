"""The Explain menu: what neurons do and are worth."""

import pytest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import edits
from hlviz.session.selection import Target
from hlviz.window.command_palette import CommandPalette


def neurons(parts: Parts) -> int:
    return sum(layer.size for layer in parts.context.editor.project.network.hidden)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ablation", "explain.ablation"),
        ("prune", "explain.prune"),
        ("what does this neuron do", "explain.neuron"),
        ("linear", "explain.linear"),
        ("equivalent", "explain.linear"),
        ("look without", "explain.without"),
    ],
)
def test_they_are_found_by_the_words_of_a_newcomer(parts: Parts, qtbot: QtBot, typed: str, wanted: str) -> None:
    c = parts.context
    c.selection.select(Target(neuron=c.editor.project.network.hidden[0].neurons[0]))
    palette = CommandPalette(parts.window, c.entries())
    qtbot.addWidget(palette)
    palette._show_fitting(typed)
    text = parts.menus[wanted].text()
    assert any(text in listed for listed in palette.texts()[:3]), palette.texts()[:5]


def test_what_does_this_neuron_do_selects_one_where_none_is(parts: Parts) -> None:
    c = parts.context
    parts.add_panels()
    parts.menus["explain.neuron"].trigger()
    assert c.selection.target == Target(neuron=c.editor.project.network.hidden[0].neurons[0])
    assert not parts.window.docks["neuron"].isHidden()
    other = Target(neuron=c.editor.project.network.hidden[1].neurons[1])
    c.selection.select(other)
    parts.menus["explain.neuron"].trigger()
    assert c.selection.target == other


def test_panels_are_opened(parts: Parts) -> None:
    for key in ("ablation", "linear"):
        assert parts.window.docks[key].isHidden()
        parts.menus[f"explain.{key}"].trigger()
        assert not parts.window.docks[key].isHidden()


def test_look_without_is_a_switch_that_says_what_it_costs(parts: Parts) -> None:
    c = parts.context
    assert not parts.menus["explain.without"].isEnabled()
    neuron = c.editor.project.network.hidden[0].neurons[1]
    c.selection.select(Target(neuron=neuron))
    parts.menus["explain.without"].trigger()
    assert c.selection.without == neuron
    assert parts.menus["explain.without"].isChecked()
    assert parts.window.status.message.startswith("Without Hidden 1 · neuron 2 the loss goes from ")
    c.selection.select(Target())
    assert parts.menus["explain.without"].isEnabled()
    parts.menus["explain.without"].trigger()
    assert c.selection.without is None
    assert parts.window.status.message == "With all its neurons again."
    assert not c.editor.undo_stack.canUndo(), "nothing was changed"


def test_pruning_takes_one_neuron_and_can_be_undone(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    assert not parts.menus["explain.prune"].isEnabled()
    neuron = c.editor.project.network.hidden[0].neurons[1]
    c.selection.select(Target(neuron=neuron))
    parts.menus["explain.prune"].trigger()
    assert neuron not in c.editor.project.network.hidden[0].neurons
    assert neurons(parts) == 5
    assert c.editor.undo_stack.undoText() == "Prune neuron"
    c.editor.undo_stack.undo()
    assert neuron in c.editor.project.network.hidden[0].neurons
    parts.menus["explain.prune_least"].trigger()
    qtbot.waitUntil(lambda: neurons(parts) == 5)
    c.editor.apply("None", edits.set_shape, ())
    assert not parts.menus["explain.prune_least"].isEnabled()


def test_the_panel_prunes_and_keeps_what_was_learned(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    parts.window.show()
    parts.add_panels()
    c.run.start()
    qtbot.waitUntil(lambda: c.playback.moment.frame.step > 200, timeout=30_000)
    c.run.pause()
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=30_000)
    parts.menus["explain.ablation"].trigger()
    panel = parts.panels["ablation"]
    qtbot.waitUntil(lambda: panel.ranking is not None and panel._found[0] is c.playback.moment, timeout=30_000)
    least = panel.ladder.rungs[-1]
    expected = panel.ranking.worths[-1].loss
    step = c.playback.moment.frame.step
    panel.prune_button.click()
    assert neurons(parts) == 5
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=30_000)
    assert c.playback.moment.frame.step == step
    assert c.playback.moment.frame.evaluation.train_loss == pytest.approx(expected, rel=1e-3)
    qtbot.waitUntil(lambda: len(panel.ladder.rungs) == 5, timeout=30_000)
    assert least.key not in {rung.key for rung in panel.ladder.rungs}
