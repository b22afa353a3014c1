"""The fast path: a training step as a list of NumPy calls over buffers that are all there before the first step.

What it computes is what ``mlp`` says; a test holds the two equal. What makes it fast: all parameters lie in one vector
(``layout``); activations are kept as (neurons, samples), each layer's rows followed by a row of ones, so that biases and their
gradients come out of the matrix products; and no call makes an array.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.calls import KEEPS_SUMS, Call, Update, number, output_delta_calls, slope_calls, value_calls
from hlviz.nn.layout import Layout
from hlviz.nn.losses import Loss
from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import INERTIA, Optimizer
from hlviz.nn.regularizers import Regularizer

GATHERED = 2**18
"""Numbers of input, about, that are gathered at a time."""


@dataclass(frozen=True, eq=False)
class Method:
    """What is trained and how: everything about training a network but its numbers."""

    sizes: tuple[int, ...]
    activations: tuple[Activation, ...]
    loss: Loss
    optimizer: Optimizer
    learning_rate: float
    regularizer: Regularizer
    rate: float
    dropout: tuple[float, ...]
    """One per hidden layer."""
    batch_size: int
    held: Parameters | None = None
    """1 at every weight and bias that stays as it is, 0 at the others; None where all learn."""


class Plan:
    """Trains one network on one set of samples."""

    def __init__(self, method: Method, x: Array, t: Array) -> None:
        """``x`` of shape (samples, n_in) and ``t`` of shape (samples, n_out), of the type to compute in."""
        self._method, self._layout = method, Layout(method.sizes)
        self._x, self._t = np.column_stack([x, np.ones(len(x), x.dtype)]), t
        self._gathered = max(1, GATHERED // (method.batch_size * self._x.shape[1])) * method.batch_size
        self._p, self._g, work = (np.zeros(self._layout.length, x.dtype) for _ in range(3))
        self._slots = [np.zeros_like(self._p) for _ in method.optimizer.slots]
        # plain descent with no penalty needs no work vector: the rate goes into the gradient
        self._folded = method.optimizer.key == "sgd" and not method.rate
        still: list[Call] = []
        if method.held is not None:
            still = [(np.multiply, (self._g, 1 - self._layout.packed(method.held, x.dtype), self._g))]
        if self._folded:
            self._calls: list[Call] = [*still, (np.subtract, (self._p, self._g, self._p))]
            self._update: Update | None = None
        else:
            update = Update(method.optimizer.key, method.learning_rate, self._p, self._g, self._slots, work)
            self._calls = self._with_penalty([*still, *update.calls], work)
            self._update = update
        self._bodies: dict[int, _Body] = {}

    def _with_penalty(self, calls: list[Call], work: Array) -> list[Call]:
        method, p, g = self._method, self._p, self._g
        if not method.rate or method.regularizer.key == "none":
            return calls
        rates = self._layout.marked_weights(method.rate, p.dtype)
        if method.regularizer.key == "l2":
            return [(np.multiply, (p, rates, work)), (np.add, (g, work, g)), *calls]
        signs, at_zero, zeros = np.zeros_like(p), np.zeros(p.shape, np.bool_), np.zeros_like(p)
        crossed, negative = np.zeros(p.shape, np.bool_), -rates
        weights = self._layout.marked_weights(1, p.dtype)
        moving = [slot for slot, name in zip(self._slots, method.optimizer.slots, strict=True) if name in INERTIA]
        return [
            # a weight at 0 stays there unless the loss pulls harder than the penalty: what is left of its pull counts
            (np.equal, (p, zeros, at_zero)), (np.fmin, (g, rates, work)), (np.fmax, (work, negative, work)),
            (np.multiply, (work, at_zero, work)), (np.subtract, (g, work, g)),
            (np.sign, (p, signs)), (np.multiply, (signs, rates, work)), (np.add, (g, work, g)),
            *calls,
            # one that would cross 0 stops there, and so does what carries it on
            (np.multiply, (p, signs, work)), (np.multiply, (work, weights, work)), (np.less, (work, zeros, crossed)),
            *((np.putmask, (array, crossed, zeros)) for array in (p, *moving)),
        ]  # fmt: skip

    def load(self, parameters: Parameters, slots: Sequence[Parameters]) -> None:
        """Go on from these numbers."""
        self._layout.pack(parameters, self._p)
        for flat, slot in zip(self._slots, slots, strict=True):
            self._layout.pack(slot, flat)

    @property
    def parameters(self) -> Parameters:
        """The parameters now, in arrays of their own."""
        return self._layout.unpack(self._p)

    @property
    def slots(self) -> tuple[Parameters, ...]:
        """The optimizer's memory now, in arrays of its own."""
        return tuple(self._layout.unpack(slot) for slot in self._slots)

    @property
    def is_finite(self) -> bool:
        """Whether the parameters are numbers, and not so large that their squares are none."""
        with np.errstate(all="ignore"):
            return bool(np.isfinite(self._p.dot(self._p)))

    def train(self, rows: IntArray, step: int, rng: Generator, epoch: int | None = None) -> None:
        """One step for each batch in ``rows``, which holds numbers of samples; the last batch may be short.

        Parameters
        ----------
        rows
            Shape (n,), int64.
        step
            The number of steps made before.
        rng
            Draws the dropout.
        epoch
            Where ``rows`` holds several epochs: the length of one, whose last batch may be short.
        """
        size, calls, update = self._method.batch_size, self._calls, self._update
        for start, stop in pieces(len(rows), epoch or len(rows) or 1, self._gathered):
            chosen = rows[start:stop]
            x, t = self._x.take(chosen, axis=0), self._t.take(chosen, axis=0)
            for at in range(0, len(chosen), size):
                step += 1
                if update is not None:
                    update.prepare(step)
                batch = x[at : at + size]
                self._body(len(batch)).run(batch, t[at : at + size], rng)
                for function, arguments in calls:
                    function(*arguments)

    def _body(self, samples: int) -> "_Body":
        body = self._bodies.get(samples)
        if body is None:
            share = self._method.learning_rate if self._folded else 1.0
            body = self._bodies[samples] = _Body(self._method, self._layout, self._p, self._g, samples, share)
        return body


