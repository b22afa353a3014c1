"""What each hidden neuron is worth: by how much the loss would rise without it, the neuron that is missed most first."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.document.wiring import NeuronKey
from hlviz.explain.ablation import By, Ranking, rank
from hlviz.number_text import percent, rounded, signed, significant
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.ladder import Ladder, Rung
from hlviz.panels.names import find, neuron_title
from hlviz.panels.panel import Panel, is_running
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.panels.worth_words import key_of, note_of, rung_of, short_of
from hlviz.session.errand import REST, SLICE, Errand
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target
from hlviz.widgets.tool_tip import tool_tip

ANEW = 0.5
"""Seconds, at least, from one ranking to the next while training."""
BUSY_SLICE, BUSY_REST = 0.0015, 16
"""How the ranking is worked at while training: seconds in a row, milliseconds in between."""


class AblationPanel(Panel):
    """Bars, the network without one neuron each; a button that takes one out for good."""

    prune_requested = Signal(object)
    """The key of a hidden neuron that is to be taken out of the network."""

    key = "ablation"
    title = str(QT_TRANSLATE_NOOP("Panel", "Ablation"))
    room = QSize(280, 220)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption, self.ladder = Caption(), Ladder()
        self.mean_button = SmallButton(
            _tr("At its mean"),
            _tr(
                "Put a neuron's mean answer in its place instead of 0. Then only what changes from sample to sample is missed: a "
                "neuron that always says the same is worth nothing."
            ),
            is_switch=True,
        )
        self.order_button = SmallButton(
            _tr("Least first"), _tr("Put those on top that are missed least: what to prune first."), is_switch=True
        )
        self.prune_button = SmallButton(
            _tr("Prune"),
            _tr(
                "Takes the selected neuron out of the network; with none selected, the one that is missed least. All other weights "
                "are kept, training goes on, and it can be undone."
            ),
        )
        self._errand = Errand(self)
        self._found: tuple[Moment, Ranking] | None = None
        self._looked_at: tuple[Moment, By] | None = None
        self._begun = 0.0
        self._read_out = ""
        self._empty = QLabel(
            _tr("There is no hidden neuron. Drag in a hidden layer, and see here what each neuron is worth.")
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                _tr("What each neuron is worth"),
                _tr(
                    "A bar says by how much the loss would rise without that neuron; to the left, by how much it would fall."
                ),
                _tr(
                    "Each neuron is left out alone: 0 is put in place of what it says, as if it were pruned. The loss is that of the "
                    "training samples, of the first 500 at most."
                ),
                _tr(
                    "Click a row to select its neuron; hold Alt over it, here or in the diagram, to see the output without it. The "
                    "wheel goes up and down."
                ),
            )
        )
        for button in (self.mean_button, self.order_button):
            button.toggled.connect(self.redraw)
        self.prune_button.clicked.connect(self._prune)
        self.ladder.clicked.connect(lambda key: selection.select(Target(neuron=key)))
        self.ladder.pointed.connect(lambda key: selection.set_hover(NOTHING if key is None else Target(neuron=key)))
        self.ladder.read_out.connect(self._say)
        selection.changed.connect(self._show_selected)

    @property
    def ranking(self) -> Ranking | None:
        """What it shows; None where nothing is known yet."""
        return self._found[1] if self._found is not None else None

    def draw(self, moment: Moment) -> None:
        """Show the ranking of this network, and see to a new one where it is time."""
        self._pages.setCurrentIndex(int(len(moment.assembly.wiring.layers) > 2))
        if self._found is not None and self._found[0].assembly.wiring != moment.assembly.wiring:
            self._found = None
        wanted = moment, self._by
        if self._looked_at is None or self._looked_at[0].frame is not moment.frame or self._looked_at[1] != self._by:
            is_urgent = not is_running(moment) or self._found is None or self._found[1].by != self._by
            is_other = self._looked_at is None or self._looked_at[0].assembly is not moment.assembly
            now = time.monotonic()
            if is_other or not self._errand.is_under_way:
                if is_urgent or now >= self._begun + ANEW:
                    self._look(*wanted)
            elif not is_running(moment):
                self._look(*wanted)
        self._show()

    def catch_up(self) -> None:
        """Draw what was put off, and finish the ranking under way."""
        super().catch_up()
        self._errand.finish()

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.ladder, self.mean_button, self.order_button, self.prune_button):
            part.show_theme(theme)
        self._empty.setStyleSheet(f"color: {theme.muted};")

    def summary(self) -> str:
        """Who is missed most, and who least."""
        if self.shown is not None and len(self.shown.assembly.wiring.layers) == 2:
            return _tr("There is no hidden neuron that could be left out.")
        if self._found is None or not self._found[1].worths:
            return _tr("The neurons are being left out one by one …")
        moment, ranking = self._found
        most, least = ranking.worths[0], ranking.worths[-1]
        if len(ranking.worths) == 1:
            text = _tr("Without {most} the loss goes from {before} to {after}: it is the only hidden neuron.")
        else:
            text = _tr("Without {most} the loss goes from {before} to {after}; {least} is missed least ({change}).")
        return text.format(
            most=neuron_title(moment, most.layer, most.place), before=rounded(ranking.loss), after=rounded(most.loss),
            least=neuron_title(moment, least.layer, least.place), change=signed(rounded(least.loss - ranking.loss)),
        )  # fmt: skip

    def table(self) -> Table | None:
        """A row for each hidden neuron."""
        if self._found is None or not self._found[1].worths:
            return None
        moment, ranking = self._found
        worths = ranking.worths
        metric = moment.assembly.metric_name
        headers = (
            _tr("neuron"), _tr("loss without it"), _tr("change of the loss"), _tr("{metric} without it").format(metric=metric),
            _tr("part of the output"), _tr("fires for"), _tr("note"),
        )  # fmt: skip
        columns = (
            [neuron_title(moment, worth.layer, worth.place) for worth in worths],
            [worth.loss for worth in worths], [worth.loss - ranking.loss for worth in worths],
            [worth.metric for worth in worths], [worth.share for worth in worths], [worth.fires for worth in worths],
            [note_of(moment, worth, ranking.samples) for worth in worths],
        )  # fmt: skip
        return Table(headers, columns)

    # Looking

    @property
    def _by(self) -> By:
        return "mean" if self.mean_button.isChecked() else "zero"

    def _look(self, moment: Moment, by: By) -> None:
        self._looked_at, self._begun = (moment, by), time.monotonic()
        busy = is_running(moment)
        self._errand.slice, self._errand.rest = (BUSY_SLICE, BUSY_REST) if busy else (SLICE, REST)
        found: list[Ranking] = []
        self._errand.begin(self._steps(moment, by, found), lambda: self._take(moment, found))

    @staticmethod
    def _steps(moment: Moment, by: By, found: list[Ranking]) -> Iterator[object]:
        return rank(moment.assembly, moment.parameters, by, found)

    def _take(self, moment: Moment, found: list[Ranking]) -> None:
        self._found = moment, found[0]
        if self.can_be_seen or self._moment is moment:
            self._show()
            self._pronounce(self.summary())

    def _stop(self) -> None:
        """Nothing is looked at that nobody sees; it is begun anew when somebody does."""
        if self._errand.is_under_way:
            self._errand.stop()
            self._looked_at = None

    def show_seen(self, seen: bool) -> None:
        """It has come to the front of the tabs, or gone behind them."""
        if not seen:
            self._stop()
        super().show_seen(seen)
        if seen and self._looked_at is None:
            self.redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        """It was closed."""
        self._stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin anew where it was stopped."""
        super().showEvent(event)
        if self._looked_at is None:
            self.redraw()

    # What is shown

    def _show(self) -> None:
        rungs: tuple[Rung, ...] = ()
        if self._found is not None:
            moment, ranking = self._found
            worths = reversed(ranking.worths) if self.order_button.isChecked() else ranking.worths
            rungs = tuple(rung_of(moment, ranking, worth) for worth in worths)
        self.ladder.show_rungs(rungs)
        self._show_selected()
        self._show_caption()

    def _show_selected(self, *_: object) -> None:
        self.ladder.show_selected(self.selection.target.neuron)
        key = self._to_prune()
        self.prune_button.setEnabled(key is not None)
        place = find(self.shown, key) if self.shown is not None else None
        text = _tr("Prune")
        if self.shown is not None and place is not None:
            text = _tr("Prune {neuron}").format(neuron=short_of(self.shown, *place))
        self.prune_button.show_text(text)

    def _show_caption(self) -> None:
        if self._read_out:
            self.caption.show_text(self._read_out)
        elif self._found is None:
            self.caption.show_entries((Entry(_tr("looking …")),))
        else:
            moment, ranking = self._found
            of = _tr("{count} samples").format(count=ranking.samples)
            metric = significant(ranking.metric, 3)
            if moment.assembly.is_classification:
                metric = percent(ranking.metric)
            self.caption.show_entries(
                (
                    Entry(_tr("loss"), rounded(ranking.loss)),
                    Entry(moment.assembly.metric_name, metric, is_spare=True),
                    Entry(of, is_spare=True),
                )
            )

    def _say(self, text: str) -> None:
        self._read_out = text
        self._show_caption()

    # Pruning

    def _to_prune(self) -> NeuronKey | None:
        """The selected hidden neuron, else the one that is missed least."""
        selected = self.selection.target.neuron
        if self.shown is not None and isinstance(selected, int) and find(self.shown, selected) is not None:
            return selected
        if self._found is None or not self._found[1].worths:
            return None
        moment, ranking = self._found
        return key_of(moment, ranking.worths[-1])

    def _prune(self) -> None:
        key = self._to_prune()
        if key is not None:
            self.prune_requested.emit(key)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(4)
        for button in (self.mean_button, self.order_button):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.prune_button)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 1, 1)
        column.setSpacing(3)
        column.addWidget(self.caption)
        column.addWidget(self.ladder, 1)
        column.addLayout(below)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)


def _tr(text: str) -> str:
    return QCoreApplication.translate("AblationPanel", text)
