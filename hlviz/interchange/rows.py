"""Rows to predict: a table in the form of the one that the network learned from, read by the recipe that made its samples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

from hlviz.datasets.columns import column_of
from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.image_reader import SIDE
from hlviz.datasets.points import PLANE_NAMES, Floats, Ints
from hlviz.datasets.raw_table import RawColumn, RawTable, listed, shown
from hlviz.datasets.table_recipe import ColumnRecipe, TableRecipe, seen
from hlviz.errors import DataError
from hlviz.interchange.sheets import csv_bytes, prediction_cells, prediction_head
from hlviz.interchange.trained import Trained
from hlviz.nn.metrics import accuracy, r_squared

TYPED = {"X₁": ("x1", "X1", "x_1"), "X₂": ("x2", "X2", "x_2")}
"""How the columns of the plane may be written on any keyboard."""
VALUES = "these values"
"""What a table is called that came in no file."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """How good the network is on rows that say themselves what is right."""

    loss: float
    metric: float
    """Accuracy 0 … 1, or R²."""
    rows: int
    """On how many rows that is."""
    strangers: int
    """Rows with a class that the network does not know."""


@dataclass(frozen=True, eq=False)
class Rows:
    """A table, and what the network takes of it."""

    table: RawTable
    x: Floats
    """(n, inputs of the network), in their own units."""
    at: Ints
    """(n,) which rows of the table these are; the others have gaps, and the recipe leaves such rows out."""
    unused: tuple[str, ...]
    """Columns that the network takes nothing of."""
    y: Floats | None
    """(n,) what is right: the place of the class or the number; NaN where that is not said, −1 where it is a class that the network
    does not know. None where the target is not there."""

    @property
    def left_out(self) -> int:
        """How many rows have gaps."""
        return self.table.rows - len(self.at)


def read_rows(path: Path, trained: Trained) -> Rows:
    """A table of any format that can be learned from, with at least the columns that the network takes.

    Raises
    ------
    DataError
        If a column is missing, or a value is none that the recipe knows: one line that names row and column.
    """
    shape = trained.points.image_shape
    side = shape[0] if shape is not None and shape[0] == shape[1] else SIDE
    return taken_from(read_raw(Origin(path, side=side, fewest=1)), trained)


def taken_from(table: RawTable, trained: Trained) -> Rows:
    """What the network takes of a table.

    Raises
    ------
    DataError
        As ``read_rows``.
    """
    if not table.rows:
        raise DataError(f"{table.name} has no rows below its header: give at least one")
    recipe = _recipe(trained, table)
    x, at = seen(table, recipe)
    target = trained.points.target_name
    taken = {column.name for column in recipe.inputs} | {target}
    unused = tuple(name for name in table.names if name not in taken)
    y = _right(table.column(target), trained)[at] if target in table.names else None
    return Rows(table, x, at, unused, y)


def _recipe(trained: Trained, table: RawTable) -> TableRecipe:
    """The recipe of the project; without one every column is a number under the name that the network knows."""
    recipe = trained.project.data.recipe
    if recipe is not None:
        return recipe
    spelled = [
        next((typed for typed in (name, *TYPED.get(name, ())) if typed in table.names), name)
        for name in trained.points.input_names
    ]
    for name in spelled:
        if name in PLANE_NAMES and name not in table.names:
            told = f"column {shown(name)} (or {TYPED[name][0]})"
            raise DataError(f"{table.name} has no {told}, which the network takes: it has {listed(table.names)}")
    return TableRecipe(tuple(ColumnRecipe(name) for name in spelled))


def _right(column: RawColumn, trained: Trained) -> Floats:
    """(rows,) what the target's column says."""
    names = trained.points.class_names
    if not names:
        return column.numbers if column.numbers is not None else np.full(column.rows, np.nan)
    found, codes = column.categories
    place = {name: float(k) for k, name in enumerate(names)}
    known = np.array([*(place.get(name, -1.0) for name in found), np.nan])
    return cast(Floats, known[codes])


