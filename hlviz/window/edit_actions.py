"""The Edit menu: undo, redo, the clipboard, delete, what is selected, copy a picture."""

from PySide6.QtCore import QCoreApplication

from hlviz.document import Project, edits
from hlviz.session.selection import NOTHING, Target
from hlviz.window.action import Action, Context, StandardKey
from hlviz.window.clipboard_actions import CLIPBOARD_ACTIONS
from hlviz.window.weight_actions import WALK_ACTIONS


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Edit", text)


def _copy_diagram(context: Context) -> None:
    from hlviz.window.diagram_pictures import copy_diagram  # late: who starts hlviz copies nothing yet

    copy_diagram(context)


def removable(context: Context) -> tuple[Target, ...]:
    """What of the selection can go: hidden neurons and layers. Inputs and outputs come from the data."""
    return tuple(t for t in context.selection.targets if t.layer is not None or isinstance(t.neuron, int))


def remove(context: Context) -> None:
    """Take away the selected neurons and layers; where it was one, its neighbour is selected then, and can go next."""
    targets = removable(context)
    if not targets:
        return
    text = tr("Remove layer") if all(t.layer is not None for t in targets) else tr("Remove neuron")
    neighbour = _neighbour(context.editor.project, targets[0]) if len(targets) == 1 else NOTHING
    ids = tuple(id_ for t in targets for id_ in (t.layer, t.neuron) if isinstance(id_, int))
    if context.editor.apply(text, edits.remove, ids):
        context.selection.select(neighbour)


def _neighbour(project: Project, target: Target) -> Target:
    """What stands where it stood once it is gone, or before that."""
    layer, neuron = target.layer_in(project.network), target.neuron
    if layer is None:
        return NOTHING
    if isinstance(neuron, int) and layer.size > 1:
        return Target(neuron=_in_its_place(layer.neurons, neuron))
    layers = tuple(other.id for other in project.network.hidden)
    return Target(layer=_in_its_place(layers, layer.id)) if len(layers) > 1 else NOTHING


def _in_its_place(ids: tuple[int, ...], gone: int) -> int:
    place = ids.index(gone)
    return ids[place + 1] if place + 1 < len(ids) else ids[place - 1]


def select_all(context: Context) -> None:
    """Select all hidden layers where a layer is selected, else all hidden neurons."""
    hidden = context.editor.project.network.hidden
    if context.selection.target.layer is not None:
        context.selection.select_all(Target(layer=layer.id) for layer in hidden)
    else:
        context.selection.select_all(Target(neuron=neuron) for layer in hidden for neuron in layer.neurons)


EDIT_ACTIONS = (
    Action(
        "edit.undo", "Undo", "Edit", lambda c: c.editor.undo_stack.undo(),
        "Takes back the last change of the network, its settings or its data; after training, goes back to before Play.",
        shortcuts=(StandardKey.Undo,), enabled=lambda c: c.editor.undo_stack.canUndo(), icon="undo-2",
        detail=lambda c: c.editor.undo_stack.undoText(),
    ),
    Action(
        "edit.redo", "Redo", "Edit", lambda c: c.editor.undo_stack.redo(),
        "Makes the change again that was taken back.",
        shortcuts=(StandardKey.Redo, "Ctrl+Shift+Z", "Ctrl+Y"),
        enabled=lambda c: c.editor.undo_stack.canRedo(), icon="redo-2",
        detail=lambda c: c.editor.undo_stack.redoText(),
    ),
    *CLIPBOARD_ACTIONS,
    Action(
        "edit.delete", "Delete", "Edit", remove,
        "Takes the selected neurons and layers away; the others keep what they learned.",
        keys=("Del", "Backspace"), enabled=lambda c: bool(removable(c)), icon="trash-2",
    ),
    Action(
        "edit.select_all", "Select all", "Edit", select_all,
        "Selects all hidden neurons; where a layer is selected, all hidden layers.",
        keys=("Ctrl+A",), enabled=lambda c: bool(c.editor.project.network.hidden), section=True,
    ),
    Action(
        "edit.select_none", "Select none", "Edit", lambda c: c.selection.select(NOTHING),
        "Lets go of all that is selected.",
        shortcuts=(StandardKey.Deselect, "Ctrl+Shift+A"), enabled=lambda c: not c.selection.target.is_nothing,
    ),
    *WALK_ACTIONS,
    Action(
        "edit.copy_picture", "Copy diagram as image", "Edit", _copy_diagram,
        "Puts what you see of the diagram on the clipboard: a picture twice as fine as on screen, and a drawing (SVG).",
        icon="copy", section=True,
    ),
)  # fmt: skip
