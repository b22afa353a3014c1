import math

import numpy as np
import pytest

from hlviz.nn.metrics import accuracy, confusion, mean_absolute_error, predicted_classes, r_squared


def column(*values):
    return np.array(values, np.float32)[:, None]


def test_a_single_output_says_yes_above_the_threshold():
    assert predicted_classes(column(-0.3, 0.2, 0.6), 0.0).tolist() == [0, 1, 1]
    assert predicted_classes(column(-0.3, 0.2, 0.6), 0.5).tolist() == [0, 0, 1]


def test_of_several_outputs_the_largest_wins():
    assert predicted_classes(np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]]), 0.5).tolist() == [1, 0]


def test_accuracy():
    assert accuracy(np.array([0, 1, 1, 0]), np.array([0, 1, 0, 0])) == 0.75
    assert math.isnan(accuracy(np.array([], int), np.array([], int)))


def test_confusion_has_the_truth_in_rows():
    counts = confusion(np.array([1, 1, 2, 0]), np.array([0, 1, 2, 0]), 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]


def test_r_squared():
    t = np.array([1.0, 2.0, 3.0, 4.0])
    assert r_squared(t, t) == 1
    assert r_squared(np.full(4, 2.5), t) == 0
    assert r_squared(np.array([1.5, 2.0, 3.0, 3.5]), t) == pytest.approx(1 - 0.5 / 5)


def test_r_squared_of_targets_all_alike():
    flat = np.full(1000, 0.1, np.float32)  # whose mean, taken in float32, is not quite 0.1
    assert r_squared(flat, flat) == 1
    assert r_squared(flat + 1, flat) == 0


def test_r_squared_of_outputs_that_ran_away_is_a_number():
    assert np.isfinite(r_squared(np.full(3, 1e30, np.float32), np.array([1, 2, 3], np.float32)))


def test_mean_absolute_error():
    assert mean_absolute_error(np.array([1.0, 5.0]), np.array([2.0, 3.0])) == 1.5
