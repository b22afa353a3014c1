"""What the editor tells everyone: the project before and the project after."""

from dataclasses import dataclass

from hlviz.document import Project
from hlviz.training.standing import GOES_ON, Turn


@dataclass(frozen=True)
class Change:
    """What an edit, an undo or a redo did."""

    before: Project
    after: Project
    text: str
    turn: Turn = GOES_ON
    """What becomes of training."""
