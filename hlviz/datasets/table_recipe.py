"""What is made of a table: which columns are inputs and which is learned, what becomes of gaps, and which rows test.

A recipe is a value. ``learned`` fills in what it takes from the rows it learns from (classes, categories, means); from then on
it makes the same samples of the same rows, whenever it is asked, of these or of new ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hlviz.datasets.columns import MISSING
from hlviz.datasets.points import Floats, Ints, Points
from hlviz.datasets.raw_table import MAX_COLUMNS, RawColumn, RawTable, listed, shown
from hlviz.errors import DataError

Role = Literal["input", "target", "part", "time", "ignore"]
Coding = Literal["number", "category"]
Missing = Literal["refuse", "drop", "mean", "flag"]
Scale = Literal["standard", "range", "none"]

MIN_ROWS = 4
MAX_CLASSES = 1_000
MAX_CATEGORIES = 100
"""Different values, at most, of a column that becomes an input for each of them."""
TEST_WORDS = ("test", "testing", "holdout", "validation", "valid", "val", "true", "yes", "1")
"""What a column that says which rows test usually says of these."""
LEAVE_OUT = "or leave the column out"
"""What else can be done where a column holds what is no number."""


@dataclass(frozen=True)
class ColumnRecipe:
    """What is made of one column."""

    name: str
    role: Role = "input"
    coding: Coding = "number"
    """Whether it is taken as a number, or as one of several values: a class, or an input for each value."""
    fill: float = 0.0
    """What stands for a gap among numbers: their mean. Of categories: the place of the most frequent."""
    categories: tuple[str, ...] = ()
    """Its different values; of the target the classes."""
    has_gaps: bool = False
    """Whether there were gaps among the rows it was learned from: then it has a flag, where flags were asked for."""

    @property
    def sees(self) -> int:
        """How many inputs its value becomes: a pair of values needs but one."""
        return 1 if self.coding == "number" or len(self.categories) == 2 else len(self.categories)

    def inputs(self, missing: Missing) -> tuple[str, ...]:
        """The names of the inputs that it becomes."""
        flag = (f"{self.name} missing",) if missing == "flag" and self.has_gaps else ()
        if self.coding == "number":
            return (self.name, *flag)
        told = self.categories[1:] if len(self.categories) == 2 else self.categories
        return (*(f"{self.name}={value}" for value in told), *flag)


@dataclass(frozen=True)
class TableRecipe:
    """How a table becomes samples."""

    columns: tuple[ColumnRecipe, ...]
    missing: Missing = "refuse"
    """What becomes of a row with a gap in an input: it is an error, the row is left out, the mean (of categories the most frequent)
    is put there, or that and an input more that says so. A row without a target is an error or is left out."""
    scale: Scale = "standard"
    """Inputs to mean 0 and standard deviation 1, to 0 … 1, or as they are; measured on the training part."""
    train_share: float = 0.8
    test_values: tuple[str, ...] = ()
    """Which values of the column with the role "part" say that a row only tests."""

    @property
    def target(self) -> ColumnRecipe | None:
        """The column that is learned; None where there is none yet."""
        return self._only("target")

    @property
    def part(self) -> ColumnRecipe | None:
        """The column that says which rows test."""
        return self._only("part")

    @property
    def time(self) -> ColumnRecipe | None:
        """The column by which rows are put in order: the last of them test."""
        return self._only("time")

    @property
    def inputs(self) -> tuple[ColumnRecipe, ...]:
        """The columns to learn from."""
        return tuple(column for column in self.columns if column.role == "input")

    def _only(self, role: Role) -> ColumnRecipe | None:
        return next((column for column in self.columns if column.role == role), None)

    def with_column(self, name: str, role: Role, coding: Coding) -> "TableRecipe":
        """The recipe with another role for one column. There is one target, one part and one time: who had it is an input again,
        or is left out.
        """
        columns = []
        for column in self.columns:
            if column.name == name:
                column = replace(column, role=role, coding=coding)
            elif role == column.role and role in ("target", "part", "time"):
                column = replace(column, role="input" if role == "target" else "ignore")
            elif {role, column.role} == {"part", "time"}:
                column = replace(column, role="ignore")
            columns.append(column)
        return replace(self, columns=tuple(columns))


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a recipe made of a table."""

    points: Points
    recipe: TableRecipe
    """With all that it took from the rows."""
    rows: Ints
    """(samples,) which row of the table each sample is."""
    left_out: int
    """Rows with gaps that are not among the samples."""
    filled: int
    """Rows in which a gap was filled."""


