"""The time machine with real mouse and keys: train, take it back and bring it again, look back, play it back, go on from there."""

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.inspector.timeline import Timeline
from hlviz.training.report import State
from tests.journeys.hands import PATIENCE, Hands, middle

pytestmark = pytest.mark.x11


def test_back_and_on_from_there(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    timeline = parts.window.findChild(Timeline)
    assert timeline is not None
    strip = timeline.strip

    def until(holds) -> None:
        qtbot.waitUntil(lambda: c.playback.moment is not None and holds(), timeout=PATIENCE)

    def step() -> int:
        return c.playback.moment.frame.step

    def place(share: float) -> QPoint:
        return strip.mapToGlobal(QPoint(round(strip.width() * share), 14))

    c.canvas.setFocus()
    hands.press("space")
    until(lambda: c.playback.moment.frame.epoch > 40)
    hands.press("space")
    until(lambda: c.run.state is State.PAUSED)
    learned, end = c.playback.moment.parameters, step()

    hands.press("ctrl+z")
    until(lambda: step() == 0)
    hands.press("ctrl+y")
    until(lambda: step() == end)
    assert all((a == b).all() for a, b in zip(learned.arrays, c.playback.moment.parameters.arrays, strict=True))

    hands.drag(place(0.9), place(0.4))
    assert 0.3 * end < step() < 0.5 * end
    assert not c.playback.moment.is_live
    seen: list[int] = []
    c.playback.moment_changed.connect(lambda moment: seen.append(moment.frame.step))
    hands.press("F6")
    until(lambda: len(seen) > 5)
    hands.press("F6")
    assert not c.playback.is_replaying
    assert seen == sorted(seen)
    hands.press("Home", "Right", "Right", "Right")
    until(lambda: 0 < step() < 0.4 * end)
    branch = step()
    hands.click(middle(timeline.branch_button))
    until(lambda: c.playback.moment.is_live and step() == branch)
    assert len(parts.past_runs.runs) == 1

    hands.press("ctrl+z")
    until(lambda: step() == end)
    assert all((a == b).all() for a, b in zip(learned.arrays, c.playback.moment.parameters.arrays, strict=True))
