import numpy as np
import pytest

from hlviz.nn.initializers import INITIALIZERS

SHAPE = (300, 200)
VARIANCE = {
    "glorot_uniform": 2 / 500,
    "glorot_normal": 2 / 500,
    "he_uniform": 2 / 300,
    "he_normal": 2 / 300,
    "lecun_uniform": 1 / 300,
    "lecun_normal": 1 / 300,
    "small_uniform": 1 / 12,
    "zeros": 0.0,
    "constant": 0.0,
}
BOUND = {"glorot_uniform": (6 / 500) ** 0.5, "he_uniform": (6 / 300) ** 0.5, "lecun_uniform": (3 / 300) ** 0.5}


def draw(key, seed=1):
    return INITIALIZERS[key].draw(SHAPE, np.random.default_rng(seed))


@pytest.mark.parametrize("key", INITIALIZERS)
def test_spread(key):
    w = draw(key)
    assert w.shape == SHAPE
    assert w.var() == pytest.approx(VARIANCE[key], rel=0.03)
    assert w.mean() == pytest.approx(0.1 if key == "constant" else 0.0, abs=0.01)


@pytest.mark.parametrize("key", BOUND)
def test_uniform_ones_stay_within_their_bound(key):
    assert BOUND[key] * 0.99 < np.abs(draw(key)).max() <= BOUND[key]


@pytest.mark.parametrize("key", INITIALIZERS)
def test_the_seed_decides(key):
    assert np.array_equal(draw(key), draw(key))
    if VARIANCE[key]:
        assert not np.array_equal(draw(key), draw(key, seed=2))


def test_every_one_is_listed_by_its_key():
    assert all(initializer.key == key for key, initializer in INITIALIZERS.items())
    assert set(INITIALIZERS) == set(VARIANCE)
