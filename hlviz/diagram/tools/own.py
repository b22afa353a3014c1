"""What a neuron or a layer of the diagram, dragged by its own, would do at a place."""

from collections.abc import Sequence

from hlviz.diagram.scene import Scene
from hlviz.diagram.tools.plan import Plan, Wish, checked, column_near, gap_near
from hlviz.diagram.words import tr
from hlviz.document import LayerId, edits
from hlviz.document.specs import NeuronKey


def plan_neurons(scene: Scene, neurons: Sequence[NeuronKey], x: float, y: float, *, over_bin: bool) -> Plan:
    """What letting neurons go would do; the first of them is the one held."""
    held = scene.place(neurons[0])
    if held is None:
        return Plan()
    if not isinstance(neurons[0], int):
        return Plan(_stays(scene, held))
    chosen = tuple(neuron for neuron in neurons if isinstance(neuron, int))
    name = scene.neuron_name(*held) if len(chosen) == 1 else tr("{n} neurons").format(n=len(chosen))
    if over_bin:
        text = tr("Remove {neuron}, and its layer with it") if len(chosen) == scene.columns[held[0]].size == 1 else None
        text = text or tr("Remove {neuron}")
        return Plan(text.format(neuron=name), Wish(tr("Remove neuron"), edits.remove, (chosen,)))
    column = column_near(scene, x)
    if column is None or all((scene.place(neuron) or (column.index,))[0] == column.index for neuron in chosen):
        return Plan(tr("Drop it on another layer, or on the bin"))
    if column.layer is None:
        return Plan(tr("How many inputs and outputs there are follows from the data"), column=column.index)
    text = tr("Move {neuron} to {layer}").format(neuron=name, layer=scene.layer_title(column.index))
    wish = Wish(tr("Move neuron"), edits.move_neurons, (chosen, column.layer))
    return checked(scene.project, Plan(text, wish, column=column.index))


def _stays(scene: Scene, place: tuple[int, int]) -> str:
    """Why an input or output cannot be dragged away."""
    if place[0] == 0 and scene.split.points.plane:
        return tr("Inputs stay where they are: click one to switch it off")
    return tr("How many inputs and outputs there are follows from the data")


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
