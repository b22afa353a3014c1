"""From named arrays to a chain of layers: PyTorch's ``state_dict``, Keras's ``get_weights()``, scikit-learn's ``coefs_``, hlviz's own.

Matrices are weights, vectors are biases; both are put in order by the numbers in their names. Where that order does not fit together,
the sizes tell it, if they leave but one way.
"""

import re
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from hlviz.errors import ForeignFileError
from hlviz.interchange.chain import MAX_ARRAYS, Chain, Dense, chained, quoted
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.arrays import Array

Arrays = Mapping[str, Array]

OWN = "hlviz-weights"
"""What the files that hlviz itself exports say of their format."""
WEIGHT, KERNEL, BIAS = (
    ("weight", "w"),
    ("kernel", "weights", "coefs", "coef"),
    ("bias", "biases", "b", "intercepts", "intercept"),
)
"""Last words of the names: ``weight`` is (n_out, n_in) as PyTorch has it, ``kernel`` and ``coefs_`` are (n_in, n_out)."""
STEPS = 10_000
"""Ways tried to put layers in order, at most."""
NORMS = ("running_mean", "running_var", "num_batches_tracked", "gamma", "beta", "moving_mean")


def chain_of(arrays: Arrays, texts: Mapping[str, object] | None = None) -> Chain:
    """The layers that named arrays make up.

    Parameters
    ----------
    arrays
        Name → array of floating-point numbers.
    texts
        What the file says beside them; of a file that hlviz wrote itself: its ``activations`` and so on.

    Raises
    ------
    ForeignFileError
        If they are no chain of fully connected layers; the text names the array.
    """
    if len(arrays) > MAX_ARRAYS:
        raise ForeignFileError(f"holds {len(arrays)} arrays; a network that hlviz draws has far fewer")
    if texts and str(texts.get("format", "")).startswith(OWN):
        return _own(arrays, texts)
    matrices: dict[str, Array] = {}
    vectors: dict[str, Array] = {}
    for name in sorted(arrays, key=_by_numbers):
        _refuse_others(name, arrays[name])
        (matrices if arrays[name].ndim == 2 else vectors)[name] = np.atleast_1d(arrays[name])
    if not matrices:
        raise ForeignFileError("holds no matrix of weights: a network needs at least one")
    layers = _paired(matrices, vectors)
    turned = [_turned(layer) for layer in layers]
    by_name = [_last_word(layer.name) in WEIGHT for layer in layers]
    as_named = [t if is_torch else n for n, t, is_torch in zip(layers, turned, by_name, strict=True)]
    opposite = [n if is_torch else t for n, t, is_torch in zip(layers, turned, by_name, strict=True)]
    for candidates in (as_named, opposite):
        ordered = _in_order(candidates)
        if ordered is not None:
            return chained(ordered)
    return chained(as_named)  # which says what does not fit


def _own(arrays: Arrays, texts: Mapping[str, object]) -> Chain:
    """A file that hlviz exported: ``layer1.weight`` is (n_in, n_out), inputs are scaled before and a number after."""
    layers: list[Dense] = []
    said = texts.get("activations")
    activations = [str(word) for word in said] if isinstance(said, list) else []
    while (name := f"layer{len(layers) + 1}.weight") in arrays:
        i = len(layers)
        bias = arrays.get(f"layer{i + 1}.bias")
        known = activations[i] if i < len(activations) and activations[i] in {**ACTIVATIONS, **OUTPUTS} else None
        if bias is None:
            raise ForeignFileError(f"holds {name} without its bias")
        layers.append(Dense(f"layer{i + 1}", arrays[name], bias, known))
    chain = chained(layers)  # before its numbers are used
    first, last = layers[0], layers[-1]
    mean, scale = arrays.get("input.mean"), arrays.get("input.scale")
    if mean is not None and scale is not None:
        if mean.shape != first.weights.shape[:1] or scale.shape != mean.shape or not np.all(scale):
            raise ForeignFileError("input.mean and input.scale do not fit the first layer")
        weights = first.weights.astype(np.float64) / scale.astype(np.float64)[:, None]
        layers[0] = Dense(first.name, weights, first.bias - mean @ weights, first.activation)
    mean, scale = arrays.get("target.mean"), arrays.get("target.scale")
    if mean is not None and scale is not None and (np.any(mean != 0) or np.any(scale != 1)):
        last = layers[-1]
        if last.activation != "identity" or mean.size != 1 or scale.size != 1:
            raise ForeignFileError("target.mean and target.scale fit a linear output alone")
        factor = float(scale.reshape(()))
        layers[-1] = Dense(last.name, last.weights * factor, last.bias * factor + float(mean.reshape(())), "identity")
    return chained(layers, input_names=_names(texts, "inputs", chain.sizes[0]), class_names=_names(texts, "classes", 0))


