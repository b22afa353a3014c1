from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.datasets.text_table import open_text_table
from hlviz.errors import DataError
from hlviz.window.table_dialog import Columns, TableDialog, ask_table

ROWS = "name,height,weight,kind\n" + "".join(f"n{i},{i}.5,{i * 2},{'ab'[i % 2]}\n" for i in range(8))


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> TableDialog:
    path = tmp_path / "people.csv"
    path.write_text(ROWS)
    dialog = TableDialog(None, open_text_table(path))
    qtbot.addWidget(dialog)
    return dialog


def test_the_last_column_is_offered_and_all_numbers_are_inputs(dialog: TableDialog) -> None:
    assert dialog._target.currentText() == "kind"
    assert dialog.inputs == ("height", "weight")
    dialog._accept()
    assert dialog.result() == TableDialog.DialogCode.Accepted
    assert dialog.columns == Columns("kind", ("height", "weight"))


@pytest.mark.parametrize("below", ["", "1\n", "true,2,3\n"])
def test_a_table_too_short_to_look_at_can_still_be_asked_about(qtbot: QtBot, tmp_path: Path, below: str) -> None:
    path = tmp_path / "short.csv"
    path.write_text(f"a,b,c\n{below}")
    dialog = TableDialog(None, open_text_table(path))
    qtbot.addWidget(dialog)
    assert dialog.columns == Columns("c", ("a", "b"))


def test_another_target_leaves_the_inputs_and_the_old_one_joins_them(dialog: TableDialog) -> None:
    dialog._target.setCurrentText("height")
    assert dialog.inputs == ("weight",)


def test_without_inputs_nothing_can_be_learned(dialog: TableDialog) -> None:
    for i in range(dialog._inputs.count()):
        dialog._inputs.item(i).setCheckState(Qt.CheckState.Unchecked)
    dialog._accept()
    assert dialog.result() == TableDialog.DialogCode.Rejected
    assert not dialog._error.isHidden()


def test_what_is_no_table_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="missing"):
        ask_table(None, tmp_path / "missing.csv")


def test_a_table_that_vanishes_before_it_is_asked_about_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(ROWS)
    table = open_text_table(path)
    path.unlink()
    monkeypatch.setattr("hlviz.window.table_dialog.open_text_table", lambda path: table)
    with pytest.raises(DataError, match="people"):
        ask_table(None, path)
