"""Losses over the epochs, or accuracy in their place: training solid, test dashed; earlier runs thin behind them."""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.nn.arrays import Array
from hlviz.number_text import significant
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.loss_curves import LossCurves, fitting_reach, loss_curves
from hlviz.panels.loss_plot import LossPlot, Scale
from hlviz.panels.loss_words import best_text, numbers, run_text, sentence, value_text
from hlviz.panels.panel import Panel
from hlviz.panels.run_list import RunList
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.past_runs import PastRun, PastRuns
from hlviz.session.selection import Selection
from hlviz.widgets.tool_tip import tool_tip

REACHES = (2, 5, 10, 20, 50, 100, 200, 500)
"""Epochs to smooth over, that can be chosen."""


def tr(text: str) -> str:
    """A text of the panel in the user's language."""
    return QCoreApplication.translate("LossPanel", text)


class LossPanel(Panel):
    """Two curves, a legend with the numbers of now, and what they were where the pointer is."""

    compare_requested = Signal(int)
    """An earlier run, by its number, and the one under way are to be seen beside each other."""
    return_requested = Signal(int)
    """An earlier run, by its number, to go back to."""

    key = "loss"
    title = str(QT_TRANSLATE_NOOP("Panel", "Loss"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption = Caption()
        self._make_buttons()
        self._make_actions()
        self.plot = LossPlot()
        self.run_list: RunList | None = None
        self._past: PastRuns | None = None
        self._curves: LossCurves | None = None
        self._pointer: QPointF | None = None
        self._empty = QLabel(tr("Press Play: the loss appears here."), self.plot)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                tr("Loss over the epochs"),
                tr("How wrong the network is: solid on the samples it learns from, dashed on those kept for the test."),
                tr(
                    "The ring marks the best epoch so far, by the test loss; dotted is the loss with its penalty on top."
                ),
                tr(
                    "Dashed rising while solid falls means that it learns by heart. The wheel zooms, a double click shows all."
                ),
            )
        )
        self.plot.hovered.connect(self._hover)

    def watch_past_runs(self, past: PastRuns) -> None:
        """Draw earlier runs behind the one under way, and offer their list."""
        self._past = past
        self.run_list = RunList(past, self)
        self.run_list.compare_requested.connect(self.compare_requested)
        self.run_list.return_requested.connect(self.return_requested)
        self.run_list.show_theme(self.theme)
        past.changed.connect(self._follow_runs)
        self._follow_runs()

    # Drawing

    def draw(self, moment: Moment) -> None:
        """Show curves and numbers."""
        is_metric = self.metric_button.isChecked()
        self.metric_button.show_text(tr("Accuracy") if moment.assembly.is_classification else tr("R²"))
        self.log_button.setVisible(not is_metric)
        curves = self._curves = loss_curves(
            moment.curves, is_metric=is_metric, with_total=self.total_action.isChecked(), reach=self.reach()
        )
        runs = self._runs_shown()
        scale = Scale(
            is_metric, self.log_button.isChecked() and not is_metric, is_metric and moment.assembly.is_classification
        )
        self.plot.show_curves(curves, runs, scale, self.theme, ring=self.best_action.isChecked())
        self.total_action.setEnabled(moment.project.training.regularization != "none" and not is_metric)
        self._empty.setVisible(len(curves.epoch) < 2 and not runs)
        self._show_cursor(moment)
        self._show_legend(moment)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.caption.show_theme(theme)
        self.plot.show_theme(theme)
        for button in (self.metric_button, self.log_button, self.smooth_button, self.runs_button):
            button.show_theme(theme)
        if self.run_list is not None:
            self.run_list.show_theme(theme)
        self._empty.setStyleSheet(f"color: {theme.muted}; background: {theme.card};")

    def summary(self) -> str:
        """The numbers of now, the best there were, and what they cost."""
        return sentence(self.moment) if self.moment is not None else ""

    def table(self) -> Table | None:
        """All curves as they were noted, whatever is drawn of them."""
        return numbers(self.moment.curves, self.moment.assembly.metric_name) if self.moment is not None else None

    # What there is to see, for tests and tables

    def curve(self, name: str) -> tuple[Array, Array]:
        """A curve as it is drawn, epochs and values: "train", "test", "total", "faint train" or "faint test"."""
        return self.plot.line(name)

    def hint(self) -> str:
        """What it says in place of curves; empty once there are any."""
        return self._empty.text() if self._empty.isVisible() else ""

    def cursor_epoch(self) -> float | None:
        """The epoch that is read off or marked; None: none."""
        return self.plot.cursor_epoch()

    def reach(self) -> float | None:
        """Epochs that are smoothed over; None where nothing is."""
        if not self.smooth_button.isChecked() or self.moment is None:
            return None
        chosen = self._reaches.checkedAction()
        return float(chosen.data()) if chosen is not None and chosen.data() else fitting_reach(self.moment.curves)

    # Numbers

    def _show_legend(self, moment: Moment) -> None:
        point, is_metric = self._pointer, self.metric_button.isChecked()
        if point is not None and self.plot.is_near_ring(point):
            self.caption.show_text(best_text(moment.curves))
        elif point is not None and (earlier := self.plot.run_at(point)) is not None:
            run, value = earlier
            self.caption.show_text(run_text(moment, run, point.x(), value, is_metric=is_metric))
        else:
            self.caption.show_entries(self._legend(moment, is_metric=is_metric))

    def _legend(self, moment: Moment, *, is_metric: bool) -> list[Entry]:
        e, row, curves = moment.frame.evaluation, self._row(moment), self._curves
        train, test = (e.train_metric, e.test_metric) if is_metric else (e.train_loss, e.test_loss)
        total = e.train_loss + e.penalty
        if row is not None and curves is not None:
            train, test = float(curves.train[row]), float(curves.test[row])
            total = float(curves.total[row]) if curves.total is not None else total
        entries = [
            Entry(tr("train"), value_text(moment, train, is_metric=is_metric), "line", self.theme.train),
            Entry(tr("test"), value_text(moment, test, is_metric=is_metric), "dash", self.theme.test),
        ]
        if curves is not None and curves.total is not None:
            entries.append(Entry(tr("+ penalty"), significant(total), "dots", self.theme.train, is_spare=True))
        return entries

    # Reading off

    def _row(self, moment: Moment) -> int | None:
        """The row of the curves nearest to the pointer."""
        epoch = moment.curves.epoch
        at = self._pointer.x() if self._pointer is not None else None
        if at is None or len(epoch) < 2 or not 0 <= at <= epoch[-1] * 1.05:
            return None
        return int(np.abs(epoch - at).argmin())

    def _show_cursor(self, moment: Moment) -> None:
        row = self._row(moment)
        if row is not None:
            self.plot.show_cursor(float(moment.curves.epoch[row]), is_read=True)
        elif not moment.is_live:  # an earlier moment is on screen: where it lies
            self.plot.show_cursor(float(np.interp(moment.frame.step, moment.curves.step, moment.curves.epoch)))
        else:
            self.plot.show_cursor(None)

    def _hover(self, point: QPointF | None) -> None:
        self._pointer = point
        if self.moment is not None:
            self._show_cursor(self.moment)
            self._show_legend(self.moment)

    # Earlier runs

    def _runs_shown(self) -> tuple[PastRun, ...]:
        past = self._past
        return tuple(run for run in past.runs if past.is_shown(run)) if past is not None else ()

    def _follow_runs(self) -> None:
        count = len(self._past.runs) if self._past is not None else 0
        self.runs_button.setVisible(count > 0)
        self.runs_button.show_text(tr("Runs {count}").format(count=count))
        self.redraw()

    def _open_runs(self) -> None:
        if self.run_list is not None:
            self.run_list.open_beside(self, self.runs_button)

    # Controls

    def _make_buttons(self) -> None:
        self.metric_button = SmallButton(
            tr("Accuracy"),
            tr("Show how often the network is right (for numbers: R², 1 is perfect) in place of the loss."),
            is_switch=True,
        )
        self.log_button = SmallButton(
            tr("Log"), tr("Each step up is ten times as much: small losses become visible."), is_switch=True
        )
        self.smooth_button = SmallButton(
            "≈",
            tr(
                "Smooth the curves: each place is the mean of the epochs before it, the nearer ones counting most. What was "
                "measured stands faintly behind. The menu of this panel says over how many epochs."
            ),
            is_switch=True,
        )
        self.smooth_button.setAccessibleName(tr("Smooth"))
        self.runs_button = SmallButton(
            tr("Runs {count}").format(count=0),
            tr(
                "Earlier runs, to compare with: what was changed, how good each was, and which of them are drawn. They are not "
                "saved with the project."
            ),
        )
        self.runs_button.setVisible(False)
        self.runs_button.clicked.connect(self._open_runs)
        for button in (self.metric_button, self.log_button, self.smooth_button):
            button.toggled.connect(self.redraw)

    def _make_actions(self) -> None:
        self.best_action = self._switch(
            tr("Ring the best epoch"), tr("Mark where the test loss was lowest; the pointer on it says when that was.")
        )
        self.total_action = self._switch(
            tr("Loss with its penalty"),
            tr("Dotted, the training loss with what the regularization adds: that sum is what training brings down."),
        )
        self._reaches = QActionGroup(self)
        menu = QMenu(tr("Smooth over"), self)
        menu.setToolTipsVisible(True)
        for epochs in (0, *REACHES):
            text = tr("{count} epochs").format(count=epochs) if epochs else tr("As fits the run")
            action = QAction(text, self._reaches)
            action.setCheckable(True)
            action.setChecked(epochs == 0)
            action.setData(epochs)
            menu.addAction(action)
        self._reaches.triggered.connect(self._smooth)
        self.addAction(menu.menuAction())

    def _smooth(self) -> None:
        self.smooth_button.setChecked(True)
        self.redraw()

    def _switch(self, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setChecked(True)
        action.setToolTip(tool_tip(text, tip))
        action.toggled.connect(self.redraw)
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.caption)
        above.addWidget(self.runs_button)
        above.addWidget(self.metric_button)
        above.addWidget(self.smooth_button)
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
