"""What a click on each part of the diagram does."""

from PySide6.QtWidgets import QMenu, QWidget

from hlviz.diagram.menus import activation_menu
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Hit, Part
from hlviz.diagram.tools.tool import Desk
from hlviz.diagram.words import tr
from hlviz.document import edits
from hlviz.document.geometry import Form
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.session.probe import next_row
from hlviz.session.selection import NOTHING, Target


def click(desk: Desk, hit: Hit, at: tuple[float, float] | None = None) -> None:
    """Do what a click on a part does, at a place of the diagram; menus are the caller's."""
    editor, scene, selection = desk.editor, desk.scene, desk.selection
    layer = hit.target.layer
    if hit.part in {Part.MINUS, Part.PLUS} and layer is not None:
        size = scene.columns[hit.column].size + (1 if hit.part is Part.PLUS else -1)
        if size < 1:
            desk.say(tr("A layer needs a neuron; select the layer and press Delete to remove it."))
            return
        editor.apply_merged(tr("Resize layer"), ("resize", layer, desk.presses.run()), edits.resize_layer, layer, size)
    elif hit.part is Part.INSERT:
        insert_layer(desk, hit.gap)
    elif hit.part is Part.FEATURE and isinstance(hit.key, tuple):
        editor.apply(tr("Switch input"), edits.toggle_feature, str(hit.key[1]))
    elif hit.part in {Part.LEGEND_CLOSE, Part.MAP_CLOSE}:
        desk.close_inset(hit.part)
    elif hit.part is Part.MAP and at is not None:
        desk.steer(*desk.view.to_widget(*at))
    elif hit.part is Part.LEGEND:
        pass  # it only says
    elif hit.part in {Part.PREVIOUS, Part.NEXT}:
        by = 1 if hit.part is Part.NEXT else -1
        selection.set_probe(next_row(scene.split, selection.probe.row, by, in_training=selection.is_probing))
    elif hit.part is Part.PROBE:
        selection.set_probing(not selection.is_probing)
    elif hit.part in {Part.EDGE, Part.BIAS}:
        selection.select(hit.target)
        desk.weigh(hit.target, at if hit.part is Part.EDGE else None)
    else:
        selection.select(NOTHING if hit.target == selection.target else hit.target)
        if is_in_block(scene, hit) and not selection.target.is_nothing:
            desk.show_weights(large=False)  # of so many neurons no edge can be told from the next


def is_in_block(scene: Scene, hit: Hit) -> bool:
    """Whether it is a neuron of a layer that is packed into a block."""
    return hit.part is Part.NEURON and hit.column > 0 and scene.columns[hit.column].form is Form.BLOCK


def insert_layer(desk: Desk, index: int) -> None:
    """Insert a hidden layer and select it."""
    if desk.editor.apply(tr("Insert layer"), edits.add_layer, index):
        desk.selection.select(Target(layer=desk.editor.project.network.hidden[index].id))


def menu_of(desk: Desk, parent: QWidget, hit: Hit) -> QMenu | None:
    """The menu of a part that has one."""
    if hit.part is not Part.CHIP:
        return None
    network, layer = desk.scene.project.network, hit.target.layer
    if layer is None:
        return activation_menu(
            parent, OUTPUTS, network.output_activation,
            lambda key: desk.editor.apply(tr("Change output"), edits.set_output, key),
        )  # fmt: skip
    return activation_menu(
        parent, ACTIVATIONS, network.layer(layer).activation,
        lambda key: desk.editor.apply(tr("Change activation"), edits.set_activation, layer, key),
    )  # fmt: skip
