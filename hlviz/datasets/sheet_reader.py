"""Tables of spreadsheets, Excel and ODS, and of Parquet files."""

import warnings
import zipfile
from pathlib import Path
from typing import Any

from hlviz.datasets.columns import column_of
from hlviz.datasets.raw_table import MAX_ROWS, RawTable, called, check_size, listed, shown, told_apart
from hlviz.datasets.text_reader import OnProgress
from hlviz.errors import DataError
from hlviz.paths import to_install

MAX_BYTES = 64 * 2**20
MAX_UNPACKED = 512 * 2**20


def read_sheet(path: Path, on_progress: OnProgress, *, rows: int = MAX_ROWS, sheet: str = "") -> RawTable:
    """The sheet of that name of an Excel or ODS file, or the first that is not empty.

    Raises
    ------
    DataError
        If it is damaged or too large, or holds no table.
    """
    import pandas as pd

    _check(path)
    on_progress(0.0)
    sheets = {name: each for name, each in _sheets(path, rows).items() if not each.dropna(how="all").empty}
    on_progress(0.6)
    if sheet and sheet not in sheets:
        raise DataError(
            f"{called(path)} has no sheet {shown(sheet)} with anything in it: it has {listed(tuple(sheets))}"
        )
    sheet = sheet or next(iter(sheets), "")
    frame = sheets.get(sheet, pd.DataFrame())
    frame = frame.dropna(how="all").dropna(axis=1, how="all")
    if frame.shape[0] < 1 or frame.shape[1] < 1:
        raise DataError(f"{called(path)} is empty: give a sheet with column names in its first row")
    lines = [int(line) + 1 for line in frame.index]
    first = ["" if value is None or value != value else str(value).strip() for value in frame.iloc[0].tolist()]
    is_header = not all(isinstance(value, int | float) for value in frame.iloc[0].tolist())
    if is_header:
        frame, lines = frame.iloc[1:], lines[1:]
    check_size(called(path), len(frame), len(first))
    names = told_apart(first if is_header else [""] * len(first))
    frame = frame.infer_objects()
    columns = []
    for place, name in enumerate(names):
        columns.append(_column(name, frame.iloc[:, place]))
        on_progress(0.6 + 0.4 * (place + 1) / len(names))
    note = "" if is_header else "Its first row holds numbers, so its columns have no names."
    return RawTable(
        called(path), tuple(columns), lambda row: f"row {lines[row]}", sheets=tuple(sheets), sheet=sheet, note=note
    )


def _column(name: str, values: Any) -> Any:
    """Whole numbers of a sheet are kept as numbers with a point: they count as whole all the same."""
    from dataclasses import replace

    import numpy as np

    column = column_of(name, values.reset_index(drop=True))
    if column.kind != "number" or column.numbers is None or column.slips:
        return column
    known = column.numbers[~column.gaps]
    return replace(column, is_whole=bool(len(known) and (known == np.round(known)).all()))


def _sheets(path: Path, rows: int) -> dict[str, Any]:
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            sheets: dict[Any, Any] = pd.read_excel(
                path, sheet_name=None, header=None, engine="calamine", keep_default_na=False,
                na_values=["", "NA", "#N/A", "#DIV/0!"], nrows=min(rows, MAX_ROWS) + 2,
            )  # fmt: skip
        except ImportError as error:
            raise DataError(
                f"{called(path)}: Excel and ODS need the package python-calamine: {to_install('python-calamine')}"
            ) from error
        except MemoryError:
            raise
        except BaseException as error:
            # a reader in Rust ends in a panic, which is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
                raise
            raise DataError(f"{called(path)} is damaged or no spreadsheet: save it again, or as CSV") from error
    return {str(name): sheet for name, sheet in sheets.items()}


def _check(path: Path) -> None:
    require_file(path, MAX_BYTES)
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".xls":
            return
        raise DataError(f"{called(path)} is damaged or no spreadsheet: save it again, or as CSV")
    try:
        with zipfile.ZipFile(path) as file:
            unpacked = sum(info.file_size for info in file.infolist())
    except Exception as error:  # zipfile answers broken files with whatever it stumbles over
        raise DataError(f"{called(path)} is damaged or no spreadsheet: save it again, or as CSV") from error
    if unpacked > MAX_UNPACKED:
        raise DataError(
            f"{called(path)} unpacks to more than {MAX_UNPACKED >> 20} MB: save a sample of its rows as CSV"
        )


def require_file(path: Path, most: int) -> None:
    """Refuse what is no ordinary file or larger than ``most`` bytes."""
    if not path.exists():
        raise DataError(f"there is no file {called(path)}")
    if not path.is_file():
        raise DataError(f"{called(path)} is not an ordinary file: give a table")
    if path.stat().st_size > most:
        raise DataError(f"{called(path)} is larger than {most >> 20} MB: take a sample of its rows")


def read_parquet(path: Path, on_progress: OnProgress, *, rows: int = MAX_ROWS) -> RawTable:
    """The table of a Parquet file, read a group of rows at a time.

    Raises
    ------
    DataError
        If pyarrow is not installed, or the file is damaged or too large.
    """
    require_file(path, 256 * 2**20)
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise DataError(
            f"{called(path)}: Parquet needs the package pyarrow: {to_install('pyarrow')}; or save it as CSV"
        ) from error
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            meta, groups = file.metadata, []
            check_size(called(path), min(rows, meta.num_rows), meta.num_columns)
            read = 0
            for group in range(meta.num_row_groups):
                if meta.row_group(group).total_byte_size > MAX_UNPACKED:
                    raise DataError(
                        f"{called(path)} unpacks to more than {MAX_UNPACKED >> 20} MB: take a sample of its rows"
                    )
                groups.append(file.read_row_group(group))
                read += groups[-1].num_rows
                on_progress(0.8 * (group + 1) / meta.num_row_groups)
                if read >= rows:
                    break
            if not groups:
                raise DataError(f"{called(path)} is empty: give a table with rows")
            frame = pyarrow.concat_tables(groups).slice(0, rows).to_pandas(date_as_object=False)
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise DataError(f"{called(path)} is damaged or no Parquet file: write it again, or as CSV") from error
    frame = frame.reset_index(drop=True)
    names = told_apart([str(name) for name in frame.columns])
    columns = tuple(column_of(name, frame.iloc[:, place]) for place, name in enumerate(names))
    on_progress(1.0)
    return RawTable(called(path), columns, lambda row: f"row {row + 1}")
