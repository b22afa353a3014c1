"""Where the weights of each layer go in a picture, and which weight is at a place of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

LARGEST_CELL = 36.0
COUNTED = 24
"""Rows or columns beyond that many take no more room: their cells get smaller."""
LEAST_WIDTH = 10.0
LEAST_PICTURE = 15.0
"""Pixels of a picture's longer side; where that is too much for all of them, the first ones are shown."""
BIAS_GAP = 4.0


@dataclass(frozen=True)
class Spot:
    """A weight by its place: from row ``row`` of the layer below to ``column``; row None: the bias of ``column``."""

    layer: int
    row: int | None
    column: int


@dataclass(frozen=True)
class Block:
    """The weights into one layer, shape (rows, columns), as a table with the biases in a row below it."""

    layer: int
    rows: int
    columns: int
    weights: QRectF
    bias: QRectF

    @property
    def shown(self) -> int:
        """How many neurons are drawn."""
        return self.columns

    def spot_at(self, position: QPointF) -> Spot | None:
        """The weight under a place."""
        for rect, is_bias in ((self.weights, False), (self.bias, True)):
            if rect.contains(position):
                column = min(int((position.x() - rect.left()) / rect.width() * self.columns), self.columns - 1)
                row = min(int((position.y() - rect.top()) / rect.height() * self.rows), self.rows - 1)
                return Spot(self.layer, None if is_bias else row, column)
        return None

    def cell(self, spot: Spot) -> QRectF:
        """Where a weight is drawn."""
        rect = self.weights if spot.row is not None else self.bias
        width, height = rect.width() / self.columns, rect.height() / (self.rows if spot.row is not None else 1)
        return QRectF(rect.left() + spot.column * width, rect.top() + (spot.row or 0) * height, width, height)

    def column(self, column: int) -> QRectF:
        """All that leads to one neuron."""
        width = self.weights.width() / self.columns
        return QRectF(
            self.weights.left() + column * width, self.weights.top(), width, self.bias.bottom() - self.weights.top()
        )


@dataclass(frozen=True)
class Pictures:
    """The weights into a layer as one picture a neuron, for inputs that are pixels; its bias as a bar below it."""

    layer: int
    shape: tuple[int, int]
    count: int
    across: int
    room: QRectF
    side: tuple[float, float]
    """Width and height of a picture."""
    pitch: tuple[float, float]
    bar: float

    @property
    def shown(self) -> int:
        """How many neurons are drawn."""
        return self.count

    def picture(self, column: int) -> QRectF:
        """Where the picture of one neuron is."""
        row, place = divmod(column, self.across)
        return QRectF(
            self.room.left() + place * self.pitch[0], self.room.top() + row * self.pitch[1], self.side[0], self.side[1]
        )

    def bias(self, column: int) -> QRectF:
        """Where its bias is."""
        above = self.picture(column)
        return QRectF(above.left(), above.bottom() + 1.5, above.width(), self.bar)

    def column(self, column: int) -> QRectF:
        """Both together."""
        return self.picture(column).united(self.bias(column))

    def cell(self, spot: Spot) -> QRectF:
        """Where a weight is drawn."""
        if spot.row is None:
            return self.bias(spot.column)
        picture, (rows, columns) = self.picture(spot.column), self.shape
        row, place = divmod(spot.row, columns)
        width, height = picture.width() / columns, picture.height() / rows
        return QRectF(picture.left() + place * width, picture.top() + row * height, width, height)

    def spot_at(self, position: QPointF) -> Spot | None:
        """The weight under a place."""
        place = int((position.x() - self.room.left()) // self.pitch[0])
        row = int((position.y() - self.room.top()) // self.pitch[1])
        column = row * self.across + place
        if not (0 <= place < self.across and 0 <= column < self.count):
            return None
        picture = self.picture(column)
        if self.bias(column).contains(position):
            return Spot(self.layer, None, column)
        if not picture.contains(position):
            return None
        rows, columns = self.shape
        y = min(int((position.y() - picture.top()) / picture.height() * rows), rows - 1)
        x = min(int((position.x() - picture.left()) / picture.width() * columns), columns - 1)
        return Spot(self.layer, y * columns + x, column)


def side_by_side(shapes: Sequence[tuple[int, int]], room: QRectF, gap: float) -> list[Block]:
    """A block for each layer, (rows, columns), cells as large as they all can be and no larger than needed."""
    columns = [min(n_out, COUNTED) for _, n_out in shapes]
    width = min(LARGEST_CELL, max(1.0, room.width() - gap * (len(shapes) - 1)) / sum(columns))
    widths = [max(LEAST_WIDTH, width * n) for n in columns]
    spare = room.width() - sum(widths) - gap * (len(shapes) - 1)
    gap += max(0.0, min(spare / len(shapes), 24.0))
    left = room.left() + max(0.0, (room.width() - sum(widths) - gap * (len(shapes) - 1)) / 2)
    blocks = []
    for layer, (n_in, n_out) in enumerate(shapes):
        rows = min(n_in, COUNTED)
        height = min(0.75 * LARGEST_CELL, (room.height() - BIAS_GAP) / (rows + 1))  # one more for the biases
        rect = QRectF(left, room.top(), widths[layer], height * rows)
        blocks.append(_block(layer, n_in, n_out, rect, height))
        left += widths[layer] + gap
    return blocks


def alone(layer: int, shape: tuple[int, int], room: QRectF) -> Block:
    """One layer, filling the room."""
    rows, columns = shape
    height = min(LARGEST_CELL * 1.4, (room.height() - BIAS_GAP) / (rows + 1))
    bias = max(height, min(10.0, room.height() / 6))
    table = min(height * rows, room.height() - BIAS_GAP - bias)
    width = min(room.width(), 2.4 * LARGEST_CELL * columns)
    return _block(layer, rows, columns, QRectF(room.left(), room.top(), width, table), bias)


def pictures(layer: int, shape: tuple[int, int], count: int, room: QRectF) -> Pictures:
    """A picture of ``shape`` for each of ``count`` neurons, or for as many as fit, as large as they fit into the room."""
    rows, columns = shape
    gap, bar = 4.0, 4.0
    least = (LEAST_PICTURE * columns / max(shape), LEAST_PICTURE * rows / max(shape) + bar + 1.5)
    fit = int((room.width() + gap) / (least[0] + gap)) * int((room.height() + gap) / (least[1] + gap))
    count = max(1, min(count, fit))
    best, across = 0.0, 1
    for tried in range(1, count + 1):
        down = math.ceil(count / tried)
        side = min((room.width() / tried - gap) / columns, (room.height() / down - gap - bar - 1.5) / rows)
        if side > best:
            best, across = side, tried
    if best >= 4.0:
        best = min(math.floor(best), 14)  # whole pixels, so that all cells are of one size
    best = max(best, 0.25)
    size = (best * columns, best * rows)
    pitch = (size[0] + gap, size[1] + gap + bar + 1.5)
    used = across * pitch[0] - gap
    left = room.left() + max(0.0, (room.width() - used) / 2)
    return Pictures(layer, shape, count, across, QRectF(left, room.top(), used, room.height()), size, pitch, bar)


def _block(layer: int, rows: int, columns: int, weights: QRectF, bias: float) -> Block:
    below = QRectF(weights.left(), weights.bottom() + BIAS_GAP, weights.width(), max(3.0, bias))
    return Block(layer, rows, columns, weights, below)
