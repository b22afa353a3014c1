"""The Help menu: what a hidden layer is, the shortcuts, every action by name, about hlviz."""

import platform

import numpy as np
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QMessageBox

from hlviz import __version__
from hlviz.window.action import Action, Context
from hlviz.window.shortcut_sheet import ShortcutSheet

LICENCES = (
    "hlviz is free software under the MIT licence. It stands on Qt for Python (LGPL 3), pyqtgraph (MIT), NumPy (BSD),"
    " pandas (BSD), msgspec (BSD) and safetensors (Apache 2.0), and uses the font Inter (OFL 1.1) and icons of Lucide (ISC)."
)


def show_about(context: Context) -> None:
    """Say what this is and what it stands on."""
    versions = f"Python {platform.python_version()} · Qt for Python {pyside_version} · NumPy {np.__version__}"
    box = QMessageBox(context.window)
    box.setWindowTitle(QCoreApplication.translate("Help", "About hlviz"))
    box.setIconPixmap(context.window.windowIcon().pixmap(64, 64))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"hlviz {__version__}")
    what = QCoreApplication.translate(
        "Help",
        "Drag hidden layers into a neural network, press Play, and see what they do while it learns. It never goes online.",
    )
    box.setInformativeText("\n\n".join((what, QCoreApplication.translate("Help", LICENCES), versions)))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    _show(box)


def _show(dialog: QDialog) -> None:
    dialog.exec()
    dialog.deleteLater()


def show_manual(context: Context, key: str = "") -> None:
    """Open the manual at its beginning, or at a chapter."""
    from hlviz.window.manual_window import show_manual  # late: who starts hlviz does not read yet

    show_manual(context.window, context.leaving.folder, key)


def offer_start(context: Context) -> None:
    """Show the start page."""
    from hlviz.window.start_page import show_start_page

    show_start_page(context)


def begin_tour(context: Context) -> None:
    """Begin the tour of what a hidden layer is."""
    from hlviz.window.tour_bar import show_tour

    show_tour(context)


HELP_ACTIONS = (
    Action(
        "help.manual", "Manual", "Help", show_manual,
        "Opens the manual: what a hidden layer does, and every view of it, in a line, as to a child, and in depth. It is here, "
        "without any network.",
        shortcuts=("F1",), also="help documentation docs handbook guide read offline",
    ),
    Action(
        "help.hidden_layer", "What is a hidden layer?", "Help", begin_tour,
        "A small tour: six facts, each in a line, as to a child, and in depth, and buttons that do it to your network, so that you "
        "can see that it is so. All of it can be undone.", icon="circle-help",
        also="explain tour lesson introduction tutorial beginner",
    ),
    Action(
        "help.start", "Start page", "Help", offer_start,
        "Offers where to begin: the circle, your own data, a tour, examples, and the files opened last.",
        also="welcome recent examples begin home",
    ),
    Action(
        "help.shortcuts", "Shortcuts", "Help", lambda c: _show(ShortcutSheet(c.actions.values(), c.window)),
        "All keys on one page.", shortcuts=("Ctrl+?", "Ctrl+/"),
    ),
    Action(
        "help.about", "About hlviz", "Help", show_about, "Which version this is, and what it stands on.", section=True,
    ),
)  # fmt: skip
