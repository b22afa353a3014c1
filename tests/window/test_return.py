"""A branch is chosen, in the menu, in the palette, by a key or in the list of runs, and training is where it ended."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.nn.mlp import Parameters


def weights(parts: Parts) -> Parameters:
    return parts.context.playback.moment.parameters


def is_same(one: Parameters, other: Parameters) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.arrays, other.arrays, strict=True))


@pytest.fixture
def two_runs(parts: Parts, qtbot: QtBot) -> tuple[Parameters, Parameters]:
    """Three epochs; then two others, on from the first of them."""
    c = parts.context
    for epoch in (1, 2, 3):
        c.run.step_epoch()
        qtbot.waitUntil(lambda epoch=epoch: c.playback.moment.frame.epoch == epoch, timeout=10_000)
    first = weights(parts)
    c.playback.seek(c.playback.report.history[1].step)
    c.playback.branch(c.editor)
    qtbot.waitUntil(lambda: c.playback.moment.is_live and c.playback.moment.frame.epoch == 1, timeout=10_000)
    c.run.step_epoch()
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 2, timeout=10_000)
    return first, weights(parts)


def test_the_key_swaps_the_last_two(parts: Parts, qtbot: QtBot, two_runs: tuple[Parameters, Parameters]) -> None:
    first, second = two_runs
    action = parts.menus["train.return"]
    assert action.text() == "Go back to the last branch: Run 1"
    assert action.shortcut().toString() == "Ctrl+Shift+B"
    action.trigger()
    qtbot.waitUntil(lambda: is_same(weights(parts), first), timeout=10_000)
    assert len(parts.context.playback.report.history) == 4
    assert parts.context.playback.moment.curves.epoch[-1] == 3
    action.trigger()
    qtbot.waitUntil(lambda: is_same(weights(parts), second), timeout=10_000)
    parts.context.editor.undo_stack.undo()
    qtbot.waitUntil(lambda: is_same(weights(parts), first), timeout=10_000)
    parts.context.run.step_epoch()
    qtbot.waitUntil(lambda: parts.context.playback.moment.frame.epoch == 4, timeout=10_000)


def test_the_palette_offers_every_branch(parts: Parts, qtbot: QtBot, two_runs: tuple[Parameters, Parameters]) -> None:
    first, _ = two_runs
    parts.context.past_runs.rename(1, "The careful one")
    (entry,) = [e for e in parts.menus.entries() if e.text.endswith("Go back to this branch › The careful one")]
    entry.action.trigger()
    qtbot.waitUntil(lambda: is_same(weights(parts), first), timeout=10_000)
    assert parts.context.past_runs.name_now == "The careful one"


def test_nothing_is_offered_without_a_branch(parts: Parts) -> None:
    assert not parts.menus["train.return"].isEnabled()


def test_the_list_of_runs_leads_back(parts: Parts, qtbot: QtBot, two_runs: tuple[Parameters, Parameters]) -> None:
    parts.add_panels()
    run_list = parts.panels["loss"].run_list
    run_list.rows[0].back.click()
    qtbot.waitUntil(lambda: is_same(weights(parts), two_runs[0]), timeout=10_000)
