import numpy as np
import pytest

from hlviz.datasets import DATASETS, read_table
from hlviz.paths import resource

RNG = np.random.default_rng(0)


def test_iris_is_scikit_learns_number_for_number():
    from sklearn.datasets import load_iris  # here: it takes seconds, and most test runs leave this test out

    points, source = DATASETS["iris"].make(150, 0, RNG), load_iris()
    assert np.array_equal(points.x, source.data)
    assert np.array_equal(points.y, source.target)
    assert list(points.class_names) == source.target_names.tolist()
    assert list(points.input_names) == source.feature_names


def test_digits_are_scikit_learns_number_for_number():
    from sklearn.datasets import load_digits

    points, source = DATASETS["digits"].make(1797, 0, RNG), load_digits()
    assert np.array_equal(points.x, source.data)
    assert np.array_equal(points.y, source.target)
    assert points.class_names == tuple("0123456789")
    assert points.image_shape == (8, 8)
    assert np.array_equal(points.x[0].reshape(points.image_shape), source.images[0])
    assert points.ranges() == ((0, 16),) * 64


@pytest.mark.parametrize("key", ["iris", "digits"])
def test_the_files_can_be_opened_as_a_table_of_ones_own(key):
    own, built_in = read_table(resource(f"datasets/{key}.csv")), DATASETS[key].make(0, 0, RNG)
    assert np.array_equal(own.x, built_in.x)
    assert np.array_equal(own.y, built_in.y)
    assert own.class_names == built_in.class_names


def test_every_file_has_its_source_and_licence_beside_it():
    readme = resource("datasets/README.md").read_text(encoding="utf-8")
    for file in resource("datasets/README.md").parent.glob("*.csv"):
        section = readme.split(f"## {file.name}")[1].split("\n## ")[0]
        assert "Licence:" in section
        assert "Cite:" in section
