"""Recipes: roles, gaps, categories and parts of a table, worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.guess import guess
from hlviz.datasets.split import split_points
from hlviz.datasets.table_recipe import TableRecipe, applied, learned
from hlviz.errors import DataError

GAPS = "age,colour,smokes,kind\n10,red,yes,a\n,blue,no,b\n30,green,yes,a\n40,,no,b\n50,red,yes,a\n60,red,no,\n"


def raw(text: str, name: str = "mine.csv"):
    return read_raw(Origin(Path(name), text=text))


def made(text: str, **wishes):
    table = raw(text)
    return learned(table, guess(table, **wishes))


def test_rows_with_gaps_are_left_out():
    outcome = made(GAPS.replace("60,red,no,", "60,red,no,b") + "70,blue,no,\n", missing="drop")
    assert outcome.rows.tolist() == [0, 2, 4, 5]
    assert outcome.left_out == 3
    assert outcome.points.input_names == ("age", "colour=red", "smokes=yes")
    assert outcome.points.x.tolist() == [[10, 1, 1], [30, 0, 1], [50, 1, 1], [60, 1, 0]]


def test_gaps_are_filled_with_the_mean_and_the_most_frequent():
    outcome = made(GAPS, missing="mean")
    assert outcome.rows.tolist() == [0, 1, 2, 3, 4]  # nobody makes up a target
    assert (outcome.left_out, outcome.filled) == (1, 2)
    assert outcome.points.input_names == ("age", "colour=blue", "colour=green", "colour=red", "smokes=yes")
    assert outcome.points.x[1].tolist() == [(10 + 30 + 40 + 50) / 4, 1, 0, 0, 0]
    assert outcome.points.x[3].tolist() == [40, 0, 0, 1, 0]
    assert outcome.points.class_names == ("a", "b")


def test_a_flag_tells_which_values_were_filled():
    outcome = made(GAPS, missing="flag")
    names = outcome.points.input_names
    assert names == (
        "age", "age missing", "colour=blue", "colour=green", "colour=red", "colour missing", "smokes=yes",
    )  # fmt: skip
    assert outcome.points.x[:, names.index("age missing")].tolist() == [0, 1, 0, 0, 0]
    assert outcome.points.x[:, names.index("colour missing")].tolist() == [0, 0, 0, 1, 0]


def test_gaps_are_told_where_nothing_is_said_of_them():
    with pytest.raises(DataError, match=r"mine\.csv, row 3, column 'age': the value is missing"):
        made(GAPS)


def test_new_rows_become_samples_by_what_was_learned():
    recipe = made(GAPS, missing="flag").recipe
    x, y = applied(raw("kind,smokes,colour,age\nb,yes,blue,\n"), recipe)
    assert x.tolist() == [[32.5, 1, 1, 0, 0, 0, 1]]
    assert y.tolist() == [1]
    with pytest.raises(DataError, match="row 2, column 'colour': 'mauve' is none of 'blue', 'green', 'red'"):
        applied(raw("kind,smokes,colour,age\nb,yes,mauve,3\n"), recipe)
    with pytest.raises(DataError, match="has no column 'age'"):
        applied(raw("kind,smokes,colour\nb,yes,blue\n"), recipe)


PARTED = "x,set,y\n" + "".join(f"{i},{'test' if i % 3 == 0 else 'train'},{i}.5\n" for i in range(12))


def test_a_column_says_which_rows_test():
    table = raw(PARTED)
    recipe = guess(table).with_column("set", "part", "category")
    outcome = learned(table, recipe)
    assert outcome.points.input_names == ("x",)
    assert outcome.recipe.test_values == ("test",)
    for seed in (1, 2):
        split = split_points(outcome.points, features=(), train_share=0.5, standardize=False, seed=seed)
        assert sorted(split.test.tolist()) == [0, 3, 6, 9]
    swapped = learned(table, TableRecipe(recipe.columns, test_values=("train",)))
    assert swapped.points.is_test.sum() == 8
    with pytest.raises(DataError, match="puts every row into the part for training"):
        learned(table, TableRecipe(recipe.columns, test_values=("other",)))


def test_means_are_measured_on_what_is_learned_from():
    table = raw("x,set,y\n1,train,1.5\n3,train,2\n,train,3\n100,test,4\n")
    outcome = learned(table, guess(table, missing="mean").with_column("set", "part", "category"))
    assert outcome.points.x[:, 0].tolist() == [1, 3, 2, 100]


@pytest.mark.parametrize("days", [["2024-05-03", "2023-01-01", "2024-05-01", "2024-05-02"],
                                  ["03.05.2024", "01.01.2023", "01.05.2024", "02.05.2024"]])  # fmt: skip
def test_the_last_in_time_test(days):
    table = raw("when,x,y\n" + "".join(f"{day},{k},{k}.5\n" for k, day in enumerate(days)))
    outcome = learned(table, guess(table).with_column("when", "time", "number"))
    assert outcome.points.x[:, 0].tolist() == [1, 2, 3, 0]
    split = split_points(outcome.points, features=(), train_share=0.75, standardize=False, seed=7, in_order=True)
    assert (split.train.tolist(), split.test.tolist()) == ([0, 1, 2], [3])


def test_inputs_can_be_brought_to_one_range():
    points = made("x,z,y\n2,5,1.5\n4,5,2\n6,5,3\n10,5,4\n").points
    split = split_points(points, features=(), train_share=0.9, standardize=False, seed=1, to_range=True)
    train = split.train_x[:, 0]
    assert (train.min(), train.max()) == (0, 1)
    assert np.isfinite(split.train_x).all()
    assert (split.train_x[:, 1] == 0).all()


def test_there_is_one_target_one_part_and_one_time():
    recipe = guess(raw(PARTED)).with_column("x", "target", "number")
    assert [column.role for column in recipe.columns] == ["target", "input", "input"]
    recipe = recipe.with_column("set", "part", "category").with_column("y", "time", "number")
    assert [column.role for column in recipe.columns] == ["target", "ignore", "time"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b,c\n" + "".join(f"w{i},{i},1.{i}\n" for i in range(150)), "150 different values, more than 100"),
        ("a,b,c\n,1,1\n,2,2\n,3,3\n,4,4\n4,4,\n", "has 0 rows without gaps, of 5"),
    ],
)
def test_what_no_recipe_makes_samples_of(text, told):
    table = raw(text)
    recipe = guess(table, missing="drop")
    for column in table.columns:
        if column.name != "c":
            recipe = recipe.with_column(column.name, "input", "category" if column.kind == "text" else "number")
    with pytest.raises(DataError, match=told):
        learned(table, recipe)
