"""The numbers of a moment, put in the order of the network that is drawn.

Right after an edit the newest moment is still of the network before it. Whatever neurons and edges are in both keep their numbers
until the next moment comes; new ones are zero. Nothing here is ever NaN.
"""

import itertools
from functools import cached_property

import numpy as np

from hlviz.diagram.scene import Scene
from hlviz.document.wiring import Wiring, parameter_count
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Pass
from hlviz.session.answers import Answers, answers_of
from hlviz.session.moment import GRID, Moment
from hlviz.session.probe import Probe

HEAVY = 40_000
"""Parameters from which a map of every neuron takes too long for each frame."""


def finite(array: Array) -> Array:
    """The array, NaN and infinities being 0."""
    # the sum tells it for a fraction of the price
    return array if np.isfinite(array.sum()) else np.nan_to_num(array, nan=0.0, posinf=0.0, neginf=0.0)


def is_heavy(scene: Scene) -> bool:
    """Whether a map of every neuron takes too long for each frame."""
    return parameter_count(scene.wiring.sizes) > HEAVY


class Figures:
    """Weights ``weights[l]`` of shape (n_in, n_out), biases, maps and values of the neurons drawn."""

    def __init__(
        self,
        scene: Scene,
        moment: Moment | None,
        probe: Probe,
        before: "Figures | None" = None,
        *,
        contributions: bool = False,
    ) -> None:
        """Take what fits of a moment.

        Parameters
        ----------
        moment
            None before the first.
        probe
            The sample looked at; it may be one of other data.
        before
            Figures whose maps may serve again, where making new ones for this frame is too much.
        contributions
            Whether edges are to show what they carry for the sample while one is followed, not their weights.
        """
        self.scene = scene
        self.moment = moment if moment is not None and _is_alike(scene, moment) else None
        self.probe = probe.in_(scene.split.points)
        self.shows_contributions = contributions and scene.is_probing and self.moment is not None
        """Whether the numbers on the edges are contributions w·a of the sample looked at, and not weights."""
        # one step back at most: a chain of former figures would never be forgotten
        self._maps_of: Figures = before._maps_of if before is not None and before.scene is scene else self
        self._match = _Match(scene.wiring, self.moment.assembly.wiring) if self.moment is not None else None
        sizes = scene.wiring.sizes
        if self.moment is None or self._match is None:
            self.weights: tuple[Array, ...] = tuple(
                np.zeros((n_in, n_out), np.float32) for n_in, n_out in itertools.pairwise(sizes)
            )
            self.biases: tuple[Array, ...] = tuple(np.zeros(n, np.float32) for n in sizes[1:])
        else:
            parameters, match = self.moment.parameters, self._match
            self.weights = tuple(finite(match.weights(i, parameters.weights)) for i in range(len(sizes) - 1))
            self.biases = tuple(finite(match.rows(i + 1, (None, *parameters.biases))) for i in range(len(sizes) - 1))
        self.strongest = _greatest(self.weights)

    @cached_property
    def edges(self) -> tuple[Array, ...]:
        """What edges are drawn by, arrays (n_in, n_out): weights w, or what each carries for the sample looked at, w·a."""
        if not self.shows_contributions:
            return self.weights
        with np.errstate(all="ignore"):
            return tuple(finite(w * self.values(layer)[:, None]) for layer, w in enumerate(self.weights))

    @cached_property
    def greatest(self) -> float:
        """The greatest of ``edges``, without its sign."""
        return _greatest(self.edges) if self.shows_contributions else self.strongest

    @property
    def has_new_maps(self) -> bool:
        """Whether the maps are of this moment, not of one before."""
        return self._maps_of is self

    def maps(self, layer: int) -> Array:
        """For data of the plane: (n, GRID, GRID) activations over it, top row first."""
        if self._maps_of is not self:
            return self._maps_of.maps(layer)
        if self.moment is None or self._match is None:
            return np.zeros((self.scene.wiring.sizes[layer], GRID, GRID), np.float32)
        return finite(self._match.rows(layer, self.moment.maps))

    def curves(self, layer: int) -> Array:
        """For one input: (n, places) activations along it, left to right."""
        if self.moment is None or self._match is None:
            return np.zeros((self.scene.wiring.sizes[layer], 2), np.float32)
        activations = self.moment.line[1].a
        return finite(self._match.rows(layer, tuple(a.T for a in activations)))

    def values(self, layer: int) -> Array:
        """(n,) activations for the sample looked at."""
        if self._probe_pass is None or self._match is None:
            return np.zeros(self.scene.wiring.sizes[layer], np.float32)
        return finite(self._match.rows(layer, tuple(a[0] for a in self._probe_pass.a)))

    def raw_value(self, row: int) -> float:
        """Input ``row`` of the sample looked at, in its own unit."""
        return float(self._raw_values[row])

    @cached_property
    def sample(self) -> Array:
        """(d,) the sample looked at, in the data's own units."""
        return self.probe.inputs(self.scene.split.points)

    @cached_property
    def _raw_values(self) -> Array:
        split = self.scene.split
        return np.asarray(split.to_inputs(self.sample[None])[0] * split.scale + split.mean)

    @cached_property
    def answer(self) -> Answers | None:
        """What the network says of the sample looked at; None before the first moment."""
        if self.moment is None or self._probe_pass is None:
            return None
        truth = self.probe.truth(self.moment.split.points)
        return answers_of(
            self.moment.assembly, self._probe_pass.outputs, np.array([np.nan if truth is None else truth])
        )

    def mean(self, layer: int, row: int) -> float | None:
        """A neuron's mean activation over training samples; None where it is not known, or too dear to know at each frame."""
        if self.moment is None or self._match is None or is_heavy(self.scene):
            return None
        found = self._match.source(layer, row)
        if found is None:
            return None
        value = float(self.moment.train_pass.a[found[0]][:, found[1]].mean())
        return value if np.isfinite(value) else None

    @cached_property
    def _probe_pass(self) -> Pass | None:
        return self.moment.probe_pass(self.probe) if self.moment is not None else None