def learned(raw: RawTable, recipe: TableRecipe) -> Outcome:
    """The samples of a table, and the recipe with what it took from them.

    Raises
    ------
    DataError
        If the table cannot be learned from that way: one line that names row and column, what was found and what was expected.
    """
    if raw.rows < MIN_ROWS:
        raise DataError(f"{raw.name} has too few rows below its header ({raw.rows}): give at least {MIN_ROWS}")
    target = _check(raw, recipe)
    kept = _kept(raw, recipe)
    rows = np.flatnonzero(kept)
    if len(rows) < MIN_ROWS:
        raise DataError(f"{raw.name} has {len(rows)} rows without gaps, of {raw.rows}: fill gaps, or fill in the mean")
    is_test = None
    if (time := recipe.time) is not None:
        rows = rows[_in_order(raw, raw.column(time.name), rows)]
    elif (part := recipe.part) is not None:
        is_test = _is_test(raw, part, recipe, rows)
        recipe = replace(recipe, test_values=tuple(v for v in _test_values(raw, part, recipe)))
    measured = rows if is_test is None else rows[~is_test]
    columns = [_fitted(raw, column, rows, measured) for column in recipe.columns]
    recipe = replace(recipe, columns=tuple(columns))
    names = tuple(name for column in recipe.inputs for name in column.inputs(recipe.missing))
    if len(names) > MAX_COLUMNS:
        raise DataError(f"that makes {len(names):,} inputs, more than the {MAX_COLUMNS:,} allowed: leave columns out")
    x, filled = _inputs(raw, recipe, rows)
    y, class_names = _target(raw, recipe, rows)
    shape = raw.image_shape
    pixels = raw.names[: shape[0] * shape[1]] if shape is not None else ()
    is_image = shape is not None and names == pixels
    domain = ((0.0, 1.0),) * len(names) if is_image and x.min() >= 0 and x.max() <= 1 else None
    points = Points(x, y, names, target.name, class_names, shape if is_image else None, domain, is_test)
    _check_target(raw, points)
    return Outcome(points, recipe, rows, raw.rows - len(rows), filled)


def applied(raw: RawTable, recipe: TableRecipe) -> tuple[Floats, Ints | Floats]:
    """New rows as samples, by a recipe that has learned: inputs (samples, d) and targets (samples,).

    Raises
    ------
    DataError
        As ``learned``, and if a value is none that the recipe knows.
    """
    _check(raw, recipe)
    x, rows = _made(raw, recipe)
    y, _ = _target(raw, recipe, rows)
    return x, y


def seen(raw: RawTable, recipe: TableRecipe) -> tuple[Floats, Ints]:
    """New rows as a network sees them that learned by a recipe, (samples, d), and which rows of the table they are, (samples,).

    The target need not be there, nor what the recipe leaves out.

    Raises
    ------
    DataError
        If an input is not there, or a value is none that the recipe knows.
    """
    inputs = replace(recipe, columns=recipe.inputs)
    missing = tuple(column.name for column in inputs.columns if column.name not in raw.names)
    if missing:
        what = f"column {listed(missing)}" if len(missing) == 1 else f"columns {listed(missing)}"
        raise DataError(f"{raw.name} has no {what}, which the network takes: it has {listed(raw.names)}")
    for column in inputs.columns:
        if column.coding == "number":
            _check_numbers(raw, raw.column(column.name), "or remove the row")
    return _made(raw, inputs)


