"""File ▸ Import: trained networks of other programs, and links of TensorFlow Playground, to and fro."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QFileDialog

from hlviz.datasets.formats import SUFFIXES, Origin
from hlviz.errors import HlvizError
from hlviz.interchange.chain import Chain
from hlviz.interchange.playground_link import Opened, read_link
from hlviz.interchange.readers import READERS
from hlviz.window.action import Action, Context
from hlviz.window.error_dialog import tell_problem

MENU = "File ▸ Import"


def tr(text: str) -> str:
    """A text of this menu in the user's language."""
    return QCoreApplication.translate("Import", text)


# Links


def import_link(context: Context) -> None:
    """Ask for a link and open it; one on the clipboard is there already."""
    from hlviz.window.link_dialogs import ask_link  # late, as all dialogs

    opened = ask_link(context.window)
    if opened is not None:
        _open(context, opened)


def open_link(context: Context, text: str) -> None:
    """Open a link that was pasted, dropped or named on the command line; say on the status line what is otherwise here."""
    try:
        _open(context, read_link(text))
    except HlvizError as error:
        _tell(context, error)


def _open(context: Context, opened: Opened) -> None:
    def show() -> None:
        context.filing.new(opened.project)
        said = tr("Opened from a link.")
        if opened.lost:
            said = f"{said} {tr('Not as there:')} {'; '.join(opened.lost)}."
        context.window.status.say(said)

    context.leaving.leave(show)


def copy_link(context: Context) -> None:
    """Show the link of the network on screen, to be copied."""
    from hlviz.interchange.playground_writing import write_link
    from hlviz.window.link_dialogs import show_link

    show_link(context.window, write_link(context.editor.project))


# Networks


def ask_import(context: Context) -> None:
    """Ask for the file of a trained network and import it."""
    suffixes = " ".join(f"*{suffix}" for suffix in READERS)
    filters = ";;".join(
        [
            f"{tr('Trained networks')} ({suffixes})",
            *(f"{reader.title}: {tr(reader.comes_from)} (*{reader.suffix})" for reader in READERS.values()),
            tr("All files (*)"),
        ]
    )
    name, _ = QFileDialog.getOpenFileName(
        context.window, tr("Import a trained network"), str(context.leaving.folder), filters
    )
    if name:
        import_network(context, Path(name))


def import_network(context: Context, path: Path) -> None:
    """Read the file of a trained network, ask what it does not say, and open it as another document."""
    # the question comes after the thread's news was delivered, not in the middle of it
    context.filing.read_network(
        path, lambda chain: QTimer.singleShot(0, context.window, lambda: _ask(context, chain, path))
    )


def _ask(context: Context, chain: Chain, path: Path) -> None:
    from hlviz.window.import_dialog import ask_import as ask_samples
    from hlviz.window.network_dialog import ask_network

    try:
        answer = ask_network(context.window, chain, path)
        if answer is None:
            return
        choices = answer.choices
        if answer.wants_table:
            filters = ";;".join(
                [f"{tr('Tables')} ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})", tr("All files (*)")]
            )
            name, _ = QFileDialog.getOpenFileName(
                context.window, tr("Samples for the network"), str(path.parent), filters
            )
            made = ask_samples(context.window, Origin(Path(name)), context.editor.project) if name else None
            if made is None:
                return
            choices = replace(choices, table=made.outcome.points)
    except HlvizError as error:
        _tell(context, error)
        return
    context.leaving.leave(lambda: context.filing.import_network(chain, path.stem, choices))


def _tell(context: Context, error: HlvizError) -> None:
    tell_problem(context.window, f"{error}.", tr("Your network is as it was."), "")


IMPORT_ACTIONS = (
    Action(
        "file.import_network", "Trained network…", MENU, ask_import,
        "Opens a multilayer perceptron that another program trained, with its weights: from ONNX, safetensors or npz.",
        also="ONNX PyTorch Keras scikit-learn safetensors npz state_dict weights", icon="file-plus",
    ),
    Action(
        "file.import_link", "TensorFlow Playground link…", MENU, import_link,
        "Opens the network of a link of TensorFlow Playground, and lists what is otherwise here.",
        also="URL share address browser",
    ),
    Action(
        "file.copy_link", "Copy as TensorFlow Playground link…", "File", copy_link,
        "Shows the link of TensorFlow Playground that comes nearest to this network, and lists what it cannot say.",
        also="URL share export browser",
    ),
)  # fmt: skip
