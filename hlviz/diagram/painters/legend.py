"""The legend: what the colours, widths and marks of the diagram mean now, with the numbers of the moment."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QPen, QPixmap, QPolygonF

from hlviz.diagram.insets import close_box
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.ground import blank_pixmap, on_pixel
from hlviz.diagram.painters.look import LEVELS, Center, Left, Look, Pens, Right, rect
from hlviz.diagram.painters.marks import paint_cut, paint_frozen
from hlviz.diagram.painters.sheets import scale_of
from hlviz.diagram.words import tr
from hlviz.document.geometry import Box, Form
from hlviz.number_text import rounded

WIDTH = 196.0
PAD = 9.0
NAME = 62.0
"""Room for what a row is about."""
SCALE_ROW, NOTE_ROW = 27.0, 15.0
RADIUS = 8.0


@dataclass(frozen=True)
class Legend:
    """What there is to say. Which rows it has depends on the project alone, so that its size is the same while training."""

    edges: str
    """The weight, or contribution, that has the widest edge."""
    shows_contributions: bool = False
    tiles: str = ""
    """The activation that has the strongest colour; empty where no neuron is coloured by it."""
    notes: tuple[str, ...] = ()
    has_bias: bool = False
    is_dashed: bool = False
    has_frozen: bool = False
    has_cut: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in pixels."""
        scales = 1 + bool(self.tiles)
        rows = len(self.notes) + self.has_bias + self.is_dashed + (self.has_frozen or self.has_cut)
        return WIDTH, 2 * PAD - 2 + scales * SCALE_ROW + rows * NOTE_ROW


def legend_of(drawing: Drawing) -> Legend:
    """The legend of what is drawn."""
    scene, figures = drawing.scene, drawing.figures
    scales: list[float] = []
    notes = []
    for column in scene.columns[1:]:
        sheet = drawing.tiles.sheet(column.index) or drawing.blocks.sheet(column.index)
        if sheet is not None and sheet.shows_weights:
            notes.append(tr("neurons show weights, up to ±{number}").format(number=rounded(sheet.scale)))
        elif column.form is not Form.BARS:
            scales.append(
                sheet.scale if sheet is not None else scale_of(scene, column.index, figures.values(column.index))
            )
    are_alike = all(scale == 1.0 for scale in scales)
    if not are_alike:
        text = tr("max in each layer: {numbers}") if len(scales) > 1 else tr("max: {numbers}")
        notes.append(text.format(numbers=", ".join(map(rounded, scales))))
    if figures.shows_contributions:
        notes.append(tr("passes on = weight × activation"))
    return Legend(
        rounded(drawing.look.full_weight(figures.greatest)),
        figures.shows_contributions,
        ("1" if are_alike else tr("max")) if scales else "",
        tuple(notes),
        has_bias=any(column.form is Form.TILES and column.index > 0 for column in scene.columns),
        is_dashed=drawing.look.pattern,
        has_frozen=bool(scene.project.network.frozen),
        has_cut=bool(scene.project.network.cut),
    )


