"""What test_kernel.py runs under AddressSanitizer and UBSan: trainings at the edges of the kernel's vectors, and refused calls.

Every array is exactly as large as the kernel may take it to be, in a block of its own, so that a step past its end is seen.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np

from hlviz.nn import kernel
from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.batches import Batches
from hlviz.nn.halt import Halt
from hlviz.nn.kernel import Kernel
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.plan import Plan
from hlviz.nn.regularizers import REGULARIZERS

from .builds import used
from .trainings import PAIRS, Training, by_engine, distance, make, method_of, some_held

SIZES = [(1, 1), (2, 4, 2, 1), (5, 17, 9, 3), (16, 16, 16, 1), (3, 8, 33, 2), (70, 5, 40)]
BATCHES = (1, 10, 33, 130)
LARGE = [(300, 270, 2), (2, *(3,) * 64, 1)]
"""More terms than are summed at a time; as many layers as there can be. One batch size does."""


def exact(shape: tuple[int, ...]) -> np.ndarray:
    """Zeros that end where their block ends, but for the vector that the kernel may read."""
    size = int(np.prod(shape)) + kernel._SPARE
    # a block of malloc's begins at a multiple of 16, not of 64, which the kernel does not ask for
    return np.zeros(size, np.float32)[: size - kernel._SPARE].reshape(shape)


def run(folder: str) -> None:
    """Train, and print "all equal" at the end."""
    kernel._aligned = exact
    rng = np.random.default_rng(0)
    with used(Path(folder)):
        assert kernel.libraries(), kernel.why_not(method_of())
        for build in kernel.libraries():
            for sizes in [*SIZES, *LARGE]:
                for batch in BATCHES if sizes in SIZES else BATCHES[1:2]:
                    output, loss = PAIRS[rng.integers(len(PAIRS))]
                    method = method_of(
                        sizes, rng.choice(list(ACTIVATIONS)), output.key, loss.key, rng.choice(list(OPTIMIZERS)),
                        rng.choice(list(REGULARIZERS)), dropout=rng.choice([0.0, 0.3]), batch_size=batch, learning_rate=0.001,
                    )  # fmt: skip
                    if rng.random() < 0.5:
                        method = replace(method, held=some_held(sizes, 0.5))
                    training = make(method, batch + int(rng.integers(1, 40)), 4)
                    engine = Kernel(method, training.x, training.t, build)
                    plan = Plan(method, training.x, training.t)
                    # Adam makes a whole step of the gradient of a single weight among thousands, be it rounding noise
                    assert distance(by_engine(engine, training), by_engine(plan, training)) < 1e-3, training
                    refused(engine, training)
                    # several epochs at once, each with a short batch at its end; then samples that are no numbers
                    rows = np.concatenate([training.epochs[0]] * 3)
                    engine.train(rows, 0, rng, epoch=len(training.epochs[0]))
                    batches = Batches.start(len(training.x), method.batch_size, rng)
                    engine.run(batches, 0, 1, Halt(), whole=False)
                    engine.run(batches, 1, 7, Halt(), whole=True)
                    engine._x[:, :-1] = np.nan
                    engine.train(rows, 0, rng)
                    assert engine.lost_at == 1
    print("all equal")


def refused(engine: Kernel, training: Training) -> None:
    """Rows that are not there: none of them is looked at."""
    for row in (len(training.x), -1, 2**62, -(2**62)):
        try:
            engine.train(np.array([0, row]), 0, training.rng)
        except IndexError:
            continue
        raise AssertionError(f"row {row}, which is not there, was taken")
