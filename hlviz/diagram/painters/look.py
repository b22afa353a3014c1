"""Colours, pens and fonts of the diagram, made once from a theme."""

from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from hlviz.colors import Theme, mixed
from hlviz.document.geometry import Box

LEVELS = 16
"""Strengths of an edge that are told apart."""
WIDEST = 4.6
"""Pixels of the strongest edge."""
WIDEST_OF_MANY = 1.9
"""The same where there is fog."""
BULGE = 0.75
"""The power that makes middling edges wider where widths are relative: one edge is often far stronger than all others."""
THIN = 1.4
"""Edges that would be no wider are one pixel wide."""
WIDEST_FIXED = 9.0
"""Pixels that no edge is wider than, where the width of a weight is fixed."""
REACH = {"light": 0.5, "dark": 0.62}
"""By theme: how far out on the diverging scale the strongest value is: its ends are too close to black and white for large areas."""
EDGE_REACH = {"light": (0.13, 0.56), "dark": (0.14, 0.64)}
"""The same for edges, from the weakest to the strongest: a weak one has to be seen too."""
LIFT = 0.6
"""The power that lifts the colours of weak edges and biases."""

PALE = 0.6
"""How much of the ground there is in the colour of the weakest gradient."""
WHITE, SOFT_DARK, BLACK = "#ffffff", "#131a24", "#000000"
"""Inks on colours."""
WHITE_BELOW, SOFT_ABOVE = 0.179, 0.22
"""Relative luminances: white and black are read equally well on the first; from the second on the soft dark ink is read well too."""

Pens = list[tuple[QPen, QPen]]
"""(negative, positive) for each strength."""

Left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Center = Qt.AlignmentFlag.AlignCenter
_ONE_LINE = {align: int(align) | int(Qt.TextFlag.TextSingleLine) for align in (Left, Right, Center)}


def rect(box: Box) -> QRectF:
    """A box as Qt has it."""
    return QRectF(box.x, box.y, box.width, box.height)


