"""Two networks that learn at once, in a window of their own: yours, and beside it another one made of it, on the same data."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.document import Project
from hlviz.document.differences import differences
from hlviz.session.comparison import RIVALS, Comparison
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.widgets.buttons import IconButton, PlayButton, TextButton
from hlviz.widgets.field import Choice, ChoiceField
from hlviz.widgets.tool_tip import tool_tip
from hlviz.window.standing import Standing

SIZE = (900, 700)
MARGIN = 12
PACES = ("", "1", "5", "20", "60")
"""Epochs a second; empty: as fast as they can."""
AT_FIRST = "20"
COLORS = ("train", "test")
"""Whose colours the two curves have: parts of a theme that are told apart by every kind of eye."""


def tr(text: str) -> str:
    """A text of the window in the user's language."""
    return QCoreApplication.translate("LockstepWindow", text)


class LockstepWindow(QWidget):
    """Left the network as it is in the diagram, right its rival. Both begin anew, with their first weights."""

    taken = Signal(str)
    """The key of the rival that is to be the network in the diagram."""

    def __init__(self, parent: QWidget, engine: str = "auto") -> None:
        super().__init__(parent, Qt.WindowType.Window)
        from hlviz.panels.caption import Caption  # panels are imported after the first frame
        from hlviz.panels.compared_curves import ComparedCurves

        self._theme = LIGHT
        self._project: Project | None = None
        self.comparison = Comparison(engine, self)
        self.setObjectName("lockstep")
        self.setWindowTitle(tr("Train two networks at once"))
        self.titles = (QLabel(tr("Your network")), QLabel())
        self.standings = (Standing(Selection()), Standing(Selection()))
        self.rival = ChoiceField(tr("Beside it"), [Choice(key, tr(rival.title)) for key, rival in RIVALS.items()])
        self.rival.setToolTip(
            tool_tip(
                tr("The other network"),
                tr("What to train beside yours: the same data, seed and settings but for this."),
            )
        )
        self.play, self.epoch, self.anew = PlayButton(34), IconButton("fast-forward"), IconButton("rotate-ccw")
        self.pace = ChoiceField(tr("Speed"), [Choice(pace, _pace_text(pace)) for pace in PACES])
        self.take = TextButton("upload", tr("Use the right one"))
        self.sentence, self.legend, self.plot = QLabel(), Caption(), ComparedCurves()
        self.sentence.setWordWrap(True)
        for widget, title, tip in (
            (
                self.play,
                tr("Play or pause"),
                tr("Trains both, epoch by epoch in turns, so that they can be compared at any moment."),
            ),
            (self.epoch, tr("One epoch"), tr("Pauses, and lets each of them go through its training samples once.")),
            (self.anew, tr("Begin anew"), tr("Takes both back to their first weights.")),
            (self.pace, tr("Speed"), tr("How many epochs a second both train.")),
            (
                self.take,
                tr("Use the right one"),
                tr(
                    "Changes the network in the diagram to it. Weights that both have stay, others are new; Undo brings yours back."
                ),
            ),
            (
                self.plot,
                tr("The losses of both"),
                tr("Solid in training, dashed in the test; each line up is ten times as much."),
            ),
        ):
            widget.setToolTip(tool_tip(title, tip))
            widget.setAccessibleName(title)
        self.pace.show_key(AT_FIRST)
        self.comparison.set_pace(float(AT_FIRST))
        self._lay_out()
        self.rival.chosen.connect(lambda _: self._begin())
        self.pace.chosen.connect(lambda pace: self.comparison.set_pace(float(pace) if pace else None))
        self.play.clicked.connect(self.comparison.toggle)
        self.epoch.clicked.connect(self.comparison.step_epoch)
        self.anew.clicked.connect(self._begin)
        self.take.clicked.connect(lambda: self.taken.emit(self.rival.key))
        self.comparison.changed.connect(self._show)
        self.comparison.failed.connect(self.sentence.setText)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Close), self.close),
            (QKeySequence(Qt.Key.Key_Escape), self.close),
            (QKeySequence(Qt.Key.Key_Space), self.comparison.toggle),
        ):
            QShortcut(keys, self).activated.connect(act)

    def compare(self, project: Project) -> None:
        """Begin with this network and the rival that it learns most from: without hidden layers, where it has some."""
        if project is self._project:
            return
        self._project = project
        self.rival.show_key("none" if project.network.hidden else "one")
        self._begin()

    def follow(self, project: Project) -> None:
        """The network in the diagram is another by now: it takes part from the next beginning on."""
        if self._project is not None:
            self._project = project

    def end(self) -> None:
        """End what trains here."""
        self.comparison.close()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        for part in (
            self.rival,
            self.play,
            self.epoch,
            self.anew,
            self.pace,
            self.take,
            self.legend,
            self.plot,
            *self.standings,
        ):
            part.show_theme(theme)
        for title in self.titles:
            title.setStyleSheet(f"color: {theme.text}; font-weight: 600;")
        self.sentence.setStyleSheet(f"color: {theme.text};")
        self.update()
        self._show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop training: nobody sees it."""
        super().closeEvent(event)
        self._project = None
        self.comparison.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._theme.card))

    def _begin(self) -> None:
        if self._project is not None:
            self.comparison.begin(self._project, RIVALS[self.rival.key].made(self._project))

    def _show(self) -> None:
        self.play.show_running(self.comparison.is_running)
        if not self.comparison.moments:
            return
        from hlviz.panels.caption import Entry

        left, right = self.comparison.moments
        names = (tr("Your network"), tr(RIVALS[self.rival.key].title))
        for title, standing, name, moment in zip(self.titles, self.standings, names, (left, right), strict=True):
            title.setText(f"{name[:1].upper()}{name[1:]}: {_shape(moment)}")
            standing.show_moment(moment)
        colors = [getattr(self._theme, color) for color in COLORS]
        self.plot.show_runs([left, right], colors, None)
        entries = [Entry(name, "", "line", color) for name, color in zip(names, colors, strict=True)]
        self.legend.show_entries([*entries, Entry(tr("solid: training loss, dashed: test loss"), is_spare=True)])
        self.sentence.setText(self._sentence(left, right))

    def _sentence(self, left: Moment, right: Moment) -> str:
        """Who is better, and what is the difference between the two."""
        from hlviz.number_text import percent, significant

        changes = " · ".join(differences(left.project, right.project))
        if left.frame.step == 0:
            text = tr("Press Play: both learn the same samples in the same order, from first weights of the same seed.")
            return text if changes else tr("Both are the same network: choose another one beside it.")
        a, b = left.frame.evaluation, right.frame.evaluation
        if left.assembly.is_classification:
            mine, other = percent(a.test_metric), percent(b.test_metric)
            text = tr(
                "After {epochs} epochs yours is right for {mine} of the test samples, the other for {other} ({changes})."
            )
        else:
            mine, other = significant(a.test_loss, 3), significant(b.test_loss, 3)
            text = tr("After {epochs} epochs the test loss of yours is {mine}, of the other {other} ({changes}).")
        return text.format(epochs=left.frame.epoch, mine=mine, other=other, changes=changes)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        for widget in (self.play, self.epoch, self.anew, self.pace):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self.rival)
        above.addWidget(self.take)
        sides = QGridLayout()
        sides.setHorizontalSpacing(MARGIN)
        for column, (title, standing) in enumerate(zip(self.titles, self.standings, strict=True)):
            sides.addWidget(title, 0, column)
            sides.addWidget(standing, 1, column)
            sides.setColumnStretch(column, 1)
        sides.setRowStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addLayout(sides, 3)
        layout.addWidget(self.sentence)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 2)
        self.resize(*SIZE)


def _pace_text(pace: str) -> str:
    return tr("{pace} epochs/s").format(pace=pace) if pace else tr("As fast as it can")


def _shape(moment: Moment) -> str:
    return " → ".join(map(str, moment.assembly.wiring.sizes))
