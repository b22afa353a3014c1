"""A data set as a picture of the size of a stamp, painted from its own points."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from hlviz.colors import Theme, mixed
from hlviz.datasets import Points, Recipe
from hlviz.nn.arrays import Array, IntArray

DOTS, SURFACE = 110, 3000
"""How many points a picture is made of: of dots, or of a coloured surface."""
SEED = 4
CELLS = 12
MANY = 24
"""From so many different places on, dots are small."""
PALEST = 0.45
"""The least share of full colour in a curve, which must be seen where it crosses 0."""


def picture_points(recipe: Recipe) -> Points:
    """Points of a recipe, without noise."""
    if recipe.glimpse is not None:
        return recipe.glimpse()
    samples = SURFACE if recipe.group == "regress" else DOTS
    return recipe.make(samples, 0.0, np.random.default_rng(SEED))


def paint_points(p: QPainter, rect: QRectF, points: Points, theme: Theme) -> None:
    """Images as images, a curve as a curve, numbers over the plane as a surface, all else as dots."""
    inputs = points.x.shape[1]
    if points.image_shape is not None:
        _paint_images(p, rect, points, theme)
    elif inputs == 1 and not points.is_classification:
        _paint_curve(p, rect, points, theme)
    elif points.plane and not points.is_classification:
        _paint_surface(p, rect, points, theme)
    elif inputs == 1:
        _paint_dots(p, rect, points.x[:, 0], np.asarray(points.y, np.float64), points, theme)
    else:
        # the last two columns: of flowers, the petals, which tell most
        _paint_dots(p, rect, points.x[:, -2], points.x[:, -1], points, theme)


def _paint_dots(p: QPainter, rect: QRectF, x: Array, y: Array, points: Points, theme: Theme) -> None:
    rows = np.lexsort((y, x))
    is_first = np.ones(len(rows), bool)
    is_first[1:] = (np.diff(x[rows]) != 0) | (np.diff(y[rows]) != 0)
    rows = rows[is_first]  # many flowers lie in one place
    rows = rows[:: max(1, len(rows) // (2 * DOTS))]
    few = len(rows) < MANY
    radius = rect.width() * (0.13 if few else 0.047)
    margin = radius + (0.1 * rect.width() if few else 0.0)
    room = rect.adjusted(margin, margin, -margin, -margin)
    across, up = _unit(x), _unit(y)
    if points.plane:
        # circles stay round
        spread_x, spread_y = np.ptp(x), np.ptp(y)
        widest = max(spread_x, spread_y) or 1.0
        across, up = 0.5 + (across - 0.5) * spread_x / widest, 0.5 + (up - 0.5) * spread_y / widest
    colors = _colors(points, theme)
    brushes = {color: QBrush(QColor(color)) for color in set(colors)}
    p.setPen(Qt.PenStyle.NoPen)
    for row in rows.tolist():
        p.setBrush(brushes[colors[row]])
        place = QPointF(room.left() + across[row] * room.width(), room.bottom() - up[row] * room.height())
        p.drawEllipse(place, radius, radius)


def _paint_curve(p: QPainter, rect: QRectF, points: Points, theme: Theme) -> None:
    order = np.argsort(points.x[:, 0])
    room = rect.adjusted(1, 2, -1, -2)
    across = room.left() + _unit(points.x[order, 0]) * room.width()
    up = room.bottom() - _unit(points.y[order]) * room.height()
    y = np.asarray(points.y[order], np.float64)
    strength = np.sign(y) * np.maximum(PALEST, np.abs(y) / (np.abs(y).max() or 1.0))
    for i in range(1, len(order)):
        pen = QPen(QColor(theme.signed_hex(strength[i], 1.3)), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(pen)
        p.drawLine(QLineF(across[i - 1], up[i - 1], across[i], up[i]))


def _paint_surface(p: QPainter, rect: QRectF, points: Points, theme: Theme) -> None:
    cells = np.minimum((np.column_stack([_unit(points.x[:, i]) for i in (0, 1)]) * CELLS).astype(int), CELLS - 1)
    flat = (CELLS - 1 - cells[:, 1]) * CELLS + cells[:, 0]
    count = np.bincount(flat, minlength=CELLS**2)
    mean = np.bincount(flat, np.asarray(points.y, np.float64), CELLS**2) / np.maximum(count, 1)
    colors = theme.signed(mean, float(np.abs(mean).max()) * 1.1).reshape(CELLS, CELLS, 3)
    image = QImage(colors.tobytes(), CELLS, CELLS, 3 * CELLS, QImage.Format.Format_RGB888)
    p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    p.drawImage(rect, image)


def _paint_images(p: QPainter, rect: QRectF, points: Points, theme: Theme) -> None:
    """Two by two of the pictures, of different classes."""
    rows, columns = points.image_shape or (1, 1)
    first = np.arange(len(points.x))
    if points.is_classification:
        first = np.array([np.argmax(points.y == label) for label in range(points.classes)])
    first = first[np.linspace(0, len(first) - 1, 4).astype(int)]
    (low, high), *_ = points.ranges()
    gap = 2.0
    side = (rect.width() - gap) / 2
    shades = [QColor(mixed(theme.field, theme.text, i / 32)).rgb() for i in range(33)]
    p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for i, row in enumerate(first):
        ink = np.clip((points.x[row] - low) / ((high - low) or 1.0) * 32, 0, 32).astype(np.uint8)
        # row by row: Qt wants each line of an image to begin at a multiple of four bytes
        stride = -(-columns // 4) * 4
        lines = np.zeros((rows, stride), np.uint8)
        lines[:, :columns] = ink.reshape(rows, columns)
        image = QImage(lines.tobytes(), columns, rows, stride, QImage.Format.Format_Indexed8)
        image.setColorTable(shades)
        corner = rect.topLeft() + QPointF((i % 2) * (side + gap), (i // 2) * (side + gap))
        p.drawImage(QRectF(corner.x(), corner.y(), side, side), image.convertToFormat(QImage.Format.Format_RGB32))


def _unit(values: Array | IntArray) -> Array:
    """Values brought to 0 … 1 over their own range."""
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) / ((high - low) or 1.0))


def _colors(points: Points, theme: Theme) -> list[str]:
    if not points.is_classification:
        y = np.asarray(points.y, np.float64)
        return [theme.signed_hex(value, float(np.abs(y).max())) for value in y.tolist()]
    if points.classes == 2:
        return [(theme.negative, theme.positive)[label] for label in points.y.tolist()]
    return [theme.class_color(label, points.classes) for label in points.y.tolist()]
