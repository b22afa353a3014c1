"""Backpropagation against central differences: the network's slopes are what the loss does when a weight is moved a little."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.losses import LOSSES
from hlviz.nn.mlp import Parameters, backward, dropout_masks, forward, penalty
from hlviz.nn.regularizers import NONE, REGULARIZERS

SAMPLES = 7
NUDGE = 1e-5
RATE = 0.1
CORNERS = {"relu", "leaky_relu"}

PAIRS = [
    (output, loss)
    for loss in LOSSES.values()
    for output in OUTPUTS.values()
    if not loss.outputs or output.key in loss.outputs
]
"""Every output with every loss it goes with."""


@dataclass(frozen=True, eq=False)
class Case:
    parameters: Parameters
    activations: tuple
    x: np.ndarray
    t: np.ndarray


def network(sizes, rng):
    shapes = list(pairwise(sizes))
    return Parameters(
        tuple(rng.normal(0, 0.8, shape) for shape in shapes), tuple(rng.normal(0, 0.5, n) for _, n in shapes)
    )


def smooth_case(activation, output, loss, depth, outputs=3):
    """A network of that depth in which nothing lies on a corner, so that differences are slopes."""
    sizes = (2, *(4,) * depth, outputs)
    for seed in range(100):
        rng = np.random.default_rng(seed)
        parameters, x = network(sizes, rng), rng.normal(0, 1, (SAMPLES, 2))
        activations = (*(activation,) * depth, output)
        if loss.key == "cce":
            t = np.eye(outputs)[rng.integers(0, outputs, SAMPLES)]
        elif loss.key == "bce":
            t = rng.integers(0, 2, (SAMPLES, outputs)).astype(float)
        else:
            t = rng.normal(0, 1.5, (SAMPLES, outputs))
        done = forward(parameters, activations, x)
        kinks = [np.abs(z).min() for z in done.z[:-1] if activation.key in CORNERS]
        if loss.key == "huber":
            kinks.append(np.abs(np.abs(done.outputs - t) - 1).min())
        kinks += [np.abs(w).min() for w in parameters.weights]
        if min(kinks) > 100 * NUDGE:
            return Case(parameters, activations, x, t)
    raise AssertionError("no seed keeps off the corners")


def worst_error(case, loss, regularizer=NONE, rate=0.0, masks=None):
    """The largest difference between slope and difference, as a share of the largest slope."""

    def cost():
        outputs = forward(case.parameters, case.activations, case.x, masks).outputs
        return loss.value(outputs, case.t) + penalty(case.parameters, regularizer, rate)

    done = forward(case.parameters, case.activations, case.x, masks)
    told = backward(
        case.parameters, case.activations, done, case.t, loss, regularizer=regularizer, rate=rate, masks=masks
    )
    worst, largest = 0.0, 1e-3
    for array, slopes in zip(case.parameters.arrays, told.arrays, strict=True):
        assert slopes.shape == array.shape
        largest = max(largest, float(np.abs(slopes).max()))
        for at in np.ndindex(array.shape):
            kept = array[at]
            array[at] = kept + NUDGE
            above = cost()
            array[at] = kept - NUDGE
            below = cost()
            array[at] = kept
            worst = max(worst, abs((above - below) / (2 * NUDGE) - slopes[at]))
    return worst / largest


@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("regularizer", REGULARIZERS.values(), ids=REGULARIZERS)
@pytest.mark.parametrize(("output", "loss"), PAIRS, ids=[f"{o.key}-{loss.key}" for o, loss in PAIRS])
def test_gradients_are_the_slopes_of_the_loss(output, loss, regularizer, depth):
    for activation in ACTIVATIONS.values():
        case = smooth_case(activation, output, loss, depth)
        assert worst_error(case, loss, regularizer, RATE) < 1e-6, activation.key
        if depth == 0:
            break  # nothing hidden, so nothing to vary


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize(("output", "loss"), [PAIRS[0], PAIRS[-1], PAIRS[3]])
def test_gradients_with_some_neurons_dropped(activation, output, loss):
    case = smooth_case(activation, output, loss, 3)
    rng = np.random.default_rng(5)
    masks = dropout_masks([0.5, 0.0, 0.3], [4, 4, 4], SAMPLES, rng, np.dtype(np.float64))
    assert worst_error(case, loss, masks=masks) < 1e-6


def test_a_single_output_is_learned_too():
    for output, loss in PAIRS:
        if output.key != "softmax":
            case = smooth_case(ACTIVATIONS["tanh"], output, loss, 1, outputs=1)
            assert worst_error(case, loss) < 1e-6, (output.key, loss.key)


def test_forward_by_hand():
    parameters = Parameters(
        (np.array([[1.0, -2.0], [0.5, 1.0]]), np.array([[2.0], [3.0]])), (np.array([0.0, 1.0]), np.array([-1.0]))
    )
    done = forward(parameters, (ACTIVATIONS["relu"], OUTPUTS["identity"]), np.array([[1.0, 2.0]]))
    assert done.z[0].tolist() == [[2.0, 1.0]]
    assert done.outputs.tolist() == [[2 * 2 + 3 * 1 - 1]]
    assert [a.shape for a in done.a] == [(1, 2), (1, 2), (1, 1)]


def test_evaluation_is_the_average_over_dropouts():
    """Inverted dropout: with a linear network, the mean over many masks is the output without any."""
    rng = np.random.default_rng(1)
    parameters, x = network((2, 50, 1), rng), rng.normal(0, 1, (1, 2))
    linear = (ACTIVATIONS["identity"], OUTPUTS["identity"])
    plain = forward(parameters, linear, x).outputs[0, 0]
    rows = 40_000
    masks = dropout_masks([0.3], [50], rows, rng, np.dtype(np.float64))
    assert masks is not None
    assert masks[-1] is None
    assert np.mean(masks[0] == 0) == pytest.approx(0.3, abs=0.01)
    dropped = forward(parameters, linear, np.repeat(x, rows, axis=0), masks).outputs
    assert dropped.mean() == pytest.approx(plain, abs=4 * dropped.std() / rows**0.5)
    assert dropout_masks([0.0], [50], rows, rng, np.dtype(np.float64)) is None


def test_sealed_parameters_cannot_be_written_to():
    parameters = network((2, 3, 1), np.random.default_rng(0))
    sealed = parameters.sealed()
    with pytest.raises(ValueError, match="read-only"):
        sealed.weights[0][0, 0] = 1
    parameters.weights[0][0, 0] = 7
    assert sealed.weights[0][0, 0] != 7
    assert parameters.sizes == (2, 3, 1)
    assert parameters.count == 2 * 3 + 3 + 3 + 1
    assert parameters.is_finite
    parameters.biases[1][0] = np.nan
    assert not parameters.is_finite


@pytest.mark.parametrize("regularizer", REGULARIZERS.values(), ids=REGULARIZERS)
def test_what_is_held_has_no_gradient_and_the_rest_has_its_own(regularizer):
    output, loss = PAIRS[0]
    case = smooth_case(ACTIVATIONS["tanh"], output, loss, 3)
    rng = np.random.default_rng(3)
    masks = [np.asarray(rng.random(array.shape) < 0.5, float) for array in case.parameters.arrays]
    held = Parameters(tuple(masks[::2]), tuple(masks[1::2]))
    done = forward(case.parameters, case.activations, case.x)
    free = backward(case.parameters, case.activations, done, case.t, loss, regularizer=regularizer, rate=RATE)
    told = backward(
        case.parameters, case.activations, done, case.t, loss, regularizer=regularizer, rate=RATE, held=held
    )
    for gradient, all_of_it, mask in zip(told.arrays, free.arrays, held.arrays, strict=True):
        assert not gradient[mask == 1].any()
        np.testing.assert_array_equal(gradient[mask == 0], all_of_it[mask == 0])
