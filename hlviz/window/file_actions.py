"""The File menu."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from hlviz.datasets.formats import FORMATS, SUFFIXES, Origin
from hlviz.document.presets import PRESETS
from hlviz.errors import HlvizError
from hlviz.files.atomic_write import atomic_write
from hlviz.files.project_file import is_project, read_project
from hlviz.interchange.readers import READERS, is_network
from hlviz.session.filing import Borrowed
from hlviz.window.action import Action, Choice, Context, StandardKey
from hlviz.window.error_dialog import tell_problem
from hlviz.window.export_actions import EXPORT_ACTIONS
from hlviz.window.import_actions import IMPORT_ACTIONS, import_network, open_link
from hlviz.window.new_file_dialog import ask_new_file

FIRST = "circle"
"""The preset that a new document begins with."""


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("File", text)


def new(context: Context, preset: str = FIRST) -> None:
    """Begin another document with a preset."""
    context.leaving.leave(lambda: context.filing.new(PRESETS[preset].project))


def open_any(context: Context, path: Path | str) -> None:
    """Open a project, a network of another program or a link in the document's place, or learn a table; what cannot be is told."""
    if isinstance(path, str):
        open_link(context, path)
    elif is_network(path):  # asked first: an npz is a ZIP, as projects are
        import_network(context, path)
    elif is_project(path):
        context.leaving.leave(lambda: context.filing.open(path))
    else:
        open_table(context, path)


def ask_open(context: Context) -> None:
    """Ask for a project file and open it."""
    kinds = patterns_of((".hlviz", *SUFFIXES, *READERS))
    filters = ";;".join([f"{tr('hlviz projects, tables and networks')} ({kinds})", tr("All files (*)")])
    name, _ = QFileDialog.getOpenFileName(context.window, tr("Open"), _folder(context), filters)
    if name:
        open_any(context, Path(name))


def ask_open_table(context: Context) -> None:
    """Ask for a table and which of its columns to learn."""
    kinds = [f"{tr(each.title)} ({patterns_of(each.suffixes)})" for each in FORMATS.values() if each.suffixes]
    filters = ";;".join([f"{tr('Tables')} ({patterns_of(SUFFIXES)})", *kinds, tr("All files (*)")])
    name, _ = QFileDialog.getOpenFileName(context.window, tr("Open table"), _folder(context), filters)
    if name:
        open_table(context, Path(name))


def ask_open_pictures(context: Context) -> None:
    """Ask for a folder that holds a folder of pictures for each class."""
    name = QFileDialog.getExistingDirectory(
        context.window, tr("Open pictures: a folder for each class"), _folder(context)
    )
    if name:
        open_table(context, Path(name))


def open_table(context: Context, path: Path) -> None:
    """Ask what is to be learned from a table, and let the network learn it: an edit, which can be undone."""
    import_table(context, Origin(path), path.stem if path.is_file() else path.name)


def ask_add_rows(context: Context) -> None:
    """Ask for a table with more rows of the same kind, and put them behind the samples."""
    filters = f"{tr('Tables')} ({patterns_of(SUFFIXES)});;{tr('All files (*)')}"
    name, _ = QFileDialog.getOpenFileName(context.window, tr("Add rows of a table"), _folder(context), filters)
    if name:
        context.filing.add_rows(Origin(Path(name)))


def import_table(context: Context, origin: Origin, name: str) -> None:
    """Ask what is to be learned from a table, wherever it is, and let the network learn it."""
    from hlviz.window.import_dialog import ask_import  # late, as all dialogs: who starts hlviz sees none of them

    made = ask_import(context.window, origin, context.editor.project)
    if made is not None:
        context.filing.use_samples(made.outcome.points, made.outcome.recipe, name)


def patterns_of(suffixes: Sequence[str]) -> str:
    """Endings of files as a file dialog wants them."""
    return " ".join(f"*{suffix}" for suffix in suffixes)


def tell_cannot_open(context: Context, why: str) -> None:
    """Tell that a file was not opened or not written, and why."""
    tell_problem(context.window, why, tr("Your network is as it was."), "")


def recent(context: Context) -> Sequence[Choice]:
    """The files opened or saved last; those that are not there any more are grey."""
    choices = [
        Choice(path.name, partial(open_any, context, path), str(path), path.exists())
        for path in context.preferences.recent_files
    ]
    if not choices:
        return [Choice(tr("No file yet"), lambda: None, enabled=False)]
    if not all(choice.enabled for choice in choices):
        tip = tr("Forgets the names of files that are not there any more")
        choices.append(Choice(tr("Remove missing files"), context.preferences.forget_missing, tip))
    return [
        *choices,
        Choice(tr("Clear list"), context.preferences.clear_recent, tr("Forgets these names, not the files")),
    ]


def recover(context: Context, report: str = "") -> bool:
    """Show what was left unsaved by windows that ended badly, then what lies in the bin; whether anything is being opened.

    ``report`` says how hlviz ended, where that is known.
    """
    from hlviz.window.recovery_dialog import RecoveryDialog

    store = context.recovery.store
    found = store.orphans()
    dialog = RecoveryDialog(context.window, found or store.binned(), store.discard, report, is_bin=not found)
    dialog.exec()
    chosen = dialog.chosen
    dialog.deleteLater()
    if chosen is None:
        return False
    context.leaving.leave(lambda: context.recovery.restore(chosen))
    return True


