"""What is done by hand is done at once, undone by undoing it, and forgotten by *Rewind* unless it belongs to the first weights."""

from dataclasses import replace

import numpy as np
import pytest
from document.sequences import APPLY, steps
from hypothesis import given, settings

from hlviz.document import Project, edits
from hlviz.document.edits import weights
from hlviz.errors import HlvizError
from hlviz.nn.optimizers import INERTIA, OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS
from hlviz.training import memory
from hlviz.training.trainer import Trainer
from training.runs import DATA, edges, learned, project_of, same_bits, train, weight

OUT = ("out", 1)


@pytest.fixture
def trainer():
    return learned("circle")


@pytest.fixture
def neurons(trainer):
    return [layer.neurons for layer in trainer.project.network.hidden]


def changed(before: Trainer, after: Trainer) -> set:
    """The edges and biases that are not what they were."""
    old, new = edges(before), edges(after)
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def incoming(trainer: Trainer, neuron) -> set:
    return {neuron, *(key for key in edges(trainer) if isinstance(key, tuple) and key[1] == neuron)}


# Touches


def test_one_weight_is_set_and_nothing_else(trainer, neurons):
    (a, *_), (b, _) = neurons
    after = trainer.followed(edits.set_weight(trainer.project, (a, b), 2.5, at_start=False))
    assert weight(after, a, b) == 2.5
    assert changed(trainer, after) == {(a, b)}
    assert (after.step, after.epoch) == (trainer.step, trainer.epoch)
    biased = after.followed(edits.set_bias(after.project, OUT, -1, at_start=False))
    assert changed(after, biased) == {OUT}
    assert edges(biased)[OUT] == -1


def test_zero_and_random_are_for_all_that_a_neuron_hears(trainer, neurons):
    (a, *_), (b, c) = neurons
    zeroed = trainer.followed(edits.zero(trainer.project, (b, (a, c)), at_start=False))
    assert changed(trainer, zeroed) == {*incoming(trainer, b), (a, c)}
    assert {edges(zeroed)[key] for key in changed(trainer, zeroed)} == {0.0}
    drawn = zeroed.followed(edits.randomize(zeroed.project, (b, (a, c)), at_start=False))
    assert changed(zeroed, drawn) == {*incoming(trainer, b), (a, c)} - {b}
    again = zeroed.followed(drawn.project)
    assert same_bits(again.parameters, drawn.parameters)
    other = drawn.followed(edits.randomize(drawn.project, (b,), at_start=False))
    assert changed(drawn, other) == incoming(trainer, b) - {b}


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_what_undoing_puts_back_has_no_inertia_either(optimizer):
    trainer = learned(f"{DATA['circle']} optimizer={optimizer} learning_rate=0.001")
    (a, *_), (b, _) = [layer.neurons for layer in trainer.project.network.hidden]
    touched = trainer.followed(edits.set_weight(trainer.project, (a, b), 2.5, at_start=False))
    touched.train(3)
    undone = touched.followed(trainer.project)
    moving = undone.snapshot(0).resume.slots[0].weights[1]
    assert moving[0, 0] == 0
    assert moving.ravel()[1:].all()


def test_the_note_tells_what_the_loss_was_and_is(trainer, neurons):
    after = trainer.followed(edits.zero(trainer.project, (OUT,), at_start=False))
    carried = after.snapshot(0).carried
    assert carried.before == trainer.evaluate().train_loss
    assert carried.after == after.evaluate().train_loss == pytest.approx(1.0)
    start = Trainer(trainer.project)
    carried = start.followed(edits.zero(trainer.project, (OUT,), at_start=True)).snapshot(0).carried
    assert (carried.before, carried.after) == (start.evaluate().train_loss, pytest.approx(1.0))


def test_undoing_and_redoing(trainer, neurons):
    (a, *_), (b, _) = neurons
    project = edits.set_weight(trainer.project, (a, b), 2.5, at_start=False)
    after = trainer.followed(project)
    undone = after.followed(trainer.project)
    assert same_bits(undone.parameters, trainer.parameters)
    assert same_bits(undone.followed(project).parameters, after.parameters)


def test_undoing_after_more_training_brings_back_that_weight_alone(trainer, neurons):
    (a, *_), (b, _) = neurons
    more = train(trainer.followed(edits.set_weight(trainer.project, (a, b), 2.5, at_start=False)), 2)
    undone = more.followed(trainer.project)
    assert changed(more, undone) == {(a, b)}
    assert weight(undone, a, b) == weight(trainer, a, b)


