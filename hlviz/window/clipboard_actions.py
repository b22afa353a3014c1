"""Hidden layers cut, copied, pasted and doubled: on the system's clipboard they are text."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from hlviz.datasets.formats import Origin
from hlviz.datasets.text_table import SEPARATORS
from hlviz.document import LayerSpec, edits
from hlviz.errors import HlvizError
from hlviz.files import fragment
from hlviz.interchange.playground_link import is_link
from hlviz.session.selection import Target, layers_in
from hlviz.window.action import Action, Context
from hlviz.window.file_actions import import_table
from hlviz.window.import_actions import open_link
from hlviz.window.network_actions import has_layer, ids, place


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


def whole(context: Context) -> tuple[LayerSpec, ...]:
    """The layers that are selected themselves, not by one of their neurons: only those are taken out of the network."""
    return layers_in(context.editor.project.network, [t for t in context.selection.targets if t.layer is not None])


def copy(context: Context) -> None:
    """Put the selected layers on the clipboard, as text."""
    _copy(context, context.layers)


def _copy(context: Context, layers: tuple[LayerSpec, ...]) -> None:
    QGuiApplication.clipboard().setText(fragment.write(layers))
    network = context.editor.project.network
    if len(layers) == 1:
        text = tr("{layer} is on the clipboard. Paste it here or in another window.")
        text = text.format(layer=network.layer_name(network.index(layers[0].id)))
    else:
        text = tr("{n} layers are on the clipboard. Paste them here or in another window.").format(n=len(layers))
    context.window.status.say(text)


def cut(context: Context) -> None:
    """Put the selected layers on the clipboard, and take them away."""
    layers = whole(context)
    _copy(context, layers)
    context.editor.apply(tr("Cut layer"), edits.remove, ids(layers))


def paste(context: Context) -> None:
    """Put the layers that are on the clipboard behind the selected one, or last; open a link of TensorFlow Playground, or learn a
    table that is there instead.

    Where none of these is there it is said.
    """
    text = QGuiApplication.clipboard().text()
    if is_link(text):
        open_link(context, text)
        return
    try:
        layers = fragment.read(text)
    except HlvizError as error:
        if is_table(text):
            import_table(context, Origin(Path(tr("pasted table")), text=text), tr("Pasted table"))
            return
        context.window.status.say(str(error)[:1].upper() + str(error)[1:] + ".")
        return
    insert(context, tr("Paste layer"), place(context), layers)


def is_table(text: str) -> bool:
    """Whether a text can only be the cells of a table: a line of names, some more lines, and in each something that parts them."""
    lines = text.strip().splitlines()[:6]
    return len(lines) > 1 and any(all(sign in line for line in lines) for sign in SEPARATORS)


def duplicate(context: Context) -> None:
    """Put copies of the selected layers behind the last of them."""
    layers = context.layers
    insert(context, tr("Duplicate layer"), context.editor.project.network.hidden.index(layers[-1]) + 1, layers)


CLIPBOARD_ACTIONS = (
    Action(
        "edit.cut", "Cut layer", "Edit", cut,
        "Puts the selected layers on the clipboard, as text, and takes them out of the network.",
        keys=("Ctrl+X", "Shift+Del"), enabled=lambda c: bool(whole(c)), section=True,
    ),
    Action(
        "edit.copy", "Copy layer", "Edit", copy,
        "Puts the selected layers on the clipboard, as text: their neurons, activation, dropout and names, not their weights.",
        keys=("Ctrl+C", "Ctrl+Ins"), enabled=has_layer, icon="copy",
    ),
    Action(
        "edit.paste", "Paste layer", "Edit", paste,
        "Puts the layers that were copied, here or in another window, behind the selected one, or last. Cells copied in a "
        "spreadsheet become a table to learn; a link of TensorFlow Playground is opened.",
        keys=("Ctrl+V", "Shift+Ins"),
    ),
    Action(
        "edit.duplicate", "Duplicate layer", "Edit", duplicate,
        "Puts a copy of the selected layers behind them: as many neurons, the same activation and dropout. Its weights are new.",
        keys=("Ctrl+D",), enabled=has_layer,
    ),
)  # fmt: skip
