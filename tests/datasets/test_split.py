import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hlviz.datasets import DATASETS, Points, split_points
from hlviz.errors import SettingError

CIRCLE = DATASETS["circle"].make(500, 0, np.random.default_rng(1))
IRIS = DATASETS["iris"].make(150, 0, np.random.default_rng(1))
DIGITS = DATASETS["digits"].make(1797, 0, np.random.default_rng(1))


def split(points=CIRCLE, features=("x1", "x2"), train_share=0.5, standardize=False, seed=1):
    return split_points(points, features=features, train_share=train_share, standardize=standardize, seed=seed)


def table(y, classes=0, x=None):
    y = np.asarray(y)
    names = tuple(f"c{k}" for k in range(classes))
    return Points(np.arange(len(y), dtype=float)[:, None] if x is None else x, y, ("a",), "t", names)


def test_inputs_are_the_features_in_their_own_order():
    half = split(features=("sin_x2", "x1_squared", "x1", "x1"))
    assert half.inputs == ("x1", "x1_squared", "sin_x2")
    assert half.labels == ("X₁", "X₁²", "sin X₂")
    x = CIRCLE.x[half.train]
    np.testing.assert_array_equal(
        half.train_x, np.column_stack([x[:, 0], x[:, 0] ** 2, np.sin(x[:, 1])]).astype(np.float32)
    )
    assert half.train_x.dtype == half.test_x.dtype == np.float32
    assert half.mean.tolist() == [0, 0, 0]
    assert half.scale.tolist() == [1, 1, 1]


def test_features_are_for_the_plane_alone():
    half = split(IRIS, features=())
    assert half.inputs == half.labels == IRIS.input_names
    np.testing.assert_array_equal(half.test_x, IRIS.x[half.test].astype(np.float32))


def test_columns_of_one_name_are_told_apart():
    points = Points(np.eye(4), np.arange(4.0), ("a", "a", "a (2)", "a"), "t")
    half = split(points)
    assert half.inputs == ("a", "a (2)", "a (2) (2)", "a (3)")
    assert half.labels == points.input_names


def test_the_seed_shuffles_once():
    first, again, other = split(seed=4), split(seed=4), split(seed=5)
    assert np.array_equal(first.train, again.train)
    assert np.array_equal(first.train_x, again.train_x)
    assert not np.array_equal(first.train, other.train)
    assert not np.array_equal(first.train, np.sort(first.train))


def test_rows_and_targets_belong_together():
    half = split(IRIS)
    np.testing.assert_array_equal(half.train_y, IRIS.y[half.train])
    np.testing.assert_array_equal(half.test_y, IRIS.y[half.test])
    np.testing.assert_array_equal(half.train_x, IRIS.x[half.train].astype(np.float32))


@pytest.mark.parametrize(("share", "count"), [(0.05, 25), (0.1, 50), (0.5, 250), (0.7, 350), (0.95, 475)])
def test_the_share_is_kept(share, count):
    assert len(split(train_share=share).train) == count


def test_classes_keep_their_proportions():
    half = split(IRIS, train_share=0.8)
    assert np.bincount(half.train_y).tolist() == [40, 40, 40]
    assert np.bincount(half.test_y).tolist() == [10, 10, 10]


@settings(max_examples=100, deadline=None)
@given(
    counts=st.lists(st.integers(0, 12), min_size=2, max_size=6).filter(lambda counts: sum(counts) >= 2),
    share=st.floats(0.05, 0.95),
    seed=st.integers(0, 2**32 - 1),
)
def test_parts_share_out_all_rows_and_every_class_that_can_be_shared(counts, share, seed):
    y = np.repeat(np.arange(len(counts)), counts)
    parts = split(table(y, len(counts)), train_share=share, seed=seed)
    assert sorted([*parts.train, *parts.test]) == list(range(len(y)))
    assert len(parts.train) >= 1
    assert len(parts.test) >= 1
    assert abs(len(parts.train) - share * len(y)) <= len(counts) + 1
    for label, count in enumerate(counts):
        if count >= 2:
            assert label in parts.train_y
            assert label in parts.test_y
        assert abs(np.count_nonzero(parts.train_y == label) - share * count) <= 1


