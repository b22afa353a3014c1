"""Neurons as logic: each fires or does not, and what a neuron answers to that is a truth table counted over the data.

A table is read as AND, OR, NOT … only where the data bear it out: every row of it occurs, and in every row nearly all samples agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, BoolArray, IntArray

AGREE = 0.95
"""Of the samples of each row, at least, that have to answer alike."""
RARE = 0.01
"""A row with a smaller share of the samples is read as nothing: a few stray samples are no evidence."""
LOOKED_AT = 4
"""Neurons, at most, of those that a neuron listens to, that readings are made of: those that bring most."""

ALONE: dict[tuple[int, ...], str] = {(0, 1): "is", (1, 0): "not"}
"""What a neuron makes of one other, by its answers while that one does not fire and while it does."""
PAIRS: dict[tuple[int, ...], str] = {
    (0, 0, 0, 1): "and", (0, 1, 1, 1): "or", (1, 1, 1, 0): "nand", (1, 0, 0, 0): "nor",
    (0, 1, 1, 0): "xor", (1, 0, 0, 1): "same",
    (0, 0, 1, 0): "a and not b", (0, 1, 0, 0): "b and not a", (1, 0, 1, 1): "a or not b", (1, 1, 0, 1): "b or not a",
}  # fmt: skip
"""What it makes of two, A and B, by its answers to: neither, B alone, A alone, both."""


@dataclass(frozen=True)
class Reading:
    """What a neuron does, in logic, with one or two of those that it listens to."""

    kind: str
    """One of ``ALONE`` or ``PAIRS``."""
    places: tuple[int, ...]
    """A, or A and B: their places in the layer before."""
    agreement: float
    """The share of all samples that are as the table says, 0 … 1."""
    counts: tuple[int, ...]
    """Samples in each row of the table: of one input, it is silent or fires; of two, neither, B alone, A alone, both."""
    missing: int | None = None
    """The row that never occurs, so that what is read is not certain; None where all do."""


def fires(activation: Activation, z: Array, a: Array) -> BoolArray:
    """Whether neurons fire: their sum is above zero, which is where ReLU and its kin begin to speak, tanh turns positive and the
    sigmoid passes a half. A sine goes up and down many times, so of it the answer has to be above zero.

    Parameters
    ----------
    z, a
        Sums and answers, any one shape.
    """
    return np.asarray((a if activation.key == "sine" else z) > 0)


def high(values: Array) -> BoolArray:
    """Whether inputs are high: above the middle of the range that each has over the data; ``values`` of shape (samples, n)."""
    low, top = values.min(axis=0), values.max(axis=0)
    with np.errstate(all="ignore"):
        return np.asarray(values > low + (top - low) / 2)


def reading(sources: BoolArray, answers: BoolArray, order: Sequence[int] | IntArray) -> Reading | None:
    """Read a neuron's answers as logic.

    Parameters
    ----------
    sources
        (samples, n): whether each of those that it listens to fires.
    answers
        (samples,): whether it fires.
    order
        Places of the sources that matter, the most important first; only the first ``LOOKED_AT`` are looked at.

    Returns
    -------
    Reading or None
        The one that most samples agree with, of equals the one with fewer sources, then the more important ones. Where none has
        all of its rows, one of two sources of whose rows one does not occur. None where the data support none.
    """
    looked_at = [int(place) for place in order[:LOOKED_AT]]
    sets = [(place,) for place in looked_at] + list(combinations(looked_at, 2))
    whole = [found for places in sets if (found := _read(sources, answers, places)) is not None]
    complete = [found for found in whole if found.missing is None]
    return max(complete or whole, key=lambda found: found.agreement, default=None)


def _read(sources: BoolArray, answers: BoolArray, places: tuple[int, ...]) -> Reading | None:
    row = np.zeros(len(answers), np.intp)
    for place in places:
        row = 2 * row + sources[:, place]
    rows = 2 ** len(places)
    counts = np.bincount(row, minlength=rows)
    yes = np.bincount(row, weights=answers, minlength=rows)
    there = counts >= max(1, RARE * len(answers))
    if not np.all(there | (counts == 0)) or np.count_nonzero(~there) > len(places) - 1:
        return None
    with np.errstate(all="ignore"):
        share = yes / counts
    if np.any((np.maximum(share, 1 - share) < AGREE)[there]):
        return None
    table = [int(value > 0.5) for value in np.nan_to_num(share)]
    agreement = float(np.maximum(yes, counts - yes).sum() / len(answers))
    if there.all():
        kind = (ALONE if len(places) == 1 else PAIRS).get(tuple(table))
        return None if kind is None else Reading(kind, places, agreement, tuple(map(int, counts)))
    return _uncertain(table, int(np.flatnonzero(~there)[0]), places, agreement, counts)


def _uncertain(
    table: list[int], missing: int, places: tuple[int, ...], agreement: float, counts: IntArray
) -> Reading | None:
    """The reading that the three rows that occur suggest: AND or OR, with one or the other turned round, before XOR and its kin."""
    rows = [value for i, value in enumerate(table) if i != missing]
    if len(set(rows)) == 1:
        return None
    # the odd one out of three; XOR and "same" would be as true, and say more than is known
    for guess in (0, 1):
        table[missing] = guess
        kind = PAIRS.get(tuple(table))
        if kind is not None and kind not in {"xor", "same"}:
            return Reading(kind, places, agreement, tuple(map(int, counts)), missing)
    return None
