"""An activation function that an ONNX file spells out in small steps: told by the curve that the steps draw.

PyTorch writes Softplus as ``Where(z > 20, z, Softplus(z))``, and GELU comes as products with ``Erf`` or ``Tanh`` from all that write
older versions of ONNX. Nobody can list all spellings; but each can be computed, and compared with the functions there are.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.arrays import Array

if TYPE_CHECKING:
    from onnx import NodeProto

MOST = 24
"""Steps, at most: no function here takes more."""
PLACES = np.linspace(-30.0, 30.0, 1201)
"""Where curves are compared: half-way between them and beyond where they are straight."""
ALIKE = 2e-6
"""How far curves may be apart, as a share of the number or of 1."""
EXACT_GELU = "hlviz's GELU is the one with tanh, which differs by up to 0.0005"

_erf = np.vectorize(math.erf, otypes=[float])

Step = Callable[..., Array]
STEPS: dict[str, Step] = {
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Neg": np.negative, "Pow": np.power,
    "Exp": np.exp, "Log": np.log, "Sqrt": np.sqrt, "Abs": np.abs, "Reciprocal": np.reciprocal, "Max": np.maximum,
    "Min": np.minimum, "Tanh": np.tanh, "Sin": np.sin, "Cos": np.cos, "Erf": _erf, "Erfc": lambda z: 1 - _erf(z),
    "Sigmoid": lambda z: 1 / (1 + np.exp(-z)), "Softplus": lambda z: np.logaddexp(0, z), "Relu": lambda z: np.maximum(z, 0),
    "Greater": np.greater, "GreaterOrEqual": np.greater_equal, "Less": np.less, "LessOrEqual": np.less_equal,
    "Where": np.where, "Identity": lambda z: z, "Cast": lambda z: z,
}  # fmt: skip
"""What each step does to numbers; none of them looks at more than one place."""


@dataclass(frozen=True)
class Curve:
    """Steps that are an activation function."""

    key: str
    """Which one: a key of ``ACTIVATIONS``."""
    end: str
    """The name of the array that they come to."""
    note: str = ""
    """Where it is nearly that one, what differs."""


def curve_of(current: str, nodes: "Sequence[NodeProto]", number: Callable[[str], float | None]) -> Curve | None:
    """The activation function that steps from one array to another are; None where they are none that hlviz has.

    Parameters
    ----------
    current
        The name of the array where the way parts.
    nodes
        All nodes of the graph, each behind what it takes.
    number
        The one number stored under a name; None where there is none, or more than one.
    """
    values: dict[str, Array] = {current: PLACES}
    left = list(nodes)
    for node in nodes:
        if not any(name in values for name in node.input):
            continue
        value = _step(node, values, number)
        if value is None or len(values) > MOST:
            return None
        left.remove(node)
        values[node.output[0]] = value
        is_joined = all(name == node.output[0] for other in left for name in other.input if name in values)
        if is_joined and (curve := _named(value, node.output[0])) is not None:
            return curve
    return None


def _step(node: "NodeProto", values: Mapping[str, Array], number: Callable[[str], float | None]) -> Array | None:
    """What a node makes of the numbers so far; None where it takes or is anything else."""
    step = STEPS.get(node.op_type)
    if step is None or node.domain not in {"", "ai.onnx"} or len(node.output) != 1:
        return None
    given: list[Array | float] = []
    for name in node.input:
        value = values[name] if name in values else number(name)
        if value is None:
            return None
        given.append(value)
    try:
        with np.errstate(all="ignore"):
            return np.asarray(step(*given))
    except (TypeError, ValueError):  # another number of arrays than it takes
        return None


def _named(value: Array, end: str) -> Curve | None:
    with np.errstate(all="ignore"):
        for key, activation in ACTIVATIONS.items():
            if _is_alike(value, activation.value(PLACES)):
                return Curve(key, end)
    exact = PLACES * (1 + _erf(PLACES / math.sqrt(2))) / 2
    return Curve("gelu", end, EXACT_GELU) if _is_alike(value, exact) else None


def _is_alike(value: Array, other: Array) -> bool:
    return value.shape == other.shape and bool(np.all(np.abs(value - other) <= ALIKE * np.maximum(1, np.abs(PLACES))))
