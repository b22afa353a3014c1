"""A small picture of a document, for lists of files: its network, and for points of the plane what it answers over it.

Painted on an image, without a widget and without text, so that any thread may do it.
"""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen

from hlviz.colors import LIGHT
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters, forward
from hlviz.training.assembly import Assembly

WIDTH, HEIGHT = 240, 136
MOST = 8
"""Neurons of a layer that are drawn, at most; of more, some that are spread over it."""
COLUMNS = 10
"""Layers that are drawn, at most."""
CELLS = 40
"""Cells along each side of the map."""
MARGIN, RADIUS, WIDEST = 10, 3.5, 2.2
MOST_WORK = 2_000_000
"""Weights of a network that is not asked for a map, since that would take long."""


def thumbnail_of(assembly: Assembly, parameters: Parameters) -> bytes:
    """The picture as a PNG; the same network gives the same bytes."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.card))
    with QPainter(image) as p:
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
        map_ = _map(assembly, parameters)
        if map_ is not None:
            side = room.height()
            target = QRect(int(room.right() - side), int(room.top()), int(side), int(side))
            p.drawImage(target, map_)
            room.setRight(target.left() - MARGIN)
        _draw_network(p, room, parameters)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def _draw_network(p: QPainter, room: QRectF, parameters: Parameters) -> None:
    sizes = [parameters.weights[0].shape[0], *(w.shape[1] for w in parameters.weights)]
    layers = _some(len(sizes), COLUMNS)
    chosen = [_some(sizes[layer], MOST) for layer in layers]
    places = [
        [QPointF(_share(room.left(), room.right(), i, len(layers)), _share(room.top(), room.bottom(), j, len(column)))
         for j in range(len(column))]
        for i, column in enumerate(chosen)
    ]  # fmt: skip
    largest = max(float(np.abs(w).max(initial=0)) for w in parameters.weights) or 1.0
    for i, (before, layer) in enumerate(pairwise(layers)):
        for j, source in enumerate(chosen[i]):
            for k, neuron in enumerate(chosen[i + 1]):
                weight = float(parameters.weights[layer - 1][source, neuron]) if layer == before + 1 else 0.0
                share = abs(weight) / largest
                color = QColor(LIGHT.positive if weight > 0 else LIGHT.negative)
                color.setAlphaF(0.15 + 0.85 * share)
                p.setPen(QPen(color, 0.5 + WIDEST * share))
                p.drawLine(places[i][j], places[i + 1][k])
    p.setPen(QPen(QColor(LIGHT.muted), 1))
    p.setBrush(QColor(LIGHT.card))
    for column in places:
        for place in column:
            p.drawEllipse(place, RADIUS, RADIUS)


def _share(low: float, high: float, i: int, count: int) -> float:
    """The middle of the i-th of ``count`` equal parts."""
    return low + (high - low) * (i + 0.5) / count


def _some(count: int, most: int) -> list[int]:
    return list(range(count)) if count <= most else [round(i * (count - 1) / (most - 1)) for i in range(most)]


def _map(assembly: Assembly, parameters: Parameters) -> QImage | None:
    """What the first output, or the difference of the first two, answers over the plane; None where the data are none of it."""
    points, split = assembly.split.points, assembly.split
    work = sum(w.size for w in parameters.weights)
    if points.x.shape[1] != 2 or points.image_shape is not None or work > MOST_WORK:
        return None
    (left, right), (bottom, top) = points.ranges()
    x, y = np.meshgrid(np.linspace(left, right, CELLS), np.linspace(top, bottom, CELLS))
    with np.errstate(all="ignore"):
        outputs = forward(
            parameters, assembly.activations, split.to_inputs(np.column_stack([x.ravel(), y.ravel()]))
        ).outputs
    return _image(_sides(outputs))


def _sides(outputs: Array) -> Array:
    """One number a cell, −1 … 1."""
    values = outputs[:, 1] - outputs[:, 0] if outputs.shape[1] > 1 else outputs[:, 0] - np.median(outputs[:, 0])
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    return values / (np.abs(values).max() or 1.0)


def _image(values: Array) -> QImage:
    levels = len(LIGHT.diverging)
    rgb = LIGHT.diverging[np.clip(((values + 1) / 2 * (levels - 1)).round().astype(int), 0, levels - 1)]
    pixels = np.ascontiguousarray(rgb.reshape(CELLS, CELLS, 3))
    image = QImage(pixels.tobytes(), CELLS, CELLS, 3 * CELLS, QImage.Format.Format_RGB888)
    return image.scaled(
        HEIGHT, HEIGHT, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
