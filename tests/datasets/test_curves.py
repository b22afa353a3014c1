import numpy as np
import pytest

from hlviz.datasets import DATASETS


def make(key, noise=0.0):
    return DATASETS[key].make(3000, noise, np.random.default_rng(1))


@pytest.mark.parametrize(
    ("key", "curve"),
    [
        ("sine", np.sin),
        ("step", lambda x: np.where(x >= 0, 1.0, -1.0)),
        ("bumps", lambda x: np.exp(-(((x + 2.5) / 1.5) ** 2)) - np.exp(-(((x - 2.5) / 0.6) ** 2))),
    ],
)
def test_points_lie_on_the_curve(key, curve):
    points = make(key)
    assert points.sizes == (3000, 1)
    assert points.input_names == ("x",)
    assert points.domain == ((-6, 6),)
    np.testing.assert_allclose(points.y, curve(points.x[:, 0]))
    assert points.x.min() < -5.9
    assert points.x.max() > 5.9


@pytest.mark.parametrize("key", ["sine", "step", "bumps"])
def test_noise_is_an_error_in_y_of_that_many_hundredths(key):
    clean, noisy = make(key), make(key, 30)
    assert np.array_equal(clean.x, noisy.x)
    assert (noisy.y - clean.y).std() == pytest.approx(0.3, rel=0.1)
