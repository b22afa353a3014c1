"""A drawing becomes a sample in the way in which the data's own pictures were made."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from hlviz.datasets import Points
from hlviz.datasets.real import digits
from hlviz.panels.paper import Paper, frame_of, usual_brush

pytestmark = pytest.mark.usefixtures("qapp")
RNG = np.random.default_rng(0)
DIGITS = digits(0, 0.0, RNG)


def grey(samples: int = 40, side: int = 28) -> Points:
    """Pictures of grey blobs, 0 … 255, in the upper left quarter."""
    x = np.zeros((samples, side, side))
    x[:, 4:14, 3:9] = RNG.integers(1, 256, (samples, 10, 6))
    return Points(x.reshape(samples, -1), np.arange(samples) % 2, tuple(f"p{i}" for i in range(side * side)), "t",
                  ("a", "b"), (side, side), ((0.0, 255.0),) * side**2)  # fmt: skip


def shown(paper: Paper, *, is_fitted: bool = False) -> np.ndarray:
    return paper.sample(is_fitted=is_fitted).reshape(paper.rows, paper.columns)


def drawn(points: Points, *strokes: tuple[float, float, float, float], width: float = 1.0) -> Paper:
    paper = Paper(points)
    for x0, y0, x1, y1 in strokes:
        paper.begin()
        paper.stroke(QPointF(x0, y0), QPointF(x1, y1), width, erases=False)
    return paper


# As the data


def test_the_dark_bits_of_each_block_are_counted_as_in_the_data() -> None:
    values = shown(drawn(DIGITS, (4, 0, 4, 8)))
    assert set(values.ravel()) <= set(range(17))
    # a line one pixel wide along the border of two columns: half of each
    np.testing.assert_array_equal(values[1:7], np.tile([0, 0, 0, 8, 8, 0, 0, 0], (6, 1)))


def test_a_pixel_that_is_all_ink_has_all_of_it() -> None:
    paper = Paper(DIGITS)
    paper.fill((2, 5), erases=False)
    expected = np.zeros((8, 8))
    expected[2, 5] = 16
    np.testing.assert_array_equal(shown(paper), expected)


def test_grey_is_averaged_in_the_scale_of_the_data() -> None:
    points = grey()
    values = shown(drawn(points, (10, 0, 10, 28), width=2.0))
    np.testing.assert_array_equal(values[5, 8:12], [0, 255, 255, 0])
    assert (values == np.round(values)).all(), "the data are whole numbers"


def test_the_ends_of_the_scale_are_those_of_the_data() -> None:
    x = RNG.uniform(-1, 3, (20, 9))
    points = Points(x, x[:, 0], tuple("abcdefghi"), "t", image_shape=(3, 3))
    paper = Paper(points)
    paper.fill((1, 1), erases=False)
    values = shown(paper)
    assert values[1, 1] == pytest.approx(x.max())
    assert values[0, 0] == pytest.approx(min(0.0, x.min()))


@pytest.mark.parametrize("row", range(0, 1797, 60))
def test_a_sample_that_is_taken_is_seen_as_it_is(row: int) -> None:
    paper = Paper(DIGITS)
    paper.take(DIGITS.x[row])
    np.testing.assert_array_equal(paper.sample(is_fitted=False), DIGITS.x[row])


def test_grey_that_is_taken_is_seen_as_it_is() -> None:
    points = grey()
    paper = Paper(points)
    paper.take(points.x[3])
    np.testing.assert_array_equal(paper.sample(is_fitted=False), points.x[3])


# In the place of the data's


def test_digits_are_as_high_as_the_picture_and_stand_in_its_middle() -> None:
    frame = frame_of(DIGITS)
    assert (frame.height, frame.middle) == (8, (4, 4))
    assert frame.width == pytest.approx(6)


def test_where_pictures_are_is_learned_from_the_data() -> None:
    frame = frame_of(grey())
    assert (frame.height, frame.width, frame.middle) == (10, 6, (9, 6))


def test_a_small_drawing_in_a_corner_is_brought_to_the_middle_and_made_larger() -> None:
    # the left of the paper, half as high
    paper = drawn(DIGITS, (1, 4, 1, 7), (1, 7, 3, 7))
    values = shown(paper, is_fitted=True)
    assert values[0].any()
    assert values[7].any()
    columns = np.flatnonzero(values.any(axis=0))
    assert (columns[0] + columns[-1] + 1) / 2 == pytest.approx(4, abs=0.5)
    assert not shown(paper)[0].any(), "on the paper it is where it was drawn"


def test_a_dot_is_not_blown_up_to_a_digit() -> None:
    values = shown(drawn(DIGITS, (1, 1, 1, 1)), is_fitted=True)
    assert 16 <= values.sum() <= 16 * 4.5
    middle = values[3:5, 3:5].sum()
    assert middle > 0.7 * values.sum()


def test_what_already_is_as_the_data_are_stays_nearly_as_it_is() -> None:
    changes = []
    for row in range(200):
        paper = Paper(DIGITS)
        paper.take(DIGITS.x[row])
        changes.append(np.abs(paper.sample(is_fitted=True) - DIGITS.x[row]).mean())
    assert np.median(changes) < 2.0


def test_blank_paper_is_a_blank_sample_either_way() -> None:
    paper = Paper(DIGITS)
    assert paper.is_blank
    assert not paper.sample(is_fitted=True).any()
    assert not paper.sample(is_fitted=False).any()


# Strokes


def test_what_is_rubbed_out_is_gone() -> None:
    paper = drawn(DIGITS, (0, 4, 8, 4), width=2.0)
    paper.begin()
    paper.stroke(QPointF(0, 4), QPointF(8, 4), 3.0, erases=True)
    assert paper.is_blank


def test_strokes_are_taken_back_one_by_one() -> None:
    paper = drawn(DIGITS, (2, 1, 2, 7))
    first = shown(paper)
    paper.begin()
    paper.stroke(QPointF(5, 1), QPointF(6, 4), 1.0, erases=False)
    paper.stroke(QPointF(6, 4), QPointF(5, 7), 1.0, erases=False)
    paper.clear()
    assert paper.is_blank
    paper.undo()
    paper.undo()
    np.testing.assert_array_equal(shown(paper), first)
    paper.undo()
    assert paper.is_blank
    assert not paper.can_undo
    paper.undo()


def test_the_usual_brush_fits_the_pictures() -> None:
    assert 0.5 < usual_brush(DIGITS) < 1.5
    assert 2 < usual_brush(grey()) < 4
