"""The picture of bent space: the grid, the samples, the axes, and in the last hidden space the output's straight cuts."""

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QPolygonF

from hlviz.colors import Theme, mixed
from hlviz.explain.cuts import levels_through, planes, regions
from hlviz.explain.space import Deed
from hlviz.nn.arrays import Array, IntArray
from hlviz.panels.names import neuron_name
from hlviz.panels.number_text import plain, rounded
from hlviz.panels.picture import Picture
from hlviz.panels.polyline import FAR
from hlviz.panels.ranges import ticks
from hlviz.panels.samples import CORNER, draw_ring, look_of, rim_of
from hlviz.panels.space_scene import CUT, Scene, Turn
from hlviz.panels.surface_field import target_colors
from hlviz.panels.swarm import Look, Swarm
from hlviz.panels.tones import HALF, signed_colors, signed_indexes
from hlviz.session.probe import Probe

NEAR = 9.0
"""Pixels from a point within which the pointer means it."""
ROOM = 0.06
"""Of the picture's extent, what is left free around it."""
SHADES = 9
"""Colours of grid lines for a number: from one end to the other."""
TINT = 0.17
"""How strong the ground of a class is."""
LEVELS = 5
"""Lines of equal value where a number is learned."""
RADIUS = 3.0
TURN_KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
TURN_STEP, TURN_PIXEL = 0.1, 0.01
"""Radians that an arrow key and a pixel of a drag turn by."""
STEEPEST = 1.5


def tr(text: str) -> str:
    """A text of the picture in the user's language."""
    return QCoreApplication.translate("SpaceView", text)


