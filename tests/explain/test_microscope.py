"""The numbers of one step: they are those of training, and of the reference."""

from dataclasses import replace

import numpy as np
import pytest

from hlviz.document import Project, edits
from hlviz.explain.microscope import Kind, Stage, Walk, next_batch, own_sample, sample_of, walk_of
from hlviz.nn.activations import OUTPUTS
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.training.trainer import Trainer

PAIRS = [(output, loss) for loss in ("mse", "huber") for output in OUTPUTS] + [("sigmoid", "bce"), ("softmax", "cce")]
"""Outputs and losses that go together."""


def project_of(
    dataset: str = "xor", hidden: tuple[int, ...] = (4, 3), activation: str = "tanh", **training: object
) -> Project:
    project = edits.set_shape(edits.choose_dataset(Project(), dataset), hidden)
    project = edits.set_all_activations(project, activation) if hidden else project
    return edits.set_training(project, **training)


def after_training(project: Project, steps: int = 37) -> Trainer:
    trainer = Trainer(project)
    for _ in range(steps):
        trainer.train()
    return trainer


def walk_on_batch(trainer: Trainer) -> Walk:
    frame = trainer.snapshot(0)
    return walk_of(trainer.assembly, frame, next_batch(trainer.assembly, frame))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_update_is_the_step_that_training_makes_next(optimizer: str) -> None:
    trainer = after_training(
        project_of(optimizer=optimizer, learning_rate=0.01, regularization="l2", regularization_rate=0.01)
    )
    walk = walk_on_batch(trainer)
    trainer.train()
    for ours, theirs, before in zip(walk.after.arrays, trainer.parameters.arrays, walk.parameters.arrays, strict=True):
        assert np.abs(ours - before).max() > 1e-7
        np.testing.assert_allclose(ours, theirs, rtol=2e-5, atol=2e-6)
        np.testing.assert_allclose(ours - before, theirs - before, rtol=0.02, atol=2e-6)
    for ours, theirs in zip(walk.slots_after, trainer.snapshot(0).resume.slots, strict=True):
        for mine, its in zip(ours.arrays, theirs.arrays, strict=True):
            np.testing.assert_allclose(mine, its, rtol=1e-3, atol=1e-5)


def test_at_the_end_of_an_epoch_it_is_the_first_batch_of_the_next() -> None:
    trainer = Trainer(project_of())
    trainer.train_epochs(3)
    walk = walk_on_batch(trainer)
    trainer.train()
    np.testing.assert_allclose(walk.after.weights[0], trainer.parameters.weights[0], rtol=2e-5, atol=2e-6)


def test_l1_stops_a_weight_at_zero_as_training_does() -> None:
    trainer = after_training(project_of(regularization="l1", regularization_rate=0.3, learning_rate=0.1), 60)
    walk = walk_on_batch(trainer)
    trainer.train()
    ours = [w == 0 for w in walk.after.weights]
    assert any(zero.any() for zero in ours)
    for mine, its in zip(ours, trainer.parameters.weights, strict=True):
        assert np.array_equal(mine, its == 0)


def test_what_is_frozen_stays() -> None:
    project = project_of(optimizer="adam")
    neuron = project.network.hidden[0].neurons[0]
    trainer = after_training(edits.set_frozen(project, (neuron,), True))
    walk = walk_on_batch(trainer)
    assert np.array_equal(walk.after.weights[0][:, 0], walk.parameters.weights[0][:, 0])
    assert not np.array_equal(walk.after.weights[0][:, 1], walk.parameters.weights[0][:, 1])
    assert walk.gradient.weights[0][0, 0] != 0 == walk.total.weights[0][0, 0]


