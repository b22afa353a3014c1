"""A number of many inputs: what the network says against what is true. On the diagonal it is right."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtWidgets import QVBoxLayout

from hlviz.colors import Theme
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.metrics import mean_absolute_error
from hlviz.number_text import rounded, significant
from hlviz.panels.caption import Entry
from hlviz.panels.output_view import OutputView
from hlviz.panels.plot import Plot
from hlviz.panels.probe_mark import ProbeMark
from hlviz.panels.ranges import outwards
from hlviz.panels.strokes import Dots, Line
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

MOST = 400
"""Samples of a part that are drawn."""
NEAR = 8.0
"""Pixels from a dot within which the pointer means it."""


class FitView(OutputView):
    """Predicted against true, in the target's own unit."""

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection)
        self.plot = Plot()
        self._moment: Moment | None = None
        self._rows: IntArray = np.empty(0, np.int64)
        self._true, self._said = np.empty(0), np.empty(0)
        self._diagonal = self.plot.add(Line(1.2))
        self._train = self.plot.add(Dots(2.4))
        self._test = self.plot.add(Dots(2.8))
        self._mark = self.plot.add(ProbeMark(has_line=False))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.plot.hovered.connect(self._hover)
        self.plot.clicked.connect(self._click)

    def test_points(self) -> tuple[Array, Array]:
        """The test samples as they are drawn: true and said."""
        test: Dots = self._test
        return test.points

    def show_moment(self, moment: Moment) -> None:
        """Draw both parts."""
        if self._moment is None or self._moment.split is not moment.split:
            self.plot.show_everything()
        self._moment = moment
        split = moment.split
        train = self._cloud(moment, moment.train_outputs, np.asarray(split.train_y))
        test = self._cloud(moment, moment.test_outputs, np.asarray(split.test_y))
        self._train.show_points(*train)
        self._test.show_points(*test)
        self._rows = np.concatenate([split.train[:MOST], split.test[:MOST]])
        self._true, self._said = np.concatenate([train[0], test[0]]), np.concatenate([train[1], test[1]])
        y = split.points.y
        low, high = float(np.min(y)), float(np.max(y))
        room = 0.06 * (high - low or 1.0)
        ends = outwards(low - room, high + room)
        self.plot.show_ends(ends, ends)
        self._diagonal.show_points(np.array(ends), np.array(ends))
        self._show_probe(moment)

    @property
    def mark(self) -> ProbeMark:
        """The mark of the sample that is followed."""
        mark: ProbeMark = self._mark
        return mark

    def _show_probe(self, moment: Moment) -> None:
        probe = self.selection.probe
        true = probe.truth(moment.split.points) if self.selection.is_probing else None
        if true is None:
            self._mark.show_place(None)
            return
        self._mark.show_place(true, float(moment.assembly.to_units(moment.probe_pass(probe).outputs[0, 0])))

    @staticmethod
    def _cloud(moment: Moment, outputs: Array, y: Array) -> tuple[Array, Array]:
        return y[:MOST].astype(np.float64), moment.assembly.to_units(outputs[:MOST, 0].astype(np.float64))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self.plot.show_theme(theme)
        self._diagonal.show_color(theme.muted)
        self._mark.show_theme(theme)
        self._train.show_color(theme.train, theme.card)
        self._test.show_color(theme.test, theme.card)

    def entries(self) -> tuple[Entry, ...]:
        """What is what."""
        tr = QCoreApplication.translate
        if self._moment is None:
            return ()
        return (
            Entry(tr("FitView", "training"), mark="shape", color=self.theme.train),
            Entry(tr("FitView", "test"), mark="shape", color=self.theme.test),
            Entry(tr("FitView", "test MAE"), value=significant(self._mae(), 3)),
            Entry(tr("FitView", "said over true {target}").format(target=self._moment.split.points.target_name)),
        )

    def summary(self) -> str:
        """How near it comes."""
        if self._moment is None:
            return ""
        text = QCoreApplication.translate(
            "FitView",
            "R² {metric}, off by {mae} on average (MAE) in the test. Said against true {target}.",
        )
        metric = significant(self._moment.frame.evaluation.test_metric)
        return text.format(target=self._moment.split.points.target_name, metric=metric, mae=significant(self._mae(), 3))

    def table(self) -> Table | None:
        """The samples that are drawn: which they are, what is true, and what is said."""
        moment = self._moment
        if moment is None:
            return None
        tr = QCoreApplication.translate
        train = min(len(moment.split.train), MOST)
        parts = np.where(np.arange(len(self._rows)) < train, tr("FitView", "training"), tr("FitView", "test"))
        target = moment.split.points.target_name
        said = tr("FitView", "said {target}").format(target=target)
        headers = (tr("FitView", "sample"), tr("FitView", "part"), target, said)
        return Table(headers, (self._rows + 1, parts, self._true, self._said))

    def _mae(self) -> float:
        """How far off the test samples are on average, in the target's unit; NaN before the first moment."""
        moment = self._moment
        if moment is None:
            return float("nan")
        with np.errstate(all="ignore"):
            said = moment.assembly.to_units(moment.test_outputs[:, 0].astype(np.float64))
            return mean_absolute_error(said, np.asarray(moment.split.test_y))

    def _nearest(self, point: QPointF) -> int | None:
        across, up = self.plot.pixels_per_unit()
        away = np.hypot((self._true - point.x()) * across, (np.nan_to_num(self._said) - point.y()) * up)
        return int(away.argmin()) if len(away) and away.min() <= NEAR else None

    def _hover(self, point: QPointF | None) -> None:
        near = self._nearest(point) if point is not None else None
        if near is None:
            self.read_out.emit("")
            return
        text = QCoreApplication.translate("FitView", "true {true}, said {said}")
        self.read_out.emit(text.format(true=rounded(float(self._true[near])), said=rounded(float(self._said[near]))))

    def _click(self, point: QPointF) -> None:
        near = self._nearest(point)
        if near is not None:
            self.picked.emit(int(self._rows[near]))