def _made(raw: RawTable, recipe: TableRecipe) -> tuple[Floats, Ints]:
    rows = np.flatnonzero(_kept(raw, recipe))
    if not len(rows):
        raise DataError(f"{raw.name} holds no row without gaps: fill them in")
    return _inputs(raw, recipe, rows)[0], rows


# What is asked for


def _check(raw: RawTable, recipe: TableRecipe) -> ColumnRecipe:
    target = recipe.target
    if target is None:
        raise DataError("no column is learned: choose one as the target")
    if not recipe.inputs:
        raise DataError("no column is an input: choose at least one to learn from")
    for column in recipe.columns:
        if column.role != "ignore":
            raw.column(column.name)
    for column in (*recipe.inputs, target):
        found = raw.column(column.name)
        if column.coding == "number":
            _check_numbers(raw, found)
        elif column.role == "input" and len(found.categories[0]) > MAX_CATEGORIES and not column.categories:
            told = f"{len(found.categories[0]):,} different values, more than {MAX_CATEGORIES}"
            way = "leave it out" if found.kind == "text" else "take it as a number"
            raise DataError(f"column {shown(column.name)} has {told}: {way}")
    return target


def _check_numbers(raw: RawTable, column: RawColumn, way: str = LEAVE_OUT) -> None:
    if column.slips:
        row, text = column.slips[0]
        raise bad_cell(raw, row, column.name, text, "a number", way)
    if column.codes is not None and column.texts:
        row = int(np.argmax(column.codes >= 0))
        raise bad_cell(raw, row, column.name, column.text(row), "a number", way)


def bad_cell(raw: RawTable, row: int, name: str, found: str, wanted: str, way: str = LEAVE_OUT) -> DataError:
    """What is wrong with one cell: where it is, what was found and what was expected, and the other way out."""
    where = f"{raw.name}, {raw.where(row)}, column {shown(name, 30)}"
    found = raw.cell(row, name) if raw.cell is not None else found
    if found in MISSING:
        told = f"{shown(found)} stands for a missing value" if found else "the value is missing"
        return DataError(f"{where}: {told}: fill it in or remove the row, or choose what becomes of gaps")
    return DataError(f"{where}: {shown(found, 30)} is not {wanted} hlviz can learn from: write a number, {way}")


def _kept(raw: RawTable, recipe: TableRecipe) -> NDArray[np.bool_]:
    """(rows,) which rows become samples."""
    gaps = np.zeros(raw.rows, bool)
    for column in recipe.columns:
        if column.role == "ignore" or (column.role == "input" and recipe.missing in ("mean", "flag")):
            continue
        found = raw.column(column.name)
        if recipe.missing == "refuse" and found.gaps.any():
            raise bad_cell(raw, int(found.gaps.argmax()), column.name, "", "a value")
        gaps |= found.gaps
    return ~gaps


def _in_order(raw: RawTable, column: RawColumn, rows: Ints) -> Ints:
    if column.numbers is None:
        row = int(rows[0])
        where = f"{raw.name}, {raw.where(row)}, column {shown(column.name)}"
        raise DataError(f"{where}: {shown(column.text(row))} is no time: write dates such as 2024-05-31, or numbers")
    return np.argsort(column.numbers[rows], kind="stable")


def _test_values(raw: RawTable, part: ColumnRecipe, recipe: TableRecipe) -> Iterator[str]:
    names = raw.column(part.name).categories[0]
    wanted = {value.casefold() for value in recipe.test_values or TEST_WORDS}
    yield from (name for name in names if name.casefold() in wanted)


def _is_test(raw: RawTable, part: ColumnRecipe, recipe: TableRecipe, rows: Ints) -> NDArray[np.bool_]:
    names, codes = raw.column(part.name).categories
    tests = set(_test_values(raw, part, recipe))
    is_test = np.isin(codes[rows], [k for k, name in enumerate(names) if name in tests])
    if is_test.all() or not is_test.any():
        told = f"column {shown(part.name)} holds {listed(names)}"
        what = "for the test" if is_test.all() else "for training"
        raise DataError(f"{told}: that puts every row into the part {what}: name the values that test")
    return is_test


