"""The outside of a project file: a ZIP whose members are stored as they are.

Nothing is compressed, so no small file can grow into a large one, and every limit is checked before memory is taken.
"""

import io
import struct
import zipfile
from typing import IO

JSON = "project.json"
ARRAYS = "arrays.safetensors"
THUMBNAIL = "thumbnail.png"
MEMBERS = (JSON, ARRAYS)
PAST_JSON, PAST_ARRAYS = "past.json", "past.safetensors"
OPTIONAL = (THUMBNAIL, PAST_JSON, PAST_ARRAYS)
"""What may be there or not."""

MAX_BYTES = 256 * 2**20
MAX_MEMBERS = 16
MAX_JSON = 8 * 2**20
MAX_DIRECTORY = 16 * 2**10
MAX_PAST = 32 * 2**20
"""Bytes of the arrays of the past: what ``hlviz.files.past`` has room for, and the curves of branches."""

END = struct.Struct("<4s4H2LH")
"""The last record of a ZIP: signature, disk numbers, members here and in all, size and place of the directory, comment's length."""
END_SIGNATURE, ZIP64_SIGNATURE = b"PK\5\6", b"PK\6\7"
ZIP64_LOCATOR = 20
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the same content gives the same bytes."""


class Container:
    """An open project file, found to be a ZIP of stored members. Its errors are ``ValueError``, their text the cause."""

    def __init__(self, file: IO[bytes]) -> None:
        _check_end(file)
        try:
            self._zip = zipfile.ZipFile(file)
            infos = self._zip.infolist()
        except Exception as error:  # zipfile answers broken files with whatever it stumbles over
            raise ValueError("its table of contents is damaged") from error
        self._sizes: dict[str, int] = {}
        for info in infos:
            if info.flag_bits & 1:
                raise ValueError("it is encrypted")
            if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
                raise ValueError("its parts are compressed")
            if info.file_size > MAX_BYTES:
                raise ValueError("its parts are larger than the file")
            if info.filename in self._sizes:
                raise ValueError("a part is in it twice")
            self._sizes[info.filename] = info.file_size
        if missing := [name for name in MEMBERS if name not in self._sizes]:
            raise ValueError(f"it holds no {missing[0]}")
        for name, most in ((JSON, MAX_JSON), (PAST_JSON, MAX_JSON), (PAST_ARRAYS, MAX_PAST)):
            if self._sizes.get(name, 0) > most:
                raise ValueError(f"{name} is larger than {most >> 20} MB")

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def size(self, name: str) -> int:
        """How many bytes a member has."""
        return self._sizes[name]

    def read(self, name: str) -> bytes:
        """The bytes of one member."""
        try:
            data = self._zip.read(name)
        except Exception as error:  # as above
            raise ValueError(f"{name} is damaged") from error
        if len(data) != self._sizes[name]:
            raise ValueError(f"{name} is cut short")
        return data

    def refuse_strangers(self) -> None:
        """Raise an error if there is anything in it that does not belong there."""
        if self._sizes.keys() - {*MEMBERS, *OPTIONAL}:
            raise ValueError("there are parts in it that do not belong there")


def _check_end(file: IO[bytes]) -> None:
    size = file.seek(0, io.SEEK_END)
    if size > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES >> 20} MB")
    file.seek(max(0, size - END.size - ZIP64_LOCATOR))
    tail = file.read(END.size + ZIP64_LOCATOR)
    if len(tail) < END.size or not tail[-END.size :].startswith(END_SIGNATURE):
        raise ValueError("it is no ZIP file, or its end is missing")
    if tail.startswith(ZIP64_SIGNATURE):
        raise ValueError("it is a ZIP64 file")
    _, _, _, members, total, directory, _, comment = END.unpack(tail[-END.size :])
    if members != total or total > MAX_MEMBERS or directory > MAX_DIRECTORY or comment:
        raise ValueError("its table of contents is damaged")


def packed(members: dict[str, bytes]) -> bytes:
    """The bytes of a ZIP with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr = 0o644 << 16
            info.create_system = 3  # Unix, on whatever system it is written
            file.writestr(info, data)
    return buffer.getvalue()
