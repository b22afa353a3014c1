"""Axes for curves: pyqtgraph's plot with zoom by wheel and drag, in the window's colours, drawing as little as it can."""

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.number_text import plain
from hlviz.panels.caption import small

Ends = tuple[float, float]

LOG_2, LOG_5 = math.log10(2), math.log10(5)
LOG_TICK = 22.0
"""Pixels that the number of a power of ten needs."""


class NumberAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis whose numbers are written as everywhere else in the window."""

    is_percent = False
    unit = ""
    """What the numbers count, written at the axis' end; a number that it would cover is left out."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Where the ticks are: (distance, places). A logarithmic axis has one at each power of ten."""
        if not self.logMode:
            return list(super().tickValues(low, high, size))
        every = max(1, round((high - low) * LOG_TICK / max(size, 1.0)))
        powers = [float(power) for power in range(math.ceil(low), math.floor(high) + 1) if power % every == 0]
        if len(powers) < 2:
            powers = [p + part for p in range(math.floor(low), math.ceil(high)) for part in (0.0, LOG_2, LOG_5)]
        return [(1.0, [power for power in powers if low <= power <= high])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The numbers at the ticks."""
        if self.logMode:
            return [_power_text(value) for value in values]
        if self.is_percent:
            return [f"{plain(round(value * 100, 6))} %" for value in values]
        texts = [plain(round(value, 12)) for value in values]
        if not self.unit:
            return texts
        metrics = QFontMetricsF(self.style["tickFont"])
        low, high = self.range
        ends = self.width() - metrics.horizontalAdvance(self.unit) - 6
        return [
            text if (value - low) / (high - low) * self.width() + metrics.horizontalAdvance(text) / 2 < ends else ""
            for value, text in zip(values, texts, strict=True)
        ]

    def paint(self, p: QPainter, option: Any, widget: Any = None) -> None:
        """Draw line, ticks and numbers, and the unit."""
        super().paint(p, option, widget)
        if self.unit:
            p.setFont(self.style["tickFont"])
            p.setPen(self.textPen())
            metrics = QFontMetricsF(self.style["tickFont"])
            p.drawText(QPointF(self.width() - metrics.horizontalAdvance(self.unit), 2 + metrics.ascent()), self.unit)


def _power_text(power: float) -> str:
    """Ten to a power in few characters: 100, 0.02, 1e−4. What is wider than the axis would be left out."""
    number = float(f"{10.0**power:.2g}")
    if number >= 0.001:
        return plain(number)
    mantissa, _, exponent = f"{number:.1e}".partition("e")
    return f"{plain(float(mantissa))}e−{-int(exponent)}"


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """A plot whose ranges are set by who draws, until a person zooms; a double click gives them back."""

    hovered = Signal(object)
    """The pointer in the plot's units, as a ``QPointF``; None when it leaves."""
    clicked = Signal(QPointF)
    """The left button, in the plot's units."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.bottom_axis = NumberAxis("bottom")
        self.left_axis = NumberAxis("left")
        super().__init__(parent, axisItems={"bottom": self.bottom_axis, "left": self.left_axis})
        self._ends: tuple[Ends, Ends] | None = None
        self._is_zoomed = False
        for silent in (self, self.viewport()):  # no key does anything here, so Tab goes past it
            silent.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.box = self.getViewBox()
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0.0)
        self.box.sigRangeChangedManually.connect(self._zoomed)
        self.getPlotItem().layout.setContentsMargins(0, 4, 12, 0)
        for axis in (self.bottom_axis, self.left_axis):
            axis.setStyle(maxTickLevel=0, tickLength=-3, tickAlpha=255, autoExpandTextSpace=False)
            axis.enableAutoSIPrefix(False)
            # it changes seldom, and text is the dearest part of a plot
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        self.left_axis.setGrid(255)
        self.left_axis.setZValue(-1000)  # its grid belongs below the curves
        self.left_axis.setStyle(tickLength=0)
        self.setMinimumSize(60, 40)
        self._fit_axes(["0.000"])
        self._color_axes(LIGHT)

    @property
    def is_zoomed(self) -> bool:
        """Whether a person chose the ranges."""
        return self._is_zoomed

    def add(self, item: Any) -> Any:
        """Put something into the plot, and hand it back."""
        self.addItem(item, ignoreBounds=True)
        return item

    def show_ends(self, x: Ends, y: Ends) -> None:
        """Show these ranges, unless a person zoomed in."""
        if (x, y) == self._ends:
            return
        self._ends = (x, y)
        if not self._is_zoomed:
            self.box.setRange(xRange=x, yRange=y, padding=0)

    def show_log(self, is_log: bool) -> None:
        """Take what is drawn as powers of ten, or as it is."""
        if is_log != self.left_axis.logMode:
            self.left_axis.setLogMode(y=is_log)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._color_axes(theme)

    def _color_axes(self, theme: Theme) -> None:
        self.setBackground(QColor(theme.card))
        for axis in (self.bottom_axis, self.left_axis):
            axis.setPen(QColor(theme.line))
            axis.setTickPen(QColor(theme.line))
            axis.setTextPen(QColor(theme.muted))
            axis.setTickFont(small(self.font()))

    def show_everything(self) -> None:
        """Undo the zoom."""
        self._is_zoomed = False
        if self._ends is not None:
            self.box.setRange(xRange=self._ends[0], yRange=self._ends[1], padding=0)

    def to_plot(self, position: QPointF) -> QPointF:
        """A place in the widget in the plot's units."""
        return QPointF(self.box.mapSceneToView(self.mapToScene(position.toPoint())))

    def pixels_per_unit(self) -> tuple[float, float]:
        """How large one unit of each axis is on screen."""
        width, height = self.box.viewPixelSize()
        return 1 / width, 1 / height

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is."""
        super().mouseMoveEvent(event)
        inside = self._is_inside(event.position().toPoint()) and not event.buttons()
        self.hovered.emit(self.to_plot(event.position()) if inside else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell of a click; what else it begins is pyqtgraph's."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(self.to_plot(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        super().mouseDoubleClickEvent(event)
        self.show_everything()

    def sizeHint(self) -> QSize:
        """No wish of its own: it takes what its panel has."""
        return QSize(120, 60)

    def viewportEvent(self, event: QEvent) -> bool:
        """Leave the panel's tooltip away inside the axes: it would cover the curves."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._is_inside(event.pos()):
            return True
        return bool(super().viewportEvent(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.hovered.emit(None)

    def _is_inside(self, position: QPoint) -> bool:
        return bool(self.box.sceneBoundingRect().contains(self.mapToScene(position)))

    def _fit_axes(self, texts: Sequence[str]) -> None:
        metrics = QFontMetricsF(small(self.font()))
        self.left_axis.setWidth(max(metrics.horizontalAdvance(text) for text in texts) + 7)
        self.bottom_axis.setHeight(metrics.height() + 5)

    def _zoomed(self, *_: object) -> None:
        self._is_zoomed = True
