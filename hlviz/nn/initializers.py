"""The arbitrary weights that learning starts from. Biases start at 0.

To add one, write a function and its row in the table at the foot.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from hlviz.nn.arrays import Array

Shape = tuple[int, int]


@dataclass(frozen=True)
class Initializer:
    """How first weights are drawn: ``draw((n_in, n_out), rng)`` → float64 array of that shape; needs n_in ≥ 1."""

    key: str
    title: str
    formula: str
    draw: Callable[[Shape, Generator], Array]


def _uniform(limit: Callable[[Shape], float]) -> Callable[[Shape, Generator], Array]:
    def draw(shape: Shape, rng: Generator) -> Array:
        return rng.uniform(-limit(shape), limit(shape), shape)

    return draw


def _normal(deviation: Callable[[Shape], float]) -> Callable[[Shape, Generator], Array]:
    def draw(shape: Shape, rng: Generator) -> Array:
        return rng.normal(0.0, deviation(shape), shape)

    return draw


INITIALIZERS = {
    i.key: i
    for i in (
        Initializer(
            "glorot_uniform", "Glorot uniform", "U(±√(6 / (n_in + n_out)))", _uniform(lambda s: (6 / sum(s)) ** 0.5)
        ),
        Initializer(
            "glorot_normal", "Glorot normal", "N(0, 2 / (n_in + n_out))", _normal(lambda s: (2 / sum(s)) ** 0.5)
        ),
        Initializer("he_uniform", "He uniform", "U(±√(6 / n_in))", _uniform(lambda s: (6 / s[0]) ** 0.5)),
        Initializer("he_normal", "He normal", "N(0, 2 / n_in)", _normal(lambda s: (2 / s[0]) ** 0.5)),
        Initializer("lecun_uniform", "LeCun uniform", "U(±√(3 / n_in))", _uniform(lambda s: (3 / s[0]) ** 0.5)),
        Initializer("lecun_normal", "LeCun normal", "N(0, 1 / n_in)", _normal(lambda s: (1 / s[0]) ** 0.5)),
        Initializer("small_uniform", "Small uniform", "U(±0.5)", _uniform(lambda s: 0.5)),
        Initializer("zeros", "Zeros", "0", lambda shape, rng: np.zeros(shape)),
        Initializer("constant", "Constant", "0.1", lambda shape, rng: np.full(shape, 0.1)),
    )
}
"""Sources: Glorot and Bengio (2010), eq. 16; He, Zhang, Ren and Sun (2015), eq. 10; LeCun, Bottou, Orr and Müller (1998), eq. 16.

Zeros and a constant make all neurons of a layer alike for ever: they are here to show just that.
"""
