"""The losses of two runs in one plot: training solid, test dashed, each run in a colour of its own, and where one branched off."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from hlviz.colors import Theme
from hlviz.nn.arrays import Array
from hlviz.panels.caption import small
from hlviz.panels.cursor import Cursor
from hlviz.panels.plot import Plot
from hlviz.panels.ranges import decades, reach
from hlviz.panels.strokes import Line
from hlviz.session.moment import Moment

FLOOR = 1e-9
"""A loss of 0 has no logarithm; it is drawn here."""


class ComparedCurves(Plot):
    """On a logarithmic axis: two runs differ by factors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bottom_axis.unit = QCoreApplication.translate("LossPanel", "epochs")
        self._lines = [(self.add(Line(1.2, is_dashed=True)), self.add(Line(1.8))) for _ in range(2)]
        self._branch = self.add(Cursor())
        self.show_log(True)

    def show_runs(self, moments: Sequence[Moment], colors: Sequence[str], branched_at: float | None) -> None:
        """Draw two runs.

        Parameters
        ----------
        moments
            Of each run the last one.
        colors
            Of each run.
        branched_at
            The epoch up to which they are the same; None where they are not.
        """
        ends: list[Array] = []
        far = 0.0
        for (test, train), moment, color in zip(self._lines, moments, colors, strict=True):
            curves = moment.curves
            for line, values in ((train, curves.train_loss), (test, curves.test_loss)):
                placed = np.log10(np.maximum(values, FLOOR))
                line.show_points(curves.epoch, placed)
                line.show_color(color)
                ends.append(placed[np.isfinite(placed)])
            far = max(far, float(curves.epoch[-1]) if len(curves) else 0.0)
        seen = np.concatenate(ends)
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (-1.0, 0.0)
        self.show_ends((0.0, reach(far)), decades(10**low, 10**high))
        self._branch.show_place(branched_at)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self._branch.show_look(theme.muted, theme.text, theme.card, small(self.font()))

    def line(self, run: int, *, is_test: bool = False) -> tuple[Array, Array]:
        """Epochs and logarithms of a run's losses as they are drawn."""
        points: tuple[Array, Array] = self._lines[run][0 if is_test else 1].points
        return points
