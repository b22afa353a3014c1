"""Hidden layers as text, for the clipboard: copied in one window, they can be pasted in another, or kept in a note.

The text is JSON, and what it says of a layer is what a copy of it takes along: no weights, no marks, no place.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hlviz.document import LayerSpec, Project, edits
from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS
from hlviz.errors import SettingError
from hlviz.files.schema import Name, Part

VERSION: Literal[1] = 1
MAX_TEXT = 2**24
"""Letters; the largest network with the longest names has about as many."""


class _Layer(Part):
    size: Annotated[int, Meta(ge=1, le=MAX_NEURONS)]
    activation: str
    dropout: float
    name: Name
    neuron_names: Annotated[tuple[Name, ...], Meta(max_length=MAX_NEURONS)]
    """One for each neuron, empty where it has none; none at all where no neuron has one."""


class _Fragment(Part):
    hlviz: Literal["layers"]
    version: Literal[1]
    layers: Annotated[tuple[_Layer, ...], Meta(min_length=1, max_length=MAX_LAYERS)]


class _Head(msgspec.Struct):
    """What is read first, of any version."""

    hlviz: Literal["layers"]
    version: Annotated[int, Meta(ge=1)]


def write(layers: Sequence[LayerSpec]) -> str:
    """The text for these layers, in their order."""
    parts = []
    for layer in layers:
        names = dict(layer.neuron_names)
        own = tuple(names.get(neuron, "") for neuron in layer.neurons) if names else ()
        parts.append(_Layer(layer.size, layer.activation, layer.dropout, layer.name, own))
    return msgspec.json.format(msgspec.json.encode(_Fragment("layers", VERSION, tuple(parts))), indent=1).decode()


def read(text: str) -> tuple[LayerSpec, ...]:
    """The layers in a text, for ``edits.insert_layers``: their ids are their own, but not those of any project.

    Raises
    ------
    SettingError
        If the text does not hold layers as ``write`` makes them; one line.
    """
    try:
        if len(text) > MAX_TEXT:
            raise ValueError("it is too long")
        head = msgspec.json.decode(text, type=_Head)
    except (ValueError, RecursionError):
        raise SettingError("there are no layers on the clipboard; copy some in hlviz first") from None
    if head.version > VERSION:
        raise SettingError("these layers were copied in a newer hlviz; update hlviz to paste them here")
    try:
        parts = msgspec.json.decode(text, type=_Fragment).layers
        layers, number = [], 1
        for part in parts:
            neurons = tuple(range(number + 1, number + 1 + part.size))
            if len(part.neuron_names) not in {0, part.size}:
                raise ValueError("its neurons and their names are not as many")
            names = tuple((n, name) for n, name in zip(neurons, part.neuron_names, strict=False) if name)
            layers.append(LayerSpec(number, neurons, part.activation, part.dropout, part.name, names))
            number += 1 + part.size
        edits.insert_layers(Project(), 0, tuple(layers))  # refuses what no layer can be
    except (ValueError, RecursionError, SettingError) as error:
        line = " ".join(str(error).split())[:100]
        raise SettingError(f"the layers on the clipboard are damaged: {line}; copy them again") from None
    return tuple(layers)
