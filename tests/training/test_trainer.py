from dataclasses import replace

import numpy as np
import pytest

from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.mlp import forward
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.training.trainer import Trainer
from training.runs import DATA, is_number, learned, project_of, same_bits, spoil, train

# The same numbers


@pytest.mark.parametrize("settings", DATA)
def test_the_same_project_gives_the_same_numbers(settings):
    one, other = Trainer(project_of(settings)), Trainer(project_of(settings))
    train(one, 2)
    train(other, 2)
    assert same_bits(one.parameters, other.parameters)
    assert one.evaluate() == other.evaluate()


def test_looking_changes_nothing():
    one, other = Trainer(project_of("circle")), Trainer(project_of("circle"))
    train(one, 2)
    for _ in range(2 * other.steps_per_epoch):
        other.train()
        other.evaluate()
        other.snapshot(3)
    assert same_bits(one.parameters, other.parameters)


def test_other_seeds_other_numbers():
    one, other = Trainer(project_of("circle", seed=1)), Trainer(project_of("circle", seed=2))
    assert not same_bits(one.start, other.start)
    # the order of the samples, too: with the same first weights
    other = Trainer(project_of("circle", seed=2), start=one.start)
    one.train()
    other.train()
    assert not same_bits(one.parameters, other.parameters)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_going_on_from_a_frame_gives_the_same_numbers(optimizer):
    settings = f"dataset=circle hidden=4,2 optimizer={optimizer} learning_rate=0.01 dropout=0.1 batch_size=7"
    project = project_of(settings)
    straight, first = Trainer(project), Trainer(project)
    for _ in range(100):
        straight.train()
    for _ in range(45):
        first.train()
    second = Trainer(project, start=first.start, frame=first.snapshot(0))
    for _ in range(55):
        second.train()
    assert same_bits(second.parameters, straight.parameters)
    assert (second.step, second.epoch) == (straight.step, straight.epoch)
    assert second.evaluate() == straight.evaluate()


def test_going_on_after_another_optimizer_was_chosen():
    trainer = learned("dataset=circle hidden=4,2 dropout=0.2")
    adam = edits.set_training(trainer.project, optimizer="adam", learning_rate=0.01)
    straight = trainer.followed(adam)
    resumed = Trainer(adam, frame=straight.snapshot(0))
    for each in (straight, resumed):
        for _ in range(20):
            each.train()
    assert same_bits(resumed.parameters, straight.parameters)


def test_a_frame_without_what_it_takes_cannot_be_gone_on_from():
    trainer = learned("circle")
    with pytest.raises(ValueError, match="resume"):
        Trainer(trainer.project, frame=replace(trainer.snapshot(0), resume=None))


# Steps and epochs


