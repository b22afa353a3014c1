from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag
from pytestqt.qtbot import QtBot

from hlviz.inspector.palette import Palette
from hlviz.session.editor import Editor
from hlviz.session.piece import Piece
from hlviz.session.selection import Selection

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def palette(editor: Editor, selection: Selection, shown: Callable[[Palette], Palette]) -> Palette:
    return shown(Palette(editor, selection))


@pytest.fixture
def dragged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Piece | None, int]]:
    """What was picked up, and how wide its picture was; dropped nowhere."""
    seen: list[tuple[Piece | None, int]] = []

    def exec_(drag: QDrag, *actions: Qt.DropAction) -> Qt.DropAction:
        seen.append((Piece.from_mime(drag.mimeData()), drag.pixmap().width()))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", exec_)
    return seen


@pytest.mark.parametrize(
    ("name", "piece"),
    [("layer", Piece("layer")), ("neuron", Piece("neuron")), ("dropout", Piece("dropout"))],
)
def test_a_drag_carries_the_piece_and_a_picture_of_it(
    qtbot: QtBot, palette: Palette, dragged: list[tuple[Piece | None, int]], name: str, piece: Piece
) -> None:
    button = getattr(palette, name)
    qtbot.mousePress(button, LEFT, pos=QPoint(10, 10))
    qtbot.mouseMove(button, QPoint(40, 30))
    assert [what for what, width in dragged] == [piece]
    assert dragged[0][1] > 40


def test_a_chip_carries_its_activation_function(
    qtbot: QtBot, palette: Palette, dragged: list[tuple[Piece | None, int]]
) -> None:
    chip = palette.chips["leaky_relu"]
    qtbot.mousePress(chip, LEFT, pos=QPoint(10, 10))
    qtbot.mouseMove(chip, QPoint(10, 60))
    assert dragged[0][0] == Piece("activation", "leaky_relu")


def test_a_trembling_hand_presses_and_does_not_drag(
    qtbot: QtBot, editor: Editor, palette: Palette, dragged: list[tuple[Piece | None, int]]
) -> None:
    chip = palette.chips["relu"]
    qtbot.mousePress(chip, LEFT, pos=QPoint(10, 10))
    qtbot.mouseMove(chip, QPoint(13, 11))
    qtbot.mouseRelease(chip, LEFT, pos=QPoint(13, 11))
    assert dragged == []
    assert editor.undo_stack.count() == 1


def test_after_a_drag_nothing_is_pressed(
    qtbot: QtBot, editor: Editor, palette: Palette, dragged: list[tuple[Piece | None, int]]
) -> None:
    chip = palette.chips["relu"]
    qtbot.mousePress(chip, LEFT, pos=QPoint(10, 10))
    qtbot.mouseMove(chip, QPoint(60, 11))
    qtbot.mouseMove(chip, QPoint(10, 11))
    qtbot.mouseRelease(chip, LEFT, pos=QPoint(10, 11))
    assert len(dragged) == 1
    assert editor.undo_stack.count() == 0
