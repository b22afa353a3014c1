"""What the picture of bent space shows of a moment: computed once, however often the way is walked back and forth."""

from typing import Literal

import numpy as np

from hlviz.explain.axes import (
    MOST_ROUNDS,
    ROUNDS,
    Axes,
    broad_turn,
    cut_axes,
    depths,
    neuron_axes,
    plain_axes,
    principal_axes,
    turned_axes,
)
from hlviz.explain.cuts import class_scores
from hlviz.explain.space import STAGES, Deed, Grid, Stage, ends_of, grid_for, places, stage_at, way_length
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Pass
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe

FOLLOW = 0.25
"""How much of the way the ends of the picture go with each frame while training: they glide, and do not shake."""
CUT: Literal["cut"] = "cut"
HUGE = 1e6
Turn = tuple[float, float]
Pair = tuple[int, int]
Side = Pair | Literal["cut"]
"""From which side a layer is looked at where not by its principal directions: two neurons, or facing the output's cut."""


class Scene:
    """A moment, and from which side its layers are looked at; it remembers the side, so that pictures of one run fit together."""

    def __init__(self, moment: Moment) -> None:
        self._turns: dict[int, Turn] = {}
        self.sides: dict[int, Side] = {}
        """From which side a layer of more than three neurons is looked at, where another than the usual was chosen."""
        self._radii: dict[int, float] = {}
        self._last: dict[int, Array] = {}
        self._ends: dict[int, tuple[Array, Array]] = {}
        self.show_moment(moment)

    def show_moment(self, moment: Moment, *, is_running: bool = False) -> None:
        """Take another moment of the same network."""
        self.moment = moment
        self._is_running = is_running
        self.samples = _finite(moment.train_pass)
        self._grid_pass: Pass | None = None
        self.grid: Grid | None = grid_for(moment.split, moment.parameters, is_fine=not is_running)
        if self.grid is not None:
            self._grid_pass = _finite(moment.passed(self.grid.inputs))
        self._axes: dict[int, Axes] = {}
        self._moved: set[int] = set()

    def fits(self, moment: Moment) -> bool:
        """Whether the moment is of the same network and data, so that its pictures follow those before."""
        mine = self.moment
        return mine.assembly.wiring.layers == moment.assembly.wiring.layers and mine.split is moment.split

    @property
    def hidden(self) -> int:
        """Hidden layers: the last space."""
        return len(self.moment.parameters.weights) - 1

    @property
    def end(self) -> int:
        """The position of the last hidden layer."""
        return way_length(self.moment.parameters)

    def width(self, layer: int) -> int:
        """Neurons of a layer."""
        return self.moment.parameters.sizes[layer]

    def stage(self, position: float) -> Stage:
        """What happens there."""
        return stage_at(position, self.moment.parameters)

    @property
    def grid_outputs(self) -> Array | None:
        """(points, outputs): what the network says at each point of the grid."""
        return self._grid_pass.outputs if self._grid_pass is not None else None

    # From which side

    def axes(self, layer: int) -> Axes:
        """From which side a layer is looked at."""
        if layer not in self._axes:
            self._axes[layer] = self._axes_of(layer)
        return self._axes[layer]

    def _axes_of(self, layer: int) -> Axes:
        h = self.samples.a[layer]
        if h.shape[1] <= 2:
            return plain_axes(h)
        if h.shape[1] == 3:
            return turned_axes(h, self.turn(layer))
        side, last = self.sides.get(layer), self._last.get(layer)
        rounds = ROUNDS if self._is_running else MOST_ROUNDS
        if isinstance(side, tuple):
            return neuron_axes(h, *side)
        if side == CUT:
            axes = cut_axes(h, self.output[0], last, rounds=rounds)
        else:
            near = None
            if last is None and layer > 0:
                near = self.samples.a[layer - 1] @ self.axes(layer - 1).directions
            axes = principal_axes(h, last, near=near, rounds=rounds)
        self._last[layer] = axes.directions
        return axes

    def turn(self, layer: int) -> Turn:
        """From where a layer of three neurons is seen; at first from its broad side."""
        if layer not in self._turns:
            self._turns[layer] = broad_turn(self.samples.a[layer])
        return self._turns[layer]

    def turn_to(self, layer: int, turn: Turn | None) -> None:
        """Look at a layer of three neurons from another side; None: from its broad side."""
        if turn is None:
            self._turns.pop(layer, None)
        else:
            self._turns[layer] = turn
        self._axes.pop(layer, None)

    def choose(self, layer: int, side: Side | None) -> None:
        """Look at a layer from another side; None: show the directions in which it spreads most."""
        if side is None:
            self.sides.pop(layer, None)
        else:
            self.sides[layer] = side
        self._axes, self._moved = {}, set()
        self._ends.clear()
        self._last.pop(layer, None)

    @property
    def output(self) -> tuple[Array, Array]:
        """Weights and bias of the output: of a score for each class, or of the number that is learned."""
        weights, bias = (
            np.nan_to_num(part[-1]) for part in (self.moment.parameters.weights, self.moment.parameters.biases)
        )
        return class_scores(weights, bias) if self.moment.assembly.is_classification else (weights, bias)

    def busiest(self, layer: int) -> Pair:
        """The two neurons of a layer that change most from sample to sample."""
        order = np.argsort(self.samples.a[layer].var(axis=0))[::-1]
        one, other = sorted(order[:2].tolist())
        return one, other

    # Where things are

    def sample_places(self, position: float) -> Array:
        """Where the training samples are, shape (samples, 2)."""
        return self._places(self.samples, position)

    def grid_places(self, position: float) -> Array | None:
        """Where the points of the grid are, shape (points, 2)."""
        return self._places(self._grid_pass, position) if self._grid_pass is not None else None

    def probe_place(self, probe: Probe, position: float) -> Array:
        """Where the sample that is followed is, shape (2,)."""
        return np.asarray(self._places(_finite(self.moment.probe_pass(probe)), position)[0])

    def toward_eye(self, layer: int) -> Array | None:
        """(samples,): how near each training sample is, where a layer of three neurons is seen from a side."""
        return np.asarray(self.samples.a[layer] @ depths(self.turn(layer))) if self.width(layer) == 3 else None

    def ends(self, position: float) -> tuple[Array, Array]:
        """The corners (2,) of what is to be seen, at the lower left and at the upper right."""
        before, after = int(np.floor(position)), int(np.ceil(position))
        (low, high), (next_low, next_high) = self._seen(before), self._seen(after)
        t = position - before
        return (1 - t) * low + t * next_low, (1 - t) * high + t * next_high

    def box(self, layer: int) -> tuple[Array, Array]:
        """The least and the greatest value (n,) of a layer of one, two or three neurons, once it is bent."""
        return self._reached(STAGES * layer)

    def _seen(self, position: int) -> tuple[Array, Array]:
        low, high = self._reached(position)
        if len(low) == 2:
            return low, high
        # as much room from whichever side it is seen
        middle = (low + high) / 2 @ self.axes(-(-position // STAGES)).directions
        return middle - self._radii[position], middle + self._radii[position]

    def _reached(self, position: int) -> tuple[Array, Array]:
        if position in self._moved:
            return self._ends[position]
        self._moved.add(position)
        layer = -(-position // STAGES)  # the one whose space it is
        side = Axes(np.eye(3), np.zeros(3), 1.0) if self.width(layer) == 3 else self.axes(layer)
        stage = self.stage(position) if position else Stage(0, Deed.BEND, 1.0)
        ends = [
            np.nan_to_num(places(passed, self.moment.parameters, lambda _: side, stage))
            for passed in (self.samples, self._grid_pass)
            if passed is not None
        ]
        low, high = ends_of(ends[0], ends[1] if len(ends) > 1 else None)
        if self.width(layer) == 3:
            radius = float(np.linalg.norm(ends[0] - (low + high) / 2, axis=1).max())
            was = self._radii.get(position, radius) if self._is_running else radius
            self._radii[position] = was + FOLLOW * (radius - was)
        flat = high - low < 1e-9
        low, high = np.where(flat, low - 1, low), np.where(flat, high + 1, high)
        if self._is_running and position in self._ends:
            was_low, was_high = self._ends[position]
            low, high = was_low + FOLLOW * (low - was_low), was_high + FOLLOW * (high - was_high)
        self._ends[position] = low, high
        return low, high

    def _places(self, passed: Pass, position: float) -> Array:
        return np.asarray(np.nan_to_num(places(passed, self.moment.parameters, self.axes, self.stage(position))))


def _finite(passed: Pass) -> Pass:
    """Nothing that is no number, nor one that no screen could show."""
    if all(np.abs(a).max(initial=0.0) <= HUGE for a in (*passed.z, *passed.a)):
        return passed
    z, a = (
        tuple(np.clip(np.nan_to_num(v, nan=0.0, posinf=HUGE, neginf=-HUGE), -HUGE, HUGE) for v in part)
        for part in (passed.z, passed.a)
    )
    return Pass(z, a)