def pieces(count: int, epoch: int, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows, ``most`` at most, none of which reaches over the end of an epoch."""
    for begin in range(0, count, epoch):
        end = min(begin + epoch, count)
        for start in range(begin, end, most):
            yield start, min(start + most, end)


class _Body:
    """Forward and backward for batches of one length: parameters in, gradient times ``share`` out."""

    def __init__(self, method: Method, layout: Layout, p: Array, g: Array, samples: int, share: float) -> None:
        weights, gradients = layout.views(p), layout.views(g)
        sizes, last = method.sizes[1:], len(weights) - 1
        keys = [activation.key for activation in method.activations]
        drops = [*method.dropout, 0.0]
        # one slab for all activations, the rows of each hidden layer followed by a row of ones
        ends = np.cumsum([n + 1 for n in sizes])
        starts = [int(end) - n - 1 for end, n in zip(ends, sizes, strict=True)]
        slab, slopes = np.ones((int(ends[-1]), samples), p.dtype), np.ones((int(ends[-1]), samples), p.dtype)
        heard = [slab[at : at + n + 1] for at, n in zip(starts, sizes, strict=True)]
        a = [slab[at : at + n] for at, n in zip(starts, sizes, strict=True)]
        slope = [slopes[at : at + n] for at, n in zip(starts, sizes, strict=True)]
        z = [np.empty_like(out) if key in KEEPS_SUMS else out for key, out in zip(keys, a, strict=True)]
        deltas = [np.empty_like(out) for out in a]

        self._masks = [(rate, np.empty_like(out)) for rate, out in zip(drops, a, strict=True) if rate]
        masks = iter(self._masks)
        self._first = weights[0].dot, z[0]
        forward: list[Call] = []
        for i in range(last + 1):
            if i:
                forward.append((weights[i].dot, (heard[i - 1], z[i])))
            forward += value_calls(keys[i], z[i], a[i])
            if drops[i]:
                _, mask = next(masks)
                made = slope_calls(keys[i], z[i], a[i], slope[i]) or [(slope[i].fill, (1,))]
                forward += [*made, (np.multiply, (slope[i], mask, slope[i])), (np.multiply, (a[i], mask, a[i]))]
        for i, j in _runs(keys[:-1], drops):
            # neighbours with one activation in one go; their rows of ones get a slope that nobody asks for
            if keys[i] in KEEPS_SUMS:
                forward += slope_calls(keys[i], z[i], a[i], slope[i])
            else:
                span = slice(starts[i], starts[j] + sizes[j])
                forward += slope_calls(keys[i], slab[span], slab[span], slopes[span])
        self._forward = forward
        self._outputs, self._delta = a[last], deltas[last]

        backward = output_delta_calls(keys[last], method.loss, z[last], a[last], deltas[last], share)
        for i in range(last, 0, -1):
            backward.append((deltas[i].dot, (heard[i - 1].T, gradients[i])))
            backward.append((weights[i][:, :-1].T.dot, (deltas[i], deltas[i - 1])))
            if keys[i - 1] != "identity" or drops[i - 1]:
                backward.append((np.multiply, (deltas[i - 1], slope[i - 1], deltas[i - 1])))
        self._backward = backward
        self._last = deltas[0].dot, gradients[0]

    def run(self, x: Array, t: Array, rng: Generator) -> None:
        """``x`` of shape (samples, n_in + 1), its last column ones; ``t`` of shape (samples, n_out)."""
        for rate, mask in self._masks:
            keep = rng.random(mask.T.shape) >= rate
            np.multiply(keep.T, number(1 / (1 - rate), mask), mask)
        product, out = self._first
        product(x.T, out)
        for function, arguments in self._forward:
            function(*arguments)
        np.subtract(self._outputs, t.T, self._delta)
        for function, arguments in self._backward:
            function(*arguments)
        product, out = self._last
        product(x, out)


def _runs(keys: list[str], drops: list[float]) -> list[tuple[int, int]]:
    """First and last of neighbouring layers with one activation whose slopes can be made together."""
    found: list[tuple[int, int]] = []
    for i, key in enumerate(keys):
        if drops[i]:
            continue
        joins = found and found[-1][1] == i - 1 and keys[i - 1] == key and key not in KEEPS_SUMS
        if joins:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found
