import numpy as np
import pytest

from hlviz.datasets import DATASETS

PLANE = ["circle", "xor", "gauss", "spiral", "moons", "blobs", "checkerboard", "reg-plane", "reg-gauss"]
KEYS = [*PLANE, "sine", "step", "bumps", "and", "or", "xor-table", "iris", "digits"]


def test_the_table_holds_every_data_set_under_its_own_key():
    assert list(DATASETS) == KEYS
    assert [recipe.key for recipe in DATASETS.values()] == KEYS
    assert len({recipe.title for recipe in DATASETS.values()}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_recipe_makes_what_it_says(key):
    recipe = DATASETS[key]
    points = recipe.make(recipe.samples, 10, np.random.default_rng(1))
    assert points.sizes[0] == recipe.samples
    assert points.is_classification == (recipe.group not in ("regress", "curve"))
    assert recipe.summary.endswith(".")
    if points.is_classification:
        assert set(np.unique(points.y)) == set(range(points.classes))


@pytest.mark.parametrize("key", KEYS)
def test_the_same_seed_gives_the_same_numbers(key):
    first, again, other = (DATASETS[key].make(200, 25, np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert np.array_equal(first.x, again.x)
    assert np.array_equal(first.y, again.y)
    assert np.array_equal(first.x, other.x) == (not DATASETS[key].adjustable)


@pytest.mark.parametrize("key", [key for key in KEYS if DATASETS[key].adjustable])
def test_the_fewest_samples_still_show_every_class(key):
    recipe = DATASETS[key]
    points = recipe.make(recipe.min_samples, 0, np.random.default_rng(3))
    assert points.sizes[0] == recipe.min_samples
    assert len(np.unique(points.y)) >= max(2, points.classes)


@pytest.mark.parametrize("key", [key for key in KEYS if DATASETS[key].adjustable])
def test_points_lie_in_the_plot_when_there_is_no_noise(key):
    points = DATASETS[key].make(2000, 0, np.random.default_rng(5))
    assert points.domain is not None
    for column, (low, high) in zip(points.x.T, points.domain, strict=True):
        assert low <= column.min() < column.max() <= high


def test_real_data_do_not_mind_samples_and_noise():
    assert DATASETS["iris"].make(0, 0, np.random.default_rng(0)).sizes == (150, 4)
