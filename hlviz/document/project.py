"""The whole document, as one frozen value."""

from dataclasses import dataclass, field, replace

from hlviz.document.specs import DataSpec, NetworkSpec, TrainingSpec
from hlviz.document.touches import Touch


@dataclass(frozen=True)
class Project:
    """The whole document. Every edit makes a new one; undo is an older one."""

    name: str = "Untitled"
    network: NetworkSpec = field(default_factory=NetworkSpec)
    training: TrainingSpec = field(default_factory=TrainingSpec)
    data: DataSpec = field(default_factory=DataSpec)
    next_id: int = 1
    """The next id that a layer, a neuron or a touch gets; it only grows."""
    notes: str = ""
    """What a person should look at here: a preset's teaching text, or the user's own."""
    touches: tuple[Touch, ...] = ()
    """Weights and biases that the user changed by hand, in order."""

    def with_ids_from(self, next_id: int) -> "Project":
        """The same project whose next id is no lower than ``next_id``, so that an undone neuron's id is not given away."""
        return self if self.next_id >= next_id else replace(self, next_id=next_id)
