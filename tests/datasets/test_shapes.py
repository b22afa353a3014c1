import numpy as np
import pytest

from hlviz.datasets import DATASETS
from hlviz.datasets.shapes import blobs


def make(key, samples=2000, noise=0.0, seed=1):
    return DATASETS[key].make(samples, noise, np.random.default_rng(seed))


def test_moons_are_half_circles_around_two_centres():
    points = make("moons", 1001)
    blue, orange = points.x[points.y == 1], points.x[points.y == 0]
    assert (len(blue), len(orange)) == (500, 501)
    np.testing.assert_allclose(np.hypot(*(blue - [-1.5, -0.75]).T), 3)
    np.testing.assert_allclose(np.hypot(*(orange - [1.5, 0.75]).T), 3)
    assert blue[:, 1].min() >= -0.75
    assert orange[:, 1].max() <= 0.75


def test_a_tip_of_each_moon_lies_in_the_bow_of_the_other():
    points = make("moons")
    blue_tip = points.x[points.y == 1][0]
    assert np.hypot(*(blue_tip - [1.5, 0.75])) < 3
    assert blue_tip == pytest.approx([1.5, -0.75])


def test_noise_blurs_the_moons():
    points = make("moons", 4000, 20)
    distance = np.hypot(*(points.x[points.y == 1] - [-1.5, -0.75]).T)
    assert distance.std() == pytest.approx(0.4, rel=0.1)


def test_blobs_are_four_clouds_one_in_each_quarter():
    points = make("blobs")
    assert points.class_names == ("A", "B", "C", "D")
    assert np.bincount(points.y).tolist() == [500] * 4
    means = np.array([points.x[points.y == k].mean(axis=0) for k in range(4)])
    assert np.sign(means).tolist() == [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    np.testing.assert_allclose(np.hypot(*means.T), 3.5, atol=0.1)
    assert points.x[points.y == 0].std(axis=0) == pytest.approx([0.5, 0.5], rel=0.1)


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_blobs_come_in_any_number_of_classes(classes):
    points = blobs(20, 0, np.random.default_rng(1), classes)
    assert points.classes == classes
    assert np.ptp(np.bincount(points.y)) <= 1


def test_checkerboard_changes_colour_from_square_to_square():
    points = make("checkerboard")
    column, row = np.floor(points.x.T / 3).astype(int)
    assert set(column) == set(row) == {-2, -1, 0, 1}
    np.testing.assert_array_equal(points.y == 1, (column + row) % 2 == 0)
    noisy = make("checkerboard", noise=15)
    assert 0.1 < np.mean(noisy.y != points.y) < 0.5
