"""Neurons left out, against networks from which they were taken by hand."""

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.explain import ablation
from hlviz.explain.ablation import Ranking, copies, goodness, left_out, look, rank, shares
from hlviz.nn.mlp import Parameters, forward
from hlviz.training.assembly import Assembly
from hlviz.training.judging import judged
from hlviz.training.trainer import Trainer

from .networks import assembly_of, changed, parameters_of, random_parameters, xor_network

NETWORKS = [
    assembly_of("circle", (4, 2)),
    assembly_of("circle", (3, 5, 2), ("relu", "sine", "gelu")),
    assembly_of("blobs", (6,), ("sigmoid",)),
    assembly_of("sine", (5, 3), ("softplus", "leaky_relu")),
]


def ranked(assembly: Assembly, parameters: Parameters, by: ablation.By = "zero") -> Ranking:
    found: list[Ranking] = []
    for _ in rank(assembly, parameters, by, found):
        pass
    (ranking,) = found
    return ranking


@pytest.mark.parametrize("assembly", NETWORKS)
@pytest.mark.parametrize("by", ["zero", "mean"])
def test_one_at_a_time_by_hand_comes_to_the_same(assembly: Assembly, by: ablation.By) -> None:
    parameters = random_parameters(assembly, 3)
    seen = look(assembly, parameters)
    for layer in range(1, len(parameters.weights)):
        found = left_out(assembly, parameters, seen, layer, by=by)
        for j in range(parameters.sizes[layer]):
            mean = float(seen.a[layer][:, j].mean()) if by == "mean" else 0.0

            def take(weights, biases, layer=layer, j=j, mean=mean) -> None:
                biases[layer] += mean * weights[layer][j]
                weights[layer][j] = 0

            other = forward(changed(parameters, take), assembly.activations, seen.a[0])
            loss, metric = goodness(assembly, other.outputs)
            assert found.losses[j] == pytest.approx(loss, rel=1e-4, abs=1e-6)
            assert found.metrics[j] == pytest.approx(metric, abs=1e-2)
            assert found.effects[j] == pytest.approx(np.abs(other.z[-1] - seen.z[-1]).mean(), rel=1e-3, abs=1e-6)


def test_leaving_out_is_what_pruning_does() -> None:
    project = NETWORKS[0].project
    trainer = Trainer(project)
    for _ in range(300):
        trainer.train()
    parameters = trainer.snapshot(0).parameters
    seen = look(trainer.assembly, parameters)
    assert len(seen.a[0]) == len(trainer.assembly.train_t), "all of them, so that both look at the same samples"
    found = left_out(trainer.assembly, parameters, seen, 1)
    neuron = project.network.hidden[0].neurons[2]
    after = trainer.followed(edits.remove_neuron(project, neuron))
    assert judged(after.assembly, after.snapshot(0).parameters).train_loss == pytest.approx(found.losses[2], rel=1e-4)


def test_some_neurons_are_those_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assembly = NETWORKS[1]
    parameters = random_parameters(assembly, 5)
    seen = look(assembly, parameters)
    whole, some = left_out(assembly, parameters, seen, 2), left_out(assembly, parameters, seen, 2, [4, 1])
    np.testing.assert_allclose(some.losses, whole.losses[[4, 1]], rtol=1e-6)
    np.testing.assert_allclose(some.effects, whole.effects[[4, 1]], rtol=1e-6)
    before = ranked(assembly, parameters)
    monkeypatch.setattr(ablation, "AT_A_TIME", 1)
    monkeypatch.setattr(ablation, "FEWEST", 500)
    after = ranked(assembly, parameters)
    assert [(w.layer, w.place) for w in after.worths] == [(w.layer, w.place) for w in before.worths]


def test_in_the_last_hidden_layer_the_share_is_that_of_weight_times_activation() -> None:
    assembly = NETWORKS[0]
    parameters = random_parameters(assembly, 7)
    seen = look(assembly, parameters)
    carried = np.abs(seen.a[2] * parameters.weights[2][:, 0]).mean(axis=0)
    found = {w.place: w.share for w in ranked(assembly, parameters).worths if w.layer == 2}
    np.testing.assert_allclose([found[0], found[1]], carried / carried.sum(), rtol=1e-4)


def test_the_neuron_that_is_missed_most_comes_first() -> None:
    assembly, parameters = xor_network()
    ranking = ranked(assembly, parameters)
    losses = [worth.loss for worth in ranking.worths]
    assert losses == sorted(losses, reverse=True)
    assert ranking.loss < 0.01 < min(losses)
    assert ranking.metric == 1.0
    assert max(worth.metric for worth in ranking.worths) < 1.0
    assert sum(worth.share for worth in ranking.worths) == pytest.approx(1.0)


def test_a_dead_neuron_a_duplicate_and_its_opposite() -> None:
    assembly = assembly_of("circle", (5,), ("relu",))
    weights = [[1, 1, -100, 0.5, 0], [0.5, 0.5, 0, 1, 0]], [[1], [2], [3], [4], [0]]
    ranking = ranked(assembly, parameters_of(weights, ([0.2, 0.2, -1e4, 0, 1], [0])))
    found = {worth.place: worth for worth in ranking.worths}
    assert found[2].fires == 0
    assert found[2].loss == pytest.approx(ranking.loss)
    assert found[2].share == 0
    assert found[2].copy is None, "what never changes copies nothing"
    assert found[0].copy is not None
    assert found[1].copy is not None
    assert (found[0].copy.place, found[1].copy.place) == (1, 0)
    assert found[4].fires == 1
    assert found[4].copy is None

    tanh = assembly_of("circle", (3,), ("tanh",))
    opposite = parameters_of(([[1, -1, 0], [0.5, -0.5, 1]], [[1], [1], [1]]), ([0.2, -0.2, 0], [0]))
    mirrored = {w.place: w.copy for w in ranked(tanh, opposite).worths}
    assert mirrored[0] is not None
    assert mirrored[0].correlation == pytest.approx(-1)
    assert mirrored[2] is None


def test_copies_are_by_correlation() -> None:
    rng = np.random.default_rng(0)
    a = rng.normal(size=(300, 5))
    a[:, 3] = 2 * a[:, 1] + 7 + 0.05 * rng.normal(size=300)
    found = copies(a, [3, 0])
    assert found[0] is not None
    assert found[0].place == 1
    assert found[0].correlation == pytest.approx(np.corrcoef(a[:, 1], a[:, 3])[0, 1])
    assert found[1] is None


def test_numbers_that_ran_away_break_nothing() -> None:
    assembly = NETWORKS[0]
    for value in (np.nan, np.inf, 3e38):
        wild = changed(random_parameters(assembly, 1), lambda w, b, value=value: w[0].__setitem__((0, 1), value))
        assert len(ranked(assembly, wild).worths) == 6
    assert np.isnan(shares(np.array([0.0, 0.0]))).all()
    assert np.isnan(shares(np.array([np.nan, 1.0]))).all()


def test_a_network_without_hidden_layers_has_nothing_to_leave_out() -> None:
    assembly = assembly_of("circle", ())
    assert ranked(assembly, random_parameters(assembly)).worths == ()


def test_the_wider_the_network_the_fewer_samples_for_a_step() -> None:
    assembly = assembly_of("circle", (4, 400, 400), samples=2000)
    parameters = random_parameters(assembly, 1, 0.05)
    assert len(look(assembly, parameters).a[0]) == ablation.FEWEST
    assert len(look(NETWORKS[0], random_parameters(NETWORKS[0])).a[0]) == len(NETWORKS[0].train_t)
