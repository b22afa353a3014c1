"""What is trained: seven networks from the smallest that is shown to the largest that is sensible."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.losses import LOSSES
from hlviz.nn.method import Method
from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import NONE


@dataclass(frozen=True)
class Workload:
    """A network and how many samples it learns, so many at a time."""

    key: str
    sizes: tuple[int, ...]
    batch: int
    samples: int
    activation: str = "tanh"
    output: str = "tanh"
    loss: str = "mse"

    @property
    def title(self) -> str:
        """Its layers and its batch."""
        return f"{'-'.join(map(str, self.sizes))}, batch {self.batch}"

    @property
    def is_classification(self) -> bool:
        """Whether classes are told apart."""
        return self.loss == "cce"

    @property
    def products(self) -> int:
        """Multiplications a sample in the matrix products of a step: forward, gradient, and delta of all but the first layer."""
        pairs = list(pairwise(self.sizes))
        return sum(2 * a * b for a, b in pairs) + sum(a * b for a, b in pairs[1:])

    def method(self, optimizer: str) -> Method:
        """How hlviz trains it, at a rate at which nothing runs away."""
        hidden = len(self.sizes) - 2
        activations = (ACTIVATIONS[self.activation],) * hidden + (OUTPUTS[self.output],)
        return Method(
            self.sizes, activations, LOSSES[self.loss], OPTIMIZERS[optimizer], rate_of(optimizer), NONE, 0.0, (0.0,) * hidden,
            self.batch,
        )  # fmt: skip

    def data(self) -> tuple[Array, Array, IntArray]:
        """Inputs (samples, n_in), targets (samples, n_out) and classes: clouds around as many centres as there are outputs."""
        rng = np.random.default_rng(1)
        outputs = self.sizes[-1]
        classes = rng.integers(0, max(outputs, 2), self.samples)
        centres = rng.normal(size=(max(outputs, 2), self.sizes[0]))
        x = (centres[classes] + rng.normal(size=(self.samples, self.sizes[0]))).astype(np.float32)
        t = np.eye(outputs)[classes] if outputs > 1 else 2.0 * classes[:, None] - 1
        return x, t.astype(np.float32), classes

    def parameters(self) -> Parameters:
        """Where training starts."""
        rng = np.random.default_rng(2)
        shapes = list(pairwise(self.sizes))
        weights = tuple(rng.normal(0, a**-0.5, (a, b)).astype(np.float32) for a, b in shapes)
        return Parameters(weights, tuple(np.zeros(b, np.float32) for _, b in shapes))

    def order(self) -> IntArray:
        """The samples, shuffled."""
        return np.random.default_rng(3).permutation(self.samples)


def rate_of(optimizer: str) -> float:
    """The learning rate that all contenders use."""
    return 0.001 if optimizer == "adam" else 0.01


WORKLOADS = {
    w.key: w
    for w in (
        Workload("W1", (2, 4, 2, 1), 10, 250),
        Workload("W2", (2, 8, 8, 8, 1), 10, 250),
        Workload("W3", (2, 8, 8, 8, 8, 8, 8, 1), 10, 250),
        Workload("W4", (64, 32, 10), 32, 1440, "relu", "softmax", "cce"),
        Workload("W5", (784, 128, 64, 10), 64, 6016, "relu", "softmax", "cce"),
        Workload("W6", (784, 512, 512, 10), 128, 6016, "relu", "softmax", "cce"),
        Workload("W7", (2, 256, 256, 1), 32, 512, "relu", "identity", "mse"),
    )
}
