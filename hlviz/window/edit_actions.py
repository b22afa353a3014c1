"""The Edit menu: undo, redo, delete, select none, copy a picture."""

from PySide6.QtGui import QGuiApplication

from hlviz.session.selection import NOTHING
from hlviz.window.action import Action, Context, StandardKey
from hlviz.window.network_actions import can_remove, remove
from hlviz.window.pictures import FINE, image_of


def copy_diagram(context: Context) -> None:
    """Put a picture of the diagram on the clipboard, twice as fine as on screen."""
    QGuiApplication.clipboard().setImage(image_of(context.canvas, FINE))


EDIT_ACTIONS = (
    Action(
        "edit.undo", "Undo", "Edit", lambda c: c.editor.undo_stack.undo(),
        "Takes back the last change of the network, its settings or its data.",
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
    Action(
        "edit.delete", "Delete", "Edit", remove,
        "Takes the selected neuron or layer away; the others keep what they learned.",
        keys=("Del", "Backspace"), enabled=can_remove, icon="trash-2", section=True,
    ),
    Action(
        "edit.select_none", "Select none", "Edit", lambda c: c.selection.select(NOTHING),
        "Lets go of the selected neuron, layer or edge.",
        shortcuts=(StandardKey.Deselect, "Ctrl+Shift+A"), enabled=lambda c: not c.selection.target.is_nothing,
    ),
    Action(
        "edit.copy_picture", "Copy diagram as picture", "Edit", copy_diagram,
        "Puts a picture of the diagram on the clipboard, twice as fine as on screen.", icon="copy", section=True,
    ),
)  # fmt: skip
