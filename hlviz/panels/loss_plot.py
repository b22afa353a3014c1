"""The loss panel's plot: which curve is drawn how, how far its axes reach, and what is near the pointer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtWidgets import QWidget

from hlviz.colors import Theme, mixed
from hlviz.nn.arrays import Array
from hlviz.number_text import plain
from hlviz.panels.caption import small
from hlviz.panels.cursor import Cursor
from hlviz.panels.ghosts import Ghost, Ghosts, run_color
from hlviz.panels.loss_curves import LossCurves, ghost_of
from hlviz.panels.plot import Ends, Plot
from hlviz.panels.ranges import decades, reach
from hlviz.panels.ring import Ring
from hlviz.panels.strokes import Line
from hlviz.session.past_runs import PastRun

FLOOR = 1e-12
"""A loss of 0 has no logarithm; it is drawn here."""
FAINT = 0.62
"""Of the ground's colour in a curve that stands behind its smoothed one."""
NEAR = 9.0
"""Pixels from a ring or an earlier run within which the pointer means it."""
HIGHER = 1.5
"""An earlier run raises the axis to so many times of what the one under way needs, at most: one that ran away hides no other."""


@dataclass(frozen=True)
class Scale:
    """What the values are."""

    is_metric: bool = False
    is_log: bool = False
    is_percent: bool = False
    """Whether they are shares of the samples: accuracy."""


