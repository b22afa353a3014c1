"""Before a document leaves the screen: is there something to lose, and what is to become of it?"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from hlviz.files.project_file import SUFFIX
from hlviz.session.editor import Editor
from hlviz.session.filing import Filing
from hlviz.session.preferences import Preferences
from hlviz.window.new_file_dialog import ask_new_file

Button = QMessageBox.StandardButton


def tr(text: str) -> str:
    """A text of these questions in the user's language."""
    return QCoreApplication.translate("Leaving", text)


class Leaving:
    """Asks before something is lost, and only then."""

    def __init__(self, window: QWidget, editor: Editor, filing: Filing, preferences: Preferences) -> None:
        self._window, self._editor, self._filing, self._preferences = window, editor, filing, preferences
        self._is_free = False

    @property
    def would_lose(self) -> bool:
        """Whether the document was edited since it was saved, or, where it has a file, trained.

        Training alone of what has no file yet does not count: the same first weights and the same order of the samples give
        it again.
        """
        edited = self._editor.is_edited or self._filing.is_unsaved_copy
        return edited or (self._filing.path is not None and self._filing.is_modified)

    @property
    def folder(self) -> Path:
        """Where to look for files: beside the document, or where the last one was."""
        paths = [self._filing.proposed, *self._preferences.recent_files]
        return next((path.parent for path in paths if path is not None and path.parent.is_dir()), Path.home())

    def leave(self, then: Callable[[], object]) -> None:
        """Do ``then`` as soon as the document may go: at once, after it was saved, or never."""
        if not self.would_lose:
            then()
            return
        answer = self._ask()
        if answer == Button.Discard:
            then()
        elif answer == Button.Save:
            self.save(lambda: self._go_on(then))

    def may_close(self) -> bool:
        """Whether the window may close now. Where it has to be saved first, the window closes itself when that is done."""
        if self._is_free:
            return True
        asked_now = True

        def let_go() -> None:
            self._is_free = True
            if not asked_now:
                self._window.close()

        self.leave(let_go)
        asked_now = False
        return self._is_free

    def save(self, then: Callable[[], None] | None = None) -> bool:
        """Save the document, asking for a name where it has none; whether it is being saved. ``then`` follows that very save."""
        return self._filing.save(then) or self.save_as(then)

    def save_as(self, then: Callable[[], None] | None = None) -> bool:
        """Ask for a name and save the document there; whether it is being saved. ``then`` follows that very save."""
        projects = tr("hlviz projects (*{suffix})").replace("{suffix}", SUFFIX)
        path = ask_new_file(self._window, tr("Save as"), projects, self.folder, self._name)
        if path is None:
            return False
        self._filing.save_as(path, then)
        return True

    def save_copy(self) -> None:
        """Ask for a name and put a copy there."""
        projects = tr("hlviz projects (*{suffix})").replace("{suffix}", SUFFIX)
        name = tr("{name} copy").replace("{name}", Path(self._name).stem) + SUFFIX
        path = ask_new_file(self._window, tr("Save a copy"), projects, self.folder, name)
        if path is not None:
            self._filing.save_copy(path)

    @property
    def _name(self) -> str:
        """The name to propose."""
        proposed = self._filing.proposed
        return proposed.name if proposed is not None else f"{self._filing.title}{SUFFIX}"

    def _ask(self) -> QMessageBox.StandardButton:
        box = QMessageBox(self._window)
        box.setWindowTitle("hlviz")
        box.setText(tr("Save the changes to “{name}”?").replace("{name}", self._filing.title))
        box.setInformativeText(tr("Without saving, the network as it is now and what it learned are lost."))
        box.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
        box.setDefaultButton(Button.Save)
        box.exec()
        box.deleteLater()
        return box.standardButton(box.clickedButton())

    def _go_on(self, then: Callable[[], object]) -> None:
        if not self._editor.is_edited and not self._filing.is_unsaved_copy:
            then()  # what was trained while the file was written does not count, or a run would never be left
        else:
            self.leave(then)
