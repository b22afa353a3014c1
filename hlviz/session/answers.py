"""What the network says of samples, beside what is true: for tables, for the words below the diagram, for a drawn digit."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array, BoolArray, IntArray
from hlviz.session.moment import Moment
from hlviz.training.assembly import Assembly

SLICE = 1_000_000
"""Multiplications in one step of answering many samples: about a millisecond of one core."""


@dataclass(frozen=True, eq=False)
class Answers:
    """One answer a sample; arrays of shape (samples,). What is no number stays NaN."""

    said: Array
    """The class named, as its index, or the number said, in the target's own unit."""
    sure: Array
    """How much of that class there is: a share 0 … 1 where outputs are shares, else the output that names it; NaN for numbers."""
    lead: Array
    """How far the right answer is ahead of all others, negative where another one is; for numbers minus the miss, without its sign."""

    @property
    def is_wrong(self) -> BoolArray:
        """Where another class is named than the right one; an answer that is no number is wrong as well."""
        return ~(self.lead > 0)


def are_shares(assembly: Assembly) -> bool:
    """Whether the outputs for classes are shares of one, to be written as per cent."""
    return assembly.is_classification and assembly.project.network.output_activation in {"softmax", "sigmoid"}


def answers_of(assembly: Assembly, outputs: Array, y: Array | IntArray) -> Answers:
    """Read outputs as answers.

    Parameters
    ----------
    outputs
        (samples, outputs), as the network gives them.
    y
        (samples,) class indexes or numbers in the target's own unit, as ``points.y``; NaN where nobody knows.
    """
    with np.errstate(all="ignore"):
        if not assembly.is_classification:
            said = assembly.to_units(outputs[:, 0].astype(np.float64))
            return Answers(said, np.full(len(said), np.nan), -np.abs(said - y))
        if outputs.shape[1] == 1:
            return _of_two(assembly, outputs[:, 0].astype(np.float64), y)
        return _of_many(outputs.astype(np.float64), y)


def _of_two(assembly: Assembly, output: Array, y: Array | IntArray) -> Answers:
    """One output that says how much of class 1 there is."""
    said = np.where(np.isfinite(output), output > assembly.threshold, np.nan)
    sure = np.where(said == 0, 1 - output, output) if are_shares(assembly) else output
    above = output - assembly.threshold
    lead = np.where(y == 1, above, -above)
    # on the threshold itself class 0 is named
    return Answers(said, sure, np.where((y == 0) & (above == 0), np.finfo(np.float64).tiny, lead))


def _of_many(outputs: Array, y: Array | IntArray) -> Answers:
    """An output for each class: the largest wins."""
    rows = np.arange(len(outputs))
    is_number = np.isfinite(outputs).all(axis=1)
    named = np.argmax(np.nan_to_num(outputs), axis=1)
    sure = outputs[rows, named]
    right = np.nan_to_num(y).astype(np.intp)
    others = outputs.copy()
    others[rows, right] = -np.inf
    lead = outputs[rows, right] - others.max(axis=1)
    # of several that are as large the first is named
    lead = np.where((lead == 0) & (named == right), np.finfo(np.float64).tiny, lead)
    lead = np.where(is_number & np.isfinite(y), lead, np.nan)
    return Answers(np.where(is_number, named, np.nan), np.where(is_number, sure, np.nan), lead)


def answers_in_slices(moment: Moment, rows: IntArray) -> Iterator[tuple[IntArray, Answers]]:
    """The answers for many samples, a few rows at a time, so that whoever asks can do something else in between.

    Parameters
    ----------
    rows
        Of ``split.points``.
    """
    points, many = moment.split.points, max(16, SLICE // max(moment.parameters.count, 1))
    for start in range(0, len(rows), many):
        some = rows[start : start + many]
        outputs = moment.passed(moment.split.to_inputs(points.x[some])).outputs
        yield some, answers_of(moment.assembly, outputs, points.y[some])
