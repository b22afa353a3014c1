"""The fast path: a training step as a list of NumPy calls over buffers that are all there before the first step.

What it computes is what ``mlp`` says; a test holds the two equal. What makes it fast: all parameters lie in one vector
(``layout``); activations are kept as (neurons, samples), each layer's rows followed by a row of ones, so that biases and their
gradients come out of the matrix products; and no call makes an array.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import starmap
from operator import call
from typing import Any, Final

import numpy as np
from numpy.random import Generator

from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.calls import Call, Update, number
from hlviz.nn.layout import Layout
from hlviz.nn.method import Method
from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import INERTIA
from hlviz.nn.passes import Passes

GATHERED = 2**16
"""Numbers of input, about, that are gathered at a time: few enough to be still in the processor's cache when they are used."""
AHEAD = 128
"""Batches that are gathered at a time, at most."""
NOWHERE: Final[deque[Any]] = deque(maxlen=0)
"""Where the results of calls go, which have written them elsewhere."""


class Plan:
    """Trains one network on one set of samples."""

    x: Array
    """The inputs, with a column of ones."""

    def __init__(self, method: Method, x: Array, t: Array, like: "Plan | None" = None) -> None:
        """``x`` of shape (samples, n_in) and ``t`` of shape (samples, n_out), of the type to compute in.

        ``like``: another one; where it was made with the very same ``x``, which nobody can write to, both use one copy of it.
        """
        self.method, self.layout, self._given = method, Layout(method.sizes), x
        is_known = like is not None and like._given is x and not x.flags.writeable
        self.x, self.t = like.x if like is not None and is_known else np.column_stack([x, np.ones(len(x), x.dtype)]), t
        self._ahead = max(
            1, min(AHEAD, GATHERED // (method.batch_size * self.x.shape[1]), -(-len(x) // method.batch_size))
        )
        self.p, self.g, work = (np.zeros(self.layout.length, x.dtype) for _ in range(3))
        self._slots = [np.zeros_like(self.p) for _ in method.optimizer.slots]
        # plain descent with no penalty needs no work vector: the rate goes into the gradient
        self.is_folded = method.optimizer.key == "sgd" and not method.rate
        still: list[Call] = []
        if method.held is not None:
            still = [(np.multiply, self.g, 1 - self.layout.packed(method.held, x.dtype), self.g)]
        if self.is_folded:
            self.calls: list[Call] = [*still, (np.subtract, self.p, self.g, self.p)]
            self.update: Update | None = None
        else:
            update = Update(method.optimizer.key, method.learning_rate, self.p, self.g, self._slots, work)
            self.calls = self._with_penalty([*still, *update.calls], work)
            self.update = update
        self._bodies: dict[int, _Body] = {}

    def _with_penalty(self, calls: list[Call], work: Array) -> list[Call]:
        method, p, g = self.method, self.p, self.g
        if not method.rate or method.regularizer.key == "none":
            return calls
        rates = self.layout.marked_weights(method.rate, p.dtype)
        if method.regularizer.key == "l2":
            return [(np.multiply, p, rates, work), (np.add, g, work, g), *calls]
        signs, at_zero, zeros = np.zeros_like(p), np.zeros(p.shape, np.bool_), np.zeros_like(p)
        crossed, negative = np.zeros(p.shape, np.bool_), -rates
        weights = self.layout.marked_weights(1, p.dtype)
        moving = [slot for slot, name in zip(self._slots, method.optimizer.slots, strict=True) if name in INERTIA]
        return [
            # a weight at 0 stays there unless the loss pulls harder than the penalty: what is left of its pull counts
            (np.equal, p, zeros, at_zero), (np.fmin, g, rates, work), (np.fmax, work, negative, work),
            (np.multiply, work, at_zero, work), (np.subtract, g, work, g),
            (np.sign, p, signs), (np.multiply, signs, rates, work), (np.add, g, work, g),
            *calls,
            # one that would cross 0 stops there, and so does what carries it on
            (np.multiply, p, signs, work), (np.multiply, work, weights, work), (np.less, work, zeros, crossed),
            *((np.putmask, array, crossed, zeros) for array in (p, *moving)),
        ]  # fmt: skip

    def load(self, parameters: Parameters, slots: Sequence[Parameters]) -> None:
        """Go on from these numbers."""
        self.layout.pack(parameters, self.p)
        for flat, slot in zip(self._slots, slots, strict=True):
            self.layout.pack(slot, flat)

    @property
    def parameters(self) -> Parameters:
        """The parameters now, in arrays of their own."""
        return self.layout.unpack(self.p)

    @property
    def slots(self) -> tuple[Parameters, ...]:
        """The optimizer's memory now, in arrays of its own."""
        return tuple(self.layout.unpack(slot) for slot in self._slots)

    @property
    def is_finite(self) -> bool:
        """Whether the parameters are numbers, and not so large that their squares are none."""
        with np.errstate(all="ignore"):
            return bool(np.isfinite(self.p.dot(self.p)))

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
        size = self.method.batch_size
        if len(rows) and rows.view(np.uint64).max() >= len(self.x):
            raise IndexError(
                f"there are only {len(self.x)} samples: rows from {rows.min()} to {rows.max()} do not exist"
            )
        for start, stop in pieces(len(rows), epoch or len(rows) or 1, self._ahead * size):
            whole = stop - (stop - start) % size
            if whole > start:
                self._body(size, self._ahead).train(rows[start:whole], step, rng)
                step += (whole - start) // size
            if stop > whole:
                self._body(stop - whole, 1).train(rows[whole:stop], step, rng)
                step += 1

    def _body(self, samples: int, batches: int) -> "_Body":
        body = self._bodies.get(samples)
        if body is None:
            body = self._bodies[samples] = _Body(self, samples, batches)
        return body


def pieces(count: int, epoch: int, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows, ``most`` at most, none of which reaches over the end of an epoch."""
    for begin in range(0, count, epoch):
        end = min(begin + epoch, count)
        for start in range(begin, end, most):
            yield start, min(start + most, end)


class _Body:
    """Training on batches of one length: each gathered into memory of its own, with all calls of its step made beforehand."""

    def __init__(self, plan: "Plan", samples: int, batches: int) -> None:
        method, share = plan.method, plan.method.learning_rate if plan.is_folded else 1.0
        self._x, self._t, self._samples, self._update = plan.x, plan.t, samples, plan.update
        self._passes = Passes(method, plan.layout, plan.p, plan.g, samples, share)
        self._gathered_x = np.empty((batches * samples, plan.x.shape[1]), plan.x.dtype)
        self._gathered_t = np.empty((batches, plan.t.shape[1], samples), plan.x.dtype)
        cut = [self._gathered_x[at : at + samples] for at in range(0, batches * samples, samples)]
        self._calls: list[Call] = []
        for x, t in zip(cut, self._gathered_t, strict=True):
            self._calls += [*self._passes.step(x.T, x, t), *plan.calls]
        self._calls_each = len(self._calls) // batches

    def train(self, rows: IntArray, step: int, rng: Generator) -> None:
        """One step for each batch; ``rows`` are those of several whole batches."""
        count = len(rows) // self._samples
        # "clip" since "raise" takes a detour through another buffer; the rows were looked at before
        self._x.take(rows, 0, self._gathered_x[: len(rows)], "clip")
        targets = self._t.take(rows, 0).reshape(count, self._samples, -1).transpose(0, 2, 1)
        np.multiply(targets, number(self._passes.scale, self._gathered_t), self._gathered_t[:count])
        self._passes.rng = rng
        if self._update is not None:
            self._update.step = step
        # a loop of Python's own takes a fifth longer
        NOWHERE.extend(starmap(call, self._calls[: count * self._calls_each]))
