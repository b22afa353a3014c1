"""A table of the user's own, from a CSV file: every column a number to look at, one column to learn.

Nothing is guessed over: an empty cell, a word among numbers or an infinity is told with its row and column, and what to do about it.
"""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hlviz.datasets.points import Floats, Ints, Points
from hlviz.datasets.text_table import TextTable, open_text_table, shown
from hlviz.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

MIN_ROWS = 4
MAX_ROWS = 2_000_000
MAX_CLASSES = 1_000
MAX_INTEGER_CLASSES = 20
LARGEST = 1e30
"""float32, in which networks count, ends at 3.4e38: leave some room for what is made of a value."""
MISSING = ("", "NA", "nan", "NaN", "NAN")


def read_table(path: Path, target: str | None = None, inputs: tuple[str, ...] = ()) -> Points:
    """The table as points to learn from.

    Parameters
    ----------
    path
        Text with a header line, in UTF-8 or Latin-1; columns parted by comma, semicolon or tab.
    target
        The column to learn; None takes the last. Text, true/false, and integers of at most 20 different values (some of which
        come twice) are classes; all else is a number to be learned.
    inputs
        The columns to learn from; none means all others. They must hold numbers or true/false.

    Returns
    -------
    Points
        In the table's own units, rows in the table's order, class names sorted.

    Raises
    ------
    DataError
        If the table cannot be learned from: one line that names file, row and column, and the way out.
    """
    table = open_text_table(path)
    target = table.names[-1] if target is None else target
    inputs = inputs or tuple(name for name in table.names if name != target)
    _check_columns(table, target, inputs)
    frame = _read(table, [*inputs, target])
    x = np.column_stack([_numbers(table, frame[name], name) for name in inputs])
    names, y = _classes(table, frame[target], target) or ((), _numbers(table, frame[target], target))
    if len(names) == 1 or (not names and y.min() == y.max()):
        value = shown(names[0]) if names else f"{y[0]:g}"
        raise DataError(
            f"{path.name}: column {shown(target)} is {value} in every row: choose a target with something to tell"
        )
    return Points(x, y, inputs, target, names)


def _check_columns(table: TextTable, target: str, inputs: tuple[str, ...]) -> None:
    for name in (target, *inputs):
        if name not in table.names:
            raise DataError(f"{table.path.name} has no column {shown(name)}: it has {_listed(table.names)}")
    if target in inputs:
        raise DataError(f"column {shown(target)} cannot be both input and target: take it out of the inputs")
    if len(set(inputs)) < len(inputs):
        raise DataError(f"an input is named twice: {_listed(inputs)}")


def _listed(names: tuple[str, ...]) -> str:
    first = ", ".join(shown(name) for name in names[:8])
    return f"{first} and {len(names) - 8} more" if len(names) > 8 else first


def _read(table: TextTable, columns: list[str]) -> "pd.DataFrame":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd

        try:
            with table.below_header() as file:
                frame = pd.read_csv(
                    file, sep=table.separator, decimal=table.decimal, header=None, index_col=False, skipinitialspace=True,
                    keep_default_na=False, na_values=list(MISSING), low_memory=False, nrows=MAX_ROWS + 1,
                )  # fmt: skip
        except pd.errors.EmptyDataError:
            frame = pd.DataFrame()
        except pd.errors.ParserError as error:
            _tell_ragged(table)
            raise DataError(
                f"{table.path.name}: a quotation mark is opened but never closed: close it or remove it"
            ) from error
    if len(frame) < MIN_ROWS:
        raise DataError(f"{table.path.name} has too few rows below its header ({len(frame)}): give at least {MIN_ROWS}")
    if len(frame) > MAX_ROWS:
        raise DataError(f"{table.path.name} has more than {MAX_ROWS:,} rows: take a sample of them")
    if frame.shape[1] != len(table.names):
        _tell_ragged(table)
    frame.columns = pd.Index(table.names)
    return frame[columns]


def _tell_ragged(table: TextTable) -> None:
    if ragged := table.first_ragged_row():
        line, cells = ragged
        raise DataError(
            f"{table.path.name}, row {line}: expected {len(table.names)} values, found {len(cells)}: "
            "put a value in each column, and values with a separator in quotation marks"
        )


def _numbers(table: TextTable, column: "pd.Series[Any]", name: str) -> Floats:
    import pandas as pd

    values = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    bad = ~(np.abs(values) <= LARGEST)
    if bad.any():
        raise _bad_cell(table, int(bad.argmax()), name, "a number")
    return values


def _classes(table: TextTable, column: "pd.Series[Any]", name: str) -> tuple[tuple[str, ...], Ints] | None:
    """The class names, sorted, and each row's class; None where the column holds numbers to be learned."""
    if column.isna().any() and not _is_numeric(column):
        raise _bad_cell(table, int(column.isna().to_numpy().argmax()), name, "a class")
    if column.dtype.kind == "f" or (_is_numeric(column) and column.dtype.kind not in "iub"):
        return None
    texts = column if column.dtype.kind in "iub" else column.astype(str).str.strip()
    values, y = np.unique(texts.to_numpy(), return_inverse=True)
    names = tuple(str(value) for value in values.tolist())
    if column.dtype.kind in "iu":
        return (names, y) if len(names) <= MAX_INTEGER_CLASSES and len(names) < len(y) else None
    if len(names) > MAX_CLASSES or len(names) == len(y):
        found = f"{len(names)} different texts in {len(y)} rows"
        raise DataError(f"{table.path.name}: column {shown(name)} holds {found}: choose a target with fewer classes")
    return names, y


def _is_numeric(column: "pd.Series[Any]") -> bool:
    """Whether at least half of the values are numbers: then a word among them is a slip, not a class."""
    import pandas as pd

    return column.dtype.kind in "iuf" or bool(pd.to_numeric(column, errors="coerce").notna().mean() >= 0.5)


def _bad_cell(table: TextTable, row: int, name: str, wanted: str) -> DataError:
    line, cells = table.row(row)
    at = table.names.index(name)
    found = cells[at].strip() if at < len(cells) else ""
    where = f"{table.path.name}, row {line}, column {shown(name)}"
    if found in MISSING:
        told = f"{shown(found)} stands for a missing value" if found else "the value is missing"
        return DataError(f"{where}: {told}: fill it in or remove the row")
    return DataError(
        f"{where}: {shown(found)} is not {wanted} hlviz can learn from: write a number, or remove the row or column"
    )
