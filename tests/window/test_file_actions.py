from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import edits
from hlviz.document.presets import PRESETS
from hlviz.window import diagram_pictures, file_actions
from hlviz.window.import_dialog import ImportDialog

ROWS = "height,weight,kind\n" + "".join(f"{i}.5,{i * 2},{'ab'[i % 2]}\n" for i in range(8))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(ROWS)
    monkeypatch.setattr(ImportDialog, "exec", lambda dialog: accepted(dialog, qtbot))
    return path


def accepted(dialog: ImportDialog, qtbot: QtBot) -> int:
    """What a person does who agrees with all that is proposed; who cannot, gives up."""
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.is_waiting, timeout=30_000)
    SEEN.append(dialog.sentence.text())
    (dialog.ok if dialog.ok.isEnabled() else dialog.buttons.buttons()[1]).click()
    return dialog.result()


SEEN: list[str] = []
"""What the dialogs said in the end."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    for where in (file_actions, diagram_pictures):
        monkeypatch.setattr(where, "tell_problem", lambda window, what, safe, remedy: told.append(what))
    return told


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    def choose(dialog: QFileDialog) -> int:
        assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(str(path))
        return 1

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "exec", choose)


def test_a_table_is_learned_as_an_edit_that_can_be_undone(parts: Parts, qtbot: QtBot, table: Path) -> None:
    before = parts.context.editor.project
    with qtbot.waitSignal(parts.context.editor.changed):
        file_actions.open_any(parts.context, table)
    assert parts.context.editor.project.data.dataset == "table"
    assert parts.context.editor.project.data.table.x.shape == (8, 2)
    parts.context.editor.undo_stack.undo()
    assert parts.context.editor.project.data == before.data


def test_a_project_is_known_by_its_content(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    c, path = parts.context, tmp_path / "mine.data"
    with qtbot.waitSignal(c.filing.saved):
        c.filing.save_as(tmp_path / "mine.hlviz")
    (tmp_path / "mine.hlviz").rename(path)
    c.filing.new(PRESETS["xor"].project)
    file_actions.open_any(c, path)
    qtbot.waitUntil(lambda: c.filing.path == path, timeout=30_000)


def test_a_preset_that_learns_a_table_is_called_after_it(parts: Parts, qtbot: QtBot, table: Path) -> None:
    parts.context.filing.new(PRESETS["circle"].project)
    with qtbot.waitSignal(parts.context.editor.changed):
        file_actions.open_table(parts.context, table)
    assert parts.window.windowTitle() == "people[*] — hlviz"


@pytest.mark.parametrize("is_there", [True, False])
def test_what_is_no_table_is_told_and_nothing_changes(parts: Parts, table: Path, is_there: bool) -> None:
    before = parts.context.editor.project
    table.write_text("")
    if not is_there:
        table.unlink()
    file_actions.open_table(parts.context, table)
    assert "people.csv" in SEEN[-1]
    assert parts.context.editor.project is before


def test_recent_files_open_again_and_those_that_are_gone_are_grey(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    c = parts.context
    assert [choice.enabled for choice in file_actions.recent(c)] == [False]
    here, gone = tmp_path / "here.hlviz", tmp_path / "gone.hlviz"
    for path in (gone, here):
        with qtbot.waitSignal(c.filing.saved):
            c.filing.save_as(path)
    gone.unlink()
    first, second, remove, clear = file_actions.recent(c)
    assert (first.text, first.enabled) == ("here.hlviz", True)
    assert (second.text, second.enabled) == ("gone.hlviz", False)
    c.filing.new(PRESETS["xor"].project)
    first.run()
    qtbot.waitUntil(lambda: c.filing.path == here, timeout=30_000)
    remove.run()
    assert c.preferences.recent_files == [here]
    clear.run()
    assert c.preferences.recent_files == []


def test_recent_files_are_in_the_command_palette(parts: Parts, tmp_path: Path) -> None:
    parts.context.preferences.add_recent(tmp_path / "mine.hlviz")
    assert "File › Open recent › mine.hlviz" in [entry.text for entry in parts.menus.entries()]


@pytest.mark.parametrize(("action", "scale"), [("file.export_window", 1), ("file.export_diagram", 2)])
def test_pictures_are_exported(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, scale: int
) -> None:
    parts.window.show()
    chosen(monkeypatch, tmp_path / "picture")
    parts.menus[action].trigger()
    widget = parts.window if scale == 1 else parts.context.canvas
    assert QImage(str(tmp_path / "picture.png")).size() == widget.size() * scale
    assert "picture.png" in parts.window.status.message


def test_a_picture_that_cannot_be_written_is_told(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    chosen(monkeypatch, tmp_path / "no" / "such" / "folder" / "picture.png")
    parts.menus["file.export_diagram"].trigger()
    assert "folder" in told[0]


def test_a_project_that_was_asked_for_is_opened(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, path = parts.context, tmp_path / "mine.hlviz"
    with qtbot.waitSignal(c.filing.saved):
        c.filing.save_as(path)
    c.editor.apply("Shape", edits.set_shape, (7,))
    monkeypatch.setattr(c.leaving, "leave", lambda then: then())
    chosen(monkeypatch, path)
    parts.menus["file.open"].trigger()
    qtbot.waitUntil(lambda: [layer.size for layer in c.editor.project.network.hidden] == [4, 2], timeout=30_000)


def test_undo_says_what_it_takes_back(parts: Parts) -> None:
    parts.context.editor.apply("Shape", edits.set_shape, (7,))
    assert parts.menus["edit.undo"].text() == "Undo: Shape"
    parts.menus["edit.undo"].trigger()
    assert parts.menus["edit.undo"].text() == "Undo"
    assert parts.menus["edit.redo"].text() == "Redo: Shape"


def test_cells_of_a_spreadsheet_are_pasted_and_learned(parts: Parts, qtbot: QtBot, table: Path) -> None:
    QGuiApplication.clipboard().setText(ROWS.replace(",", "\t").replace(".", ","))
    parts.menus["edit.paste"].trigger()
    assert SEEN[-1].startswith("2 inputs → 2 classes of “kind”")
    learned = parts.context.editor.project.data.table
    assert learned is not None
    assert learned.x[:3].tolist() == [[0.5, 0], [1.5, 2], [2.5, 4]]
    assert parts.context.editor.project.data.recipe is not None


def test_a_text_that_is_neither_layers_nor_a_table_is_not_asked_about(parts: Parts, table: Path) -> None:
    asked = len(SEEN)
    for text in ("hello", "two\nlines", "one, line"):
        QGuiApplication.clipboard().setText(text)
        parts.menus["edit.paste"].trigger()
    assert len(SEEN) == asked


def test_a_folder_of_pictures_can_be_dropped(parts: Parts, table: Path, tmp_path: Path) -> None:
    for kind in "ab":
        (tmp_path / "digits" / kind).mkdir(parents=True)
        for k in range(4):
            Image.fromarray(np.full((6, 6), 60 * k, np.uint8)).save(tmp_path / "digits" / kind / f"{k}.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "digits"))])
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    parts.window.dropEvent(drop)
    points = parts.context.editor.project.data.table
    assert points is not None
    assert points.image_shape == (16, 16)
    assert points.class_names == ("a", "b")
    assert parts.window.windowTitle() == "Trial[*] — hlviz"


def test_more_rows_can_be_added_once_a_table_was_learned(
    parts: Parts, qtbot: QtBot, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = parts.menus["file.add_rows"]
    assert not add.isEnabled()
    file_actions.open_table(parts.context, table)
    assert add.isEnabled()
    chosen(monkeypatch, table)
    with qtbot.waitSignal(parts.context.editor.changed, timeout=30_000):
        add.trigger()
    assert len(parts.context.editor.project.data.table.y) == 16
