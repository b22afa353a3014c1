"""Carry learned weights over an edit of the network, by neuron key, so that what was learned stays learned.

One rule serves resizing, deleting from the middle, inserting, moving and undoing alike:

* a connection that was there keeps its weight;
* a connection that comes back (an edit undone) gets the weight it had;
* a new neuron listens at random and has no say yet: zero outgoing weights, so the output does not change;
* a new layer hands on what enters it, as nearly as its activation allows;
* where a layer went, its neighbours are connected so that the sums that arrive are the old ones, as nearly as straight lines can,
  even if they were connected once: since then they have learned other things;
* what is held, frozen or cut, and was there stays as it was even so: the other weights of its neuron are fitted around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hlviz.document.wiring import NeuronKey, Wiring
from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters, forward
from hlviz.training.relay import fit, hand_on, keep

Layer = tuple[NeuronKey, ...]

ROWS, ENOUGH, WIDE = 2000, 1000, 256
"""Samples looked at, at most, to fit new weights; and how many of them are enough where a layer has more neurons than the third."""


@dataclass(frozen=True, eq=False)
class Wired:
    """Parameters and the neurons that they belong to."""

    wiring: Wiring
    parameters: Parameters
    step: int = 0
    """How long it had learned."""

    @property
    def bytes(self) -> int:
        """About how much memory its numbers take."""
        return sum(array.nbytes for array in self.parameters.arrays)


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
        known = _recall(old, before, after, w, b)
        if not outgoing:
            unheard = np.array([key not in present for key in before])
            listening = np.array([key in present for key in after])
            # a neuron that keeps some of its connections gets no others yet, not even from an old neuron that moved here;
            # and a new output has no opinion yet
            settled = known.any(axis=0) | np.array([_is_output(key) for key in after])
            w[(np.outer(unheard, listening) | settled) & ~known] = 0
        weights.append(w)
        biases.append(b)
    return Parameters(tuple(weights), tuple(biases))


def _is_output(key: NeuronKey) -> bool:
    return isinstance(key, tuple) and key[0] == "out"


def _recall(old: Sequence[Wired], before: Layer, after: Layer, w: Array, b: Array) -> NDArray[np.bool_]:
    """Write into ``w`` and ``b`` what is known of two layers; newer knowledge wins, and weights come with their biases.

    Returns, in the shape of ``w``, which weights are known.
    """
    known = np.zeros(w.shape, bool)
    for connected in (False, True):
        for wired in reversed(old):
            for layer, (sources, targets) in enumerate(pairwise(wired.wiring.layers)):
                rows, columns = shared(before, sources), shared(after, targets)
                if not columns or bool(rows) != connected:
                    continue
                here, there = (list(side) for side in zip(*columns, strict=True))
                b[here] = wired.parameters.biases[layer][there]
                if rows:
                    mine, theirs = (list(side) for side in zip(*rows, strict=True))
                    w[np.ix_(mine, here)] = wired.parameters.weights[layer][np.ix_(theirs, there)]
                    known[np.ix_(mine, here)] = True
    return known


def shared(layer: Layer, other: Layer) -> list[tuple[int, int]]:
    """The places of the neurons that are in both, in the one and in the other."""
    there = {key: j for j, key in enumerate(other)}
    return [(i, there[key]) for i, key in enumerate(layer) if key in there]


def transplant(
    old: Sequence[Wired],
    fresh: Wired,
    old_activations: Sequence[Activation],
    activations: Sequence[Activation],
    x: Array,
    held: Parameters | None = None,
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
    held
        1 at what is frozen or cut in the new wiring, 0 elsewhere.
    """
    carried = carry(old, fresh)
    weights, biases = list(carried.weights), list(carried.biases)
    layers = fresh.wiring.layers
    present = {key for layer in old[0].wiring.layers for key in layer}
    # what former networks knew of a connection still holds if nothing was learned since
    current = [wired for wired in old if wired.step == old[0].step]
    known_keys = {key for wired in old for layer in wired.wiring.layers for key in layer}
    known = [any(key in known_keys for key in layer) for layer in layers]
    x = x[:ROWS] if max(map(len, layers[1:])) <= WIDE else x[: max(ENOUGH, 2 * max(map(len, layers[1:])))][:ROWS]
    sums: dict[NeuronKey, Array] = {}
    entering = _Entering(x, weights, biases, activations)
    owed: tuple[Array, Array] | None = None  # what must still arrive behind new layers: weights and biases
    for i in range(len(weights)):
        before, after = layers[i], layers[i + 1]
        if owed is None and not known[i + 1] and True in known[i + 2 :]:
            target = layers[known.index(True, i + 2)]
            if _connected(old, before, target):
                owed = _weights_between(old, before, target)
        if owed is not None and not known[i + 1]:
            owed = hand_on(weights[i], biases[i], entering.at(i), activations[i], *owed)
        elif owed is not None:
            (weights[i], biases[i]), owed = owed, None
            _keep_held(held, i, old, before, after, weights[i], biases[i], entering)
        elif present & {*before} and not _connected(current, before, after):
            sums = sums or _old_sums(old[0], fresh.wiring, old_activations, x)
            _bridge(weights[i], biases[i], entering.at(i), after, sums)
            _keep_held(held, i, old, before, after, weights[i], biases[i], entering)
    return Parameters(tuple(weights), tuple(biases))


class _Entering:
    """What enters each layer, computed as far as someone asks: the weights of the layers before are settled by then."""

    def __init__(
        self, x: Array, weights: Sequence[Array], biases: Sequence[Array], activations: Sequence[Activation]
    ) -> None:
        self._weights, self._biases, self._activations = weights, biases, activations
        self._a = [x]

    def at(self, layer: int) -> Array:
        """Of shape (samples, n): what enters the layer, which is no earlier than the last one asked for."""
        while (i := len(self._a) - 1) < layer:
            self._a.append(self._activations[i].value(self._a[i] @ self._weights[i] + self._biases[i]))
        return self._a[layer]


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


def _keep_held(
    held: Parameters | None,
    layer: int,
    old: Sequence[Wired],
    before: Layer,
    after: Layer,
    w: Array,
    b: Array,
    entering: _Entering,
) -> None:
    if held is None or not (held.weights[layer].any() or held.biases[layer].any()):
        return
    kept = w.copy(), b.copy()
    # an edge that never was is not held before it has a weight, nor is the bias of a neuron that hears nothing else
    still = (held.weights[layer] == 1) & _recall(old, before, after, *kept)
    keep(w, b, entering.at(layer), kept, (still, (held.biases[layer] == 1) & still.any(axis=0)))


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
    wanted = np.stack([sums[after[j]] for j in columns], axis=1)
    w[:, columns], b[columns] = fit(a, wanted)
