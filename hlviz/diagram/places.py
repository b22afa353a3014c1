"""Where a thing that was named lies in the diagram."""

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
