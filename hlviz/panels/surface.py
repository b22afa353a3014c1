"""The input plane: what the network makes of every point of it, with the samples on top."""

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPen, QPixmap

from hlviz.colors import mixed
from hlviz.nn.arrays import Array
from hlviz.panels.caption import small
from hlviz.panels.frame_axes import draw_axes, plot_rect
from hlviz.panels.isoline import zero_line
from hlviz.panels.names import class_names
from hlviz.panels.number_text import rounded
from hlviz.panels.picture import Picture
from hlviz.panels.plane_map import PlaneMap
from hlviz.panels.samples import draw_ring, draw_samples, round_corners
from hlviz.panels.surface_field import Field, cell_of, field_of, lead
from hlviz.panels.tones import SOFT, Tones, class_levels, class_table, enlarged, signed_indexes, signed_table
from hlviz.session.moment import GRID, Moment

FINEST = 360
"""Pixels along a side for which numbers are calculated; a larger picture is stretched."""
NEAR = 9.0
"""Pixels from a point within which a click means it."""
NOWHERE = PlaneMap(QRectF(), (0.0, 1.0), (0.0, 1.0))


class Surface(Picture):
    """One field over the plane in colours, the boundary between classes, axes in the data's units, and the samples."""

    picked = Signal(int)
    """A row of the data's points, clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self._field: Field | None = None
        self._tones = Tones()
        self._strokes = PrimitiveArray(QLineF, 4)
        self._plane = NOWHERE
        self._overlay = QPixmap()
        self._overlay_key: tuple[object, ...] = ()
        self._probe = -1
        self.shows_test = False
        self.is_discrete = False

    @property
    def field(self) -> Field | None:
        """What it draws."""
        return self._field

    @property
    def plane(self) -> PlaneMap:
        """Where on screen the plane is."""
        return self._plane

    def show_moment(self, moment: Moment, neuron: tuple[int, int] | None) -> None:
        """Draw the output, or one neuron as (layer, place)."""
        self._moment, self._field = moment, field_of(moment, neuron)
        self.update()

    def show_probe(self, row: int) -> None:
        """Ring this sample."""
        self._probe = row
        self.update()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """The field, its boundary, and on top what changes only with data, size and theme."""
        moment, field = self._moment, self._field
        if moment is None or field is None:
            return
        self._lay_overlay(moment, metrics)
        rect = self._plane.rect
        if rect.width() < 8 or rect.height() < 8:
            return
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        p.drawImage(rect, self._image(field, min(int(rect.width()), FINEST), min(int(rect.height()), FINEST)))
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if field.boundary is not None:
            self._draw_boundary(p, field.boundary)
        p.drawPixmap(0, 0, self._overlay)
        at = (
            self._plane.place(moment.split.points.x[self._probe])
            if 0 <= self._probe < len(moment.split.points.x)
            else None
        )
        if at is not None:
            draw_ring(p, at, self.theme)

    def _image(self, field: Field, width: int, height: int) -> QImage:
        if field.classes:
            return self._class_image(field, width, height)
        values = enlarged(field.values, width, height)
        if self.is_discrete:
            values = np.where(values > field.middle, field.middle + field.scale, field.middle - field.scale)
        return self._tones.image(signed_indexes(values, field.scale, field.middle), signed_table(self.theme, SOFT))

    def _class_image(self, field: Field, width: int, height: int) -> QImage:
        levels = class_levels(field.classes)
        if not self.is_discrete:  # shades are smooth, so half the pixels say as much
            width, height = max(1, width // 2), max(1, height // 2)
        named, ahead = lead(enlarged(field.values, width, height))
        strength = np.full_like(ahead, levels - 1) if self.is_discrete else np.clip(ahead, 0, 1) * (levels - 1)
        table = class_table(self.theme, tuple(self.theme.class_color(k, field.classes) for k in range(field.classes)))
        return self._tones.image(named * levels + strength.astype(np.int64), table)

    def _draw_boundary(self, p: QPainter, boundary: Array) -> None:
        strokes = zero_line(boundary)
        if not len(strokes):
            return
        rect = self._plane.rect
        # the knots of the grid are the middles of its cells
        strokes = (strokes + 0.5) * (np.array([rect.width(), rect.height()] * 2) / GRID)
        strokes += np.array([rect.left(), rect.top()] * 2)
        p.setPen(QPen(QColor(mixed(self.theme.text, self.theme.card, 0.25)), 1))
        self._strokes.resize(len(strokes))
        self._strokes.ndarray()[: len(strokes)] = strokes
        p.drawLines(*self._strokes.drawargs())

    def _lay_overlay(self, moment: Moment, metrics: QFontMetricsF) -> None:
        ratio = self.devicePixelRatioF()
        key = (moment.split, self.theme, self.size(), ratio, self.shows_test, self.font().key())
        if key == self._overlay_key:
            return
        self._overlay_key = key
        points = moment.split.points
        x, y = points.ranges()
        self._plane = PlaneMap(plot_rect(QRectF(self.rect()), metrics, x, y, is_square=points.plane), x, y)
        self._overlay = QPixmap(self.size() * ratio)
        self._overlay.setDevicePixelRatio(ratio)
        self._overlay.fill(Qt.GlobalColor.transparent)
        with QPainter(self._overlay) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(small(self.font()))
            rect = self._plane.rect
            round_corners(p, rect, self.theme.card)
            draw_axes(p, rect, metrics, self.theme, x, y, (points.input_names[0], points.input_names[1]))
            draw_samples(p, moment, self._plane, self.theme, shows_test=self.shows_test)

    def point_at(self, position: QPointF) -> str:
        """The place under the pointer and what is drawn there."""
        moment, field, point = self._moment, self._field, self._plane.point(position)
        if moment is None or field is None or point is None:
            return ""
        row, column = cell_of(moment, float(point[0]), float(point[1]))
        points = moment.split.points
        where = ", ".join(f"{name} {rounded(float(v))}" for name, v in zip(points.input_names, point, strict=True))
        if not field.classes:
            return f"{where}: {rounded(float(field.values[row, column]))}"
        values = field.values[:, row, column]
        named = int(values.argmax())
        return f"{where}: {class_names(points, self.theme)[named]} {rounded(float(values[named]))}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the sample that was clicked."""
        moment, point = self._moment, self._plane.point(event.position())
        if moment is None or point is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        split = moment.split
        rows = np.concatenate([split.train, split.test]) if self.shows_test else split.train
        away = np.hypot(*((split.points.x[rows] - point) * self._plane.scale).T)
        if len(rows) and away.min() <= NEAR:
            self.picked.emit(int(rows[away.argmin()]))