def test_undoing_what_was_done_to_a_whole_layer(trainer):
    project = edits.randomize(trainer.project, trainer.project.network.hidden[0].neurons, at_start=False)
    after = train(trainer.followed(project), 1)
    undone = after.followed(trainer.project)
    for key in edges(trainer).keys() & {
        k for n in trainer.project.network.hidden[0].neurons for k in incoming(trainer, n)
    }:
        assert edges(undone)[key] == edges(trainer)[key]


def test_many_turns_of_the_wheel_are_one_step_of_undo(trainer, neurons):
    (a, *_), (b, _) = neurons
    after, project = trainer, trainer.project
    for turn in range(30):
        project = edits.set_weight(project, (a, b), turn / 10, at_start=False)
        after = train(after.followed(project), 0 if turn % 10 else 1)
    assert len(project.touches) == 1
    assert weight(after, a, b) == pytest.approx(2.9)
    undone = after.followed(trainer.project)
    assert weight(undone, a, b) == weight(trainer, a, b)
    redone = undone.followed(project)
    assert weight(redone, a, b) == pytest.approx(2.9)
    assert weight(redone.followed(trainer.project), a, b) == weight(trainer, a, b)


def test_undoing_step_by_step_finds_what_was_learned_in_between(trainer, neurons):
    (a, *_), (b, _) = neurons
    once = edits.set_weight(trainer.project, (a, b), 1, at_start=False)
    first = train(trainer.followed(once), 1)
    second = first.followed(edits.set_weight(once, (a, b), 2, at_start=False))
    back = second.followed(once)
    assert weight(back, a, b) == weight(first, a, b) != 1
    assert weight(back.followed(trainer.project), a, b) == weight(trainer, a, b)


def test_a_step_of_undo_may_hold_many_touches(trainer, neurons):
    (a, a2, *_), (b, _) = neurons
    project = edits.set_weight(trainer.project, (a, b), 1, at_start=False)
    project = edits.zero(project, (b,), at_start=False)
    project = edits.set_weight(project, (a2, b), 3, at_start=False)
    after = trainer.followed(project)
    assert (weight(after, a, b), weight(after, a2, b)) == (0, 3)
    assert same_bits(after.followed(trainer.project).parameters, trainer.parameters)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_was_set_has_no_inertia_of_its_own(optimizer):
    project = project_of("dataset=circle hidden=4,2 learning_rate=0.01", optimizer=optimizer)
    trainer = train(Trainer(project), 2)
    a, b = project.network.hidden[0].neurons[0], project.network.hidden[1].neurons[0]
    after = trainer.followed(edits.set_weight(project, (a, b), 1, at_start=False))
    slots = zip(
        OPTIMIZERS[optimizer].slots, trainer.snapshot(0).resume.slots, after.snapshot(0).resume.slots, strict=True
    )
    for name, before, now in slots:
        assert before.weights[1][0, 0] != 0
        # the square only sets its pace: with 0 it would leap
        assert now.weights[1][0, 0] == (0 if name in INERTIA else before.weights[1][0, 0])
        assert np.array_equal(now.weights[0], before.weights[0])


# The first weights


def test_what_is_done_at_the_start_belongs_to_the_first_weights(neurons):
    start = Trainer(project_of("circle"))
    (a, *_), (b, _) = neurons
    project = edits.set_weight(start.project, (a, b), 2, at_start=True)
    project = edits.randomize(project, (OUT,), at_start=True)
    after = start.followed(project)
    assert after.step == 0
    assert weight(after, a, b) == 2
    assert changed(start, after) == {(a, b), *incoming(start, OUT)} - {OUT}
    assert same_bits(after.start, after.parameters)
    assert same_bits(Trainer(project).start, after.start)  # the project alone decides
    rewound = train(after, 2).rewound()
    assert same_bits(rewound.parameters, after.start)
    assert same_bits(rewound.followed(start.project).parameters, start.parameters)


def test_undoing_what_was_done_at_the_start_after_training(neurons):
    start = Trainer(project_of("circle"))
    (a, *_), (b, _) = neurons
    project = edits.set_weight(start.project, (a, b), 2, at_start=True)
    after = train(start.followed(project), 2)
    undone = after.followed(start.project)
    assert changed(after, undone) == {(a, b)}
    assert weight(undone, a, b) == weight(start, a, b)
    assert same_bits(undone.rewound().parameters, start.parameters)
    redone = undone.followed(project)
    assert weight(redone, a, b) == 2


