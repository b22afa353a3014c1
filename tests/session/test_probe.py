"""The sample looked at, and the way from one to the next."""

import numpy as np
import pytest

from hlviz.datasets import Points, split_points
from hlviz.datasets.split import Split
from hlviz.session.probe import Probe, next_row


def points(samples: int = 10, inputs: int = 2) -> Points:
    x = np.arange(samples * inputs, dtype=float).reshape(samples, inputs)
    return Points(x, np.arange(samples) % 2, tuple("abcdefgh"[:inputs]), "t", ("no", "yes"))


@pytest.fixture
def split() -> Split:
    return split_points(points(), features=(), train_share=0.5, standardize=False, seed=3)


def test_a_row_is_looked_at_as_the_data_have_it() -> None:
    assert Probe(3).inputs(points()).tolist() == [6, 7]
    assert Probe(3).truth(points()) == 1


def test_a_row_beyond_the_end_of_smaller_data_is_one_of_theirs() -> None:
    assert Probe(13).in_(points()) == Probe(3)


def test_of_a_sample_of_ones_own_nobody_knows_what_is_right() -> None:
    own = Probe(3, (0.5, -1.0))
    assert own.inputs(points()).tolist() == [0.5, -1.0]
    assert own.truth(points()) is None


def test_a_sample_of_ones_own_does_not_fit_data_with_other_inputs() -> None:
    assert Probe(3, (0.5, -1.0)).in_(points(inputs=4)) == Probe(3)


def test_one_goes_through_the_samples_that_are_kept_for_the_test(split: Split) -> None:
    row, seen = -1, []
    for _ in range(len(split.test)):
        row = next_row(split, row, 1, in_training=False)
        seen.append(row)
    assert seen == sorted(split.test.tolist())
    assert next_row(split, row, 1, in_training=False) == seen[0], "from the last on to the first"
    assert next_row(split, row, -1, in_training=False) == seen[-2]


def test_from_a_training_sample_one_goes_on_to_training_samples(split: Split) -> None:
    first, *_, last = sorted(split.train.tolist())
    assert next_row(split, last, 1, in_training=True) == first
    assert next_row(split, first, -1, in_training=True) == last


@pytest.mark.parametrize("by", [1, -1])
def test_from_a_training_sample_one_comes_to_the_nearest_test_sample_of_that_side(split: Split, by: int) -> None:
    test = sorted(split.test.tolist())
    for row in split.train.tolist():
        beyond = [other for other in test if (other - row) * by > 0] or test
        nearest = beyond[0 if by > 0 else -1]
        assert next_row(split, row, by, in_training=False) == nearest
