"""A chain of fully connected layers as a file of another program holds it, before it becomes a project.

Everything here is checked before memory is taken for it: sizes first, numbers then.
"""

import math
from dataclasses import dataclass

import numpy as np

from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS
from hlviz.errors import ForeignFileError
from hlviz.nn.arrays import Array

MAX_WEIGHTS = 50_000_000
MAX_ARRAYS = 512
QUOTED = 40
"""Letters of a name in a file that are quoted, at most."""


@dataclass(frozen=True, eq=False)
class Dense:
    """One layer: ``f(x @ weights + bias)``."""

    name: str
    """As the file calls it."""
    weights: Array
    """(n_in, n_out)."""
    bias: Array
    """(n_out,)."""
    activation: str | None = None
    """A key of ``ACTIVATIONS`` or ``OUTPUTS``; None where the file does not say."""


@dataclass(frozen=True, eq=False)
class Chain:
    """Layers from the inputs to the outputs; each fits the next."""

    layers: tuple[Dense, ...]
    notes: tuple[str, ...] = ()
    """What of the file is otherwise here, a clause each."""
    input_names: tuple[str, ...] = ()
    """Where the file says what the inputs are called."""
    class_names: tuple[str, ...] = ()
    """Likewise the classes."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons per layer, inputs first."""
        return (self.layers[0].weights.shape[0], *(layer.weights.shape[1] for layer in self.layers))


def quoted(name: object) -> str:
    """A name from a file as it may be shown: printable, and cut."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(name))
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def require_size(name: object, shape: tuple[int, ...]) -> int:
    """How many numbers an array of that shape holds; refused where no network of hlviz's could."""
    if any(side < 0 for side in shape) or (count := math.prod(shape)) > MAX_WEIGHTS:
        raise ForeignFileError(f"{quoted(name)} holds more than the {MAX_WEIGHTS:,} numbers that hlviz takes")
    return count


def chained(
    layers: list[Dense],
    notes: tuple[str, ...] = (),
    input_names: tuple[str, ...] = (),
    class_names: tuple[str, ...] = (),
) -> Chain:
    """The layers as a chain, found to be one that hlviz can draw.

    Raises
    ------
    ForeignFileError
        If there are none, too many, too large ones, ones that do not fit, or numbers that are none.
    """
    if not layers:
        raise ForeignFileError("holds no fully connected layer")
    if len(layers) - 1 > MAX_LAYERS:
        raise ForeignFileError(f"has {len(layers) - 1} hidden layers; hlviz draws {MAX_LAYERS} at most")
    checked = []
    for i, layer in enumerate(layers):
        if layer.weights.ndim != 2 or layer.bias.shape != layer.weights.shape[1:]:
            raise ForeignFileError(f"weights and bias of {quoted(layer.name)} do not fit each other")
        n_in, n_out = layer.weights.shape
        if not (1 <= n_in <= MAX_NEURONS and 1 <= n_out <= MAX_NEURONS):
            raise ForeignFileError(f"{quoted(layer.name)} is {n_in} × {n_out}; a layer has 1 to {MAX_NEURONS} neurons")
        if i and layers[i - 1].weights.shape[1] != n_in:
            raise ForeignFileError(
                f"{quoted(layer.name)} takes {n_in} numbers, but {quoted(layers[i - 1].name)} before it gives "
                f"{layers[i - 1].weights.shape[1]}"
            )
        checked.append(_single(layer))
    if sum(layer.weights.size for layer in checked) > MAX_WEIGHTS:
        raise ForeignFileError(f"has more than the {MAX_WEIGHTS:,} weights that hlviz takes")
    return Chain(tuple(checked), notes, input_names, class_names)


def _single(layer: Dense) -> Dense:
    """The layer in the precision that hlviz learns in."""
    with np.errstate(over="ignore"):
        weights, bias = (np.ascontiguousarray(a, dtype=np.float32) for a in (layer.weights, layer.bias))
    if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
        raise ForeignFileError(f"{quoted(layer.name)} holds numbers that are infinite or none")
    return Dense(layer.name, weights, bias, layer.activation)
