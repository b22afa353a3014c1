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


HANDS = (
    ("Click, arrow keys", "Select a neuron, an edge or a layer; walk to its neighbours"),
    ("Shift+click, Ctrl+click", "Take one more to what is selected, or let go of one"),
    ("Drag over empty ground", "Select all that the band touches; with Shift, beside what is selected already"),
    ("Enter", "Choose the activation of the selected layer; switch the selected input on or off"),
    ("Click, double click on a wide layer", "Show its weights in their panel; show them large"),
    ("1 … 7", "Switch an input on or off, from the top"),
    ("Wheel, Ctrl+wheel", "Scroll and zoom the diagram"),
    ("Drag with the middle button", "Move the view; H lets the left button do it"),
    ("Esc", "Cancel a drag; let go of what is selected"),
)
"""What the diagram itself understands."""


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
        for in_menu, keys, text in [*rows_of(actions), *((tr("In the diagram"), tr(k), tr(t)) for k, t in HANDS)]:
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
