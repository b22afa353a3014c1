"""Pictures are made of the screen's own pixels, at any scale of the screen."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, moment_of
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from hlviz.colors import DARK
from hlviz.diagram.painters.ground import on_pixel, on_pixels
from hlviz.document import Project, edits

Make = Callable[..., Desk]
SCALES = [1.0, 1.25, 1.5, 1.75, 2.0]


def painted(d: Desk, scale: float) -> QImage:
    size = d.canvas.size()
    image = QImage(QSize(round(size.width() * scale), round(size.height() * scale)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    d.canvas.render(image)
    return image


def saturation(color: QColor) -> int:
    return max(color.red(), color.green(), color.blue()) - min(color.red(), color.green(), color.blue())


@pytest.fixture
def network(desk: Make) -> Desk:
    project = edits.set_shape(edits.choose_dataset(Project(), "spiral"), (5, 3))
    d = desk(project, (781, 603))
    d.canvas.show_theme(DARK)
    d.show(moment_of(project, 100))
    return d


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_of_a_tile_shows_at_its_round_corners(network: Desk, scale: float) -> None:
    image = painted(network, scale)
    for column in network.canvas.scene.columns[1:3]:
        for cell in column.cells:
            box = network.canvas.view.box(cell.box)
            for corner in ((box.x, box.y), (box.right, box.y), (box.right, box.bottom)):  # the bias is at the fourth
                x, y = (round(place * scale) for place in corner)
                outside = [image.pixelColor(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
                assert max(map(saturation, outside)) <= 14  # the ground's own is 13


@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0])
def test_a_finer_screen_shows_more_than_an_enlarged_picture_would(network: Desk, scale: float) -> None:
    """The change from one pixel to the next at a tile's upper side is as sharp as on a usual screen."""
    for fineness in (1.0, scale):
        image = painted(network, fineness)
        box = network.canvas.view.box(network.canvas.scene.columns[1].box_of(1))
        x, top = round(box.center[0] * fineness), round(box.y * fineness)
        inside, outside = image.pixelColor(x, top + 3), image.pixelColor(x, top - 3)
        assert saturation(inside) > 60
        assert saturation(outside) < 40
        between = [saturation(image.pixelColor(x, top + dy)) for dy in (-1, 0, 1)]
        assert sum(40 <= s <= 60 for s in between) <= 1


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 1.75])
def test_sides_are_put_on_pixels(scale: float) -> None:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        painter.translate(3, 7)
        box = on_pixels(painter, QRectF(10.3, 11.1, 20.2, 30.7))
        for side, shift in ((box.left(), 3), (box.top(), 7), (box.right(), 3), (box.bottom(), 7)):
            assert (side + shift) * scale == pytest.approx(round((side + shift) * scale))
        assert abs(box.left() - 10.3) <= 0.5 / scale + 1e-9
        point = on_pixel(painter, 10.3, 11.1)
        assert (point.x(), point.y()) == pytest.approx((box.left(), box.top()))
