"""What can be done with any panel: copy its picture, save picture or numbers, show the numbers as a table."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from hlviz.errors import HlvizError, ProjectFileError
from hlviz.files.atomic_write import atomic_write, shown
from hlviz.widgets.icons import icon
from hlviz.window.action import Action, Choice, Context, said
from hlviz.window.error_dialog import tell_problem
from hlviz.window.main_window import DOCKS
from hlviz.window.new_file_dialog import ask_new_file_of
from hlviz.window.pictures import FINE, image_of, pdf_of, png_bytes, svg_of

if TYPE_CHECKING:
    from hlviz.panels import Panel

MARGIN = 8
"""Pixels around the picture of a panel."""
SCALES = (1, 2, 3, 4)


def tr(text: str) -> str:
    """A text of these actions in the user's language."""
    return QCoreApplication.translate("PanelActions", text)


def copy(context: Context, panel: "Panel") -> None:
    """Put a picture of the panel on the clipboard, twice as fine as on screen."""
    panel.catch_up()
    try:
        image = image_of(panel, FINE, margin=MARGIN, ground=panel.theme.card)
    except HlvizError as error:
        _tell(context, str(error))
        return
    QGuiApplication.clipboard().setImage(image)
    context.window.status.say(tr("{panel}: the picture is on the clipboard").replace("{panel}", panel.windowTitle()))


def save(context: Context, panel: "Panel", suffix: str = ".png") -> None:
    """Ask for a file and put the panel there, as what its suffix says; ``suffix`` is proposed."""
    name = f"{context.filing.title} {panel.windowTitle()}".replace("/", " ") + suffix
    first = SCALES.index(FINE) if suffix == ".png" else len(SCALES) + 2
    title = tr("Save {panel} as").replace("{panel}", panel.windowTitle())
    path, kind = ask_new_file_of(context.window, title, kinds(), context.leaving.folder, name, first)
    if path is None:
        return
    try:
        write(panel, path, SCALES[kind] if kind < len(SCALES) else FINE)
    except HlvizError as error:
        _tell(context, str(error))
        return
    context.window.status.say(tr("Saved as {path}").replace("{path}", str(path)))


def kinds() -> list[str]:
    """What a panel can be saved as, as filters of a file dialog: first PNG in each of ``SCALES``."""
    as_on_screen = tr("PNG picture, as on screen (*.png)")
    finer = [tr("PNG picture, {n} times as fine (*.png)").replace("{n}", str(n)) for n in SCALES[1:]]
    return [as_on_screen, *finer, tr("SVG drawing (*.svg)"), tr("PDF drawing (*.pdf)"), tr("Numbers as CSV (*.csv)")]


def write(panel: "Panel", path: Path, scale: float = FINE) -> None:
    """Put a panel into a file: a picture, a drawing or its numbers, as the suffix says.

    Raises
    ------
    ProjectFileError
        If the file cannot be written, the suffix is none of the four, or there are no numbers. The old file is untouched.
    """
    panel.catch_up()
    match path.suffix.lower():
        case ".png":
            data = png_bytes(image_of(panel, scale, margin=MARGIN, ground=panel.theme.card))
        case ".svg":
            data = svg_of(panel, panel.windowTitle(), margin=MARGIN, ground=panel.theme.card)
        case ".pdf":
            data = pdf_of(panel, panel.windowTitle(), margin=MARGIN, ground=panel.theme.card)
        case ".csv":
            table = panel.table()
            if table is None:
                raise ProjectFileError(
                    tr("There are no numbers to save in this panel now; save it as .png, .svg or .pdf.")
                )
            data = table.as_csv().encode()
        case _:
            text = tr("{name} has an ending that says nothing to hlviz; use .png, .svg, .pdf or .csv")
            raise ProjectFileError(text.replace("{name}", shown(Path(path.name))))
    atomic_write(path, data)


def show_table(context: Context, panel: "Panel") -> None:
    """Show the panel's numbers in a window beside this one."""
    from hlviz.window.numbers_window import show_numbers  # late, as all windows of their own

    show_numbers(context.window, panel, lambda: save(context, panel, ".csv"))


def _tell(context: Context, what: str) -> None:
    tell_problem(context.window, what, tr("Your network is as it was."), "")


# In menus

DEEDS: dict[str, tuple[str, str, str, Callable[[Context, "Panel"], None]]] = {
    "copy": (
        "Copy as image", "Puts a picture of the panel on the clipboard, twice as fine as on screen.", "copy", copy,
    ),
    "save": (
        "Save as…", "Puts the panel into a file: a picture (PNG), a drawing (SVG, PDF) or its numbers (CSV).", "save", save,
    ),
    "table": (
        "Show as table", "Shows the numbers behind the picture in a window of its own, up to date while training.",
        "table-2", show_table,
    ),
}  # fmt: skip
"""Text, tip, icon, and what is done."""


def popup(context: Context, panel: "Panel", at: QPoint) -> None:
    """Open the menu of a panel: what it alone can do, then what all can."""
    menu = QMenu(context.window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    menu.addActions(panel.actions())
    menu.addSeparator()
    for text, tip, picture, deed in DEEDS.values():
        made = QAction(icon(picture, panel.theme.muted), said(text), menu)
        made.setToolTip(said(tip))
        made.triggered.connect(lambda _=False, deed=deed: deed(context, panel))
        menu.addAction(made)
    menu.popup(at)


def _offered(context: Context, deed: Callable[[Context, "Panel"], None]) -> Sequence[Choice]:
    """One choice for each panel that is open."""
    return [
        Choice(dock.windowTitle(), partial(deed, context, dock.panel), said(DOCKS[key][1]))
        for key, dock in context.window.docks.items()
        if dock.panel is not None and not dock.isHidden()
    ]


PANEL_ACTIONS = tuple(
    Action(
        f"view.panel_{key}", text, "View ▸ Panels", lambda c: None, tip,
        icon=picture, choices=partial(_offered, deed=deed), section=key == "copy",
    )
    for key, (text, tip, picture, deed) in DEEDS.items()
)  # fmt: skip
