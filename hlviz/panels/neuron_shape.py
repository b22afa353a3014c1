"""What one neuron does, without axes: its map, its curve, its weights as a picture, or how its answers are spread."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from hlviz.nn.arrays import Array
from hlviz.number_text import plain
from hlviz.panels.bars import Bars
from hlviz.panels.incoming import Incoming
from hlviz.panels.picture import Picture
from hlviz.panels.plane_map import PlaneMap
from hlviz.panels.ranges import outwards
from hlviz.panels.samples import draw_ring, round_corners
from hlviz.panels.surface_field import field_of
from hlviz.panels.tones import HALF, SOFT, Tones, enlarged, signed_indexes, signed_table
from hlviz.session.moment import Moment

BINS = 24


class NeuronShape(Picture):
    """One of these pictures, whichever says most; all but the map with a name above and a range below."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self._incoming: Incoming | None = None
        self._sample: Array = np.empty(0)
        self._tones, self._bars = Tones(), Bars()

    @property
    def kind(self) -> str:
        """Which picture: "map", "weights", "curve" or "spread"; empty before there is anything."""
        moment, incoming = self._moment, self._incoming
        if moment is None or incoming is None:
            return ""
        if moment.is_plane:
            return "map"
        if incoming.layer == 1 and moment.split.points.image_shape is not None:
            return "weights"
        return "curve" if moment.is_curve else "spread"

    def show_neuron(self, moment: Moment, incoming: Incoming, sample: Array) -> None:
        """Draw this neuron; ``sample``: the inputs that it answers to, in the data's units, shape (d,)."""
        self._moment, self._incoming, self._sample = moment, incoming, sample
        self.update()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw name, picture and range."""
        moment, incoming = self._moment, self._incoming
        line = metrics.height()
        rect = QRectF(0, line + 1, self.width() - 2, self.height() - 2 * line - 4)
        if moment is None or incoming is None or rect.height() < 8 or rect.width() < 8:
            return
        if self.kind == "map":
            self._draw_map(p, moment, incoming)
            return
        p.setPen(QColor(self.theme.muted))
        title = metrics.elidedText(self._title(), Qt.TextElideMode.ElideRight, self.width())
        p.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignCenter, title)
        match self.kind:
            case "weights":
                low, high = self._draw_weights(p, rect, moment, incoming)
            case "curve":
                low, high = self._draw_curve(p, rect, moment, incoming)
            case _:
                low, high = self._draw_spread(p, rect, moment, incoming)
        p.setPen(QColor(self.theme.muted))
        below = QRectF(rect.left(), rect.bottom() + 2, rect.width(), line)
        p.drawText(below, Qt.AlignmentFlag.AlignLeft, plain(low, 2))
        p.drawText(below, Qt.AlignmentFlag.AlignRight, plain(high, 2))

    def _title(self) -> str:
        tr = QCoreApplication.translate
        return {
            "weights": tr("NeuronShape", "incoming weights"),
            "curve": tr("NeuronShape", "answer over the input"),
            "spread": tr("NeuronShape", "answers to the training samples"),
        }[self.kind]

    def _draw_map(self, p: QPainter, moment: Moment, incoming: Incoming) -> None:
        """What it answers where, and a ring around the sample."""
        side = min(self.width(), self.height()) - 2
        place = QRectF((self.width() - side) / 2, 1, side, side)
        field = field_of(moment, (incoming.layer, incoming.place))
        values = field.values if not field.classes else field.values[incoming.place]
        indexes = signed_indexes(enlarged(values, side, side), field.scale, field.middle)
        p.drawImage(place, self._tones.image(indexes, signed_table(self.theme, SOFT)))
        round_corners(p, place, self.theme.card)
        x, y = moment.split.points.ranges()
        at = PlaneMap(place, x, y).place(self._sample)
        if at is not None:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_ring(p, at, self.theme)

    def _draw_weights(self, p: QPainter, rect: QRectF, moment: Moment, incoming: Incoming) -> tuple[float, float]:
        """The weights where the pixels are that they belong to; the ends of the scale."""
        rows, columns = moment.split.points.image_shape or (1, 1)
        scale = float(np.abs(np.nan_to_num(incoming.weights)).max()) or 1.0
        cell = min(rect.width() / columns, rect.height() / rows)
        place = QRectF(0, 0, cell * columns, cell * rows)
        place.moveCenter(rect.center())
        image = self._tones.image(
            signed_indexes(incoming.weights.reshape(rows, columns), scale), signed_table(self.theme)
        )
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        p.drawImage(place, image)
        return -scale, scale

    def _draw_curve(self, p: QPainter, rect: QRectF, moment: Moment, incoming: Incoming) -> tuple[float, float]:
        """What the neuron says along the input; the ends of the input."""
        x, result = moment.line
        y = np.nan_to_num(result.a[incoming.layer][:, incoming.place].astype(np.float64), posinf=0, neginf=0)
        low, high = outwards(min(0.0, float(y.min())), max(0.0, float(y.max())))
        across = rect.left() + (x - x[0]) / (x[-1] - x[0]) * rect.width()
        up = rect.bottom() - (y - low) / (high - low) * rect.height()
        zero = rect.bottom() + low / (high - low) * rect.height()
        p.setPen(QColor(self.theme.line))
        p.drawLine(QPointF(rect.left(), zero), QPointF(rect.right(), zero))
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(QColor(self.theme.text), 1.6))
        p.drawPolyline(QPolygonF([QPointF(*point) for point in np.column_stack([across, up]).tolist()]))
        return float(x[0]), float(x[-1])

    def _draw_spread(self, p: QPainter, rect: QRectF, moment: Moment, incoming: Incoming) -> tuple[float, float]:
        """How often it gives which answer, and where that to the sample is; the ends of the answers."""
        values = moment.train_pass.a[incoming.layer][:, incoming.place].astype(np.float64)
        values = values[np.isfinite(values)]
        low, high = self._ends(moment, incoming, values)
        counts = np.histogram(values, BINS, (low, high))[0]
        middles = np.linspace(low, high, 2 * BINS + 1)[1::2]
        shades = HALF + np.round(HALF * np.where(middles >= 0, 0.8, -0.8))
        colors = signed_table(self.theme)[shades.astype(np.intp)]
        size = int(rect.width()), int(rect.height())
        image = self._bars.image(counts / max(1, counts.max()), colors, QColor(self.theme.card).rgb(), size)
        p.drawImage(rect.topLeft(), image)
        p.setPen(QColor(self.theme.line))
        p.drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right(), rect.bottom() + 0.5))
        if low <= incoming.a <= high:
            at = rect.left() + (incoming.a - low) / (high - low) * rect.width()
            p.setPen(QPen(QColor(self.theme.accent), 2))
            p.drawLine(QPointF(at, rect.top()), QPointF(at, rect.bottom()))
        return low, high

    @staticmethod
    def _ends(moment: Moment, incoming: Incoming, values: Array) -> tuple[float, float]:
        if incoming.layer > 0:
            low, high = moment.assembly.activations[incoming.layer - 1].output_range
            if np.isfinite(low) and np.isfinite(high):
                return low, high
        if not values.size:
            return 0.0, 1.0
        return outwards(min(0.0, float(values.min())), max(0.0, float(values.max())))
