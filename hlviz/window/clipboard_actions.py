"""Hidden layers cut, copied, pasted and doubled: on the system's clipboard they are text."""

from PySide6.QtCore import QCoreApplication

from hlviz.document import LayerSpec, edits
from hlviz.session.selection import Target
from hlviz.window.action import Action, Context
from hlviz.window.network_actions import has_layer


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Clipboard", text)


def insert(context: Context, text: str, index: int, layers: tuple[LayerSpec, ...]) -> bool:
    """Put copies of some layers at a place, and select them; whether that could be done."""
    if not context.editor.apply(text, edits.insert_layers, index, layers):
        return False
    new = context.editor.project.network.hidden[index : index + len(layers)]
    context.selection.select_all(Target(layer=layer.id) for layer in new)
    context.canvas.reveal(context.selection.target)
    return True


def duplicate(context: Context) -> None:
    """Put copies of the selected layers behind the last of them."""
    layers = context.layers
    insert(context, tr("Duplicate layer"), context.editor.project.network.hidden.index(layers[-1]) + 1, layers)


CLIPBOARD_ACTIONS = (
    Action(
        "edit.duplicate", "Duplicate layer", "Edit", duplicate,
        "Puts a copy of the selected layers behind them: as many neurons, the same activation and dropout. Its weights are new.",
        keys=("Ctrl+D",), enabled=has_layer,
    ),
)  # fmt: skip
