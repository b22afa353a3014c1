"""How much of what is wrong reaches each layer, and how far a step moves its weights: over time, in bounded memory.

The training thread measures and notes; everyone else reads the tables that it hands out.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from hlviz.document.project import Project
from hlviz.document.specs import LayerId
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import backward, forward
from hlviz.training.trainer import Trainer

FlowKey = LayerId | str
"""A hidden layer's id, or ``OUT``."""
OUT = "out"
SAMPLES = 256
"""Training samples, at most, that the gradient is averaged over: the first ones, so that the curve shows the network change, not
the choice of samples."""
ROWS = 2048
"""Rows, at most; when there are more, every second one goes, and from then on half as many are noted."""
KEYS = 128
"""Layers, at most, that are remembered; of those that are gone, the ones that came first are forgotten."""


@dataclass(frozen=True)
class Flow:
    """One layer at one moment."""

    gradient: float
    """The root mean square of ∂L/∂w over the layer's weights, biases and penalty left out. In units of the loss per unit of a
    weight."""
    update: float
    """‖Δw‖ / ‖w‖: how long one step of the optimizer is beside the weights that it moves. Unitless; NaN where all weights are 0."""


def layer_keys(project: Project) -> tuple[FlowKey, ...]:
    """The keys of all layers with weights, the output's last."""
    return (*(layer.id for layer in project.network.hidden), OUT)


def measured(trainer: Trainer) -> dict[FlowKey, Flow]:
    """The flow through each layer as the weights are now.

    The gradient is that of the loss on the first ``SAMPLES`` training samples. The step is the one that the optimizer would make
    next, with its momentum or Adam's memory, on one batch of this epoch (its first ``SAMPLES`` where it is larger): what was
    moved since the last row, divided by the steps between, would be less, since steps of small batches undo one another in part.

    Source
    ------
    The ratio: Karpathy, "CS231n: Neural networks, part 3", *Ratio of weights:updates*.
    """
    a, parameters, ahead = trainer.assembly, trainer.parameters, trainer.ahead(SAMPLES)
    with np.errstate(all="ignore"):
        forwarded = forward(parameters, a.activations, a.split.train_x[:SAMPLES])
        gradient = backward(parameters, a.activations, forwarded, a.train_t[:SAMPLES], a.loss)
        return {
            key: Flow(_length(g) / math.sqrt(g.size), _share(_length(after - w), _length(w)))
            for key, g, w, after in zip(
                layer_keys(a.project), gradient.weights, parameters.weights, ahead.weights, strict=True
            )
        }


def _length(array: Array) -> float:
    return float(np.sqrt(np.sum(np.square(array, dtype=np.float64))))


def _share(step: float, length: float) -> float:
    return step / length if length else float("nan")


@dataclass(frozen=True, eq=False)
class FlowTable:
    """The flows as they were at one moment: read-only float64 columns of equal length, oldest first.

    A layer's columns are NaN at the rows before it came and after it went.
    """

    step: Array
    epoch: Array
    gradient: Mapping[FlowKey, Array]
    update: Mapping[FlowKey, Array]

    def __len__(self) -> int:
        return len(self.step)


NO_FLOWS = FlowTable(np.empty(0), np.empty(0), {}, {})


@dataclass
class Flows:
    """A table that only grows, in memory that does not. A table handed out stays as it was."""

    _rows: Array = field(default_factory=lambda: np.empty((ROWS, 2)))
    _columns: dict[FlowKey, Array] = field(default_factory=dict)
    _count: int = 0
    _stride: int = 1
    _notes: int = 0

    @classmethod
    def of(cls, table: FlowTable) -> "Flows":
        """Flows to go on with, of a table that was handed out."""
        rows = np.column_stack([table.step, table.epoch])
        columns = {key: np.column_stack([table.gradient[key], table.update[key]]) for key in table.gradient}
        return cls(
            _refilled(rows, 0.0), {key: _refilled(column, np.nan) for key, column in columns.items()}, len(table)
        )

    def wants(self) -> bool:
        """Whether the next row is to be measured: told each time that the curves note one."""
        self._notes += 1
        return (self._notes - 1) % self._stride == 0

    def add(self, step: int, epoch: float, flows: Mapping[FlowKey, Flow]) -> None:
        """Note a measurement; one of the step noted last, or an earlier step, replaces what was noted from there on."""
        kept = int(np.searchsorted(self._rows[: self._count, 0], step))
        if kept < self._count:
            self._thin(slice(kept))
        if self._count == ROWS:
            self._thin(slice(None, None, 2))
            self._stride *= 2
        for key in flows:
            if key not in self._columns:
                self._columns[key] = np.full((ROWS, 2), np.nan)
        self._rows[self._count] = step, epoch
        for key, flow in flows.items():
            self._columns[key][self._count] = flow.gradient, flow.update
        self._count += 1
        for gone in [key for key in self._columns if key not in flows][: max(0, len(self._columns) - KEYS)]:
            del self._columns[gone]

    def until(self, step: int) -> "Flows":
        """Other flows with what was noted up to that step, to go on from there."""
        other = Flows(self._rows, dict(self._columns), self._count, self._stride, self._notes)
        other._thin(slice(int(np.searchsorted(self._rows[: self._count, 0], step, side="right"))))
        return other

    def _thin(self, keep: slice) -> None:
        """Keep only some of the rows, in new arrays: a table handed out still shows the old ones."""
        kept = self._rows[: self._count][keep]
        self._rows = _refilled(kept, 0.0)
        self._columns = {key: _refilled(column[: self._count][keep], np.nan) for key, column in self._columns.items()}
        self._count = len(kept)

    def table(self) -> FlowTable:
        """What was noted up to now."""
        rows = _sealed(self._rows[: self._count])
        columns = {key: _sealed(column[: self._count]) for key, column in self._columns.items()}
        return FlowTable(
            rows[:, 0],
            rows[:, 1],
            {key: column[:, 0] for key, column in columns.items()},
            {key: column[:, 1] for key, column in columns.items()},
        )


def _refilled(rows: Array, empty: float) -> Array:
    fresh = np.full((ROWS, 2), empty)
    fresh[: len(rows)] = rows
    return fresh


def _sealed(rows: Array) -> Array:
    view = rows.view()
    view.flags.writeable = False
    return view
