"""A text file of rows and columns, before anyone asks what the values mean: encoding, separator, header, and where each row stands."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from hlviz.datasets.raw_table import MAX_COLUMNS, called, shown, told_apart
from hlviz.errors import DataError

MAX_BYTES = 256 * 2**20
SEPARATORS = (",", ";", "\t", "|")
CHUNK = 2**20
CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a"))
CONTROL = re.compile("[" + "".join(map(re.escape, map(chr, CONTROL_CHARACTERS))) + "]")
NOT_WINDOWS = b"\x81\x8d\x8f\x90\x9d"
"""Bytes that Windows-1252 has no letter for; elsewhere it is Latin-1 with more letters."""
DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")
LONGEST_LINE = 2**20


@dataclass(frozen=True)
class TextTable:
    """What the header and the first rows of a file tell."""

    path: Path
    encoding: str
    separator: str
    decimal: str
    """``","`` where numbers are written as 1,5 and columns are parted by something else."""
    names: tuple[str, ...]
    has_header: bool = True
    """Whether the first line names the columns; one that holds numbers alone does not."""
    text: str | None = None
    """The table itself, where it was pasted and lies in no file."""

    @contextmanager
    def open(self) -> Iterator[TextIO]:
        """The open file, from its beginning."""
        with _opened(self.path, self.encoding, self.text) as file:
            yield file

    @contextmanager
    def below_header(self) -> Iterator[TextIO]:
        """The open file, from the first line after the header on."""
        with self.open() as file:
            if self.has_header:
                next(_records(file, self.separator))
            yield file

    def row(self, index: int) -> tuple[int, list[str]]:
        """Of a data row, counted from 0: the line of the file it starts on, counted from 1, and its cells."""
        with self.open() as file:
            return next(islice(_records(file, self.separator), index + self.has_header, None))

    def rows(self) -> Iterator[list[str]]:
        """The cells of each data row, as they are written."""
        with self.open() as file:
            yield from (cells for _, cells in islice(_records(file, self.separator), int(self.has_header), None))

    def first_ragged_row(self) -> tuple[int, list[str]] | None:
        """The first data row that has not as many cells as the header."""
        with self.open() as file:
            rows = islice(_records(file, self.separator), int(self.has_header), None)
            return next((row for row in rows if len(row[1]) != len(self.names)), None)


@contextmanager
def _opened(path: Path, encoding: str, text: str | None) -> Iterator[TextIO]:
    with path.open(encoding=encoding, newline="") if text is None else io.StringIO(text, newline="") as file:
        yield file


def open_text_table(path: Path, separator: str = "", text: str | None = None, fewest: int = 2) -> TextTable:
    """Look at the file and read its header.

    Parameters
    ----------
    path
        The file; its name alone where ``text`` is given.
    separator
        What parts the columns; empty: what fits best of ``SEPARATORS``.
    text
        The table itself, where it is in no file.
    fewest
        Columns, at least: two to learn from, one to be answered.

    Raises
    ------
    DataError
        If there is no such file, it is no text, or it has too few columns.
    """
    try:
        if text is not None and CONTROL.search(text):
            raise DataError(f"{called(path)} holds signs that are no text: copy the cells of a table")
        encoding = _encoding(path) if text is None else ""
        with _opened(path, encoding, text) as file:
            head = list(islice(iter(lambda: file.readline(LONGEST_LINE), ""), 50))
    except UnicodeDecodeError as error:
        raise DataError(f"{called(path)} is damaged at byte {error.start:,}: save it again as CSV in UTF-8") from error
    except OSError as error:
        raise DataError(f"{called(path)} cannot be read: {error.strerror or error}") from error
    separator = separator or max(SEPARATORS, key=lambda separator: _columns(head, separator))
    samples = [cells for _, cells in islice(_records(head, separator), 20)]
    if not samples:
        raise DataError(f"{called(path)} is empty: give a table with column names in its first line")
    first = [name.strip() for name in samples[0]]
    has_commas = separator != "," and any(DECIMAL_COMMA.fullmatch(cell) for cells in samples for cell in cells)
    has_header = not _are_numbers(first, "," if has_commas else ".")
    names = told_apart(first if has_header else [""] * len(first))
    _check_names(path, names, fewest)
    return TextTable(path, encoding, separator, "," if has_commas else ".", names, has_header, text)


def _encoding(path: Path) -> str:
    if path.is_dir():
        raise DataError(f"{called(path)} is a folder: choose a CSV file in it")
    if not path.exists():
        raise DataError(f"there is no file {called(path)}")
    if not path.is_file():
        raise DataError(f"{called(path)} is not an ordinary file: give a CSV file")
    if path.stat().st_size > MAX_BYTES:
        raise DataError(f"{called(path)} is larger than {MAX_BYTES >> 20} MB: take a sample of its rows")
    with path.open("rb") as file:
        first = file.read(CHUNK)
        if wide := _wide_encoding(first):
            _check_wide(path, wide)
            return wide
        utf8 = getincrementaldecoder("utf-8")()
        is_utf8 = is_windows = True
        chunk = first or b""
        while True:
            if len(chunk.translate(None, CONTROL_CHARACTERS)) < len(chunk):
                raise DataError(
                    f"{called(path)} is not a text file: save the table as CSV (in a spreadsheet: Save as, CSV)"
                )
            if is_utf8:
                try:
                    utf8.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            is_windows = is_windows and len(chunk.translate(None, NOT_WINDOWS)) == len(chunk)
            if not chunk:
                break
            chunk = file.read(CHUNK)
    if is_utf8:
        return "utf-8-sig" if first.startswith(BOM_UTF8) else "utf-8"
    return "cp1252" if is_windows else "latin-1"


def _wide_encoding(first: bytes) -> str:
    """UTF-16 by its mark, or by every other byte of the beginning being 0; empty where it is something else."""
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    start = first[:64]
    even, odd = start[0::2], start[1::2]
    if len(start) >= 8 and set(odd) == {0} and 0 not in even:
        return "utf-16-le"
    return "utf-16-be" if len(start) >= 8 and set(even) == {0} and 0 not in odd else ""


def _check_wide(path: Path, encoding: str) -> None:
    with path.open(encoding=encoding, newline="") as file:
        while chunk := file.read(CHUNK):
            if CONTROL.search(chunk):
                raise DataError(f"{called(path)} is not a text file: save the table as CSV in UTF-8")


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


def _check_names(path: Path, names: tuple[str, ...], fewest: int) -> None:
    if len(names) > MAX_COLUMNS:
        raise DataError(f"{called(path)} has {len(names)} columns, more than the {MAX_COLUMNS} allowed: leave some out")
    if len(names) < fewest:
        raise DataError(
            f"{called(path)} has one column, {shown(names[0])}: it needs an input and a target, parted by a comma"
        )


def _are_numbers(cells: list[str], decimal: str) -> bool:
    try:
        for cell in cells:
            float(cell.replace(decimal, "."))
    except ValueError:
        return False
    return True
