"""Edits of samples. Where there are many, they are made in a thread: what is measured on all of them takes longer than a frame."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject

from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.document.samples import points_of
from hlviz.document.wiring import wiring_of
from hlviz.session.editor import Editor
from hlviz.session.file_thread import FileThread, Finish

P = ParamSpec("P")

MANY = 100_000
"""Values of inputs from which on a thread makes the edit."""


class SampleEdits(QObject):
    """Makes edits of the document's samples, one after the other."""

    def __init__(self, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._thread = FileThread(self)
        self._thread.failed.connect(editor.refused)

    def apply(
        self,
        text: str,
        edit: Callable[Concatenate[Project, P], Project],
        then: Callable[[], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Edit the samples, at once or as soon as a thread has made the new ones.

        Parameters
        ----------
        text
            What the undo menu calls it.
        edit, args, kwargs
            An edit of ``hlviz.document.edits.samples`` and what it wants beside the project.
        then
            Called when the edit was made; not where it was refused, or the samples are others by then.
        """
        before, points = self._editor.project, points_of(self._editor.project.data)
        if points.x.size < MANY:
            if self._editor.apply(text, edit, *args, **kwargs):
                then()
            return

        def make() -> Finish:
            after = edit(before, *args, **kwargs)
            wiring_of(
                after
            )  # the parts and the scaling are remembered by whom they are of, and found at once by all who ask
            return lambda: self._use(text, points, points_of(after.data), then)

        self._thread.begin(make)

    def close(self) -> None:
        """Wait for the thread."""
        self._thread.close()

    def _use(self, text: str, before: Points, after: Points, then: Callable[[], object]) -> None:
        if points_of(self._editor.project.data) is not before:
            self._editor.refused.emit(self.tr("The samples are others by now, so nothing was changed: try again."))
        elif self._editor.apply(text, edits.use_samples, after):
            then()
