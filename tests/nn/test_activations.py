import math

import numpy as np
import pytest

from hlviz.nn.activations import ACTIVATIONS, OUTPUTS

KNOWN = {  # at z = 1
    "identity": 1.0,
    "relu": 1.0,
    "leaky_relu": 1.0,
    "tanh": math.tanh(1),
    "sigmoid": 1 / (1 + math.exp(-1)),
    "softplus": math.log(1 + math.e),
    "gelu": 0.5 * (1 + math.tanh(math.sqrt(2 / math.pi) * 1.044715)),
    "sine": math.sin(1),
}


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_value_at_one(key):
    assert ACTIVATIONS[key].value(np.array([1.0]))[0] == pytest.approx(KNOWN[key], abs=1e-12)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_the_kind_of_number_stays(key):
    z = np.linspace(-3, 3, 11, dtype=np.float32)
    a = ACTIVATIONS[key].value(z)
    assert a.dtype == np.float32
    assert ACTIVATIONS[key].slope(z, a).dtype == np.float32


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_outputs_stay_in_the_range_that_is_told(key):
    activation = ACTIVATIONS[key]
    low, high = activation.output_range
    a = activation.value(np.linspace(-50, 50, 20_001))
    assert a.min() >= low
    assert a.max() <= high


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_straight_where_it_is_said_to_be(key):
    """Over the straight part the curve stays within one per cent of its tangent in the middle, or soon to be there."""
    activation = ACTIVATIONS[key]
    low, high = (max(activation.straight[0], -1.0), min(activation.straight[1], 10.0))
    z = np.linspace(low, high, 201)[1:-1]
    middle = np.array([(low + high) / 2])
    value = activation.value(middle)
    tangent = value + activation.slope(middle, value) * (z - middle)
    assert np.abs(activation.value(z) - tangent).max() <= 0.014 * (high - low) / 2


@pytest.mark.parametrize("key", [*ACTIVATIONS, *OUTPUTS])
def test_large_sums_give_numbers(key):
    activation = {**ACTIVATIONS, **OUTPUTS}[key]
    z = np.array([[-1e4, -80.0, 0.0, 80.0, 1e4]], np.float32)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = activation.value(z)
        assert np.isfinite(a).all()
        assert np.isfinite(activation.backward(z, a, np.ones_like(z))).all()


def test_softmax_shares_out_one():
    a = OUTPUTS["softmax"].value(np.array([[1.0, 2.0, 3.0], [1000.0, 0.0, -1000.0]]))
    assert a.sum(axis=1) == pytest.approx([1, 1])
    assert a[0] == pytest.approx(np.exp([1, 2, 3]) / np.exp([1, 2, 3]).sum())
    assert a[1].tolist() == [1, 0, 0]


def test_every_one_says_what_it_is():
    for key, activation in {**ACTIVATIONS, **OUTPUTS}.items():
        assert activation.key == key
        assert activation.title
        assert activation.formula
        assert activation.summary.endswith(".")
