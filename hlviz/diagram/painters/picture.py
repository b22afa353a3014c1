"""The diagram as a picture for a file: lines and words where these will do, and nothing of what a pointer does.

Files such as SVG and PDF cannot show a part of an image and know no pixels of the screen: each neuron's picture is an image of its
own there, with its corners cut, and may lie on any ground.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPen

from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.attention import Attention
from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.look import Look
from hlviz.diagram.painters.sheets import Sheet
from hlviz.diagram.painters.tiles import DOT, TilePainter, corner_of
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Hit
from hlviz.diagram.view import View

FINE = 3.0
"""Pixels of an image within a drawing to a pixel of the diagram: sharp in print."""


class PictureTiles(TilePainter):
    """Tiles as images of their own with a line around them, whatever they are painted on."""

    def _paint_image(self, painter: QPainter, box: QRectF, sheet: Sheet, row: int, scale: float) -> None:
        part = sheet.image.copy(sheet.source(row).toRect())
        size = QSize(round(box.width() * scale), round(box.height() * scale))
        fine = part.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        with QPainter(image) as inner:
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.setPen(Qt.PenStyle.NoPen)
            inner.setBrush(QBrush(fine))
            radius = corner_of(box) * scale
            inner.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), radius, radius)
        painter.drawImage(box, image)

    def _paint_frame(self, painter: QPainter, box: QRectF, state: str, scale: float) -> None:
        rim = QPen(self.look.tile_rim, 1, Qt.PenStyle.DotLine if state == "off" else Qt.PenStyle.SolidLine)
        painter.setPen(rim)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = corner_of(box) - 0.5
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _paint_bias(self, painter: QPainter, tile: QRectF, share: float, scale: float) -> None:
        radius = DOT if tile.width() >= 30 else DOT * 0.7
        painter.setPen(QPen(self.look.rim, 1.2))
        painter.setBrush(self.look.bias_color(share))
        painter.drawEllipse(QPointF(tile.x() + 1.5, tile.bottom() - 1.5), radius, radius)


class PictureDrawing(Drawing):
    """The same scene for a file: painted once, so nothing is kept and everything is up to date."""

    def __init__(self, scene: Scene, look: Look, figures: Figures, *, has_ground: bool = True) -> None:
        """Take the numbers to be shown; without a ground the picture can be laid on anything."""
        super().__init__(scene, look)
        self._has_ground = has_ground
        self.tiles = PictureTiles(scene, look)
        self.edges.as_paths = True
        self.show(figures)
        while self.fog_is_behind:
            self.show_fog()

    def paint_backdrop(self, painter: QPainter, size: QSize, view: View, at: Attention, ratio: float) -> None:
        """Headers and words, on an even ground if on any."""
        if self._has_ground:
            painter.fillRect(QRectF(QPointF(0, 0), size), self.look.ground)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_headers(painter, view, at, Hit())
        painter.restore()
