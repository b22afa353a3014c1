"""Documents of older formats made into documents of the newest, one format at a time.

A format goes up when a field comes, goes or means something else. Then: one function here, its row at the foot, and a file of the
format before among the samples of the tests. What is wrong with an old document is found once it is a new one.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from hlviz.document.limits import MAX_NAME
from hlviz.files.tensors import Arrays
from hlviz.training.curves import COLUMNS, UNKNOWN

Parts = tuple[Any, Arrays]
"""``project.json`` as plain lists and dicts, and the arrays."""


def migrated(document: Any, arrays: Arrays, number: int, newest: int) -> Parts:
    """A document of format ``number`` as one of format ``newest``."""
    for older in range(number, newest):
        document, arrays = MIGRATIONS[older](document, arrays)
    return document, arrays


def _from_1(document: Any, arrays: Arrays) -> Parts:
    """Nothing is frozen, cut, changed by hand, named or moved; long names are cut, and the penalties of the past not known."""
    network = _part(document, "network")
    hidden = network.get("hidden")
    if not isinstance(hidden, list):
        raise ValueError("it has no list of layers")
    layers = [_with(layer, neuron_names=[], shift=[0.0, 0.0]) for layer in hidden]
    for layer in layers:
        layer["name"] = " ".join(_text(layer, "name").split())[:MAX_NAME].rstrip()
    network = _with(network, frozen={"neurons": [], "edges": []}, cut=[]) | {"hidden": layers}
    document = _with(document, touches=[]) | {"format": 2, "network": network}
    curves = arrays.get("curves")
    if curves is not None and curves.ndim == 2 and curves.shape[1] == len(COLUMNS) - 1:
        arrays = arrays | {"curves": np.column_stack([curves, np.full(len(curves), UNKNOWN, curves.dtype)])}
    return document, arrays


def _from_2(document: Any, arrays: Arrays) -> Parts:
    """The samples of a table were read without a recipe."""
    return _with(document) | {"format": 3, "data": _with(_part(document, "data"), recipe=None)}, arrays


def _from_3(document: Any, arrays: Arrays) -> Parts:
    """There was no past beside it."""
    return _with(document) | {"format": 4}, arrays


def _part(whole: Any, name: str) -> dict[str, Any]:
    part = whole.get(name) if isinstance(whole, dict) else None
    if not isinstance(part, dict):
        raise ValueError(f"its {name} is missing")
    return part


def _text(part: dict[str, Any], name: str) -> str:
    text = part.get(name)
    if not isinstance(text, str):
        raise ValueError(f"its {name} is no text")
    return text


def _with(part: Any, **fields: Any) -> dict[str, Any]:
    """A part with new fields, which it must not have yet."""
    if not isinstance(part, dict):
        raise ValueError("a part of it is no JSON object")
    if strangers := part.keys() & fields.keys():
        raise ValueError(f"its format has no field {min(strangers)!r}")
    return part | fields


MIGRATIONS: dict[int, Callable[[Any, Arrays], Parts]] = {1: _from_1, 2: _from_2, 3: _from_3}
"""By the format that they start from."""
