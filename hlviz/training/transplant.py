"""Carry learned weights over an edit of the network, by neuron key, so that what was learned stays learned.

One rule serves resizing, deleting from the middle, inserting, moving and undoing alike:

* a connection that was there keeps its weight;
* a connection that comes back (an edit undone) gets the weight it had;
* a new neuron listens at random and has no say yet: zero outgoing weights, so the output does not change;
* a new layer hands on what enters it, as nearly as its activation allows;
* where a layer went, its neighbours are connected so that the sums that arrive are the old ones, as nearly as straight lines can.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hlviz.document.wiring import NeuronKey, Wiring
from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters, forward

Layer = tuple[NeuronKey, ...]

ROWS = 2000
"""Samples looked at, at most, to fit new weights."""
MARGIN = 0.1
"""How far beyond the activations seen the straight part of a new layer reaches, as a share of their range."""


@dataclass(frozen=True, eq=False)
class Wired:
    """Parameters and the neurons that they belong to."""

    wiring: Wiring
    parameters: Parameters


def carry(old: Sequence[Wired], new: Wired, *, outgoing: bool = False) -> Parameters:
    """The parameters of the new wiring with every number that has both its ends in an old one.

    Parameters
    ----------
    old
        Newest first: the network before the edit, then former ones, whose weights are used for neurons that come back.
    new
        The new wiring with the numbers to use where nothing is known.
    outgoing
        Whether connections from a neuron new to the first of ``old`` keep those numbers too; otherwise they are 0.
    """
    present = {key for layer in old[0].wiring.layers for key in layer}
    weights, biases = [], []
    for (before, after), w, b in zip(
        pairwise(new.wiring.layers), new.parameters.weights, new.parameters.biases, strict=True
    ):
        w, b = w.copy(), b.copy()
        if not outgoing:
            unheard = np.array([key not in present for key in before])
            listening = np.array([key in present for key in after])
            w[np.ix_(unheard, listening)] = 0
        _recall(old, before, after, w, b)
        weights.append(w)
        biases.append(b)
    return Parameters(tuple(weights), tuple(biases))


def _recall(old: Sequence[Wired], before: Layer, after: Layer, w: Array, b: Array) -> None:
    """Write into ``w`` and ``b`` what is known of two layers; newer knowledge wins, and weights come with their biases."""
    for connected in (False, True):
        for wired in reversed(old):
            for layer, (sources, targets) in enumerate(pairwise(wired.wiring.layers)):
                rows = [(i, sources.index(key)) for i, key in enumerate(before) if key in sources]
                columns = [(j, targets.index(key)) for j, key in enumerate(after) if key in targets]
                if not columns or bool(rows) != connected:
                    continue
                here, there = (list(side) for side in zip(*columns, strict=True))
                b[here] = wired.parameters.biases[layer][there]
                if rows:
                    mine, theirs = (list(side) for side in zip(*rows, strict=True))
                    w[np.ix_(mine, here)] = wired.parameters.weights[layer][np.ix_(theirs, there)]


def transplant(
    old: Sequence[Wired],
    fresh: Wired,
    old_activations: Sequence[Activation],
    activations: Sequence[Activation],
    x: Array,
) -> Parameters:
    """The parameters of an edited network that does what it did before, as nearly as it can.

    Parameters
    ----------
    old
        The network before the edit, then former ones, newest first.
    fresh
        The new wiring with fresh first weights.
    old_activations, activations
        Of the network before the edit and of the new one; one per weight array.
    x
        Inputs, shape (samples, n_in) of the *new* wiring: what neurons do on them decides how gaps are bridged.
    """
    carried = carry(old, fresh)
    weights, biases = list(carried.weights), list(carried.biases)
    layers = fresh.wiring.layers
    known_keys = {key for wired in old for layer in wired.wiring.layers for key in layer}
    known = [any(key in known_keys for key in layer) for layer in layers]
    x = x[:ROWS]
    sums = _old_sums(old[0], fresh.wiring, old_activations, x)
    owed: tuple[Array, Array] | None = None  # what must still arrive behind new layers: weights and biases
    a = x
    for i in range(len(weights)):
        before, after = layers[i], layers[i + 1]
        if owed is None and not known[i + 1] and True in known[i + 2 :]:
            target = layers[known.index(True, i + 2)]
            if _connected(old, before, target):
                owed = _weights_between(old, before, target)
        if owed is not None and not known[i + 1]:
            owed = _pass_on(weights[i], biases[i], a, activations[i], *owed)
        elif owed is not None:
            (weights[i], biases[i]), owed = owed, None
        elif known[i] and known[i + 1] and not _connected(old, before, after):
            _bridge(weights[i], biases[i], a, after, sums)
        a = activations[i].value(a @ weights[i] + biases[i])
    return Parameters(tuple(weights), tuple(biases))


def _connected(old: Sequence[Wired], before: Layer, after: Layer) -> bool:
    return any(
        set(before) & set(sources) and set(after) & set(targets)
        for wired in old
        for sources, targets in pairwise(wired.wiring.layers)
    )


def _weights_between(old: Sequence[Wired], before: Layer, after: Layer) -> tuple[Array, Array]:
    """The old weights from ``before`` to ``after``, 0 where there were none, and the biases of ``after``."""
    dtype = old[0].parameters.weights[0].dtype
    w, b = np.zeros((len(before), len(after)), dtype), np.zeros(len(after), dtype)
    _recall(old, before, after, w, b)
    return w, b


def _old_sums(current: Wired, wiring: Wiring, activations: Sequence[Activation], x: Array) -> dict[NeuronKey, Array]:
    """What arrived at each neuron of the old network: z of shape (samples,), as far as the new inputs tell."""
    inputs = wiring.layers[0]
    columns = [
        x[:, inputs.index(key)] if key in inputs else np.zeros(len(x), x.dtype) for key in current.wiring.layers[0]
    ]
    z = forward(current.parameters, activations, np.stack(columns, axis=1)).z
    layers = current.wiring.layers[1:]
    return {key: sums[:, j] for layer, sums in zip(layers, z, strict=True) for j, key in enumerate(layer)}


def _bridge(w: Array, b: Array, a: Array, after: Layer, sums: dict[NeuronKey, Array]) -> None:
    """Connect two layers that were not connected: least squares on what used to arrive at ``after``."""
    columns = [j for j, key in enumerate(after) if key in sums]
    if not columns:
        return
    design = np.column_stack([a, np.ones(len(a), a.dtype)]).astype(np.float64)
    wanted = np.stack([sums[after[j]] for j in columns], axis=1).astype(np.float64)
    solution, *_ = np.linalg.lstsq(design, wanted, rcond=1e-5)
    w[:, columns] = solution[:-1]
    b[columns] = solution[-1]


def _pass_on(
    w: Array, b: Array, a: Array, activation: Activation, owed_weights: Array, owed_biases: Array
) -> tuple[Array, Array]:
    """Make a new layer hand on what enters it; returns the weights and biases that are owed behind it.

    Written into ``w`` and ``b``, its own. The weights owed are split into P @ Q: P goes into the layer, Q out of it. Each neuron
    used is moved to where its activation is straight, and what that did to its output is undone behind it.
    """
    size = w.shape[1]
    into, out = _split(owed_weights, size)
    used = into.shape[1]
    entering = a @ into
    low, high = entering.min(axis=0), entering.max(axis=0)
    reach = np.maximum(high - low, 1e-6)
    low, high = low - MARGIN * reach, high + MARGIN * reach
    start, end = activation.straight
    if np.isinf(end):
        scale = np.ones(used)
        shift = np.zeros(used) if np.isinf(start) else np.maximum(start - low, 0.0)
        at = (low + high) / 2 + shift
    else:
        scale = np.minimum(1.0, (end - start) / (high - low))
        at = np.full(used, (start + end) / 2)
        shift = at - scale * (low + high) / 2
    value = activation.value(at)
    slope = activation.slope(at, value)
    # near ``at``: f(scale · e + shift) = gain · e + offset, to be undone behind the layer
    gain = slope * scale
    offset = value + slope * (shift - at)
    w[:, :used] = into * scale
    b[:used] = shift
    behind = np.zeros((size, out.shape[1]), w.dtype)
    behind[:used] = out / gain[:, None]
    return behind, (owed_biases - (offset / gain) @ out).astype(b.dtype)


def _split(w: Array, size: int) -> tuple[Array, Array]:
    """P and Q with P @ Q = W through at most ``size`` neurons, or the nearest there is (Eckart and Young, 1936)."""
    n_in, n_out = w.shape
    if size >= n_in:
        return np.eye(n_in, dtype=w.dtype), w
    if size >= n_out:
        return w, np.eye(n_out, dtype=w.dtype)
    u, s, v = np.linalg.svd(w.astype(np.float64), full_matrices=False)
    return (u[:, :size] * s[:size]).astype(w.dtype), v[:size].astype(w.dtype)
