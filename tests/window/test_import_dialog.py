"""The dialog that asks what a table is for: what it proposes, what it says, and how each choice changes that."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from hlviz.datasets.formats import Origin
from hlviz.document import Project
from hlviz.window.import_dialog import ImportDialog

ROWS = "age,colour,when,set,kind\n" + "".join(
    f"{'' if i in (3, 4) else i},{'red' if i % 2 else 'blue'},2024-01-{i % 28 + 1:02},"
    f"{'test' if i % 5 == 0 else 'train'},{'ab'[i % 2]}\n"
    for i in range(300)
)

Open = Callable[..., ImportDialog]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    dialogs: list[ImportDialog] = []

    def opened(rows: str = ROWS, path: Path | None = None, **how: object) -> ImportDialog:
        if path is None:
            path = tmp_path / "people.csv"
            path.write_text(rows)
        dialog = ImportDialog(None, Origin(path, **how), Project())
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.show()
        return dialog

    yield opened
    for dialog in dialogs:
        dialog.end()


def settled(qtbot: QtBot, dialog: ImportDialog) -> str:
    qtbot.waitUntil(lambda: not dialog.is_waiting, timeout=30_000)
    return dialog.sentence.text()


def roles(dialog: ImportDialog) -> dict[str, str]:
    assert dialog.recipe is not None
    return {column.name: column.role for column in dialog.recipe.columns}


def choose(dialog: ImportDialog, column: str, title: str) -> None:
    """As a person does: by the menu of the column's header."""
    raw = dialog.preview.rows.raw
    assert raw is not None
    menu = dialog.preview.menu_of(raw.names.index(column))
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == title).trigger()


def test_what_is_proposed_and_what_is_said(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    told = settled(qtbot, dialog)
    assert told == "3 inputs → 2 classes of “kind”; 238 rows to train, 60 to test; 2 rows with gaps are left out."
    assert roles(dialog) == {"age": "input", "colour": "input", "when": "ignore", "set": "input", "kind": "target"}
    assert dialog.preview.rows.rowCount() == 200
    assert dialog.ok.isEnabled()
    assert dialog.progress.isHidden()


def test_other_columns_are_chosen_in_the_header(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    settled(qtbot, dialog)
    choose(dialog, "set", "It says which rows are for the test")
    assert not dialog.ok.isEnabled()
    assert "238 rows to train, 60 to test" in settled(qtbot, dialog)
    assert dialog.tests.currentText() == "set is test"
    dialog.tests.setCurrentIndex(1)
    dialog.tests.activated.emit(1)
    assert "60 rows to train, 238 to test" in settled(qtbot, dialog)
    choose(dialog, "when", "Order of time: the last rows are for the test")
    assert roles(dialog)["set"] == "ignore"
    settled(qtbot, dialog)
    assert dialog.test_part.currentIndex() == 2
    choose(dialog, "age", "Learn it: as a number")
    assert settled(qtbot, dialog).startswith("2 inputs → the number “age”")
    choose(dialog, "kind", "Leave it out")
    assert settled(qtbot, dialog).startswith("1 input → the number “age”")


def test_gaps_and_scale_and_share(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    settled(qtbot, dialog)
    for box, key in ((dialog.missing, "flag"), (dialog.scale, "range")):
        box.setCurrentIndex(box.findData(key))
        box.activated.emit(box.currentIndex())
    dialog.share.setValue(50)
    told = settled(qtbot, dialog)
    assert told == "4 inputs → 2 classes of “kind”; 150 rows to train, 150 to test; gaps are filled in 2 rows."
    assert dialog.made is not None
    recipe = dialog.made.outcome.recipe
    assert (recipe.missing, recipe.scale, recipe.train_share) == ("flag", "range", 0.5)


def test_what_cannot_be_learned_is_told_with_row_and_column_and_can_be_mended(opened: Open, qtbot: QtBot) -> None:
    dialog = opened(ROWS.replace("\n77,", "\nseventy,"))
    assert "row 79, column 'age': 'seventy' is not a number" in settled(qtbot, dialog)
    assert not dialog.ok.isEnabled()
    choose(dialog, "age", "Leave it out")
    assert settled(qtbot, dialog).startswith("2 inputs")
    assert dialog.ok.isEnabled()


def test_a_separator_can_be_chosen(opened: Open, qtbot: QtBot) -> None:
    dialog = opened(ROWS.replace("colour", "a;b"))
    settled(qtbot, dialog)
    dialog.separator.setCurrentIndex(dialog.separator.findData(";"))
    dialog.separator.activated.emit(1)
    assert "expected 2 values, found 1" in settled(qtbot, dialog)


def test_pasted_cells(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(path=Path("pasted table"), text=ROWS.replace(",", "\t"))
    assert settled(qtbot, dialog).startswith("3 inputs")


def test_the_keyboard_asks_as_well(opened: Open, qtbot: QtBot) -> None:
    dialog = opened()
    settled(qtbot, dialog)
    dialog.preview.setCurrentIndex(dialog.preview.rows.index(0, 2))
    qtbot.keyClick(dialog.preview, Qt.Key.Key_Return)
    menu = dialog.preview.findChild(QMenu)
    assert menu is not None
    assert menu.isVisible()
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["Leave it out"]
    menu.close()


def test_pictures_can_be_made_smaller(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    for kind in "ab":
        (tmp_path / "pictures" / kind).mkdir(parents=True)
        for k in range(5):
            Image.fromarray(np.full((9, 9), 40 * k, np.uint8)).save(tmp_path / "pictures" / kind / f"{k}.png")
    dialog = opened(path=tmp_path / "pictures")
    assert settled(qtbot, dialog).startswith("256 inputs → 2 classes of “class”; 8 rows")
    dialog.side.setValue(6)
    dialog.side.editingFinished.emit()
    assert settled(qtbot, dialog).startswith("36 inputs")
    assert dialog.made is not None
    assert dialog.made.outcome.points.image_shape == (6, 6)


def test_a_long_reading_can_be_cancelled(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1.5,x\n2.5,y\n" * 400_000)
    dialog = opened(path=path)
    qtbot.waitUntil(lambda: dialog.preview.rows.rowCount() == 200, timeout=30_000)
    dialog.reject()
    assert dialog.reading._thread is None
    assert dialog.made is None