def test_rewind_forgets_what_was_done_later(trainer, neurons):
    (a, *_), (b, _) = neurons
    project = edits.set_weight(trainer.project, (a, b), 2, at_start=False)
    rewound = trainer.followed(project).rewound()
    assert same_bits(rewound.parameters, trainer.start)
    for other in (
        edits.set_training(project, learning_rate=0.5),
        trainer.project,
        edits.rename_layer(project, a - 1, "x"),
    ):
        assert same_bits(rewound.followed(other).parameters, trainer.start)
    redone = rewound.followed(trainer.project).followed(project)
    assert weight(redone, a, b) == 2  # it was asked for again
    assert same_bits(redone.rewound().parameters, trainer.start)
    assert weight(redone.followed(edits.set_training(project, optimizer="adam")), a, b) == 2


def test_new_weights_and_back_do_not_bring_back_what_was_done_to_the_old(trainer, neurons):
    (a, *_), (b, _) = neurons
    project = edits.set_weight(trainer.project, (a, b), 2, at_start=False)
    new = trainer.followed(project).followed(edits.new_weights(project))
    assert new.step == 0
    back = new.followed(project)
    assert same_bits(back.parameters, trainer.start)
    assert same_bits(back.followed(trainer.project).parameters, trainer.start)


# Cut and joined


def test_a_cut_edge_is_zero_and_stays_so(trainer, neurons):
    (a, *_), (b, _) = neurons
    cut = trainer.followed(edits.set_cut(trainer.project, ((a, b),), True))
    assert changed(trainer, cut) == {(a, b)}
    for _ in range(3):
        assert weight(cut, a, b) == 0
        assert cut.snapshot(0).carried.before == trainer.evaluate().train_loss
        cut.train(20)
    assert weight(cut, a, b) == 0
    for elsewhere in (
        lambda p: edits.resize_layer(p, p.network.hidden[0].id, 6),
        lambda p: edits.add_layer(p, 0),
        lambda p: edits.remove_neuron(p, neurons[0][1]),
        lambda p: edits.set_training(p, optimizer="adam"),
        lambda p: edits.set_output(p, "softmax"),
        lambda p: edits.randomize(p, (b,), at_start=False),
    ):
        after = cut.followed(elsewhere(cut.project))
        assert weight(after, a, b) == 0
        after.train(20)
        assert weight(after, a, b) == 0
        assert weight(after.rewound(), a, b) == 0


def test_joined_again_it_has_the_weight_it_had(trainer, neurons):
    (a, *_), (b, _) = neurons
    cut = train(trainer.followed(edits.set_cut(trainer.project, ((a, b),), True)), 2)
    joined = cut.followed(edits.set_cut(cut.project, ((a, b),), False))
    assert weight(joined, a, b) == weight(trainer, a, b)
    assert changed(cut, joined) == {(a, b)}
    train(joined, 1)
    assert weight(joined, a, b) != weight(trainer, a, b)
    twice = joined.followed(cut.project).followed(joined.project)
    assert weight(twice, a, b) == weight(joined, a, b)


def test_cut_at_the_start_and_joined_after_training_it_begins_as_it_would_have(neurons):
    start = Trainer(project_of("circle"))
    (a, *_), (b, _) = neurons
    project = edits.set_cut(start.project, ((a, b),), True)
    for cut in (start.followed(project), Trainer(project), Trainer(project).rewound()):
        assert weight(cut, a, b) == weight(cut.rewound(), a, b) == 0
        assert same_bits(cut.followed(start.project).parameters, start.parameters)
        train(cut, 1)
        assert weight(cut.followed(start.project), a, b) == weight(start, a, b)


def test_what_is_not_known_joins_with_weight_zero(trainer, neurons):
    (a, *_), (b, _) = neurons
    cut = trainer.followed(edits.set_cut(trainer.project, ((a, b),), True))
    opened = Trainer(cut.project, start=cut.start, frame=cut.snapshot(0))
    assert weight(opened.followed(trainer.project), a, b) == 0


