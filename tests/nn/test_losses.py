import math

import numpy as np
import pytest

from hlviz.nn.activations import OUTPUTS
from hlviz.nn.losses import BCE, CCE, HUBER, LOSSES, MSE


def row(*values):
    return np.array([values], float)


def test_mean_squared_error():
    assert MSE.value(np.array([[1.0], [2.0]]), np.array([[0.0], [4.0]])) == pytest.approx((1 + 4) / 2)


def test_binary_cross_entropy():
    assert BCE.value(row(0.9), row(1.0)) == pytest.approx(-math.log(0.9))
    assert BCE.value(row(0.9), row(0.0)) == pytest.approx(-math.log(0.1))


def test_cross_entropy():
    assert CCE.value(row(0.2, 0.5, 0.3), row(0, 1, 0)) == pytest.approx(-math.log(0.5))


def test_huber_is_squared_near_and_plain_far():
    assert HUBER.value(row(0.5), row(0.0)) == pytest.approx(0.125)
    assert HUBER.value(row(5.0), row(0.0)) == pytest.approx(4.5)
    assert HUBER.value(row(1.0), row(0.0)) == pytest.approx(0.5)


@pytest.mark.parametrize(("loss", "output"), [(BCE, "sigmoid"), (CCE, "softmax")])
def test_being_sure_and_wrong_is_dear_but_a_number(loss, output):
    z = np.array([[200.0, -200.0]], np.float32)
    t = np.array([[0.0, 1.0]], np.float32)
    a = OUTPUTS[output].value(z)
    assert np.isfinite(loss.value(a, t))
    assert loss.value(a, t) > 10
    delta = loss.delta(z, a, t, OUTPUTS[output])
    assert delta[0, 0] > 0 > delta[0, 1]  # it is told to change its mind, however sure it was


@pytest.mark.parametrize("key", LOSSES)
def test_nothing_to_pay_for_a_perfect_answer(key):
    target = np.array([[0.0, 1.0], [1.0, 0.0]], np.float32)
    assert LOSSES[key].value(target, target) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("key", LOSSES)
def test_the_loss_does_not_grow_with_the_number_of_samples(key):
    rng = np.random.default_rng(0)
    a, t = rng.uniform(0.1, 0.9, (4, 3)), np.eye(3)[[0, 1, 2, 0]]
    assert LOSSES[key].value(np.tile(a, (5, 1)), np.tile(t, (5, 1))) == pytest.approx(LOSSES[key].value(a, t))


def test_outputs_named_by_losses_exist():
    for key, loss in LOSSES.items():
        assert loss.key == key
        assert set(loss.outputs) <= set(OUTPUTS)
        assert loss.partner in {"", *loss.outputs}
        assert loss.summary.endswith(".")
