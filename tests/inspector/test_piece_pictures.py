import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from hlviz.colors import THEMES, Theme
from hlviz.inspector.piece_pictures import paint_curve, paint_dropout, paint_layer, paint_neuron
from hlviz.nn.activations import ACTIVATIONS, RELU, TANH, Activation

SIDE = 32


def curve(activation: Activation, theme: Theme) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as p:
        paint_curve(p, QRectF(0, 0, SIDE, SIDE), activation, theme, "#ff0000")
    return image


def red_rows(image: QImage, column: int) -> list[int]:
    return [
        y for y in range(SIDE) if image.pixelColor(column, y).red() > 200 and image.pixelColor(column, y).blue() < 60
    ]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("key", ACTIVATIONS)
def test_every_curve_reaches_from_one_side_to_the_other(key: str) -> None:
    image = curve(ACTIVATIONS[key], THEMES["light"])
    assert all(red_rows(image, column) for column in range(3, SIDE - 3))


@pytest.mark.usefixtures("qapp")
def test_relu_is_flat_on_the_left_and_rises_on_the_right() -> None:
    image = curve(RELU, THEMES["dark"])
    assert red_rows(image, 4) == red_rows(image, 12)
    assert max(red_rows(image, 28)) < min(red_rows(image, 4))


@pytest.mark.usefixtures("qapp")
def test_tanh_goes_through_the_middle() -> None:
    image = curve(TANH, THEMES["light"])
    assert SIDE // 2 in red_rows(image, SIDE // 2)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("paint", [paint_layer, paint_neuron, paint_dropout])
def test_each_piece_has_a_picture_in_the_colours_of_the_theme(paint: object, theme: Theme) -> None:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as p:
        paint(p, QRectF(0, 0, SIDE, SIDE), theme)  # type: ignore[operator]
    seen = {image.pixelColor(x, y).name() for x in range(SIDE) for y in range(SIDE)}
    assert theme.accent in seen or {theme.positive, theme.negative} <= seen
