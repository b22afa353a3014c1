"""The submenu File ▸ Export, made from the table of formats: the network on screen, written for another program."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from hlviz.interchange.formats import FORMATS, Format
from hlviz.interchange.trained import Trained
from hlviz.window.action import Action, Context, said
from hlviz.window.new_file_dialog import ask_new_file


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Export", text)


def shown(context: Context) -> Trained | None:
    """The network on screen, also where it is one looked back at; None before the first report."""
    report, moment = context.playback.report, context.playback.moment
    if report is None or moment is None:
        return None
    return Trained(moment.assembly, report.start, moment.frame, moment.curves)


def export(context: Context, form: Format) -> None:
    """Ask for a file and write the network on screen there, in the thread of files."""
    net = shown(context)
    if net is None:
        return
    path = ask_new_file(
        context.window,
        tr("Export: {format}").replace("{format}", said(form.title)),
        f"{said(form.title)} (*{form.suffix})",
        context.leaving.folder,
        f"{context.filing.title}{form.suffix}".replace("/", " "),
    )
    if path is not None:
        context.filing.write(path, lambda: form.write(net.exact()))


EXPORT_ACTIONS = tuple(
    Action(
        f"file.export.{form.key}", f"{form.title}…", "File ▸ Export", partial(export, form=form), form.writes,
        also=f"export save as code convert {form.suffix}",
    )
    for form in FORMATS.values()
)  # fmt: skip