class LossPlot(Plot):
    """Train and test, the loss with its penalty, earlier runs, and a ring at the best epoch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bottom_axis.unit = QCoreApplication.translate("LossPanel", "epochs")
        self._scale = Scale()
        self._curves: LossCurves | None = None
        self._runs: Sequence[PastRun] = ()
        self._last = 0.0
        self._ghosts = self.add(Ghosts())
        self._faint_test, self._faint_train = self.add(Line(1.0)), self.add(Line(1.0))
        self._total = self.add(Line(1.3, is_dashed=True, dash=(1.8, 2.6)))
        self._test = self.add(Line(1.6, is_dashed=True))
        self._train = self.add(Line(1.6))
        self._ring = self.add(Ring())
        self._cursor = self.add(Cursor())

    # Drawing

    def show_curves(
        self, curves: LossCurves, runs: Sequence[PastRun], scale: Scale, theme: Theme, *, ring: bool
    ) -> None:
        """Draw the curves of the run under way and behind them those of earlier ones."""
        self._curves, self._runs, self._scale = curves, runs, scale
        epoch = curves.epoch
        self.left_axis.is_percent = scale.is_percent
        self.show_log(scale.is_log)
        if len(epoch) and epoch[-1] < self._last:  # a run begun anew: what was zoomed in on is gone
            self.show_everything()
        self._last = float(epoch[-1]) if len(epoch) else 0.0
        measured = self._placed(curves.train), self._placed(curves.test)
        train, test = map(self._placed, curves.calm) if curves.calm is not None else measured
        none = np.empty(0)
        for line, values in zip((self._faint_train, self._faint_test), measured, strict=True):
            line.show_points(*((epoch, values) if curves.calm is not None else (none, none)))
        self._train.show_points(epoch, train)
        self._test.show_points(epoch, test)
        self._total.show_points(*((epoch, self._placed(curves.total)) if curves.total is not None else (none, none)))
        self._show_ghosts(theme)
        best = curves.best if ring else None
        self._ring.show_place(None if best is None else (float(epoch[best]), float(measured[1][best])))
        if len(epoch) > 1 or self._ghosts.ghosts:
            self.show_ends(*self._ends_of_both(curves))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self._train.show_color(theme.train)
        self._test.show_color(theme.test)
        self._faint_train.show_color(mixed(theme.train, theme.card, FAINT))
        self._faint_test.show_color(mixed(theme.test, theme.card, FAINT))
        self._total.show_color(theme.train)
        self._ring.show_look(theme.text, theme.card)
        self._cursor.show_look(theme.muted, theme.text, theme.card, small(self.font()))

    def line(self, name: str) -> tuple[Array, Array]:
        """Epochs and values as drawn: "train", "test", "total", "faint train" or "faint test"."""
        line: Line = getattr(self, "_" + name.replace(" ", "_"))
        return line.points

    @property
    def ghosts(self) -> Sequence[Ghost]:
        """The earlier runs as drawn."""
        ghosts: Sequence[Ghost] = self._ghosts.ghosts
        return ghosts

    @property
    def ring(self) -> tuple[float, float] | None:
        """What is ringed: epoch and value as drawn."""
        place: tuple[float, float] | None = self._ring.place
        return place

    def _placed(self, values: Array) -> Array:
        """Values as they stand on the axis."""
        return np.log10(np.maximum(values, FLOOR)) if self._scale.is_log else values

    def _show_ghosts(self, theme: Theme) -> None:
        key = (tuple(run.number for run in self._runs), self._scale, theme.name)
        self._ghosts.show_ghosts([
            Ghost(run.curves.epoch, self._placed(ghost_of(run.curves, is_metric=self._scale.is_metric)),
                  run_color(run.slot, theme))
            for run in self._runs
        ], key)  # fmt: skip

    # How far the axes reach

    def _ends_of_both(self, curves: LossCurves) -> tuple[Ends, Ends]:
        far = max([float(curves.epoch[-1]) if len(curves.epoch) else 0.0, *(run.epochs for run in self._runs)])
        return (0.0, reach(far)), self._ends_up(curves)

    def _ends_up(self, curves: LossCurves) -> Ends:
        low, high = _range(curves.columns() if len(curves.epoch) > 1 else [])
        ghost_low, ghost_high = _range([ghost_of(run.curves, is_metric=self._scale.is_metric) for run in self._runs])
        if not np.isfinite(low):
            low, high = ghost_low, ghost_high
        if not np.isfinite(low):
            return 0.0, 1.0
        if self._scale.is_log:
            low, high = max(low, FLOOR), max(high, FLOOR)
            return decades(min(low, max(ghost_low, FLOOR)), max(high, min(ghost_high, 10 * high)))
        if self._scale.is_metric:
            low = min(low, ghost_low)
            if self._scale.is_percent:
                return max(0.0, np.floor((low - 0.03) * 10) / 10) - 0.01, 1.06
            return max(-1.0, np.floor((low - 0.03) * 4) / 4), 1.06  # far below 0 every R² is just bad
        top = reach(max(high, min(ghost_high, HIGHER * high), FLOOR) * 1.02)
        return -0.045 * top, top

    # Reading off

    def show_cursor(self, epoch: float | None, *, is_read: bool = False) -> None:
        """Mark an epoch, with its number and a dot on each curve where it is read off; None: none."""
        if epoch is None:
            if self._cursor.place is not None:
                self._cursor.show_place(None)
            return
        if not is_read:
            self._cursor.show_place(epoch)
            return
        lines = (self._total, self._test, self._train)
        dots = tuple((float(np.interp(epoch, *line.points)), line.color) for line in lines if len(line.points[0]))
        text = QCoreApplication.translate("LossPanel", "epoch {epoch}").format(epoch=plain(round(epoch, 2)))
        self._cursor.show_place(epoch, text, dots)

    def cursor_epoch(self) -> float | None:
        """The epoch that is read off or marked; None: none."""
        cursor: Cursor = self._cursor
        return cursor.place

    def is_near_ring(self, point: QPointF) -> bool:
        """Whether a place of the plot means the best epoch."""
        ring = self.ring
        across, up = self.pixels_per_unit()
        return ring is not None and np.hypot((ring[0] - point.x()) * across, (ring[1] - point.y()) * up) <= NEAR

    def run_at(self, point: QPointF) -> tuple[PastRun, float] | None:
        """The earlier run that a place of the plot means, and its value there; None where a curve of now is nearer, or none is."""
        up = self.pixels_per_unit()[1]
        nearest: tuple[float, tuple[PastRun, float] | None] = (NEAR, None)
        for line in (self._train, self._test, self._total):
            x, y = line.points
            if len(x) and x[0] <= point.x() <= x[-1]:
                nearest = min(nearest, (abs(float(np.interp(point.x(), x, y)) - point.y()) * up, None), key=_first)
        for run, ghost in zip(self._runs, self.ghosts, strict=False):
            good = np.isfinite(ghost.y)
            if good.any() and ghost.x[0] <= point.x() <= ghost.x[-1]:
                value = float(np.interp(point.x(), ghost.x[good], ghost.y[good]))
                nearest = min(nearest, (abs(value - point.y()) * up, (run, value)), key=_first)
        if nearest[1] is None:
            return None
        run, value = nearest[1]
        return run, 10.0**value if self._scale.is_log else value


def _first(pair: tuple[float, object]) -> float:
    return pair[0]


def _range(columns: Sequence[Array]) -> tuple[float, float]:
    """The least and the greatest number in them; infinite the wrong way round where there is none."""
    values = np.concatenate(columns) if columns else np.empty(0)
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if len(values) else (np.inf, -np.inf)
