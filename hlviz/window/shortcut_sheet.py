"""All shortcuts on one page, made from the table of actions."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from hlviz.window.action import Action, said
from hlviz.window.help_page import Page


def tr(text: str) -> str:
    """A text of the sheet in the user's language."""
    return QCoreApplication.translate("ShortcutSheet", text)


MOUSE = (
    ("Click", "Select a neuron or a layer; type the weight of an edge; switch an input on or off"),
    ("Click on a tile's dot", "Type the neuron's bias"),
    ("Shift+click, Ctrl+click", "Take one more to what is selected, or let go of one; select an input"),
    (
        "Double click",
        "Rename a layer at its title, or a neuron; type how many neurons, at the number or the lower edge",
    ),
    ("Right click", "All that can be done to what is there"),
    ("Drag over empty ground", "Select all that the band touches; with Shift, beside what is selected already"),
    ("Click, double click on a wide layer", "Show its weights in their panel; show them large"),
    ("Drag a piece of the palette", "Add a layer or a neuron; give a layer an activation or dropout"),
    ("Drag a layer's six dots", "Move the layer to another place in the order, or to the bin"),
    ("Drag a layer's card", "Move its column aside, as far as its neighbours let it; T tidies up"),
    ("Drag a layer's lower edge", "More neurons downwards, fewer upwards"),
    ("Drag a neuron", "Move it to another layer, or to the bin; all selected neurons go along"),
    ("Wheel, Shift+wheel, Ctrl+wheel", "Scroll the diagram, sideways, and zoom it at the pointer"),
    ("Drag with the middle button", "Move the view; H lets the left button do it"),
    ("Wheel over a number being typed", "Step it by 0.1; with Shift by 0.01, with Alt by 0.001"),
)
"""What the mouse does to the diagram."""
HANDS = (
    ("Arrow keys, Home, End", "Walk to the next layer, neuron or edge"),
    ("Shift+arrow key", "Take it to what is selected"),
    ("Enter", "Type the weight or bias of what is selected; choose the activation of a layer; switch an input"),
    ("Tab, while typing", "Keep it, and go on to the next weight, name or bias"),
    ("↑ ↓, while typing a number", "Step it by 0.1; with Shift by 0.01, with Alt by 0.001"),
    ("1 … 7", "Switch an input on or off, from the top"),
    ("Esc", "Cancel a drag; give up what is typed; let go of what is selected"),
)
"""Keys that the diagram itself understands, beside those of the actions."""


def rows_of(actions: Iterable[Action]) -> list[tuple[str, str, str]]:
    """(menu, keys, action) of every action that has a key, in the order of the menus."""
    rows = []
    for action in actions:
        native = QKeySequence.SequenceFormat.NativeText
        sequences = [QKeySequence(keys) for keys in (*action.keys, *action.shortcuts)]
        keys = list(dict.fromkeys(filter(None, (sequence.toString(native) for sequence in sequences))))
        if keys:
            rows.append((action.menu.split(" ▸ ")[0], ",  ".join(keys[:2]), said(action.text).rstrip("…")))
    return rows


class ShortcutSheet(QDialog):
    """The sheet."""

    def __init__(self, actions: Iterable[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        html, menu = [], ""
        by_key, by_mouse = tr("Keys of the diagram"), tr("The mouse in the diagram")
        own = [*((by_key, tr(k), tr(t)) for k, t in HANDS), *((by_mouse, tr(k), tr(t)) for k, t in MOUSE)]
        for in_menu, keys, text in [*rows_of(actions), *own]:
            if in_menu != menu:
                html.append(f"<tr><td colspan='2' style='padding-top: 10px'><b>{escape(said(in_menu))}</b></td></tr>")
                menu = in_menu
            html.append(f"<tr><td style='padding-right: 26px'>{escape(keys)}</td><td>{escape(text)}</td></tr>")
        note = tr("Single keys, such as Space and +, act while the diagram has the focus: click it first.")
        page = Page(f"<table cellpadding='2'>{''.join(html)}</table><p>{escape(note)}</p>", self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(page)
        layout.addWidget(buttons)
        self.resize(520, 640)
