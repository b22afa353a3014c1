"""What is said of neurons whose weights are known."""

import numpy as np
import pytest

from hlviz.explain import neuron
from hlviz.explain.ablation import goodness, look
from hlviz.explain.neuron import facts_of, half_plane
from hlviz.nn.mlp import forward

from .networks import assembly_of, changed, parameters_of, random_parameters, xor_network


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_xor_by_hand_reads_as_or_nand_and_and(activation: str) -> None:
    assembly, parameters = xor_network(activation)
    seen = look(assembly, parameters)
    first, second = (facts_of(assembly, parameters, seen, 1, place).reading for place in (0, 1))
    assert first is not None
    assert second is not None
    assert (first.kind, second.kind) == ("or", "nand")
    assert set(first.places) == {0, 1}
    assert first.agreement == 1.0
    if activation == "tanh":
        output = facts_of(assembly, parameters, seen, 2, 0).reading
        assert output is not None
        assert output.kind == "and"
        assert output.missing == 0, "OR and NAND are never both silent, so AND is not certain"
        assert goodness(assembly, seen.outputs)[1] == 1.0


def test_a_half_plane_is_in_the_units_of_the_data() -> None:
    assembly = assembly_of("circle", (2,), standardize=True)
    split = assembly.split
    assert not np.allclose(split.scale, 1)
    parameters = parameters_of(([[1.6, 0], [1.2, 0]], [[1], [1]]), ([-2.4, 1], [0]))
    plane = half_plane(split, parameters, 0)
    assert plane is not None
    assert np.hypot(*plane.direction) == pytest.approx(1)
    x = np.random.default_rng(0).uniform(-6, 6, (200, 2))
    fires = forward(parameters, assembly.activations, split.to_inputs(x)).z[0][:, 0] > 0
    np.testing.assert_array_equal(x @ plane.direction > plane.threshold, fires)
    assert half_plane(split, parameters, 1) is None, "it does not listen"


def test_where_inputs_are_as_they_are_the_numbers_are_those_of_the_weights() -> None:
    assembly = assembly_of("circle", (1,))
    plane = half_plane(assembly.split, parameters_of(([[1.6], [1.2]], [[1]]), ([-2.4], [0])), 0)
    assert plane is not None
    np.testing.assert_allclose(plane.direction, [0.8, 0.6], rtol=1e-6)
    assert (plane.threshold, plane.steepness) == (pytest.approx(1.2), pytest.approx(2.0))


def test_what_it_brings_is_by_mean_size_with_the_sign_of_the_weight() -> None:
    assembly = assembly_of("circle", (3, 1))
    parameters = random_parameters(assembly, 8)
    seen = look(assembly, parameters)
    facts = facts_of(assembly, parameters, seen, 2, 0)
    sizes = np.array([np.abs(seen.a[1][:, i] * parameters.weights[1][i, 0]).mean() for i in range(3)])
    np.testing.assert_allclose(np.abs(facts.brings), sizes / sizes.sum(), rtol=1e-5)
    np.testing.assert_array_equal(np.sign(facts.brings), np.sign(parameters.weights[1][:, 0]))


def test_a_dead_neuron_says_nothing_and_is_worth_nothing() -> None:
    assembly = assembly_of("circle", (3,), ("relu",))
    parameters = parameters_of(([[1, 1, 1], [1, -1, 1]], [[1], [1], [1]]), ([0, 0, -50], [0]))
    seen = look(assembly, parameters)
    facts = facts_of(assembly, parameters, seen, 1, 2)
    assert (facts.fires, facts.answer, facts.spread, facts.share) == (0, 0, 0, 0)
    assert facts.loss is not None
    assert facts.loss[0] == facts.loss[1]
    assert facts.reading is None
    assert facts.copy is None


def test_a_duplicate_is_named() -> None:
    assembly = assembly_of("circle", (3,))
    parameters = parameters_of(([[1, 0.3, 1], [1, -1, 1]], [[1], [1], [5]]), ([0.1, 0, 0.1], [0]))
    facts = facts_of(assembly, parameters, look(assembly, parameters), 1, 0)
    assert facts.copy is not None
    assert facts.copy.place == 2


def test_an_output_has_no_share_and_a_wide_layer_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = assembly_of("circle", (3, 2))
    parameters = random_parameters(assembly)
    seen = look(assembly, parameters)
    assert facts_of(assembly, parameters, seen, 3, 0).share is None
    assert facts_of(assembly, parameters, seen, 3, 0).loss is None
    assert facts_of(assembly, parameters, seen, 1, 0).share is not None
    monkeypatch.setattr(neuron, "ROOM", 100)
    assert facts_of(assembly, parameters, seen, 1, 0).share is None


def test_numbers_that_ran_away_break_nothing() -> None:
    assembly = assembly_of("circle", (3, 2))
    for value in (np.nan, np.inf, 3e38):
        wild = changed(random_parameters(assembly), lambda w, b, value=value: w[0].__setitem__((0, 1), value))
        for layer, place in ((1, 1), (2, 0), (3, 0)):
            assert facts_of(assembly, wild, look(assembly, wild), layer, place).samples > 0