def verdict(trained: Trained, rows: Rows) -> Verdict | None:
    """How good the network is on these rows; None where no row says what is right."""
    if rows.y is None:
        return None
    assembly, strangers = trained.assembly, rows.y < 0 if trained.points.class_names else np.zeros(len(rows.y), bool)
    known = ~np.isnan(rows.y) & ~strangers
    if not known.any():
        return None
    said = trained.outputs(rows.x[known])
    t = assembly.to_targets(rows.y[known])
    with np.errstate(all="ignore"):
        loss = assembly.loss.value(said, t)
        metric = (
            accuracy(assembly.predicted(said), rows.y[known].astype(np.int64))
            if assembly.is_classification
            else r_squared(said[:, 0], t[:, 0])
        )
    return Verdict(float(loss), float(metric), int(known.sum()), int(strangers.sum()))


def told(trained: Trained, rows: Rows) -> list[str]:
    """What there is to say beside the answers, a sentence each: what was not used, and how good the network is on these rows."""
    lines = []
    if rows.unused:
        lines.append(f"not used: {listed(rows.unused)}")
    if rows.left_out:
        lines.append(f"not predicted: {rows.left_out} of {rows.table.rows} rows, which have gaps")
    if (found := verdict(trained, rows)) is not None:
        name, target = trained.assembly.metric_name, shown(trained.points.target_name)
        metric = f", {name} {found.metric:.4f}" if isfinite(found.metric) else ""
        lines.append(f"loss {found.loss:.4g}{metric} on the {found.rows} rows whose {target} is told")
        if found.strangers:
            lines.append(f"{found.strangers} rows have a {target} that the network does not know")
    return lines


def predicted_csv(trained: Trained, rows: Rows) -> bytes:
    """The table as it is written, with what the network says of each row behind it; nothing where a row has gaps."""
    head = prediction_head(trained)
    return csv_bytes([*rows.table.names, *head], _lines(trained, rows, [""] * len(head)))


def _lines(trained: Trained, rows: Rows, nothing: list[str]) -> Iterator[list[str]]:
    said = iter(prediction_cells(trained, trained.outputs(rows.x)))
    is_there = np.isin(np.arange(rows.table.rows), rows.at)
    columns = len(rows.table.names)
    for cells, has_answer in zip(rows.table.written(), is_there, strict=True):
        # a row may end early: what it does not say is a gap
        yield [*cells[:columns], *[""] * (columns - len(cells)), *(next(said) if has_answer else nothing)]


# Values that are in no file


def table_of(values: ArrayLike | Mapping[str, Any], trained: Trained) -> RawTable:
    """A table of columns by name, as a dict or a frame of pandas' holds them, or of rows in the order that the network learned from.

    Raises
    ------
    ValueError
        If rows have another number of columns, or numbers are not finite where gaps are refused.
    """
    if hasattr(values, "keys"):
        import pandas as pd

        named = cast(Mapping[str, Any], values)
        keys = list(named.keys())
        columns = [column_of(str(name), pd.Series(named[name]).reset_index(drop=True)) for name in keys]
        if len({column.rows for column in columns}) > 1:
            raise ValueError("the columns have different numbers of values")
        return RawTable(VALUES, tuple(columns))
    return _table_of_rows(np.asarray(values, object if _has_texts(trained) else np.float64), trained)


def columns_of(trained: Trained) -> tuple[str, ...]:
    """The columns of the table that the network takes, in their order."""
    recipe = trained.project.data.recipe
    return tuple(column.name for column in recipe.inputs) if recipe is not None else trained.points.input_names


def _has_texts(trained: Trained) -> bool:
    recipe = trained.project.data.recipe
    return recipe is not None and any(column.coding == "category" for column in recipe.inputs)


def _table_of_rows(values: np.ndarray[Any, Any], trained: Trained) -> RawTable:
    names, recipe = columns_of(trained), trained.project.data.recipe
    if values.ndim != 2 or values.shape[1] != len(names):
        raise ValueError(
            f"expected rows of {len(names)} values ({listed(names)}), not an array of shape {values.shape}"
        )
    if values.dtype == object:
        import pandas as pd

        return RawTable(
            VALUES, tuple(column_of(name, pd.Series(values[:, i].tolist())) for i, name in enumerate(names))
        )
    fills = recipe is not None and recipe.missing != "refuse"
    if np.isinf(values).any() or (np.isnan(values).any() and not fills):
        raise ValueError("every value must be finite")
    return RawTable(VALUES, tuple(RawColumn(name, "number", values[:, i]) for i, name in enumerate(names)))
