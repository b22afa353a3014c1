"""The weights as colours: all layers side by side, or one of them large; for pixels, a picture a neuron."""

import math

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPen, QResizeEvent

from hlviz.colors import Theme
from hlviz.nn.arrays import Array
from hlviz.number_text import rounded
from hlviz.panels.caption import small
from hlviz.panels.names import class_names, fitting_name, input_name, layer_name, neuron_name
from hlviz.panels.picture import Picture
from hlviz.panels.tones import Tones, signed_colors, signed_indexes, signed_table
from hlviz.panels.weight_blocks import Block, Pictures, Spot, alone, pictures, side_by_side
from hlviz.session.moment import Moment

GAP = 12.0
MOST_SHOWN = 300
"""Rows and columns of a layer that are drawn; of a larger one every second, third …"""
MOST_NUMBERED = 64
"""Cells that have their numbers written in them."""


class WeightMap(Picture):
    """Tables of weights, with their biases in a row of their own."""

    pointed = Signal(object)
    """A ``Spot`` under the pointer; None: none."""
    clicked = Signal(object)
    """A ``Spot``."""
    layer_clicked = Signal(int)
    """The name of a layer of weights."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self._layer: int | None = None
        self._column: int | None = None
        self._spot: Spot | None = None
        self._blocks: list[Block | Pictures] = []
        self._titles: list[QRectF] = []
        self._tones: dict[int, Tones] = {}
        self.scale = 1.0

    def show_moment(self, moment: Moment, layer: int | None, column: int | None) -> None:
        """Draw one layer of weights, or all where it is None; frame one of its neurons."""
        self._moment, self._layer, self._column = moment, layer, column
        shown = moment.parameters.weights if layer is None else (moment.parameters.weights[layer],)
        biases = moment.parameters.biases if layer is None else (moment.parameters.biases[layer],)
        self.scale = max((max(abs(float(a.max())), abs(float(a.min()))) for a in (*shown, *biases)), default=1.0) or 1.0
        self._lay_out(moment)
        self.update()

    def show_spot(self, spot: Spot | None) -> None:
        """Frame this weight."""
        if spot != self._spot:
            self._spot = spot
            self.update()

    @property
    def layer(self) -> int | None:
        """The layer of weights drawn alone; None: all."""
        return self._layer

    def shown(self) -> int:
        """How many neurons of the layer drawn alone there is room for."""
        return self._blocks[0].shown if self._layer is not None and self._blocks else 0

    def title_at(self, block: int) -> QRectF:
        """Where the name of a layer of weights is written, while all are shown."""
        return self._titles[block]

    def center_of(self, spot: Spot) -> QPointF | None:
        """Where a weight is on screen; None where it is not shown."""
        for block in self._blocks:
            if block.layer == spot.layer and spot.column < block.shown:
                return block.cell(spot).center()
        return None

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw the blocks with their names."""
        moment = self._moment
        if moment is None:
            return
        for block in self._blocks:
            if isinstance(block, Pictures):
                self._draw_pictures(p, moment, block)
            else:
                self._draw_block(p, moment, block)
        if self._layer is None:
            self._draw_titles(p, metrics, moment)
        elif isinstance(self._blocks[0], Block):
            self._draw_labels(p, metrics, moment, self._blocks[0])
            self._draw_numbers(p, metrics, moment, self._blocks[0])
        p.setBrush(Qt.BrushStyle.NoBrush)
        for block in self._blocks:
            if self._column is not None and self._layer is not None and self._column < block.shown:
                self._frame(p, block.column(self._column))
            if self._spot is not None and self._spot.layer == block.layer and self._spot.column < block.shown:
                self._frame(p, block.cell(self._spot))

    def _frame(self, p: QPainter, rect: QRectF) -> None:
        p.setPen(QPen(QColor(self.theme.accent), 2))
        p.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the blocks out anew."""
        super().resizeEvent(event)
        if self._moment is not None:
            self._lay_out(self._moment)

    def _lay_out(self, moment: Moment) -> None:
        metrics = QFontMetricsF(small(self.font()))
        weights = moment.parameters.weights
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        image = moment.split.points.image_shape
        if self._layer is not None:
            layer = self._layer
            shape = (weights[layer].shape[0], weights[layer].shape[1])
            if layer == 0 and image is not None:
                self._blocks = [pictures(0, image, shape[1], room)]
                return
            names = self._row_names(moment, layer)
            names = [*names[:: max(1, len(names) // 100)], _bias_name()]
            left = min(max(map(metrics.horizontalAdvance, names)), room.width() * 0.34) + 6
            top = metrics.height() + 1
            self._blocks = [alone(layer, shape, room.adjusted(left, top, 0, 0))]
            return
        room = room.adjusted(0, metrics.height() + 3, 0, 0)
        blocks: list[Block | Pictures] = [*side_by_side([w.shape for w in weights], room, GAP)]
        if image is not None:
            first = QRectF(room.left(), room.top(), room.width() * (0.62 if len(weights) > 1 else 1.0), room.height())
            rest = QRectF(first.right() + GAP, room.top(), room.right() - first.right() - GAP, room.height())
            others = side_by_side([w.shape for w in weights[1:]], rest, GAP) if len(weights) > 1 else []
            blocks = [pictures(0, image, weights[0].shape[1], first)]
            blocks += [Block(b.layer + 1, b.rows, b.columns, b.weights, b.bias) for b in others]
        self._blocks = blocks

    # Drawing

    def _image(self, values: Array, key: int) -> QImage:
        tones = self._tones.setdefault(key, Tones())
        return tones.image(signed_indexes(values, self.scale), signed_table(self.theme))

    def _draw_block(self, p: QPainter, moment: Moment, block: Block) -> None:
        weights, bias = moment.parameters.weights[block.layer], moment.parameters.biases[block.layer]
        down, across = -(-block.rows // MOST_SHOWN), -(-block.columns // MOST_SHOWN)
        shown = weights[::down, ::across]
        is_dense = block.weights.width() < shown.shape[1] or block.weights.height() < shown.shape[0]
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_dense)
        p.drawImage(block.weights, self._image(shown, 2 * block.layer))
        p.drawImage(block.bias, self._image(bias[None, ::across], 2 * block.layer + 1))
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        self._draw_joints(p, block)

    def _draw_joints(self, p: QPainter, block: Block) -> None:
        width, height = block.weights.width() / block.columns, block.weights.height() / block.rows
        if min(width, height) < 4:
            return
        p.setPen(QPen(QColor(self.theme.card), 2 if min(width, height) > 12 else 1))
        for i in range(1, block.columns):
            x = block.weights.left() + i * width
            p.drawLine(QPointF(x, block.weights.top()), QPointF(x, block.bias.bottom()))
        for i in range(1, block.rows):
            y = block.weights.top() + i * height
            p.drawLine(QPointF(block.weights.left(), y), QPointF(block.weights.right(), y))

    def _draw_pictures(self, p: QPainter, moment: Moment, block: Pictures) -> None:
        weights, bias = moment.parameters.weights[block.layer], moment.parameters.biases[block.layer]
        rows, columns = block.shape
        atlas = self._image(weights.T[: block.count].reshape(block.count * rows, columns), 0)
        colors = signed_colors(self.theme)[signed_indexes(bias[: block.count], self.scale).astype(int)].tolist()
        for i in range(block.count):
            p.drawImage(block.picture(i), atlas, QRectF(0, i * rows, columns, rows))
            p.fillRect(block.bias(i), QColor(*colors[i]))

    def _draw_titles(self, p: QPainter, metrics: QFontMetricsF, moment: Moment) -> None:
        self._titles = []
        p.setPen(QColor(self.theme.text))
        end = 0.0
        for i, block in enumerate(self._blocks):
            left = _left(block)
            right = _left(self._blocks[i + 1]) - 5 if i + 1 < len(self._blocks) else float(self.width())
            # the last one may begin left of its block, which often is a single column
            wish = metrics.horizontalAdvance(layer_name(moment, block.layer + 1)) + 1
            left = max(min(left, right - wish), end) if i + 1 == len(self._blocks) else left
            name = fitting_name(moment, block.layer + 1, metrics, right - left)
            end = left + metrics.horizontalAdvance(name) + 5
            self._titles.append(QRectF(left, 0, end - left - 5, metrics.height() + 2))
            p.drawText(self._titles[-1].adjusted(0, 0, 5, 0), Qt.AlignmentFlag.AlignLeft, name)

    def _row_names(self, moment: Moment, layer: int) -> list[str]:
        count = moment.parameters.weights[layer].shape[0]
        return [input_name(moment, i) if layer == 0 else str(i + 1) for i in range(count)]

    def _draw_labels(self, p: QPainter, metrics: QFontMetricsF, moment: Moment, block: Block) -> None:
        p.setPen(QColor(self.theme.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        height, room = block.weights.height() / block.rows, block.weights.left() - 5
        every = max(1, math.ceil(metrics.height() * 0.82 / height))
        for i, name in enumerate(self._row_names(moment, block.layer)):
            if i % every == 0:
                text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
                cell = block.cell(Spot(block.layer, i, 0))
                p.drawText(QRectF(0, cell.center().y() - 10, room, 20), right, text)
        bias = metrics.elidedText(_bias_name(), Qt.TextElideMode.ElideRight, room)
        p.drawText(QRectF(0, block.bias.center().y() - 10, room, 20), right, bias)
        names = self._column_names(moment, block)
        width = block.weights.width() / block.columns
        widest = max(map(metrics.horizontalAdvance, names))
        every = 1 if widest <= width else max(1, math.ceil(metrics.horizontalAdvance("0000") / width))
        for i in range(0, block.columns, every):
            cell = block.cell(Spot(block.layer, 0, i))
            text = metrics.elidedText(names[i], Qt.TextElideMode.ElideRight, max(width * every, 16))
            p.drawText(QRectF(cell.center().x() - 60, 0, 120, metrics.height()), Qt.AlignmentFlag.AlignCenter, text)

    def _column_names(self, moment: Moment, block: Block) -> list[str]:
        is_last = block.layer == len(moment.parameters.weights) - 1
        if not is_last:
            return [str(i + 1) for i in range(block.columns)]
        names = class_names(moment.split.points, self.theme)
        return list(names) if block.columns > 1 else [neuron_name(moment, block.layer + 1, 0, self.theme)]

    def _draw_numbers(self, p: QPainter, metrics: QFontMetricsF, moment: Moment, block: Block) -> None:
        weights, bias = moment.parameters.weights[block.layer], moment.parameters.biases[block.layer]
        if weights.size > MOST_NUMBERED:
            return
        size = block.cell(Spot(block.layer, 0, 0))
        if size.width() < metrics.horizontalAdvance("−00.00") or size.height() < metrics.height():
            return
        colors = signed_colors(self.theme)
        for row in (*range(block.rows), None):
            for column in range(block.columns):
                value = float(bias[column] if row is None else weights[row, column])
                r, g, b = colors[int(signed_indexes(np.array([value]), self.scale)[0])].tolist()
                p.setPen(QColor("#10141a" if 0.3 * r + 0.59 * g + 0.11 * b > 140 else "#ffffff"))
                cell = block.cell(Spot(block.layer, row, column))
                p.drawText(cell, Qt.AlignmentFlag.AlignCenter, rounded(value))

    # Pointing

    def point_at(self, position: QPointF) -> str:
        """Tell which weight is meant."""
        over_title = self._layer is None and any(title.contains(position) for title in self._titles)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over_title else Qt.CursorShape.ArrowCursor)
        spot = self._spot_at(position)
        self.show_spot(spot)
        self.pointed.emit(spot)
        return spot_text(self._moment, spot, self.theme) if self._moment is not None and spot is not None else ""

    def leave(self) -> None:
        """None is meant."""
        self.show_spot(None)
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which weight or layer was clicked."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        for block, title in zip(self._blocks, self._titles, strict=False):
            if self._layer is None and title.contains(event.position()):
                self.layer_clicked.emit(block.layer)
                return
        spot = self._spot_at(event.position())
        if spot is not None:
            self.clicked.emit(spot)

    def _spot_at(self, position: QPointF) -> Spot | None:
        return next((spot for block in self._blocks if (spot := block.spot_at(position)) is not None), None)


def _left(block: Block | Pictures) -> float:
    return (block.room if isinstance(block, Pictures) else block.weights).left()


def _bias_name() -> str:
    return QCoreApplication.translate("WeightMap", "bias")


def spot_text(moment: Moment, spot: Spot, theme: Theme) -> str:
    """A weight in words: "X₁ → Hidden 1 · 3: −0.42"."""
    target = neuron_name(moment, spot.layer + 1, spot.column, theme)
    if spot.row is None:
        return f"{target}, b: {rounded(float(moment.parameters.biases[spot.layer][spot.column]))}"
    source = neuron_name(moment, spot.layer, spot.row, theme)
    return f"{source} → {target}: {rounded(float(moment.parameters.weights[spot.layer][spot.row, spot.column]))}"
