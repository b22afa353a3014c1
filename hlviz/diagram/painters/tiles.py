"""Neurons drawn one by one: a rounded tile with what the neuron does, and a dot for its bias."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.ground import blank_pixmap, paint_shadow
from hlviz.diagram.painters.look import Center, Look, ink_on, rect
from hlviz.diagram.painters.sheets import Sheet, feature_sheet, scale_of, sheet_of
from hlviz.diagram.scene import Scene
from hlviz.diagram.words import number
from hlviz.document.geometry import Cell, Column, Form

ROOM = 10.0
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
        self._frames: dict[tuple[float, float, str, float], QPixmap] = {}

    def show(self, figures: Figures) -> None:
        """Take the numbers of a moment."""
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

    def _paint_column(
        self, painter: QPainter, figures: Figures, column: Column, selected: Place, hovered: Place, scale: float
    ) -> None:
        sheet, layer = self._sheets.get(column.index), column.index
        biases = figures.biases[layer - 1].tolist() if layer > 0 else []
        if sheet is None:
            values = figures.values(layer)
            greatest = scale_of(self.scene, layer, values)
        for row, cell in enumerate(column.on_cells):
            state = _state((layer, row), selected, hovered)
            if sheet is not None:
                painter.drawImage(rect(cell.box), sheet.image, sheet.source(row))
            else:
                self._paint_value(painter, figures, column, row, cell, float(values[row]), greatest)
            self._paint_frame(painter, cell, state, scale)
            if biases and cell.box.width >= 20:
                self._paint_bias(painter, cell, biases[row], figures.strongest)

    def _paint_features(
        self, painter: QPainter, column: Column, selected: Place, hovered: Place, hot: object, scale: float
    ) -> None:
        assert self._features is not None
        row = 0
        for i, cell in enumerate(column.cells):
            state = _state((0, row), selected, hovered) if cell.is_on else "off"
            if not cell.is_on and cell.key == hot:
                state = "hot"
            painter.drawImage(rect(cell.box), self._features.image, self._features.source(i))
            self._paint_frame(painter, cell, state, scale)
            row += cell.is_on

    def _paint_value(
        self, painter: QPainter, figures: Figures, column: Column, row: int, cell: Cell, value: float, greatest: float
    ) -> None:
        name = self.look.signed_name(value, greatest)
        painter.fillRect(rect(cell.box), QColor(name))
        if cell.box.width < 26:
            return
        shown = value
        if column.index == 0:
            shown = figures.raw_value(row)
        elif column.index == len(self.scene.columns) - 1 and figures.moment is not None:
            assembly = figures.moment.assembly
            shown = value if assembly.is_classification else value * assembly.target_scale + assembly.target_mean
        font = "value" if cell.box.width >= 38 else "tiny"
        self.look.words(painter, rect(cell.box), number(shown), font, QColor(ink_on(name)), Center)

    def _paint_bias(self, painter: QPainter, cell: Cell, bias: float, strongest: float) -> None:
        radius = DOT if cell.box.width >= 30 else 3.0
        at = QPointF(cell.box.x + 1.5, cell.box.bottom - 1.5)
        painter.setPen(QPen(self.look.rim, 1.2))
        painter.setBrush(self.look.signed(bias, max(strongest, 0.25)))
        painter.drawEllipse(at, radius, radius)

    def _paint_frame(self, painter: QPainter, cell: Cell, state: str, scale: float) -> None:
        box = cell.box
        key = (box.width, box.height, state, scale)
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) > 64:
                self._frames.clear()
            frame = self._frames[key] = paint_frame(self.look, box.width, box.height, state, scale)
        painter.drawPixmap(QPointF(box.x - ROOM, box.y - ROOM), frame)


def _state(place: Place, selected: Place, hovered: Place) -> str:
    if place == selected:
        return "selected"
    return "hover" if place == hovered else "plain"


def paint_frame(look: Look, width: float, height: float, state: str, scale: float) -> QPixmap:
    """What is laid over a square picture to make a tile of it: round corners, a line around it, a shadow, a ring."""
    pixmap = blank_pixmap(width + 2 * ROOM, height + 2 * ROOM, scale)
    tile = QRectF(ROOM, ROOM, width, height)
    radius = min(8.0, 0.2 * min(width, height))
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
        rim = QPen(look.accent if state == "hot" else look.rim, 1)
        if state == "off":
            rim.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(rim)
        painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if state in {"selected", "hover"}:
            ring = QPen(look.accent, 2.2 if state == "selected" else 1.4)
            painter.setPen(ring)
            out = 3.0
            painter.drawRoundedRect(tile.adjusted(-out, -out, out, out), radius + out, radius + out)
    return pixmap
