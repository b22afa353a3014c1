"""One step of undo: the project before and the project after."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from hlviz.document import Project
from hlviz.session.change import Change, Way


class EditCommand(QUndoCommand):
    """Goes back to ``before`` and forth to ``after``. Edits with the same merge key that follow each other are one step."""

    def __init__(
        self, text: str, before: Project, after: Project, show: Callable[[Change], None], merge_id: int = -1
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show, self._merge_id = before, after, show, merge_id
        self._way = Way.DONE

    def undo(self) -> None:
        """Back to the project before."""
        self._show(Change(self._after, self._before, self.text(), Way.UNDONE))

    def redo(self) -> None:
        """Forth to the project after; also called when the command is pushed."""
        self._show(Change(self._before, self._after, self.text(), self._way))
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