def test_dropout_is_left_out_and_this_is_known() -> None:
    project = project_of()
    dropping = edits.set_dropout(project, project.network.hidden[0].id, 0.5)
    plain, dropped = (walk_on_batch(Trainer(one)) for one in (project, dropping))
    assert dropped.drops
    assert not plain.drops
    assert np.array_equal(plain.after.weights[0], dropped.after.weights[0])


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_deltas_and_activations_make_up_the_gradients(output: str, loss: str) -> None:
    project = edits.set_loss(edits.set_output(project_of("iris"), output), loss)
    walk = walk_on_batch(after_training(project, 5))
    for layer, delta in enumerate(walk.deltas):
        np.testing.assert_allclose(walk.forwarded.a[layer].T @ delta, walk.gradient.weights[layer], atol=1e-12)
        np.testing.assert_allclose(delta.sum(axis=0), walk.gradient.biases[layer], atol=1e-12)


def test_one_sample_is_the_row_that_was_asked_for_and_its_target_the_right_one() -> None:
    trainer = after_training(project_of("iris"))
    split, frame = trainer.assembly.split, trainer.snapshot(0)
    for row, unseen in ((int(split.test[3]), True), (int(split.train[5]), False)):
        samples = sample_of(trainer.assembly, row)
        assert samples.is_unseen == unseen
        assert int(samples.t[0].argmax()) == split.points.y[row]
        walk = walk_of(trainer.assembly, frame, samples)
        outputs = split.to_inputs(split.points.x[row : row + 1])
        np.testing.assert_allclose(walk.a(0), outputs[0], rtol=1e-6)


def test_nobody_knows_what_is_right_for_a_sample_of_ones_own() -> None:
    trainer = after_training(project_of())
    walk = walk_of(trainer.assembly, trainer.snapshot(0), own_sample(trainer.assembly, np.array([1.0, -2.0])))
    assert walk.is_forward_only
    assert walk.is_finite
    assert [stage.kind for stage in walk.stages(by_neuron=False)] == [Kind.INPUT] + 3 * [Kind.FORWARD]


def test_without_the_memory_of_the_optimizer_it_begins_empty() -> None:
    trainer = after_training(project_of(optimizer="adam"))
    frame = replace(trainer.snapshot(0), resume=None)
    walk = walk_of(trainer.assembly, frame, next_batch(trainer.assembly, frame))
    assert not walk.knows_memory
    assert walk.step == 1
    assert not any(array.any() for slot in walk.slots for array in slot.arrays)
    assert walk_on_batch(trainer).knows_memory


def test_the_stages_go_forward_through_the_loss_and_back() -> None:
    walk = walk_on_batch(Trainer(project_of(hidden=(2, 3))))
    kinds = [(stage.kind, stage.layer) for stage in walk.stages(by_neuron=False)]
    forth, back = Kind.FORWARD, Kind.BACKWARD
    assert kinds == [
        (Kind.INPUT, 0), (forth, 1), (forth, 2), (forth, 3), (Kind.LOSS, 3), (back, 3), (back, 2), (back, 1), (Kind.UPDATE, 3),
    ]  # fmt: skip
    one_by_one = walk.stages(by_neuron=True)
    assert one_by_one[1:7] == tuple(
        Stage(forth, layer, row) for layer, row in ((1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 0))
    )
    assert len(one_by_one) == 1 + 6 + 1 + 6 + 1


def test_of_a_batch_one_sample_is_shown_and_the_gradient_is_of_all() -> None:
    trainer = after_training(project_of())
    frame = trainer.snapshot(0)
    batch = next_batch(trainer.assembly, frame)
    walk = walk_of(trainer.assembly, frame, batch, 4)
    assert len(batch) == 10
    assert np.array_equal(walk.a(0), batch.x[4])
    alone = walk_of(trainer.assembly, frame, sample_of(trainer.assembly, int(batch.rows[4])))
    assert walk.shown_loss == pytest.approx(alone.loss)
    np.testing.assert_allclose(walk.delta(1) * 10, alone.delta(1))
    each = [walk_of(trainer.assembly, frame, sample_of(trainer.assembly, int(row))) for row in batch.rows]
    np.testing.assert_allclose(np.mean([one.gradient.weights[0] for one in each], axis=0), walk.gradient.weights[0])
