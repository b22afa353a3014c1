"""A neuron looked without while Alt is held, then pruned, with a real mouse and real keys."""

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.session.selection import Target
from tests.journeys.hands import PATIENCE, Hands, accuracy, middle, neuron_of, sizes

pytestmark = [pytest.mark.x11]


def test_hold_alt_over_a_neuron_then_prune_the_least(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c, output = parts.context, parts.panels["output"]
    hands.press("space")
    qtbot.waitUntil(lambda: accuracy(parts) > 0.95, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)

    neuron = c.editor.project.network.hidden[0].neurons[1]
    hands.point(neuron_of(c.canvas, 1, 1))
    qtbot.waitUntil(lambda: c.selection.hover == Target(neuron=neuron), timeout=PATIENCE)
    hands.do("keydown", "alt")
    qtbot.waitUntil(lambda: output.caption.text().startswith("without Hidden 1 · 2"), timeout=PATIENCE)
    assert "the loss goes from" in parts.window.status.message
    hands.do("keyup", "alt")
    qtbot.waitUntil(lambda: output.caption.text().startswith("Hidden 1 · neuron 2"), timeout=PATIENCE)
    assert c.canvas.hasFocus(), "the menu bar stayed where it was"

    hands.click(neuron_of(c.canvas, 1, 1))
    hands.press("l")
    qtbot.waitUntil(lambda: c.selection.without == neuron, timeout=PATIENCE)
    hands.press("l")
    qtbot.waitUntil(lambda: c.selection.without is None, timeout=PATIENCE)

    hands.press("ctrl+shift+p")
    hands.type("ablation")
    hands.press("Return")
    panel = parts.panels["ablation"]
    qtbot.waitUntil(lambda: len(panel.ladder.rungs) == 6 and panel.ladder.isVisible(), timeout=PATIENCE)
    hands.click(panel.ladder.mapToGlobal(panel.ladder.rect().topLeft()) + QPoint(20, 5))
    first = panel.ladder.rungs[0].key
    qtbot.waitUntil(lambda: c.selection.target == Target(neuron=first), timeout=PATIENCE)
    hands.press("End")
    qtbot.waitUntil(lambda: c.selection.target == Target(neuron=panel.ladder.rungs[-1].key), timeout=PATIENCE)
    hands.click(middle(panel.prune_button))
    qtbot.waitUntil(lambda: sum(sizes(parts)) == 5, timeout=PATIENCE)
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: sizes(parts) == (4, 2), timeout=PATIENCE)
