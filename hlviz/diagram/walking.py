"""The arrow keys: from layer to layer, from neuron to neuron, and from edge to edge."""

from PySide6.QtCore import Qt

from hlviz.diagram.scene import Scene
from hlviz.document.wiring import Edge, NeuronKey
from hlviz.session.selection import NOTHING, Target

Key = Qt.Key
KEYS = {Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End}


def walked(scene: Scene, target: Target, key: Qt.Key) -> Target:
    """What an arrow key selects, coming from a target: ← → go to the next layer, ↑ ↓ to the next neuron, Home and End to the first and
    last of the layer. Above its first neuron is the layer itself. From an edge ← → go to its ends, ↑ ↓ to the next one into the same
    neuron.
    """
    target = scene.standing(target)
    if target.layer is not None:
        return _from_layer(scene, scene.project.network.index(target.layer) + 1, key)
    if target.edge is not None:
        return _from_edge(scene, target.edge, key)
    place = scene.place(target.neuron) if target.neuron is not None else None
    if place is None:
        return _neuron(scene, 1, 0)
    return _from_neuron(scene, *place, key)


def next_edge(scene: Scene, target: Target, by: int, *, outward: bool = False) -> Target:
    """The edge that comes ``by`` places after one, among those into the same neuron or, ``outward``, out of the same one.

    From a neuron it is the first of its edges, or the last going backwards; an input has only edges outward, an output only inward.
    Behind the last comes the first.
    """
    target = scene.standing(target)
    neuron = target.neuron
    if target.edge is not None:
        neuron = target.edge[0 if outward else 1]
    place = scene.place(neuron) if neuron is not None else None
    if neuron is None or place is None:
        return target
    last = len(scene.wiring.layers) - 1
    if target.edge is None:
        outward = place[0] == 0 or (outward and place[0] < last)
    edges = _edges_of(scene, neuron, place[0], outward=outward)
    at = edges.index(target.edge) + by if target.edge is not None else 0 if by > 0 else -1
    return Target(edge=edges[at % len(edges)])


def _edges_of(scene: Scene, neuron: NeuronKey, layer: int, *, outward: bool) -> list[Edge]:
    if outward:
        return [(neuron, other) for other in scene.wiring.layers[layer + 1]]
    return [(other, neuron) for other in scene.wiring.layers[layer - 1]]


def _from_edge(scene: Scene, edge: Edge, key: Qt.Key) -> Target:
    """← → leave an edge along itself, the others go along those into the same neuron."""
    if key in {Key.Key_Left, Key.Key_Right}:
        return Target(neuron=edge[0 if key == Key.Key_Left else 1])
    place = scene.place(edge[1])
    assert place is not None
    edges = _edges_of(scene, edge[1], place[0], outward=False)
    at = {Key.Key_Home: 0, Key.Key_End: len(edges) - 1}.get(key, edges.index(edge) + (1 if key == Key.Key_Down else -1))
    return Target(edge=edges[min(max(at, 0), len(edges) - 1)])


def _from_layer(scene: Scene, index: int, key: Qt.Key) -> Target:
    layers = len(scene.wiring.layers)
    if key in {Key.Key_Down, Key.Key_Home, Key.Key_Up}:
        return _neuron(scene, index, 0) if key != Key.Key_Up else _layer(scene, index)
    if key == Key.Key_End:
        return _neuron(scene, index, -1)
    goal = index + (1 if key == Key.Key_Right else -1)
    return _layer(scene, goal) if 0 < goal < layers - 1 else _layer(scene, index)


def _from_neuron(scene: Scene, index: int, row: int, key: Qt.Key) -> Target:
    column = scene.columns[index]
    if key in {Key.Key_Home, Key.Key_End}:
        return _neuron(scene, index, 0 if key == Key.Key_Home else -1)
    if key in {Key.Key_Up, Key.Key_Down}:
        goal = row + (1 if key == Key.Key_Down else -1)
        if goal < 0 and column.layer is not None:
            return _layer(scene, index)
        return _neuron(scene, index, min(max(goal, 0), column.size - 1))
    goal = index + (1 if key == Key.Key_Right else -1)
    if not 0 <= goal < len(scene.columns):
        return _neuron(scene, index, row)
    y = column.box_of(row).center[1]
    other = scene.columns[goal]
    return _neuron(scene, goal, min(range(other.size), key=lambda i: abs(other.box_of(i).center[1] - y)))


def _neuron(scene: Scene, index: int, row: int) -> Target:
    return Target(neuron=scene.wiring.layers[index][row])


def _layer(scene: Scene, index: int) -> Target:
    layer = scene.columns[index].layer
    return Target(layer=layer) if layer is not None else NOTHING
