"""The numbers of a project file: named arrays in the safetensors format, checked by name, type and shape before they are touched.

Source
------
The format: an 8-byte length, that many bytes of JSON (name → type, shape, place), then the arrays one after the other, little-endian.
"""

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

Arrays = dict[str, NDArray[Any]]

LENGTH = 8
MAX_HEADER = 2**20
TYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F64": np.dtype("<f8"), "I64": np.dtype("<i8")}


class _Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    dtype: Literal["F32", "F64", "I64"]
    shape: Annotated[tuple[int, ...], msgspec.Meta(max_length=2)]
    data_offsets: tuple[int, int]


def encode_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The arrays as the bytes of a safetensors file; the same arrays give the same bytes."""
    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def decode_arrays(data: bytes) -> Arrays:
    """The arrays in the bytes of a safetensors file: views of ``data``, so nothing is copied and nothing can be written to.

    Raises
    ------
    ValueError
        If the header does not describe the bytes behind it exactly.
    """
    length = int.from_bytes(data[:LENGTH], "little")
    if length > min(MAX_HEADER, len(data) - LENGTH):
        raise ValueError("its header is longer than it can be")
    header = msgspec.json.decode(data[LENGTH : LENGTH + length], type=dict[str, _Entry])
    arrays: Arrays = {}
    at, size = 0, len(data) - LENGTH - length
    for name, entry in sorted(header.items(), key=lambda item: item[1].data_offsets):
        begin, end = entry.data_offsets
        dtype = TYPES[entry.dtype]
        if begin != at or min(entry.shape, default=0) < 0 or end - begin != math.prod(entry.shape) * dtype.itemsize:
            raise ValueError("its header does not fit its arrays")
        if end > size:
            raise ValueError("it is cut short")
        arrays[name] = np.ndarray(entry.shape, dtype, data, LENGTH + length + begin)
        at = end
    if at != size:
        raise ValueError("it is longer than its arrays")
    return arrays
