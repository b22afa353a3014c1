"""What a person is asked where somebody else is at the same file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from hlviz.files.lock import HeldError
from hlviz.files.project_file import read_project
from hlviz.session.filing import Borrowed
from hlviz.window.action import Context

Role = QMessageBox.ButtonRole


def tr(text: str) -> str:
    """A text of these questions in the user's language."""
    return QCoreApplication.translate("FileQuestions", text)


def ask_held(context: Context, path: Path, error: HeldError) -> None:
    """Another window has the file: it may be opened to be read, and, where nobody can tell whether it is still there, anyway."""
    holder = error.holder
    text = tr("“{name}” is open in another window.").replace("{name}", path.name)
    more = tr("Opened to be read, it can be looked at, changed and trained, and saved under another name.")
    if holder is not None:
        from hlviz.window.versions_dialog import when

        who = tr("By {user} on {host}, since {when}.").replace("{user}", holder.user).replace("{host}", holder.host)
        more = who.replace("{when}", when(holder.since)) + "\n\n" + more
    box, add = _box(context, text, more)
    read = add(tr("Open to read"), Role.AcceptRole, tr("Opens a copy of it; the file itself stays as it is."))
    anyway = None
    if not error.is_certain:
        tip = tr("Takes the file over: right if that window is not there any more.")
        anyway = add(tr("Open anyway"), Role.DestructiveRole, tip)
    chosen = _answer(box, read)
    if chosen is read:
        borrowed = Borrowed(path, tr("{name} (to read)").replace("{name}", path.stem), is_unsaved=False)
        context.filing.open_copy(partial(read_project, path), borrowed)
    elif anyway is not None and chosen is anyway:
        context.filing.open(path, by_force=True)


def ask_changed(context: Context, path: Path, *, is_saving: bool) -> None:
    """The document's file was changed by somebody else since it was opened or saved here."""
    text = tr("“{name}” was changed by another program.").replace("{name}", path.name)
    if is_saving:
        box, add = _box(
            context, text, tr("It was not saved. Saving over it keeps what is there now among its versions.")
        )
        save_as = add(tr("Save as…"), Role.AcceptRole, tr("Saves under another name; both are kept."))
        over = add(tr("Save over it"), Role.DestructiveRole, tr("Replaces what the other program has written."))
        chosen = _answer(box, save_as)
        if chosen is save_as:
            context.leaving.save_as()
        elif chosen is over:
            context.filing.save(over=True)
        else:
            context.filing.forget_wish()
        return
    box, add = _box(context, text, tr("You can open it as it is now, or go on with what you have here."))
    keep = add(tr("Keep mine"), Role.RejectRole, tr("Nothing changes; you are asked again when you save."))
    load = add(
        tr("Open it"), Role.AcceptRole, tr("Opens the file as it is now; asks first where something would be lost.")
    )
    if _answer(box, keep) is load:
        context.leaving.leave(lambda: context.filing.open(path))


def _box(context: Context, text: str, more: str) -> tuple[QMessageBox, Callable[[str, Role, str], QPushButton]]:
    """A question, and what adds a button to it: its text, its role, its tooltip."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "hlviz", text, parent=context.window)
    box.setInformativeText(more)

    def add(text: str, role: Role, tip: str) -> QPushButton:
        button = box.addButton(text, role)
        button.setToolTip(tip)
        return button

    return box, add


def _answer(box: QMessageBox, default: QPushButton) -> object:
    """What was clicked; Esc is neither."""
    box.setDefaultButton(default)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(cancel)
    box.exec()
    chosen = box.clickedButton()
    box.deleteLater()
    return chosen
