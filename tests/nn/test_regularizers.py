import numpy as np
import pytest

from hlviz.nn.regularizers import L1, L2, NONE, REGULARIZERS

W = np.array([[3.0, -4.0]])


def test_penalties():
    assert NONE.penalty(W) == 0
    assert L1.penalty(W) == 7
    assert L2.penalty(W) == 12.5


def test_pulls():
    """With rates as in TensorFlow Playground: L2's pull is the weight itself, L1's its sign."""
    assert NONE.gradient(W).tolist() == [[0, 0]]
    assert L1.gradient(W).tolist() == [[1, -1]]
    assert L2.gradient(W).tolist() == [[3, -4]]


@pytest.mark.parametrize("key", REGULARIZERS)
def test_the_kind_of_number_stays(key):
    assert REGULARIZERS[key].gradient(W.astype(np.float32)).dtype == np.float32
