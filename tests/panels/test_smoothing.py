import numpy as np
import pytest

from hlviz.panels.smoothing import smoothed


def one_by_one(x: np.ndarray, y: np.ndarray, reach: float) -> np.ndarray:  # type: ignore[type-arg]
    total = weight = 0.0
    last, means = x[0], []
    for here, value in zip(x, y, strict=True):
        fades = np.exp(-(here - last) / reach)
        total, weight, last = total * fades, weight * fades, here
        if np.isfinite(value):
            total, weight = total + value, weight + 1
        means.append(total / weight if weight else np.nan)
    return np.array(means)


@pytest.mark.parametrize("reach", [0.01, 1.0, 30.0, 1e6])
def test_it_is_the_moving_average(reach: float) -> None:
    rng = np.random.default_rng(0)
    x = np.cumsum(rng.random(700) * 3)
    y = rng.normal(size=700)
    np.testing.assert_allclose(smoothed(x, y, reach), one_by_one(x, y, reach), rtol=1e-9, atol=1e-12)


def test_it_begins_where_the_curve_does_and_a_level_stays_level() -> None:
    x = np.arange(50.0)
    falling = 1 / (x + 1)
    assert smoothed(x, falling, 10.0)[0] == 1.0
    np.testing.assert_allclose(smoothed(x, np.full(50, 0.3), 10.0), 0.3)


def test_what_is_no_number_counts_for_nothing() -> None:
    x = np.arange(6.0)
    y = np.array([np.nan, 1.0, np.inf, 1.0, np.nan, 1.0])
    calm = smoothed(x, y, 2.0)
    assert np.isnan(calm[0])
    np.testing.assert_allclose(calm[1:], 1.0)
    assert np.isnan(smoothed(x, np.full(6, np.nan), 2.0)).all()
    assert len(smoothed(np.empty(0), np.empty(0), 2.0)) == 0


def test_it_calms() -> None:
    x = np.arange(4000.0)
    y = np.random.default_rng(1).normal(size=4000)
    assert smoothed(x, y, 100.0)[1000:].std() < 0.2 * y.std()
