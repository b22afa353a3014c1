"""What the training thread tells whoever looks: one value at a time, which never changes."""

from dataclasses import dataclass
from enum import Enum

from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import Assembly
from hlviz.training.curves import CurveTable
from hlviz.training.engines import Choice
from hlviz.training.flows import NO_FLOWS, FlowTable
from hlviz.training.frame import Divergence, Frame
from hlviz.training.history import NO_FRAMES, Frames
from hlviz.training.standing import Origin


class State(Enum):
    """What the run is doing."""

    PAUSED = "paused"
    RUNNING = "running"
    DIVERGED = "diverged"
    FAILED = "failed"


@dataclass(frozen=True, eq=False)
class Report:
    """What the training thread tells: a frame, what it belongs to, and the curves so far."""

    generation: int
    assembly: Assembly
    start: Parameters
    """The first weights, to which *Rewind* returns."""
    frame: Frame
    curves: CurveTable
    state: State
    steps_per_second: float
    engine: Choice
    error: str = ""
    run: int = 0
    """Which run it is: one more each time that the curves begin anew."""
    history: Frames = NO_FRAMES
    """The frames of this run that were kept."""
    flows: FlowTable = NO_FLOWS
    """The gradients and updates so far."""
    origin: Origin | None = None
    """From where the run branched off; None where it began anew."""
    divergences: tuple[Divergence, ...] = ()
    """Where its numbers ran away."""
    stretch: int = 0
    """The number of the stretch of training that was begun last."""
