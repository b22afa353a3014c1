"""What is frozen has a flake, what is cut is a dotted line; other things have neither."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, moment_of, with_weight
from PySide6.QtGui import QImage

from hlviz.diagram.painters.marks import ice
from hlviz.document import Project, edits

Make = Callable[..., Desk]


def shown(make: Make, project: Project) -> Desk:
    d = make(project)
    d.canvas.set_legend(False)
    d.show(moment_of(project, 0))
    return d


def count(image: QImage, name: str, x: int, y: int, reach: int = 9) -> int:
    return sum(
        image.pixelColor(x + dx, y + dy).name() == name
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
    )


def test_a_frozen_neuron_has_a_flake_at_its_corner(desk: Make) -> None:
    project = edits.set_shape(Project(), (3,))
    neurons = project.network.hidden[0].neurons
    d = shown(desk, edits.set_frozen(project, (neurons[1],), True))
    image, name = d.paint(), ice(d.canvas.look).name()
    corners = []
    for row in range(3):
        box = d.canvas.scene.columns[1].box_of(row)
        at = d.widget_place((box.right, box.y)).toPoint()
        corners.append(count(image, name, at.x(), at.y()) > 3)
    assert corners == [False, True, False]


def test_a_frozen_edge_has_a_flake_at_its_middle(desk: Make) -> None:
    project = edits.set_shape(Project(), (1,))
    edge = (("in", "x1"), project.network.hidden[0].neurons[0])
    d = shown(desk, edits.set_frozen(project, (edge,), True))
    pair = d.canvas.scene.columns
    x = (pair[0].sides[1] + pair[1].sides[0]) / 2
    at = d.widget_place((x, (pair[0].ports[0] + pair[1].ports[0]) / 2)).toPoint()
    name = ice(d.canvas.look).name()
    assert count(d.paint(), name, at.x(), at.y()) > 3
    bare = shown(desk, project)
    assert count(bare.paint(), name, at.x(), at.y()) == 0


def test_a_cut_edge_is_dotted_grey_and_not_drawn_as_a_weight(desk: Make) -> None:
    project = edits.set_shape(Project(), ())
    edge = (("in", "x1"), ("out", 1))
    moment = with_weight(with_weight(moment_of(project, 0), 0, 0, 0, 0.9), 0, 1, 0, 0.9)
    colors = {}
    for is_cut in (False, True):
        d = desk(edits.set_cut(project, (edge,), True) if is_cut else project)
        d.canvas.set_legend(False)
        d.show(moment)
        start = d.canvas.scene.columns[0]
        at = d.widget_place((start.sides[1] + 6, start.ports[0])).toPoint()
        image = d.paint()
        colors[is_cut] = {image.pixelColor(at.x() + dx, at.y() + dy).name() for dx in range(8) for dy in (-1, 0, 1)}
        strong = d.canvas.look.edges[-1][1].color().name()
        assert (strong in colors[is_cut]) is not is_cut
    assert colors[True] != colors[False]


def test_a_cut_edge_can_still_be_pointed_at(desk: Make) -> None:
    project = edits.set_shape(Project(), ())
    edge = (("in", "x1"), ("out", 1))
    d = shown(desk, edits.set_cut(project, (edge,), True))
    columns = d.canvas.scene.columns
    x = (columns[0].sides[1] + columns[1].sides[0]) / 2
    d.hover((x, (columns[0].ports[0] + columns[1].ports[0]) / 2))
    assert d.selection.hover.edge == edge


@pytest.mark.parametrize("shape", [(30,), (300, 5), (2, 2)])
def test_a_whole_frozen_layer_is_painted(desk: Make, shape: tuple[int, ...]) -> None:
    project = edits.set_shape(edits.choose_dataset(Project(), "digits"), shape)
    d = shown(desk, edits.freeze_layer(project, project.network.hidden[0].id, True))
    bare = shown(desk, project)
    assert d.paint() != bare.paint()
