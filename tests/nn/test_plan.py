from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.layout import Layout
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.plan import Plan
from hlviz.nn.regularizers import REGULARIZERS

from .trainings import (
    PAIRS,
    by_engine,
    by_reference,
    distance,
    is_tame,
    make,
    method_of,
    moved_though_held,
    some_held,
    trainings,
)


def by_plan(training):
    return by_engine(Plan(training.method, training.x, training.t), training)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)])
@given(training=trainings())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_it_is_the_reference(training, dtype, tolerance):
    training = training.of_type(dtype)
    expected = by_reference(training)
    assume(is_tame(expected))
    assert distance(by_plan(training), expected) < tolerance


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-11), (np.float32, 1e-4)])
@given(training=trainings(held=True))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_it_is_the_reference_where_some_is_held(training, dtype, tolerance):
    training = training.of_type(dtype)
    expected = by_reference(training)
    assume(is_tame(expected))
    assert distance(by_plan(training), expected) < tolerance


@pytest.mark.parametrize(("output", "loss"), PAIRS, ids=lambda thing: thing.key)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_output_and_loss(activation, output, loss):
    training = make(method_of(activation=activation, output=output.key, loss=loss.key), 20, 30).of_type(np.float64)
    assert distance(by_plan(training), by_reference(training)) < 1e-12


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_on_from_where_it_stopped_is_training_through(optimizer):
    training = make(method_of(optimizer=optimizer, dropout=0.2), 20, 40)
    method, half = training.method, len(training.epochs) // 2
    through = Plan(method, training.x, training.t)
    expected = by_engine(through, training)
    first, second = Plan(method, training.x, training.t), Plan(method, training.x, training.t)
    first.load(training.parameters, training.empty_slots)
    rng = training.rng
    for i, epoch in enumerate(training.epochs):
        if i == half:
            second.load(first.parameters, first.slots)
        (first if i < half else second).train(epoch, 3 * i, rng)
    assert distance(second.parameters, expected) == 0
    assert all(distance(a, b) == 0 for a, b in zip(second.slots, through.slots, strict=True))


def test_several_epochs_in_one_go_are_those_epochs():
    training = make(method_of(dropout=0.3, batch_size=6), 20, 40)
    plan = Plan(training.method, training.x, training.t)
    plan.load(training.parameters, training.empty_slots)
    rng = training.rng
    plan.train(np.concatenate(training.epochs), 0, rng, epoch=20)
    assert distance(plan.parameters, by_plan(training)) == 0


@pytest.mark.parametrize("regularizer", REGULARIZERS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_held_does_not_move_by_a_bit(optimizer, regularizer):
    method = method_of(optimizer=optimizer, regularizer=regularizer, dropout=0.2)
    training = make(replace(method, held=some_held(method.sizes, 0.5)), 20, 200)
    for after in (by_plan(training), by_reference(training)):
        assert moved_though_held(training, after) == 0
        for before, now, held in zip(
            training.parameters.arrays, after.arrays, training.method.held.arrays, strict=True
        ):
            assert (before != now)[held == 0].all()


def test_no_rows_train_nothing():
    training = make(method_of(), 20, 10)
    plan = Plan(training.method, training.x, training.t)
    plan.load(training.parameters, training.empty_slots)
    plan.train(np.array([], np.int64), 0, training.rng)
    assert distance(plan.parameters, training.parameters) == 0


def test_large_inputs_are_gathered_in_pieces(monkeypatch):
    training = make(method_of(sizes=(30, 4, 1), batch_size=4), 22, 30)
    expected = by_plan(training)
    monkeypatch.setattr("hlviz.nn.plan.GATHERED", 300)
    assert distance(by_plan(training), expected) == 0


def test_numbers_that_run_away_are_noticed():
    training = make(method_of(activation="relu", output="identity", learning_rate=1e9), 20, 30)
    plan = Plan(training.method, training.x, training.t)
    plan.load(training.parameters, training.empty_slots)
    assert plan.is_finite
    with np.errstate(all="ignore"):
        by_engine(plan, training)
        assert not plan.is_finite


@pytest.mark.parametrize("outputs", [1, 2])
def test_what_it_hands_out_is_not_changed_by_training_on(outputs):
    training = make(method_of(sizes=(3, 5, outputs), optimizer="adam"), 20, 10)
    plan = Plan(training.method, training.x, training.t)
    plan.load(training.parameters, training.empty_slots)
    before = plan.parameters
    plan.train(training.epochs[0], 0, training.rng)
    assert distance(before, training.parameters) == 0
    assert distance(plan.parameters, training.parameters) > 0


def test_parameters_come_out_of_the_flat_vector_as_they_went_in():
    parameters = make(method_of(sizes=(2, 3, 4, 1)), 5, 1).parameters
    layout = Layout(parameters.sizes)
    flat = np.full(layout.length, np.nan, np.float32)
    layout.pack(parameters, flat)
    assert layout.length == parameters.count
    assert np.isfinite(flat).all()
    assert distance(layout.unpack(flat), parameters) == 0
    assert layout.blocks[1] == (9, 4, 4)
    assert np.count_nonzero(layout.marked_weights(0.5, flat.dtype)) == sum(w.size for w in parameters.weights)


def test_samples_that_are_not_there_are_refused_before_anything_is_trained():
    training = make(method_of(), 20, 10)
    plan = Plan(training.method, training.x, training.t)
    plan.load(training.parameters, training.empty_slots)
    for rows in ([0, 20], [-1, 3]):
        with pytest.raises(IndexError, match="there are only 20 samples"):
            plan.train(np.array(rows, np.int64), 0, training.rng)
    assert distance(plan.parameters, training.parameters) == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_wide_relu_layers_whose_slopes_are_bits_are_the_reference_too(dtype):
    method = method_of(sizes=(3, 60, 70, 2), activation="relu", output="softmax", loss="cce", batch_size=40)
    training = make(method, 90, 20).of_type(dtype)
    assert distance(by_plan(training), by_reference(training)) < (1e-12 if dtype is np.float64 else 1e-5)


def test_far_apart_outputs_overflow_nothing():
    training = make(method_of(sizes=(2, 3), output="softmax", loss="cce", learning_rate=1e-5), 20, 10).of_type(
        np.float64
    )
    training.x[...] *= 1000
    assert distance(by_plan(training), by_reference(training)) < 1e-12