def _names(texts: Mapping[str, object], key: str, count: int) -> tuple[str, ...]:
    said = texts.get(key)
    names = tuple(quoted(word) for word in said[:4096]) if isinstance(said, list) else ()
    return names if not count or len(names) == count else ()


def _by_numbers(name: str) -> list[tuple[int, int, str]]:
    """``2.weight`` before ``10.weight``."""
    return [
        (0, int(part), "") if part.isascii() and part.isdecimal() and len(part) < 19 else (1, 0, part)
        for part in re.split(r"(\d+)", name)
    ]


def _last_word(name: str) -> str:
    words = [word for word in re.split(r"[^a-zA-Z]+", name) if word]
    return words[-1].lower() if words else ""


def _refuse_others(name: str, array: Array) -> None:
    """Raise what of an array does not belong into a fully connected layer."""
    if any(word in name for word in NORMS):
        raise ForeignFileError(f"{quoted(name)} is of a normalisation; only fully connected layers can be read")
    if array.ndim > 2:
        shape = " × ".join(map(str, array.shape[:4]))
        raise ForeignFileError(f"{quoted(name)} is {shape}: a convolution; only fully connected layers can be read")


def _paired(matrices: dict[str, Array], vectors: dict[str, Array]) -> list[Dense]:
    """Each matrix with its bias: that of the same name but for the last word, else the next in order. Without any: zeros."""
    stems = {_stem(name): name for name in vectors}
    left = dict(vectors)
    layers = []
    for name, matrix in matrices.items():
        partner = stems.get(_stem(name))
        if partner is None and len(vectors) == len(matrices):
            partner = next(iter(left), None)
        if partner is None or partner not in left:
            if vectors and len(vectors) == len(matrices):
                raise ForeignFileError(f"{quoted(name)} has no bias of its own among the arrays")
            layers.append(Dense(name, matrix, np.zeros(0, np.float32)))
        else:
            layers.append(Dense(name, matrix, left.pop(partner)))
    if left:
        raise ForeignFileError(f"{quoted(next(iter(left)))} belongs to no matrix of weights")
    return [_with_bias(layer) for layer in layers]


def _stem(name: str) -> str:
    """What the names of a matrix and its bias have in common."""
    word = _last_word(name)
    if word not in WEIGHT + KERNEL + BIAS:
        return name
    at = name.lower().rindex(word)
    return name[:at] + "·" + name[at + len(word) :]


def _with_bias(layer: Dense) -> Dense:
    """A layer without a bias gets one of zeros, as long as the side that its name says is the output."""
    if layer.bias.size:
        return layer
    n_out = layer.weights.shape[0 if _last_word(layer.name) in WEIGHT else 1]
    return Dense(layer.name, layer.weights, np.zeros(n_out, np.float32))


def _turned(layer: Dense) -> Dense:
    return Dense(layer.name, layer.weights.T, layer.bias)


def _in_order(layers: list[Dense]) -> list[Dense] | None:
    """The layers so that each fits the next: as they are where that fits; otherwise the one order that does; None without one."""
    if any(layer.bias.shape != layer.weights.shape[1:] for layer in layers):
        return None
    if all(a.weights.shape[1] == b.weights.shape[0] for a, b in pairwise(layers)):
        return layers
    found: list[list[int]] = []
    steps = 0
    waiting: list[list[int]] = [[i] for i in range(len(layers))]
    while waiting and len(found) < 2:
        steps += 1
        if steps > STEPS:
            return None
        way = waiting.pop()
        if len(way) == len(layers):
            found.append(way)
            continue
        n_out = layers[way[-1]].weights.shape[1]
        waiting += [[*way, i] for i in range(len(layers)) if i not in way and layers[i].weights.shape[0] == n_out]
    if len(found) > 1:
        raise ForeignFileError("does not say in which order its layers come; number them, as layer1, layer2 …")
    return [layers[i] for i in found[0]] if found else None
