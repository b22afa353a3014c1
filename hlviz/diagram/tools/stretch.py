"""The lower edge of a hidden layer under the hand: how many neurons the layer is to have."""

from PySide6.QtCore import Qt

from hlviz.diagram.foot import size_after
from hlviz.diagram.overlay import Overlay
from hlviz.diagram.scene import Scene
from hlviz.diagram.tools.plan import Plan, Wish, checked
from hlviz.diagram.tools.tool import Desk, Planned
from hlviz.diagram.words import tr
from hlviz.document import LayerId, edits


class Stretch(Planned):
    """Plans a size as it moves, and asks for it at its end."""

    cursor = Qt.CursorShape.SizeVerCursor

    def __init__(self, desk: Desk, layer: LayerId, y: float) -> None:
        """Take hold at a height ``y`` of the widget."""
        super().__init__(desk)
        self._layer, self._start = layer, desk.view.to_scene(0, y)[1]

    def move(self, x: float, y: float) -> None:
        """Plan for this height."""
        scene = self._desk.scene
        column = scene.columns[scene.project.network.index(self._layer) + 1]
        size = size_after(column, self._desk.view.to_scene(x, y)[1] - self._start)
        self.plan = plan = plan_size(scene, self._layer, size)
        self.overlay = Overlay(x, y, plan.text, plan.wish is not None, stretched=(column.index, size))


def plan_size(scene: Scene, layer: LayerId, size: int) -> Plan:
    """What giving a hidden layer so many neurons would do."""
    index = scene.project.network.index(layer)
    before, title = scene.project.network.hidden[index].size, scene.layer_title(index + 1)
    if size == before:
        one, more = tr("{layer} keeps its neuron"), tr("{layer} keeps its {n} neurons")
        return Plan((one if size == 1 else more).format(layer=title, n=size))
    if size > before:
        text = tr("{layer}: {before} → {after} neurons; the new ones start with no say")
    elif size == 1:
        text = tr("{layer}: {before} → 1 neuron; the lowest go, the others keep what they learned")
    else:
        text = tr("{layer}: {before} → {after} neurons; the lowest go, the others keep what they learned")
    wish = Wish(tr("Resize layer"), edits.resize_layer, (layer, size))
    return checked(scene.project, Plan(text.format(layer=title, before=before, after=size), wish))
