"""Asks where to put a file. The suffix is there before the dialog looks, so it asks before it overwrites."""

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
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([name_filter])
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.setDirectory(str(folder))
    dialog.selectFile(name)
    accepted = dialog.exec()
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(chosen[0]) if accepted and chosen else None
