"""The one place where the document changes."""

from collections.abc import Callable, Hashable
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from hlviz.document import Project
from hlviz.document.wiring import wiring_of
from hlviz.errors import HlvizError
from hlviz.session.change import Change
from hlviz.session.edit_command import BranchCommand, EditCommand, TrainingCommand
from hlviz.training.standing import Bookmark, Standing, Stretch

P = ParamSpec("P")

UNDO_LIMIT = 500


class Editor(QObject):
    """Holds the project and its undo stack. Who wants the document changed asks here, and is told like everyone else."""

    changed = Signal(object)
    """A ``Change``: after every edit, undo and redo."""
    opened = Signal(object)
    """A ``Project``: another document is here; nothing can be undone."""
    refused = Signal(str)
    """An edit could not be made, and why; the document is as it was."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self._project = project
        self._next_id = project.next_id
        self._merge_ids: dict[Hashable, int] = {}

    @property
    def project(self) -> Project:
        """The document as it is now."""
        return self._project

    @property
    def is_edited(self) -> bool:
        """Whether the document was edited since it was opened or saved; training alone is no edit."""
        saved, now = self.undo_stack.cleanIndex(), self.undo_stack.index()
        between = range(min(saved, now), max(saved, now))
        return saved < 0 or any(not isinstance(self.undo_stack.command(place), TrainingCommand) for place in between)

    def apply(
        self,
        text: str,
        edit: Callable[Concatenate[Project, P], Project],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Edit the document; whether that could be done.

        Parameters
        ----------
        text
            What the undo menu calls it, such as "Resize layer".
        edit, args, kwargs
            A function of ``hlviz.document.edits`` and what it wants beside the project.
        """
        return self._apply(text, -1, lambda project: edit(project, *args, **kwargs))

    def apply_merged(
        self,
        text: str,
        merge_key: Hashable,
        edit: Callable[Concatenate[Project, P], Project],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """Edit the document as one step of undo with edits of the same key just before, as while a slider is dragged."""
        merge_id = self._merge_ids.setdefault(merge_key, len(self._merge_ids) + 1)
        return self._apply(text, merge_id, lambda project: edit(project, *args, **kwargs))

    def _apply(self, text: str, merge_id: int, edit: Callable[[Project], Project]) -> bool:
        try:
            after = edit(self._project.with_ids_from(self._next_id))
            if after.with_ids_from(self._next_id) == self._project.with_ids_from(self._next_id):
                return True
            wiring_of(after)  # whatever is wrong with its data is said here, not in the training thread
        except HlvizError as error:
            self.refused.emit(str(error))
            return False
        self.undo_stack.push(EditCommand(text, self._project, after, self._show, merge_id))
        return True

    def branch(self, text: str, project: Project, at: Standing) -> None:
        """Go on from where training stood, with the project of then: one step of undo.

        Parameters
        ----------
        text
            What the undo menu calls it.
        project
            That of ``at``.
        at
            A moment of the run under way, or of one before it; the end of another one goes on with that run.
        """
        after = project.with_ids_from(self._next_id)
        self.undo_stack.push(BranchCommand(text, self._project, after, self._show, Bookmark(at)))

    def note_training(self, stretch: Stretch, steps: int = -1) -> None:
        """Training begins, or is over: undo goes back to before it. It is called by the steps it took, once they are known."""
        merge_id = self._merge_ids.setdefault(stretch, len(self._merge_ids) + 1)
        text = self.tr("Train")
        if steps > 0:
            text = (self.tr("Train 1 step") if steps == 1 else self.tr("Train {steps} steps")).format(
                steps=f"{steps:,}"
            )
        command = TrainingCommand(text, self._project, self._show, stretch.stood, merge_id, is_empty=steps == 0)
        under_it = [self.undo_stack.command(place) for place in range(self.undo_stack.index())]
        its_own = [known for known in under_it if known.id() == merge_id]
        if its_own and under_it[-1] is not its_own[-1]:
            its_own[-1].setText(text)  # the network was edited meanwhile
        elif its_own or steps:
            self.undo_stack.push(command)

    def note_rewinding(self, left: Bookmark) -> None:
        """Training went back to its beginning: undo finds what was learned."""
        self.undo_stack.push(TrainingCommand(self.tr("Rewind"), self._project, self._show, left))

    def open(self, project: Project) -> None:
        """Put another document in this one's place."""
        self.undo_stack.clear()
        self._project = project
        self._next_id = project.next_id
        self.opened.emit(project)

    def _show(self, change: Change) -> None:
        self._project = change.after
        self._next_id = max(self._next_id, change.after.next_id)
        self.changed.emit(change)