class Look:
    """A theme, in the things that painters want."""

    def __init__(self, theme: Theme, font: QFont, *, pattern: bool = False, edge_pixels: float = 0.0) -> None:
        """Make pens and fonts.

        Parameters
        ----------
        font
            The widget's own; its family is used, the sizes are the diagram's.
        pattern
            Whether negative edges are dashed too.
        edge_pixels
            How wide an edge whose weight is 1 or −1 is drawn; 0: widths are relative to the largest weight shown.
        """
        self.theme = theme
        self.pattern = pattern
        self.edge_pixels = edge_pixels
        self.ground_name = mixed(theme.card, theme.window, 0.45)
        self.ground = QColor(self.ground_name)
        self.dot = QColor(mixed(theme.line, self.ground_name, 0.25))
        self.text, self.muted = QColor(theme.text), QColor(theme.muted)
        self.line, self.card, self.field = QColor(theme.line), QColor(theme.card), QColor(theme.field)
        self.accent, self.accent_soft = QColor(theme.accent), QColor(theme.accent_soft)
        self.on_accent, self.good, self.bad = QColor(theme.on_accent), QColor(theme.good), QColor(theme.bad)
        self.rim = QColor(mixed(theme.line, theme.muted, 0.25))
        self.tile_rim = QColor(mixed(theme.line, self.ground_name, 0.35)) if theme.name == "dark" else self.rim
        self.faint = QColor(mixed(theme.muted, self.ground_name, 0.45))
        self.is_dark = theme.name == "dark"
        self.title = _font(font, 12.5, QFont.Weight.DemiBold)
        self.body = _font(font, 11.5, QFont.Weight.Medium)
        self.small = _font(font, 11, QFont.Weight.Normal)
        self.value = _font(font, 11.5, QFont.Weight.DemiBold)
        self.tiny = _font(font, 9.5, QFont.Weight.Medium)
        # one look-up for all colours: entry of the diverging scale → pixel
        self._reach = REACH.get(theme.name, 0.6)
        half = (len(theme.diverging) - 1) / 2
        inner = theme.diverging[
            np.round(half + np.linspace(-half, half, len(theme.diverging)) * self._reach).astype(int)
        ]
        r, g, b = inner.astype(np.uint32).T
        self.pixels: NDArray[np.uint32] = (0xFF000000 | (r << 16) | (g << 8) | b).astype(np.uint32)
        self.dots: tuple[object, QPixmap] | None = None
        """A row of the dots of the ground, kept by whoever paints them, and what it is good for."""
        self._texts: dict[tuple[str, str, float], str] = {}
        self._faded: dict[tuple[int, int], Pens] = {}
        self.edges: Pens = self._edge_pens(WIDEST_FIXED if edge_pixels else WIDEST, 0.0)
        self.many_edges = self.edges if edge_pixels else self._edge_pens(WIDEST_OF_MANY, 0.0)
        self.dim_edges = self._edge_pens(1.0, 0.78)

    def faded(self, pens: Pens, opacity: float) -> Pens:
        """Pens that look as if they were see-through, in eighths."""
        eighths = round(min(max(opacity, 0.0), 1.0) * 8)
        if eighths == 8:
            return pens
        key = (id(pens), eighths)
        if key not in self._faded:
            self._faded[key] = [
                (self._faded_pen(negative, eighths / 8), self._faded_pen(positive, eighths / 8))
                for negative, positive in pens
            ]
        return self._faded[key]

    def _faded_pen(self, pen: QPen, opacity: float) -> QPen:
        color, ground, rest = pen.color(), self.ground, 1 - opacity
        faded = QPen(pen)
        faded.setColor(
            QColor.fromRgbF(
                color.redF() * opacity + ground.redF() * rest,
                color.greenF() * opacity + ground.greenF() * rest,
                color.blueF() * opacity + ground.blueF() * rest,
            )
        )
        return faded

    def full_weight(self, strongest: float) -> float:
        """The weight, without its sign, whose edge is as wide as edges become, where ``strongest`` is the largest shown."""
        return WIDEST_FIXED / self.edge_pixels if self.edge_pixels else strongest or 1.0

    @cached_property
    def gradient_edges(self) -> Pens:
        """The pens of edges that show gradients: in a pair of colours of their own."""
        return self._edge_pens(WIDEST, 0.0, self.gradient_color)

    def gradient_color(self, strength: float) -> str:
        """The colour of a gradient for −1 … 1; a weak one is pale, and still of its colour."""
        color = self.theme.gradients[int(strength >= 0)]
        return mixed(color, self.ground_name, PALE * (1 - abs(strength) ** LIFT))

    def _edge_pens(self, widest: float, dim: float, colored: Callable[[float], str] | None = None) -> Pens:
        """(negative, positive) for each level; blended with the ground, since translucent pens cost twenty times as much."""
        pens = []
        for level in range(LEVELS):
            strength = (level + 1) / LEVELS
            width = widest * strength ** (1.0 if self.edge_pixels else BULGE)
            # lines of one pixel cost half of wider ones, so those of the many weak edges are
            width = width if width > THIN else 1.0
            pair = []
            for is_negative in (True, False):
                color = (colored or self._edge_color)(-strength if is_negative else strength)
                pen = QPen(QColor(mixed(color, self.ground_name, dim) if dim else color), width)
                # square ends close the corners between the straight pieces of a curve
                pen.setCapStyle(Qt.PenCapStyle.SquareCap)
                if self.pattern and is_negative:
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                    pen.setDashPattern([max(2.0, 6 / width), max(1.5, 4 / width)])
                pair.append(pen)
            pens.append((pair[0], pair[1]))
        return pens

    def _edge_color(self, strength: float) -> str:
        """The colour of an edge for −1 … 1: a place of the diverging scale that is never quite at its middle."""
        low, high = EDGE_REACH[self.theme.name]
        place = low + (high - low) * abs(strength) ** LIFT
        return self.theme.signed_hex(place if strength > 0 else -place, 1.0)

    def bias_color(self, strength: float) -> QColor:
        """The colour of a bias for −1 … 1, like that of an edge; 0 has the scale's own middle."""
        place = EDGE_REACH[self.theme.name][1] * abs(strength) ** LIFT
        return QColor(self.theme.signed_hex(place if strength > 0 else -place, 1.0))

    @cached_property
    def metrics(self) -> dict[str, QFontMetricsF]:
        """How wide text is, by font."""
        return {name: QFontMetricsF(getattr(self, name)) for name in ("title", "body", "small", "value", "tiny")}

    @cached_property
    def _swatches(self) -> list[tuple[QColor, QColor]]:
        """Each colour of the scale, and the ink that is read well on it."""
        fills = [QColor.fromRgb(int(pixel)) for pixel in self.pixels]
        return [(fill, QColor(ink_on(fill.name()))) for fill in fills]

    def signed(self, value: float, scale: float) -> QColor:
        """The colour of one value between −scale and scale."""
        return self._swatch(value, scale)[0]

    def signed_ink(self, value: float, scale: float) -> QColor:
        """The ink for text on that colour."""
        return self._swatch(value, scale)[1]

    def _swatch(self, value: float, scale: float) -> tuple[QColor, QColor]:
        half = len(self._swatches) // 2
        return self._swatches[round((min(max(value / (scale or 1.0), -1.0), 1.0) + 1) * half)]

    def words(
        self,
        painter: QPainter,
        where: Box | QRectF,
        text: str,
        font: str,
        color: QColor,
        align: Qt.AlignmentFlag = Left,
    ) -> None:
        """Write one line of text into a box, cut short with an ellipsis where it does not fit."""
        box = rect(where) if isinstance(where, Box) else where
        painter.setFont(getattr(self, font))
        painter.setPen(color)
        painter.drawText(box, _ONE_LINE[align], self._fitting(text, font, box.width()))

    def _fitting(self, text: str, font: str, width: float) -> str:
        """The text as far as it fits; most texts are written many times a second."""
        key = (text, font, width)
        fitting = self._texts.get(key)
        if fitting is None:
            if len(self._texts) > 2000:
                self._texts.clear()
            metrics = self.metrics[font]
            is_short = metrics.horizontalAdvance(text) <= width
            fitting = text if is_short else metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._texts[key] = fitting
        return fitting

    def chevron(self, painter: QPainter, x: float, y: float, color: QColor) -> None:
        """A small arrow head that points down."""
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([QPointF(x - 3.2, y - 1.6), QPointF(x, y + 1.6), QPointF(x + 3.2, y - 1.6)])

    def cross(self, painter: QPainter, box: Box, color: QColor, size: float = 4.0, *, upright: bool = True) -> None:
        """A plus sign, or a minus sign where it is not ``upright``."""
        x, y = box.center
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x - size, y), QPointF(x + size, y))
        if upright:
            painter.drawLine(QPointF(x, y - size), QPointF(x, y + size))


def _font(font: QFont, pixels: float, weight: QFont.Weight) -> QFont:
    sized = QFont(font)
    sized.setPointSizeF(pixels * 72 / 96)
    sized.setPixelSize(round(pixels))
    sized.setWeight(weight)
    sized.setFeature(QFont.Tag("tnum"), 1)
    return sized


@lru_cache(maxsize=1024)
def ink_on(color: str) -> str:
    """The ink for text on a colour: dark, or white where that is read better; the contrast is 4.5 : 1 at least (WCAG 2.2)."""
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ np.array([0.2126, 0.7152, 0.0722]))
    if luminance < WHITE_BELOW:
        return WHITE
    return SOFT_DARK if luminance > SOFT_ABOVE else BLACK
