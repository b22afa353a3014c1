"""What a menu entry is, as data, and what it may use. Menus, shortcuts and the command palette are made from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from hlviz.diagram.canvas import Canvas
from hlviz.document.specs import LayerSpec
from hlviz.session.coach import Coach
from hlviz.session.editor import Editor
from hlviz.session.filing import Filing
from hlviz.session.past_runs import PastRuns
from hlviz.session.playback import Playback
from hlviz.session.preferences import Preferences, ThemeChoice
from hlviz.session.recovery import Recovery
from hlviz.session.run import Run
from hlviz.session.sample_edits import SampleEdits
from hlviz.session.selection import Selection, layers_in
from hlviz.session.walkthrough import Walkthrough
from hlviz.window.leaving import Leaving
from hlviz.window.main_window import MainWindow

if TYPE_CHECKING:
    from hlviz.window.command_palette import Entry

StandardKey = QKeySequence.StandardKey


ARROW = " ▸ "
"""Between a menu and its submenu."""


@dataclass(frozen=True, eq=False)
class Context:
    """The living objects of one window."""

    editor: Editor
    run: Run
    playback: Playback
    selection: Selection
    filing: Filing
    preferences: Preferences
    window: MainWindow
    canvas: Canvas
    leaving: Leaving
    walkthrough: Walkthrough
    coach: Coach
    past_runs: PastRuns
    samples: SampleEdits
    wear: Callable[[ThemeChoice], None]
    """Gives the window the look that was chosen."""
    color: Callable[[str], None]
    """Gives negative and positive numbers the colours of a palette, by its key."""
    compare: Callable[[], None]
    """Shows two runs beside each other."""
    train_two: Callable[[], None]
    """Trains another network beside the one there is."""
    recovery: Recovery
    diagnostics: Callable[[], str]
    """A report on this hlviz and the machine it runs on, to hand on."""
    actions: Mapping[str, "Action"]
    entries: Callable[[], list["Entry"]]
    """All actions as the command palette lists them."""

    def to_landmark(self, by: int) -> None:
        """Show the next landmark of the run, or the one before, and say what it is."""
        found = self.playback.to_landmark(by)
        self.window.status.say(found.text if found is not None else "")

    @property
    def layer(self) -> LayerSpec | None:
        """The hidden layer that is selected, or that holds the selected neuron, or where the selected edge ends."""
        return self.selection.target.layer_in(self.editor.project.network)

    @property
    def layers(self) -> tuple[LayerSpec, ...]:
        """The same of all that is selected, in the order of the network."""
        return layers_in(self.editor.project.network, self.selection.targets)


def always(_: Context) -> bool:
    """For what can be done at any time."""
    return True


@dataclass(frozen=True, eq=False)
class Choice:
    """One of the things that an action offers, where that is known only when its menu opens, such as a recent file."""

    text: str
    run: Callable[[], object]
    tip: str = ""
    enabled: bool = True


@dataclass(frozen=True, eq=False)
class Action:
    """Something a person can ask for.

    ``text`` and ``tip`` are in English and translated where they are shown (``said``).
    """

    id: str
    text: str
    menu: str
    """Where it stands: a menu of ``hlviz.window.menus.MENUS``, or a submenu of one: "Train ▸ Speed"."""
    run: Callable[[Context], object]
    tip: str
    """What it does and what to expect, in a sentence."""
    shortcuts: tuple[str | StandardKey, ...] = ()
    """Keys that act wherever the focus is. A standard key stands for those of the platform, the others are for where it has none."""
    keys: tuple[str, ...] = ()
    """Keys that act only while the diagram has the focus."""
    enabled: Callable[[Context], bool] = always
    checked: Callable[[Context], bool] | None = None
    """Whether it has a tick now; None for what is no choice."""
    icon: str = ""
    detail: Callable[[Context], str] | None = None
    """What it would do now, to stand behind the text: "Undo: Insert layer"."""
    choices: Callable[[Context], Sequence[Choice]] | None = None
    """For an action that is a submenu: what it offers now."""
    also: str = ""
    """Other words that someone might look for it by, for the command palette."""
    section: bool = False
    """Whether a line separates it from what is above it."""

    def sequences(self) -> list[QKeySequence]:
        """The keys of ``shortcuts``, each once."""
        found: list[QKeySequence] = []
        for shortcut in self.shortcuts:
            bound = (
                QKeySequence.keyBindings(shortcut) if isinstance(shortcut, StandardKey) else [QKeySequence(shortcut)]
            )
            found += [sequence for sequence in bound if sequence not in found]
        return found


def said(text: str) -> str:
    """A text of the table in the user's language."""
    return QCoreApplication.translate("Actions", text)
