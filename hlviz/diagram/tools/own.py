"""What a neuron or a layer of the diagram, dragged by its own, would do at a place."""

from hlviz.diagram.scene import Scene
from hlviz.diagram.tools.plan import Plan, Wish, checked, column_near, gap_near
from hlviz.diagram.words import tr
from hlviz.document import LayerId, NeuronId, edits


def plan_neuron(scene: Scene, neuron: NeuronId, x: float, y: float, *, over_bin: bool) -> Plan:
    """What letting a hidden neuron go would do."""
    place = scene.place(neuron)
    if place is None:
        return Plan()
    home = scene.columns[place[0]]
    name = scene.neuron_name(*place)
    if over_bin:
        text = tr("Remove {neuron}") if home.size > 1 else tr("Remove {neuron}, and its layer with it")
        return Plan(text.format(neuron=name), Wish(tr("Remove neuron"), edits.remove_neuron, (neuron,)))
    column = column_near(scene, x)
    if column is None or column.index == home.index:
        return Plan(tr("Drop it on another layer, or on the bin"))
    if column.layer is None:
        return Plan(tr("How many inputs and outputs there are follows from the data"), column=column.index)
    text = tr("Move {neuron} to {layer}").format(neuron=name, layer=scene.layer_title(column.index))
    wish = Wish(tr("Move neuron"), edits.move_neuron, (neuron, column.layer))
    return checked(scene.project, Plan(text, wish, column=column.index))


def plan_layer(scene: Scene, layer: LayerId, x: float, y: float, *, over_bin: bool) -> Plan:
    """What letting a hidden layer go would do."""
    home = scene.project.network.index(layer)
    name = scene.layer_title(home + 1)
    if over_bin:
        return Plan(tr("Remove {layer}").format(layer=name), Wish(tr("Remove layer"), edits.remove_layer, (layer,)))
    gap = gap_near(scene, x).index
    if gap in {home, home + 1}:
        return Plan(tr("{layer} stays where it is").format(layer=name))
    goal = gap if gap < home else gap - 1
    if gap == 0:
        text = tr("Move {layer} to the front").format(layer=name)
    else:
        text = tr("Move {layer} behind {other}").format(layer=name, other=scene.layer_title(gap))
    return Plan(text, Wish(tr("Move layer"), edits.move_layer, (layer, goal)), gap=gap)
