"""The submenu File ▸ Export, made from the table of formats: the network on screen, written for another program."""

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from hlviz.interchange.film import NO_FFMPEG
from hlviz.interchange.formats import FILMS, FORMATS, FilmFormat, Format
from hlviz.interchange.trained import Trained
from hlviz.window.action import Action, Context, said
from hlviz.window.error_dialog import tell_problem
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
    path = _ask(context, form)
    if path is not None:
        context.filing.write(path, lambda: form.write(net.exact()))


def export_film(context: Context, form: FilmFormat) -> None:
    """Ask for a file and put the run up to what is on screen there: drawn in slices between frames, encoded in the thread of files."""
    report, moment = context.playback.report, context.playback.moment
    if report is None or moment is None:
        return
    if form.key == "mp4" and shutil.which("ffmpeg") is None:
        tell_problem(context.window, tr(NO_FFMPEG), tr("Your network is as it was."), "")
        return
    path = _ask(context, form)
    if path is None:
        return
    theme, say = context.canvas.look.theme, context.window.status.say
    from hlviz.window.run_film import RunFilm  # late: who starts hlviz has no run to film

    film = RunFilm(report, moment.frame.step, theme, context.window)
    film.drawn.connect(lambda now, of: say(tr("Drawing the film: {now} of {of}").format(now=now, of=of)))
    film.finished.connect(lambda pictures: context.filing.write(path, lambda: form.encode(pictures)))
    film.begin()


def _ask(context: Context, form: Format | FilmFormat) -> Path | None:
    return ask_new_file(
        context.window,
        tr("Export: {format}").replace("{format}", said(form.title)),
        f"{said(form.title).replace('(', '').replace(')', '')} (*{form.suffix})",
        context.leaving.folder,
        f"{context.filing.title}{form.suffix}".replace("/", " "),
    )


EXPORT_ACTIONS = (
    *(Action(
        f"file.export.{form.key}", f"{form.title}…", "File ▸ Export", partial(export, form=form), form.writes,
        also=f"export save as code convert {form.suffix}",
    )
    for form in FORMATS.values()),
    *(Action(
        f"file.export.{form.key}", f"{form.title}…", "File ▸ Export", partial(export_film, form=form), form.writes,
        also="animation video movie record run", section=form.key == "webp",
    )
    for form in FILMS.values()),
)  # fmt: skip
