"""Tables in text files: CSV and its relatives. pandas reads the values; what it cannot is told with row and column."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from hlviz.datasets.columns import MISSING, column_of
from hlviz.datasets.raw_table import MAX_ROWS, RawTable, called, check_size
from hlviz.datasets.text_table import TextTable, open_text_table
from hlviz.errors import DataError

OnProgress = Callable[[float], None]
"""Called now and then with the share done, 0 … 1. What it raises ends the reading."""
READING = 0.7
"""The share of the time that goes into reading; the rest, into looking what the columns hold."""


def read_text(
    path: Path,
    on_progress: OnProgress,
    *,
    separator: str = "",
    rows: int = MAX_ROWS,
    text: str | None = None,
    fewest: int = 2,
) -> RawTable:
    """The table in a text file.

    Parameters
    ----------
    path
        The file; its name alone where ``text`` is given.
    on_progress
        See ``OnProgress``.
    separator
        What parts the columns; empty: what fits best.
    rows
        Read no more than these, for a preview; a table that has more than are allowed is refused.
    text
        The table itself, where it is in no file.
    fewest
        See ``open_text_table``.

    Raises
    ------
    DataError
        If it is no table: one line that names file and row, and the way out.
    """
    table = open_text_table(path, separator, text, fewest)
    try:
        frame = _frame(table, on_progress, rows)
        count = len(frame.columns)
        columns = []
        for place, name in enumerate(table.names):
            columns.append(column_of(name, frame.iloc[:, place]))
            on_progress(READING + (1 - READING) * (place + 1) / count)
    except OSError as error:
        raise DataError(f"{called(path)} cannot be read: {error.strerror or error}") from error
    note = "" if table.has_header else "Its first line holds numbers, so its columns have no names."
    return RawTable(
        called(path), tuple(columns), lambda row: f"row {table.row(row)[0]}", lambda row, name: _cell(table, row, name),
        table.rows, separator=table.separator, note=note,
    )  # fmt: skip


def _cell(table: TextTable, row: int, name: str) -> str:
    cells, at = table.row(row)[1], table.names.index(name)
    return cells[at].strip() if at < len(cells) else ""


def _frame(table: TextTable, on_progress: OnProgress, rows: int) -> Any:
    import pandas as pd

    with warnings.catch_warnings(), pd.option_context("mode.string_storage", "python"):
        warnings.simplefilter("ignore")
        try:
            with table.below_header() as file:
                watched: Any = _Watched(file, _length(table), on_progress)  # all of a file that pandas asks for
                frame = pd.read_csv(
                    watched, sep=table.separator, decimal=table.decimal, header=None,
                    index_col=False, skipinitialspace=True, keep_default_na=False, na_values=list(MISSING),
                    low_memory=False, nrows=min(rows, MAX_ROWS + 1),
                )  # fmt: skip
        except pd.errors.EmptyDataError:
            return pd.DataFrame(columns=range(len(table.names)))
        except (pd.errors.ParserError, UnicodeDecodeError, OverflowError, ValueError) as error:
            _tell_ragged(table)
            raise DataError(
                f"{called(table.path)}: a quotation mark is opened but never closed: close it or remove it"
            ) from error
    check_size(called(table.path), len(frame), len(table.names))
    if frame.shape[1] != len(table.names):
        _tell_ragged(table)
        raise DataError(
            f"{called(table.path)}: its rows have other numbers of values than its first line: check its separators"
        )
    return frame


def _tell_ragged(table: TextTable) -> None:
    if ragged := table.first_ragged_row():
        line, cells = ragged
        raise DataError(
            f"{called(table.path)}, row {line}: expected {len(table.names)} values, found {len(cells)}: "
            "put a value in each column, and values with a separator in quotation marks"
        )


def _length(table: TextTable) -> int:
    return max(1, len(table.text) if table.text is not None else table.path.stat().st_size)


class _Watched:
    """A file that tells how much of it was read, to who reads it in pieces."""

    def __init__(self, file: TextIO, length: int, on_progress: OnProgress) -> None:
        self._file, self._length, self._on_progress, self._done = file, length, on_progress, 0

    def read(self, size: int = -1) -> str:
        piece = self._file.read(size)
        self._done += len(piece)
        self._on_progress(READING * min(1.0, self._done / self._length))
        return piece

    def __iter__(self) -> "_Watched":
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            raise StopIteration
        return line
