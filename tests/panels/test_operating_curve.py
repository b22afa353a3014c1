import numpy as np
import pytest

from hlviz.nn.activations import ACTIVATIONS, SOFTMAX
from hlviz.panels.operating_curve import DEAD, LIVE, SATURATED, operating_curve


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_every_function_has_its_curve(key: str) -> None:
    curve = operating_curve(ACTIVATIONS[key], -6.0, 9.0, 224)
    assert curve is not None
    z = -6 + (np.arange(224) + 0.5) / 224 * 15
    np.testing.assert_allclose(curve.values, ACTIVATIONS[key].value(z))
    assert (curve.heights.min(), curve.heights.max()) == (0, 1)
    assert np.isfinite(curve.slopes).all()


def zones(key: str) -> list[tuple[int, float]]:
    """Which zones there are from left to right, and where each begins."""
    curve = operating_curve(ACTIVATIONS[key], -8.0, 8.0, 1600)
    assert curve is not None
    begins = np.flatnonzero(np.diff(curve.zones, prepend=-1))
    return [(int(curve.zones[i]), round(-8 + i / 100, 1)) for i in begins]


def test_it_knows_where_a_function_is_flat() -> None:
    assert zones("tanh") == [(SATURATED, -8.0), (LIVE, -2.2), (SATURATED, 2.2)]
    assert zones("relu") == [(DEAD, -8.0), (LIVE, 0.0)]
    assert zones("identity") == [(LIVE, -8.0)]
    assert zones("leaky_relu") == [(SATURATED, -8.0), (LIVE, 0.0)]
    assert zones("softplus") == [(SATURATED, -8.0), (LIVE, -2.9)]
    assert {zone for zone, _ in zones("sine")} == {LIVE, SATURATED}
    assert len(zones("sine")) == 13  # six crests and troughs within ±8


def test_softmax_has_none_of_one_sum_alone() -> None:
    assert operating_curve(SOFTMAX, -1.0, 1.0, 100) is None


def test_a_very_wide_range_does_no_harm() -> None:
    for activation in ACTIVATIONS.values():
        curve = operating_curve(activation, -1e30, 1e30, 64)
        assert curve is not None
        assert np.isfinite(curve.heights).all()
