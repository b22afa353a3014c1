"""Where a new file goes: the suffix is that of the kind that was chosen."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from hlviz.window.new_file_dialog import ask_new_file_of

KINDS = ["PNG picture, as on screen (*.png)", "PNG picture, 2 times as fine (*.png)", "SVG drawing (*.svg)"]


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("mine", 1, ("mine.png", 1)),
        ("mine", 2, ("mine.svg", 2)),
        ("mine.svg", 1, ("mine.svg", 1)),  # what was typed counts; who writes it goes by the suffix
    ],
)
def test_a_name_without_a_suffix_gets_that_of_its_kind(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kind: int, expected: tuple[str, int]
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def choose(dialog: QFileDialog) -> int:
        assert dialog.selectedNameFilter() == KINDS[1]
        dialog.selectNameFilter(KINDS[kind])
        dialog.filterSelected.emit(KINDS[kind])
        dialog.selectFile(typed)
        return 1

    monkeypatch.setattr(QFileDialog, "exec", choose)
    path, chosen = ask_new_file_of(parent, "Save", KINDS, tmp_path, "Loss.png", 1)
    assert path is not None
    assert (path.name, chosen) == expected


def test_who_thinks_better_of_it_gets_no_file(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 0)
    assert ask_new_file_of(parent, "Save", KINDS, tmp_path, "Loss.png")[0] is None
