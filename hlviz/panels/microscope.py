"""One step of learning under the microscope: what happens at each stage, in words and with all its numbers."""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.panels.caption import Caption, Entry, small
from hlviz.panels.formula_text import FormulaText
from hlviz.panels.names import neuron_name, neuron_title
from hlviz.panels.panel import Panel
from hlviz.panels.table import Table
from hlviz.panels.walk_bar import WalkBar
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.session.walk_words import badge_words, notes_of, sample_words, words_of
from hlviz.session.walkthrough import Walkthrough
from hlviz.widgets.tool_tip import tool_tip


class MicroscopePanel(Panel):
    """Transport, caption, formulas, and whether the gradients are right."""

    key = "microscope"
    title = str(QT_TRANSLATE_NOOP("Panel", "Backprop"))
    room = QSize(300, 260)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.walkthrough: Walkthrough | None = None
        self.bar: WalkBar | None = None
        self.caption = Caption()
        self.formulas = FormulaText()
        self.badge = QLabel()
        self.badge.setWordWrap(True)
        self.badge.setFont(small(self.font()))
        self.formulas.setToolTip(
            tool_tip(
                _tr("With the numbers of one neuron"),
                _tr(
                    "Point at a term, and its edge is lit in the diagram; point at an edge there, and its term is lit here."
                ),
                _tr(
                    "Click a neuron in the diagram to see its numbers; click an edge for the chain rule of its weight."
                ),
            )
        )
        self.formulas.setAccessibleName(_tr("Formulas"))
        self.start = QPushButton(_tr("Step into"))
        self.start.setProperty("accent", True)
        self.start.setToolTip(
            tool_tip(_tr("Step into one step of learning"), _tr("Training pauses. Nothing of the network is changed."))
        )
        self._empty = QLabel(
            _tr("Watch one sample go forward through the network, the loss, and the gradients on their way back.")
        )
        self._lay_out()
        self.formulas.pointed.connect(selection.set_hover)
        self.formulas.clicked.connect(selection.select)
        selection.hover_changed.connect(self._follow_hover)

    def watch(self, walkthrough: Walkthrough) -> None:
        """Show this walk from now on."""
        self.walkthrough, self.bar = walkthrough, WalkBar(walkthrough)
        self.bar.show_theme(self.theme)
        self._rows.insertWidget(0, self.bar)
        walkthrough.changed.connect(self.redraw)
        self.start.clicked.connect(walkthrough.open)

    def draw(self, moment: Moment) -> None:
        """Show the stage that is looked at."""
        sight = self.walkthrough.sight if self.walkthrough is not None else None
        self._pages.setCurrentIndex(0 if sight is None else 1)
        if sight is None or self.walkthrough is None or self.bar is None:
            return
        self.bar.show_walk()
        words, focus, walk = words_of(sight), sight.focus, sight.walk
        neuron = neuron_title(moment, focus.layer, focus.row).rpartition(" · ")[2] if self._is_of(moment) else ""
        is_one = not focus.layer or walk.sizes[focus.layer] == 1
        entries = (Entry(value=words.title), Entry(text="" if is_one else neuron), Entry(text=sample_words(walk)))
        self.caption.show_entries(entry for entry in entries if entry.plain)
        self.caption.setToolTip(tool_tip(words.title, words.depth, words.child))
        self.formulas.show_lines(sight.lines(), notes_of(sight))
        self.formulas.light(self.selection.hover)
        text, is_fine = badge_words(walk, self.walkthrough.check)
        self.badge.setText(text)
        self.badge.setStyleSheet(
            f"color: {self.theme.good if is_fine else self.theme.muted if is_fine is None else self.theme.bad};"
        )
        self.badge.setToolTip(
            tool_tip(
                _tr("Two ways to the same gradients"),
                _tr(
                    "Backpropagation finds them by the chain rule. Here each parameter is also nudged a little up and down, and the "
                    "loss computed each time: its rise over the nudge is the gradient. That is slow, and cannot be wrong in "
                    "the same way."
                ),
            )
        )  # fmt: skip

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.formulas):
            part.show_theme(theme)
        if self.bar is not None:
            self.bar.show_theme(theme)
        self._empty.setStyleSheet(f"color: {theme.muted};")

    def summary(self) -> str:
        """What happens, in one line; the diagram says it as to a child."""
        sight = self.walkthrough.sight if self.walkthrough is not None else None
        return (
            words_of(sight).line
            if sight is not None
            else _tr("Explain ▸ Step into: one step of learning, stage by stage.")
        )

    def table(self) -> Table | None:
        """A row for each neuron of the layer that is looked at."""
        sight, moment = self.walkthrough.sight if self.walkthrough is not None else None, self.shown
        if sight is None or moment is None or not self._is_of(moment) or not sight.focus.layer:
            return None
        walk, layer = sight.walk, sight.focus.layer
        nothing = np.full(walk.sizes[layer], np.nan)
        delta = nothing if walk.is_forward_only else walk.delta(layer)
        names = [neuron_name(moment, layer, row) for row in range(walk.sizes[layer])]
        headers = (_tr("neuron"), "z", "a", "φ′(z)", "δ")
        return Table(headers, (names, walk.z(layer), walk.a(layer), walk.slope(layer), delta))

    def _is_of(self, moment: Moment) -> bool:
        """Whether the walk is of the network of this moment."""
        sight = self.walkthrough.sight if self.walkthrough is not None else None
        return sight is not None and sight.walk.assembly.wiring == moment.assembly.wiring

    # Pointing

    def _follow_hover(self, target: Target) -> None:
        if self.can_be_seen:
            self.formulas.light(target)

    def _lay_out(self) -> None:
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        empty, filled = QWidget(), QWidget()
        middle = QVBoxLayout(empty)
        middle.setSpacing(10)
        middle.addStretch(1)
        middle.addWidget(self._empty)
        middle.addWidget(self.start, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self._rows = QVBoxLayout(filled)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(3)
        self._rows.addWidget(self.caption)
        self._rows.addWidget(self.formulas, 1)
        self._rows.addWidget(self.badge)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(empty)
        self._pages.addWidget(filled)


def _tr(text: str) -> str:
    return QCoreApplication.translate("MicroscopePanel", text)
