"""The main job with real mouse and keys: drag a layer in, add neurons, play, undo, save, reopen, find the same picture."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.session.selection import NOTHING
from tests.journeys.hands import PATIENCE, Hands, accuracy, card_of, gap_of, middle, sizes

pytestmark = [pytest.mark.x11]


def pictures(parts: Parts) -> list[QImage]:
    shown = [parts.context.canvas, parts.panels["output"], parts.panels["loss"], parts.panels["activations"]]
    return [widget.grab().toImage() for widget in shown]


def test_design_train_undo_save_reopen(parts: Parts, hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    c, file = parts.context, tmp_path / "mine.hlviz"
    assert sizes(parts) == (4, 2)

    layer = next(piece for piece in parts.palette.pieces if piece.piece.kind == "layer")
    hands.drag(middle(layer), gap_of(c.canvas, 2))
    qtbot.waitUntil(lambda: len(sizes(parts)) == 3, timeout=PATIENCE)

    assert c.layer is c.editor.project.network.hidden[2], "the new layer is selected, and keys go to it"
    before = sizes(parts)
    hands.press("plus", "plus")
    qtbot.waitUntil(lambda: sizes(parts) == (*before[:2], before[2] + 2), timeout=PATIENCE)

    hands.press("space")
    qtbot.waitUntil(lambda: c.run.is_running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: accuracy(parts) > 0.9, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)

    step = c.playback.moment.frame.step
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == 0, timeout=PATIENCE)
    assert sizes(parts) == (*before[:2], before[2] + 2), "the first undo goes back to before Play"
    hands.press("ctrl+y")
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == step, timeout=PATIENCE)
    hands.press("plus")
    qtbot.waitUntil(lambda: sizes(parts) == (*before[:2], before[2] + 3), timeout=PATIENCE)
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: sizes(parts) == (*before[:2], before[2] + 2), timeout=PATIENCE)
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=PATIENCE)
    assert c.playback.moment.frame.step == step, "an undo does not begin anew: what was learned stays"

    hands.answer_file_dialog("ctrl+s", file)
    qtbot.waitUntil(lambda: file.exists() and not c.filing.is_busy, timeout=PATIENCE)
    assert not c.filing.is_modified
    hands.press("ctrl+shift+a")
    hands.point(middle(parts.window.status))
    qtbot.waitUntil(lambda: c.selection.target == NOTHING and c.selection.hover == NOTHING, timeout=PATIENCE)
    saved, project, seen = c.playback.moment.frame, c.editor.project, pictures(parts)

    hands.press("ctrl+n")
    qtbot.waitUntil(lambda: sizes(parts) == (4, 2), timeout=PATIENCE)

    hands.answer_file_dialog("ctrl+o", file)
    qtbot.waitUntil(lambda: c.filing.path == file and c.editor.project == project, timeout=PATIENCE)
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == saved.step, timeout=PATIENCE)
    assert all(
        (now == then).all()
        for now, then in zip(c.playback.moment.parameters.arrays, saved.parameters.arrays, strict=True)
    )
    parts.past_runs.forget_all()  # ghosts of the runs before it was opened
    qtbot.waitUntil(lambda: pictures(parts) == seen, timeout=PATIENCE)


def test_a_drag_can_be_called_off(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    layer = next(piece for piece in parts.palette.pieces if piece.piece.kind == "layer")
    start, end = middle(layer), gap_of(parts.context.canvas, 1)
    between = (start + end) / 2
    hands.do(
        "mousemove", str(start.x()), str(start.y()), "mousedown", "1", "sleep", "0.06",
        "mousemove", str(between.x()), str(between.y()), "sleep", "0.06",
        "mousemove", str(end.x()), str(end.y()), "sleep", "0.1", "key", "Escape", "sleep", "0.06", "mouseup", "1",
    )  # fmt: skip
    hands.point(middle(parts.window.status))
    assert sizes(parts) == (4, 2)
    assert not parts.context.editor.undo_stack.canUndo()


def test_single_keys_are_the_diagrams_alone(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    rate = parts.training.learning_rate
    hands.click(middle(rate))
    hands.press("space", "plus", "period")
    hands.press("Escape")
    assert sizes(parts) == (4, 2)
    assert not c.run.is_running
    hands.click(card_of(c.canvas, 1))
    hands.press("plus")
    qtbot.waitUntil(lambda: sizes(parts) == (5, 2), timeout=PATIENCE)
    hands.press("Delete")
    qtbot.waitUntil(lambda: sizes(parts) == (2,), timeout=PATIENCE)
    hands.press("Insert")
    qtbot.waitUntil(lambda: len(sizes(parts)) == 2, timeout=PATIENCE)
    hands.press("shift+period")
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 1, timeout=PATIENCE)
    step = c.playback.moment.frame.step
    hands.press("period")
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == step + 1, timeout=PATIENCE)
