"""What a neuron makes of its sum: each activation function as one thing, a value and its slope.

To add one, write a constant and its row in the table at the foot.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array

INFINITE = float("inf")


@dataclass(frozen=True)
class Activation:
    """An activation function ``a = f(z)`` with its slope f′.

    ``value(z)`` and ``slope(z, a)`` take and return arrays of any one shape; the slope is handed ``a = f(z)`` too, since for many
    functions it is cheapest said in ``a``.
    """

    key: str
    title: str
    formula: str
    value: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    summary: str
    """One sentence for a learner."""
    straight: tuple[float, float]
    """The range of z in which the curve is a straight line to about one per cent."""
    output_range: tuple[float, float]
    """The least and the greatest value that ``a`` can take."""
    pullback: Callable[[Array, Array, Array], Array] | None = None
    """(z, a, ∂L/∂a) → ∂L/∂z, where outputs of one layer depend on each other's z (softmax)."""

    def backward(self, z: Array, a: Array, upstream: Array) -> Array:
        """∂L/∂z from ∂L/∂a (the chain rule through ``a = f(z)``); all of shape (samples, neurons)."""
        if self.pullback is not None:
            return self.pullback(z, a, upstream)
        return upstream * self.slope(z, a)


def _sigmoid(z: Array) -> Array:
    # tanh does not overflow where exp(-z) would
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def _softplus(z: Array) -> Array:
    return np.asarray(np.logaddexp(z, 0.0), dtype=z.dtype)


_GELU_SCALE = float(np.sqrt(2.0 / np.pi))


def _gelu_inner(z: Array) -> Array:
    return np.asarray(np.tanh(_GELU_SCALE * (z + 0.044715 * z * z * z)))


def _gelu(z: Array) -> Array:
    return 0.5 * z * (1.0 + _gelu_inner(z))


def _gelu_slope(z: Array, a: Array) -> Array:
    t = _gelu_inner(z)
    return 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * _GELU_SCALE * (1.0 + 3 * 0.044715 * z * z)


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _softmax_pullback(z: Array, a: Array, upstream: Array) -> Array:
    # ∂a_i/∂z_j = a_i (δ_ij − a_j)
    return np.asarray(a * (upstream - (upstream * a).sum(axis=-1, keepdims=True)))


IDENTITY = Activation(
    "identity", "Linear", "z",
    value=lambda z: z,
    slope=lambda z, a: np.ones_like(z),
    summary="Hands its sum on unchanged. Layers of these only, however many, are together still one straight cut.",
    straight=(-INFINITE, INFINITE), output_range=(-INFINITE, INFINITE),
)  # fmt: skip

RELU = Activation(
    "relu", "ReLU", "max(0, z)",
    value=lambda z: np.maximum(z, 0),
    slope=lambda z, a: (z > 0).astype(z.dtype),
    summary="Silent below zero, straight above. Fast to learn; a neuron that is silent for every sample learns no more.",
    straight=(0.0, INFINITE), output_range=(0.0, INFINITE),
)  # fmt: skip

LEAK = 0.01

LEAKY_RELU = Activation(
    "leaky_relu", "Leaky ReLU", "max(0.01 z, z)",
    value=lambda z: np.maximum(LEAK * z, z),
    slope=lambda z, a: np.where(z > 0, 1.0, LEAK).astype(z.dtype),
    summary="Like ReLU, but lets a hundredth through below zero, so that no neuron falls silent for good.",
    straight=(0.0, INFINITE), output_range=(-INFINITE, INFINITE),
)  # fmt: skip

TANH = Activation(
    "tanh", "Tanh", "tanh z",
    value=np.tanh,
    slope=lambda z, a: 1 - a * a,
    summary="An S from −1 to 1. Smooth, and centred on zero; far out it is flat and learns slowly.",
    straight=(-0.2, 0.2), output_range=(-1.0, 1.0),
)  # fmt: skip

SIGMOID = Activation(
    "sigmoid", "Sigmoid", "1 / (1 + e⁻ᶻ)",
    value=_sigmoid,
    slope=lambda z, a: a * (1 - a),
    summary="An S from 0 to 1, the oldest of them. Flat at both ends and never steeper than a quarter: deep stacks learn slowly.",
    straight=(-0.4, 0.4), output_range=(0.0, 1.0),
)  # fmt: skip

SOFTPLUS = Activation(
    "softplus", "Softplus", "ln(1 + eᶻ)",
    value=_softplus,
    slope=lambda z, a: _sigmoid(z),
    summary="ReLU with its corner rounded off.",
    straight=(5.0, INFINITE), output_range=(0.0, INFINITE),
)  # fmt: skip

GELU = Activation(
    "gelu", "GELU", "½ z (1 + tanh(√(2/π) (z + 0.0447 z³)))",
    value=_gelu,
    slope=_gelu_slope,
    summary="A soft ReLU that dips a little below zero; what large language networks use.",
    straight=(4.0, INFINITE), output_range=(-0.1701, INFINITE),
)  # fmt: skip

SINE = Activation(
    "sine", "Sine", "sin z",
    value=np.sin,
    slope=lambda z, a: np.cos(z),
    summary="A wave. A few of these draw rings and stripes at once, and are easily led astray.",
    straight=(-0.25, 0.25), output_range=(-1.0, 1.0),
)  # fmt: skip

SOFTMAX = Activation(
    "softmax", "Softmax", "eᶻⁱ / Σ eᶻʲ",
    value=_softmax,
    slope=lambda z, a: a * (1 - a),
    summary="Turns the outputs into shares that add up to one: how sure the network is of each class.",
    straight=(0.0, 0.0), output_range=(0.0, 1.0), pullback=_softmax_pullback,
)  # fmt: skip

ACTIVATIONS = {f.key: f for f in (IDENTITY, RELU, LEAKY_RELU, TANH, SIGMOID, SOFTPLUS, GELU, SINE)}
"""What a hidden layer can do. Source of GELU: Hendrycks and Gimpel (2016), "Gaussian Error Linear Units", section 2."""

OUTPUTS = {f.key: f for f in (IDENTITY, TANH, SIGMOID, SOFTMAX)}
"""What the output can do."""
