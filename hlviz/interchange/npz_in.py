"""Weights in NumPy's npz format: ``numpy.savez("net.npz", *network.get_weights())`` of Keras, ``coefs_`` and ``intercepts_`` of
scikit-learn, or what hlviz exported. Arrays of objects, which would be pickles, are refused; so is what unpacks to far
more than it is.
"""

import io
import math
import zipfile

import numpy as np
from numpy.lib import format as npy

from hlviz.errors import ForeignFileError
from hlviz.interchange.chain import MAX_ARRAYS, Chain, quoted, require_size
from hlviz.interchange.state_dict import Arrays, chain_of
from hlviz.nn.arrays import Array

MAX_UNPACKED = 256 * 2**20
FREE, RATIO = 2**20, 50
"""A member of more bytes than this may unpack to so many times what it takes in the file: numbers hardly shrink at all."""
MAX_HEADER = 10_000
MAX_TEXT = 2**20


def read_npz(data: bytes) -> Chain:
    """The network in the bytes of an npz file; ``ForeignFileError`` where it is none that hlviz can draw."""
    arrays, texts = arrays_of(data)
    return chain_of(arrays, texts)


def arrays_of(data: bytes) -> tuple[Arrays, dict[str, object]]:
    """The arrays of numbers in an npz file, and its arrays of text."""
    arrays: dict[str, Array] = {}
    texts: dict[str, object] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            infos = file.infolist()
            if len(infos) > MAX_ARRAYS:
                raise ForeignFileError(f"holds {len(infos)} arrays; a network that hlviz draws has far fewer")
            if sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise ForeignFileError(f"unpacks to more than {MAX_UNPACKED >> 20} MB")
            for info in infos:
                _add(file, info, arrays, texts)
    except ForeignFileError:
        raise
    except Exception as error:  # zipfile answers broken files with whatever it stumbles over
        raise ForeignFileError("is damaged or no npz file") from error
    return arrays, texts


def _add(file: zipfile.ZipFile, info: zipfile.ZipInfo, arrays: dict[str, Array], texts: dict[str, object]) -> None:
    name = info.filename.removesuffix(".npy")
    if info.file_size > max(FREE, RATIO * info.compress_size):
        raise ForeignFileError(f"{quoted(name)} unpacks to far more than weights would")
    with file.open(info) as member:
        version = npy.read_magic(member)  # type: ignore[no-untyped-call, unused-ignore]
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, by_columns, dtype = read(member, max_header_size=MAX_HEADER)  # type: ignore[no-untyped-call, unused-ignore]
        count = require_size(name, shape)
        if dtype.hasobject:
            raise ForeignFileError(f"{quoted(name)} holds objects, which could run code; save numbers alone")
        size = count * dtype.itemsize
        if dtype.kind == "U" and size <= MAX_TEXT:
            text = np.frombuffer(member.read(size), dtype, count).reshape(shape)
            texts[name] = text.tolist()
            return
        if dtype.kind != "f" or dtype.itemsize > 8:
            raise ForeignFileError(
                f"{quoted(name)} is of type {quoted(dtype)}; weights are float16, float32 or float64"
            )
        if size > info.file_size:
            raise ForeignFileError(f"{quoted(name)} is cut short")
        flat = np.frombuffer(member.read(size), dtype, count)
    arrays[name] = np.asarray(flat.reshape(shape, order="F" if by_columns else "C"))
    assert math.prod(shape) == count


def holds_network(data: bytes) -> bool:
    """Whether an npz file looks like weights, not like a table of samples: by the names of its arrays."""
    try:
        arrays, _ = arrays_of(data)
    except ForeignFileError:
        return False
    if {name.lower() for name in arrays} & {"x", "y", "x_train", "data", "inputs", "features", "samples"}:
        return False
    try:
        chain_of(arrays)
    except ForeignFileError:
        return any("weight" in name or "kernel" in name or "coef" in name for name in arrays)
    return True
