"""What is shown while something is dragged: where it would go, what it would do, and the bin."""

from dataclasses import dataclass
from enum import Enum

from hlviz.document.geometry import Box
from hlviz.session.selection import Target

BIN_WIDTH, BIN_HEIGHT = 168.0, 44.0


class Bin(Enum):
    """The place at the foot of the diagram where things are removed."""

    AWAY = "away"
    SHOWN = "shown"
    HOT = "hot"


@dataclass(frozen=True)
class Overlay:
    """A drag under way, in widget pixels."""

    x: float
    y: float
    text: str = ""
    """What letting go would do, or why it can not be done."""
    is_allowed: bool = False
    gap: int = -1
    column: int = -1
    new_neurons: int = 0
    """Neurons of the layer that would be inserted."""
    neuron: tuple[int, int] | None = None
    """(layer, row) of the neuron that is dragged."""
    bin: Bin = Bin.AWAY
    stretched: tuple[int, int] | None = None
    """(column, neurons) of the layer whose lower edge is dragged."""
    ghosts: tuple[Box, ...] = ()
    """Where cards and neurons would be."""
    band: Box | None = None
    """The rubber band."""
    taken: tuple[Target, ...] = ()
    """What letting go of the band would select."""


def bin_box(width: float, height: float) -> Box:
    """Where the bin is in a widget of that size."""
    return Box(round((width - BIN_WIDTH) / 2), height - BIN_HEIGHT - 12, BIN_WIDTH, BIN_HEIGHT)
