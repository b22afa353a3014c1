"""One neuron: what it makes of the inputs, what comes in for the sample looked at, and its sum with all numbers."""

import time

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.explain.neuron import NeuronFacts, facts_of
from hlviz.nn.mlp import Pass
from hlviz.number_text import rounded
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.contributions import Contributions
from hlviz.panels.incoming import SPELT, Incoming, formula, incoming_of, made_of_it
from hlviz.panels.names import find, neuron_name, neuron_title
from hlviz.panels.neuron_shape import NeuronShape
from hlviz.panels.neuron_words import in_depth, sentences
from hlviz.panels.panel import Panel, is_running
from hlviz.panels.plane_line import neuron_line
from hlviz.panels.surface import Surface
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target
from hlviz.widgets.sentence import Sentence, wrapped
from hlviz.widgets.tool_tip import tool_tip
from hlviz.widgets.typeface import caption_font

ROOMY = 190.0
"""Pixels that a map with axes and samples needs, each way; in less the map stands alone."""
SUM_SHARE = 0.26
"""Of the panel's height, at most, for the sum."""
WORDS_SHARE = 0.27
"""The same for what it does in words."""
PICTURE = 64.0
"""Pixels of height that words leave to the picture, where there are any left for them at all."""
READ = 0.5
"""Seconds, at least, from one wording to the next while training: faster, nobody can read it."""


