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
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hlviz.document.wiring import NeuronKey, Wiring
from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Parameters
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

    @cached_property
    def places(self) -> dict[NeuronKey, tuple[int, int]]:
        """(layer, place in it) of each neuron."""
        return {key: (i, j) for i, layer in enumerate(self.wiring.layers) for j, key in enumerate(layer)}

    def connection(self, before: Layer, after: Layer) -> int | None:
        """Which of its weight arrays is the one from ``before`` to ``after``, neuron by neuron; None where none is."""
        at = self.places.get(after[0]) if after else None
        layer = at[0] - 1 if at is not None else -1
        layers = self.wiring.layers
        return layer if layer >= 0 and layers[layer + 1] == after and layers[layer] == before else None

    def connects(self, before: Layer, after: Layer) -> bool:
        """Whether any neuron of ``before`` speaks to any of ``after``."""
        speaking = {at[0] for key in before if (at := self.places.get(key)) is not None}
        return any((at := self.places.get(key)) is not None and at[0] - 1 in speaking for key in after)


def carry(old: Sequence[Wired], new: Wired, *, outgoing: bool = False) -> Parameters:
    """The parameters of the new wiring with every number that has both its ends in an old one.

    Arrays that are in the first of ``old`` as they are here, neuron by neuron, are those themselves, not copies.

    Parameters
    ----------
    old
        Newest first: the network before the edit, then former ones, whose weights are used for neurons that come back.
    new
        The new wiring with the numbers to use where nothing is known.
    outgoing
        Whether connections from a neuron new to the first of ``old`` keep those numbers too; otherwise they are 0.
    """
    present = old[0].places
    weights, biases = [], []
    for (before, after), w, b in zip(
        pairwise(new.wiring.layers), new.parameters.weights, new.parameters.biases, strict=True
    ):
        same = old[0].connection(before, after)
        if same is not None:
            weights.append(old[0].parameters.weights[same])
            biases.append(old[0].parameters.biases[same])
            continue
        w, b = w.copy(), b.copy()
        known = _recall(old, before, after, w, b)
        if not (outgoing or known.all()):
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
    heard = np.zeros(len(after), bool)  # whose bias came with weights
    alone: list[tuple[IntArray, IntArray, Array]] = []
    for wired in old:
        if (same := wired.connection(before, after)) is not None:
            # all there is to know: what is older matters no more
            np.copyto(w, wired.parameters.weights[same], where=~known)
            np.copyto(b, wired.parameters.biases[same], where=~heard)
            known[:] = heard[:] = True
            break
        rows = _by_layer(wired, before)
        for layer, (here, there) in _by_layer(wired, after).items():
            if layer == 0:
                continue
            theirs = wired.parameters.biases[layer - 1]
            if layer - 1 not in rows:
                alone.append((here, there, theirs))
                continue
            mine, sources = rows[layer - 1]
            is_new = ~heard[here]
            b[here[is_new]] = theirs[there[is_new]]
            heard[here] = True
            block = np.ix_(mine, here)
            found = wired.parameters.weights[layer - 1][np.ix_(sources, there)]
            w[block] = np.where(known[block], w[block], found)
            known[block] = True
    for here, there, theirs in alone:
        is_new = ~heard[here]
        b[here[is_new]] = theirs[there[is_new]]
        heard[here] = True
    return known


