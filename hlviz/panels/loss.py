"""Losses over the epochs, or accuracy in their place: training solid, test dashed."""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.nn.arrays import Array
from hlviz.panels.caption import Caption, Entry, small
from hlviz.panels.cursor import Cursor
from hlviz.panels.number_text import percent, plain, significant
from hlviz.panels.panel import Panel
from hlviz.panels.plot import Ends, Plot
from hlviz.panels.ranges import decades, reach
from hlviz.panels.small_button import SmallButton
from hlviz.panels.strokes import Line
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.widgets.tool_tip import tool_tip

FLOOR = 1e-12
"""A loss of 0 has no logarithm; it is drawn here."""


class LossPanel(Panel):
    """Two curves, a legend with the numbers of now, and what they were where the pointer is."""

    key = "loss"
    title = str(QT_TRANSLATE_NOOP("Panel", "Loss"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        tr = QCoreApplication.translate
        self.caption = Caption()
        self.metric_button = SmallButton(
            tr("LossPanel", "Accuracy"),
            tr(
                "LossPanel", "Show how often the network is right (for numbers: R², 1 is perfect) in place of the loss."
            ),
            is_switch=True,
        )
        self.log_button = SmallButton(
            tr("LossPanel", "Log"),
            tr("LossPanel", "Each step up is ten times as much: small losses become visible."),
            is_switch=True,
        )
        self.plot = Plot()
        self.plot.bottom_axis.unit = tr("LossPanel", "epochs")
        self._test = self.plot.add(Line(1.6, is_dashed=True))
        self._train = self.plot.add(Line(1.6))
        self._cursor = self.plot.add(Cursor())
        self._hovered: float | None = None
        self._last = 0.0
        self._empty = QLabel(tr("LossPanel", "Press Play: the loss appears here."), self.plot)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                tr("LossPanel", "Loss over the epochs"),
                tr(
                    "LossPanel",
                    "How wrong the network is: solid on the samples it learns from, dashed on those kept for the test.",
                ),
                tr(
                    "LossPanel",
                    "Dashed rising while solid falls means that it learns by heart. The wheel zooms, a double click shows all.",
                ),
            )
        )
        for button in (self.metric_button, self.log_button):
            button.toggled.connect(self.redraw)
        self.plot.hovered.connect(self._hover)

    def draw(self, moment: Moment) -> None:
        """Show curves and numbers."""
        self._name_metric(moment)
        shows_metric = self.metric_button.isChecked()
        self.log_button.setVisible(not shows_metric)
        is_log = self.log_button.isChecked() and not shows_metric
        epoch, train, test = self._columns(moment)
        self.plot.left_axis.is_percent = shows_metric and moment.assembly.is_classification
        self.plot.show_log(is_log)
        if is_log:
            train, test = np.log10(np.maximum(train, FLOOR)), np.log10(np.maximum(test, FLOOR))
        if len(epoch) and epoch[-1] < self._last:  # a run begun anew: what was zoomed in on is gone
            self.plot.show_everything()
        self._last = float(epoch[-1]) if len(epoch) else 0.0
        self._train.show_points(epoch, train)
        self._test.show_points(epoch, test)
        has_begun = len(epoch) > 1
        self._empty.setVisible(not has_begun)
        if has_begun:
            self.plot.show_ends((0.0, reach(float(epoch[-1]))), self._y_ends(moment, train, test, is_log=is_log))
        self._show_cursor(moment)
        self._show_legend(moment)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.caption.show_theme(theme)
        self.plot.show_theme(theme)
        self.metric_button.show_theme(theme)
        self.log_button.show_theme(theme)
        self._train.show_color(theme.train)
        self._test.show_color(theme.test)
        self._cursor.show_look(theme.muted, theme.text, theme.card, small(self.font()))
        self._empty.setStyleSheet(f"color: {theme.muted}; background: {theme.card};")

    def summary(self) -> str:
        """The numbers of now."""
        moment = self.moment
        if moment is None:
            return ""
        e = moment.frame.evaluation
        text = QCoreApplication.translate(
            "LossPanel",
            "After {epochs} epochs the training loss is {train_loss} and the test loss {test_loss}; {name} {train} and {test}.",
        )
        return text.format(
            epochs=moment.frame.epoch, train_loss=significant(e.train_loss), test_loss=significant(e.test_loss),
            name=moment.assembly.metric_name, train=self._metric_text(moment, e.train_metric),
            test=self._metric_text(moment, e.test_metric),
        )  # fmt: skip

    def curve(self, name: str) -> tuple[Array, Array]:
        """The "train" or "test" curve as it is drawn: epochs and values."""
        line: Line = self._train if name == "train" else self._test
        return line.points

    def hint(self) -> str:
        """What it says in place of curves; empty once there are any."""
        return self._empty.text() if self._empty.isVisible() else ""

    def cursor_epoch(self) -> float | None:
        """The epoch that is read off or marked; None: none."""
        cursor: Cursor = self._cursor
        return cursor.place

    def _columns(self, moment: Moment) -> tuple[Array, Array, Array]:
        curves = moment.curves
        if self.metric_button.isChecked():
            return curves.epoch, curves.train_metric, curves.test_metric
        return curves.epoch, curves.train_loss, curves.test_loss

    def _y_ends(self, moment: Moment, train: Array, test: Array, *, is_log: bool) -> Ends:
        values = np.concatenate([train, test])
        values = values[np.isfinite(values)]
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(values.max())
        if is_log:
            return decades(10.0**low, 10.0**high)
        if self.metric_button.isChecked():
            if moment.assembly.is_classification:
                return max(0.0, np.floor((low - 0.03) * 10) / 10) - 0.01, 1.03
            return max(-1.0, np.floor((low - 0.03) * 4) / 4), 1.04  # far below 0 every R² is just bad
        top = reach(max(high, FLOOR) * 1.02)
        return -0.025 * top, top

    def _show_legend(self, moment: Moment) -> None:
        e, row = moment.frame.evaluation, self._row(moment)
        if self.metric_button.isChecked():
            train, test = e.train_metric, e.test_metric
        else:
            train, test = e.train_loss, e.test_loss
        if row is not None:
            _, trains, tests = self._columns(moment)
            train, test = float(trains[row]), float(tests[row])
        tr = QCoreApplication.translate
        self.caption.show_entries(
            (
                Entry(tr("LossPanel", "train"), self._value_text(moment, train), "line", self.theme.train),
                Entry(tr("LossPanel", "test"), self._value_text(moment, test), "dash", self.theme.test),
            )
        )

    def _value_text(self, moment: Moment, value: float) -> str:
        return self._metric_text(moment, value) if self.metric_button.isChecked() else significant(value)

    @staticmethod
    def _metric_text(moment: Moment, value: float) -> str:
        return percent(value) if moment.assembly.is_classification else significant(value)

    def _name_metric(self, moment: Moment) -> None:
        tr = QCoreApplication.translate
        name = tr("LossPanel", "Accuracy") if moment.assembly.is_classification else tr("LossPanel", "R²")
        self.metric_button.show_text(name)

    # Reading off

    def _row(self, moment: Moment) -> int | None:
        """The row of the curves nearest to the pointer."""
        epoch = moment.curves.epoch
        if self._hovered is None or len(epoch) < 2 or not 0 <= self._hovered <= epoch[-1] * 1.05:
            return None
        return int(np.abs(epoch - self._hovered).argmin())

    def _show_cursor(self, moment: Moment) -> None:
        row = self._row(moment)
        if row is not None:
            at = float(moment.curves.epoch[row])
            dots = tuple(
                (float(np.interp(at, *line.points)), line.color)
                for line in (self._test, self._train)
                if len(line.points[0])
            )
            text = QCoreApplication.translate("LossPanel", "epoch {epoch}").format(epoch=plain(round(at, 2)))
            self._cursor.show_place(at, text, dots)
        elif not moment.is_live:  # an earlier moment is on screen: where it lies
            step = moment.frame.step
            self._cursor.show_place(float(np.interp(step, moment.curves.step, moment.curves.epoch)))
        elif self._cursor.place is not None:
            self._cursor.show_place(None)

    def _hover(self, point: QPointF | None) -> None:
        self._hovered = point.x() if point is not None else None
        if self.moment is not None:
            self._show_cursor(self.moment)
            self._show_legend(self.moment)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.caption)
        above.addWidget(self.metric_button)
        # the corner below the axis that it is about
        over = QGridLayout(self.plot)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self._empty, 0, 0)
        over.addWidget(self.log_button, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addWidget(self.plot, 1)
