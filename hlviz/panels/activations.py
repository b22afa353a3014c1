"""How the activations of each layer are spread over the training samples, or the sums they are made of; which neurons are stuck."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QScrollBar, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.document.specs import LayerId
from hlviz.number_text import percent, rounded
from hlviz.panels.histograms import BESIDE, Cell, Histograms, Note
from hlviz.panels.layer_activity import Activity, activity_of
from hlviz.panels.names import layer_name
from hlviz.panels.operating_curve import DEAD, SATURATED, operating_curve
from hlviz.panels.panel import Panel
from hlviz.panels.small_button import SmallButton
from hlviz.panels.spread import BINS, table_of
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.widgets.tool_tip import tool_tip

MUCH = 0.8
"""A share of saturated activations that is worth a warning."""
FINE = 8
"""Places of the function's curve for each bar."""


def tr(text: str) -> str:
    """A text of the panel in the user's language."""
    return QCoreApplication.translate("ActivationsPanel", text)


def stuck_text(activity: Activity) -> str:
    """Saturated and dead in words: "12 % saturated · 1 dead"."""
    return " · ".join(note.text for note in _notes(activity, is_output=True, zones=frozenset()))


class ActivationsPanel(Panel):
    """One histogram a layer."""

    key = "activations"
    title = str(QT_TRANSLATE_NOOP("Panel", "Activations"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.activities: tuple[Activity, ...] = ()
        """What it draws, a layer each, the output's last."""
        self.picture = ActivityHistograms()
        self.sums_button = SmallButton(
            "z",
            tr(
                "Show the sums z that each neuron is given, z = Σ w a + b, in place of the activations that it makes of them, "
                "and over them as a line the function that does it. Tinted: where the function is flat. In yellow it is "
                "saturated, in red it has no slope at all."
            ),
            is_switch=True,
        )
        self.sums_button.setAccessibleName(tr("Sums z"))
        self.sums_button.toggled.connect(self.redraw)
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal)
        self.scroll_bar.setVisible(False)
        over = QGridLayout(self.picture)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self.sums_button, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.scroll_bar)
        self.setToolTip(
            tool_tip(
                tr("Activations of each layer over the training samples"),
                tr(
                    "Saturated: on a part of the function so flat that hardly anything is learned there (less than 5 % of its "
                    "steepest slope). Much of it: try a lower learning rate, smaller first weights, or standardised inputs."
                ),
                tr(
                    "Dead: no slope for any sample, so the neuron learns nothing more. Try a lower learning rate, leaky ReLU, "
                    "or new weights."
                ),
            )
        )
        self.scroll_bar.valueChanged.connect(self.picture.show_from)
        self.picture.scrolled.connect(lambda by: self.scroll_bar.setValue(self.scroll_bar.value() + by))
        self.picture.layer_clicked.connect(self._select)
        selection.changed.connect(self._mark)

    def draw(self, moment: Moment) -> None:
        """Count anew."""
        layers, of_sums = range(len(moment.assembly.activations)), self.sums_button.isChecked()
        self.activities = tuple(activity_of(moment, layer, of_sums=of_sums) for layer in layers)
        cells = tuple(self._cell(moment, layer, of_sums=of_sums) for layer in layers)
        self.picture.corner = self.sums_button.width() + 3.0
        self.picture.show_cells(moment, cells, (tr("saturated"), tr("dead")))
        self._mark()
        beyond = max(0, len(layers) - BESIDE)
        if self.scroll_bar.maximum() != beyond:
            self.scroll_bar.setRange(0, beyond)
            self.scroll_bar.setPageStep(BESIDE)
            self.scroll_bar.setVisible(beyond > 0)

    def _cell(self, moment: Moment, layer: int, *, of_sums: bool) -> Cell:
        activity, curve = self.activities[layer], None
        if of_sums:
            function, spread = moment.assembly.activations[layer], activity.spread
            curve = operating_curve(function, spread.low, spread.high, FINE * BINS)
        zones = frozenset(curve.zones.tolist()) if curve is not None else frozenset()
        return Cell(activity.spread, _notes(activity, is_output=layer == len(self.activities) - 1, zones=zones), curve)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.picture.show_theme(theme)
        self.sums_button.show_theme(theme)

    def summary(self) -> str:
        """How much is stuck, and then each layer in words."""
        moment = self.moment
        if moment is None or not self.activities:
            return ""
        dead, hidden = sum(activity.dead for activity in self.activities), self.activities[:-1]
        text = tr("Dead neurons: {count}").format(count=dead) if dead else tr("None dead")
        if hidden:
            most = max(range(len(hidden)), key=lambda i: hidden[i].saturated)
            share = percent(hidden[most].saturated, 0)
            text += tr("; most saturated: {layer}, {share}").format(layer=layer_name(moment, most + 1), share=share)
        layers = enumerate(self.activities)
        return f"{text}. " + " ".join(f"{layer_name(moment, i + 1)}: {stuck_text(a)}." for i, a in layers)

    def table(self) -> Table | None:
        """The bars of all histograms."""
        moment = self.moment
        if moment is None:
            return None
        what = tr("sums") if self.sums_button.isChecked() else tr("activations")
        rows = [tr("saturated"), tr("dead neurons")]
        stuck = [
            [number for activity in self.activities for number in [value(activity)] * BINS]
            for value in (lambda a: a.saturated, lambda a: float(a.dead))
        ]
        names = [layer_name(moment, i + 1) for i in range(len(self.activities))]
        bars = table_of([activity.spread for activity in self.activities], names, what)
        return Table((*bars.headers, *rows), (*bars.columns, *stuck))

    def _hidden_ids(self) -> tuple[LayerId, ...]:
        return tuple(layer.id for layer in self.moment.project.network.hidden) if self.moment is not None else ()

    def _select(self, layer: int) -> None:
        ids = self._hidden_ids()
        if layer < len(ids):
            self.selection.select(Target(layer=ids[layer]))

    def _mark(self, *_: object) -> None:
        ids, chosen = self._hidden_ids(), self.selection.target.layer
        self.picture.show_chosen(ids.index(chosen) if chosen in ids else None)


class ActivityHistograms(Histograms):
    """Histograms of activations, or of sums under a function."""

    def bin_text(self, layer: int, place: int) -> str:
        """What falls into a bin, and what the function makes of it."""
        text, curve = super().bin_text(layer, place), self.cells[layer].curve
        if curve is None:
            return text
        middle = place * FINE + FINE // 2
        return tr("z {bin}; there φ(z) is {value}, its slope {slope}").format(
            bin=text, value=rounded(float(curve.values[middle])), slope=rounded(float(curve.slopes[middle]))
        )


def _notes(activity: Activity, *, is_output: bool, zones: frozenset[int]) -> tuple[Note, Note]:
    """What is stuck, also in the colours of the zones that are there: they are their legend."""
    share, count = percent(activity.saturated, 0), str(activity.dead)
    is_much = activity.saturated >= MUCH and not is_output  # an output that is sure is no fault
    return (
        Note(
            tr("{share} saturated").format(share=share), share, "warning" if is_much or SATURATED in zones else "muted"
        ),
        Note(tr("{count} dead").format(count=count), count, "bad" if activity.dead or DEAD in zones else "muted"),
    )
