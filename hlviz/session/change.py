"""What the editor tells everyone: the project before and the project after."""

from dataclasses import dataclass
from enum import Enum

from hlviz.document import Project
from hlviz.training.standing import GOES_ON, Turn


class Way(Enum):
    """How a change came about."""

    DONE = "done"
    UNDONE = "undone"
    REDONE = "redone"


@dataclass(frozen=True)
class Change:
    """What an edit, an undo or a redo did."""

    before: Project
    after: Project
    text: str
    """What was done, undone or redone: "Resize layer"."""
    way: Way = Way.DONE
    turn: Turn = GOES_ON
    """What becomes of training."""
