"""Many small pictures in one image: every value of every neuron coloured by one look-up."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from hlviz.colors import LEVELS
from hlviz.datasets import FEATURES
from hlviz.diagram.figures import Figures
from hlviz.diagram.painters.look import Look
from hlviz.diagram.scene import Kind, Scene
from hlviz.document.geometry import Column, Form
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS, Activation
from hlviz.nn.arrays import Array

LEAST_TILE = 30.0
"""Pixels of a neuron's side from which its picture has room for a number on it."""
FINE = 64
"""Cells along each side of the picture of a curve."""


class Sheet:
    """Pictures of one size, one below the other. Keeps the pixels that the image looks at."""

    def __init__(self, pixels: NDArray[np.uint32], scale: float = 1.0, *, shows_weights: bool = False) -> None:
        """Take pixels of shape (n, height, width), as 0xffRRGGBB.

        Parameters
        ----------
        scale
            The value that has the strongest colour.
        shows_weights
            Whether the values are weights; else they are activations.
        """
        self.scale, self.shows_weights = scale, shows_weights
        self._pixels = np.ascontiguousarray(pixels)
        n, self.height, self.width = pixels.shape
        self.image = QImage(
            self._pixels.data, self.width, n * self.height, self.width * 4, QImage.Format.Format_RGB32
        )  # fmt: skip

    def source(self, row: int) -> QRectF:
        """Where picture ``row`` is in the image."""
        return QRectF(0, row * self.height, self.width, self.height)


def colored(values: Array, scale: float, look: Look) -> NDArray[np.uint32]:
    """The pixel of each value between −scale and scale; all values are finite."""
    half = (LEVELS - 1) / 2
    index = values * np.float32(half / (scale or 1.0))
    index += np.float32(half + 0.5)
    np.clip(index, 0, LEVELS - 1, out=index)
    return np.asarray(look.pixels.take(index.astype(np.intp)))


def activation_of(scene: Scene, layer: int) -> Activation | None:
    """What a layer of the wiring does with its sums; None for the inputs."""
    if layer == 0:
        return None
    hidden = scene.project.network.hidden
    return (
        ACTIVATIONS[hidden[layer - 1].activation]
        if layer <= len(hidden)
        else OUTPUTS[scene.project.network.output_activation]
    )


def scale_of(scene: Scene, layer: int, values: Array) -> float:
    """The value that has the strongest colour: 1 where activations cannot be greater, else the greatest of the layer."""
    activation = activation_of(scene, layer)
    if activation is not None and max(map(abs, activation.output_range)) <= 1:
        return 1.0
    most = max(float(values.max()), -float(values.min())) if values.size else 0.0
    return most or 1.0


def sheet_of(scene: Scene, figures: Figures, column: Column, look: Look) -> Sheet | None:
    """The pictures of a layer's neurons; None where they have numbers instead."""
    layer = column.index
    if scene.is_probing and layer > 0 and _side(column) < LEAST_TILE:
        return None  # the sample's values are told by colours instead
    if scene.kind is Kind.PICTURE and layer == 1 and column.form is not Form.BARS:
        rows, columns = scene.split.points.image_shape or (1, 1)
        weights = np.ascontiguousarray(figures.weights[0].T).reshape(-1, rows, columns)
        most = max(float(weights.max()), -float(weights.min()))
        return Sheet(colored(weights, most, look), most, shows_weights=True)
    if scene.kind is Kind.MAP:
        maps = figures.maps(layer)
        if column.grid is not None:  # no finer than the block shows them
            stride = max(1, int(maps.shape[1] / (column.grid.cell * 1.6)))
            maps = np.ascontiguousarray(maps[:, ::stride, ::stride])
        scale = scale_of(scene, layer, maps)
        return Sheet(colored(maps, scale, look), scale)
    if scene.kind is Kind.CURVE and (column.grid is None or column.grid.cell >= 12):
        curves = figures.curves(layer)
        scale = scale_of(scene, layer, curves)
        return Sheet(colored(_areas(curves, scale), 1.0, look), scale)
    return None


def _side(column: Column) -> float:
    return column.grid.cell if column.grid is not None else column.on_cells[0].box.width


def feature_sheet(scene: Scene, look: Look) -> Sheet:
    """The seven features over the plane, in the order of the column's cells; what is switched off is pale."""
    (left, right), (low, high) = scene.split.points.ranges()
    x, y = np.meshgrid(np.linspace(left, right, FINE), np.linspace(high, low, FINE))
    places = np.column_stack([x.ravel(), y.ravel()])
    pictures = []
    for feature in FEATURES.values():
        values = feature.value(places).reshape(FINE, FINE).astype(np.float32)
        strength = 1.0 if feature.key in scene.project.data.features else 0.3
        pictures.append(colored(values / (np.abs(values).max() or 1.0) * strength, 1.0, look))
    return Sheet(np.stack(pictures))


def ink_sheet(scene: Scene, sample: Array, look: Look) -> Sheet:
    """The pixels of one sample of a data set of images, in the data's own units, as ink on the card."""
    points = scene.split.points
    low, high = points.ink_range
    share = np.clip((sample - low) / (high - low), 0, 1).reshape(1, *(points.image_shape or (1, -1)))
    paper, ink = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in (look.theme.field, look.theme.text))
    r, g, b = np.moveaxis(paper + share[..., None] * (ink - paper), -1, 0).astype(np.uint32)
    return Sheet((0xFF000000 | (r << 16) | (g << 8) | b).astype(np.uint32))


def packed(sheet: Sheet, column: Column) -> Sheet:
    """The pictures of a block, side by side as its cells are, as one picture."""
    grid = column.grid
    assert grid is not None
    n, h, w = len(sheet._pixels), sheet.height, sheet.width
    cells = np.full((grid.rows * grid.columns, h, w), sheet._pixels[0, 0, 0], np.uint32)
    cells[:n] = sheet._pixels
    whole = (
        cells.reshape(grid.rows, grid.columns, h, w).transpose(0, 2, 1, 3).reshape(1, grid.rows * h, grid.columns * w)
    )
    return Sheet(whole, sheet.scale, shows_weights=sheet.shows_weights)


def _areas(curves: Array, scale: float) -> Array:
    """For each curve the area between it and zero, shape (n, FINE, FINE); a cell that is half inside has half the value."""
    at = np.linspace(0, curves.shape[1] - 1, FINE).astype(np.intp)
    values = np.clip(curves[:, at] / scale, -1, 1)
    edges = np.linspace(1.08, -1.08, FINE + 1)
    top, bottom = edges[:-1][None, :, None], edges[1:][None, :, None]
    value = values[:, None, :]
    inside = np.clip(np.minimum(top, np.maximum(value, 0)) - np.maximum(bottom, np.minimum(value, 0)), 0, None)
    cover = inside / (top - bottom)
    return np.asarray(cover * np.where(value >= 0, 0.35 + 0.65 * value, -0.35 + 0.65 * value), dtype=np.float32)