def _fitted(raw: RawTable, column: ColumnRecipe, rows: Ints, measured: Ints) -> ColumnRecipe:
    """The column with its categories, and what stands for a gap as the rows that it learns from say."""
    if column.role not in ("input", "target"):
        return column
    found = raw.column(column.name)
    has_gaps = bool(found.gaps[rows].any())
    if column.coding == "number":
        known = found.numbers[measured] if found.numbers is not None else np.zeros(0)
        known = known[~np.isnan(known)]
        return replace(column, fill=float(known.mean()) if len(known) else 0.0, categories=(), has_gaps=has_gaps)
    names, codes = found.categories
    counts = np.bincount(codes[rows][codes[rows] >= 0], minlength=len(names))
    kept = np.flatnonzero(counts)
    often = np.bincount(codes[measured][codes[measured] >= 0], minlength=len(names))[kept]
    fill = float(often.argmax()) if len(kept) else 0.0
    return replace(column, fill=fill, categories=tuple(names[k] for k in kept), has_gaps=has_gaps)


def _inputs(raw: RawTable, recipe: TableRecipe, rows: Ints) -> tuple[Floats, int]:
    blocks: list[Floats] = []
    filled = np.zeros(len(rows), bool)
    for column in recipe.inputs:
        found = raw.column(column.name)
        gaps = found.gaps[rows]
        filled |= gaps
        if column.coding == "number":
            values = found.numbers[rows] if found.numbers is not None else np.full(len(rows), np.nan)
            blocks.append(np.where(gaps, column.fill, values)[:, None])
        else:
            codes = np.where(gaps, int(column.fill), _places(raw, column, found, rows))
            hot = codes[:, None] == np.arange(len(column.categories))
            blocks.append((hot[:, 1:] if len(column.categories) == 2 else hot).astype(np.float64))
        if recipe.missing == "flag" and column.has_gaps:
            blocks.append(gaps[:, None].astype(np.float64))
    return np.concatenate(blocks, axis=1), int(filled.sum())


def _places(raw: RawTable, column: ColumnRecipe, found: RawColumn, rows: Ints) -> Ints:
    """Which of the recipe's categories each row has, −1 for gaps."""
    names, codes = found.categories
    if names == column.categories:
        return codes[rows]
    place = {name: k for k, name in enumerate(column.categories)}
    known = np.array([*(place.get(name, -2) for name in names), -1], np.int64)
    places = known[codes[rows]]
    if (places == -2).any():
        row = int(rows[(places == -2).argmax()])
        where = f"{raw.name}, {raw.where(row)}, column {shown(column.name)}"
        raise DataError(f"{where}: {shown(found.text(row))} is none of {listed(column.categories)}: write one of these")
    return places


def _target(raw: RawTable, recipe: TableRecipe, rows: Ints) -> tuple[Ints | Floats, tuple[str, ...]]:
    target = recipe.target
    assert target is not None
    found = raw.column(target.name)
    if target.coding == "category":
        return _places(raw, target, found, rows), target.categories
    assert found.numbers is not None
    return found.numbers[rows], ()


def _check_target(raw: RawTable, points: Points) -> None:
    name = shown(points.target_name)
    if points.classes == 1 or (not points.classes and points.y.min() == points.y.max()):
        value = shown(points.class_names[0]) if points.classes else f"{points.y[0]:g}"
        raise DataError(f"{raw.name}: column {name} is {value} in every row: choose a target with something to tell")
    if points.classes > MAX_CLASSES or points.classes == len(points.y):
        found = f"{points.classes} different texts in {len(points.y)} rows"
        raise DataError(f"{raw.name}: column {name} holds {found}: choose a target with fewer classes")
