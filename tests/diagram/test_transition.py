"""On the way from one network to the next, things start where they were and end where they belong."""

import itertools

import pytest

from hlviz.diagram.scene import Scene, scene_of
from hlviz.diagram.transition import Places, Transition, can_glide, moved, port_key
from hlviz.diagram.view import View
from hlviz.document import Project, edits
from hlviz.document.geometry import Box


def of(*shape: int, dataset: str = "circle") -> Project:
    return edits.set_shape(edits.choose_dataset(Project(), dataset), shape)


def seen(project: Project) -> Scene:
    return scene_of(project, 780, 600)


START = of(4, 3)
FIRST, SECOND = START.network.hidden
EDITS = {
    "a layer more": edits.add_layer(START, 1),
    "a layer fewer": edits.remove_layer(START, FIRST.id),
    "layers that change places": edits.move_layer(START, FIRST.id, 1),
    "a neuron more": edits.resize_layer(START, SECOND.id, 7),
    "a neuron fewer": edits.remove_neuron(START, FIRST.neurons[1]),
    "an input more": edits.toggle_feature(START, "sin_x1"),
    "a layer that becomes a block": edits.resize_layer(START, SECOND.id, 40),
}


@pytest.mark.parametrize("after", EDITS.values(), ids=EDITS)
def test_it_begins_where_things_were_and_ends_exactly_where_they_belong(after: Project) -> None:
    way = Transition(seen(START), seen(after))
    old, new = Places(way.before), Places(way.after)
    begin, end = way.at(0.0), way.at(1.0)
    shared = old.cells.keys() & new.cells.keys()
    assert shared
    assert all(Places(begin).cells[key] == old.cells[key] for key in shared)
    assert end.geometry.columns == way.after.geometry.columns
    assert not way.is_still


@pytest.mark.parametrize("after", EDITS.values(), ids=EDITS)
def test_things_go_straight_and_never_back(after: Project) -> None:
    way = Transition(seen(START), seen(after))
    steps = [Places(way.at(share / 10)).cells for share in range(11)]
    for key in steps[0]:
        xs, ys = [step[key].x for step in steps], [step[key].y for step in steps]
        for places in (xs, ys):
            moves = [b - a for a, b in itertools.pairwise(places)]
            assert all(move >= -1e-9 for move in moves) or all(move <= 1e-9 for move in moves)


def test_what_is_new_is_known() -> None:
    way = Transition(seen(START), seen(edits.resize_layer(START, SECOND.id, 5)))
    assert way.fresh == {(2, 3), (2, 4)}
    assert not way.fresh_columns
    inserted = Transition(seen(START), seen(edits.add_layer(START, 0)))
    assert inserted.fresh_columns == {1}
    assert {layer for layer, _ in inserted.fresh} == {1}


def test_edges_are_new_where_their_ends_were_no_neighbours() -> None:
    inserted = Transition(seen(START), seen(edits.add_layer(START, 1)))
    assert [inserted.are_fresh(i).all() for i in range(4)] == [False, True, True, False]
    grown = Transition(seen(START), seen(edits.resize_layer(START, SECOND.id, 4)))
    assert not grown.are_fresh(0).any()
    assert grown.are_fresh(1)[:, 3].all()
    assert not grown.are_fresh(1)[:, :3].any()


def test_nothing_has_to_glide_where_nothing_changed_place() -> None:
    assert Transition(seen(START), seen(edits.set_activation(START, FIRST.id, "relu"))).is_still
    assert not Transition(seen(START), seen(edits.resize_layer(START, FIRST.id, 5))).is_still


def test_a_scene_looks_the_same_in_another_view() -> None:
    scene, near, far = seen(START), View(2.0, -40, 25), View(0.5, 12, 3)
    other = moved(scene, near, far)
    for column, there in zip(scene.columns, other.columns, strict=True):
        for cell, other_cell in zip(column.cells, there.cells, strict=True):
            a, b = near.box(cell.box), far.box(other_cell.box)
            assert (a.x, a.y, a.width, a.height) == pytest.approx((b.x, b.y, b.width, b.height))
    assert moved(scene, near, near) is scene


def test_ports_are_known_by_what_is_there() -> None:
    scene = seen(of(3, 30))
    assert port_key(scene.columns[1], 0) == scene.project.network.hidden[0].neurons[0]
    assert port_key(scene.columns[2], 0) != port_key(scene.columns[2], 1)


def test_only_what_the_eye_can_follow_glides() -> None:
    assert can_glide(seen(START), seen(edits.add_layer(START, 0)))
    assert not can_glide(seen(START), seen(of(4, 3, dataset="xor"))), "another data set is another picture"
    assert not can_glide(seen(START), seen(of(300, 300))), "too large to draw anew in each frame"


def test_a_header_keeps_its_controls_together() -> None:
    way = Transition(seen(START), seen(edits.add_layer(START, 1)))
    for share in (0.0, 0.4):
        for column, end in zip(way.at(share).columns, way.after.columns, strict=True):
            if end.card.chip is not None:
                chip = column.card.chip
                assert isinstance(chip, Box)
                assert chip.x - column.card.box.x == pytest.approx(end.card.chip.x - end.card.box.x)
                assert chip.y - column.card.box.y == pytest.approx(end.card.chip.y - end.card.box.y)
