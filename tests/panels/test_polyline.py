"""Curves as strokes."""

import numpy as np

from hlviz.panels.polyline import DASH, GAP, dashes, segments, thinned


def test_a_thinned_curve_keeps_every_peak() -> None:
    x = np.linspace(0, 200, 20_000)
    y = np.random.default_rng(0).normal(size=len(x))
    y[12_345], y[777] = 50.0, -40.0
    thin_x, thin_y = thinned(x, y)
    assert len(thin_x) <= 2 * 202
    assert np.all(np.diff(thin_x) >= 0)
    assert thin_y.max() == 50.0
    assert thin_y.min() == -40.0
    assert (thin_x[-1], thin_y[-1]) == (x[-1], y[-1])
    assert abs(thin_x[thin_y.argmax()] - x[12_345]) <= 1


def test_a_short_curve_is_left_alone() -> None:
    x, y = np.arange(5.0) * 10, np.arange(5.0)
    assert thinned(x, y)[0] is x


def test_strokes_join_each_point_to_the_next() -> None:
    np.testing.assert_array_equal(segments(np.array([0.0, 1, 2]), np.array([5.0, 6, 7])), [[0, 5, 1, 6], [1, 6, 2, 7]])


def test_dashes_are_even_however_many_points_there_are() -> None:
    for points in (2, 500):
        x = np.linspace(0, 170, points)
        drawn = dashes(x, np.zeros(points))
        length = np.hypot(drawn[:, 2] - drawn[:, 0], drawn[:, 3] - drawn[:, 1]).sum()
        np.testing.assert_allclose(length, 170 * DASH / (DASH + GAP), rtol=0.02)
        assert not np.any((drawn[:, 0] < DASH + 1) & (drawn[:, 2] > DASH + 1e-9))  # the first gap is empty
