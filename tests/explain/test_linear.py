"""Layers that only add up are one neuron; those that bend are not."""

import numpy as np
import pytest

from hlviz.explain.ablation import look
from hlviz.explain.linear import MOST_INPUTS, bends, nearest, product, straight
from hlviz.nn.mlp import forward

from .networks import assembly_of, changed, random_parameters


@pytest.mark.parametrize("hidden", [(), (3,), (4, 2, 5)])
def test_linear_layers_multiply_out_to_one_neuron(hidden: tuple[int, ...]) -> None:
    assembly = assembly_of("circle", hidden, ("identity",))
    parameters = random_parameters(assembly, 2)
    rng = np.random.default_rng(0)
    x = rng.normal(0, 3, (50, 2)).astype(np.float32)
    z = forward(parameters, assembly.activations, x).z[-1]
    np.testing.assert_allclose(product(assembly, parameters).sums(x), z, rtol=1e-3, atol=1e-4)
    found = straight(assembly, parameters, look(assembly, parameters), x)
    assert found is not None
    assert found.is_exact
    assert 0 <= found.difference < 1e-5
    assert found.fit == pytest.approx(1)


def test_with_several_outputs_there_is_a_neuron_for_each() -> None:
    assembly = assembly_of("blobs", (6, 3), ("identity",))
    parameters = random_parameters(assembly, 4)
    found = straight(assembly, parameters, look(assembly, parameters))
    assert found is not None
    assert found.neuron.weights.shape == (2, 4)
    x = assembly.split.test_x
    np.testing.assert_allclose(found.neuron.outputs(x), forward(parameters, assembly.activations, x).outputs, atol=1e-4)


def test_the_difference_is_the_largest_there_is() -> None:
    assembly = assembly_of("circle", (4,), ("tanh",))
    parameters = random_parameters(assembly, 6)
    seen = look(assembly, parameters)
    found = straight(assembly, parameters, seen)
    assert found is not None
    assert not found.is_exact
    x, z = seen.a[0].astype(np.float64), seen.z[-1].astype(np.float64)
    solved, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), z, rcond=None)
    np.testing.assert_allclose(found.neuron.weights, solved[:-1], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(found.neuron.bias, solved[-1], rtol=1e-5, atol=1e-7)
    apart = np.abs(np.tanh(x @ solved[:-1] + solved[-1]) - seen.outputs)
    assert found.difference == pytest.approx(apart.max(), rel=1e-5)
    assert 0 < found.fit < 1


def test_one_layer_that_bends_is_enough() -> None:
    assert bends(assembly_of("circle", (3, 2, 2), ("identity", "tanh", "identity"))) == (2,)
    assert bends(assembly_of("circle", (3, 2), ("identity",))) == ()
    assert bends(assembly_of("circle", ())) == ()


def test_the_nearest_is_for_few_inputs_and_for_numbers() -> None:
    wide = assembly_of("digits", (4,), ("relu",))
    assert len(wide.split.inputs) <= MOST_INPUTS
    parameters = random_parameters(wide, 0, 0.1)
    assert nearest(wide, look(wide, parameters)) is not None
    broken = changed(parameters, lambda w, b: w[0].fill(np.nan))
    assert straight(wide, broken, look(wide, broken)) is None
    linear = assembly_of("circle", (3,), ("identity",))
    broken = changed(random_parameters(linear), lambda w, b: w[0].fill(np.nan))
    found = straight(linear, broken, look(linear, broken))
    assert found is not None
    assert np.isnan(found.difference)
