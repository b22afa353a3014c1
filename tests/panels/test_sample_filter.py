"""Samples are asked for by their values, in words; what cannot be read is told in words."""

import numpy as np
import pytest

from hlviz.datasets import Points
from hlviz.errors import SettingError
from hlviz.panels.sample_columns import columns_of
from hlviz.panels.sample_filter import read_filter

X = np.array([[20, 1, 0], [30, 0, 1.5], [40, 1, -2.5], [50, 0, 7]])
PEOPLE = Points(X, np.array([0, 1, 1, 2]), ("Age", "colour=red", "X₁"), "pet", ("cat", "dog", "Catfish"))
PRICES = Points(X[:, ::2], np.array([1.0, 2.5, 3.0, 40.0]), ("Age", "b"), "price")


def listed(text: str, points: Points = PEOPLE) -> list[int]:
    found = read_filter(text, points, columns_of(points))
    rows = np.arange(len(points.y))
    return rows.tolist() if found is None else rows[found.accepts(points, rows)].tolist()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [0, 1, 2, 3]),
        ("Age > 30", [2, 3]),
        ("age>=30", [1, 2, 3]),
        ("AGE ≤ 30", [0, 1]),
        ("Age != 30", [0, 2, 3]),
        ("Age = 40", [2]),
        ("x1 < -2,4", [2]),
        ("no. = 2", [1]),
        ("ag > 30", [2, 3]),
        ("class = cat", [0]),
        ("class ≠ CAT", [1, 2, 3]),
        ('pet = "dog"', [1, 2]),
        ("colour = red", [0, 2]),
        ("colour ≠ red", [1, 3]),
        ("cat", [0, 3]),
        ("red", [0, 2]),
        ("50", [3]),
        ("nobody", []),
    ],
)
def test_samples_are_found_by_their_values(text: str, rows: list[int]) -> None:
    assert listed(text) == rows


def test_a_number_to_learn_is_found_by_its_name() -> None:
    assert listed("price > 2", PRICES) == [1, 2, 3]
    assert listed("40", PRICES) == [2, 3]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("height > 3", "no column 'height'; there are no., true, Age, colour=red, X₁"),
        ("Age > tall", "'tall' is no number"),
        ("Age >", "write a value behind >"),
        ("class = mouse", "'mouse' is none of the classes cat, dog, Catfish"),
        ("class > cat", "classes have no order"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(text: str, cause: str) -> None:
    with pytest.raises(SettingError, match=cause):
        listed(text)
