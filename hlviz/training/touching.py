"""What a change by hand does to the parameters."""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from hlviz.document.touches import Touch
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters
from hlviz.training.places import Places

Draw = Callable[[tuple[int, int], Generator], Array]


def reach(touch: Touch, places: Places, like: Parameters) -> Parameters:
    """1 at every number that a touch is about, 0 elsewhere, in the shapes of ``like``."""
    if touch.kind != "set":
        return places.marked(touch.targets, like.weights[0].dtype)
    marks = like.zeros()
    for target in touch.targets:
        if (at := places.of_number(target)) is not None:
            put(marks, at, 1.0)
    return marks


def apply(touch: Touch, marks: Parameters, parameters: Parameters, draw: Draw, seed: int) -> None:
    """Write what a touch asks for into the parameters.

    Parameters
    ----------
    marks
        Its ``reach``.
    draw, seed
        The initializer of the project, and its seed: what is random depends on the project alone.
    """
    rng = np.random.default_rng([seed, 2, touch.id])  # 0 and 1 are the first weights, and the samples and dropout
    for w, b, weights, biases in zip(
        parameters.weights, parameters.biases, marks.weights, marks.biases, strict=True
    ):  # fmt: skip
        if not weights.any() and not biases.any():
            continue
        new = draw(w.shape, rng) if touch.kind == "random" else np.full_like(w, touch.value)
        np.copyto(w, new, where=weights == 1, casting="same_kind")
        b[biases == 1] = touch.value


def put(parameters: Parameters, at: tuple[int, ...], value: float) -> None:
    """Write one weight, at (l, i, j), or one bias, at (l, j)."""
    array = parameters.weights[at[0]] if len(at) == 3 else parameters.biases[at[0]]
    array[at[1:]] = value
