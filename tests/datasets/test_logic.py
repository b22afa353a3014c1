import numpy as np
import pytest

from hlviz.datasets import DATASETS

TABLES = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor-table": [0, 1, 1, 0]}


@pytest.mark.parametrize("key", TABLES)
def test_each_row_of_the_table_comes_equally_often(key):
    points = DATASETS[key].make(43, 0, np.random.default_rng(1))
    rows, counts = np.unique(np.column_stack([points.x, points.y]), axis=0, return_counts=True)
    assert rows.tolist() == [[*x, y] for x, y in zip([[0, 0], [0, 1], [1, 0], [1, 1]], TABLES[key], strict=True)]
    assert counts.tolist() == [10] * 4
    assert points.class_names == ("0", "1")


@pytest.mark.parametrize("key", TABLES)
def test_noise_jitters_the_points_but_never_across_the_middle(key):
    points = DATASETS[key].make(2000, 50, np.random.default_rng(1))
    corner = np.round(points.x).astype(int)
    assert 0.45 < np.abs(points.x - corner).max() <= 0.5
    assert np.array_equal(points.y, np.array(TABLES[key])[corner[:, 0] * 2 + corner[:, 1]])