class SpaceView(Picture):
    """Draws a scene at a position of the way."""

    picked = Signal(int)
    """A row of the data's points, clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene | None = None
        self.position = 0.0
        self._probe: Probe | None = None
        self._swarm = Swarm()
        self._look: IntArray = np.empty(0, np.int64)
        self._look_key: tuple[object, ...] = ()
        self._strokes = PrimitiveArray(QLineF, 4)
        self._order: IntArray = np.empty(0, np.int64)
        self._bands: list[tuple[str, slice]] = []
        self._rect = QRectF()
        self._scale, self._shift = np.ones(2), np.zeros(2)
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_scene(self, scene: Scene, position: float, probe: Probe | None) -> None:
        """Draw this."""
        self.scene, self._probe = scene, probe
        self._dye_grid()
        self.show_position(position)

    def show_position(self, position: float) -> None:
        """Draw another place of the way."""
        self.position = position
        if self.scene is not None:
            self.setCursor(Qt.CursorShape.OpenHandCursor if self.turnable is not None else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self._dye_grid()

    @property
    def turnable(self) -> int | None:
        """The layer of three neurons that is seen from a side; None: none is."""
        scene = self.scene
        if scene is None:
            return None
        stage = scene.stage(self.position)
        layers = (stage.layer, stage.layer - 1) if stage.deed is Deed.LINEAR else (stage.layer,)
        return next((layer for layer in layers if layer >= 0 and scene.width(layer) == 3), None)

    @property
    def cut_shown(self) -> float:
        """How far the output's cut has appeared, 0 … 1: while the last hidden layer bends."""
        scene = self.scene
        if scene is None:
            return 0.0
        stage = scene.stage(self.position)
        is_last = stage.layer == scene.hidden and stage.deed is Deed.BEND
        return max(0.0, 2 * stage.done - 1) if is_last else 0.0

    def on_screen(self, places: Array) -> Array:
        """From the coordinates of the picture to pixels, both of shape (n, 2)."""
        return np.clip(places * self._scale + self._shift, -FAR, FAR)

    # Colours

    def _dye_grid(self) -> None:
        """Sort the strokes of the grid by colour: that of what the network says there."""
        scene = self.scene
        if scene is None or scene.grid is None or scene.grid_outputs is None:
            self._bands = []
            return
        begin, end = scene.grid.strokes
        outputs = (scene.grid_outputs[begin] + scene.grid_outputs[end]) / 2
        shade, colors = self._shades(outputs)
        self._order = np.argsort(shade, kind="stable")
        edges = np.searchsorted(shade[self._order], np.arange(len(colors) + 1)).tolist()
        self._bands = [
            (color, slice(edges[i], edges[i + 1])) for i, color in enumerate(colors) if edges[i] < edges[i + 1]
        ]

    def _shades(self, outputs: Array) -> tuple[IntArray, list[str]]:
        """The number of each stroke's colour, and the colours."""
        assert self.scene is not None
        moment, theme = self.scene.moment, self.theme
        line = mixed(theme.muted, theme.card, 0.45)
        if outputs.shape[1] > 1:
            classes = outputs.shape[1]
            return outputs.argmax(axis=1), [mixed(theme.class_color(k, classes), line, 0.35) for k in range(classes)]
        if moment.assembly.is_classification:
            middle = moment.assembly.threshold
            scale, values = 1.0 - middle, outputs[:, 0]
        else:
            middle, scale = target_colors(moment)
            values = moment.assembly.to_units(outputs[:, 0])
        shade = np.round(signed_indexes(values, scale, middle) / (2 * HALF) * (SHADES - 1) - 0.01).astype(np.int64)
        return np.clip(shade, 0, SHADES - 1), [_shade(theme, line, i) for i in range(SHADES)]

    def _dress(self) -> None:
        """The looks of the samples, again where data or theme are others."""
        assert self.scene is not None
        moment = self.scene.moment
        rows = moment.split.train[: len(self.scene.samples.a[0])]
        key = (moment.split, self.theme, len(rows))
        if key == self._look_key:
            return
        self._look_key = key
        own: list[Look] = []
        for row in rows.tolist():
            color, shape = look_of(moment, row, self.theme)
            own.append((color.name(), shape))
        looks = list(dict.fromkeys(own))
        number = {look: i for i, look in enumerate(looks)}
        self._look = np.array([number[look] for look in own], np.int64)
        self._swarm.show_looks(looks, rim_of(moment, self.theme), RADIUS)

    # Painting

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """From the ground up."""
        scene = self.scene
        if scene is None or self.width() < 30 or self.height() < 30:
            return
        self._lay(scene)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(self._rect, CORNER, CORNER)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(QColor(mixed(self.theme.card, self.theme.window, 0.6)))
        p.drawPath(frame)
        p.setClipRect(self._rect)
        self._dress()
        self._paint_regions(p, scene)
        self._paint_grid(p, scene)
        self._paint_axes(p, scene, metrics)
        self._paint_samples(p, scene)
        if self._probe is not None:
            at = self.on_screen(scene.probe_place(self._probe, self.position)[None])[0]
            draw_ring(p, QPointF(*at.tolist()), self.theme)

    def _lay(self, scene: Scene) -> None:
        """As large as fits, as wide as it is high, so that what is straight and what is at right angles looks so."""
        self._rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        low, high = scene.ends(self.position)
        size = np.array([self._rect.width(), self._rect.height()]) * (1 - 2 * ROOM)
        unit = float((size / np.maximum(high - low, 1e-9)).min())
        middle = (low + high) / 2
        self._scale = np.array([unit, -unit])
        self._shift = np.array([self._rect.center().x(), self._rect.center().y()]) - middle * self._scale

    def _paint_grid(self, p: QPainter, scene: Scene) -> None:
        places = scene.grid_places(self.position)
        if places is None or scene.grid is None:
            return
        begin, end = scene.grid.strokes
        at = self.on_screen(places)
        strokes = np.hstack([at[begin], at[end]])[self._order]
        width = 1.0 if len(scene.grid.lines) > 1 else 2.0
        for color, part in self._bands:
            pen = QPen(QColor(color), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            p.setPen(pen)
            self._strokes.resize(part.stop - part.start)
            self._strokes.ndarray()[: part.stop - part.start] = strokes[part]
            p.drawLines(*self._strokes.drawargs())

    def _paint_samples(self, p: QPainter, scene: Scene) -> None:
        at = self.on_screen(scene.sample_places(self.position))
        depth = scene.toward_eye(scene.stage(self.position).layer)
        if depth is None:
            self._swarm.put(p, at, self._look)
            return
        order = np.argsort(depth)
        away = depth[order]
        reach = float(np.abs(away - away.mean()).max()) or 1.0
        self._swarm.put(p, at[order], self._look[order], 1 + 0.3 * (away - away.mean()) / reach)

    # The cut

    def _paint_regions(self, p: QPainter, scene: Scene) -> None:
        shown, moment = self.cut_shown, scene.moment
        if shown <= 0 or not moment.parameters.is_finite:
            return
        weights, bias = scene.output
        if not moment.assembly.is_classification:
            self._paint_levels(p, scene, weights[:, 0], float(bias[0]), shown)
        elif scene.width(scene.hidden) == 3:
            self._paint_planes(p, scene, weights, bias, shown)
        else:
            self._paint_classes(p, scene, weights, bias, shown)

    def _corners(self) -> tuple[Array, Array]:
        """A little more than what is seen, in the coordinates of the picture."""
        rect = self._rect.adjusted(-3, -3, 3, 3)
        ends = np.array([[rect.left(), rect.bottom()], [rect.right(), rect.top()]])
        low, high = (ends - self._shift) / self._scale
        return low, high

    def _paint_classes(self, p: QPainter, scene: Scene, weights: Array, bias: Array, shown: float) -> None:
        count = weights.shape[1]
        for region in regions(weights, bias, scene.axes(scene.hidden), *self._corners()):
            color = self.theme.class_color(region.label, count)
            p.setBrush(QColor(mixed(self.theme.card, color, TINT * shown)))
            p.setPen(self._cut_pen(shown))
            p.drawPolygon(_polygon(self.on_screen(region.corners)))

    def _paint_planes(self, p: QPainter, scene: Scene, weights: Array, bias: Array, shown: float) -> None:
        low, high = scene.box(scene.hidden)
        directions = scene.axes(scene.hidden).directions
        for piece in planes(weights, bias, low, high):
            fill = QColor(self.theme.accent)
            fill.setAlphaF(0.16 * shown)
            p.setBrush(fill)
            p.setPen(self._cut_pen(shown))
            p.drawPolygon(_polygon(self.on_screen(piece.corners @ directions)))

    def _paint_levels(self, p: QPainter, scene: Scene, weight: Array, bias: float, shown: float) -> None:
        """Lines on which the output is the same, for a few round values of the target."""
        moment = scene.moment
        assembly, y = moment.assembly, moment.split.points.y
        if assembly.activations[-1].key != "identity" or scene.width(scene.hidden) == 3:
            return
        values = ticks(float(y.min()), float(y.max()), LEVELS)
        middle, scale = target_colors(moment)
        z = (values - assembly.target_mean) / assembly.target_scale
        for value, ends in levels_through(weight, bias, scene.axes(scene.hidden), z, *self._corners()):
            index = int(signed_indexes(np.array([assembly.to_units(np.array(value))]), scale, middle)[0])
            color = QColor(*signed_colors(self.theme, 1.0)[index].tolist()).name()
            p.setPen(QPen(QColor(mixed(self.theme.card, mixed(color, self.theme.muted, 0.4), shown)), 1.6))
            (x1, y1), (x2, y2) = self.on_screen(ends).tolist()
            p.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def _cut_pen(self, shown: float) -> QPen:
        return QPen(QColor(mixed(self.theme.card, self.theme.text, 0.8 * shown)), 1.6)

    # Axes

    def _paint_axes(self, p: QPainter, scene: Scene, metrics: QFontMetricsF) -> None:
        stage = scene.stage(self.position)
        is_before = stage.deed is Deed.LINEAR and stage.done < 0.5
        layer = stage.layer - 1 if is_before else stage.layer
        directions, width = scene.axes(layer).directions, scene.width(layer)
        if width == 3:
            self._paint_three(p, scene, layer, directions, metrics)
            return
        low, high = self._corners()
        zero = self.on_screen(np.zeros((1, 2)))[0]
        x, y = (min(max(float(v), -1.0), end) for v, end in zip(zero, (self.width(), self.height()), strict=True))
        p.setPen(QPen(QColor(mixed(self.theme.muted, self.theme.card, 0.35)), 1))
        if width != 1:
            p.drawLine(QPointF(round(x) + 0.5, self._rect.top()), QPointF(round(x) + 0.5, self._rect.bottom()))
        p.drawLine(QPointF(self._rect.left(), round(y) + 0.5), QPointF(self._rect.right(), round(y) + 0.5))
        names = self._names(scene, layer)
        room = metrics.horizontalAdvance(names[0]) + 12
        self._paint_numbers(p, metrics, (x, y), low, high, room, is_line=width == 1)
        p.setPen(QColor(self.theme.text))
        self._write(p, metrics, names[0], QPointF(self._rect.right() - 5, y - 4), is_right=True)
        if width != 1:
            self._write(p, metrics, names[1], QPointF(x + 6, self._rect.top() + metrics.ascent() + 2))

    def _paint_numbers(
        self,
        p: QPainter,
        metrics: QFontMetricsF,
        zero: tuple[float, float],
        low: Array,
        high: Array,
        room: float,
        *,
        is_line: bool,
    ) -> None:
        """A few numbers along each axis, so that it is known how large things are; ``room`` at the right is for the name."""
        p.setPen(QColor(self.theme.muted))
        for axis in range(1 if is_line else 2):
            count = max(2, int((self._rect.width(), self._rect.height())[axis] / 80))
            for tick in ticks(float(low[axis]), float(high[axis]), count).tolist():
                if abs(tick) < 1e-12:
                    continue
                at = tick * self._scale[axis] + self._shift[axis]
                text = plain(tick)
                if axis == 0 and self._rect.left() + 16 < at < self._rect.right() - room:
                    p.drawLine(QPointF(at, zero[1] - 2), QPointF(at, zero[1] + 3))
                    self._write(
                        p,
                        metrics,
                        text,
                        QPointF(at - metrics.horizontalAdvance(text) / 2, zero[1] + metrics.ascent() + 3),
                    )
                elif axis == 1 and self._rect.top() + 24 < at < self._rect.bottom() - 10:
                    p.drawLine(QPointF(zero[0] - 3, at), QPointF(zero[0] + 2, at))
                    self._write(p, metrics, text, QPointF(zero[0] - 5, at + metrics.capHeight() / 2), is_right=True)

    def _write(self, p: QPainter, metrics: QFontMetricsF, text: str, at: QPointF, *, is_right: bool = False) -> None:
        """Write within the picture; ``is_right``: the text ends there."""
        width = metrics.horizontalAdvance(text)
        left = at.x() - width if is_right else at.x()
        left = min(max(left, self._rect.left() + 3), self._rect.right() - width - 3)
        base = min(max(at.y(), self._rect.top() + metrics.ascent() + 2), self._rect.bottom() - metrics.descent() - 2)
        p.drawText(QPointF(left, base), text)

    def _paint_three(self, p: QPainter, scene: Scene, layer: int, directions: Array, metrics: QFontMetricsF) -> None:
        """Three axes through the origin, as far as the layer reaches, with the neurons' names at their ends."""
        low, high = scene.box(layer)
        for i in range(3):
            ends = np.outer([min(0.0, float(low[i])), max(0.0, float(high[i])) * 1.1], directions[i])
            (x1, y1), (x2, y2) = self.on_screen(ends).tolist()
            p.setPen(QPen(QColor(mixed(self.theme.muted, self.theme.card, 0.2)), 1))
            p.drawLine(QPointF(x1, y1), QPointF(x2, y2))
            p.setPen(QColor(self.theme.text))
            self._write(p, metrics, self._names(scene, layer)[i], QPointF(x2 + 4, y2 - 2))

    def _names(self, scene: Scene, layer: int) -> list[str]:
        """What is written at the ends of the axes."""
        width = scene.width(layer)
        if width <= 3:
            return [neuron_name(scene.moment, layer, i) for i in range(width)]
        side = scene.sides.get(layer)
        if isinstance(side, tuple):
            return [neuron_name(scene.moment, layer, i) for i in side]
        if side == CUT and scene.output[0].shape[1] <= 2:
            return [tr("across the cut"), tr("along it")]
        return [tr("direction 1"), tr("direction 2")]

    # Pointing

    def point_at(self, position: QPointF) -> str:
        """The sample under the pointer: what it is, and where."""
        scene, row = self.scene, self._sample_at(position)
        if scene is None or row is None:
            return ""
        points = scene.moment.split.points
        place = scene.sample_places(self.position)[row].tolist()
        number = int(scene.moment.split.train[row])
        is_what = points.class_names[int(points.y[number])] if points.is_classification else rounded(points.y[number])
        text = tr("sample {number}, {what}: at {x}, {y}")
        return text.format(number=number + 1, what=is_what, x=rounded(place[0]), y=rounded(place[1]))

    def _sample_at(self, position: QPointF) -> int | None:
        """Which of the samples that are drawn is there, or nearly there."""
        if self.scene is None:
            return None
        at = self.on_screen(self.scene.sample_places(self.position))
        away = np.hypot(at[:, 0] - position.x(), at[:, 1] - position.y())
        return int(away.argmin()) if len(away) and away.min() <= NEAR else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Follow the sample that was clicked, or take hold of what can be turned."""
        if event.button() is not Qt.MouseButton.LeftButton or self.scene is None:
            return
        row = self._sample_at(event.position())
        if row is not None:
            self.picked.emit(int(self.scene.moment.split.train[row]))
        elif self.turnable is not None:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn; else say what is under the pointer."""
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            by, self._grip = event.position() - self._grip, event.position()
            self._turn(by.x() * TURN_PIXEL, by.y() * TURN_PIXEL)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self.show_position(self.position)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """See the broad side again."""
        self._turn_to(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn with the arrow keys; Home shows the broad side again."""
        if event.key() == Qt.Key.Key_Home and self.turnable is not None:
            self._turn_to(None)
            return
        way = TURN_KEYS.get(Qt.Key(event.key()))
        if way is None or self.turnable is None:
            super().keyPressEvent(event)
            return
        self._turn(way[0] * TURN_STEP, way[1] * TURN_STEP)

    def _turn(self, around: float, over: float) -> None:
        layer = self.turnable
        if self.scene is not None and layer is not None:
            was = self.scene.turn(layer)
            self._turn_to((was[0] + around, min(max(was[1] + over, -STEEPEST), STEEPEST)))

    def _turn_to(self, turn: Turn | None) -> None:
        layer = self.turnable
        if self.scene is not None and layer is not None:
            self.scene.turn_to(layer, turn)
            self.update()


def _polygon(corners: Array) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in corners.tolist()])


def _shade(theme: Theme, line: str, i: int) -> str:
    """One of ``SHADES`` colours from the negative to the positive one; in the middle that of a quiet line."""
    away = (2 * i - (SHADES - 1)) / (SHADES - 1)
    return mixed(line, theme.points[1] if away > 0 else theme.points[0], 0.75 * abs(away))
