"""Moved columns keep their order, keep off one another and leave the others alone."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from document.test_arrangement import DATA, SHAPES, SIZES, USUAL, boxes, controls, inside, meet, project
from hlviz.document import Project, edits
from hlviz.document.arrangement import BELOW_CARDS, arrange
from hlviz.document.edits.layers import MAX_SHIFT
from hlviz.document.geometry import Box


def shifted(project: Project, *shifts: tuple[float, float]) -> Project:
    for layer, shift in zip(project.network.hidden, shifts, strict=False):
        project = edits.shift_layer(project, layer.id, *shift)
    return project


far = st.floats(-MAX_SHIFT, MAX_SHIFT)
near = st.floats(-150, 150)


@settings(max_examples=150, deadline=None)
@example((1,), "iris", (500, 420), [(0.0, 0.0)] * 12)  # a card narrower than what is below it
@given(
    st.sampled_from(SHAPES), st.sampled_from(DATA), st.sampled_from(SIZES),
    st.lists(st.tuples(near | far | st.just(0.0), near | far | st.just(0.0)), min_size=12, max_size=12),
)  # fmt: skip
def test_nothing_overlaps_wherever_columns_are_moved(shape, dataset, size, shifts) -> None:
    tidy = project(shape, dataset)
    geometry = arrange(shifted(tidy, *shifts), *size)
    whole = Box(0, 0, geometry.width, geometry.height)
    everything = [(i, box) for i, column in enumerate(geometry.columns) for box in boxes(column)]
    for (_, one), (_, other) in itertools.combinations(everything, 2):
        assert not meet(one, other)
    assert all(inside(box, whole) for _, box in everything)
    centers = [column.x for column in geometry.columns]
    assert centers == sorted(centers)
    for column in geometry.columns:
        assert all(inside(part, column.card.box) for part in controls(column))
        assert all(inside(cell.box, column.body) for cell in column.cells)
    for gap in geometry.gaps:
        left, right = geometry.columns[gap.index], geometry.columns[gap.index + 1]
        assert gap.zone.width > 0
        assert left.x < gap.plus.center[0] < right.x
        for column in (left, right):
            assert not any(meet(gap.plus, box) for box in boxes(column))
    still = arrange(tidy, *size)
    for before, now, shift in zip(still.columns[1:-1], geometry.columns[1:-1], shifts, strict=False):
        if shift == (0.0, 0.0):
            assert now == before
    assert (geometry.columns[0], geometry.columns[-1]) == (still.columns[0], still.columns[-1])


def test_a_column_is_where_it_was_put() -> None:
    tidy = project((4, 4))
    before, after = arrange(tidy, *USUAL).columns[1], arrange(shifted(tidy, (25, 40)), *USUAL).columns[1]
    assert (after.card.box.x, after.card.box.y) == (before.card.box.x + 25, before.card.box.y + 40)
    assert (after.body.x, after.body.y) == (before.body.x + 25, before.body.y + 40)
    assert [b.box.y - a.box.y for a, b in zip(before.cells, after.cells, strict=True)] == [40] * 4
    assert after.ports == tuple(port + 40 for port in before.ports)
    assert after.sides == (before.sides[0] + 25, before.sides[1] + 25)
    assert arrange(edits.tidy(shifted(tidy, (25, 40))), *USUAL) == arrange(tidy, *USUAL)


def test_upwards_the_neurons_go_up_to_their_card() -> None:
    tidy = project((2, 2))
    before = arrange(tidy, *USUAL).columns[1]
    some, all_the_way = (arrange(shifted(tidy, (0, dy)), *USUAL).columns[1] for dy in (-20, -MAX_SHIFT))
    assert some.card == all_the_way.card == before.card
    assert some.body.y == before.body.y - 20
    assert all_the_way.body.y == pytest.approx(before.card.box.bottom + BELOW_CARDS, abs=1)


def test_a_column_does_not_push_its_neighbour() -> None:
    tidy = project((4, 4))
    before, after = arrange(tidy, *USUAL), arrange(shifted(tidy, (MAX_SHIFT, 0)), *USUAL)
    assert after.columns[2] == before.columns[2]
    assert before.columns[1].x < after.columns[1].x < before.columns[2].x - before.columns[1].card.box.width


def test_neighbours_moved_together_stay_together() -> None:
    tidy = project((4, 4, 4))
    before, after = arrange(tidy, 1000, 600), arrange(shifted(tidy, (-20, 0), (-20, 0)), 1000, 600)
    assert [b.x - a.x for a, b in zip(before.columns, after.columns, strict=True)] == [0, -20, -20, 0, 0]


def test_further_down_makes_the_diagram_taller() -> None:
    tidy = project((4, 4))
    assert arrange(shifted(tidy, (0, 900)), *USUAL).height > USUAL[1] + 300
