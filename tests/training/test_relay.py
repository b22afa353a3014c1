import numpy as np
import pytest

from hlviz.nn.activations import ACTIVATIONS
from hlviz.training import relay
from hlviz.training.relay import fit, hand_on, keep

RNG = np.random.default_rng(0)
ENTERING = RNG.uniform(-5, 5, (500, 3)).astype(np.float32)


def owed(n_out, n_in=3):
    rng = np.random.default_rng(n_out)
    return rng.normal(0, 1, (n_in, n_out)).astype(np.float32), rng.normal(0, 1, n_out).astype(np.float32)


def miss(activation, size, n_out, entering=ENTERING):
    """How far what arrives behind the new layer is from what should, as a share of its spread; and the layer's weights."""
    rng = np.random.default_rng(size)
    w, b = rng.normal(0, 1, (entering.shape[1], size)).astype(np.float32), np.zeros(size, np.float32)
    weights, biases = owed(n_out, entering.shape[1])
    behind, offset = hand_on(w, b, entering, ACTIVATIONS[activation], weights, biases)
    assert behind.shape == (size, n_out)
    assert w.dtype == b.dtype == behind.dtype == offset.dtype == np.float32
    arrived = ACTIVATIONS[activation].value(entering @ w + b) @ behind + offset
    wanted = entering @ weights + biases
    return float(np.max((arrived - wanted).std(axis=0) / wanted.std(axis=0))), w, behind


@pytest.mark.parametrize("activation", ["identity", "relu", "leaky_relu"])
@pytest.mark.parametrize(("size", "n_out"), [(3, 3), (1, 1), (2, 1), (6, 3), (10, 2), (3, 8)])
def test_bent_lines_hand_on_exactly(activation, size, n_out):
    assert miss(activation, size, n_out)[0] < 1e-5


@pytest.mark.parametrize("activation", ["softplus", "gelu"])
@pytest.mark.parametrize(("size", "n_out"), [(2, 1), (6, 3), (10, 2), (6, 8)])
def test_two_back_to_back_are_a_straight_line(activation, size, n_out):
    assert miss(activation, size, n_out)[0] < 1e-5


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("size", "n_out"), [(3, 3), (1, 1), (6, 3), (12, 3), (4, 2), (3, 8)])
def test_every_activation_hands_on_well_enough(activation, size, n_out):
    assert miss(activation, size, n_out)[0] <= 0.01


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_the_more_neurons_the_smaller_the_weights_behind(activation):
    largest = [np.abs(miss(activation, size, 1)[2]).max() for size in (1, 2, 3)]
    assert largest[0] > 2 * largest[1]
    assert largest[1] > largest[2]


def test_neurons_not_needed_listen_at_random_and_have_no_say():
    _, w, behind = miss("relu", 10, 2)
    assert not behind[4:].any()
    assert behind[:4].all()
    assert w[:, 4:].all()


def test_what_is_more_than_so_few_neurons_can_tell_is_told_as_nearly_as_can_be():
    weights, biases = owed(3)
    weights[:, 2] = weights[:, 0] + 0.01 * weights[:, 2]  # nearly of rank two
    w, b = np.zeros((3, 2), np.float32), np.zeros(2, np.float32)
    behind, offset = hand_on(w, b, ENTERING, ACTIVATIONS["relu"], weights, biases)
    arrived = ACTIVATIONS["relu"].value(ENTERING @ w + b) @ behind + offset
    wanted = ENTERING @ weights + biases
    assert np.abs(arrived - wanted).max() < 0.05 * np.abs(wanted).max()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_inputs_that_never_change(activation):
    entering = np.ones((50, 3), np.float32)
    rng = np.random.default_rng(1)
    w, b = rng.normal(0, 1, (3, 4)).astype(np.float32), np.zeros(4, np.float32)
    weights, biases = owed(2)
    behind, offset = hand_on(w, b, entering, ACTIVATIONS[activation], weights, biases)
    arrived = ACTIVATIONS[activation].value(entering @ w + b) @ behind + offset
    np.testing.assert_allclose(arrived, entering @ weights + biases, atol=1e-4)


def test_fit_finds_a_line():
    x = np.random.default_rng(1).normal(2, 3, (100, 2))
    weights, biases = fit(x, x @ np.array([[2.0], [-1.0]]) + 5)
    np.testing.assert_allclose(weights[:, 0], [2, -1], atol=1e-6)
    np.testing.assert_allclose(biases, [5], atol=1e-5)


def test_fit_shares_a_weight_among_twins():
    x = np.random.default_rng(1).normal(0, 1, (100, 1))
    weights, _ = fit(np.hstack([x, x]), 4 * x)
    np.testing.assert_allclose(weights[:, 0], [2, 2], atol=1e-5)


@pytest.mark.parametrize("bias", [False, True])
def test_what_is_kept_is_kept_and_the_rest_makes_up_for_it(bias):
    """A straight line through the third input can be told by the sum of the others, if these are such."""
    entering = ENTERING.copy()
    entering[:, 2] = entering[:, 0] - 2 * entering[:, 1]
    w, b = owed(2)
    wanted = entering @ w + b
    kept = np.zeros_like(w), np.full_like(b, 7)
    still = np.zeros(w.shape, bool), np.array([bias, False])
    still[0][2, 0] = True
    after_w, after_b = w.copy(), b.copy()
    keep(after_w, after_b, entering, kept, still)
    assert after_w[2, 0] == 0
    np.testing.assert_array_equal(after_w[:, 1], w[:, 1])
    assert after_b[1] == b[1]
    if bias:
        assert after_b[0] == 7
    else:
        np.testing.assert_allclose(entering @ after_w + after_b, wanted, atol=1e-2)


def test_where_all_is_kept_nothing_is_fitted():
    w, b = owed(2)
    kept = w + 1, b + 1
    after_w, after_b = w.copy(), b.copy()
    keep(after_w, after_b, ENTERING, kept, (np.ones(w.shape, bool), np.ones(b.shape, bool)))
    np.testing.assert_array_equal(after_w, kept[0])
    np.testing.assert_array_equal(after_b, kept[1])


def of_many(rng, alike):
    """What 160 neurons say for 400 samples; some say nothing, and some say nearly what another does."""
    a = np.maximum(rng.normal(0.3, 1, (400, 160)), 0).astype(np.float32)
    a[:, 7] = 0
    a[:, 100:110] = a[:, :10] + alike * rng.normal(size=(400, 10))
    return a, np.tanh(a @ rng.normal(size=(160, 90)) / 9).astype(np.float32)


def test_a_fit_of_many_neurons_is_as_near_as_one_computed_at_length():
    a, wanted = of_many(np.random.default_rng(1), 1.0)
    weights, biases = fit(a, wanted)
    with_ones = np.column_stack([a, np.ones(len(a))]).astype(np.float64)
    nearest = with_ones @ np.linalg.lstsq(with_ones, wanted.astype(np.float64), rcond=1e-9)[0]
    off = ((a @ weights + biases) - wanted).std(axis=0)
    assert np.all(off <= (nearest - wanted).std(axis=0) * 1.001 + 1e-6)
    assert np.abs(weights[7]).max() == 0
    assert np.isfinite(weights).all()


def test_neurons_that_say_nearly_the_same_are_not_told_apart_in_single_precision():
    a, wanted = of_many(np.random.default_rng(1), 1e-5)
    assert relay._fit_many(a - a.mean(axis=0), wanted - wanted.mean(axis=0)) is None
