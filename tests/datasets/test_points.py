import numpy as np
import pytest

from hlviz.datasets import Points

X = np.array([[0.0, 10.0], [1.0, 10.0], [4.0, 10.0]])
CLASSES = np.array([0, 1, 1])


def points(**changes):
    return Points(
        **{"x": X, "y": CLASSES, "input_names": ("a", "b"), "target_name": "t", "class_names": ("no", "yes"), **changes}
    )


def test_tells_classes_from_numbers():
    classes, numbers = points(), points(y=np.array([1.5, 2.0, 3.0]), class_names=())
    assert (classes.is_classification, classes.classes, classes.sizes) == (True, 2, (3, 2))
    assert classes.y.dtype == np.int64
    assert (numbers.is_classification, numbers.classes, numbers.sizes) == (False, 0, (3, 2))
    assert numbers.y.dtype == np.float64


def test_nobody_can_write_to_the_arrays():
    mine = X.copy()
    held = points(x=mine)
    mine[0, 0] = 99
    assert held.x[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        held.x[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        held.y[0] = 1


def test_ranges_leave_five_per_cent_of_room():
    (low, high), flat = points().ranges()
    assert (low, high) == pytest.approx((-0.2, 4.2))
    assert flat == (9.5, 10.5)


def test_a_domain_goes_before_the_data():
    assert points(domain=((-6, 6), (0, 20))).ranges() == ((-6, 6), (0, 20))


def test_the_plane_is_known_by_its_names():
    assert points(input_names=("X₁", "X₂")).plane
    assert not points().plane


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"x": np.zeros(3)}, "samples, inputs"),
        ({"x": np.zeros((0, 2)), "y": np.zeros(0, int)}, "at least one"),
        ({"y": np.array([0, 1])}, "like the rows"),
        ({"input_names": ("a",)}, "2 inputs but 1 names"),
        ({"x": np.array([[0, 1], [2, np.nan], [3, 4]])}, "finite"),
        ({"y": np.array([0, np.inf, 1]), "class_names": ()}, "finite"),
        ({"y": np.array([0, 1, 2])}, "classes must be"),
        ({"y": np.array([0, 1, -1])}, "classes must be"),
        ({"y": np.array([0.0, 1.0, 0.5])}, "integers"),
        ({"image_shape": (2, 2)}, "pixels"),
        ({"domain": ((0, 1),)}, "plot ranges"),
        ({"domain": ((0, 1), (1, 1))}, "upwards"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes, reason):
    with pytest.raises(ValueError, match=reason):
        points(**changes)
