"""Activations, output deltas and optimizers as lists of NumPy calls on arrays made beforehand.

A call is a function and its arguments, the last of them where the result goes. Numbers among the arguments are arrays of no
dimension, of the arrays' own type: NumPy takes twice as long over a Python float. ``fmax`` stands where ``maximum`` is meant, since
that takes its result by keyword only, at twice the time; they differ in NaN alone. What each list computes is said readably in
``activations``, ``losses`` and ``optimizers``; a test holds the two equal.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from hlviz.nn.activations import LEAK
from hlviz.nn.arrays import Array
from hlviz.nn.losses import Loss
from hlviz.nn.optimizers import ADAM_FLOOR, ADAM_MEAN, ADAM_SQUARE, MOMENTUM, RMS_DECAY, RMS_FLOOR

Call = tuple[Callable[..., Any], tuple[Any, ...]]

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
            return [(np.fmax, (z, np.zeros_like(z), a))]
        case "leaky_relu":
            small = np.empty_like(z)
            return [(np.multiply, (z, number(LEAK, z), small)), (np.fmax, (z, small, a))]
        case "tanh":
            return [(np.tanh, (z, a))]
        case "sigmoid":
            return [
                (np.multiply, (z, half, a)), (np.tanh, (a, a)), (np.multiply, (a, half, a)), (np.add, (a, half, a)),
            ]  # fmt: skip
        case "softplus":
            return [(np.logaddexp, (z, np.zeros_like(z), a))]
        case "gelu":
            return [
                *_gelu_inner(z, a),
                (np.add, (a, number(1, z), a)),
                (np.multiply, (a, z, a)),
                (np.multiply, (a, half, a)),
            ]
        case "sine":
            return [(np.sin, (z, a))]
        case "softmax":
            top, ones = np.empty((1, z.shape[1]), z.dtype), np.ones((1, z.shape[0]), z.dtype)
            return [
                (np.maximum.reduce, (z, 0, None, top, True)), (np.subtract, (z, top, a)), (np.exp, (a, a)),
                (ones.dot, (a, top)), (np.divide, (a, top, a)),
            ]  # fmt: skip
    raise KeyError(key)


def _gelu_inner(z: Array, t: Array) -> list[Call]:
    """``t = tanh(√(2/π) (z + 0.0447 z³))``."""
    return [
        (np.multiply, (z, z, t)), (np.multiply, (t, number(GELU_CUBE, z), t)), (np.add, (t, number(1, z), t)),
        (np.multiply, (t, z, t)), (np.multiply, (t, number(GELU_SCALE, z), t)), (np.tanh, (t, t)),
    ]  # fmt: skip


def slope_calls(key: str, z: Array, a: Array, slope: Array) -> list[Call]:
    """``slope = f′(z)``; none for the identity, whose slope is 1 throughout."""
    one = number(1, z)
    match key:
        case "identity":
            return []
        case "relu":
            # a is never negative: its sign is 1 or 0
            return [(np.sign, (a, slope))]
        case "leaky_relu":
            above = np.empty(a.shape, np.bool_)
            return [
                (np.greater, (a, np.zeros_like(a), above)), (np.multiply, (above, number(1 - LEAK, a), slope)),
                (np.add, (slope, number(LEAK, a), slope)),
            ]  # fmt: skip
        case "tanh":
            return [(np.multiply, (a, a, slope)), (np.subtract, (one, slope, slope))]
        case "sigmoid":
            return [(np.subtract, (one, a, slope)), (np.multiply, (slope, a, slope))]
        case "softplus":
            return value_calls("sigmoid", z, slope)
        case "gelu":
            t, s = np.empty_like(z), np.empty_like(z)
            half = number(0.5, z)
            return [
                *_gelu_inner(z, t),
                # s = ½ z (1 − t²) √(2/π) (1 + 3 · 0.0447 z²)
                (np.multiply, (z, z, s)), (np.multiply, (s, number(3 * GELU_CUBE, z), s)), (np.add, (s, one, s)),
                (np.multiply, (s, z, s)), (np.multiply, (s, number(0.5 * GELU_SCALE, z), s)),
                (np.multiply, (t, t, slope)), (np.subtract, (one, slope, slope)), (np.multiply, (s, slope, s)),
                (np.add, (t, one, slope)), (np.multiply, (slope, half, slope)), (np.add, (slope, s, slope)),
            ]  # fmt: skip
        case "sine":
            return [(np.cos, (z, slope))]
    raise KeyError(key)


def output_delta_calls(key: str, loss: Loss, z: Array, a: Array, delta: Array, share: float) -> list[Call]:
    """∂L/∂z of the output, times ``share``; ``delta`` holds a − t to begin with. All of shape (outputs, samples)."""
    samples, size = a.shape[1], a.size
    if key == loss.partner:
        return [_times(delta, share / (samples if loss.key == "cce" else size))]
    if loss.key == "mse":
        calls = [_times(delta, share * 2 / size)]
    elif loss.key == "huber":
        calls = [
            (np.fmin, (delta, np.ones_like(delta), delta)), (np.fmax, (delta, np.full_like(delta, -1), delta)),
            _times(delta, share / size),
        ]  # fmt: skip
    else:
        raise KeyError(f"{loss.key} with {key}")
    if key == "softmax":
        ones, total = np.ones((1, a.shape[0]), a.dtype), np.empty((1, samples), a.dtype)
        weighted = np.empty_like(a)
        return [
            *calls, (np.multiply, (delta, a, weighted)), (ones.dot, (weighted, total)),
            (np.subtract, (delta, total, delta)), (np.multiply, (delta, a, delta)),
        ]  # fmt: skip
    if key == "identity":
        return calls
    slope = np.empty_like(a)
    return [*calls, *slope_calls(key, z, a, slope), (np.multiply, (delta, slope, delta))]


def _times(array: Array, factor: float) -> Call:
    return (np.multiply, (array, number(factor, array), array))


class Update:
    """An optimizer's step on whole vectors: p, g, its slots and a vector to work in, all of one length."""

    def __init__(self, key: str, rate: float, p: Array, g: Array, slots: list[Array], work: Array) -> None:
        self._adam = (number(0, p), number(0, p)) if key == "adam" else None
        self._rate = rate
        eta = number(rate, p)
        match key:
            case "sgd":
                self.calls: list[Call] = [(np.multiply, (g, eta, work)), (np.subtract, (p, work, p))]
            case "momentum":
                (v,) = slots
                self.calls = [
                    (np.multiply, (v, number(MOMENTUM, p), v)), (np.add, (v, g, v)),
                    (np.multiply, (v, eta, work)), (np.subtract, (p, work, p)),
                ]  # fmt: skip
            case "nesterov":
                (v,) = slots
                mu = number(MOMENTUM, p)
                self.calls = [
                    (np.multiply, (v, mu, v)), (np.add, (v, g, v)), (np.multiply, (v, mu, work)),
                    (np.add, (work, g, work)), (np.multiply, (work, eta, work)), (np.subtract, (p, work, p)),
                ]  # fmt: skip
            case "rmsprop":
                (s,) = slots
                self.calls = [
                    (np.multiply, (s, number(RMS_DECAY, p), s)), (np.multiply, (g, g, work)),
                    (np.multiply, (work, number(1 - RMS_DECAY, p), work)), (np.add, (s, work, s)),
                    (np.sqrt, (s, work)), (np.add, (work, number(RMS_FLOOR, p), work)), (np.divide, (g, work, work)),
                    (np.multiply, (work, eta, work)), (np.subtract, (p, work, p)),
                ]  # fmt: skip
            case "adam":
                m, v = slots
                assert self._adam is not None
                stride, floor = self._adam
                # with m̂ = m / c₁ and v̂ = v / c₂:  η m̂ / (√v̂ + ε) = (η √c₂ / c₁) m / (√v + ε √c₂)
                self.calls = [
                    (np.multiply, (m, number(ADAM_MEAN, p), m)), (np.multiply, (g, number(1 - ADAM_MEAN, p), work)),
                    (np.add, (m, work, m)),
                    (np.multiply, (v, number(ADAM_SQUARE, p), v)), (np.multiply, (g, g, work)),
                    (np.multiply, (work, number(1 - ADAM_SQUARE, p), work)), (np.add, (v, work, v)),
                    (np.sqrt, (v, work)), (np.add, (work, floor, work)), (np.divide, (m, work, work)),
                    (np.multiply, (work, stride, work)), (np.subtract, (p, work, p)),
                ]  # fmt: skip
            case _:
                raise KeyError(key)

    def prepare(self, t: int) -> None:
        """Set what depends on the number of the step, from 1."""
        if self._adam is not None:
            stride, floor = self._adam
            square = (1 - ADAM_SQUARE**t) ** 0.5
            stride[()] = self._rate * square / (1 - ADAM_MEAN**t)
            floor[()] = ADAM_FLOOR * square
