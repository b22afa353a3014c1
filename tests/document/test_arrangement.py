"""Nothing of a diagram overlaps, everything fits into the usual window, and tiles are as large as they can be."""

import itertools

import pytest

from hlviz.document import Project, edits
from hlviz.document.arrangement import COLUMN_LEAST, TILE, arrange
from hlviz.document.geometry import Box, Column, Form, Geometry

USUAL = (780, 600)
SIZES = [USUAL, (1000, 740), (500, 420)]
SHAPES: list[tuple[int, ...]] = [(), (1,), (4, 2), (8, 8, 6), (8,) * 6, (24, 24), (25, 3), (64, 300), (4,) * 12]
DATA = ["circle", "blobs", "sine", "iris", "digits", "reg-plane"]


def project(shape: tuple[int, ...], dataset: str = "circle") -> Project:
    return edits.set_shape(edits.choose_dataset(Project(), dataset), shape)


def boxes(column: Column) -> list[Box]:
    """The card, and each neuron or the block of them."""
    return [column.card.box, *([cell.box for cell in column.cells] or [column.body])]


def controls(column: Column) -> list[Box]:
    card = column.card
    return [b for b in (card.grip, card.chip, card.minus, card.plus, card.count, card.previous, card.next) if b]


def meet(one: Box, other: Box) -> bool:
    """Whether the two have room in common."""
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def inside(box: Box, other: Box) -> bool:
    return other.x <= box.x and other.y <= box.y and box.right <= other.right and box.bottom <= other.bottom


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dataset", DATA)
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_overlaps_and_everything_is_inside(shape: tuple[int, ...], dataset: str, size: tuple[int, int]) -> None:
    geometry = arrange(project(shape, dataset), *size)
    whole = Box(0, 0, geometry.width, geometry.height)
    everything = [box for column in geometry.columns for box in boxes(column)]
    for one, other in itertools.combinations(everything, 2):
        assert not meet(one, other)
    assert all(inside(box, whole) for box in everything)
    for column in geometry.columns:
        parts = controls(column)
        assert all(inside(part, column.card.box) for part in parts)
        assert not any(meet(one, other) for one, other in itertools.combinations(parts, 2))


@pytest.mark.parametrize("shape", [(4, 2), (8, 8, 6), (8,) * 6])
def test_usual_networks_fit_the_usual_window_with_tiles_of_full_size(shape: tuple[int, ...]) -> None:
    geometry = arrange(project(shape), *USUAL)
    assert (geometry.width, geometry.height) == USUAL
    for column in geometry.columns[1:]:
        assert all(cell.box.width >= TILE for cell in column.cells)


def test_rows_of_neighbouring_layers_line_up_where_their_tiles_are_large() -> None:
    first, second, third = arrange(project((8, 8, 6)), 1000, 740).columns[1:4]
    assert first.ports == second.ports
    assert set(third.ports) <= set(first.ports)


def test_what_cannot_be_smaller_makes_the_diagram_larger_than_its_view() -> None:
    geometry = arrange(project((4,) * 12), *USUAL)
    assert geometry.width > USUAL[0]
    centers = [column.x for column in geometry.columns]
    assert min(b - a for a, b in itertools.pairwise(centers)) >= COLUMN_LEAST - 1


def test_forms_follow_from_the_data_and_the_size() -> None:
    def forms(shape: tuple[int, ...], dataset: str) -> list[Form]:
        return [column.form for column in arrange(project(shape, dataset), *USUAL).columns]

    assert forms((24,), "circle") == [Form.TILES, Form.TILES, Form.TILES]
    assert forms((25,), "circle") == [Form.TILES, Form.BLOCK, Form.TILES]
    assert forms((25,), "digits") == [Form.PICTURE, Form.BLOCK, Form.BARS]
    assert forms((3,), "iris") == [Form.TILES, Form.TILES, Form.BARS]
    assert forms((3,), "blobs") == [Form.TILES, Form.TILES, Form.TILES]


def test_all_seven_features_have_a_tile_and_those_switched_off_are_small() -> None:
    inputs = arrange(project((2,)), *USUAL).columns[0]
    assert [cell.label for cell in inputs.cells] == ["X₁", "X₂", "X₁²", "X₂²", "X₁X₂", "sin X₁", "sin X₂"]
    assert [cell.is_on for cell in inputs.cells] == [True, True, *[False] * 5]
    assert inputs.size == 2
    assert inputs.cells[0].box.width > inputs.cells[2].box.width
    assert len(inputs.ports) == 2


@pytest.mark.parametrize(("size", "shape"), [(25, (25,)), (300, (300,)), (4096, (4096,))])
def test_every_neuron_of_a_block_has_its_own_place_in_it(size: int, shape: tuple[int, ...]) -> None:
    block = arrange(project(shape), *USUAL).columns[1]
    assert block.grid is not None
    assert block.grid.rows <= 44
    assert len(block.ports) == block.grid.rows
    for row in {0, 1, size // 2, size - 1}:
        x, y = block.box_of(row).center
        assert block.row_at(x, y) == row
        assert block.body.y <= block.ports[block.port_of(row)] <= block.body.bottom


def test_a_place_of_a_block_where_no_neuron_is_left_holds_none() -> None:
    block = arrange(project((25,)), *USUAL).columns[1]
    assert block.grid is not None
    assert block.grid.rows * block.grid.columns > 25
    assert block.row_at(block.body.right - 2, block.body.bottom - 2) is None


@pytest.mark.parametrize("count", [0, 1, 3, 8])
def test_there_is_a_way_to_insert_a_layer_between_any_two(count: int) -> None:
    geometry: Geometry = arrange(project((3,) * count), *USUAL)
    assert [gap.index for gap in geometry.gaps] == list(range(count + 1))
    assert [gap.always for gap in geometry.gaps] == [*[False] * count, True]
    for gap in geometry.gaps:
        left, right = geometry.columns[gap.index], geometry.columns[gap.index + 1]
        assert left.x < gap.x < right.x
        assert min(gap.plus.width, gap.plus.height) >= 24
        assert not any(meet(gap.plus, cell.box) for column in (left, right) for cell in column.cells)


def test_buttons_are_large_enough_to_be_hit() -> None:
    for shape in ((4, 2), (8,) * 6):
        for column in arrange(project(shape), *USUAL).columns[1:-1]:
            for button in (column.card.minus, column.card.plus):
                assert button is not None
                assert button.width >= 24
                assert button.height >= 24


def test_a_long_activation_name_gets_room_or_a_line_of_its_own() -> None:
    leaky = edits.set_all_activations(project((4, 4, 4)), "leaky_relu")
    for column in arrange(leaky, *USUAL).columns[1:-1]:
        assert column.card.chip is not None
        assert column.card.chip.width >= 88


def test_dropout_is_told_on_the_card() -> None:
    two = project((4, 2))
    dropped = edits.set_dropout(two, two.network.hidden[0].id, 0.2)
    first, second = arrange(dropped, *USUAL).columns[1:-1]
    assert first.card.drop is not None
    assert inside(first.card.drop, first.card.box)
    assert second.card.drop is None
    assert first.card.box.bottom == second.card.box.bottom
