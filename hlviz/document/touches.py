"""Weights and biases changed by hand.

A project holds no weights, so it holds what was done to them: each touch is done once, by whoever trains, and undone when it is
gone from the project.
"""

from dataclasses import dataclass
from typing import Literal

from hlviz.document.specs import Target

MAX_TOUCHES = 10_000
MAX_TARGETS = 50_000
"""Of all touches together."""
MAX_VALUE = 1e6

Kind = Literal["set", "zero", "random"]


@dataclass(frozen=True)
class Touch:
    """One edit of weights and biases."""

    id: int
    """Its own, from ``Project.next_id``: one that was undone is never taken for a later one, and later ones have higher ones."""
    kind: Kind
    targets: tuple[Target, ...]
    """Edges and neurons: where one number is set, a neuron stands for its bias, otherwise for its bias and all edges to it."""
    value: float = 0.0
    """What is set."""
    at_start: bool = False
    """Whether nothing was trained yet: then it belongs to the first weights."""

    def replaces(self, other: "Touch") -> bool:
        """Whether nothing is left of another touch once this is done: a later one of the same kind on the same targets."""
        return self.id > other.id and (self.kind, self.targets, self.at_start) == (
            other.kind, other.targets, other.at_start,
        )  # fmt: skip