def _by_layer(wired: Wired, layer: Layer) -> dict[int, tuple[IntArray, IntArray]]:
    """The places of those neurons of a layer that are in the network, here and there, by the layer where they are there."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for i, key in enumerate(layer):
        if (at := wired.places.get(key)) is not None:
            here, there = found.setdefault(at[0], ([], []))
            here.append(i)
            there.append(at[1])
    return {there: (np.array(mine), np.array(theirs)) for there, (mine, theirs) in found.items()}


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
    present = old[0].places
    # what former networks knew of a connection still holds if nothing was learned since
    current = [wired for wired in old if wired.step == old[0].step]
    known = [any(key in wired.places for key in layer for wired in old) for layer in layers]
    x = x[:ROWS] if max(map(len, layers[1:])) <= WIDE else x[: max(ENOUGH, 2 * max(map(len, layers[1:])))][:ROWS]
    former = _Former(old[0], fresh.wiring, old_activations, x)
    entering = _Entering(x, weights, biases, activations, former)
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
        elif any(key in present for key in before) and not _connected(current, before, after):
            _bridge(weights[i], biases[i], i, after, entering, former)
            _keep_held(held, i, old, before, after, weights[i], biases[i], entering)
    return Parameters(tuple(weights), tuple(biases))


class _Entering:
    """What enters each layer, computed as far as someone asks: the weights of the layers before are settled by then."""

    def __init__(
        self,
        x: Array,
        weights: Sequence[Array],
        biases: Sequence[Array],
        activations: Sequence[Activation],
        former: "_Former",
    ) -> None:
        self._weights, self._biases, self._activations, self._former = weights, biases, activations, former
        self._a = [x]

    def at(self, layer: int) -> Array:
        """Of shape (samples, n): what enters the layer, which is no earlier than the last one asked for."""
        while (i := len(self._a) - 1) < layer:
            w, b, f = self._weights[i], self._biases[i], self._activations[i]
            known = self._former.after(i, self._a[i], w, b, f)
            self._a.append(known if known is not None else f.value(self._a[i] @ w + b))
        return self._a[layer]


def _connected(old: Sequence[Wired], before: Layer, after: Layer) -> bool:
    return any(wired.connects(before, after) for wired in old)


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


class _Former:
    """What arrived at the neurons of the network before the edit, as far as the new inputs tell; computed as far as someone asks."""

    def __init__(self, current: Wired, wiring: Wiring, activations: Sequence[Activation], x: Array) -> None:
        self._current, self._activations = current, activations
        theirs = current.wiring.layers[0]
        self._a = [x if theirs == wiring.layers[0] else _columns(x, wiring.layers[0], theirs)]
        self._z: list[Array] = []

    def sums(self, layer: int) -> Array:
        """Of shape (samples, n): z of a layer of the old network, the inputs being layer 0."""
        weights, biases = self._current.parameters.weights, self._current.parameters.biases
        while (i := len(self._z)) < layer:
            self._z.append(self._a[i] @ weights[i] + biases[i])
            self._a.append(self._activations[i].value(self._z[i]))
        return self._z[layer - 1]

    def after(self, layer: int, a: Array, w: Array, b: Array, activation: Activation) -> Array | None:
        """What its neurons made of ``a``, where these very arrays are those of that layer of the old network; else None."""
        parameters = self._current.parameters
        if layer >= len(parameters.weights) or layer >= len(self._a) or self._a[layer] is not a:
            return None
        if w is not parameters.weights[layer] or b is not parameters.biases[layer]:
            return None
        if activation is not self._activations[layer]:
            return None
        self.sums(layer + 1)
        return self._a[layer + 1]

    def arriving(self, after: Layer) -> tuple[list[int], Array] | None:
        """The places in ``after`` of the neurons that were there, and what arrived at them; None where none was."""
        found = [(j, *at) for j, key in enumerate(after) if (at := self._current.places.get(key)) is not None and at[0]]
        if not found:
            return None
        columns = [j for j, _, _ in found]
        if len({layer for _, layer, _ in found}) == 1:
            z = self.sums(found[0][1])
            rows = [row for _, _, row in found]
            return columns, z if rows == list(range(z.shape[1])) else z[:, rows]
        return columns, np.stack([self.sums(layer)[:, row] for _, layer, row in found], axis=1)


def _columns(x: Array, inputs: Layer, wanted: Layer) -> Array:
    """The columns of those inputs, 0 where one is not there."""
    places = {key: i for i, key in enumerate(inputs)}
    blank = np.zeros(len(x), x.dtype)
    return np.stack([x[:, places[key]] if key in places else blank for key in wanted], axis=1)


def _bridge(w: Array, b: Array, layer: int, after: Layer, entering: _Entering, former: _Former) -> None:
    """Connect two layers that were not connected: least squares on what used to arrive at ``after``."""
    found = former.arriving(after)
    if found is not None:
        columns, wanted = found
        w[:, columns], b[columns] = fit(entering.at(layer), wanted)
