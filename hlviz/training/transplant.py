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

from collections.abc import Container, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hlviz.document.wiring import NeuronKey, Wiring
from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Parameters
from hlviz.training.relay import fit, hand_on, keep
from hlviz.training.wired import Layer, Wired

ROWS, ENOUGH, WIDE = 2000, 1000, 256
"""Samples looked at, at most, to fit new weights; and how many of them are enough where a layer has more neurons than the third."""


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
    present = old[0].numbers
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
            unheard = ~_among(present, before)
            listening = _among(present, after)
            # a neuron that keeps some of its connections gets no others yet, not even from an old neuron that moved here;
            # and a new output has no opinion yet
            settled = known.any(axis=0) | (after is new.wiring.layers[-1])
            w[(np.outer(unheard, listening) | settled) & ~known] = 0
        weights.append(w)
        biases.append(b)
    return Parameters(tuple(weights), tuple(biases))


def _among(known: Container[NeuronKey], layer: Layer) -> NDArray[np.bool_]:
    """Which neurons of a layer are among those."""
    return np.fromiter(map(known.__contains__, layer), bool, len(layer))


def _recall(old: Sequence[Wired], before: Layer, after: Layer, w: Array, b: Array) -> NDArray[np.bool_]:
    """Write into ``w`` and ``b`` what is known of two layers; newer knowledge wins, and weights come with their biases.

    Returns, in the shape of ``w``, which weights are known.
    """
    known = np.zeros(w.shape, bool)
    heard = np.zeros(len(after), bool)  # whose bias came with weights
    alone, is_alone = b.copy(), heard.copy()  # biases known without any of these weights
    for wired in old:
        numbers = wired.numbers.keys()
        if (same := wired.connection(before, after)) is not None:
            # all there is to know: what is older matters no more
            np.copyto(w, wired.parameters.weights[same], where=~known)
            np.copyto(b, wired.parameters.biases[same], where=~heard)
            known[:] = True
            return known
        speaks = not numbers.isdisjoint(before)
        # of most layers all is known from the first, but for a neuron or two
        columns = np.flatnonzero(~known.all(axis=0) | ~heard if speaks else ~heard & ~is_alone)
        if not len(columns) or numbers.isdisjoint(after):
            continue
        rows = np.flatnonzero(~known.all(axis=1))
        targets, sources = wired.found(_at(after, columns)), wired.found(_at(before, rows)) if speaks else {}
        for layer, (here, there) in targets.items():
            here = columns[here]
            if layer == 0:
                continue
            weights, biases = wired.parameters.weights[layer - 1], wired.parameters.biases[layer - 1]
            if layer - 1 in sources:
                mine, from_there = sources[layer - 1]
                block = _block(rows[mine], here)
                told = weights[_block(from_there, there)]
                w[block] = np.where(known[block], w[block], told) if known[block].any() else told
                known[block] = True
                _hear(b, heard, here, biases[there])
            else:
                _hear(alone, is_alone, here, biases[there])
        if known.all() and heard.all():
            return known
    np.copyto(b, alone, where=is_alone & ~heard)
    return known


def _at(layer: Layer, places: IntArray) -> Layer:
    return layer if len(places) == len(layer) else tuple(layer[i] for i in places)


def _hear(b: Array, heard: NDArray[np.bool_], places: IntArray, biases: Array) -> None:
    """Write those that were not written yet."""
    is_new = ~heard[places]
    b[places[is_new]] = biases[is_new]
    heard[places] = True


def _block(rows: IntArray, columns: IntArray) -> tuple[slice | IntArray, slice | IntArray]:
    """To index an array by rows and columns; where they follow one another as slices, which are much faster."""
    found = _span(rows), _span(columns)
    return found if isinstance(found[0], slice) or isinstance(found[1], slice) else np.ix_(rows, columns)  # type: ignore[return-value]


def _span(places: IntArray) -> slice | IntArray:
    is_span = len(places) and bool((np.diff(places) == 1).all())
    return slice(int(places[0]), int(places[-1]) + 1) if is_span else places


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
    present = old[0].numbers
    # what former networks knew of a connection still holds if nothing was learned since
    current = [wired for wired in old if wired.step == old[0].step]
    known = [any(not wired.numbers.keys().isdisjoint(layer) for wired in old) for layer in layers]
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

    def arriving(self, after: Layer) -> tuple[IntArray, Array] | None:
        """The places in ``after`` of the neurons that were there, and what arrived at them; None where none was."""
        found = {layer: places for layer, places in self._current.found(after).items() if layer}
        if not found:
            return None
        arrived = [self.sums(layer)[:, _span(there)] for layer, (_, there) in sorted(found.items())]
        columns = np.concatenate([here for _, (here, _) in sorted(found.items())])
        return columns, arrived[0] if len(arrived) == 1 else np.concatenate(arrived, axis=1)


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
