"""hlviz's engines, and the floor below which no NumPy program can go: the matrix products of the same steps, and nothing else."""

from collections import deque
from collections.abc import Sequence
from itertools import pairwise, starmap
from operator import call

import numpy as np

from hlviz.nn import kernel
from hlviz.nn.arrays import Array
from hlviz.nn.kernel import Kernel
from hlviz.nn.method import Method
from hlviz.nn.mlp import Parameters, backward, forward
from hlviz.nn.passes import Passes
from hlviz.nn.plan import Plan

from .timing import Contender
from .workloads import Workload

LAP = 4000
"""Samples a lap, about."""
STEPS = 100


class Hlviz:
    """One of the fast engines, which is handed a run of epochs at a time."""

    def __init__(
        self, key: str, engine: Plan | Kernel, workload: Workload, *, reshuffles: bool = False, lap: int = LAP
    ) -> None:
        self.key, self._engine, self._reshuffles = key, engine, reshuffles
        empty = [workload.parameters().zeros() for _ in range(len(engine.slots))]
        engine.load(workload.parameters(), empty)
        self._epoch = workload.samples
        self._steps_each = -(-workload.samples // workload.batch)
        self._epochs = max(1, lap // workload.samples)
        self._rows = np.tile(workload.order(), self._epochs)
        self._rng, self._step = np.random.default_rng(4), 0

    def lap(self) -> int:
        """A few epochs; where it reshuffles, each in a new order and in a call of its own."""
        if self._reshuffles:
            for _ in range(self._epochs):
                self._engine.train(self._rng.permutation(self._epoch), self._step, self._rng)
                self._step += self._steps_each
        else:
            self._engine.train(self._rows, self._step, self._rng, epoch=self._epoch)
            self._step += self._steps_each * self._epochs
        return self._epochs * self._epoch


class Reference:
    """The mathematics as it stands in ``mlp``."""

    key = "reference"

    def __init__(self, method: Method, workload: Workload) -> None:
        self._method = method
        self._x, self._t, _ = workload.data()
        self._parameters = workload.parameters()
        self._slots: Sequence[Parameters] = [self._parameters.zeros() for _ in method.optimizer.slots]
        self._batches = np.split(workload.order(), range(workload.batch, workload.samples, workload.batch))[:64]
        self._step = 0

    def lap(self) -> int:
        """Part of an epoch."""
        method = self._method
        for rows in self._batches:
            self._step += 1
            forwarded = forward(self._parameters, method.activations, self._x[rows])
            gradient = backward(self._parameters, method.activations, forwarded, self._t[rows], method.loss)
            for i, (p, g) in enumerate(zip(self._parameters.arrays, gradient.arrays, strict=True)):
                method.optimizer.update(
                    p, g, [slot.arrays[i] for slot in self._slots], method.learning_rate, self._step
                )
        return sum(map(len, self._batches))


class Floor:
    """Only the matrix products of each step, in the form in which NumPy is fastest at them, over all samples in turn."""

    def __init__(self, workload: Workload, key: str = "floor") -> None:
        self.key = key
        x = workload.data()[0]
        x = np.column_stack([x, np.ones(len(x), x.dtype)])[workload.order()]
        sizes, size = workload.sizes, workload.batch
        rng = np.random.default_rng(5)

        def some(*shape: int) -> Array:
            return rng.normal(size=shape).astype(np.float32)

        weights = [some(b, a + 1) for a, b in pairwise(sizes)]
        heard = [some(n + 1, size) for n in sizes[1:-1]]
        deltas = [some(n, size) for n in sizes[1:]]
        sums, below = [np.empty_like(d) for d in deltas], [some(n + 1, size) for n in sizes[1:]]
        gradients = [np.empty_like(w) for w in weights]
        self._samples = len(x) // size * size
        self._calls = []
        for at in range(0, self._samples, size):
            batch = x[at : at + size]
            self._calls.append((weights[0].dot, (batch.T, sums[0])))
            for i in range(1, len(weights)):
                self._calls.append((weights[i].dot, (heard[i - 1], sums[i])))
            for i in reversed(range(1, len(weights))):
                self._calls.append((deltas[i].dot, (heard[i - 1].T, gradients[i])))
                self._calls.append((weights[i].T.dot, (deltas[i], below[i - 1])))
            self._calls.append((deltas[0].dot, (batch, gradients[0])))

    def lap(self) -> int:
        """An epoch."""
        for function, arguments in self._calls:
            function(*arguments)
        return self._samples


class Calls:
    """As many NumPy calls as a step of the NumPy path makes, on four by four numbers: what calling alone costs it."""

    key = "as many calls"

    def __init__(self, plan: Plan, workload: Workload) -> None:
        size = workload.batch
        x, t = np.ones((size, workload.sizes[0] + 1), np.float32), np.ones((workload.sizes[-1], size), np.float32)
        made = [*Passes(plan.method, plan.layout, plan.p, plan.g, size, 1.0).step(x.T, x, t), *plan.calls]
        a, b, out = (np.ones((4, 4), np.float32) for _ in range(3))
        products = [function.__name__ == "dot" for function, *_ in made]
        self.count = len(made)
        self._calls = [(a.dot, b, out) if is_product else (np.add, a, b, out) for is_product in products] * STEPS
        self._samples = size * STEPS

    def lap(self) -> int:
        """Many steps, in the way of the NumPy path."""
        deque(starmap(call, self._calls), maxlen=0)
        return self._samples


def our_own(workload: Workload, optimizer: str) -> list[Contender]:
    """hlviz's engines, and the floor."""
    method = workload.method(optimizer)
    x, t, _ = workload.data()
    plan = Plan(method, x, t)
    found: list[Contender] = [
        Floor(workload),
        Calls(plan, workload),
        Hlviz("numpy", plan, workload),
        Reference(method, workload),
    ]
    if kernel.covers(method):
        found.append(Hlviz("compiled", Kernel(method, x, t), workload))
        # as in the window: every epoch in a new order
        found.append(Hlviz("compiled, reshuffled", Kernel(method, x, t), workload, reshuffles=True))
    return found
