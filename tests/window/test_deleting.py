"""What was opened and closed again is gone: a window that is used all day does not grow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget

from hlviz.app.compose import Parts
from hlviz.datasets.formats import Origin
from hlviz.session.selection import NOTHING
from hlviz.window import file_actions
from hlviz.window.command_palette import CommandPalette
from hlviz.window.error_dialog import tell_fault, tell_problem
from hlviz.window.import_dialog import ask_import
from hlviz.window.manual_window import show_manual
from hlviz.window.shape_dialog import ask_shape
from hlviz.window.tour_bar import show_tour

TABLE = "height,weight,kind\n" + "".join(f"{i}.5,{i * 2},{'ab'[i % 2]}\n" for i in range(8))


def open_palette(parts: Parts, _: Path) -> None:
    parts.menus["view.palette"].trigger()
    for palette in parts.window.findChildren(CommandPalette):
        palette.close()


def do_by_palette(parts: Parts, _: Path) -> None:
    parts.menus["view.palette"].trigger()
    palette = parts.window.findChildren(CommandPalette)[-1]
    palette._line.setText("Clear list")
    palette._do(palette._list.topLevelItem(0))
    parts.context.preferences.add_recent(Path("/mine.hlviz"))


def open_recent(parts: Parts, _: Path) -> None:
    menu = parts.menus["file.recent"].menu()
    menu.aboutToShow.emit()
    assert len(menu.actions()) == 3  # one that is not there, to forget those, to forget all


def open_context_menu(parts: Parts, _: Path) -> None:
    parts.menus.popup(NOTHING, QPoint(50, 50))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    popup.close()


def tour(parts: Parts, _: Path) -> None:
    bar = show_tour(parts.context)
    bar.go(1)
    bar.end()


def manual(parts: Parts, _: Path) -> None:
    show_manual(parts.window, Path()).close()


OPENINGS: dict[str, Callable[[Parts, Path], object]] = {
    "palette": open_palette,
    "palette that did something": do_by_palette,
    "recent files": open_recent,
    "context menu": open_context_menu,
    "tour": tour,
    "manual": manual,
    "shortcuts": lambda parts, _: parts.menus["help.shortcuts"].trigger(),
    "about": lambda parts, _: parts.menus["help.about"].trigger(),
    "shape": lambda parts, _: ask_shape(parts.window, (4, 2)),
    "table": lambda parts, path: ask_import(parts.window, Origin(path), parts.context.editor.project),
    "problem": lambda parts, _: tell_problem(parts.window, "What", "safe", "remedy"),
    "fault": lambda parts, _: tell_fault(parts.window, "What", "details"),
    "question": lambda parts, _: parts.context.leaving._ask(),
    "picture": lambda parts, _: file_actions.export_window(parts.context),
}


def alive(window: QWidget) -> tuple[int, int]:
    """How many actions and how many windows belong to a window."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return len(window.findChildren(QAction)), len([w for w in window.findChildren(QWidget) if w.isWindow()])


@pytest.mark.parametrize("name", OPENINGS)
def test_twenty_openings_leave_nothing_behind(
    parts: Parts, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TABLE)
    parts.window.show()
    parts.context.preferences.add_recent(Path("/mine.hlviz"))
    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", lambda dialog: 0)
    OPENINGS[name](parts, path)
    before = alive(parts.window)
    for _ in range(20):
        OPENINGS[name](parts, path)
    assert alive(parts.window) == before
