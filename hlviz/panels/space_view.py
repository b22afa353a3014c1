"""The picture of bent space: the grid, the samples, the axes, and in the last hidden space the output's straight cuts."""

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen

from hlviz.colors import Theme, mixed
from hlviz.explain.space import Deed
from hlviz.nn.arrays import Array, IntArray
from hlviz.number_text import rounded
from hlviz.panels.picture import Picture
from hlviz.panels.samples import CORNER, draw_ring, look_of, rim_of
from hlviz.panels.space_axes import SpaceAxes
from hlviz.panels.space_cuts import Cuts
from hlviz.panels.space_scene import Scene, Turn
from hlviz.panels.space_sheet import Sheet
from hlviz.panels.surface_field import target_colors
from hlviz.panels.swarm import Look, Swarm
from hlviz.panels.tones import HALF, signed_indexes
from hlviz.session.probe import Probe

NEAR = 9.0
"""Pixels from a point within which the pointer means it."""
ROOM = 0.06
"""Of the picture's extent, what is left free around it."""
SHADES = 9
"""Colours of grid lines for a number: from one end to the other."""
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
        self.sheet = Sheet(QRectF(), np.ones(2), np.zeros(2))
        """Where on screen the picture is."""
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
        return self.sheet.on_screen(places)

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
        frame.addRoundedRect(self.sheet.rect, CORNER, CORNER)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(QColor(mixed(self.theme.card, self.theme.window, 0.6)))
        p.drawPath(frame)
        p.setClipRect(self.sheet.rect)
        self._dress()
        Cuts(scene, self.sheet, self.theme).paint(p, self.cut_shown)
        self._paint_grid(p, scene)
        SpaceAxes(scene, self.sheet, self.theme).paint(p, metrics, self.position)
        self._paint_samples(p, scene)
        if self._probe is not None:
            at = self.on_screen(scene.probe_place(self._probe, self.position)[None])[0]
            draw_ring(p, QPointF(*at.tolist()), self.theme)

    def _lay(self, scene: Scene) -> None:
        """As large as fits, as wide as it is high, so that what is straight and what is at right angles looks so."""
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        low, high = scene.ends(self.position)
        size = np.array([rect.width(), rect.height()]) * (1 - 2 * ROOM)
        unit = float((size / np.maximum(high - low, 1e-9)).min())
        scale = np.array([unit, -unit])
        self.sheet = Sheet(rect, scale, np.array([rect.center().x(), rect.center().y()]) - (low + high) / 2 * scale)

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


def _shade(theme: Theme, line: str, i: int) -> str:
    """One of ``SHADES`` colours from the negative to the positive one; in the middle that of a quiet line."""
    away = (2 * i - (SHADES - 1)) / (SHADES - 1)
    return mixed(line, theme.points[1] if away > 0 else theme.points[0], 0.75 * abs(away))
