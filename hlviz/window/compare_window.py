"""Two runs beside each other, in a window of their own: what they came to, their curves in one plot, and what each network says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.document.differences import differences
from hlviz.session.moment import Moment
from hlviz.session.past_runs import PastRun, PastRuns, run_name
from hlviz.session.selection import Selection
from hlviz.widgets.field import Choice, ChoiceField
from hlviz.widgets.tool_tip import tool_tip
from hlviz.window.standing import Standing

SIZE = (860, 700)
MARGIN = 12
NOW = 0
"""Stands for the run under way, where the others have their number."""
SELDOM = 200
"""Milliseconds from one picture to the next while training."""


def tr(text: str) -> str:
    """A text of the window in the user's language."""
    return QCoreApplication.translate("CompareWindow", text)


@dataclass(frozen=True, eq=False)
class Shown:
    """One of the two."""

    number: int
    moment: Moment
    name: str
    own_name: str
    """As the user calls it; empty where it has none."""
    color: str


class CompareWindow(QWidget):
    """Left one run, right another; each can be chosen and called something else. Hidden it does no work."""

    def __init__(self, parent: QWidget, selection: Selection, past: PastRuns) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        from hlviz.panels.caption import Caption  # panels are imported after the first frame
        from hlviz.panels.compared_curves import ComparedCurves

        self._theme, self._past = LIGHT, past
        self._now: Moment | None = None
        self.setObjectName("compare")
        self.setWindowTitle(tr("Compare runs"))
        self.sides = (Side(selection, past), Side(selection, past))
        self.plot = ComparedCurves()
        self.plot.setToolTip(
            tool_tip(
                tr("The losses of both runs"),
                tr(
                    "Solid on the samples they learn from, dashed on those kept for the test; each step up is ten times as much."
                ),
                tr("The upright line is where one branched off the other: up to it they are the same."),
            )
        )
        self.legend = Caption()
        self.differ = QLabel()
        self.differ.setWordWrap(True)
        sides = QHBoxLayout()
        sides.setSpacing(MARGIN)
        for side in self.sides:
            sides.addWidget(side, 1)
            side.choice.chosen.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(8)
        layout.addLayout(sides, 3)
        layout.addWidget(self.differ)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 2)
        self.resize(*SIZE)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        past.changed.connect(self._follow)
        for keys in (QKeySequence(QKeySequence.StandardKey.Close), QKeySequence(Qt.Key.Key_Escape)):
            QShortcut(keys, self).activated.connect(self.close)

    def compare(self, number: int | None = None) -> None:
        """Show a run, else the last one that ended, beside the one under way."""
        runs = self._past.runs
        chosen = number if number is not None else runs[-1].number if runs else NOW
        for side, wanted in zip(self.sides, (chosen, NOW), strict=True):
            side.offer(self._past)
            side.choice.show_key(str(wanted))
        self._follow()

    def show_moment(self, moment: Moment) -> None:
        """The run under way is there."""
        self._now = moment
        if self.isVisible() and not self._later.isActive():
            self._later.start(SELDOM)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.plot.show_theme(theme)
        self.legend.show_theme(theme)
        for side in self.sides:
            side.show_theme(theme)
        self.differ.setStyleSheet(f"color: {theme.muted};")
        self.update()
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what there is by now."""
        super().showEvent(event)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._theme.card))

    def _follow(self, *_: object) -> None:
        if self.isVisible():
            self._later.start(0)

    def _draw(self) -> None:
        if not self.isVisible():
            return
        shown = []
        for side in self.sides:
            side.offer(self._past)
            found = self._found(side.number)
            if found is None:
                return
            side.show_run(found)
            shown.append(found)
        left, right = shown
        self.plot.show_runs(
            [left.moment, right.moment], [left.color, right.color], _branch_epoch(left.moment, right.moment)
        )
        self._show_legend(shown)
        changes = differences(left.moment.project, right.moment.project)
        text = tr("From left to right: {changes}.").format(changes=" · ".join(changes))
        self.differ.setText(text if changes else tr("Both have the same network, data and settings."))

    def _show_legend(self, shown: Sequence[Shown]) -> None:
        from hlviz.panels.caption import Entry

        names = [Entry(side.name, "", "line", side.color) for side in shown]
        self.legend.show_entries([*names, Entry(tr("solid: training loss, dashed: test loss"), is_spare=True)])

    def _found(self, number: int) -> Shown | None:
        from hlviz.panels.ghosts import run_color

        run = run_of(self._past, number)
        if run is not None and run.end is not None:
            return Shown(number, run.end, run_name(run), run.name, run_color(run.slot, self._theme))
        if self._now is None:
            return None
        return Shown(NOW, self._now, self._past.name_now or tr("Now"), self._past.name_now, self._theme.train)


def run_of(past: PastRuns, number: int) -> PastRun | None:
    """The earlier run of that number; None where it is the one under way, or is forgotten."""
    return next((run for run in past.runs if run.number == number), None)


def _branch_epoch(one: Moment, other: Moment) -> float | None:
    """The epoch up to which two runs are the same; None where neither branched off the other."""
    for child, parent in ((one, other), (other, one)):
        if child.origin is not None and child.origin.run == parent.run and child.run != parent.run:
            return float(np.interp(child.origin.step, child.curves.step, child.curves.epoch))
    return None


class Side(QWidget):
    """One of the two runs: which one, its name, its numbers, and what its network says."""

    def __init__(self, selection: Selection, past: PastRuns) -> None:
        super().__init__()
        from hlviz.panels.run_list import NameField

        self._past = past
        self._offered: list[tuple[str, str]] = []
        self.choice = ChoiceField(tr("Run"))
        self.choice.setToolTip(tool_tip(tr("Run"), tr("Which run is shown on this side.")))
        self.name = NameField()
        self.name.setToolTip(tool_tip(tr("Name"), tr("Click to call this run something.")))
        self.name.setPlaceholderText(tr("give it a name"))
        self.name.named.connect(self._rename)
        self.standing = Standing(selection)
        above = QHBoxLayout()
        above.addWidget(self.choice)
        above.addWidget(self.name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(above)
        layout.addWidget(self.standing, 1)

    @property
    def number(self) -> int:
        """The run that is chosen; ``NOW`` where it is the one under way."""
        return int(self.choice.key or NOW)

    def offer(self, past: PastRuns) -> None:
        """Offer the runs there are."""
        key = self.choice.key or str(NOW)
        names = [
            (str(NOW), past.name_now or tr("Now")),
            *((str(run.number), run_name(run)) for run in reversed(past.runs)),
        ]
        if names != self._offered:  # else its list may be open
            self._offered = names
            self.choice.set_choices([Choice(number, name) for number, name in names])
            self.choice.show_key(key if key in dict(names) else str(NOW))

    def show_run(self, shown: Shown) -> None:
        """Show a run."""
        self.name.show_name(shown.own_name)
        self.standing.show_moment(shown.moment)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.choice.show_theme(theme)
        self.name.show_theme(theme)
        self.standing.show_theme(theme)

    def _rename(self, name: str) -> None:
        if self.number == NOW:
            self._past.rename_now(name)
        else:
            self._past.rename(self.number, name)
