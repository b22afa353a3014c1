"""The whole job without a mouse: build 2-8-8-1, train it, look into a neuron, change a weight, save."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.files.project_file import read_project
from hlviz.session.selection import Target
from tests.journeys.hands import PATIENCE, Hands, accuracy, sizes

pytestmark = [pytest.mark.x11]


def test_build_train_inspect_change_save(parts: Parts, hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    c, file = parts.context, tmp_path / "mine.hlviz"
    hands.press("Right", "Up", "n")
    hands.type("8")
    hands.press("Return")
    qtbot.waitUntil(lambda: sizes(parts) == (8, 2), timeout=PATIENCE)
    hands.press("Right", "n")
    hands.type("8")
    hands.press("Return")
    qtbot.waitUntil(lambda: sizes(parts) == (8, 8), timeout=PATIENCE)

    hands.press("space")
    qtbot.waitUntil(lambda: accuracy(parts) > 0.9, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)

    neuron = c.editor.project.network.hidden[1].neurons[1]
    hands.press("Down", "Down")
    qtbot.waitUntil(lambda: c.selection.target == Target(neuron=neuron), timeout=PATIENCE)
    assert c.canvas.accessibleDescription() == "Hidden 2 · neuron 2"
    qtbot.waitUntil(lambda: "Hidden 2 · neuron 2" in parts.panels["output"].summary(), timeout=PATIENCE)

    edge = (c.editor.project.network.hidden[0].neurons[1], neuron)
    hands.press("e", "Down")
    qtbot.waitUntil(lambda: c.selection.target == Target(edge=edge), timeout=PATIENCE)
    hands.press("Return")
    hands.type("-1/2")
    hands.press("Return")
    qtbot.waitUntil(
        lambda: float(c.playback.moment.parameters.weights[1][1, 1]) == -0.5, timeout=PATIENCE
    )  # fmt: skip

    hands.answer_file_dialog("ctrl+s", file)
    qtbot.waitUntil(lambda: file.exists() and not c.filing.is_busy, timeout=PATIENCE)
    saved = read_project(file)
    assert [layer.size for layer in saved.project.network.hidden] == [8, 8]
    assert saved.project == c.editor.project
