"""The generators against what TensorFlow Playground documents: its ranges, its labels, its noise."""

import numpy as np
import pytest

from hlviz.datasets import DATASETS
from hlviz.datasets.plane import BLUE, ORANGE, PLANE, cones


def make(key, samples=2000, noise=0.0, seed=1):
    return DATASETS[key].make(samples, noise, np.random.default_rng(seed))


@pytest.mark.parametrize("key", ["circle", "xor", "gauss", "spiral"])
def test_classes_are_the_plane_in_orange_and_blue(key):
    points = make(key, 501)
    assert points.plane
    assert points.domain == PLANE == ((-6, 6), (-6, 6))
    assert points.class_names == ("orange", "blue")
    assert DATASETS[key].samples == 500


def test_circle_is_a_blue_disc_in_an_orange_ring():
    points = make("circle")
    radius = np.hypot(*points.x.T)
    inner, outer = radius[points.y == BLUE], radius[points.y == ORANGE]
    assert len(inner) == len(outer) == 1000
    assert 0 <= inner.min() < 0.1
    assert 2.4 < inner.max() < 2.5
    assert 3.5 <= outer.min() < 3.6
    assert 4.9 < outer.max() <= 5


def test_xor_is_blue_where_the_signs_agree_and_leaves_the_axes_free():
    points = make("xor")
    assert np.array_equal(points.y == BLUE, points.x[:, 0] * points.x[:, 1] > 0)
    assert 0.3 <= np.abs(points.x).min() < 0.31
    assert 5.2 < np.abs(points.x).max() <= 5.3


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (25, 2.25), (50, 4)])
def test_gauss_has_two_clouds_whose_variance_grows_with_noise(noise, variance):
    points = make("gauss", 20_000, noise)
    for label, centre in ((BLUE, 2), (ORANGE, -2)):
        cloud = points.x[points.y == label]
        assert len(cloud) == 10_000
        assert cloud.mean(axis=0) == pytest.approx([centre, centre], abs=0.1)
        assert cloud.var(axis=0) == pytest.approx([variance, variance], rel=0.08)


def test_spiral_has_two_arms_half_a_turn_apart():
    points = make("spiral", 400)
    blue, orange = points.x[points.y == BLUE], points.x[points.y == ORANGE]
    np.testing.assert_allclose(blue, -orange, atol=1e-12)
    i = np.arange(200)
    radius, angle = 5 * i / 200, 1.75 * 2 * np.pi * i / 200
    np.testing.assert_allclose(blue, np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]), atol=1e-12)


def test_noise_moves_the_points_of_the_spiral_by_no_more_than_it_says():
    shift = np.abs(make("spiral", 2000, 40).x - make("spiral", 2000, 0).x)
    assert 0.39 < shift.max() <= 0.4


@pytest.mark.parametrize("key", ["circle", "xor"])
def test_noise_turns_labels_near_the_border_and_leaves_the_points(key):
    clean, little, much = (make(key, 4000, noise) for noise in (0, 10, 50))
    assert np.array_equal(clean.x, little.x)
    assert np.array_equal(clean.x, much.x)
    turned = [np.mean(clean.y != noisy.y) for noisy in (little, much)]
    assert 0 < turned[0] < 0.1 < turned[1] < 0.5


def test_circle_labels_turn_only_within_reach_of_the_border():
    clean, noisy = make("circle", 4000), make("circle", 4000, 20)
    reach = np.sqrt(2) * 5 * 0.2
    turned = np.hypot(*clean.x.T)[clean.y != noisy.y]
    assert len(turned) > 50
    assert np.abs(turned - 2.5).max() <= reach


def test_plane_is_a_tenth_of_the_sum():
    points = make("reg-plane")
    np.testing.assert_allclose(points.y, points.x.sum(axis=1) / 10)
    assert 5.9 < np.abs(points.x).max() <= 6
    assert not points.is_classification
    assert DATASETS["reg-plane"].samples == DATASETS["reg-gauss"].samples == 1200


def test_noise_on_the_plane_looks_up_a_place_up_to_six_tenths_of_noise_away():
    clean, noisy = make("reg-plane", 5000), make("reg-plane", 5000, 50)
    assert np.array_equal(clean.x, noisy.x)
    assert 0.5 < np.abs(clean.y - noisy.y).max() <= 0.6


def test_hills_are_six_cones_of_turning_sign():
    tops = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    assert cones(tops).tolist() == [1, -1, 1, -1, 1, -1]
    assert cones(np.array([[-4, 3.5], [1, 2.5], [-2, 2.5], [0, 0], [6, 6]])).tolist() == [0.5, -0.5, 0, 0, 0]
    points = make("reg-gauss")
    np.testing.assert_array_equal(points.y, cones(points.x))
    assert -1 <= points.y.min() < -0.8
    assert 0.8 < points.y.max() <= 1