class NeuronPanel(Panel):
    """The neuron under the pointer, else the selected one: a picture, bars, a formula."""

    key = "neuron"
    title = str(QT_TRANSLATE_NOOP("Panel", "Neuron"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption = Caption()
        self.surface, self.shape = Surface(), NeuronShape()
        self.contributions = Contributions()
        self.words = Sentence(ink="text")
        self.sum, self.answer = Sentence(ink="text"), Sentence(ink="text")
        self._facts: NeuronFacts | None = None
        self._facts_of: tuple[Moment, tuple[int, int]] | None = None
        self._worded_at = 0.0
        self._lines_for: tuple[int, int] | None = None
        self._incoming: Incoming | None = None
        self._read_out = ""
        self._empty = QLabel(_tr("Select a neuron in the diagram, or point at one: its map and its sum appear here."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                _tr("The selected neuron"),
                _tr(
                    "On top what it does, in words, for all samples; at the left what it answers over the inputs; at the right what "
                    "each connection adds to its sum."
                ),
                _tr(
                    "Below its sum with all numbers, for the sample that is looked at. Click a bar to select its connection."
                ),
            )
        )
        self.contributions.pointed.connect(self._point)
        self.contributions.clicked.connect(self._select_edge)
        for picture in (self.contributions, self.surface):
            picture.read_out.connect(self._say)
        self.surface.picked.connect(selection.set_probe)
        selection.changed.connect(self.redraw)
        selection.hover_changed.connect(self._follow_hover)
        selection.probe_changed.connect(self.redraw)
        selection.probing_changed.connect(self.redraw)

    @property
    def facts(self) -> NeuronFacts | None:
        """What is said of it in words; None: no neuron, or an input."""
        return self._facts

    @property
    def incoming(self) -> Incoming | None:
        """What it shows; None: no neuron."""
        return self._incoming

    def draw(self, moment: Moment) -> None:
        """Show the neuron that is meant."""
        neuron = self._meant(moment)
        if neuron is None:
            self._incoming = self._facts = self._facts_of = None
            self._pages.setCurrentIndex(0)
            return
        incoming = self._incoming = incoming_of(moment, self._sample(moment), neuron)
        self._pages.setCurrentIndex(1)
        if moment.is_plane and min(self.width() / 2, self.height()) >= ROOMY:
            self._pictures.setCurrentWidget(self.surface)
            self.surface.show_moment(moment, neuron)
            self.surface.show_lines(neuron_line(moment, neuron))
            self.surface.show_probe(self.selection.probe if self.selection.is_probing else None)
        else:
            self._pictures.setCurrentWidget(self.shape)
            self.shape.show_neuron(moment, incoming, self.selection.probe.inputs(moment.split.points))
        self.contributions.setVisible(incoming.layer > 0)
        self.contributions.show_incoming(moment, incoming)
        self._show_sum(moment, incoming)
        self._show_words(moment, neuron)
        self.answer.show_text(made_of_it(moment, incoming))
        self._show_caption(moment, incoming)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.surface, self.shape, self.contributions, self.words, self.sum, self.answer):
            part.show_theme(theme)
        self._empty.setStyleSheet(f"color: {theme.muted};")

    def summary(self) -> str:
        """Its answer, and what adds most to it."""
        moment, incoming = self.shown, self._incoming
        if moment is None or incoming is None:
            return _tr("No neuron is selected.")
        name = neuron_title(moment, incoming.layer, incoming.place, self.theme)
        if not len(incoming.places):
            return _tr("{neuron} is {value} for this sample.").format(neuron=name, value=rounded(incoming.a))
        most = int(incoming.order[0])
        text = _tr("{neuron}: {value} for this sample. Most comes from {source}: {term}.")
        return text.format(
            neuron=name, value=rounded(incoming.a), source=neuron_name(moment, incoming.layer - 1, most, self.theme),
            term=rounded(float(incoming.terms[most])),
        )  # fmt: skip

    def table(self) -> Table | None:
        """A row for each connection, and one for the bias."""
        moment, incoming = self.shown, self._incoming
        if moment is None or incoming is None or not len(incoming.places):
            return None
        sources = [neuron_name(moment, incoming.layer - 1, i, self.theme) for i in incoming.places]
        headers = (_tr("from"), _tr("weight"), _tr("value"), _tr("weight · value"))
        columns = (
            [*sources, _tr("bias")], [*incoming.weights[incoming.places], incoming.bias],
            [*incoming.values[incoming.places], 1.0], [*incoming.terms[incoming.places], incoming.bias],
        )  # fmt: skip
        return Table(headers, columns)

    # What is shown

    def _meant(self, moment: Moment) -> tuple[int, int] | None:
        """The neuron under the pointer, else the selected one, or that which the selected connection goes to."""
        target = self.selection.target
        for key in (self.selection.hover.neuron, target.neuron, target.edge[1] if target.edge else None):
            place = find(moment, key)
            if place is not None:
                return place
        return None

    def _sample(self, moment: Moment) -> Pass:
        return moment.probe_pass(self.selection.probe)

    def _show_words(self, moment: Moment, neuron: tuple[int, int]) -> None:
        """Say what it does, over all the samples that are looked at."""
        if neuron[0] == 0:
            self._facts = self._facts_of = None
            self.words.setVisible(False)
            return
        now, before = time.monotonic(), self._facts_of
        is_new = before is None or before[0] is not moment or before[1] != neuron
        is_other = before is None or before[1] != neuron or before[0].assembly is not moment.assembly
        if is_other or (is_new and (not is_running(moment) or now >= self._worded_at + READ)):
            self._facts_of, self._worded_at = (moment, neuron), now
            self._facts = facts_of(moment.assembly, moment.parameters, moment.train_pass, *neuron)
        if self._facts is None:
            return
        said = sentences(moment, self._facts)
        metrics = QFontMetricsF(caption_font(self.font()))
        spare = (
            self.height() - (self.sum.lines + 2) * metrics.height() - PICTURE
        )  # beside the sum, the caption and the answer
        most = max(1, int(min(self.height() * WORDS_SHARE, spare) / metrics.height()))
        needed = min(most, len(wrapped(" ".join(said), metrics, self.width(), 99)))
        self.words.show_lines(needed if is_other else max(needed, min(most, self.words.lines)))
        self.words.show_text(" ".join(said))
        self.words.setToolTip(tool_tip(*said, *in_depth(moment, self._facts)))
        self.words.setVisible(True)

    def _show_sum(self, moment: Moment, incoming: Incoming) -> None:
        """Spell out as many terms as fit; the lines that were needed once are kept, so that nothing jumps while it trains."""
        metrics, width = QFontMetricsF(caption_font(self.font())), self.width()
        most = max(1, int(self.height() * SUM_SHARE / metrics.height()))
        for terms in (*range(SPELT, 1, -1), 1):
            text = formula(moment, incoming, terms)
            needed = len(wrapped(text, metrics, width, 99))
            if needed <= most:
                break
        is_other = self._lines_for != (incoming.layer, incoming.place)
        self._lines_for = incoming.layer, incoming.place
        self.sum.show_lines(min(most, needed if is_other else max(needed, self.sum.lines)))
        self.sum.show_text(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again what there is room for."""
        super().resizeEvent(event)
        self._lines_for = None
        self.redraw()

    def _show_caption(self, moment: Moment, incoming: Incoming) -> None:
        if self._read_out:
            self.caption.show_text(self._read_out)
            return
        title = neuron_title(moment, incoming.layer, incoming.place, self.theme)
        answer = Entry(_tr("answers") if incoming.layer else _tr("value"), rounded(incoming.a))
        self.caption.show_entries((Entry(value=title), answer))

    # Pointing

    def _say(self, text: str) -> None:
        self._read_out = text
        if self.shown is not None and self._incoming is not None:
            self._show_caption(self.shown, self._incoming)

    def _edge(self, place: int) -> Target:
        moment, incoming = self.shown, self._incoming
        if moment is None or incoming is None:
            return NOTHING
        layers = moment.assembly.wiring.layers
        return Target(edge=(layers[incoming.layer - 1][place], layers[incoming.layer][incoming.place]))

    def _point(self, place: int | None) -> None:
        self.selection.set_hover(NOTHING if place is None else self._edge(place))

    def _select_edge(self, place: int) -> None:
        self.selection.select(self._edge(place))

    def _follow_hover(self, target: Target) -> None:
        if target.edge is None:  # a connection pointed at leaves the picture as it is
            self.redraw()

    def _lay_out(self) -> None:
        self._pictures = QStackedLayout()
        self._pictures.addWidget(self.surface)
        self._pictures.addWidget(self.shape)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addLayout(self._pictures, 5)
        middle.addWidget(self.contributions, 6)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addWidget(self.words)
        column.addLayout(middle, 1)
        column.addWidget(self.sum)
        column.addWidget(self.answer)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)


def _tr(text: str) -> str:
    return QCoreApplication.translate("NeuronPanel", text)
