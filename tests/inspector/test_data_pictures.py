import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from hlviz.colors import DARK, LIGHT, THEMES, Theme
from hlviz.datasets import DATASETS, Points
from hlviz.inspector.data_pictures import paint_points, picture_points

SIDE = 40


def picture(points: Points, theme: Theme) -> np.ndarray:
    """The picture's pixels, shape (SIDE, SIDE, 3)."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB888)
    image.fill(theme.field)
    with QPainter(image) as p:
        paint_points(p, QRectF(0, 0, SIDE, SIDE), points, theme)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, image.bytesPerLine())
    return lines[:, : 3 * SIDE].reshape(SIDE, SIDE, 3).copy()


def rgb(color: str) -> np.ndarray:
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_data_set_has_a_picture_of_its_own(theme: Theme) -> None:
    pictures = {key: picture(picture_points(recipe), theme) for key, recipe in DATASETS.items()}
    for key, seen in pictures.items():
        marked = np.any(seen != rgb(theme.field), axis=2).mean()
        assert marked > 0.03, key
    assert len({seen.tobytes() for seen in pictures.values()}) == len(pictures)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=("light", "dark"))
def test_blue_is_in_the_middle_of_the_circle_and_orange_around_it(theme: Theme) -> None:
    seen = picture(picture_points(DATASETS["circle"]), theme)
    blue = np.argwhere(np.all(seen == rgb(theme.positive), axis=2)) - SIDE / 2
    orange = np.argwhere(np.all(seen == rgb(theme.negative), axis=2)) - SIDE / 2
    assert len(blue)
    assert len(orange)
    assert np.linalg.norm(blue, axis=1).mean() < 0.6 * np.linalg.norm(orange, axis=1).mean()


@pytest.mark.usefixtures("qapp")
def test_the_plane_rises_to_the_upper_right() -> None:
    seen = picture(picture_points(DATASETS["reg-plane"]), LIGHT).astype(int)
    upper_right, lower_left = seen[4, -5], seen[-5, 4]
    assert upper_right[2] > upper_right[0]
    assert lower_left[0] > lower_left[2]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "points",
    [
        Points(np.zeros((1, 1)), np.array([0]), ("x",), "y", ("a",)),
        Points(np.ones((3, 2)), np.ones(3), ("a", "b"), "y"),
        Points(np.arange(12.0).reshape(2, 6), np.array([0.0, 1.0]), tuple("abcdef"), "y", image_shape=(2, 3)),
    ],
    ids=("one point", "all alike", "two images"),
)
def test_a_table_of_the_users_own_can_be_painted_however_poor(points: Points) -> None:
    assert np.any(picture(points, LIGHT) != rgb(LIGHT.field))
