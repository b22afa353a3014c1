"""What letting go here would do: a sentence, and the edit it stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hlviz.diagram.scene import Scene
from hlviz.document import Project
from hlviz.document.geometry import Column, Gap
from hlviz.errors import HlvizError
from hlviz.session.editor import Editor

SNAP = 20.0
"""Pixels beside a column from which a piece snaps onto it."""


@dataclass(frozen=True)
class Wish:
    """An edit that has not been asked for yet."""

    text: str
    """What the undo menu will call it."""
    edit: Callable[..., Project]
    args: tuple[Any, ...]

    def result(self, project: Project) -> Project:
        """What the project would be; ``HlvizError`` where that cannot be."""
        return self.edit(project, *self.args)

    def ask(self, editor: Editor) -> bool:
        """Ask the editor for it; whether it was done."""
        return editor.apply(self.text, self.edit, *self.args)


@dataclass(frozen=True)
class Plan:
    """What is told while something is dragged."""

    text: str = ""
    """What would happen, or why nothing can."""
    wish: Wish | None = None
    """None where letting go does nothing."""
    gap: int = -1
    """The gap that the insertion bar is shown in."""
    column: int = -1
    """The column that is marked."""
    new_neurons: int = 0
    inserts_at: int = -1
    """The place among the hidden layers of the layer that would be new."""


def checked(project: Project, plan: Plan) -> Plan:
    """The plan, or why its edit would be refused."""
    if plan.wish is None:
        return plan
    try:
        plan.wish.result(project)
    except HlvizError as error:
        return Plan(str(error)[:1].upper() + str(error)[1:], None, plan.gap, plan.column)
    return plan


def column_near(scene: Scene, x: float) -> Column | None:
    """The column that a place is over, or no farther from than ``SNAP``."""
    near = [column for column in scene.columns if abs(x - column.x) <= _half_width(column) + SNAP]
    return min(near, key=lambda column: abs(x - column.x), default=None)


def gap_near(scene: Scene, x: float) -> Gap:
    """The gap that is nearest to a place."""
    return min(scene.geometry.gaps, key=lambda gap: abs(x - gap.x))


def _half_width(column: Column) -> float:
    return max(column.body.width, column.card.box.width) / 2
