import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from hlviz.window.shape_dialog import ShapeDialog, sizes_of


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("4, 2, 2, 3", (4, 2, 2, 3)),
        ("8 8", (8, 8)),
        ("16", (16,)),
        ("8×8×6", (8, 8, 6)),
        ("4 → 2", (4, 2)),
        ("4-2", (4, 2)),
        ("  ", ()),
        ("4,,2,", (4, 2)),
    ],
)
def test_sizes_can_be_written_as_people_write_them(text: str, sizes: tuple[int, ...]) -> None:
    assert sizes_of(text) == sizes


@pytest.mark.parametrize("text", ["four", "4, 2.5", "0", "4, 5000", ",".join(["1"] * 65)])
def test_what_no_layer_can_have_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        sizes_of(text)


def test_the_dialog_says_what_is_wrong_and_waits(qtbot: QtBot) -> None:
    dialog = ShapeDialog(None, (4, 2))
    qtbot.addWidget(dialog)
    line, buttons = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
    assert line.text() == "4, 2"
    line.setText("4, many")
    assert not buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert "many" in dialog._note.text()
    line.setText("4, 3")
    assert buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert dialog.sizes == (4, 3)


def test_every_control_says_what_it_does(qtbot: QtBot) -> None:
    dialog = ShapeDialog(None, (4, 2))
    qtbot.addWidget(dialog)
    assert all(control.toolTip() for kind in (QLineEdit, QPushButton) for control in dialog.findChildren(kind))
