"""The Help menu: what a hidden layer is, the shortcuts, every action by name, about hlviz."""

import platform

import numpy as np
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QMessageBox

from hlviz import __version__
from hlviz.errors import HlvizError
from hlviz.files.atomic_write import atomic_write
from hlviz.window.action import Action, Context
from hlviz.window.error_dialog import tell_problem
from hlviz.window.help_page import HelpPage
from hlviz.window.new_file_dialog import ask_new_file
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


def save_report(context: Context) -> None:
    """Ask for a file and put the diagnostic report there."""
    tr = QCoreApplication.translate
    title, kinds = tr("Help", "Save diagnostic report"), tr("Help", "Text (*.txt)")
    path = ask_new_file(context.window, title, kinds, context.leaving.folder, "hlviz-report.txt")
    if path is None:
        return
    try:
        atomic_write(path, context.diagnostics().encode())
    except HlvizError as error:
        tell_problem(context.window, str(error), "", "")
        return
    context.window.status.say(tr("Help", "Report saved as {path}").replace("{path}", str(path)))


HELP_ACTIONS = (
    Action(
        "help.hidden_layer", "What is a hidden layer?", "Help", lambda c: _show(HelpPage(c.window)),
        "Six facts, each in a line, as to a child, and in depth.", shortcuts=("F1",), icon="circle-help",
    ),
    Action(
        "help.shortcuts", "Shortcuts", "Help", lambda c: _show(ShortcutSheet(c.actions.values(), c.window)),
        "All keys on one page.", shortcuts=("Ctrl+?", "Ctrl+/"),
    ),
    Action(
        "help.report", "Save diagnostic report…", "Help", save_report,
        "Versions, screen and what went wrong lately, as a text to hand on. Nothing of your networks, and nothing is sent.",
        also="bug crash log", section=True,
    ),
    Action(
        "help.about", "About hlviz", "Help", show_about, "Which version this is, and what it stands on.",
    ),
)  # fmt: skip
