"""Mini-batches: the training samples in a new order each epoch, cut into pieces."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from hlviz.nn.arrays import IntArray


@dataclass
class Batches:
    """Where in the epoch training is: ``next()`` gives the row numbers of the next step.

    The last batch of an epoch may be shorter; it counts for what it holds, no more and no less.
    """

    samples: int
    size: int
    rng: Generator
    order: IntArray
    at: int = 0

    @classmethod
    def start(cls, samples: int, size: int, rng: Generator) -> "Batches":
        """Before the first batch of the first epoch; ``size`` 0 means all at once."""
        return cls(samples, min(size, samples) or samples, rng, np.arange(samples))

    @property
    def per_epoch(self) -> int:
        """How many steps one epoch takes."""
        return -(-self.samples // self.size)

    @property
    def at_epoch_start(self) -> bool:
        """Whether the next batch is the first of an epoch."""
        return self.at == 0

    def next(self, count: int = 1) -> IntArray:
        """Row numbers of the next ``count`` batches, one after the other: of fewer, the last of them short, where the epoch ends."""
        if self.at == 0:
            self.order = self.rng.permutation(self.samples)
        batch = self.order[self.at : self.at + self.size * count]
        self.at += self.size * count
        if self.at >= self.samples:
            self.at = 0
        return batch

    def epochs(self, count: int) -> IntArray:
        """Row numbers of so many whole epochs, from where one begins: what ``next`` would give, one epoch after the other."""
        orders = [self.rng.permutation(self.samples) for _ in range(count)]
        self.order = orders[-1]
        return np.concatenate(orders)

    def resized(self, size: int) -> "Batches":
        """The same place in the same order with another batch size."""
        return Batches(self.samples, min(size, self.samples) or self.samples, self.rng, self.order, self.at)

    def state(self) -> dict[str, Any]:
        """What it takes to go on exactly here: the generator's state, the order and the place in it."""
        return {"rng": self.rng.bit_generator.state, "order": np.array(self.order), "at": self.at}
