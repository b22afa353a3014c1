"""Single samples changed, removed and added; those that stay keep their parts."""

from dataclasses import replace

import numpy as np
import pytest

from hlviz.datasets import Points
from hlviz.datasets.table_recipe import ColumnRecipe, TableRecipe
from hlviz.document import Project, edits
from hlviz.document.samples import points_of, split_of
from hlviz.errors import SettingError


def held_back(project: Project) -> set[tuple[float, ...]]:
    split = split_of(project.data)
    return {tuple(row) for row in split.points.x[split.test].tolist()}


def test_a_point_of_the_plane_is_changed_and_stays_a_point_of_the_plane() -> None:
    project = edits.set_features(Project(), ("x1", "x1_squared"))
    before = points_of(project.data)
    changed = edits.set_sample(project, 7, 0, 5.5)
    points = points_of(changed.data)
    assert points.plane
    assert changed.data.features == ("x1", "x1_squared")
    assert points.x[7].tolist() == [5.5, before.x[7, 1]]
    others = np.arange(len(before.x)) != 7
    np.testing.assert_array_equal(points.x[others], before.x[others])
    np.testing.assert_array_equal(split_of(changed.data).test, split_of(project.data).test)
    flipped = edits.set_sample(changed, 7, edits.TARGET, 1 - before.y[7])
    assert points_of(flipped.data).y[7] == 1 - before.y[7]
    assert project.data.table is None  # the one before is as it was


def test_samples_removed_leave_the_others_in_their_parts() -> None:
    project = Project()
    x = points_of(project.data).x
    changed = edits.remove_samples(project, [3, 8, 20])
    assert points_of(changed.data).sizes == (497, 2)
    assert held_back(changed) == held_back(project) - {tuple(x[row]) for row in (3, 8, 20)}


def test_samples_added_are_learned_from_until_other_parts_are_drawn() -> None:
    project = Project()
    changed = edits.add_samples(project, np.array([[0.25, 0.5]]), np.array([1]))
    split = split_of(changed.data)
    assert 500 in split.train
    assert held_back(changed) == held_back(project)
    drawn = edits.set_data(changed, seed=2)
    assert held_back(drawn) != held_back(project)
    assert len(split_of(drawn.data).test) == pytest.approx(250, abs=1)


def test_parts_told_by_a_column_are_not_drawn_anew() -> None:
    table = Points(np.arange(8.0)[:, None], np.arange(8.0), ("x",), "y", is_test=np.arange(8) % 4 == 0)
    recipe = TableRecipe((ColumnRecipe("x"), ColumnRecipe("y", "target"), ColumnRecipe("set", "part")))
    project = edits.use_table(Project(), table, recipe)
    assert held_back(edits.set_data(project, seed=5, train_share=0.5)) == {(0,), (4,)}
    assert held_back(edits.remove_samples(project, [0])) == {(4,)}
    with pytest.raises(SettingError, match="no sample would be left for the test"):
        edits.remove_samples(project, [0, 4])


def test_rows_in_time_stay_in_time() -> None:
    table = Points(np.arange(10.0)[:, None], np.arange(10.0), ("x",), "y")
    recipe = TableRecipe((ColumnRecipe("x"), ColumnRecipe("y", "target"), ColumnRecipe("when", "time")))
    project = edits.use_table(Project(), table, recipe)
    assert split_of(project.data).test.tolist() == [8, 9]
    assert held_back(edits.remove_samples(project, [9])) == {(7,), (8,)}


def test_what_cannot_be() -> None:
    project = Project()
    with pytest.raises(SettingError, match="class=7"):
        edits.set_sample(project, 0, edits.TARGET, 7)
    for value in (float("nan"), float("inf"), 1e31):
        with pytest.raises(SettingError, match="value="):
            edits.set_sample(project, 0, 0, value)
    with pytest.raises(SettingError, match="at least 4 are needed"):
        edits.remove_samples(project, range(498))


def test_another_data_set_forgets_the_recipe() -> None:
    table = Points(np.arange(8.0)[:, None], np.arange(8.0), ("x",), "y")
    recipe = TableRecipe((ColumnRecipe("x"), ColumnRecipe("y", "target")), scale="range")
    project = edits.use_table(replace(Project()), table, recipe)
    assert not project.data.standardize
    assert split_of(project.data).train_x.max() == 1
    assert edits.choose_dataset(project, "circle").data.recipe is None
