"""How wrong the outputs are, in one number, and how that number changes with each output.

To add one, write a constant and its row in the table at the foot.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hlviz.nn.activations import SIGMOID, SOFTMAX, Activation
from hlviz.nn.arrays import Array


@dataclass(frozen=True)
class Loss:
    """A loss L(a, t) of outputs ``a`` and targets ``t``, both of shape (samples, outputs), averaged over the samples.

    ``value(a, t)`` returns a float; ``gradient(a, t)`` returns ∂L/∂a, of the shape of ``a``.
    """

    key: str
    title: str
    formula: str
    value: Callable[[Array, Array], float]
    gradient: Callable[[Array, Array], Array]
    summary: str
    outputs: tuple[str, ...] = ()
    """The output activations that it makes sense with; empty: all."""
    partner: str = ""
    """The output activation with which ∂L/∂z is simply (a − t) / count."""

    def delta(self, z: Array, a: Array, t: Array, activation: Activation) -> Array:
        """∂L/∂z of the output layer, shape (samples, outputs)."""
        if activation.key == self.partner:
            # σ′ or the softmax Jacobian cancels against the logarithm's 1/a: exact, and safe where a is 0 or 1
            count = a.shape[0] if self.key == "cce" else a.size
            return (a - t) / count
        return activation.backward(z, a, self.gradient(a, t))


def _tiny(a: Array) -> float:
    """How near to 0 or 1 a probability may come before its logarithm is taken: the type's own rounding."""
    return float(np.finfo(a.dtype).eps)


def _mse(a: Array, t: Array) -> float:
    return float(np.mean(np.square(a - t), dtype=np.float64))


def _huber(a: Array, t: Array) -> float:
    e = np.abs(a - t)
    return float(np.mean(np.where(e <= 1, 0.5 * e * e, e - 0.5), dtype=np.float64))


def _bce(a: Array, t: Array) -> float:
    p = np.clip(a, _tiny(a), 1 - _tiny(a))
    return float(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p), dtype=np.float64))


def _bce_gradient(a: Array, t: Array) -> Array:
    p = np.clip(a, _tiny(a), 1 - _tiny(a))
    return (p - t) / (p * (1 - p)) / a.size


def _cce(a: Array, t: Array) -> float:
    return float(-np.sum(t * np.log(np.maximum(a, _tiny(a))), dtype=np.float64) / a.shape[0])


MSE = Loss(
    "mse", "Mean squared error", "mean (a − t)²",
    value=_mse,
    gradient=lambda a, t: 2 * (a - t) / a.size,
    summary="The average of the squared misses: one large miss counts for more than many small ones.",
)  # fmt: skip

BCE = Loss(
    "bce", "Binary cross-entropy", "−mean (t ln a + (1 − t) ln(1 − a))",
    value=_bce,
    gradient=_bce_gradient,
    summary="How surprised a yes-or-no guess is by the truth: being sure and wrong costs most.",
    outputs=(SIGMOID.key,), partner=SIGMOID.key,
)  # fmt: skip

CCE = Loss(
    "cce", "Cross-entropy", "−mean Σ t ln a",
    value=_cce,
    gradient=lambda a, t: -t / np.maximum(a, _tiny(a)) / a.shape[0],
    summary="How surprised a guess among several classes is by the truth: being sure and wrong costs most.",
    outputs=(SOFTMAX.key,), partner=SOFTMAX.key,
)  # fmt: skip

HUBER = Loss(
    "huber", "Huber", "mean (½e² where |e| ≤ 1, else |e| − ½),  e = a − t",
    value=_huber,
    gradient=lambda a, t: np.clip(a - t, -1, 1) / a.size,
    summary="Squared for small misses, plain for large ones, so that outliers do not take over.",
)  # fmt: skip

LOSSES = {loss.key: loss for loss in (MSE, BCE, CCE, HUBER)}
"""Source of Huber: Huber (1964), "Robust Estimation of a Location Parameter", with threshold 1."""
