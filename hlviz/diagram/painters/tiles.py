"""Neurons drawn one by one: a rounded tile with what the neuron does, and a dot for its bias."""

import copy
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.ground import blank_pixmap, on_pixel, on_pixels, paint_shadow
from hlviz.diagram.painters.look import Center, Look, rect
from hlviz.diagram.painters.sheets import Sheet, feature_sheet, scale_of, sheet_of
from hlviz.diagram.scene import Kind, Scene
from hlviz.document.geometry import Column, Form
from hlviz.number_text import brief

ROOMY = 34.0
"""Pixels of a tile on which five characters can be read."""
ROOM = 12.0
"""Around a tile, for its shadow and ring."""
DOT = 4.5

Place = tuple[int, int] | None
"""(layer, row) of a neuron."""


class TilePainter:
    """The tiles of one scene."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene = scene
        self.look = look
        self._columns = [column for column in scene.columns if column.form is Form.TILES]
        self._features = feature_sheet(scene, look) if scene.split.points.plane else None
        self._sheets: dict[int, Sheet | None] = {}
        self._frames: dict[tuple[int, int, str, float], QPixmap] = {}
        self._dots: dict[tuple[int, bool, float], QPixmap] = {}
        self._rects: dict[int, list[QRectF]] = {}
        self._laid: tuple[object, dict[int, list[QRectF]]] | None = None
        self._opacity: Mapping[tuple[int, int], float] = {}

    def moved(self, scene: Scene, opacity: Mapping[tuple[int, int], float]) -> "TilePainter":
        """The same tiles at the places of another scene, some of them see-through by (layer, row)."""
        moved = copy.copy(self)
        moved.scene, moved._opacity = scene, opacity
        moved._columns = [column for column in scene.columns if column.form is Form.TILES]
        moved._laid = None
        return moved

    def sheet(self, layer: int) -> Sheet | None:
        """The pictures of a layer; None where its tiles show numbers, or it has none."""
        return self._sheets.get(layer)

    def picture(self, place: tuple[int, int]) -> tuple[QImage, QRectF] | None:
        """What is on a neuron's tile: an image, and which part of it; None where it is a number."""
        if place[0] == 0 and self._features is not None:
            cells = self._columns[0].cells
            index = [i for i, cell in enumerate(cells) if cell.is_on][place[1]]
            return self._features.image, self._features.source(index)
        sheet = self._sheets.get(place[0])
        return (sheet.image, sheet.source(place[1])) if sheet is not None else None

    def show(self, figures: Figures) -> None:
        """Take the numbers of a moment."""
        if self._sheets and self.scene.kind is Kind.MAP and not figures.has_new_maps:
            return
        for column in self._columns:
            if column.index > 0 or self._features is None:
                self._sheets[column.index] = sheet_of(self.scene, figures, column, self.look)

    def paint(
        self, painter: QPainter, figures: Figures, selected: Place, hovered: Place, hot_feature: object, scale: float
    ) -> None:
        """All tiles.

        Parameters
        ----------
        hot_feature
            The key of a feature that the pointer is over.
        scale
            Device pixels to a pixel of the diagram.
        """
        self._rects = self._laid_on(painter)
        for column in self._columns:
            if column.index == 0 and self._features is not None:
                self._paint_features(painter, column, selected, hovered, hot_feature, scale)
            else:
                self._paint_column(painter, figures, column, selected, hovered, scale)

    def paint_ghost(self, painter: QPainter, place: tuple[int, int], x: float, y: float, zoom: float) -> None:
        """The neuron that is dragged, at the pointer, in widget pixels."""
        layer, row = place
        sheet = self._sheets.get(layer)
        side = self.scene.columns[layer].box_of(row).width * zoom
        box = QRectF(x - side / 2, y - side / 2, side, side)
        painter.setOpacity(0.85)
        if sheet is not None:
            painter.drawImage(box, sheet.image, sheet.source(row))
        else:
            painter.fillRect(box, self.look.accent_soft)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.look.accent, 2))
        painter.drawRoundedRect(box, 5, 5)

    def _laid_on(self, painter: QPainter) -> dict[int, list[QRectF]]:
        """Where the cells of each column are, their sides on device pixels."""
        device = painter.deviceTransform()
        key = (device.m11(), device.dx(), device.dy())
        if self._laid is None or self._laid[0] != key:
            boxes = {column.index: [on_pixels(painter, rect(c.box)) for c in column.cells] for column in self._columns}
            self._laid = key, boxes
        return self._laid[1]

    def _paint_column(
        self, painter: QPainter, figures: Figures, column: Column, selected: Place, hovered: Place, scale: float
    ) -> None:
        sheet, layer, rects = self._sheets.get(column.index), column.index, self._rects[column.index]
        opacities = [self._opacity.get((layer, row), 1.0) for row in range(len(rects))] if self._opacity else []
        if sheet is not None:
            for row, box in enumerate(rects):
                if opacities:
                    painter.setOpacity(opacities[row])
                self._paint_image(painter, box, sheet, row, scale)
        else:
            values = figures.values(layer)
            greatest = scale_of(self.scene, layer, values)
            for row, value in enumerate(values.tolist()):
                if opacities:
                    painter.setOpacity(opacities[row])
                self._paint_value(painter, figures, column, row, rects[row], value, greatest)
        full = max(self.look.full_weight(figures.greatest), 0.25)
        biases = figures.biases[layer - 1].tolist() if layer > 0 and rects[0].width() >= 20 else None
        for row, box in enumerate(rects):
            if opacities:
                painter.setOpacity(opacities[row])
            self._paint_frame(painter, box, _state((layer, row), selected, hovered), scale)
            if biases is not None:
                self._paint_bias(painter, box, biases[row] / full, scale)
        if opacities:
            painter.setOpacity(1.0)

    def _paint_features(
        self, painter: QPainter, column: Column, selected: Place, hovered: Place, hot: object, scale: float
    ) -> None:
        assert self._features is not None
        row = 0
        for i, cell in enumerate(column.cells):
            state = _state((0, row), selected, hovered) if cell.is_on else "off"
            if not cell.is_on and cell.key == hot:
                state = "hot"
            box = self._rects[0][i]
            self._paint_image(painter, box, self._features, i, scale)
            self._paint_frame(painter, box, state, scale)
            row += cell.is_on

    def _paint_image(self, painter: QPainter, box: QRectF, sheet: Sheet, row: int, scale: float) -> None:
        painter.drawImage(box, sheet.image, sheet.source(row))

    def _paint_value(
        self, painter: QPainter, figures: Figures, column: Column, row: int, box: QRectF, value: float, greatest: float
    ) -> None:
        painter.fillRect(box, self.look.signed(value, greatest))
        if box.width() < 26:
            return
        shown = value
        if column.index == 0:
            shown = figures.raw_value(row)
        elif column.index == len(self.scene.columns) - 1 and figures.moment is not None:
            assembly = figures.moment.assembly
            shown = value if assembly.is_classification else value * assembly.target_scale + assembly.target_mean
        font = "value" if box.width() >= 38 else "tiny"
        self.look.words(
            painter,
            box,
            brief(shown, 5 if box.width() >= ROOMY else 4),
            font,
            self.look.signed_ink(value, greatest),
            Center,
        )

    def _paint_bias(self, painter: QPainter, tile: QRectF, share: float, scale: float) -> None:
        """A dot in one of 33 colours, each of which is drawn once and kept."""
        level, is_large = round(min(max(share, -1.0), 1.0) * 16), tile.width() >= 30
        key = (level, is_large, scale)
        dot = self._dots.get(key)
        if dot is None:
            dot = self._dots[key] = _dot(self.look, level / 16, DOT if is_large else DOT * 0.7, scale)
        painter.drawPixmap(on_pixel(painter, tile.x() + 1.5 - ROOM / 2, tile.bottom() - 1.5 - ROOM / 2), dot)

    def _paint_frame(self, painter: QPainter, box: QRectF, state: str, scale: float) -> None:
        wide, high = round(box.width() * scale), round(box.height() * scale)
        key = (wide, high, state, scale)
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) > 64:
                self._frames.clear()
            frame = self._frames[key] = paint_frame(self.look, wide, high, state, scale)
        room = round(ROOM * scale) / scale
        painter.drawPixmap(QPointF(box.x() - room, box.y() - room), frame)


