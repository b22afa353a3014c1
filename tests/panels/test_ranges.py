"""Ends and numbers of axes."""

import numpy as np
import pytest

from hlviz.panels.ranges import decades, outwards, reach, ticks


def test_ticks_are_round_and_inside() -> None:
    np.testing.assert_allclose(ticks(-6, 6, 6), [-6, -4, -2, 0, 2, 4, 6])
    np.testing.assert_allclose(ticks(0.013, 0.049, 4), [0.02, 0.03, 0.04])
    assert len(ticks(1.0, 1.0, 5)) == 1
    assert not len(ticks(float("nan"), 1.0, 5))


@pytest.mark.parametrize("value", [1e-9, 0.02, 1.0, 9.99, 1234.5])
def test_an_axis_reaches_a_little_further_than_its_curve(value: float) -> None:
    assert value <= reach(value) <= value * 1.1221


def test_an_axis_moves_in_steps() -> None:
    ends = {reach(epochs) for epochs in range(100, 200)}
    assert len(ends) <= 8


def test_a_widened_range_holds_what_it_must() -> None:
    low, high = outwards(-1.03, 2.5)
    assert low <= -1.03 < 2.5 <= high
    assert high - low < 1.3 * 3.53
    assert outwards(2.0, 2.0) == (1.0, 3.0)


def test_a_logarithmic_axis_is_a_decade_long_at_least() -> None:
    low, high = decades(0.02, 0.03)
    assert high - low >= 1
    assert 10**low <= 0.02 < 0.03 <= 10**high
    low, high = decades(1e-5, 2.0)
    assert 10**low <= 1e-5 < 2 <= 10**high
