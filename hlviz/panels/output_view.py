"""One way to show what the network makes of its data: a surface, a curve, a table of mistakes, or a cloud along a diagonal."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.panels.caption import Entry
from hlviz.panels.table import Table
from hlviz.panels.tones import Table as Colors
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection


@dataclass(frozen=True)
class Options:
    """What a person switched on or off below the picture."""

    test: bool = False
    discrete: bool = False
    shares: bool = True
    mistakes: bool = False
    sure: bool = False


@dataclass(frozen=True, eq=False)
class Scale:
    """Colours, and the numbers at both ends."""

    table: Colors
    low: str
    high: str


class OutputView(QWidget):
    """What the four have in common."""

    read_out = Signal(str)
    """What is under the pointer, in words; empty: nothing."""
    picked = Signal(int)
    """A sample was clicked: its row."""

    switches: ClassVar[tuple[str, ...]] = ()
    """The names of the ``Options`` that make a difference here."""

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self.selection = selection
        self.theme: Theme = LIGHT
        self.options = Options()
        self.whole: Moment | None = None
        """The network with all its neurons, where what is shown is without one of them."""

    def show_moment(self, moment: Moment) -> None:
        """Draw this moment."""
        raise NotImplementedError

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme

    def shows_neuron(self) -> bool:
        """Whether it shows something else than the network's output, since that is selected."""
        return False

    def is_of_neuron(self) -> bool:
        """Whether it shows a neuron in place of the output, for whatever reason."""
        return False

    def show_output(self) -> None:
        """Show the network's output although something else is selected."""

    def switches_of(self, moment: Moment) -> tuple[str, ...]:
        """The switches to offer."""
        return self.switches

    def entries(self) -> tuple[Entry, ...]:
        """What the caption says."""
        return ()

    def scale(self) -> Scale | None:
        """What the colours mean, where they mean numbers."""
        return None

    def summary(self) -> str:
        """What there is to see, in one sentence."""
        return ""

    def table(self) -> Table | None:
        """What it shows, as numbers."""
        return None
