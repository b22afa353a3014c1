"""What can be read as a table: a format is a reader and the endings of its files. To add one, write its reader and its row."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hlviz.datasets.array_reader import read_arrays
from hlviz.datasets.image_reader import SIDE, read_images
from hlviz.datasets.raw_table import MAX_ROWS, RawTable, called
from hlviz.datasets.sheet_reader import read_parquet, read_sheet
from hlviz.datasets.text_reader import OnProgress, read_text
from hlviz.errors import DataError

PREVIEW = 200
"""Rows of a preview."""


@dataclass(frozen=True)
class Format:
    """A kind of table file."""

    title: str
    suffixes: tuple[str, ...]
    read: Callable[..., RawTable]
    """Called with path, ``on_progress`` and ``rows``; a text file's with its ``separator`` besides."""


FORMATS: dict[str, Format] = {
    "text": Format("Text: CSV, TSV", (".csv", ".tsv", ".txt", ".tab"), read_text),
    "sheet": Format("Excel, ODS", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), read_sheet),
    "parquet": Format("Parquet", (".parquet", ".pq"), read_parquet),
    "arrays": Format("NumPy", (".npz", ".npy"), read_arrays),
    "images": Format("Pictures, a folder a class", (), read_images),
}

SUFFIXES = tuple(suffix for each in FORMATS.values() for suffix in each.suffixes)
"""The endings of all files that are read as tables."""


@dataclass(frozen=True)
class Origin:
    """Where a table is and how to read it."""

    path: Path
    separator: str = ""
    """Of a text file; empty: what fits best."""
    sheet: str = ""
    """Of a spreadsheet; empty: the first that is not empty."""
    text: str | None = None
    """A table that was pasted; the path is then its name."""
    side: int = SIDE
    """Pixels of the sides of pictures in a folder."""
    fewest: int = 2
    """Columns of a text, at least: two to learn from, one to be answered."""

    @property
    def format(self) -> str:
        """The key of its format."""
        if self.text is not None:
            return "text"
        if self.path.is_dir():
            return "images"
        suffix = self.path.suffix.lower()
        return next((key for key, each in FORMATS.items() if suffix in each.suffixes), "text")


def read_raw(origin: Origin, *, on_progress: OnProgress = lambda share: None, rows: int = MAX_ROWS) -> RawTable:
    """The table, whatever its format.

    Parameters
    ----------
    origin
        Where it is.
    on_progress
        Called with the share done, 0 … 1; what it raises ends the reading.
    rows
        No more than these, for a preview.

    Raises
    ------
    DataError
        If it cannot be read: one line that names file and row, what was found and the way out.
    """
    read = FORMATS[origin.format].read
    extra: dict[str, Any] = {}
    if origin.format == "text":
        extra = {"separator": origin.separator, "text": origin.text, "fewest": origin.fewest}
    elif origin.format == "sheet":
        extra = {"sheet": origin.sheet}
    elif origin.format == "images":
        extra = {"side": origin.side}
    try:
        return read(origin.path, on_progress, rows=rows, **extra)
    except OSError as error:
        raise DataError(f"{called(origin.path)} cannot be read: {error.strerror or error}") from error
    except MemoryError as error:
        raise DataError(f"{called(origin.path)} needs more memory than there is: take a sample of its rows") from error
