"""Where a field crosses zero."""

import numpy as np

from hlviz.panels.isoline import zero_line


def test_a_circle_is_found_where_it_is() -> None:
    y, x = np.mgrid[0:50, 0:50]
    strokes = zero_line(np.hypot(x - 24.0, y - 20.0)[None] - 11.3)
    ends = strokes.reshape(-1, 2)
    np.testing.assert_allclose(np.hypot(ends[:, 0] - 24, ends[:, 1] - 20), 11.3, atol=0.05)
    length = np.hypot(strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1]).sum()
    np.testing.assert_allclose(length, 2 * np.pi * 11.3, rtol=0.01)


def test_strokes_join_up() -> None:
    rng = np.random.default_rng(3)
    field = rng.normal(size=(1, 12, 12))  # with many saddles
    ends = zero_line(field).reshape(-1, 2).round(9)
    inner = ends[((ends > 1e-9) & (ends < 11 - 1e-9)).all(axis=1)]
    _, counts = np.unique(inner, axis=0, return_counts=True)
    assert np.all(counts == 2)


def test_a_field_of_one_sign_has_no_line() -> None:
    assert zero_line(np.ones((2, 5, 5))).shape == (0, 4)
    assert zero_line(np.zeros((1, 5, 5))).shape == (0, 4)
