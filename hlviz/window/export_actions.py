"""The submenu File ▸ Export, made from the table of formats: the network on screen, written for another program."""

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from hlviz.datasets.formats import SUFFIXES
from hlviz.interchange.film import NO_FFMPEG
from hlviz.interchange.formats import FILMS, FORMATS, FilmFormat, Format
from hlviz.interchange.rows import predicted_csv, read_rows, told
from hlviz.interchange.trained import Trained
from hlviz.window.action import Action, Context, said
from hlviz.window.error_dialog import tell_problem
from hlviz.window.new_file_dialog import ask_new_file
from hlviz.window.run_film import RunFilm


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
    film = RunFilm(report, moment.frame.step, theme, context.window)
    film.drawn.connect(lambda now, of: say(tr("Drawing the film: {now} of {of}").format(now=now, of=of)))
    film.finished.connect(lambda pictures: context.filing.write(path, lambda: form.encode(pictures)))
    film.begin()


def predict_table(context: Context) -> None:
    """Ask for a table and write it again with what the network on screen says of each row; read and written in the thread of files."""
    net = shown(context)
    if net is None:
        return
    filters = f"{tr('Tables')} ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;{tr('All files (*)')}"
    folder = str(context.leaving.folder)
    name, _ = QFileDialog.getOpenFileName(context.window, tr("A table to predict"), folder, filters)
    if not name:
        return
    table = Path(name)
    path = ask_new_file(
        context.window, tr("Predictions for {table}").replace("{table}", table.name), tr("Tables, CSV (*.csv)"),
        table.parent, tr("{table} predicted").replace("{table}", table.stem) + ".csv",
    )  # fmt: skip
    if path is None:
        return
    if path.resolve() == table.resolve():
        tell_problem(context.window, tr("That is the table itself: choose another name."), tr("It is as it was."), "")
        return
    said_beside: list[str] = []

    def make() -> bytes:
        net.require_numbers()
        rows = read_rows(table, net)
        said_beside[:] = told(net, rows)
        return predicted_csv(net, rows)

    def tell() -> None:
        saved = tr("Saved as {path}").replace("{path}", str(path))
        context.window.status.say("; ".join([saved, *said_beside]))

    context.filing.write(path, make, tell)


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
    Action(
        "file.export.table", "Predictions for a table…", "File ▸ Export", predict_table,
        "Reads a table in the form of the one learned from, and writes it again with what the network on screen says of each row.",
        also="predict new rows csv excel parquet apply inference score .csv",
    ),
    *(Action(
        f"file.export.{form.key}", f"{form.title}…", "File ▸ Export", partial(export_film, form=form), form.writes,
        also="animation video movie record run", section=form.key == "webp",
    )
    for form in FILMS.values()),
)  # fmt: skip
