"""Rows to predict: a table with the columns that the network learned from, and whatever else it has."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hlviz.datasets.points import PLANE_NAMES, Floats
from hlviz.datasets.raw_table import shown
from hlviz.datasets.text_table import TextTable, open_text_table
from hlviz.errors import DataError
from hlviz.interchange.sheets import csv_bytes, prediction_cells, prediction_head
from hlviz.interchange.trained import Trained

LARGEST = 1e30
"""As for samples to learn from: float32 ends at 3.4e38."""
TYPED = {"X₁": ("x1", "X1", "x_1"), "X₂": ("x2", "X2", "x_2")}
"""How the columns of the plane may be written on any keyboard."""


@dataclass(frozen=True, eq=False)
class Rows:
    """A table as it is written, and the numbers in it that the network takes."""

    head: tuple[str, ...]
    cells: list[list[str]]
    x: Floats
    """(rows, columns of the network)."""


def read_rows(path: Path, trained: Trained) -> Rows:
    """A table with at least the columns that the network takes; the target need not be there.

    Raises
    ------
    DataError
        If a column is missing or a value is no number: one line that names row and column.
    """
    table = open_text_table(path)
    places = [_place(table, name) for name in trained.points.input_names]
    cells: list[list[str]] = []
    x: list[list[float]] = []
    try:
        with table.below_header() as file:
            for row in csv.reader(file, delimiter=table.separator, skipinitialspace=True):
                if any(cell.strip() for cell in row):
                    x.append(_numbers(table, len(cells), row, places))
                    cells.append(row)
    except csv.Error as error:
        raise DataError(f"{path.name} cannot be read ({error}): look for a quotation mark never closed") from error
    if not cells:
        raise DataError(f"{path.name} has no rows below its header: give at least one")
    return Rows(table.names, cells, np.array(x, np.float64))


def _place(table: TextTable, name: str) -> int:
    for spelling in (name, *(TYPED[name] if name in PLANE_NAMES else ())):
        if spelling in table.names:
            return table.names.index(spelling)
    told = f" (or {TYPED[name][0]})" if name in PLANE_NAMES else ""
    first = ", ".join(shown(other) for other in table.names[:8])
    more = f" and {len(table.names) - 8} more" if len(table.names) > 8 else ""
    raise DataError(
        f"{table.path.name} has no column {shown(name)}{told}, which the network takes: it has {first}{more}"
    )


def _numbers(table: TextTable, index: int, row: Sequence[str], places: Sequence[int]) -> list[float]:
    if len(row) != len(table.names):
        line, _ = table.row(index)
        raise DataError(
            f"{table.path.name}, row {line}: expected {len(table.names)} values, found {len(row)}: "
            "put a value in each column, and values with a separator in quotation marks"
        )
    values = []
    for place in places:
        value = _number(row[place], table.decimal)
        if not abs(value) <= LARGEST:
            line, _ = table.row(index)
            raise DataError(
                f"{table.path.name}, row {line}, column {shown(table.names[place])}: {shown(row[place])} is not a number "
                "that the network can take: write a number, or remove the row"
            )
        values.append(value)
    return values


def _number(text: str, decimal: str) -> float:
    text = text.strip()
    if text.casefold() in ("true", "false"):
        return float(text.casefold() == "true")
    try:
        return float(text.replace(decimal, ".") if decimal != "." else text)
    except ValueError:
        return float("nan")


def predicted_csv(trained: Trained, rows: Rows) -> bytes:
    """The table as it is written, with what the network says of each row behind it."""
    said = trained.outputs(rows.x)
    lines = ([*row, *cells] for row, cells in zip(rows.cells, prediction_cells(trained, said), strict=True))
    return csv_bytes([*rows.head, *prediction_head(trained)], lines)
