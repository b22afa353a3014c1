"""Activations, output deltas and optimizers as lists of NumPy calls on arrays made beforehand.

A call is a function followed by its arguments, the last of them where the result goes. Numbers among the arguments are arrays of no
dimension, of the arrays' own type: NumPy takes twice as long over a Python float. ``fmax`` stands where ``maximum`` is meant, since
that takes its result by keyword only, at twice the time; they differ in NaN alone. What each list computes is said readably in
``activations``, ``losses`` and ``optimizers``; a test holds the two equal.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hlviz.nn.activations import LEAK
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.losses import Loss
from hlviz.nn.optimizers import ADAM_FLOOR, ADAM_MEAN, ADAM_SQUARE, MOMENTUM, RMS_DECAY, RMS_FLOOR

Call = tuple[Any, ...]
"""A function, and what it is called with."""

GELU_SCALE = float(np.sqrt(2.0 / np.pi))
GELU_CUBE = 0.044715

KEEPS_SUMS = frozenset({"gelu", "sine", "softplus"})
"""Activations whose slope needs z, which must not be written over by a."""


def number(value: float, like: Array) -> Array:
    """One number, of the type of ``like``."""
    return np.array(value, like.dtype)


def value_calls(key: str, z: Array, a: Array) -> list[Call]:
    """``a = f(z)``; z and a are one array but for ``KEEPS_SUMS``. All of shape (neurons, samples)."""
    half = number(0.5, z)
    match key:
        case "identity":
            return []
        case "relu":
            return [(np.fmax, z, np.zeros_like(z), a)]
        case "leaky_relu":
            small = np.empty_like(z)
            return [(np.multiply, z, number(LEAK, z), small), (np.fmax, z, small, a)]
        case "tanh":
            return [(np.tanh, z, a)]
        case "sigmoid":
            return _sigmoid_calls(z, a)
        case "softplus":
            return [(np.logaddexp, z, np.zeros_like(z), a)]
        case "gelu":
            return [
                *_gelu_inner(z, a),
                (np.add, a, number(1, z), a),
                (np.multiply, a, z, a),
                (np.multiply, a, half, a),
            ]
        case "sine":
            return [(np.sin, z, a)]
    raise KeyError(key)


def _gelu_inner(z: Array, t: Array) -> list[Call]:
    """``t = tanh(√(2/π) (z + 0.0447 z³))``."""
    return [
        (np.multiply, z, z, t), (np.multiply, t, number(GELU_CUBE, z), t), (np.add, t, number(1, z), t),
        (np.multiply, t, z, t), (np.multiply, t, number(GELU_SCALE, z), t), (np.tanh, t, t),
    ]  # fmt: skip


def slope_calls(key: str, z: Array, a: Array, slope: Array) -> list[Call]:
    """``slope = f′(z)``; none for the identity, whose slope is 1 throughout."""
    one = number(1, z)
    match key:
        case "identity":
            return []
        case "relu":
            # a is never negative: its sign is 1 or 0
            return [(np.sign, a, slope)]
        case "leaky_relu":
            return [(np.sign, a, slope), (np.fmax, slope, np.full_like(a, LEAK), slope)]
        case "tanh":
            return [(np.multiply, a, a, slope), (np.subtract, one, slope, slope)]
        case "sigmoid":
            return [(np.subtract, one, a, slope), (np.multiply, slope, a, slope)]
        case "softplus":
            return value_calls("sigmoid", z, slope)
        case "gelu":
            t, s = np.empty_like(z), np.empty_like(z)
            half = number(0.5, z)
            return [
                *_gelu_inner(z, t),
                # s = ½ z (1 − t²) √(2/π) (1 + 3 · 0.0447 z²)
                (np.multiply, z, z, s), (np.multiply, s, number(3 * GELU_CUBE, z), s), (np.add, s, one, s),
                (np.multiply, s, z, s), (np.multiply, s, number(0.5 * GELU_SCALE, z), s),
                (np.multiply, t, t, slope), (np.subtract, one, slope, slope), (np.multiply, s, slope, s),
                (np.add, t, one, slope), (np.multiply, slope, half, slope), (np.add, slope, s, slope),
            ]  # fmt: skip
        case "sine":
            return [(np.cos, z, slope)]
    raise KeyError(key)


def bit_calls(a: IntArray, mask: IntArray) -> list[Call]:
    """For ReLU: all bits set in ``mask`` where ``a`` is above 0, none elsewhere. Both seen as whole numbers (``bits``).

    A positive float is a positive whole number, and less than 0 when negated, which the shift spreads over all of its bits.
    For large arrays this takes half the time of ``sign`` and a product.
    """
    last_bit = np.array(a.itemsize * 8 - 1, mask.dtype)
    return [(np.negative, a, mask), (np.right_shift, mask, last_bit, mask)]


def bits(array: Array) -> IntArray:
    """The same memory, read as whole numbers."""
    return array.view(np.int32 if array.itemsize == 4 else np.int64)


@dataclass(frozen=True)
class OutputCalls:
    """What the output layer does before and after the targets t are taken from its values."""

    value: list[Call]
    """``a`` of the output, or ``scale`` times that."""
    scale: float
    """By how much the targets are to be multiplied beforehand."""
    delta: list[Call]
    """From ``a − t`` as it stands in delta then to ∂L/∂z, but for the slope."""
    needs_slope: bool
    """Whether delta is to be multiplied by f′(z) in the end."""


def output_calls(key: str, loss: Loss, block: Array, a: Array, delta: Array, share: float) -> OutputCalls:
    """∂L/∂z of the output, times ``share``, in ``delta``.

    All of shape (outputs, samples) but ``block``, which is z with one row more, to be used.
    """
    z = block[:-1]
    samples, size = a.shape[1], a.size
    if key == loss.partner:
        # nobody asks for a itself: it comes out multiplied already, which saves a call
        scale = share / (samples if loss.key == "cce" else size)
        if key == "softmax":
            return OutputCalls(_softmax_calls(block, a, scale), scale, [], needs_slope=False)
        return OutputCalls(_sigmoid_calls(z, a, scale), scale, [], needs_slope=False)
    if loss.key == "mse":
        calls = [_times(delta, share * 2 / size)]
    elif loss.key == "huber":
        calls = [
            (np.fmin, delta, np.ones_like(delta), delta), (np.fmax, delta, np.full_like(delta, -1), delta),
            _times(delta, share / size),
        ]  # fmt: skip
    else:
        raise KeyError(f"{loss.key} with {key}")
    if key == "softmax":
        ones, total = np.ones((a.shape[0], a.shape[0]), a.dtype), np.empty_like(a)
        weighted = np.empty_like(a)
        calls += [
            (np.multiply, delta, a, weighted), (ones.dot, weighted, total),
            (np.subtract, delta, total, delta), (np.multiply, delta, a, delta),
        ]  # fmt: skip
        return OutputCalls(_softmax_calls(block, a, 1.0), 1.0, calls, needs_slope=False)
    return OutputCalls(value_calls(key, z, a), 1.0, calls, needs_slope=key != "identity")


def _softmax_calls(block: Array, a: Array, scale: float) -> list[Call]:
    """``scale · eᶻ / Σ eᶻ``, the greatest z of each sample taken off first so that nothing overflows; ``block`` is z and a row to use.

    NumPy is slow at arrays of unlike shapes: what concerns all rows of a sample is spread over them by products with ones.
    """
    z, outputs = block[:-1], len(block) - 1
    less, sums = np.empty_like(z), np.empty_like(z)
    take_off = np.hstack([np.eye(outputs, dtype=z.dtype), np.full((outputs, 1), -1, z.dtype)])
    add_up = np.full((outputs, outputs), 1 / scale, z.dtype)
    return [
        (np.maximum.reduce, z, 0, None, block[-1:], True), (take_off.dot, block, less),
        (np.exp, less, less), (add_up.dot, less, sums), (np.divide, less, sums, a),
    ]  # fmt: skip


def _sigmoid_calls(z: Array, a: Array, scale: float = 1.0) -> list[Call]:
    """``scale · σ(z)``, as ½ tanh ½z + ½, which overflows nowhere."""
    half = number(0.5 * scale, z)
    return [
        (np.multiply, z, number(0.5, z), a),
        (np.tanh, a, a),
        (np.multiply, a, half, a),
        (np.add, a, half, a),
    ]


def _times(array: Array, factor: float) -> Call:
    return (np.multiply, array, number(factor, array), array)


class Update:
    """An optimizer's step on whole vectors: p, g, its slots and a vector to work in, all of one length."""

    def __init__(self, key: str, rate: float, p: Array, g: Array, slots: list[Array], work: Array) -> None:
        self.step = 0
        """Steps made before; whoever goes on from elsewhere sets it."""
        self._rate = rate
        self._stride, self._floor = number(0, p), number(0, p)
        eta = number(rate, p)
        match key:
            case "sgd":
                self.calls: list[Call] = [(np.multiply, g, eta, work), (np.subtract, p, work, p)]
            case "momentum":
                (v,) = slots
                self.calls = [
                    (np.multiply, v, number(MOMENTUM, p), v), (np.add, v, g, v),
                    (np.multiply, v, eta, work), (np.subtract, p, work, p),
                ]  # fmt: skip
            case "nesterov":
                (v,) = slots
                mu = number(MOMENTUM, p)
                self.calls = [
                    (np.multiply, v, mu, v), (np.add, v, g, v), (np.multiply, v, mu, work),
                    (np.add, work, g, work), (np.multiply, work, eta, work), (np.subtract, p, work, p),
                ]  # fmt: skip
            case "rmsprop":
                (s,) = slots
                self.calls = [
                    (np.multiply, s, number(RMS_DECAY, p), s), (np.multiply, g, g, work),
                    (np.multiply, work, number(1 - RMS_DECAY, p), work), (np.add, s, work, s),
                    (np.sqrt, s, work), (np.add, work, number(RMS_FLOOR, p), work), (np.divide, g, work, work),
                    (np.multiply, work, eta, work), (np.subtract, p, work, p),
                ]  # fmt: skip
            case "adam":
                m, v = slots
                # with m̂ = m / c₁ and v̂ = v / c₂:  η m̂ / (√v̂ + ε) = (η √c₂ / c₁) m / (√v + ε √c₂)
                self.calls = [
                    (self._correct,),
                    (np.multiply, m, number(ADAM_MEAN, p), m), (np.multiply, g, number(1 - ADAM_MEAN, p), work),
                    (np.add, m, work, m),
                    (np.multiply, v, number(ADAM_SQUARE, p), v), (np.multiply, g, g, work),
                    (np.multiply, work, number(1 - ADAM_SQUARE, p), work), (np.add, v, work, v),
                    (np.sqrt, v, work), (np.add, work, self._floor, work), (np.divide, m, work, work),
                    (np.multiply, work, self._stride, work), (np.subtract, p, work, p),
                ]  # fmt: skip
            case _:
                raise KeyError(key)

    def _correct(self) -> None:
        """Count the step, and set what depends on its number."""
        self.step += 1
        square = (1 - ADAM_SQUARE**self.step) ** 0.5
        self._stride[()] = self._rate * square / (1 - ADAM_MEAN**self.step)
        self._floor[()] = ADAM_FLOOR * square
