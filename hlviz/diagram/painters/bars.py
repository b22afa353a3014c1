"""Outputs that name classes: a bar each, with how much of the class the network sees in the sample."""

import copy

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hlviz.colors import mixed
from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.ground import blank_pixmap, on_pixel
from hlviz.diagram.painters.look import Look, Right, ink_on, rect
from hlviz.diagram.painters.tiles import Place
from hlviz.diagram.scene import Scene
from hlviz.document.geometry import Column, Form
from hlviz.number_text import brief, percent

FILLS = 16
"""Strengths of a bar's colour."""
INSET = 3.0
RADIUS = 7.0


class BarPainter:
    """The bars of one scene."""

    def __init__(self, scene: Scene, look: Look) -> None:
        self.scene = scene
        self.look = look
        self._columns = [column for column in scene.columns if column.form is Form.BARS]
        names = [mixed(look.theme.card, look.theme.positive, 0.18 + 0.42 * i / (FILLS - 1)) for i in range(FILLS)]
        self._fills = [(QColor(name), QColor(ink_on(name))) for name in names]
        self._plates: dict[tuple[float, float, str, float], QPixmap] = {}

    def moved(self, scene: Scene) -> "BarPainter":
        """The same bars at the places of another scene."""
        moved = copy.copy(self)
        moved.scene = scene
        moved._columns = [column for column in scene.columns if column.form is Form.BARS]
        return moved

    def paint(self, painter: QPainter, figures: Figures, selected: Place, hovered: Place, scale: float) -> None:
        """All bars; ``scale`` is device pixels to a pixel of the diagram."""
        for column in self._columns:
            values = figures.values(column.index).tolist()
            best = values.index(max(values)) if figures.moment is not None else -1
            for row, cell in enumerate(column.on_cells):
                place = (column.index, row)
                state = "selected" if place == selected else "best" if place == hovered or row == best else "plain"
                box = rect(cell.box)
                painter.drawPixmap(on_pixel(painter, box.x() - 1, box.y() - 1), self._plate(box, state, scale))
                self._paint_bar(painter, column, row, box, values[row])

    def _paint_bar(self, painter: QPainter, column: Column, row: int, box: QRectF, value: float) -> None:
        output = self.scene.project.network.output_activation
        low = -1.0 if output == "tanh" else 0.0
        share = min(max((value - low) / (1 - low), 0.0), 1.0)
        fill, ink = self._fills[int(share * (FILLS - 1))]
        if share >= 0.005:
            wide = max(8.0, share * (box.width() - 2 * INSET))
            painter.setBrush(fill)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(box.x() + INSET, box.y() + INSET, wide, box.height() - 2 * INSET), 5, 5)
        names = self.look.theme.class_names(self.scene.split.points.class_names)
        is_large = box.height() >= 22
        look = self.look
        name = names[row] if row < len(names) else str(row)
        text = percent(share, 0) if output in {"softmax", "sigmoid"} else brief(value)
        look.words(
            painter,
            box.adjusted(9, 0, -40, 0),
            name,
            "value" if is_large else "tiny",
            ink if share > 0.3 else look.text,
        )
        look.words(
            painter, box.adjusted(9, 0, -8, 0), text, "small" if is_large else "tiny",
            ink if share > 0.85 else look.muted, Right,
        )  # fmt: skip

    def _plate(self, box: QRectF, state: str, scale: float) -> QPixmap:
        key = (box.width(), box.height(), state, scale)
        plate = self._plates.get(key)
        if plate is None:
            if len(self._plates) > 24:
                self._plates.clear()
            plate = self._plates[key] = blank_pixmap(box.width() + 2, box.height() + 2, scale)
            with QPainter(plate) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setBrush(self.look.card)
                color = self.look.line if state == "plain" else self.look.accent
                painter.setPen(QPen(color, {"plain": 1.0, "best": 1.2, "selected": 2.0}[state]))
                painter.drawRoundedRect(QRectF(1, 1, box.width(), box.height()), RADIUS, RADIUS)
        return plate
