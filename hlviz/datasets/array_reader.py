"""Tables of NumPy's files. Nothing is ever unpickled, and sizes are looked at before memory is taken."""

import re
import zipfile
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from hlviz.datasets.columns import column_of
from hlviz.datasets.raw_table import MAX_CELLS, MAX_ROWS, RawColumn, RawTable, called, check_size, shown, told_apart
from hlviz.datasets.sheet_reader import require_file
from hlviz.datasets.text_reader import OnProgress
from hlviz.errors import DataError

MAX_BYTES = 256 * 2**20
MAX_ARRAYS = 64
MAX_ITEM = 4096
"""Bytes of one value, at most: a text of a thousand letters."""
INPUTS = re.compile(r"(x|data|inputs?|features|images?)(_?train)?", re.IGNORECASE)
TARGETS = re.compile(r"(y|targets?|labels?|classes)(_?train)?", re.IGNORECASE)

Array = NDArray[Any]


def read_arrays(path: Path, on_progress: OnProgress, *, rows: int = MAX_ROWS) -> RawTable:
    """The arrays of a ``.npz`` or the array of a ``.npy`` file, side by side.

    Of several lengths those are taken that are as long as ``x`` (or ``data``, ``inputs``, ``features``, ``images``), or as the
    first array. An array of shape (rows, columns) makes as many columns, one of (rows, height, width) the pixels of pictures.
    The target, ``y`` (or ``target``, ``labels``, ``classes``), comes last.

    Raises
    ------
    DataError
        If it is damaged or too large, or holds something else than numbers and texts.
    """
    require_file(path, MAX_BYTES)
    arrays = _members(path)
    names = sorted(arrays, key=lambda name: (not INPUTS.fullmatch(name), bool(TARGETS.fullmatch(name))))
    if not names:
        raise DataError(f"{called(path)} holds no arrays: save x and y into it")
    length = len(arrays[names[0]])
    taken = [name for name in names if len(arrays[name]) == length]
    columns: list[RawColumn] = []
    image_shape: tuple[int, int] | None = None
    for name in taken:
        array = arrays[name][:rows]
        if array.ndim == 3 and not columns:
            image_shape = (array.shape[1], array.shape[2])
        flat = array.reshape(len(array), -1)
        check_size(called(path), len(flat), len(columns) + flat.shape[1])
        one = array.ndim == 1 or flat.shape[1] == 1
        titles = [name] if one else [f"{name}{place + 1}" for place in range(flat.shape[1])]
        columns += [_column(title, flat[:, place]) for place, title in enumerate(titles)]
        on_progress(len(columns) / (len(columns) + 1))
    apart = told_apart([column.name for column in columns])
    named = tuple(_named(column, name) for column, name in zip(columns, apart, strict=True))
    left = sorted(set(names) - set(taken))
    note = f"Of another length and left out: {', '.join(shown(name, 20) for name in left[:3])}." if left else ""
    return RawTable(called(path), named, image_shape=image_shape, note=note)


def _named(column: RawColumn, name: str) -> RawColumn:
    from dataclasses import replace

    return column if column.name == name else replace(column, name=name)


def _column(name: str, values: Array) -> RawColumn:
    import pandas as pd

    if values.dtype.kind == "S":
        values = np.char.decode(values, "latin-1")
    if values.dtype.kind == "U":
        return column_of(name, pd.Series(values.astype(object)))
    if values.dtype.kind == "M":
        values = values.astype("datetime64[us]")
    if values.dtype == np.float16:
        values = values.astype(np.float64)
    return column_of(name, pd.Series(np.array(values)))


def _members(path: Path) -> dict[str, Array]:
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                file.seek(0)
                return {"x": _array(file, path.stat().st_size, called(path), "it")}
        arrays: dict[str, Array] = {}
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_ARRAYS or sum(info.file_size for info in infos) > MAX_BYTES:
                most = f"{MAX_ARRAYS} arrays or {MAX_BYTES >> 20} MB"
                raise DataError(f"{called(path)} holds more than {most}: take a sample of its rows")
            for info in infos:
                name = info.filename.removesuffix(".npy")
                with archive.open(info) as member:
                    arrays[name] = _array(member, info.file_size, called(path), shown(name, 20))
        return arrays
    except DataError:
        raise
    except OSError as error:
        raise DataError(f"{called(path)} cannot be read: {error.strerror or 'it is damaged'}") from error
    except Exception as error:  # zipfile, zlib and NumPy answer broken files with whatever they stumble over
        raise DataError(f"{called(path)} is damaged or no file of NumPy's: save it again with numpy.savez") from error


def _array(file: IO[bytes], size: int, name: str, which: str) -> Array:
    """The array in a file of ``size`` bytes, once its header was found to describe no more than that."""
    version = np.lib.format.read_magic(file)
    reader = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}.get(version)
    if reader is None:
        raise ValueError("an unknown version")
    shape, is_fortran, dtype = reader(file)
    if dtype.hasobject or dtype.kind not in "biufUSM" or dtype.itemsize > MAX_ITEM:
        raise DataError(f"{name}: {which} holds {dtype.kind!r} values: save numbers or texts, no objects or records")
    if not 1 <= len(shape) <= 3 or 0 in shape:
        raise DataError(
            f"{name}: {which} has the shape {shape[:6]}: give (rows,), (rows, columns) or (rows, height, width)"
        )
    count = 1
    for side in shape:
        count *= int(side)
    if count > MAX_CELLS or count * dtype.itemsize > size:
        raise DataError(
            f"{name}: {which} is cut short, or has more than {MAX_CELLS:,} values: take a sample of its rows"
        )
    data = file.read(count * dtype.itemsize)
    if len(data) < count * dtype.itemsize:
        raise DataError(f"{name}: {which} is cut short: save it again")
    return np.frombuffer(data, dtype).reshape(shape, order="F" if is_fortran else "C")
