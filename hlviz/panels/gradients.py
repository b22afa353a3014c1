"""How much of the mistakes reaches each layer, and how far a step moves it: over the epochs, with a verdict."""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hlviz.colors import Theme, depth_colors, mixed
from hlviz.explain.flow_health import HEALTHY, Health, recent
from hlviz.nn.arrays import Array
from hlviz.number_text import plain, significant
from hlviz.panels.caption import Caption, Entry, small
from hlviz.panels.cursor import Cursor
from hlviz.panels.flow_lines import LABEL_GAP, Band, FlowLines
from hlviz.panels.flow_verdict import Verdict, share_text, verdict
from hlviz.panels.names import fitting_name, layer_name
from hlviz.panels.panel import Panel
from hlviz.panels.plot import Ends, Plot
from hlviz.panels.ranges import decades, reach
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.training.flows import FlowKey, layer_keys
from hlviz.widgets.tool_tip import tool_tip

NAME_ROOM = 52.0
"""Pixels at the right for the names of the layers, at most."""
SPAN = 14.0
"""Decades that are shown, at most: below that nothing is learned in float32 anyway."""


class GradientsPanel(Panel):
    """Two views of one table, a switch between them."""

    key = "gradients"
    title = str(QT_TRANSLATE_NOOP("Panel", "Gradients"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption = Caption()
        self.update_button = SmallButton(
            _tr("Updates"),
            _tr(
                "Show how far one step moves the weights of each layer, as a share of their size, in place of the gradients. "
                "In the shaded band all is well: about a thousandth a step."
            ),
            is_switch=True,
        )
        self.plot = Plot()
        self.plot.bottom_axis.unit = _tr("epochs")
        self.plot.show_log(True)
        self.band = self.plot.add(Band())
        self.lines = self.plot.add(FlowLines())
        self._cursor = self.plot.add(Cursor())
        self._hovered: float | None = None
        self._verdict = Verdict(Health.UNKNOWN)
        self._last = 0.0
        self._empty = QLabel(_tr("Press Play: the gradients appear here."), self.plot)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                _tr("Gradients of each layer over the epochs"),
                _tr(
                    "How much a weight of the layer matters to the loss (root mean square of ∂L/∂w, each line up is ten times as "
                    "much). The first layers' far below the output's: they vanish on their way back; far above: they explode."
                ),
                _tr("Updates: how far one step of the optimizer moves the weights, as a share of their size."),
                _tr("Click a line to select its layer. The wheel zooms, a double click shows everything again."),
            )
        )
        self.update_button.toggled.connect(self._switch)
        self.plot.hovered.connect(self._hover)
        self.plot.clicked.connect(self._click)
        selection.changed.connect(self._mark)

    @property
    def verdict(self) -> Verdict:
        """What it all amounts to now."""
        return self._verdict

    def draw(self, moment: Moment) -> None:
        """Show lines and verdict."""
        epoch, keys = moment.flows.epoch, layer_keys(moment.project)
        shown = self._values(moment, keys, updates=self.update_button.isChecked())
        with np.errstate(all="ignore"):
            logs = np.where(shown > 0, np.log10(shown), np.nan)
        has_begun = len(epoch) > 1
        self._empty.setVisible(not has_begun)
        self._verdict = self._judged(moment, keys) if has_begun else Verdict(Health.UNKNOWN)
        if has_begun and epoch[-1] < self._last:  # a run begun anew: what was zoomed in on is gone
            self.plot.show_everything()
        self._last = float(epoch[-1]) if has_begun else 0.0
        names = self._short_names(moment)
        drawn = slice(None) if has_begun else slice(0)
        self.lines.show_lines(epoch[drawn], logs[:, drawn], depth_colors(self.theme, len(keys)), names)
        self.band.show_ends(_logs(HEALTHY) if self.update_button.isChecked() else None)
        if has_begun:
            self.plot.show_ends(self._x_ends(names, float(epoch[-1])), self._y_ends(logs))
        self._mark()
        self._read_off(moment)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.caption.show_theme(theme)
        self.plot.show_theme(theme)
        self.update_button.show_theme(theme)
        self.lines.show_look(small(self.font()), theme.card)
        self.band.show_look(mixed(theme.card, theme.good, 0.14), mixed(theme.card, theme.good, 0.6))
        self._cursor.show_look(theme.muted, theme.text, theme.card, small(self.font()))
        self._empty.setStyleSheet(f"color: {theme.muted}; background: {theme.card};")

    def summary(self) -> str:
        """The verdict."""
        if self.moment is None or self._verdict.health is Health.UNKNOWN:
            return _tr("Nothing to judge before training runs.")
        return self._verdict.text

    def table(self) -> Table | None:
        """Both views, two columns a layer."""
        moment = self.moment
        if moment is None or not len(moment.flows):
            return None
        keys, flows = layer_keys(moment.project), moment.flows
        names = [layer_name(moment, i + 1) for i in range(len(keys))]
        gradients, updates = (self._values(moment, keys, updates=which) for which in (False, True))
        headers = [_tr("{layer} gradient").format(layer=name) for name in names]
        headers += [_tr("{layer} update").format(layer=name) for name in names]
        return Table((_tr("step"), _tr("epoch"), *headers), (flows.step.astype(int), flows.epoch, *gradients, *updates))

    # What is shown

    @staticmethod
    def _values(moment: Moment, keys: tuple[FlowKey, ...], *, updates: bool) -> Array:
        """Shape (layers, rows); NaN where a layer was not there."""
        columns = moment.flows.update if updates else moment.flows.gradient
        nothing = np.full(len(moment.flows), np.nan)
        return np.stack([columns.get(key, nothing) for key in keys])

    def _judged(self, moment: Moment, keys: tuple[FlowKey, ...]) -> Verdict:
        names = [layer_name(moment, i + 1) for i in range(len(keys))]
        return verdict(names, *recent(moment.flows, keys))

    def _short_names(self, moment: Moment) -> tuple[str, ...]:
        metrics = QFontMetricsF(small(self.font()))
        layers = range(1, len(moment.assembly.wiring.layers))
        return tuple(fitting_name(moment, layer, metrics, NAME_ROOM) for layer in layers)

    def _x_ends(self, names: tuple[str, ...], last: float) -> Ends:
        """Room for the names right of the lines."""
        metrics = QFontMetricsF(small(self.font()))
        room = max(metrics.horizontalAdvance(name) for name in names) + LABEL_GAP
        share = min(0.4, room / max(1.0, self.plot.width() - 50.0))
        return 0.0, reach(last) / (1 - share)

    def _y_ends(self, logs: Array) -> Ends:
        known = logs[np.isfinite(logs)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
        if self.update_button.isChecked():
            least, most = _logs(HEALTHY)
            low, high = min(low, least - 0.3), max(high, most + 0.3)
        high = min(high, 30.0)
        return decades(10.0 ** max(low, high - SPAN), 10.0**high)

    # Reading off

    def _read_off(self, moment: Moment) -> None:
        """The line above: the verdict in a word, or the numbers under the pointer."""
        epoch, row = moment.flows.epoch, self._row(moment)
        if row is None:
            self._cursor.show_place(None)
            self.caption.show_entries(self._verdict_entries())
            return
        keys = layer_keys(moment.project)
        is_update = self.update_button.isChecked()
        values = self._values(moment, keys, updates=is_update)[:, row]
        names, colors = self._short_names(moment), self.lines.colors
        dots = tuple((float(y), color) for y, color in zip(self.lines.lines[:, row], colors, strict=True))
        text = _tr("epoch {epoch}").format(epoch=plain(round(float(epoch[row]), 2)))
        self._cursor.show_place(float(epoch[row]), text, dots)
        tell = share_text if is_update else (lambda value: significant(value, 2))
        self.caption.show_entries(
            Entry(name, tell(float(value)), "line", color)
            for name, value, color in zip(names, values, colors, strict=True)
            if np.isfinite(value)
        )

    def _verdict_entries(self) -> tuple[Entry, ...]:
        what = _tr("step ÷ weights") if self.update_button.isChecked() else _tr("size of ∂L/∂w")
        if self._verdict.health is Health.UNKNOWN:
            return (Entry(what),)
        word, color = self._word()
        return Entry(value=word, mark="shape", color=color), Entry(what)

    def _word(self) -> tuple[str, str]:
        words = {
            Health.EXPLODING: (_tr("Exploding"), self.theme.bad),
            Health.DEAD: (_tr("No gradient"), self.theme.bad),
            Health.VANISHING: (_tr("Vanishing"), self.theme.warning),
            Health.FAST: (_tr("Fast"), self.theme.warning),
            Health.SLOW: (_tr("Slow"), self.theme.muted),
        }
        return words.get(self._verdict.health, (_tr("Healthy"), self.theme.good))

    def _row(self, moment: Moment) -> int | None:
        """The row nearest to the pointer."""
        epoch = moment.flows.epoch
        if self._hovered is None or len(epoch) < 2 or not 0 <= self._hovered <= epoch[-1] * 1.05:
            return None
        return int(np.abs(epoch - self._hovered).argmin())

    def _hover(self, point: QPointF | None) -> None:
        self._hovered = point.x() if point is not None else None
        if self.moment is not None and not self.is_behind:
            self._read_off(self.moment)

    def _click(self, point: QPointF) -> None:
        layer = self.lines.nearest(point, self.plot.pixels_per_unit())
        hidden = self.moment.project.network.hidden if self.moment is not None else ()
        if layer is not None and layer < len(hidden):
            self.selection.select(Target(layer=hidden[layer].id))

    def _switch(self) -> None:
        self.plot.show_everything()
        self.redraw()

    def _mark(self, *_: object) -> None:
        """The selected layer, else the one that the verdict is about, is drawn thicker."""
        hidden = self.moment.project.network.hidden if self.moment is not None else ()
        chosen = [i for i, layer in enumerate(hidden) if layer.id == self.selection.target.layer]
        self.lines.show_strong(chosen[0] if chosen else self._verdict.layer)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.caption)
        above.addWidget(self.update_button)
        over = QGridLayout(self.plot)  # all of it: half an axis would be left around
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addWidget(self.plot, 1)


def _logs(ends: tuple[float, float]) -> tuple[float, float]:
    return float(np.log10(ends[0])), float(np.log10(ends[1]))


def _tr(text: str) -> str:
    return QCoreApplication.translate("GradientsPanel", text)
