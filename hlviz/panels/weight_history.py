"""One weight or bias over the run, among all of its layer: told from the frames that were kept."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlviz.document.wiring import NeuronKey, Wiring
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters
from hlviz.session.moment import Moment
from hlviz.session.selection import Target
from hlviz.training.frame import Frame

MOST = 300
"""Frames that are looked at."""
SAMPLED = 256
"""Weights of a layer, at most, that the band is made of: of a larger one every second, third …"""
BAND = (0.1, 0.9)
"""Between these shares of the layer's weights the band lies."""

Place = tuple[int, int | None, int]
"""Layer of weights, row or None for the bias, column."""


@dataclass(frozen=True, eq=False)
class WeightHistory:
    """Arrays of shape (frames,), oldest first."""

    epoch: Array
    value: Array
    """NaN where the network did not have it yet."""
    low: Array
    """The lower end of the band, of the layer that it belongs to; NaN likewise."""
    high: Array
    is_bias: bool


class WeightHistories:
    """Makes histories, and remembers what it found out about frames that are looked at again."""

    def __init__(self) -> None:
        self._meant: tuple[int, NeuronKey, NeuronKey | None] | None = None
        self._known: dict[Frame, tuple[float, float, float]] = {}

    def of(self, moment: Moment, target: Target) -> WeightHistory | None:
        """The history of the weight of an edge, or of the bias of a neuron; None where the network has neither."""
        ends = ends_of(target)
        if ends is None or place_of(moment.assembly.wiring, *ends) is None:
            return None
        meant = (moment.run, *ends)
        if meant != self._meant:
            self._meant, self._known = meant, {}
        known, self._known = self._known, {}
        for frame, place in _frames(moment, *ends):
            self._known[frame] = known[frame] if frame in known else _read(frame.parameters, place)
        steps, rows = [frame.step for frame in self._known], list(self._known.values())
        now = _read(moment.frame.parameters, place_of(moment.assembly.wiring, *ends))
        if not steps or steps[-1] < moment.frame.step:
            steps.append(moment.frame.step)
            rows.append(now)
        else:  # an edit since then
            rows[-1] = now
        epoch = np.interp(steps, moment.curves.step, moment.curves.epoch)
        value, low, high = np.array(rows, dtype=np.float64).T
        return WeightHistory(epoch, value, low, high, is_bias=ends[1] is None)


def _frames(moment: Moment, end: NeuronKey, source: NeuronKey | None) -> Iterator[tuple[Frame, Place | None]]:
    """Frames up to the moment, each with where in its network the weight is."""
    places: dict[int, Place | None] = {}  # by wiring: most frames share theirs with the next
    for frame in moment.history.some(MOST):
        if frame.step > moment.frame.step:  # an earlier moment is on screen
            return
        wiring = moment.history.assembly_of(frame).wiring
        if id(wiring) not in places:
            places[id(wiring)] = place_of(wiring, end, source)
        yield frame, places[id(wiring)]


def ends_of(target: Target) -> tuple[NeuronKey, NeuronKey | None] | None:
    """The neuron that listens, and the one it listens to or None for its own bias; None where no weight is meant."""
    if target.edge is not None:
        return target.edge[1], target.edge[0]
    return None if target.neuron is None else (target.neuron, None)


def place_of(wiring: Wiring, end: NeuronKey, source: NeuronKey | None) -> Place | None:
    """Where the weight is, or the bias where there is no source; None where these neurons are not there or not neighbours."""
    at = wiring.find(end)
    if at is None or at[0] == 0:
        return None
    if source is None:
        return at[0] - 1, None, at[1]
    begins = wiring.find(source)
    return (begins[0], begins[1], at[1]) if begins is not None and begins[0] == at[0] - 1 else None


def _read(parameters: Parameters, place: Place | None) -> tuple[float, float, float]:
    """The number there, and the ends of the band of its layer."""
    if place is None:
        return np.nan, np.nan, np.nan
    layer, row, column = place
    numbers = parameters.biases[layer] if row is None else parameters.weights[layer]
    value = float(numbers[column] if row is None else numbers[row, column])
    flat = numbers.ravel()
    ordered = np.sort(flat[:: max(1, -(-flat.size // SAMPLED))])
    low, high = (float(ordered[round(share * (len(ordered) - 1))]) for share in BAND)
    return value, low, high
