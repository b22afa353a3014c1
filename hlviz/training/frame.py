"""One moment of one network, sealed: what crosses from the training thread to whoever looks."""

from dataclasses import dataclass, replace
from typing import Any

from hlviz.nn.arrays import IntArray
from hlviz.nn.mlp import Parameters


@dataclass(frozen=True)
class Evaluation:
    """How good the network is on all of its training and test samples."""

    train_loss: float
    test_loss: float
    penalty: float
    """What the regularization adds to the loss that is minimised."""
    train_metric: float
    """Accuracy 0 … 1, or R²."""
    test_metric: float


@dataclass(frozen=True, eq=False)
class Resume:
    """What training needs, beside the parameters, to go on exactly where it was."""

    slots: tuple[Parameters, ...]
    """The optimizer's memory, one per slot."""
    rng: dict[str, Any]
    """The state of the generator of batches and dropout."""
    order: IntArray
    """The order of the samples in this epoch."""
    at: int
    """How many of them were used."""
    begun: int = 0
    """The step at which the optimizer's memory was begun: Adam counts from there."""
    is_without_slots: bool = False
    """Whether the optimizer's memory was left out, to save room: it begins anew then."""

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        slots = sum(array.nbytes + 200 for slot in self.slots for array in slot.arrays)
        return slots + (self.order.nbytes if self.at else 0) + 1200  # between epochs all share one order

    def lighter(self) -> "Resume":
        """The same without the optimizer's memory, where it has any."""
        return replace(self, slots=(), is_without_slots=True) if self.slots else self


@dataclass(frozen=True)
class Divergence:
    """The loss stopped being a number."""

    step: int
    layer: str
    """The name of the first layer whose numbers overflowed."""


@dataclass(frozen=True)
class Carried:
    """The training loss just before and just after an edit of a network that had learned."""

    before: float
    after: float


@dataclass(frozen=True, eq=False)
class Frame:
    """A snapshot. All arrays are read-only copies."""

    generation: int
    """Which build of the network it shows; frames of an earlier one are dropped."""
    step: int
    epoch: int
    parameters: Parameters
    evaluation: Evaluation
    resume: Resume | None = None
    carried: Carried | None = None
    divergence: Divergence | None = None
    is_judged: bool = True
    """Whether ``evaluation`` is of this very step: while training runs on many samples it may be of a moment before."""

    @property
    def bytes(self) -> int:
        """About how much memory it takes, as measured: of a small network the objects take more than the numbers."""
        known = sum(array.nbytes + 200 for array in self.parameters.arrays) + 1000
        return known if self.resume is None else known + self.resume.bytes

    @property
    def is_exact(self) -> bool:
        """Whether training can go on from it just as it did, with the optimizer's memory."""
        return self.resume is not None and not self.resume.is_without_slots