def _state(place: Place, selected: Place, hovered: Place) -> str:
    if place == selected:
        return "selected"
    return "hover" if place == hovered else "plain"


def _dot(look: Look, share: float, radius: float, scale: float) -> QPixmap:
    pixmap = blank_pixmap(ROOM, ROOM, scale)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.rim, 1.2))
        painter.setBrush(look.bias_color(share))
        painter.drawEllipse(QPointF(ROOM / 2, ROOM / 2), radius, radius)
    return pixmap


def corner_of(tile: QRectF) -> float:
    """The radius of a tile's corners."""
    return min(10.0, 0.19 * min(tile.width(), tile.height()))


def paint_frame(look: Look, wide: int, high: int, state: str, scale: float) -> QPixmap:
    """What is laid over a picture to make a tile of it: round corners, a line around it, a shadow, a ring.

    Parameters
    ----------
    wide, high
        Size of the picture in device pixels.
    scale
        Device pixels to a pixel of the diagram.
    """
    room = round(ROOM * scale)
    pixmap = QPixmap(wide + 2 * room, high + 2 * room)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    width, height = wide / scale, high / scale
    tile = QRectF(room / scale, room / scale, width, height)
    radius = corner_of(tile)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(tile.adjusted(-0.5, -0.5, 0.5, 0.5), look.ground)
        if state not in {"off", "hot"}:
            paint_shadow(painter, look, tile, radius, 5)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.drawRoundedRect(tile, radius, radius)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rim = QPen(look.accent if state == "hot" else look.tile_rim, 1)
        if state == "off":
            rim.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(rim)
        painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
        if state in {"selected", "hover"}:
            _paint_ring(painter, look, tile, radius, is_strong=state == "selected")
    return pixmap


def _paint_ring(painter: QPainter, look: Look, tile: QRectF, radius: float, *, is_strong: bool) -> None:
    """A ring around a tile, with a glow."""
    out = 3.0
    glow = QColor(look.accent)
    for i in range(5 if is_strong else 3):
        glow.setAlphaF(0.16 - 0.03 * i)
        painter.setPen(QPen(glow, 2.0))
        far = out + 1.6 + 1.4 * i
        painter.drawRoundedRect(tile.adjusted(-far, -far, far, far), radius + far, radius + far)
    painter.setPen(QPen(look.accent, 2.2 if is_strong else 1.4))
    painter.drawRoundedRect(tile.adjusted(-out, -out, out, out), radius + out, radius + out)
