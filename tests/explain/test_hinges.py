"""A curve taken apart."""

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.explain.hinges import Shares, shares_of, zeros_of
from hlviz.nn.mlp import forward
from hlviz.training.trainer import Trainer
from tests.training.runs import learned, project_of


def taken_apart(trainer: Trainer, places: int = 241) -> Shares:
    (low, high), *_ = trainer.assembly.split.points.ranges()
    x = np.linspace(low, high, places)
    inputs = trainer.assembly.split.to_inputs(x[:, None])
    passed = forward(trainer.parameters, trainer.assembly.activations, inputs)
    return shares_of(trainer.assembly, trainer.parameters, x, passed)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "sine"])
@pytest.mark.parametrize("hidden", ["6", "6,5", "4,4,4"])
def test_the_shares_and_the_bias_are_what_the_network_says(activation: str, hidden: str) -> None:
    trainer = learned(f"dataset=bumps hidden={hidden} activation={activation}", 2)
    shares = taken_apart(trainer)
    assert shares.parts.shape == (int(hidden[-1]), 241)
    np.testing.assert_allclose(shares.parts.sum(axis=0) + shares.rest, shares.fit, atol=1e-5)
    said = trainer.parameters.biases[-1][0] + sum(shares.parts)
    np.testing.assert_allclose(said, shares.fit, atol=1e-5)


def test_in_the_units_of_the_target() -> None:
    trainer = Trainer(edits.set_data(project_of("dataset=bumps hidden=6,3"), standardize=True))
    assert trainer.assembly.target_scale != 1
    shares = taken_apart(trainer)
    np.testing.assert_allclose(shares.parts.sum(axis=0) + shares.rest, shares.fit, atol=1e-5)
    assert shares.layer == 2


@pytest.mark.parametrize("standardize", [False, True])
def test_between_its_hinges_a_curve_of_relus_is_straight_and_at_them_it_bends(standardize: bool) -> None:
    project = edits.set_data(project_of("dataset=sine hidden=5 activation=relu"), standardize=standardize)
    trainer = Trainer(project)
    for _ in range(300):
        trainer.train()
    shares = taken_apart(trainer, 2001)
    assert len(shares.hinges) == 5
    bends = np.abs(np.diff(shares.fit, 2))
    step = shares.x[1] - shares.x[0]
    near = np.abs(shares.x[1:-1, None] - shares.hinges).min(axis=1) <= step
    assert bends[~near].max() < 1e-6
    within = shares.hinges[(shares.hinges > shares.x[2]) & (shares.hinges < shares.x[-3])]
    assert len(within) > 0
    for hinge in within:
        assert bends[np.abs(shares.x[1:-1] - hinge).argmin()] > 1e-5


def test_a_relu_adds_nothing_on_one_side_of_its_hinge() -> None:
    shares = taken_apart(learned("dataset=sine hidden=5 activation=relu", 3))
    for hinge, neuron in zip(shares.hinges, shares.hinge_of, strict=True):
        left, right = shares.parts[neuron][shares.x < hinge], shares.parts[neuron][shares.x > hinge]
        assert not np.abs(left).max(initial=0) > 1e-6 or not np.abs(right).max(initial=0) > 1e-6


def test_a_neuron_that_does_not_listen_has_no_hinge() -> None:
    trainer = Trainer(project_of("dataset=sine hidden=3 activation=relu"))
    parameters = trainer.parameters.copy()
    parameters.weights[0][0, 1] = 0.0
    x = np.linspace(-1, 1, 5)
    passed = forward(parameters, trainer.assembly.activations, x[:, None].astype(np.float32))
    assert shares_of(trainer.assembly, parameters, x, passed).hinge_of.tolist() == [0, 2]


def test_without_hidden_layers_the_input_is_the_only_share() -> None:
    shares = taken_apart(learned("dataset=sine hidden=", 2))
    assert shares.parts.shape[0] == 1
    assert len(shares.hinges) == 0
    np.testing.assert_allclose(shares.parts[0] + shares.rest, shares.fit, atol=1e-5)


def test_a_neuron_of_a_deeper_layer_may_turn_more_than_once() -> None:
    x = np.linspace(-4, 4, 801)
    at, which = zeros_of(x, np.column_stack([np.sin(2 * x + 0.1), np.ones_like(x)]))
    assert set(which.tolist()) == {0}
    np.testing.assert_allclose(at, (np.pi * np.arange(-2, 3) - 0.1) / 2, atol=1e-4)
