"""A table of the user's own as samples, read and made in one go: what the command line and a first look need."""

from pathlib import Path

from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.guess import guess
from hlviz.datasets.points import Points
from hlviz.datasets.table_recipe import Missing, learned


def read_table(
    path: Path, target: str | None = None, inputs: tuple[str, ...] = (), missing: Missing = "refuse"
) -> Points:
    """The table as points to learn from.

    Nothing is guessed over: an empty cell, a word among numbers or an infinity is told with its row and column, unless ``missing``
    says what becomes of gaps.

    Parameters
    ----------
    path
        Text, a spreadsheet, a Parquet file, arrays of NumPy's, or a folder of pictures; see ``hlviz.datasets.formats``.
    target, inputs, missing
        See ``hlviz.datasets.guess``.

    Returns
    -------
    Points
        In the table's own units, rows in the table's order, class names sorted.

    Raises
    ------
    DataError
        If the table cannot be learned from: one line that names file, row and column, and the way out.
    """
    raw = read_raw(Origin(path))
    return learned(raw, guess(raw, target, inputs, missing)).points