class LegendPainter:
    """Paints it into a picture, which is kept until a number changes."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._picture: tuple[object, QPixmap] | None = None
        half = np.linspace(0, len(look.pixels) - 1, 128).round().astype(int)
        pixels = self._ramp_pixels = np.ascontiguousarray(look.pixels[half][None, :])
        self._ramp = QImage(pixels.data, 128, 1, QImage.Format.Format_RGB32)

    def paint(self, painter: QPainter, legend: Legend, pens: Pens, box: Box, ratio: float, *, is_hot: bool) -> None:
        """Draw it at its place in the widget.

        Parameters
        ----------
        pens
            Those that edges are drawn with.
        is_hot
            Whether the pointer is over its button.
        """
        key = (legend, id(pens), is_hot, ratio)
        if self._picture is None or self._picture[0] != key:
            pixmap = blank_pixmap(box.width, box.height, ratio)
            with QPainter(pixmap) as inner:
                inner.setRenderHint(QPainter.RenderHint.Antialiasing)
                self.paint_afresh(inner, legend, pens, Box(0, 0, box.width, box.height))
                paint_close(inner, self.look, Box(0, 0, box.width, box.height), is_hot=is_hot)
            self._picture = key, pixmap
        painter.drawPixmap(on_pixel(painter, box.x, box.y), self._picture[1])

    def paint_afresh(self, painter: QPainter, legend: Legend, pens: Pens, box: Box) -> None:
        """Draw all but its button; ``box`` is at the painter's origin."""
        paint_inset(painter, self.look, box)
        y = PAD - 1
        self._paint_edges(painter, y, legend, pens)
        y += SCALE_ROW
        if legend.tiles:
            self._paint_tiles(painter, y, legend.tiles)
            y += SCALE_ROW
        for note in legend.notes:
            self.look.words(painter, QRectF(PAD, y, WIDTH - 2 * PAD, NOTE_ROW), note, "tiny", self.look.muted, Left)
            y += NOTE_ROW
        if legend.has_bias:
            self._paint_bias(painter, y)
            y += NOTE_ROW
        if legend.is_dashed:
            self._paint_dashed(painter, y)
            y += NOTE_ROW
        if legend.has_frozen or legend.has_cut:
            self._paint_marks(painter, y, legend)

    def _paint_edges(self, painter: QPainter, y: float, legend: Legend, pens: Pens) -> None:
        """A wedge to each side, as wide at its end as the widest edge."""
        where = self._scale_row(
            painter, y, tr("passes on") if legend.shows_contributions else tr("weight"), legend.edges
        )
        middle, half, y = where.center().x(), where.width() / 2, y + 7
        painter.setPen(Qt.PenStyle.NoPen)
        for sign in (-1, 1):
            sides = [pen[int(sign > 0)] for pen in pens]
            gradient = QLinearGradient(middle, 0, middle + sign * half, 0)
            upper = [QPointF(middle, y - 0.5)]
            for level, pen in enumerate(sides):
                gradient.setColorAt((level + 0.5) / LEVELS, pen.color())
                upper.append(QPointF(middle + sign * half * (level + 1) / LEVELS, y - pen.widthF() / 2))
            lower = [QPointF(corner.x(), 2 * y - corner.y()) for corner in reversed(upper)]
            painter.setBrush(gradient)
            painter.drawPolygon(QPolygonF(upper + lower))

    def _paint_tiles(self, painter: QPainter, y: float, most: str) -> None:
        where = self._scale_row(painter, y, tr("activation"), most)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(where.x(), y + 3, where.width(), 8), self._ramp)

    def _scale_row(self, painter: QPainter, y: float, name: str, most: str) -> QRectF:
        """The words of a row with a scale; where the scale goes."""
        look = self.look
        look.words(painter, QRectF(PAD, y, NAME, 14), name, "small", look.muted, Left)
        where = QRectF(PAD + NAME, y, WIDTH - NAME - 2 * PAD - 14, 14)
        below = QRectF(where.x() - 14, y + 12, where.width() + 28, 13)
        look.words(painter, below.adjusted(14, 0, 0, 0), f"−{most}", "tiny", look.text, Left)
        look.words(painter, below, "0", "tiny", look.text, Center)
        look.words(painter, below.adjusted(0, 0, -14, 0), most, "tiny", look.text, Right)
        return where

    def _paint_bias(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(self.look.rim, 1))
        for i, share in enumerate((-1.0, 0.0, 1.0)):
            painter.setBrush(self.look.bias_color(share))
            painter.drawEllipse(QPointF(PAD + 4 + 9 * i, y + NOTE_ROW / 2), 3.4, 3.4)
        where = QRectF(PAD + 32, y, WIDTH - PAD - 36, NOTE_ROW)
        self.look.words(painter, where, tr("bias, coloured like an edge"), "tiny", self.look.muted, Left)

    def _paint_dashed(self, painter: QPainter, y: float) -> None:
        pen = QPen(self.look.edges[LEVELS // 2][0])
        pen.setWidthF(1.6)
        painter.setPen(pen)
        painter.drawLine(QPointF(PAD, y + NOTE_ROW / 2), QPointF(PAD + 24, y + NOTE_ROW / 2))
        where = QRectF(PAD + 32, y, WIDTH - PAD - 36, NOTE_ROW)
        self.look.words(painter, where, tr("dashed: negative"), "tiny", self.look.muted, Left)

    def _paint_marks(self, painter: QPainter, y: float, legend: Legend) -> None:
        x = PAD
        for is_there, paint, word in (
            (legend.has_frozen, paint_frozen, tr("frozen")), (legend.has_cut, paint_cut, tr("cut")),
        ):  # fmt: skip
            if is_there:
                paint(painter, self.look, x + 10, y + NOTE_ROW / 2)
                self.look.words(painter, QRectF(x + 25, y, 50, NOTE_ROW), word, "tiny", self.look.muted, Left)
                x += 84


def paint_inset(painter: QPainter, look: Look, box: Box) -> None:
    """The plate of something that lies over the diagram."""
    painter.setBrush(look.card)
    painter.setPen(QPen(look.line, 1))
    painter.drawRoundedRect(QRectF(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1), RADIUS, RADIUS)


def paint_close(painter: QPainter, look: Look, box: Box, *, is_hot: bool) -> None:
    """The button that takes it away."""
    button = close_box(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.field if is_hot else look.card)
    painter.drawRoundedRect(rect(button).adjusted(2, 2, -2, -2), 4, 4)
    x, y = button.center
    painter.setPen(QPen(look.text if is_hot else look.faint, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLines([QLineF(x - 3, y - 3, x + 3, y + 3), QLineF(x - 3, y + 3, x + 3, y - 3)])