@pytest.mark.parametrize("share", [0.05, 0.95])
@pytest.mark.parametrize("points", [table([0, 1], 2), table([0, 0], 2), table([0.5, 1.5])])
def test_two_samples_are_one_for_each_part(points, share):
    parts = split(points, train_share=share)
    assert len(parts.train) == len(parts.test) == 1


def test_a_single_sample_is_for_training():
    parts = split(table([0.5]), standardize=True)
    assert (len(parts.train), parts.test_x.shape) == (1, (0, 1))
    assert parts.train_x.tolist() == [[0]]


def test_the_scale_is_measured_on_the_training_samples_alone():
    half = split(IRIS, standardize=True)
    train, test = IRIS.x[half.train], IRIS.x[half.test]
    np.testing.assert_allclose(half.mean, train.mean(axis=0))
    np.testing.assert_allclose(half.scale, train.std(axis=0))
    np.testing.assert_allclose(half.train_x.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(half.train_x.std(axis=0), 1, atol=1e-6)
    assert np.abs(half.mean - test.mean(axis=0)).min() > 1e-3
    assert np.abs(half.test_x.mean(axis=0)).max() > 1e-2


def test_features_are_scaled_after_they_are_calculated():
    half = split(features=("x1_squared",), standardize=True)
    squares = CIRCLE.x[half.train, 0] ** 2
    np.testing.assert_allclose(half.mean, [squares.mean()])
    np.testing.assert_allclose(half.scale, [squares.std()])


def test_constant_columns_are_left_at_scale_one():
    x = np.column_stack([np.full(10, 0.1), np.arange(10.0)])
    half = split(Points(x, np.arange(10.0), ("flat", "slope"), "t"), standardize=True)
    assert half.scale[0] == 1
    np.testing.assert_allclose(half.train_x[:, 0], 0, atol=1e-6)
    assert half.scale[1] != 1


def test_pixels_share_one_scale_so_that_rare_ones_do_not_outshine_the_rest():
    half = split(DIGITS, standardize=True)
    ink = DIGITS.x[half.train]
    np.testing.assert_allclose(half.mean, np.full(64, ink.mean()))
    np.testing.assert_allclose(half.scale, np.full(64, ink.std()))
    assert np.abs(half.test_x).max() < 3


def test_new_places_are_treated_as_the_samples_were():
    half = split(features=("x1", "x1x2"), standardize=True)
    np.testing.assert_array_equal(half.to_inputs(CIRCLE.x[half.test]), half.test_x)
    assert half.to_inputs(np.zeros((7, 2), np.float32)).shape == (7, 2)
    with pytest.raises(ValueError, match="rows of 2 values"):
        half.to_inputs(np.zeros((7, 3)))


def test_inputs_stay_finite_however_far_a_test_value_lies():
    points = Points(np.array([[1e-30], [2e-30], [1e30], [-1e30]]), np.arange(4.0), ("a",), "t")
    halves = (split(points, standardize=True, seed=seed) for seed in range(100))
    half = next(half for half in halves if set(half.train) == {0, 1})
    np.testing.assert_allclose(half.scale, 0.5e-30)
    assert np.isfinite(half.test_x).all()


def test_nobody_can_write_to_the_parts():
    half = split(standardize=True)
    for array in (half.train, half.test, half.mean, half.scale, half.train_x, half.test_x, half.train_y, half.test_y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"features": ()}, "switch on at least one input"),
        ({"features": ("x1", "x3")}, "no input 'x3': choose from x1, x2"),
        ({"train_share": 0.04}, "train_share is 0.04: choose 0.05 to 0.95"),
        ({"train_share": 0.96}, "choose 0.05 to 0.95"),
        ({"train_share": float("nan")}, "choose 0.05 to 0.95"),
    ],
)
def test_settings_that_cannot_be_are_told(changes, reason):
    with pytest.raises(SettingError, match=reason):
        split(**changes)
