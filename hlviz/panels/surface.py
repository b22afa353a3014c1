"""The input plane: what the network makes of every point of it, with the samples on top."""

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap

from hlviz.colors import Theme, mixed
from hlviz.nn.arrays import Array, IntArray
from hlviz.number_text import rounded
from hlviz.panels.caption import small
from hlviz.panels.frame_axes import draw_axes, plot_rect
from hlviz.panels.isoline import zero_line
from hlviz.panels.mistakes import cross, wrong_rows
from hlviz.panels.names import class_names
from hlviz.panels.picture import Picture
from hlviz.panels.plane_line import PlaneLine, draw_line
from hlviz.panels.plane_map import PlaneMap
from hlviz.panels.samples import draw_cross_hairs, draw_ring, draw_samples, round_corners
from hlviz.panels.surface_field import Field, cell_of, field_of, lead
from hlviz.panels.tones import (
    SOFT,
    Table,
    Tones,
    class_levels,
    class_table,
    enlarged,
    sequential_table,
    signed_indexes,
    signed_table,
    stepped_table,
)
from hlviz.session.moment import GRID, Moment
from hlviz.session.probe import Probe

FINEST = 360
"""Pixels along a side for which numbers are calculated; a larger picture is stretched."""
NEAR = 9.0
"""Pixels from a point within which a click means it."""
STEPS = 8
"""Shades of a number that is drawn in steps."""
NO_ROWS: IntArray = np.empty(0, np.int64)
NUDGE, FAR = 0.005, 10
"""Of the plane's width, what an arrow key takes the place along; and how many times as much with Shift."""
WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1)}
NOWHERE = PlaneMap(QRectF(), (0.0, 1.0), (0.0, 1.0))


class Surface(Picture):
    """One field over the plane in colours, the boundary between classes, axes in the data's units, and the samples."""

    picked = Signal(int)
    """A row of the data's points, clicked."""
    placed = Signal(object)
    """A place of the plane that no sample is at, pointed out: (x, y) in the units of the data."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self._field: Field | None = None
        self._tones = Tones()
        self._strokes = PrimitiveArray(QLineF, 4)
        self._plane = NOWHERE
        self._overlay = QPixmap()
        self._overlay_key: tuple[object, ...] = ()
        self._probe: Probe | None = None
        self._is_dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(QCoreApplication.translate("Surface", "Map of the inputs"))
        self._cross, self._wrong = cross(self.theme), NO_ROWS
        self.shows_test = self.shows_mistakes = False
        self.is_discrete = self.is_sure = False
        self._lines: tuple[PlaneLine, ...] = ()

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
        marks = self.shows_mistakes and moment.assembly.is_classification
        self._wrong = wrong_rows(moment, with_test=self.shows_test) if marks else NO_ROWS
        self.update()

    @property
    def lines(self) -> tuple[PlaneLine, ...]:
        """What lines it draws beside the boundary of its field."""
        return self._lines

    def show_lines(self, *lines: PlaneLine | None) -> None:
        """Draw these lines too, below the samples."""
        self._lines = tuple(line for line in lines if line is not None)
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._cross = cross(theme)
        super().show_theme(theme)

    @property
    def colors(self) -> Table:
        """What numbers are drawn in, from the lowest to the highest."""
        field = self._field
        if field is not None and field.classes:
            return sequential_table(self.theme)
        if self.is_discrete and field is not None and field.boundary is None:
            return stepped_table(self.theme, SOFT, STEPS)
        return signed_table(self.theme, SOFT)

    def show_probe(self, probe: Probe | None) -> None:
        """Mark the sample that is followed; None: none is."""
        self._probe = probe
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
        for line in self._lines:
            draw_line(p, line, rect, self.theme)
        p.drawPixmap(0, 0, self._overlay)
        if len(self._wrong):
            self._cross.put(p, self._places(moment, self._wrong))
        at = self._plane.place(self._probe.inputs(moment.split.points)) if self._probe is not None else None
        if at is not None:
            draw_cross_hairs(p, at, rect, self.theme)
            draw_ring(p, at, self.theme)

    def _image(self, field: Field, width: int, height: int) -> QImage:
        if field.classes:
            return self._class_image(field, width, height)
        values = enlarged(field.values, width, height)
        if self.is_discrete and field.boundary is not None:
            values = np.where(values > field.middle, field.middle + field.scale, field.middle - field.scale)
        return self._tones.image(signed_indexes(values, field.scale, field.middle), self.colors)

    def _class_image(self, field: Field, width: int, height: int) -> QImage:
        levels = class_levels(field.classes)
        if not self.is_discrete:  # shades are smooth, so half the pixels say as much
            width, height = max(1, width // 2), max(1, height // 2)
        if self.is_sure:
            largest = enlarged(field.values.max(axis=0), width, height)
            return self._tones.image(np.clip(largest, 0, 1) * (len(self.colors) - 1), self.colors)
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

    def _places(self, moment: Moment, rows: IntArray) -> Array:
        """Where samples are on screen, shape (n, 2); only those that lie within the plot."""
        plane = self._plane
        from_corner = (moment.split.points.x[rows] - (plane.x[0], plane.y[0])) * plane.scale
        size = (plane.rect.width(), plane.rect.height())
        from_corner = from_corner[((from_corner >= 0) & (from_corner <= size)).all(axis=1)]
        return np.column_stack([plane.rect.left() + from_corner[:, 0], plane.rect.bottom() - from_corner[:, 1]])

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
        """Follow the sample that was clicked; with Alt, or where one is followed already, any place of the plane."""
        moment, point = self._moment, self._plane.point(event.position())
        if moment is None or point is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        is_free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        row = self._sample_at(moment, point) if not is_free else None
        if row is not None:
            self.picked.emit(row)
        elif is_free or self._probe is not None:
            self._is_dragging = True
            self.placed.emit(point.tolist())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the place that is followed along; else say what is under the pointer."""
        point = self._plane.point(event.position())
        if self._is_dragging and event.buttons() & Qt.MouseButton.LeftButton:
            if point is not None:
                self.placed.emit(point.tolist())
        else:
            self._is_dragging = False
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the place."""
        self._is_dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is followed along with the arrow keys, ten times as far with Shift."""
        way = WAYS.get(Qt.Key(event.key()))
        moment = self._moment
        if way is None or moment is None or self._probe is None:
            super().keyPressEvent(event)
            return
        far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        ends = np.array(moment.split.points.ranges())
        place = self._probe.inputs(moment.split.points) + np.array(way) * far * (ends[:, 1] - ends[:, 0]) * NUDGE
        self.placed.emit(np.clip(place, ends[:, 0], ends[:, 1]).tolist())

    def _sample_at(self, moment: Moment, point: Array) -> int | None:
        """The row of the sample that is drawn there, or nearly there."""
        split = moment.split
        rows = np.concatenate([split.train, split.test]) if self.shows_test else split.train
        away = np.hypot(*((split.points.x[rows] - point) * self._plane.scale).T)
        return int(rows[away.argmin()]) if len(rows) and away.min() <= NEAR else None
