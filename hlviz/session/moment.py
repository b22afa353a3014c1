"""What is on screen now: one frame and what it belongs to. Panels and diagram are functions of it.

What several of them need is computed when first asked for, and once.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from hlviz.datasets import Split
from hlviz.document import Project
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Parameters, Pass, forward, outputs
from hlviz.session.probe import Probe
from hlviz.training.assembly import Assembly
from hlviz.training.curves import CurveTable
from hlviz.training.engines import Choice
from hlviz.training.flows import NO_FLOWS, FlowTable
from hlviz.training.frame import Divergence, Frame
from hlviz.training.history import NO_FRAMES, Frames
from hlviz.training.report import State
from hlviz.training.standing import Origin

GRID = 50
"""Cells along each side of a map of the input plane."""
LINE = 241
"""Places along the input of a curve."""
SEEN = 500
"""Training samples, at most, whose activations are looked at."""


@dataclass(frozen=True, eq=False)
class Moment:
    """A frame, the network and data it is of, and the curves up to it. Never changes; arrays are read-only."""

    assembly: Assembly
    frame: Frame
    curves: CurveTable
    state: State = State.PAUSED
    steps_per_second: float = 0.0
    engine: Choice | None = None
    is_live: bool = True
    run: int = 0
    """Which run it is of: one more each time that the curves begin anew."""
    history: Frames = NO_FRAMES
    """The frames of this run that were kept, up to now."""
    flows: FlowTable = NO_FLOWS
    """Gradients and updates up to it."""
    origin: Origin | None = None
    """From where the run branched off; None where it began anew."""
    divergences: tuple[Divergence, ...] = ()
    """Where the numbers of the run ran away."""

    @property
    def project(self) -> Project:
        """The project that the frame's network was built from."""
        return self.assembly.project

    @property
    def is_start(self) -> bool:
        """Whether the network that it is of, as it is by now, has learned nothing yet."""
        return self.frame.step == 0 and (not self.history or self.history[-1].step == 0)

    @property
    def split(self) -> Split:
        """The data."""
        return self.assembly.split

    @property
    def parameters(self) -> Parameters:
        """Weights and biases."""
        return self.frame.parameters

    @property
    def is_plane(self) -> bool:
        """Whether the inputs are points of the plane, so that neurons can be shown as maps of it."""
        return self.split.points.x.shape[1] == 2 and self.split.points.image_shape is None

    @property
    def is_curve(self) -> bool:
        """Whether there is one input and a number to learn."""
        return self.split.points.x.shape[1] == 1 and not self.assembly.is_classification

    def passed(self, inputs: Array) -> Pass:
        """A forward pass of network inputs, shape (samples, n_in), as ``split.to_inputs`` makes them."""
        with np.errstate(all="ignore"):
            return forward(self.parameters, self.assembly.activations, inputs)

    @cached_property
    def maps(self) -> tuple[Array, ...]:
        """For data of the plane: each neuron's activation over it, per layer (n, GRID, GRID), inputs first, top row first."""
        result = self.passed(grid_inputs(self.split))
        return tuple(np.ascontiguousarray(a.T).reshape(-1, GRID, GRID) for a in result.a)

    @cached_property
    def line(self) -> tuple[Array, Pass]:
        """For one input: places along it, shape (LINE,), and the forward pass there."""
        (low, high), *_ = self.split.points.ranges()
        x = np.linspace(low, high, LINE)
        return x, self.passed(self.split.to_inputs(x[:, None]))

    @cached_property
    def train_pass(self) -> Pass:
        """The forward pass of the first ``SEEN`` training samples."""
        return self.passed(self.split.train_x[:SEEN])

    @cached_property
    def test_outputs(self) -> Array:
        """The outputs for all test samples, shape (n_test, outputs)."""
        return self._said(self.split.test_x)

    @cached_property
    def train_outputs(self) -> Array:
        """The outputs for all training samples, shape (n_train, outputs)."""
        return self._said(self.split.train_x)

    def _said(self, inputs: Array) -> Array:
        with np.errstate(all="ignore"):
            return outputs(self.parameters, self.assembly.activations, inputs)

    @cached_property
    def test_predicted(self) -> IntArray:
        """The classes named for the test samples, shape (n_test,)."""
        return self.assembly.predicted(self.test_outputs)

    def probe_pass(self, probe: Probe) -> Pass:
        """The forward pass of the sample looked at."""
        return self.passed(self.split.to_inputs(probe.inputs(self.split.points)[None]))


@lru_cache(maxsize=4)
def grid_inputs(split: Split) -> Array:
    """The middles of the cells of a GRID × GRID map as network inputs, shape (GRID², n_in); top row first, left to right."""
    (left, right), (bottom, top) = split.points.ranges()
    half_x, half_y = (right - left) / (2 * GRID), (top - bottom) / (2 * GRID)
    across = np.linspace(left + half_x, right - half_x, GRID)
    down = np.linspace(top - half_y, bottom + half_y, GRID)
    x, y = np.meshgrid(across, down)
    return split.to_inputs(np.column_stack([x.ravel(), y.ravel()]))
