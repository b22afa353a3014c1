"""What the user and the pointer are at: all that a picture of the diagram depends on beside the network and the view."""

from dataclasses import dataclass, field

from hlviz.diagram.overlay import Overlay
from hlviz.diagram.targets import Hit
from hlviz.document.wiring import NeuronKey
from hlviz.session.selection import NOTHING, Target
from hlviz.session.sight import Sight


@dataclass(frozen=True)
class Attention:
    """What the user and the pointer are at."""

    selected: Target = NOTHING
    others: tuple[Target, ...] = ()
    """What else is selected, or would be by a rubber band."""
    hover: Hit = field(default_factory=Hit)
    pointer: tuple[float, float] = (0.0, 0.0)
    """In widget pixels."""
    overlay: Overlay | None = None
    shows_handles: bool = False
    """Whether what can be taken hold of is shown to be so."""
    has_focus_ring: bool = False
    seconds: float | None = None
    """The time, where pulses run."""
    sight: Sight | None = None
    """What is seen of a walk through one step of learning."""
    missing: NeuronKey | None = None
    """The neuron that the network is looked at without."""

    @property
    def focus(self) -> tuple[int, int] | None:
        """(layer, row) of the neuron whose own edges stand out."""
        return self.hover.place if self.overlay is None else None
