"""A text file of rows and columns, before anyone asks what the values mean: encoding, separator, header, and where each row stands."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from hlviz.errors import DataError

MAX_BYTES = 256 * 2**20
MAX_COLUMNS = 1_000
SEPARATORS = (",", ";", "\t")
CHUNK = 2**20
CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a"))
DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")


@dataclass(frozen=True)
class TextTable:
    """What the header and the first rows of a file tell."""

    path: Path
    encoding: str
    separator: str
    decimal: str
    """``","`` where numbers are written as 1,5 and columns are parted by something else."""
    names: tuple[str, ...]

    @contextmanager
    def below_header(self) -> Iterator[TextIO]:
        """The open file, from the first line after the header on."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            next(_records(file, self.separator))
            yield file

    def row(self, index: int) -> tuple[int, list[str]]:
        """Of a data row, counted from 0: the line of the file it starts on, counted from 1, and its cells."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            return next(islice(_records(file, self.separator), index + 1, None))

    def first_ragged_row(self) -> tuple[int, list[str]] | None:
        """The first data row that has not as many cells as the header."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            rows = islice(_records(file, self.separator), 1, None)
            return next((row for row in rows if len(row[1]) != len(self.names)), None)


def open_text_table(path: Path) -> TextTable:
    """Look at the file and read its header.

    Raises
    ------
    DataError
        If there is no such file, it is no text, or its header names no columns that could be told apart.
    """
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            head = list(islice(iter(file.readline, ""), 50))
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror or error}") from error
    separator = max(SEPARATORS, key=lambda separator: _columns(head, separator))
    samples = [cells for _, cells in islice(_records(head, separator), 20)]
    if not samples:
        raise DataError(f"{path.name} is empty: give a table with column names in its first line")
    names = tuple(name.strip() for name in samples[0])
    _check_names(path, names)
    has_commas = separator != "," and any(DECIMAL_COMMA.fullmatch(cell) for cells in samples[1:] for cell in cells)
    return TextTable(path, encoding, separator, "," if has_commas else ".", names)


def _encoding(path: Path) -> str:
    if path.is_dir():
        raise DataError(f"{path} is a folder: choose a CSV file in it")
    if not path.exists():
        raise DataError(f"there is no file {path}")
    if not path.is_file():
        raise DataError(f"{path.name} is not an ordinary file: give a CSV file")
    if path.stat().st_size > MAX_BYTES:
        raise DataError(f"{path.name} is larger than {MAX_BYTES >> 20} MB: take a sample of its rows")
    utf8 = getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    with path.open("rb") as file:
        if file.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE):
            raise DataError(f"{path.name} is written in UTF-16: save it as CSV in UTF-8")
        file.seek(0)
        chunk = b"start"
        while chunk:
            chunk = file.read(CHUNK)
            if len(chunk.translate(None, CONTROL_CHARACTERS)) < len(chunk):
                raise DataError(
                    f"{path.name} is not a text file: save the table as CSV (in a spreadsheet: Save as, CSV)"
                )
            if encoding == "utf-8-sig":
                try:
                    utf8.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    encoding = "latin-1"
    return encoding


def _columns(lines: list[str], separator: str) -> tuple[bool, int]:
    # Better: the rows have as many cells as the header; then: more columns.
    header, *rows = [len(cells) for _, cells in islice(_records(lines, separator), 6)] or [0]
    return header > 1 and all(cells == header for cells in rows), header


def _records(lines: TextIO | list[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it starts on, header included; without the lines that pandas takes for blank."""
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=separator, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            if len(cells) > 1 or reader.line_num > line or source.last.strip(" \t\r\n"):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"row {line} cannot be read ({error}): look for a quotation mark never closed") from error


class _Lines:
    """Lines one by one, the last one remembered."""

    def __init__(self, lines: TextIO | list[str]) -> None:
        # By readline: a file that is iterated over reads ahead and cannot be handed on in the middle.
        self._lines = iter(lines if isinstance(lines, list) else iter(lines.readline, ""))
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last = next(self._lines)
        return self.last


def _check_names(path: Path, names: tuple[str, ...]) -> None:
    if len(names) > MAX_COLUMNS:
        raise DataError(f"{path.name} has {len(names)} columns, more than the {MAX_COLUMNS} allowed: leave some out")
    if all(_is_number(name) for name in names):
        raise DataError(f"{path.name} has numbers in its first line: put the column names there")
    if "" in names:
        raise DataError(
            f"{path.name}: column {names.index('') + 1} has no name: name it in the first line or remove it"
        )
    if doubled := [name for k, name in enumerate(names) if name in names[:k]]:
        raise DataError(f"{path.name} has two columns called {shown(doubled[0])}: give each its own name")
    if len(names) < 2:
        raise DataError(
            f"{path.name} has one column, {shown(names[0])}: it needs an input and a target, parted by a comma"
        )


def shown(text: str) -> str:
    """A name or value from a file, fit for one line: in quotation marks, escaped and cut."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
