"""Steps of an ONNX file that add, subtract, multiply or divide by stored numbers: all are a factor and a shift."""

from collections.abc import Callable

import numpy as np

from hlviz.nn.arrays import Array


def _add(value: Array, first: bool) -> tuple[Array | None, Array]:
    return np.ones_like(value), value


def _sub(value: Array, first: bool) -> tuple[Array | None, Array]:
    return (np.ones_like(value), -value) if first else (-np.ones_like(value), value)


def _mul(value: Array, first: bool) -> tuple[Array | None, Array]:
    return value, np.zeros_like(value)


def _div(value: Array, first: bool) -> tuple[Array | None, Array]:
    return (1.0 / value if first else None), np.zeros_like(value)


ELEMENTWISE: dict[str, Callable[[Array, bool], tuple[Array | None, Array]]] = {
    "Add": _add, "Sub": _sub, "Mul": _mul, "Div": _div,
}  # fmt: skip
"""(stored numbers, whether what comes in stands first) → what it multiplies by, and what it adds."""
