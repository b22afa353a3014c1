from dataclasses import replace

import numpy as np
import pytest

from hlviz.datasets import Points
from hlviz.document import DataSpec, Project, edits
from hlviz.document.samples import points_of, split_of
from hlviz.errors import DataError


def test_the_same_spec_gives_the_same_object():
    assert points_of(DataSpec()) is points_of(DataSpec())
    assert split_of(DataSpec()) is split_of(DataSpec(samples=500))
    assert split_of(DataSpec()) is not split_of(DataSpec(train_share=0.6))


def test_the_seed_decides_points_and_split():
    one, other = split_of(DataSpec(seed=1)), split_of(DataSpec(seed=2))
    assert not np.array_equal(one.points.x, other.points.x)
    assert not np.array_equal(one.train, other.train)


def test_another_share_leaves_the_points_as_they_are():
    assert split_of(DataSpec(train_share=0.3)).points is split_of(DataSpec(train_share=0.7)).points


def test_real_data_know_no_noise():
    iris = edits.choose_dataset(Project(), "iris").data
    assert points_of(replace(iris, noise=20.0, seed=9)) is points_of(iris)
    assert split_of(replace(iris, features=("x1",))) is split_of(iris)  # and no features of the plane


def test_a_table():
    table = Points(np.arange(12.0).reshape(6, 2), np.arange(6) % 2, ("a", "b"), "t", ("no", "yes"))
    data = edits.use_table(Project(), table).data
    assert points_of(data) is table
    assert split_of(data).inputs == ("a", "b")
    assert len(split_of(data).train) in {4, 5}


def test_what_is_not_there_is_told():
    with pytest.raises(DataError, match="spiral"):
        points_of(DataSpec(dataset="donut"))
    with pytest.raises(DataError, match="open a table"):
        points_of(DataSpec(dataset="table"))
