"""A table as it was read, before anyone says what is to be learned: named columns of one kind each, with their gaps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hlviz.datasets.points import Floats, Ints
from hlviz.errors import DataError

Kind = Literal["number", "text", "yes-no", "time"]

MAX_ROWS = 2_000_000
MAX_COLUMNS = 1_000
MAX_CELLS = 20_000_000
"""As many as a project file has room for, twice: in their own units, and as the network sees them."""
LARGEST = 1e30
"""float32, in which networks count, ends at 3.4e38: leave some room for what is made of a value."""
DAY = 86_400.0
"""Seconds of a day: times are days since 1970."""


@dataclass(frozen=True, eq=False)
class RawColumn:
    """One column: numbers with NaN for gaps, or texts as places in a list of the different ones with −1 for gaps."""

    name: str
    kind: Kind
    numbers: Floats | None = None
    """(rows,) of a column of numbers, of true and false (1 and 0), or of times (days since 1970)."""
    codes: Ints | None = None
    """(rows,) of a column of texts: which of ``texts`` it is."""
    texts: tuple[str, ...] = ()
    """The different texts, sorted."""
    is_whole: bool = False
    """Whether its numbers were written as whole ones."""
    slips: tuple[tuple[int, str], ...] = ()
    """Rows that hold a text among numbers, with it, or a number out of range; their number is a gap."""

    @property
    def rows(self) -> int:
        """How many values it has, gaps included."""
        values = self.numbers if self.numbers is not None else self.codes
        assert values is not None
        return len(values)

    @cached_property
    def gaps(self) -> NDArray[np.bool_]:
        """(rows,) where there is no value."""
        if self.numbers is not None:
            return np.isnan(self.numbers)
        assert self.codes is not None
        return np.asarray(self.codes < 0)

    @cached_property
    def categories(self) -> tuple[tuple[str, ...], Ints]:
        """Its different values as texts, in order, and which of them each row has, −1 for gaps, shape (rows,)."""
        if self.codes is not None:
            return self.texts, self.codes
        assert self.numbers is not None
        known = ~self.gaps
        values, places = np.unique(self.numbers[known], return_inverse=True)
        codes = np.full(self.rows, -1, np.int64)
        codes[known] = places
        return tuple(self._spoken(value) for value in values.tolist()), codes

    def text(self, row: int) -> str:
        """The value of a row as a person would write it; empty for a gap."""
        if self.codes is not None:
            return self.texts[self.codes[row]] if self.codes[row] >= 0 else ""
        assert self.numbers is not None
        value = float(self.numbers[row])
        if np.isnan(value):
            return next((text for at, text in self.slips if at == row), "")
        return self._spoken(value)

    def _spoken(self, value: float) -> str:
        if self.kind == "yes-no":
            return "True" if value else "False"
        if self.kind == "time":
            moment = np.datetime64(round(value * DAY), "s")
            return str(moment.astype("datetime64[D]") if value.is_integer() else moment).replace("T", " ")
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


@dataclass(frozen=True, eq=False)
class RawTable:
    """Columns of equal length under names of their own.

    Raises
    ------
    DataError
        If it is too large.
    """

    name: str
    """Of the file, with its ending."""
    columns: tuple[RawColumn, ...]
    where: Callable[[int], str] = field(default=lambda row: f"row {row + 1}")
    """Where a row, counted from 0, stands in its file: "row 7"."""
    cell: Callable[[int, str], str] | None = None
    """What is written in a row, counted from 0, of a column, to the letter; None where only values are known."""
    cells: Callable[[], Iterator[list[str]]] | None = None
    """What is written in each row, cell by cell, to the letter; None where only values are known."""
    image_shape: tuple[int, int] | None = None
    """(rows, columns) where the first columns are the pixels of a picture."""
    separator: str = ""
    """What parts its columns, where it is text."""
    sheets: tuple[str, ...] = ()
    """The sheets of its file that are not empty, where it is a spreadsheet."""
    sheet: str = ""
    """Which of them it is."""
    note: str = ""
    """What was supposed when it was read, in a sentence."""

    def __post_init__(self) -> None:
        check_size(self.name, self.rows, len(self.columns))

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.columns[0].rows if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns' names."""
        return tuple(column.name for column in self.columns)

    def written(self) -> Iterator[list[str]]:
        """Each row as it is written in its file, or as a person would write its values."""
        if self.cells is not None:
            return self.cells()
        return ([column.text(row) for column in self.columns] for row in range(self.rows))

    def column(self, name: str) -> RawColumn:
        """The column of that name; ``DataError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise DataError(f"{self.name} has no column {shown(name)}: it has {listed(self.names)}")


def check_size(name: str, rows: int, columns: int) -> None:
    """Refuse a table that is too large, before memory is taken."""
    if columns > MAX_COLUMNS:
        raise DataError(f"{name} has {columns:,} columns, more than the {MAX_COLUMNS:,} allowed: leave some out")
    if rows > MAX_ROWS:
        raise DataError(f"{name} has more than {MAX_ROWS:,} rows: take a sample of them")
    if rows * columns > MAX_CELLS:
        most = f"more than the {MAX_CELLS:,} allowed"
        raise DataError(f"{name} has {rows * columns:,} values, {most}: take a sample of its rows, or fewer columns")


def told_apart(names: list[str]) -> tuple[str, ...]:
    """Names for columns that have none of their own, or that of another: "column 3", "height (2)"."""
    apart: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        first = " ".join(name.split()) or f"column {place}"
        again, key = 2, first
        while key in apart:
            again, key = again + 1, f"{first} ({again})"
        apart[key] = None
    return tuple(apart)


def listed(names: tuple[str, ...]) -> str:
    """Some names on one line: the first of many."""
    first = ", ".join(shown(name, 20) for name in names[:4])
    return f"{first} and {len(names) - 4} more" if len(names) > 4 else first


def shown(text: str, most: int = 40) -> str:
    """A name or value from a file, fit for one line: in quotation marks, escaped and cut."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    escaped = repr(cut)
    # one letter may be escaped as ten
    return escaped if len(escaped) <= 2 * most else escaped[: 2 * most - 2] + "…'"


def called(path: Path) -> str:
    """The name of a file, fit for one line: a long one is cut, what cannot be printed is replaced."""
    name = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path.name) or str(path)[:40]
    return name if len(name) <= 40 else f"{name[:19]}…{name[-20:]}"
