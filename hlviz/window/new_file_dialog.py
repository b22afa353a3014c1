"""Asks where to put a file. The suffix is there before the dialog looks, so it asks before it overwrites."""

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_new_file(parent: QWidget, title: str, name_filter: str, folder: Path, name: str) -> Path | None:
    """The file that a person chose; None where they thought better of it.

    Parameters
    ----------
    parent
        The window.
    title
        What the dialog is called.
    name_filter
        Which files it shows: "PNG pictures (*.png)".
    folder, name
        Where it begins, and the name it proposes; the suffix of that is added to a name without one.
    """
    path, _ = ask_new_file_of(parent, title, [name_filter], folder, name)
    return path


def ask_new_file_of(
    parent: QWidget, title: str, name_filters: list[str], folder: Path, name: str, kind: int = 0
) -> tuple[Path | None, int]:
    """The same where there are several kinds of files: also which of them; it begins with ``kind``."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(name_filters)
    dialog.selectNameFilter(name_filters[kind])
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_suffix(chosen)))
    dialog.setDirectory(str(folder))
    dialog.selectFile(name)
    accepted = dialog.exec()
    chosen, name_filter = dialog.selectedFiles(), dialog.selectedNameFilter()
    dialog.deleteLater()
    path = Path(chosen[0]) if accepted and chosen else None
    return path, name_filters.index(name_filter) if name_filter in name_filters else kind


def _suffix(name_filter: str) -> str:
    """The first suffix of a filter, without its dot."""
    found = re.search(r"\*\.(\w+)", name_filter)
    return found[1] if found else ""
