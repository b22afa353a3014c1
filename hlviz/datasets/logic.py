"""Truth tables: four rows of zeros and ones, each repeated equally often.

Noise moves each point by up to ±noise / 100 along both axes: at 50 per cent the four squares touch, but never mix.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from hlviz.datasets.plane import displaced
from hlviz.datasets.points import PLANE_NAMES, Ints, Points, Range
from hlviz.datasets.recipe import Recipe

ROWS: Ints = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TABLE_DOMAIN: tuple[Range, Range] = ((-0.5, 1.5), (-0.5, 1.5))


def logical_and(samples: int, noise: float, rng: Generator) -> Points:
    """1 where both inputs are 1."""
    return _table("X₁ and X₂", np.logical_and, samples, noise, rng)


def logical_or(samples: int, noise: float, rng: Generator) -> Points:
    """1 where at least one input is 1."""
    return _table("X₁ or X₂", np.logical_or, samples, noise, rng)


def logical_xor(samples: int, noise: float, rng: Generator) -> Points:
    """1 where exactly one input is 1."""
    return _table("X₁ xor X₂", np.logical_xor, samples, noise, rng)


def _table(name: str, rule: Callable[[Ints, Ints], Ints], samples: int, noise: float, rng: Generator) -> Points:
    # A number of samples that four does not divide is rounded down, so that no row counts more than another.
    rows = np.tile(ROWS, (max(samples // len(ROWS), 1), 1))
    y = rule(rows[:, 0], rows[:, 1]).astype(np.int64)
    return Points(
        displaced(rows.astype(np.float64), 1, noise, rng), y, PLANE_NAMES, name, ("0", "1"), domain=TABLE_DOMAIN
    )


AND = Recipe(
    "and", "AND", "On only if both inputs are on: one neuron can do it.", "logic", logical_and, 200, min_samples=8
)
OR = Recipe("or", "OR", "On if any input is on: one neuron can do it.", "logic", logical_or, 200, min_samples=8)
XOR_TABLE = Recipe(
    "xor-table", "XOR", "On if the inputs differ: one neuron can not do it, a hidden layer can.", "logic", logical_xor, 200,
    min_samples=8,
)  # fmt: skip