def test_an_epoch_is_every_sample_once():
    trainer = Trainer(project_of("circle", batch_size=40))  # 250 samples: six batches and a short one
    assert trainer.steps_per_epoch == 7
    for step in range(1, 15):
        trainer.train()
        assert trainer.step == step
        assert trainer.epoch == step // 7
        assert trainer.at_epoch_start == (step % 7 == 0)
        assert trainer.epochs == pytest.approx(step // 7 + step % 7 * 40 / 250)


def test_epochs_go_on_counting_when_the_batch_size_changes():
    trainer = learned("circle", 5)
    whole = trainer.followed(edits.set_training(trainer.project, batch_size=0))
    assert whole.epochs == 5
    whole.train()
    assert whole.epochs == 6


def test_epochs_never_run_backwards():
    trainer = train(Trainer(project_of("circle")), 2)
    trainer.train()
    changed = trainer.followed(edits.set_data(trainer.project, noise=10.0))
    assert changed.epochs >= trainer.epochs
    assert changed.at_epoch_start


def test_all_samples_at_once():
    trainer = Trainer(project_of("circle", batch_size=0))
    trainer.train()
    assert trainer.epoch == 1


# Rewind and new weights


@pytest.mark.parametrize("settings", DATA)
def test_rewind_returns_to_the_same_first_weights(settings):
    trainer = Trainer(project_of(settings))
    first = trainer.parameters.copy()
    train(trainer, 2)
    assert not same_bits(trainer.parameters, first)
    back = trainer.rewound()
    assert same_bits(back.parameters, first)
    assert (back.step, back.epoch) == (0, 0)
    assert same_bits(train(back, 2).parameters, trainer.parameters)  # and learns the same again


def test_rewind_after_living_edits_is_the_same_as_a_new_start():
    trainer = learned("circle")
    edited = trainer.followed(edits.add_layer(trainer.project, 1))
    edited = edited.followed(edits.set_training(edited.project, learning_rate=0.1))
    assert same_bits(edited.rewound().parameters, Trainer(edited.project).parameters)


def test_rewind_returns_to_first_weights_that_came_with_a_file():
    elsewhere = Trainer(project_of("circle", seed=77)).start
    trainer = train(Trainer(project_of("circle"), start=elsewhere), 1)
    assert same_bits(trainer.rewound().parameters, elsewhere)
    faster = trainer.followed(edits.set_training(trainer.project, learning_rate=0.1))
    assert same_bits(faster.rewound().parameters, elsewhere)
    at_start = trainer.rewound().followed(edits.set_training(trainer.project, learning_rate=0.1))
    assert same_bits(at_start.parameters, elsewhere)


def test_new_weights_are_others():
    trainer = learned("circle")
    other = trainer.followed(edits.new_weights(trainer.project))
    assert other.step == 0
    assert not same_bits(other.parameters, trainer.start)
    assert same_bits(other.parameters, Trainer(edits.new_weights(trainer.project)).parameters)


def test_other_data_are_learned_from_the_start():
    trainer = learned("circle")
    other = trainer.followed(edits.choose_dataset(trainer.project, "xor"))
    assert other.step == 0
    assert same_bits(other.parameters, other.start)


def test_what_other_data_taught_is_forgotten():
    trainer = learned("circle")
    project = trainer.project
    less = edits.remove_neuron(project, project.network.hidden[0].neurons[0])
    other = trainer.followed(less).followed(edits.choose_dataset(less, "xor"))
    train(other, 1)
    back = edits.choose_dataset(project, "xor")
    again = other.followed(back)
    column = again.assembly.wiring.layers[1].index(project.network.hidden[0].neurons[0])
    assert not np.array_equal(again.parameters.weights[0][:, column], trainer.parameters.weights[0][:, column])


# Learning


def test_l2_keeps_weights_small_and_l1_makes_them_few():
    plain = train(Trainer(project_of("circle")), 60).parameters
    small = train(Trainer(project_of("circle", regularization="l2", regularization_rate=0.1)), 60).parameters
    few = train(Trainer(project_of("circle", regularization="l1", regularization_rate=0.03)), 60).parameters
    assert sum(float((w**2).sum()) for w in small.weights) < 0.5 * sum(float((w**2).sum()) for w in plain.weights)
    assert sum(int((w == 0).sum()) for w in plain.weights) == 0
    assert sum(int((w == 0).sum()) for w in few.weights) >= 2


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_weights_that_l1_brought_to_zero_rest_there(optimizer):
    settings = "dataset=circle features=x1,x2,x1_squared,x2_squared,x1x2,sin_x1,sin_x2 hidden=4,2"
    rate = 0.03 if optimizer == "sgd" else 0.01
    trainer = train(
        Trainer(project_of(settings, regularization="l1", regularization_rate=0.03, optimizer=optimizer, learning_rate=rate)),
        80,
    )  # fmt: skip
    zeros = []
    for _ in range(10):
        trainer.train()
        zeros.append(sum(int((w == 0).sum()) for w in trainer.parameters.weights))
    assert min(zeros) >= 19  # half of the 38, at every step, not now and then


def test_the_penalty_is_told():
    trainer = learned("dataset=circle hidden=4,2 regularization=l2 regularization_rate=0.01")
    weights = trainer.parameters.weights
    assert trainer.evaluate().penalty == pytest.approx(0.01 * 0.5 * sum(float((w**2).sum()) for w in weights), rel=1e-5)


def test_dropout_is_for_training_alone():
    with_dropout, without = project_of("dataset=circle hidden=8 dropout=0.5"), project_of("dataset=circle hidden=8")
    one, other = Trainer(with_dropout), Trainer(without)
    assert one.evaluate() == other.evaluate()
    one.train()
    other.train()
    assert not same_bits(one.parameters, other.parameters)


def test_all_neurons_that_learn_alike_are_told_apart_by_their_first_weights():
    trainer = learned("circle")
    columns = trainer.parameters.weights[0].T
    assert len({tuple(column) for column in columns}) == 4


# Frames


def test_a_frame_is_sealed_and_stays_as_it_was():
    trainer = train(Trainer(project_of("spiral")), 1)
    frame = trainer.snapshot(7)
    assert frame.generation == 7
    before = frame.parameters.copy()
    train(trainer, 1)
    assert same_bits(frame.parameters, before)
    for array in (
        *frame.parameters.arrays,
        *(a for slot in frame.resume.slots for a in slot.arrays),
        frame.resume.order,
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    assert frame.bytes >= sum(array.nbytes for array in frame.parameters.arrays)


def test_evaluation_is_over_all_samples():
    trainer = learned("circle")
    e, assembly = trainer.evaluate(), trainer.assembly
    for x, t, y, loss, metric in (
        (assembly.split.train_x, assembly.train_t, assembly.split.train_y, e.train_loss, e.train_metric),
        (assembly.split.test_x, assembly.test_t, assembly.split.test_y, e.test_loss, e.test_metric),
    ):
        outputs = forward(trainer.parameters, assembly.activations, x).outputs
        assert loss == pytest.approx(float(np.mean((outputs - t) ** 2)), rel=1e-5)
        assert metric == np.mean((outputs[:, 0] > 0) == y)


# When the loss stops being a number


RUNAWAYS = [
    *(
        f"dataset=sine hidden=8,8 activation={activation} learning_rate={rate}"
        for activation in ACTIVATIONS
        for rate in (1e6, 1e3)
    ),
    "dataset=digits hidden=16 activation=relu learning_rate=1e6",
    "dataset=reg-plane hidden=4,4 activation=relu optimizer=momentum learning_rate=1e6",
    "dataset=reg-plane hidden=4,4 activation=relu optimizer=adam learning_rate=1e6",
    "dataset=circle hidden=4,2 regularization=l2 regularization_rate=1000 learning_rate=1000",
    "dataset=circle hidden=4,2 activation=identity output=identity learning_rate=1000",
    "dataset=circle features=x1_squared,x2_squared hidden=8 activation=softplus output=identity learning_rate=30",
]


@pytest.mark.parametrize("settings", RUNAWAYS)
def test_nothing_but_numbers_comes_out(settings, capfd):
    trainer = Trainer(project_of(settings))
    last = trainer.snapshot(0)
    for step in range(400):
        trainer.train()
        if step % 7 == 0 or trainer.divergence:
            frame = trainer.snapshot(0)
            assert is_number(frame)
            if trainer.divergence:
                break
            last = frame
    if trainer.divergence:
        assert frame.step >= last.step  # the last moment at which all was finite
        assert frame.divergence.step >= frame.step
        assert frame.divergence.layer in {"Hidden 1", "Hidden 2", "Output"}
        parameters = frame.parameters
        trainer.train()
        assert same_bits(trainer.snapshot(0).parameters, parameters)  # it stands still
    assert capfd.readouterr() == ("", "")


def test_most_of_them_do_run_away():
    """The test above would be idle if nothing did."""
    gone = []
    for settings in RUNAWAYS:
        trainer = Trainer(project_of(settings))
        for _ in range(400):
            trainer.train()
        trainer.evaluate()
        gone.append(trainer.divergence is not None)
    assert sum(gone) >= len(gone) * 0.6


def test_it_says_which_layer_blew_up():
    trainer = train(Trainer(edits.rename_layer(p := project_of("circle"), p.network.hidden[0].id, "Corners")), 1)
    spoil(trainer, 0, np.inf)
    trainer.train()
    assert trainer.snapshot(0).divergence.layer == "Corners"

    for layer, name in ((0, "Hidden 1"), (1, "Hidden 2"), (2, "Output")):
        trainer = train(Trainer(project_of("circle")), 1)
        spoil(trainer, layer, np.nan)
        assert is_number(trainer.snapshot(0))
        assert trainer.divergence.layer == name


def test_a_glance_is_enough_to_see_that_numbers_ran_away():
    """The weights are numbers still, but what they say is not: nobody is shown that, even where nobody judges it."""
    trainer = train(Trainer(project_of("dataset=circle hidden=4 activation=relu output=identity")), 1)
    assert trainer.snapshot(0, exact=False).divergence is None
    trainer.train()
    for layer, value in ((0, 3e38), (1, 3e38)):
        spoil(trainer, layer, value)
    assert trainer.parameters.is_finite
    frame = trainer.snapshot(0, exact=False)
    assert frame.divergence is not None
    assert is_number(frame)


def test_a_snapshot_says_whether_it_was_judged():
    trainer = train(Trainer(project_of("circle")), 1)
    before = trainer.evaluate()
    trainer.train()
    glance = trainer.snapshot(0, exact=False)
    assert (glance.is_judged, glance.evaluation, glance.step) == (False, before, 26)
    exact = trainer.snapshot(0)
    assert exact.is_judged
    assert exact.evaluation != before
    assert trainer.snapshot(0, exact=False).is_judged


def test_after_a_divergence_a_smaller_rate_goes_on():
    project = project_of("dataset=sine hidden=8,8 activation=relu learning_rate=1000")
    trainer = Trainer(project)
    while trainer.divergence is None:
        trainer.train()
    calmer = trainer.followed(edits.set_training(project, learning_rate=0.01))
    assert calmer.divergence is None
    train(calmer, 5)
    assert is_number(calmer.snapshot(0))
    assert calmer.divergence is None


def test_a_divergence_can_be_forgiven():
    trainer = train(Trainer(project_of("circle")), 1)
    spoil(trainer, 0, np.nan)
    trainer.train()
    assert trainer.divergence is not None
    trainer.forgive()
    step = trainer.step
    trainer.train()
    assert trainer.step == step + 1
    assert is_number(trainer.snapshot(0))


def test_an_edit_just_after_the_numbers_ran_away_goes_on_from_the_last_finite_moment():
    trainer = train(Trainer(project_of("circle")), 2)
    good = trainer.snapshot(0)
    trainer.train()
    spoil(trainer, 1, np.inf)
    followed = trainer.followed(edits.set_training(trainer.project, learning_rate=0.01))
    assert is_number(followed.snapshot(0))
    assert followed.step == good.step
    assert same_bits(followed.parameters, good.parameters)


def test_samples_too_large_to_learn_are_told_and_give_no_nan():
    rng = np.random.default_rng(0)
    table = Points(rng.normal(0, 1e29, (30, 2)), rng.normal(0, 1e29, 30), ("a", "b"), "t")
    project = edits.set_data(edits.use_table(edits.set_shape(Project(), (3,)), table), standardize=False)
    trainer = Trainer(project)
    assert trainer.snapshot(0).divergence is not None
    assert trainer.snapshot(0).parameters.is_finite
    standardized = trainer.followed(edits.set_data(project, standardize=True))
    assert standardized.divergence is None
    train(standardized, 3)
    assert standardized.divergence is None


def test_an_edit_that_overflows_loses_nothing_and_can_be_undone():
    trainer = train(Trainer(project := project_of("circle")), 4)
    steep = trainer.parameters.copy()
    for w in steep.weights:
        w *= 1e15  # tanh keeps the outputs within −1 … 1
    trainer._load(steep, (), 0)
    assert trainer.divergence is None
    straight = trainer.followed(edits.set_output(edits.set_all_activations(project, "identity"), "identity"))
    frame = straight.snapshot(0)
    assert frame.divergence is not None
    assert frame.step == trainer.step == 100
    back = straight.followed(project)
    assert back.step == 100
    assert back.divergence is None
    assert same_bits(back.parameters, steep)


def test_a_loss_that_was_never_a_number_is_not_reported_as_one():
    rng = np.random.default_rng(0)
    table = Points(rng.normal(0, 1e29, (30, 2)), rng.normal(0, 1e29, 30), ("a", "b"), "t")
    project = edits.set_data(edits.use_table(edits.set_shape(Project(), (3,)), table), standardize=False)
    assert np.isnan(Trainer(project).snapshot(0).evaluation.train_loss)


@pytest.mark.parametrize("engine", ["numpy", "compiled", "reference"])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_epochs_at_once_are_epochs_one_by_one(engine, dropout):
    project = edits.set_training(edits.set_shape(Project(), (4, 2)), optimizer="adam", batch_size=12)
    project = edits.set_dropout(project, project.network.hidden[0].id, dropout)
    together, apart = Trainer(project, engine=engine), Trainer(project, engine=engine)
    apart.train(3)
    together.train(3)
    while together.epoch < 40:
        together.train_epochs(40 - together.epoch)
    while apart.epoch < 40:
        apart.train(7)
    assert together.step == apart.step == 40 * 21
    for a, b in zip(together.parameters.arrays, apart.parameters.arrays, strict=True):
        assert np.array_equal(a, b)
    one, other = together.snapshot(0).resume, apart.snapshot(0).resume
    assert np.array_equal(one.order, other.order)
    assert (one.rng, one.at) == (other.rng, other.at)
