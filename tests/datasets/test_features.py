import numpy as np

from hlviz.datasets import FEATURES


def test_seven_features_in_the_order_of_the_tiles():
    assert list(FEATURES) == ["x1", "x2", "x1_squared", "x2_squared", "x1x2", "sin_x1", "sin_x2"]
    assert [feature.key for feature in FEATURES.values()] == list(FEATURES)
    assert [feature.label for feature in FEATURES.values()] == ["X₁", "X₂", "X₁²", "X₂²", "X₁X₂", "sin X₁", "sin X₂"]


def test_features_are_what_their_labels_say():
    x = np.array([[2.0, -3.0], [0.5, 4.0]])
    values = np.array([feature.value(x) for feature in FEATURES.values()])
    np.testing.assert_allclose(values[:, 0], [2, -3, 4, 9, -6, np.sin(2), np.sin(-3)])
    np.testing.assert_allclose(values[:, 1], [0.5, 4, 0.25, 16, 2, np.sin(0.5), np.sin(4)])