def versions(context: Context) -> None:
    """Show the earlier versions of the document's file, and open one of them as a document of its own."""
    path, store = context.filing.proposed, context.filing.versions
    if path is None or store is None:
        return
    from hlviz.window.versions_dialog import ask_version, when

    version = ask_version(context.window, path, store.of(path))
    if version is not None:
        title = tr("{name} (version of {when})").replace("{name}", path.stem).replace("{when}", when(version.time))
        borrowed = Borrowed(path, title, is_unsaved=True)
        context.leaving.leave(lambda: context.filing.open_copy(partial(read_project, version.file), borrowed))


def _export_diagram(context: Context) -> None:
    from hlviz.window.diagram_pictures import export_diagram

    export_diagram(context)


def _has_versions(context: Context) -> bool:
    path, store = context.filing.proposed, context.filing.versions
    return path is not None and store is not None and bool(store.of(path))


def export_window(context: Context) -> None:
    """Ask for a file and put a picture of the window there."""
    name = f"{context.filing.title}.png"
    path = ask_new_file(context.window, tr("Export picture"), tr("PNG pictures (*.png)"), context.leaving.folder, name)
    if path is None:
        return
    from hlviz.window.pictures import png_of

    try:
        atomic_write(path, png_of(context.window))
    except HlvizError as error:
        tell_cannot_open(context, str(error))
        return
    context.window.status.say(tr("Picture saved as {path}").replace("{path}", str(path)))


def _folder(context: Context) -> str:
    return str(context.leaving.folder)


def _preset(key: str) -> Action:
    preset = PRESETS[key]
    return Action(
        f"file.new.{key}", preset.title, "File ▸ New from preset", lambda c: new(c, key), preset.summary
    )  # fmt: skip


FILE_ACTIONS = (
    Action(
        "file.new", "New", "File", new,
        "Begins another document: two small hidden layers and points in a circle.",
        shortcuts=(StandardKey.New, "Ctrl+N"), icon="file-plus",
    ),
    *(_preset(key) for key in PRESETS),
    Action(
        "file.open", "Open…", "File", ask_open, "Opens a project with all it has learned.",
        shortcuts=(StandardKey.Open, "Ctrl+O"), icon="folder-open",
    ),
    Action(
        "file.recent", "Open recent", "File", lambda c: None, "The files opened or saved last.", choices=recent,
    ),
    Action(
        "file.open_table", "Open table…", "File", ask_open_table,
        "Lets the network learn a table of your own: CSV, Excel, ODS, Parquet or NumPy. You see its first rows, and choose what is "
        "learned from what.", icon="table-2",
    ),
    Action(
        "file.add_rows", "Add rows of a table…", "File", ask_add_rows,
        "Puts the rows of another table of the same columns behind the samples, made into samples as those of the first table were.",
        enabled=lambda c: c.editor.project.data.recipe is not None,
    ),
    Action(
        "file.open_pictures", "Open pictures…", "File", ask_open_pictures,
        "Lets the network learn pictures: choose a folder that holds a folder for each class. They are scaled to small grey ones.",
    ),
    *IMPORT_ACTIONS[:2],
    Action(
        "file.save", "Save", "File", lambda c: c.leaving.save(),
        "Saves the network, its settings and data, and all it has learned.",
        shortcuts=(StandardKey.Save, "Ctrl+S"), icon="save", section=True,
    ),
    Action(
        "file.save_as", "Save as…", "File", lambda c: c.leaving.save_as(), "Saves under another name, and goes on there.",
        shortcuts=(StandardKey.SaveAs, "Ctrl+Shift+S"),
    ),
    Action(
        "file.save_copy", "Save a copy…", "File", lambda c: c.leaving.save_copy(),
        "Puts the network as it is now into another file, and goes on in this one.", also="duplicate backup",
    ),
    Action(
        "file.versions", "Versions…", "File", versions,
        "What this file was before each save: the newest ten, then one a day for 30 days.", enabled=_has_versions,
        also="history backup former revert",
    ),
    Action(
        "file.recover", "Recover unsaved work…", "File", recover,
        "Work that was not saved when hlviz ended, and what was discarded in the last 30 days.",
        also="crash autosave lost bin restore",
    ),
    Action(
        "file.export_window", "Export picture of the window…", "File", export_window,
        "Puts what you see into a PNG.", icon="image", section=True,
    ),
    Action(
        "file.export_diagram", "Export diagram (PNG, SVG, PDF)…", "File", _export_diagram,
        "Puts what you see of the diagram into a file: a picture up to four times as fine as on screen, with or without its ground, "
        "or a drawing that stays sharp at any size.",
    ),
    IMPORT_ACTIONS[2],
    *EXPORT_ACTIONS,
    Action(
        "file.quit", "Quit", "File", lambda c: c.window.close(), "Ends hlviz; asks first where something would be lost.",
        shortcuts=(StandardKey.Quit, "Ctrl+Q", "Ctrl+W"), section=True,
    ),
)  # fmt: skip
