"""What every export begins with: a network at one moment, with all that turns raw rows into what it says."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hlviz.datasets import Points
from hlviz.document import Project
from hlviz.errors import HlvizError
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Parameters, outputs
from hlviz.training.assembly import Assembly
from hlviz.training.curves import CurveTable
from hlviz.training.frame import Frame
from hlviz.training.judging import judged

CHECKED = 8
"""Samples, about, whose predictions go along, for whoever loads the network elsewhere to compare with."""
CLEAR = 1e-3
"""How far apart what speaks for two classes must be for a sample to be a fair check of the class named."""
ROUNDING = 2e-6
"""How far two programs that both count in float32 may be apart, as a share of the largest output."""


@dataclass(frozen=True, eq=False)
class Trained:
    """A network at one moment, with its data and the curves up to there."""

    assembly: Assembly
    start: Parameters
    """The first weights."""
    frame: Frame
    curves: CurveTable

    @property
    def project(self) -> Project:
        """The project that it belongs to."""
        return self.assembly.project

    @property
    def points(self) -> Points:
        """The data, in their own units."""
        return self.assembly.points

    @property
    def parameters(self) -> Parameters:
        """Its weights and biases."""
        return self.frame.parameters

    def exact(self) -> "Trained":
        """The same, its evaluation being that of its very step: while training runs it may be that of a moment before."""
        if self.frame.is_judged:
            return self
        return replace(
            self, frame=replace(self.frame, evaluation=judged(self.assembly, self.parameters), is_judged=True)
        )

    def require_numbers(self) -> None:
        """Raise an ``HlvizError`` where a weight is no number."""
        if not self.parameters.is_finite:
            raise HlvizError("some weights are no numbers any more, so there is no network to export; rewind first")

    def outputs(self, x: Array) -> Array:
        """What the output neurons say of raw rows.

        Parameters
        ----------
        x
            (n, columns), in the units of the table.

        Returns
        -------
        Array, shape (n, outputs), float32
        """
        with np.errstate(all="ignore"):
            return outputs(self.parameters, self.assembly.activations, self.assembly.split.to_inputs(x))

    def predicted(self, said: Array) -> IntArray | Array:
        """What outputs of shape (n, outputs) mean: the place of the class, or the number in the target's unit; shape (n,)."""
        if self.assembly.is_classification:
            return self.assembly.predicted(said)
        return self.assembly.to_units(said[:, 0].astype(np.float64))

    def named(self, said: Array) -> list[str] | Array:
        """The same, classes by their names."""
        predicted = self.predicted(said)
        names = self.points.class_names
        return [names[int(k)] for k in predicted] if names else np.asarray(predicted, np.float64)

    @cached_property
    def checks(self) -> "Checks":
        """A few samples with what the network says of them."""
        rows = self.assembly.split.test
        said = self.outputs(self.points.x[rows])
        if self.assembly.is_classification:
            clear = _clearness(said, self.assembly.threshold) > CLEAR
            if clear.any():
                rows, said = rows[clear], said[clear]
        some = np.unique(np.linspace(0, len(rows) - 1, min(CHECKED, len(rows))).round().astype(np.int64))
        return Checks(self.points.x[rows[some]], said[some], self.tolerance)

    @property
    def tolerance(self) -> float:
        """How far the outputs of another program may be from these: what rounding to float32 does to this very network."""
        x = self.assembly.split.test_x[:1000]
        p = self.parameters
        wide = Parameters(tuple(w.astype(np.float64) for w in p.weights), tuple(b.astype(np.float64) for b in p.biases))
        with np.errstate(all="ignore"):
            narrow = outputs(p, self.assembly.activations, x).astype(np.float64)
            apart = np.abs(narrow - outputs(wide, self.assembly.activations, x.astype(np.float64))).max()
            return float(max(ROUNDING * max(1.0, np.abs(narrow).max()), 8 * apart))


@dataclass(frozen=True, eq=False)
class Checks:
    """Samples with what the network says of them."""

    x: Array
    """(n, columns), raw."""
    outputs: Array
    """(n, outputs), float32."""
    tolerance: float
    """How far another program's outputs may be from these."""


def _clearness(said: Array, threshold: float) -> Array:
    """(n,) how far the class named is ahead of the next."""
    if said.shape[1] == 1:
        return np.asarray(np.abs(said[:, 0] - threshold))
    best = np.sort(said, axis=1)
    return np.asarray(best[:, -1] - best[:, -2])
