"""Read and write a project file, ``.hlviz``: one file in, one ``Saved`` out, or one line that says what is wrong.

``docs/file-format.md`` describes the format for other programs.
"""

import io
import os
import stat
import struct
from dataclasses import replace
from pathlib import Path
from typing import IO

import msgspec

from hlviz.datasets.formats import SUFFIXES as TABLES
from hlviz.errors import HlvizError, ProjectFileError
from hlviz.files.atomic_write import atomic_write, shown
from hlviz.files.codec import decode, encode, encode_past_of, with_past
from hlviz.files.container import ARRAYS, JSON, MAX_BYTES, PAST_ARRAYS, PAST_JSON, THUMBNAIL, Container, packed
from hlviz.files.saved import Saved
from hlviz.files.schema import FORMAT, Head
from hlviz.files.tensors import decode_arrays, encode_arrays

__all__ = ["SUFFIX", "Saved", "is_project", "project_bytes", "read_project", "read_thumbnail", "write_project"]

SUFFIX = ".hlviz"
ZIP = b"PK"
"""What a project file begins with, whatever it is called."""
WITH_PAST = 4
"""The first format that may hold the past."""
MAX_THUMBNAIL, MAX_SIDE = 2**18, 1024
"""Bytes, and pixels to a side, of the small picture: checked before anyone draws it."""
PNG = b"\x89PNG\r\n\x1a\n"
PNG_SIZE = struct.Struct(">L4s2L")
"""The first chunk of a PNG: its length, its name, width and height."""


def is_project(path: Path) -> bool:
    """Whether a file is to be opened as a project, by its name or its content; all else is a table."""
    if path.suffix.lower() == SUFFIX:
        return True
    if path.suffix.lower() in TABLES:  # some of these are ZIP files too
        return False
    try:
        if not path.is_file():  # a pipe would keep whoever opens it waiting
            return False
        with path.open("rb") as file:
            return file.read(len(ZIP)) == ZIP
    except OSError:
        return False  # whoever reads it as a table says what is wrong with it


def read_project(path: Path) -> Saved:
    """The document in a file.

    Raises
    ------
    ProjectFileError
        If there is no such file, or it is not one that hlviz could have written; one line that names file and cause.
    """
    try:
        mode = os.stat(path).st_mode
        # before opening: a pipe would keep whoever opens it waiting
        if not stat.S_ISREG(mode):
            raise _ToldError("is a folder; choose a file in it" if stat.S_ISDIR(mode) else "is not an ordinary file")
        with open(path, "rb") as file:
            return _read(file)
    except (OSError, ValueError, HlvizError, RecursionError, MemoryError) as error:
        raise ProjectFileError(f"{shown(path)} {_cause(error)}") from error


def read_thumbnail(path: Path) -> bytes | None:
    """The small picture of a document, a PNG, without reading the rest; None where there is none, or no such file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        with open(path, "rb") as file:
            return _thumbnail(Container(file))
    except (OSError, ValueError, MemoryError):
        return None


def write_project(path: Path, saved: Saved) -> None:
    """Put a document into a file, wholly or not at all. The same document gives the same bytes.

    Raises
    ------
    ProjectFileError
        If that could not be done; the file is as it was.
    """
    atomic_write(path, project_bytes(path, saved))


def project_bytes(path: Path, saved: Saved) -> bytes:
    """What ``write_project`` puts into a file, known to be readable.

    Raises
    ------
    ProjectFileError
        If there is no file of this document; ``path`` is named in it.
    """
    try:
        json, arrays = encode(saved)
        members = {JSON: json, ARRAYS: encode_arrays(arrays)}
        if (past := encode_past_of(saved)) is not None:
            members |= {PAST_JSON: past[0], PAST_ARRAYS: encode_arrays(past[1])}
        if saved.thumbnail is not None:
            members[THUMBNAIL] = saved.thumbnail
        data = packed(members)
        if len(data) > MAX_BYTES:
            raise ValueError(f"it would be larger than {MAX_BYTES >> 20} MB; make the network or its data smaller")
        # what could not be opened again must not take the place of what could
        _read(io.BytesIO(data))
    except (ValueError, HlvizError, MemoryError) as error:
        raise ProjectFileError(f"{shown(path)} cannot be saved: {_one_line(error)}") from error
    return data


class _ToldError(ValueError):
    """Its text is all there is to say, cause and way out."""


def _read(file: IO[bytes]) -> Saved:
    container = Container(file)
    json = container.read(JSON)
    head = msgspec.json.decode(json, type=Head)
    if head.format > FORMAT:
        raise _ToldError(f"was made by a newer hlviz (format {head.format}); update hlviz")
    container.refuse_strangers()
    saved = decode(json, decode_arrays(container.read(ARRAYS)), head.format)
    if PAST_JSON in container or PAST_ARRAYS in container:
        if head.format < WITH_PAST:
            raise ValueError("its format has no past")
        if PAST_JSON not in container or PAST_ARRAYS not in container:
            raise ValueError("half of its past is missing")
        saved = with_past(saved, container.read(PAST_JSON), decode_arrays(container.read(PAST_ARRAYS)))
    return replace(saved, thumbnail=_thumbnail(container))


def _thumbnail(container: Container) -> bytes | None:
    if THUMBNAIL not in container:
        return None
    if container.size(THUMBNAIL) > MAX_THUMBNAIL:
        raise ValueError(f"{THUMBNAIL} is larger than {MAX_THUMBNAIL >> 10} kB")
    data = container.read(THUMBNAIL)
    if not data.startswith(PNG) or len(data) < len(PNG) + PNG_SIZE.size:
        raise ValueError(f"{THUMBNAIL} is no PNG")
    _, chunk, width, height = PNG_SIZE.unpack_from(data, len(PNG))
    if chunk != b"IHDR" or not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise ValueError(f"{THUMBNAIL} is no PNG of at most {MAX_SIDE} pixels to a side")
    return data


def _cause(error: Exception) -> str:
    if isinstance(error, _ToldError):
        return str(error)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "is not there; check its name"
    if isinstance(error, PermissionError):
        return "may not be read by you; ask its owner, or copy it"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror}; copy it to another disk"
    if isinstance(error, MemoryError):
        return "needs more memory than there is"
    return f"is damaged or no project of hlviz's: {_one_line(error)}; open another copy of it"


def _one_line(error: Exception) -> str:
    """The text of an error, which may quote the file: without what cannot be printed, and cut."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(error) or type(error).__name__)
    return text if len(text) <= 120 else f"{text[:119]}…"
