"""One step of undo: the project before and the project after, and where training stood at either."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from hlviz.document import Project
from hlviz.session.change import Change, Way
from hlviz.training.standing import Bookmark, Turn


class EditCommand(QUndoCommand):
    """Goes back to ``before`` and forth to ``after``. Edits with the same merge key that follow each other are one step.

    Where an edit begins training anew, going back finds the run that was left.
    """

    is_whole = False
    """Whether it is about training: then that goes back and forth in any case, and does not carry over what was learned since."""

    def __init__(
        self, text: str, before: Project, after: Project, show: Callable[[Change], None], merge_id: int = -1
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show, self._merge_id = before, after, show, merge_id
        self._stood, self._stands = Bookmark(), Bookmark()
        self._way = Way.DONE

    def undo(self) -> None:
        """Back to the project before."""
        turn = Turn(leaves=self._stands, finds=self._stood, is_whole=self.is_whole)
        self._show(Change(self._after, self._before, self.text(), Way.UNDONE, turn))

    def redo(self) -> None:
        """Forth to the project after; also called when the command is pushed."""
        turn = Turn(leaves=self._stood, finds=self._stands, is_whole=self.is_whole)
        self._show(Change(self._before, self._after, self.text(), self._way, turn))
        self._way = Way.REDONE  # from now on

    def id(self) -> int:
        """What Qt compares before it asks to merge; −1 for never."""
        return self._merge_id

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a later command of the same kind into this one."""
        if not isinstance(other, EditCommand):
            return False
        self._after = other._after
        ids = max(self._before.next_id, self._after.next_id)
        # back where it began: not a step that anyone would want to undo
        self.setObsolete(self._before.with_ids_from(ids) == self._after.with_ids_from(ids))
        return True


class BranchCommand(EditCommand):
    """Goes on from an earlier moment, with the project of then; going back finds the run that was left."""

    is_whole = True

    def __init__(
        self, text: str, before: Project, after: Project, show: Callable[[Change], None], at: Bookmark
    ) -> None:
        super().__init__(text, before, after, show)
        self._stands = at


class TrainingCommand(EditCommand):
    """Training that was begun, or thrown away, when the command is pushed: going back finds the weights of before.

    Parameters
    ----------
    stood
        Where training stood.
    merge_id
        The same for what is one step of undo, such as single steps one after the other, or the beginning of a run and its end.
    is_empty
        Whether nothing was trained after all: then there is nothing to undo.
    """

    is_whole = True

    def __init__(
        self,
        text: str,
        project: Project,
        show: Callable[[Change], None],
        stood: Bookmark,
        merge_id: int = -1,
        *,
        is_empty: bool = False,
    ) -> None:
        super().__init__(text, project, project, show, merge_id)
        self._stood, self._is_empty = stood, is_empty
        self._is_done = True

    def redo(self) -> None:
        """Forth to what was learned."""
        if self._is_done:  # it was, when the command was made
            self._is_done = False
        else:
            super().redo()

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the name of the later one, and go back as far as this one does."""
        if not isinstance(other, TrainingCommand):
            return False
        self.setText(other.text())
        self.setObsolete(other._is_empty)
        return True
