"""With a real mouse: open the digits, let them be learned, draw a digit of one's own, and walk through the samples by key."""

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.panels.draw import DrawPanel
from hlviz.training.pace import Pace
from tests.journeys.hands import PATIENCE, Hands, middle

pytestmark = [pytest.mark.x11]

THREE = ((30, 20), (37, 15), (45, 13), (54, 14), (60, 17), (64, 23), (65, 30), (61, 37), (55, 42), (45, 46), (55, 48), (62, 52),
         (67, 59), (68, 65), (66, 73), (62, 79), (55, 84), (48, 85), (39, 84), (32, 80))  # fmt: skip
ZERO = ((50, 14), (40, 17), (33, 25), (29, 37), (28, 50), (30, 64), (35, 76), (43, 84), (50, 86), (59, 83), (66, 75), (70, 64),
        (71, 50), (70, 36), (65, 24), (58, 17), (50, 14))  # fmt: skip


@pytest.fixture
def preset() -> str:
    return "digits"


def write(hands: Hands, panel: DrawPanel, line: tuple[tuple[int, int], ...]) -> None:
    """Draw a line through places of the paper, in hundredths of its side."""
    sheet = panel.canvas.sheet()
    at = [panel.canvas.mapToGlobal(QPoint(round(sheet.left() + x * sheet.width() / 100),
                                          round(sheet.top() + y * sheet.height() / 100))) for x, y in line]  # fmt: skip
    words = ["mousemove", str(at[0].x()), str(at[0].y()), "sleep", "0.06", "mousedown", "1"]
    for place in at[1:]:
        words += ["sleep", "0.03", "mousemove", str(place.x()), str(place.y())]
    hands.do(*words, "sleep", "0.06", "mouseup", "1")


def test_digits_drawn_with_the_mouse_are_read(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    c.run.set_pace(Pace())
    hands.press("space")
    qtbot.waitUntil(lambda: c.playback.moment is not None and c.playback.moment.frame.epoch >= 30, timeout=3 * PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)

    parts.menus["view.panel.draw"].trigger()
    panel = parts.panels["draw"]
    assert isinstance(panel, DrawPanel)
    qtbot.waitUntil(lambda: panel.canvas.sheet().width() > 60, timeout=PATIENCE)
    for line, digit in ((THREE, "3"), (ZERO, "0")):
        write(hands, panel, line)
        qtbot.waitUntil(lambda digit=digit: panel.seen.words[0] == digit, timeout=PATIENCE)
        assert c.selection.probe.own == panel.own
        hands.press("Delete")
        qtbot.waitUntil(lambda: panel.own is None, timeout=PATIENCE)

    hands.click(middle(parts.context.canvas) + QPoint(0, 280))  # beside the network: the keys go to the diagram
    hands.press("bracketright")
    qtbot.waitUntil(lambda: c.selection.probe.own is None and c.selection.is_probing, timeout=PATIENCE)
    first = c.selection.probe.row
    hands.press("ctrl+Next")
    qtbot.waitUntil(lambda: c.selection.probe.row != first, timeout=PATIENCE)
    hands.press("bracketleft")
    qtbot.waitUntil(lambda: c.selection.probe.row == first, timeout=PATIENCE)
    hands.press("x")
    qtbot.waitUntil(lambda: c.selection.probe.row != first, timeout=PATIENCE)
    moment, row = c.playback.moment, c.selection.probe.row
    assert moment.assembly.predicted(moment.probe_pass(c.selection.probe).outputs)[0] != moment.split.points.y[row]
    hands.press("p")
    qtbot.waitUntil(lambda: not c.selection.is_probing, timeout=PATIENCE)
