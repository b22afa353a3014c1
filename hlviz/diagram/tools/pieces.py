"""What a piece of the palette would do at a place of the diagram."""

from collections.abc import Callable

from hlviz.diagram.scene import Scene
from hlviz.diagram.tools.plan import Plan, Wish, checked, column_near, gap_near
from hlviz.diagram.words import tr
from hlviz.document import edits
from hlviz.document.geometry import Column
from hlviz.errors import HlvizError
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.number_text import percent
from hlviz.session.piece import Piece


def plan_piece(scene: Scene, piece: Piece, x: float, y: float) -> Plan:
    """What letting a piece go at a place of the diagram would do."""
    planner = PLANNERS.get(piece.kind)
    return planner(scene, piece, x) if planner is not None else Plan(tr("The diagram has no place for this."))


def _plan_layer(scene: Scene, piece: Piece, x: float) -> Plan:
    gap = gap_near(scene, x)
    wish = Wish(tr("Insert layer"), edits.add_layer, (gap.index, None, piece.key or None))
    try:
        layer = wish.result(scene.project).network.hidden[gap.index]
    except HlvizError as error:
        return Plan(str(error)[:1].upper() + str(error)[1:], gap=gap.index)
    text = (
        tr("Insert hidden layer {place}: {n} neuron, {activation}")
        if layer.size == 1
        else tr("Insert hidden layer {place}: {n} neurons, {activation}")
    )
    text = text.format(place=gap.index + 1, n=layer.size, activation=ACTIVATIONS[layer.activation].title)
    return Plan(text, wish, gap=gap.index, new_neurons=layer.size, inserts_at=gap.index)


def _plan_activation(scene: Scene, piece: Piece, x: float) -> Plan:
    column = column_near(scene, x)
    if column is None:
        return Plan(tr("Drop it on a layer"))
    if column.index == 0:
        return Plan(tr("The inputs are what they are: they have no activation"), column=0)
    title = scene.layer_title(column.index)
    if column.layer is not None and piece.key in ACTIVATIONS:
        name = ACTIVATIONS[piece.key].title
        text = tr("{layer} becomes {activation}").format(layer=title, activation=name)
        return _put(scene, column, text, Wish(tr("Change activation"), edits.set_activation, (column.layer, piece.key)))
    if column.layer is None and piece.key in OUTPUTS:
        text = tr("The output becomes {activation}").format(activation=OUTPUTS[piece.key].title)
        return _put(scene, column, text, Wish(tr("Change output"), edits.set_output, (piece.key,)))
    name = (ACTIVATIONS | OUTPUTS)[piece.key].title if piece.key in ACTIVATIONS | OUTPUTS else piece.key
    if column.layer is not None:
        text = tr("{activation} is for the output only: it weighs the classes against each other")
        return Plan(text.format(activation=name), column=column.index)
    choices = ", ".join(output.title for output in OUTPUTS.values())
    text = tr("{activation} is for hidden layers; the output can be {choices}")
    return Plan(text.format(activation=name, choices=choices), column=column.index)


def _plan_neuron(scene: Scene, piece: Piece, x: float) -> Plan:
    column = column_near(scene, x)
    if column is None:
        return Plan(tr("Drop it on a hidden layer"))
    if column.layer is None:
        return Plan(tr("How many inputs and outputs there are follows from the data"), column=column.index)
    text = tr("Add a neuron to {layer}").format(layer=scene.layer_title(column.index))
    return _put(scene, column, text, Wish(tr("Add neuron"), edits.resize_layer, (column.layer, column.size + 1)))


def _plan_dropout(scene: Scene, piece: Piece, x: float) -> Plan:
    column = column_near(scene, x)
    if column is None:
        return Plan(tr("Drop it on a hidden layer"))
    if column.layer is None:
        return Plan(
            tr("Only hidden layers can drop neurons: inputs and outputs are always needed"), column=column.index
        )
    text = tr("{layer} drops {share} of its neurons in each step")
    text = text.format(layer=scene.layer_title(column.index), share=percent(edits.USUAL_DROPOUT, 0))
    return _put(scene, column, text, Wish(tr("Set dropout"), edits.set_dropout, (column.layer, edits.USUAL_DROPOUT)))


def _put(scene: Scene, column: Column, text: str, wish: Wish) -> Plan:
    return checked(scene.project, Plan(text, wish, column=column.index))


PLANNERS: dict[str, Callable[[Scene, Piece, float], Plan]] = {
    "layer": _plan_layer,
    "neuron": _plan_neuron,
    "activation": _plan_activation,
    "dropout": _plan_dropout,
}
