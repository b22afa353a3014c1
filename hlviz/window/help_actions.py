"""The Help menu: the manual, what a hidden layer is, where to begin, the shortcuts, about hlviz."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog

from hlviz.errors import HlvizError
from hlviz.files.atomic_write import atomic_write
from hlviz.window.action import Action, Context
from hlviz.window.error_dialog import tell_problem
from hlviz.window.new_file_dialog import ask_new_file


def show_about(context: Context) -> None:
    """Say what this is and what it stands on."""
    from hlviz.window.about_box import AboutBox

    _show(AboutBox(context.window))


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


def show_shortcuts(context: Context) -> None:
    """Show all keys."""
    from hlviz.window.shortcut_sheet import ShortcutSheet

    _show(ShortcutSheet(context.actions.values(), context.window))


def begin_tour(context: Context) -> None:
    """Begin the tour of what a hidden layer is."""
    from hlviz.window.tour_bar import show_tour

    show_tour(context)


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
        "help.manual", "Manual", "Help", show_manual,
        "Opens the manual: what a hidden layer does, and every view of it, in a line, as to a child, and in depth. It is "
        "here, also offline.",
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
        "help.shortcuts", "Shortcuts", "Help", show_shortcuts,
        "All keys on one page.", shortcuts=("Ctrl+?", "Ctrl+/"),
    ),
    Action(
        "help.report", "Save diagnostic report…", "Help", save_report,
        "Versions, screen and what went wrong lately, as a text to hand on. Nothing of your networks, and nothing is sent.",
        also="bug crash log", section=True,
    ),
    Action(
        "help.about", "About hlviz", "Help", show_about, "Which version this is, what it stands on, and all licences.",
        also="version licence license copyright",
    ),
)  # fmt: skip