def test_undoing_the_removal_of_a_neuron_whose_edge_is_cut(trainer, neurons):
    (a, *_), (b, _) = neurons
    cut = trainer.followed(edits.set_cut(trainer.project, ((a, b),), True))
    less = cut.followed(edits.remove_neuron(cut.project, a))
    again = less.followed(cut.project)
    assert same_bits(again.parameters, cut.parameters)
    assert same_bits(again.followed(trainer.project).parameters, trainer.parameters)


# Frozen


@pytest.mark.parametrize("engine", ["reference", "numpy", "compiled"])
@pytest.mark.parametrize("regularizer", REGULARIZERS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_frozen_does_not_move_by_a_bit(optimizer, regularizer, engine):
    """Not even by what the optimizer remembers of the time before."""
    project = project_of("dataset=circle hidden=4,3 learning_rate=0.01 dropout=0.1", optimizer=optimizer)
    project = edits.set_training(project, regularization=regularizer, regularization_rate=0.003)
    trainer = train(Trainer(project, engine=engine), 1)
    first, second = project.network.hidden
    a, b, c = first.neurons[0], second.neurons[0], second.neurons[1]
    frozen = edits.set_frozen(project, (b, (a, c), OUT), True)
    frozen = edits.set_cut(frozen, ((first.neurons[1], c),), True)
    after = trainer.followed(frozen)
    still = {*incoming(after, b), *incoming(after, OUT), (a, c), (first.neurons[1], c)}
    before = edges(after)
    for _ in range(200):
        after.train()
    now = edges(after)
    assert {key: now[key] for key in still} == {key: before[key] for key in still}
    assert now[first.neurons[1], c] == 0
    moved = {key for key in before if before[key] != now[key]}
    # with L1 a weight may rest at 0 of itself
    assert moved >= {key for key in before.keys() - still if before[key] != 0 and now[key] != 0}
    assert moved
    free = train(after.followed(project), 1)
    assert weight(free, a, b) != weight(after, a, b)


def test_freezing_and_thawing_leaves_the_weights_alone(trainer):
    layer = trainer.project.network.hidden[0]
    frozen = trainer.followed(edits.freeze_layer(trainer.project, layer.id, True))
    assert same_bits(frozen.parameters, trainer.parameters)
    assert same_bits(frozen.followed(trainer.project).parameters, trainer.parameters)


def test_all_frozen_nothing_learns(trainer):
    project = trainer.project
    for layer in project.network.hidden:
        project = edits.freeze_layer(project, layer.id, True)
    frozen = trainer.followed(edits.set_frozen(project, (OUT,), True))
    before = frozen.evaluate()
    train(frozen, 2)
    assert same_bits(frozen.parameters, trainer.parameters)
    assert frozen.evaluate() == before


def test_frozen_weights_can_be_changed_by_hand(trainer, neurons):
    (a, *_), (b, _) = neurons
    frozen = edits.set_frozen(trainer.project, (b,), True)
    after = trainer.followed(frozen).followed(edits.set_weight(frozen, (a, b), 3, at_start=False))
    train(after, 1)
    assert weight(after, a, b) == 3


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam"])
def test_thawed_weights_do_not_leap(optimizer):
    project = project_of("dataset=spiral hidden=8,8 learning_rate=0.01", optimizer=optimizer)
    frozen = edits.freeze_layer(project, project.network.hidden[1].id, True)
    trainer = train(Trainer(frozen), 10)
    free = trainer.followed(project)
    before = free.parameters.copy()
    for _ in range(10):
        free.train()
    assert 0 < np.abs(free.parameters.weights[1] - before.weights[1]).max() <= 10 * 0.01 * 1.5


# Memory has an end


def test_a_touch_that_made_room_for_others_is_not_undone(monkeypatch, trainer, neurons):
    monkeypatch.setattr(weights, "MAX_TOUCHES", 2)
    (a, a2, a3, _), (b, _) = neurons
    projects, after = [trainer.project], trainer
    for source in (a, a2, a3):
        projects.append(edits.set_weight(projects[-1], (source, b), 1, at_start=False))
        after = after.followed(projects[-1])
    assert [weight(after, source, b) for source in (a, a2, a3)] == [1, 1, 1]
    back = after.followed(projects[2])
    assert [weight(back, source, b) for source in (a, a2)] == [1, 1]
    assert weight(back, a3, b) == weight(trainer, a3, b)
    assert same_bits(back.followed(projects[1]).followed(projects[0]).parameters, trainer.parameters)


def test_what_was_forgotten_is_left_as_it_is(monkeypatch, trainer, neurons):
    monkeypatch.setattr(memory, "TOUCHED", 2)
    (a, a2, a3, _), (b, _) = neurons
    project, after = trainer.project, trainer
    for source in (a, a2, a3):
        project = edits.set_weight(project, (source, b), 1, at_start=False)
        after = after.followed(project)
    undone = after.followed(trainer.project)
    assert weight(undone, a, b) == 1
    assert weight(undone, a2, b) == weight(trainer, a2, b)
    assert weight(undone, a3, b) == weight(trainer, a3, b)


def test_only_so_much_is_remembered_of_large_layers(monkeypatch, trainer):
    layer = trainer.project.network.hidden[0]
    one = trainer.followed(edits.zero(trainer.project, layer.neurons, at_start=False))
    monkeypatch.setattr(memory, "TOUCHED_BYTES", one._memory.touched[one.project.touches[0].id].bytes)
    two = one.followed(edits.randomize(one.project, layer.neurons, at_start=False))
    assert [*two._memory.touched] == [two.project.touches[1].id]


# Any sequence

BY_HAND = ["set_frozen", "freeze_layer", "set_cut", "set_weight", "set_bias", "zero", "randomize"]


@settings(max_examples=100, deadline=None)
@given(steps(most=10, of=BY_HAND))
def test_undoing_all_that_was_done_by_hand_leaves_no_trace(sequence):
    trainer = learned("dataset=circle samples=60 hidden=3,2", 1)
    projects, after = [trainer.project], trainer
    for step in sequence:
        try:
            project = APPLY[step.edit](after.project, step)
        except HlvizError:
            continue
        # what came before was trained
        project = replace(project, touches=tuple(replace(touch, at_start=False) for touch in project.touches))
        after = after.followed(project)
        projects.append(project)
        for edge in project.network.cut:
            assert weight(after, *edge) == 0
    at_once = after.followed(trainer.project)
    assert same_bits(at_once.parameters, trainer.parameters)
    for project in reversed(projects):
        after = after.followed(project)
    assert same_bits(after.parameters, trainer.parameters)


@settings(max_examples=100, deadline=None)
@given(steps(most=10))
def test_before_the_first_step_the_project_alone_decides(sequence):
    project = edits.set_data(edits.set_shape(Project(), (3, 2)), samples=40)
    trainer = Trainer(project)
    for step in sequence:
        try:
            project = APPLY[step.edit](trainer.project, step)
            after = Trainer(project)
        except HlvizError:
            continue
        # what is done by hand here is done at the start
        if any(not touch.at_start for touch in project.touches):
            continue
        trainer = trainer.followed(project)
        assert same_bits(trainer.parameters, after.parameters)
        assert same_bits(trainer.start, after.start)


def test_former_networks_take_no_more_memory_than_they_may(trainer, monkeypatch):
    project, layer = trainer.project, trainer.project.network.hidden[0].id
    one = sum(array.nbytes for array in trainer.parameters.arrays)
    monkeypatch.setattr(memory, "FORMER_BYTES", int(2.5 * one))
    now = trainer
    for _ in range(4):
        now = now.followed(edits.add_layer(project, 0)).followed(project)
    assert sum(wired.bytes for wired in now._memory.former) <= 2.5 * one
    assert len(now._memory.former) < memory.FORMER
    monkeypatch.setattr(memory, "FORMER_BYTES", 0)
    smaller = trainer.followed(edits.resize_layer(project, layer, 1))
    assert edges(smaller.followed(project)) == edges(trainer)  # undoing the last edit always finds its weights


@pytest.mark.parametrize("other", ["sgd", "momentum"])
def test_an_optimizer_that_comes_back_goes_on_as_if_it_had_never_gone(other: str) -> None:
    project = project_of("circle", optimizer="adam")
    plain, edited = train(Trainer(project), 2), train(Trainer(project), 2)
    back = edited.followed(edits.set_training(project, optimizer=other)).followed(project)
    assert same_bits(train(back, 2).parameters, train(plain, 2).parameters)


def test_an_optimizer_that_comes_back_to_another_network_begins_anew() -> None:
    project = project_of("circle", optimizer="adam")
    trainer = train(Trainer(project), 2).followed(edits.set_training(project, optimizer="sgd"))
    back = train(trainer, 1).followed(project)
    assert not any(array.any() for slot in back._engine.slots for array in slot.arrays)
