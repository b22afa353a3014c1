"""A hidden layer under the hand, by its card: its column moves freely, as far as its neighbours let it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from hlviz.diagram.overlay import Overlay
from hlviz.diagram.scene import Scene
from hlviz.diagram.tools.plan import Plan, Wish, checked
from hlviz.diagram.tools.tool import Desk, Planned
from hlviz.diagram.words import tr
from hlviz.document import LayerId, Project, edits
from hlviz.document.arrangement import arrange
from hlviz.document.geometry import Box, Geometry

SNAP = 7.0
"""Pixels from its tidy place within which a column falls back into it."""


class Slide(Planned):
    """Plans a place as it moves, and asks for it at its end."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, desk: Desk, layers: Sequence[LayerId], x: float, y: float) -> None:
        """Take hold at a place of the widget; the first of the layers is the one held."""
        super().__init__(desk)
        self._layers, self._start = tuple(layers), desk.view.to_scene(x, y)

    def move(self, x: float, y: float) -> None:
        """Plan for there."""
        desk = self._desk
        to_x, to_y = desk.view.to_scene(x, y)
        self.plan, ghosts = plan_slide(
            desk.scene, desk.room, self._layers, to_x - self._start[0], to_y - self._start[1], snap=SNAP
        )
        boxes = tuple(desk.view.box(box) for box in ghosts)
        self.overlay = Overlay(x, y, self.plan.text, self.plan.wish is not None, ghosts=boxes)


def plan_slide(
    scene: Scene, room: tuple[float, float], layers: Sequence[LayerId], dx: float, dy: float, *, snap: float = 0.0
) -> tuple[Plan, list[Box]]:
    """What moving the columns of these layers would do, and where their cards and neurons would be.

    Parameters
    ----------
    room
        (width, height) of the view that the diagram is laid out for.
    dx, dy
        So many pixels of the diagram to the right and down from where they are.
    snap
        Pixels from its tidy place within which a column falls back into it.
    """
    project = scene.project
    tidy = arrange(shifted(project, dict.fromkeys(layers, (0.0, 0.0))), *room)
    wanted = {}
    for layer in layers:
        x, y = project.network.layer(layer).shift
        to = (x + dx, y + dy)
        wanted[layer] = to if max(map(abs, to)) > snap else (0.0, 0.0)
    after = arrange(shifted(project, wanted), *room)
    # what the neighbours allow, not what was asked for, so that the next move starts from what is seen
    reached = {layer: _shift_between(tidy, after, project.network.index(layer) + 1) for layer in layers}
    ghosts = [box for layer in layers for box in _boxes(after, project.network.index(layer) + 1)]
    name = scene.layer_title(project.network.index(layers[0]) + 1)
    if shifted(project, reached) == project:
        return Plan(tr("{layer} stays where it is").format(layer=name)), ghosts
    wish = Wish(tr("Move column"), shifted, (reached,))
    return checked(project, Plan(_words(name, reached[layers[0]]), wish)), ghosts


def shifted(project: Project, shifts: dict[LayerId, tuple[float, float]]) -> Project:
    """The project with the columns of some layers that far from their tidy places."""
    for layer, (dx, dy) in shifts.items():
        project = edits.shift_layer(project, layer, dx, dy)
    return project


def _shift_between(tidy: Geometry, after: Geometry, index: int) -> tuple[float, float]:
    a, b = tidy.columns[index], after.columns[index]
    return b.card.box.x - a.card.box.x, b.body.y - a.body.y


def _boxes(geometry: Geometry, index: int) -> tuple[Box, Box]:
    column = geometry.columns[index]
    return column.card.box, column.body


def _words(name: str, shift: tuple[float, float]) -> str:
    dx, dy = shift
    if dx == 0 and dy == 0:
        return tr("{layer} goes back to its tidy place").format(layer=name)
    sideways = tr("{n} pixels to the right") if dx > 0 else tr("{n} pixels to the left")
    upright = tr("{n} pixels down") if dy > 0 else tr("{n} pixels up")
    parts = [text.format(n=round(abs(n))) for n, text in ((dx, sideways), (dy, upright)) if n]
    return tr("{layer}: {where} from its tidy place").format(layer=name, where=", ".join(parts))