def _greatest(arrays: tuple[Array, ...]) -> float:
    return max((max(float(w.max()), -float(w.min())) for w in arrays if w.size), default=0.0)


def _is_alike(scene: Scene, moment: Moment) -> bool:
    """Whether the moment is of data of the same kind, so that its neurons can be told on."""
    old, new = moment.split.points, scene.split.points
    same_inputs = old.input_names == new.input_names and old.image_shape == new.image_shape
    return same_inputs and old.is_classification == new.is_classification


class _Match:
    """Which layer and rows of a former wiring the neurons of the wiring drawn had."""

    def __init__(self, wiring: Wiring, former: Wiring) -> None:
        self._same = wiring == former
        self._layers: list[tuple[int, IntArray]] = []
        if self._same:
            return
        places = {key: (i, row) for i, layer in enumerate(former.layers) for row, key in enumerate(layer)}
        for keys in wiring.layers:
            found = [places.get(key) for key in keys]
            layer = next((place[0] for place in found if place is not None), -1)
            rows = [place[1] if place is not None and place[0] == layer else -1 for place in found]
            self._layers.append((layer, np.array(rows, dtype=np.intp)))

    def rows(self, layer: int, arrays: "tuple[Array | None, ...]") -> Array:
        """The layer's rows of one array a former layer, along the first axis; 0 for neurons that were not there."""
        if self._same:
            array = arrays[layer]
            assert array is not None
            return array
        source, rows = self._layers[layer]
        array = arrays[source] if source >= 0 else None
        if array is None:
            like = next(other for other in reversed(arrays) if other is not None)
            return np.zeros((len(rows), *like.shape[1:]), like.dtype)
        taken: Array = array[rows]
        taken[rows < 0] = 0
        return taken

    def weights(self, pair: int, weights: tuple[Array, ...]) -> Array:
        """The weights between layer ``pair`` and the next."""
        if self._same:
            return weights[pair]
        (source, rows), (target, columns) = self._layers[pair], self._layers[pair + 1]
        if source < 0 or target != source + 1:
            return np.zeros((len(rows), len(columns)), np.float32)
        taken: Array = weights[source][np.ix_(rows, columns)]
        taken[rows < 0] = 0
        taken[:, columns < 0] = 0
        return taken

    def source(self, layer: int, row: int) -> tuple[int, int] | None:
        """(layer, row) that a neuron had."""
        if self._same:
            return layer, row
        source, rows = self._layers[layer]
        return (source, int(rows[row])) if source >= 0 and rows[row] >= 0 else None
