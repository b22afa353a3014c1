"""What is asked of single samples, in the table of samples, as edits of the document."""

from PySide6.QtCore import QCoreApplication

from hlviz.datasets import Points
from hlviz.document import edits
from hlviz.document.samples import points_of
from hlviz.window.action import Context


def tr(text: str) -> str:
    """A text about samples in the user's language."""
    return QCoreApplication.translate("Samples", text)


def set_value(context: Context, points: Points, row: int, column: int, value: float) -> None:
    """Put another value into a sample."""
    if _are_there(context, points):
        name = points.target_name if column == edits.TARGET else points.input_names[column]
        text = tr("{name} of sample {n}").format(name=name, n=row + 1)
        context.samples.apply(text, edits.set_sample, _nothing, row, column, value)


def remove(context: Context, points: Points, rows: list[int]) -> None:
    """Remove samples."""
    if _are_there(context, points):
        text = (
            tr("Remove sample {n}").format(n=rows[0] + 1)
            if len(rows) == 1
            else tr("Remove {n} samples").format(n=len(rows))
        )
        context.samples.apply(text, edits.remove_samples, _nothing, rows)


def add(context: Context, points: Points, row: int) -> None:
    """Add a sample like that one, and follow it: it is there to be changed."""
    if _are_there(context, points):
        new = points.x[row : row + 1], points.y[row : row + 1]
        context.samples.apply(
            tr("Add a sample"), edits.add_samples, lambda: context.selection.set_probe(len(points.y)), *new
        )


def _nothing() -> None:
    """What is seen follows the document by itself."""


def _are_there(context: Context, points: Points) -> bool:
    """Whether these are the samples of the document: on screen may be those of a moment past."""
    if points is points_of(context.editor.project.data):
        return True
    context.window.status.say(tr("These are the samples of a moment past: go back to now to change them."))
    return False
