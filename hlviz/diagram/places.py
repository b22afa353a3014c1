"""Where a thing that was named lies in the diagram."""

from hlviz.diagram.foot import handle_of
from hlviz.diagram.scene import Scene
from hlviz.document.geometry import Box, Column
from hlviz.document.specs import LayerId, NeuronKey
from hlviz.document.wiring import Edge
from hlviz.session.selection import Target


def box_of(scene: Scene, target: Target) -> Box | None:
    """Its box, in pixels of the diagram; None where it is not there. Of a layer it is that of its card, of an edge the middle."""
    if scene.standing(target) != target:
        return None
    if target.edge is not None:
        return Box(*middle_of(scene, target.edge), 0, 0)
    if target.gap is not None:
        return scene.geometry.gaps[target.gap].plus
    if target.neuron is not None:
        return neuron_box(scene, target.neuron)
    column = column_of(scene, target.layer) if target.layer is not None else None
    return column.card.box if column is not None else None


def neuron_box(scene: Scene, neuron: NeuronKey) -> Box | None:
    """The tile, bar or cell of a neuron."""
    place = scene.place(neuron)
    return None if place is None else scene.columns[place[0]].box_of(place[1])


def column_of(scene: Scene, layer: LayerId) -> Column | None:
    """The column of a hidden layer."""
    return next((column for column in scene.columns if column.layer == layer), None)


def middle_of(scene: Scene, edge: Edge) -> tuple[float, float]:
    """The middle of an edge's curve, which is half-way between its ends; the edge has to be there."""
    (a, i), (b, j) = (scene.place(key) or (0, 0) for key in edge)
    left, right = scene.columns[a], scene.columns[b]
    y0, y1 = left.ports[left.port_of(i)], right.ports[right.port_of(j)]
    return (left.sides[1] + right.sides[0]) / 2, (y0 + y1) / 2


# Where something is written


def title_box(scene: Scene, layer: int) -> Box | None:
    """The title of a hidden layer."""
    column = column_of(scene, layer)
    if column is None:
        return None
    box = column.card.box
    return Box(box.x + 3, box.y + 4, box.width - 6, 24)


def name_box(scene: Scene, neuron: int) -> Box | None:
    """Above a tile, where its name stands; the tile is to be seen while it is named."""
    box = neuron_box(scene, neuron)
    return None if box is None else Box(box.x - 10, box.y - 26, box.width + 20, 24)


def count_box(scene: Scene, layer: int, *, at_foot: bool) -> Box | None:
    """The number of neurons of a hidden layer, in its card or at its lower edge."""
    column = column_of(scene, layer)
    return None if column is None else handle_of(column) if at_foot else column.card.count


def number_box(scene: Scene, target: Target, at: tuple[float, float] | None) -> Box | None:
    """A place for the weight of an edge or the bias of a neuron: at the place that was clicked, if one was."""
    box = box_of(scene, target)
    if box is None:
        return None
    if at is not None:
        return Box(*at, 0, 0)
    return box if target.edge is not None else Box(box.x, box.bottom + 8, 0, 0)
