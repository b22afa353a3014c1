"""The width and the colour of an edge say how large its weight is."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, moment_of, with_weight
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtWidgets import QApplication

from hlviz.colors import DARK, LIGHT, Theme, theme_of
from hlviz.diagram.painters.look import WIDEST, Look
from hlviz.document import Project, edits

Make = Callable[..., Desk]


@pytest.fixture
def look(qapp: QApplication) -> Callable[..., Look]:
    def make(theme: Theme = LIGHT, **how: object) -> Look:
        return Look(theme, QFont(), **how)

    return make


def thickness(image: QImage, ground: QColor, x: int, y: int) -> int:
    """Pixels across the edge that passes through a place level."""
    part = image.copy(QRect(x, y - 12, 1, 25))
    return sum(part.pixelColor(0, i).name() != ground.name() for i in range(25))


def of_weight(d: Desk, value: float) -> int:
    """How thick the only edge of a network without hidden layers is drawn."""
    moment = moment_of(d.project, 0)
    for row in range(2):
        moment = with_weight(moment, 0, row, 0, value if row == 0 else 0.1)
    d.show(moment)
    scene = d.canvas.scene
    start = scene.columns[0].box_of(0)
    at = d.widget_place((scene.columns[0].sides[1] + 14, start.center[1]))
    return thickness(d.paint(), d.canvas.look.ground, round(at.x()), round(at.y()))


def test_the_largest_weight_has_the_widest_edge_however_large_it_is(desk: Callable[..., Desk]) -> None:
    d = desk(edits.set_shape(Project(), ()))
    assert of_weight(d, 0.5) == of_weight(d, 5.0) >= 4


def test_with_a_fixed_width_a_larger_weight_is_wider(desk: Callable[..., Desk]) -> None:
    d = desk(edits.set_shape(Project(), ()))
    d.canvas.set_edge_pixels(2.0)
    widths = [of_weight(d, value) for value in (0.5, 1.5, 3.0)]
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2]
    d.canvas.set_edge_pixels(0.0)
    assert of_weight(d, 0.5) == of_weight(d, 3.0)


@pytest.mark.parametrize("pixels", [0.5, 1.0, 2.0, 4.0])
def test_a_weight_of_one_is_as_wide_as_was_asked(look: Callable[..., Look], pixels: float) -> None:
    made = look(edge_pixels=pixels)
    level = round(1.0 / made.full_weight(7.0) * len(made.edges)) - 1
    assert made.edges[max(level, 0)][1].widthF() == pytest.approx(max(pixels, 1.0), abs=0.4)


@pytest.mark.parametrize("theme", [LIGHT, DARK, theme_of("dark", "purple-green"), theme_of("light", "high-contrast")])
def test_stronger_edges_stand_out_more_and_signs_differ(look: Callable[..., Look], theme: Theme) -> None:
    made = look(theme)
    assert made.edges[-1][0].widthF() == WIDEST
    for side in (0, 1):
        away = [_away(pens[side].color(), made.ground) for pens in made.edges]
        assert away[0] > 20  # even the weakest is seen
        assert away[0] < away[len(away) // 2] < away[-1]
    assert _away(made.edges[-1][0].color(), made.edges[-1][1].color()) > 100


def _away(a: QColor, b: QColor) -> int:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())


def test_in_pattern_mode_negative_edges_are_dashed(look: Callable[..., Look]) -> None:
    made = look(pattern=True)
    assert all(pens[0].dashPattern() and not pens[1].dashPattern() for pens in made.edges)
