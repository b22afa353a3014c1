"""Where each weight is drawn, and back."""

import itertools

import pytest
from PySide6.QtCore import QRectF

from hlviz.panels.weight_blocks import Block, Pictures, Spot, alone, pictures, side_by_side

ROOM = QRectF(3, 17, 280, 110)


@pytest.mark.parametrize(
    "shapes", [[(2, 4), (4, 2), (2, 1)], [(2, 1)], [(784, 512), (512, 512), (512, 10)], [(2, 3)] * 12]
)
def test_blocks_lie_apart_and_inside(shapes: list[tuple[int, int]]) -> None:
    blocks = side_by_side(shapes, ROOM, 12)
    for left, right in itertools.pairwise(blocks):
        assert left.weights.right() < right.weights.left()
    for block in blocks:
        assert block.weights.bottom() < block.bias.top()
        assert block.bias.bottom() <= ROOM.bottom() + 3
        assert block.weights.left() >= ROOM.left() - 1e-6
    assert blocks[-1].weights.right() <= ROOM.right() + 1e-6


@pytest.mark.parametrize(
    "block", [alone(1, (5, 3), ROOM), alone(0, (64, 32), ROOM), side_by_side([(2, 4)], ROOM, 12)[0]]
)
def test_the_middle_of_each_cell_is_that_weight(block: Block) -> None:
    for row in (*range(block.rows), None):
        for column in range(block.columns):
            spot = Spot(block.layer, row, column)
            assert block.spot_at(block.cell(spot).center()) == spot


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (12, 12), (32, 32), (512, None)])
def test_pictures_fit_and_are_found_again(count: int, shown: int | None) -> None:
    block: Pictures = pictures(0, (8, 8), count, ROOM)
    assert block.shown == shown or (shown is None and 40 <= block.shown < 512)
    for column in range(block.shown):
        assert ROOM.adjusted(-1, -1, 1, 1).contains(block.picture(column))
        for row in (0, 9, 63, None):
            spot = Spot(0, row, column)
            assert block.spot_at(block.cell(spot).center()) == spot
    assert block.spot_at(ROOM.bottomRight()) is None
