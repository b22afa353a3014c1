"""Weights in the safetensors format: the ``state_dict`` of a PyTorch network, or what hlviz exported."""

import json
from typing import Any

import numpy as np
from safetensors import SafetensorError, deserialize

from hlviz.errors import ForeignFileError
from hlviz.interchange.chain import MAX_ARRAYS, Chain, quoted, require_size
from hlviz.interchange.state_dict import chain_of
from hlviz.nn.arrays import Array

LENGTH = 8
MAX_HEADER = 2**20
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
COUNTERS = ("I64", "I32", "U8", "BOOL")
"""Types that no weight has: counters and masks are named when they are refused."""


def read_safetensors(data: bytes) -> Chain:
    """The network in the bytes of a safetensors file; ``ForeignFileError`` where it is none that hlviz can draw."""
    header = _header(data)
    texts = header.pop("__metadata__", None)
    if len(header) > MAX_ARRAYS:
        raise ForeignFileError(f"holds {len(header)} arrays; a network that hlviz draws has far fewer")
    for name, entry in header.items():
        _check(name, entry)
    try:
        entries = deserialize(data)  # type: ignore[no-untyped-call, unused-ignore]
    except SafetensorError as error:
        raise ForeignFileError(f"is damaged or no safetensors file: {quoted(error)}") from error
    return chain_of({name: _array(entry) for name, entry in entries}, _texts(texts))


def _header(data: bytes) -> dict[str, Any]:
    length = int.from_bytes(data[:LENGTH], "little")
    if len(data) < LENGTH or length > min(MAX_HEADER, len(data) - LENGTH):
        raise ForeignFileError("is no safetensors file, or cut short")
    try:
        header = json.loads(data[LENGTH : LENGTH + length])
    except (ValueError, RecursionError) as error:
        raise ForeignFileError("is no safetensors file, or damaged") from error
    if not isinstance(header, dict):
        raise ForeignFileError("is no safetensors file, or damaged")
    return header


def _check(name: str, entry: object) -> None:
    """Look at the type and shape of an array before anything is made of it."""
    shape = entry.get("shape") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(shape, list) or not all(type(side) is int for side in shape):
        raise ForeignFileError(f"is damaged: {quoted(name)} has no shape")
    require_size(name, tuple(shape))
    kind = entry.get("dtype")
    if kind not in TYPES:
        what = "a counter or a mask" if kind in COUNTERS else f"of type {quoted(kind)}"
        raise ForeignFileError(f"{quoted(name)} is {what}; weights are F16, BF16, F32 or F64")


def _array(entry: dict[str, Any]) -> Array:
    kind = entry["dtype"]
    flat = np.frombuffer(entry["data"], dtype=TYPES[kind])
    if kind == "BF16":  # the upper half of a float32
        flat = (flat.astype("<u4") << 16).view("<f4")
    return np.asarray(flat.reshape(entry["shape"]))


def _texts(metadata: object) -> dict[str, object]:
    """What stands beside the arrays: words, or JSON where hlviz wrote it."""
    texts: dict[str, object] = {}
    if isinstance(metadata, dict):
        for key, value in metadata.items():
            try:
                texts[str(key)] = json.loads(value)
            except (TypeError, ValueError, RecursionError):
                texts[str(key)] = value
    return texts
