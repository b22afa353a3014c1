"""Gradients and updates over time: what is measured, and that memory does not grow."""

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.nn.mlp import backward, forward
from hlviz.training import flows as flows_module
from hlviz.training.flows import OUT, ROWS, SAMPLES, Flow, Flows, layer_keys, measured
from hlviz.training.trainer import Trainer
from hlviz.training.worker import Worker
from training.runs import project_of, same_bits
from training.test_worker import until


def norm(array) -> float:
    return float(np.linalg.norm(array.astype(np.float64)))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_update_is_that_of_the_very_next_step(optimizer: str) -> None:
    trainer = Trainer(
        project_of("circle", batch_size=0, optimizer=optimizer)
    )  # all samples in one step: no chance in it
    assert len(trainer.assembly.train_t) <= SAMPLES
    for _ in range(5):
        trainer.train()
    flows, before = measured(trainer), trainer.parameters
    trainer.train()
    for key, old, new in zip(layer_keys(trainer.project), before.weights, trainer.parameters.weights, strict=True):
        assert flows[key].update == pytest.approx(norm(new - old) / norm(old), rel=1e-3)


def test_the_gradient_is_that_of_the_loss_without_the_penalty() -> None:
    trainer = Trainer(project_of("circle", regularization="l2", regularization_rate=1.0))
    trainer.train(3)
    a, x, t = trainer.assembly, trainer.assembly.split.train_x[:SAMPLES], trainer.assembly.train_t[:SAMPLES]
    gradient = backward(trainer.parameters, a.activations, forward(trainer.parameters, a.activations, x), t, a.loss)
    for key, g in zip(layer_keys(trainer.project), gradient.weights, strict=True):
        assert measured(trainer)[key].gradient == pytest.approx(np.sqrt(np.mean(np.square(g))), rel=1e-5)


def test_measuring_changes_nothing() -> None:
    watched, alone = (Trainer(project_of("circle", optimizer="adam")) for _ in range(2))
    for _ in range(40):
        for trainer in (watched, alone):
            trainer.train()
        assert measured(watched) == measured(watched)
    assert same_bits(watched.parameters, alone.parameters)


def test_a_layer_whose_weights_are_all_zero_has_no_ratio() -> None:
    project = edits.set_initializer(project_of("circle"), "zeros")
    flows = measured(Trainer(project))
    assert all(np.isnan(flow.update) for flow in flows.values())
    assert flows[layer_keys(project)[0]].gradient == 0


def noted(flows: Flows, step: int, *keys, value: float = 0.5) -> None:
    flows.add(step, step / 10, {key: Flow(value, value / 10) for key in keys})


def test_layers_come_and_go() -> None:
    flows = Flows()
    for step, keys in enumerate([(1, OUT), (1, 2, OUT), (2, OUT), (1, 2, OUT)]):
        noted(flows, step, *keys, value=step + 1.0)
    table = flows.table()
    nan = np.nan
    np.testing.assert_array_equal(table.gradient[1], [1, 2, nan, 4])
    np.testing.assert_array_equal(table.gradient[2], [nan, 2, 3, 4])
    np.testing.assert_allclose(table.update[OUT], [0.1, 0.2, 0.3, 0.4])
    np.testing.assert_allclose(table.epoch, [0, 0.1, 0.2, 0.3])


def test_an_earlier_step_replaces_what_came_after_it_but_not_in_tables_handed_out() -> None:
    flows = Flows()
    for step in range(5):
        noted(flows, step, OUT, value=float(step))
    before = flows.table()
    noted(flows, 2, OUT, value=9.0)
    assert flows.table().step.tolist() == [0, 1, 2]
    assert flows.table().gradient[OUT].tolist() == [0, 1, 9]
    assert before.gradient[OUT].tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="read-only"):
        before.gradient[OUT][0] = 1


def test_a_long_run_takes_bounded_memory_and_is_seen_from_end_to_end() -> None:
    flows, end = Flows(), 50_000
    for step in range(end):
        if flows.wants():
            noted(flows, step, OUT)
    table = flows.table()
    assert ROWS / 2 <= len(table) <= ROWS
    assert table.step[0] == 0
    assert table.step[-1] >= end * 0.99
    assert np.diff(table.step).max() <= 2 * end / ROWS * 2


def test_layers_long_gone_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows_module, "KEYS", 3)
    flows = Flows()
    for layer in range(10):
        noted(flows, layer, layer, OUT)
    assert set(flows.table().gradient) == {8, 9, OUT}


def test_the_thread_notes_them_with_the_curves_and_over_edits() -> None:
    worker = Worker(Trainer(project_of("circle")))
    try:
        worker.step_epoch()
        report = until(worker, lambda r: r.frame.epoch == 1)
        assert report.flows.epoch.tolist() == [0, 1]
        project = edits.add_layer(report.assembly.project, 1)
        came = project.network.hidden[1].id
        worker.follow(project, 1)
        worker.step_epoch()
        flows = until(worker, lambda r: r.frame.epoch == 2).flows
        assert np.isfinite(flows.gradient[came]).tolist() == [False, False, True]
        assert all(np.isfinite(flows.update[key][-1]) for key in layer_keys(project))
        worker.rewind()
        assert until(worker, lambda r: r.frame.step == 0 and r.generation == 1).flows.epoch.tolist() == [0]
    finally:
        assert worker.close()
