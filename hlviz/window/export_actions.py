"""The submenu File ▸ Export, made from the table of formats: the network on screen, written for another program."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from hlviz.datasets.formats import SUFFIXES
from hlviz.errors import HlvizError
from hlviz.interchange.formats import FILMS, FORMATS, PAGES, FilmFormat, Format, PageFormat
from hlviz.interchange.rows import predicted_csv, read_rows, told
from hlviz.interchange.trained import Trained
from hlviz.window.action import Action, Context, said
from hlviz.window.error_dialog import tell_problem
from hlviz.window.new_file_dialog import ask_new_file, ask_new_file_of


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
    """Ask for a file and write the network on screen there, in a thread of its own."""
    net = shown(context)
    if net is None:
        return
    path = _ask(context, form)
    if path is not None:
        context.filing.write(path, lambda: form.write(net.exact()))


def export_film(context: Context, form: FilmFormat) -> None:
    """Ask for a file and put the run up to what is on screen there, as a film that is drawn between frames and made in a thread."""
    report, moment = context.playback.report, context.playback.moment
    if report is None or moment is None:
        return
    try:
        form.require()
    except HlvizError as error:
        tell_problem(context.window, tr(str(error)), tr("Your network is as it was."), "")
        return
    path = _ask(context, form)
    if path is None:
        return
    from hlviz.window.run_film import RunFilm  # late: who starts hlviz has no run to film

    theme = context.canvas.look.theme
    RunFilm(report, moment.frame.step, theme, form, path, context.filing, context.window).begin()


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


def export_page(context: Context, form: PageFormat) -> None:
    """Ask for a file and put a page about what is on screen there, drawn light, whatever the window wears."""
    net, moment = shown(context), context.playback.moment
    if net is None or moment is None:
        return
    from hlviz.window.page import PAPERS, page_pdf, usual_paper  # late: who starts hlviz has nothing to hand in

    title = tr("Export: {format}").replace("{format}", said(form.title))
    kinds = [tr("{paper} page (*.pdf)").replace("{paper}", paper.title) for paper in PAPERS.values()]
    name = f"{context.filing.title}{form.suffix}".replace("/", " ")
    usual = list(PAPERS).index(usual_paper())
    path, chosen = ask_new_file_of(context.window, title, kinds, context.leaving.folder, name, usual)
    if path is None:
        return
    try:
        data = page_pdf(replace(moment, frame=net.exact().frame), list(PAPERS)[chosen], date.today())
    except HlvizError as error:
        tell_problem(context.window, str(error), tr("Your network is as it was."), "")
        return
    context.filing.write(path, lambda: data)


def _ask(context: Context, form: Format | FilmFormat | PageFormat) -> Path | None:
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
        f"file.export.{form.key}", f"{form.title}…", "File ▸ Export", partial(export_page, form=form), form.writes,
        also="print paper homework summary pdf report hand in", section=True,
    )
    for form in PAGES.values()),
    *(Action(
        f"file.export.{form.key}", f"{form.title}…", "File ▸ Export", partial(export_film, form=form), form.writes,
        also="animation video movie record run", section=form.key == "webp",
    )
    for form in FILMS.values()),
)  # fmt: skip
