import ctypes
import math
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS
from hlviz.nn import kernel
from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.batches import Batches
from hlviz.nn.halt import Halt
from hlviz.nn.kernel import Kernel
from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.plan import Plan

from .builds import ROOT, SOURCES, build_script, used
from .fits import FITS
from .trainings import (
    PAIRS,
    by_engine,
    by_reference,
    distance,
    is_tame,
    make,
    method_of,
    moved_though_held,
    same_bits,
    some_held,
    trainings,
)
from .whole_range import MOST, activated, measured

script = build_script()
BUILDS = script.this_machine().builds


@pytest.fixture(scope="module")
def compiler():
    found = script.compilers(script.this_machine())
    if not found:
        pytest.skip("there is no C compiler here")
    return found[0]


@pytest.fixture(scope="module", autouse=True)
def fresh(compiler, tmp_path_factory):
    """All builds of the sources as they are; that they compile without a warning is part of every test here."""
    folder = tmp_path_factory.mktemp("kernel")
    for name in BUILDS:
        script.build(compiler, SOURCES, folder, name, script.WARNINGS)
    with used(folder):
        yield folder


@pytest.fixture(params=BUILDS)
def build(request):
    if request.param not in kernel.libraries():
        pytest.skip(f"this processor cannot run {request.param}")
    return request.param


def by_kernel(training, build=None):
    return by_engine(Kernel(training.method, training.x, training.t, build), training)


@given(training=trainings())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_it_is_the_reference(training):
    expected = by_reference(training)
    assume(is_tame(expected))
    for build in kernel.libraries():
        assert distance(by_kernel(training, build), expected) < 1e-5, build


@given(training=trainings(held=True))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_it_is_the_reference_where_some_is_held(training):
    expected = by_reference(training)
    assume(is_tame(expected))
    for build in kernel.libraries():
        after = by_kernel(training, build)
        assert distance(after, expected) < 1e-4, build
        assert moved_though_held(training, after) == 0


@pytest.mark.parametrize(("output", "loss"), PAIRS, ids=lambda thing: thing.key)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_output_and_loss(activation, output, loss, build):
    training = make(method_of(activation=activation, output=output.key, loss=loss.key), 20, 30)
    assert distance(by_kernel(training, build), by_reference(training)) < 1e-5


@pytest.mark.parametrize("regularizer", ["none", "l1", "l2"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_and_penalty(optimizer, regularizer, build):
    training = make(method_of(optimizer=optimizer, regularizer=regularizer, learning_rate=0.002), 20, 100)
    engine = Kernel(training.method, training.x, training.t, build)
    plan = Plan(training.method, training.x, training.t)
    assert distance(by_engine(engine, training), by_engine(plan, training)) < 1e-5
    assert all(distance(a, b) < 1e-4 for a, b in zip(engine.slots, plan.slots, strict=True))


@pytest.mark.parametrize("regularizer", ["none", "l1", "l2"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_held_does_not_move_by_a_bit(optimizer, regularizer, build):
    method = method_of(optimizer=optimizer, regularizer=regularizer, learning_rate=0.002)
    training = make(replace(method, held=some_held(method.sizes, 0.5)), 20, 200)
    engine = Kernel(training.method, training.x, training.t, build)
    after = by_engine(engine, training)
    assert moved_though_held(training, after) == 0
    assert distance(after, by_reference(training)) < 1e-5
    held = training.method.held
    assert not any(
        slot[mask == 1].any() for slots in engine.slots for slot, mask in zip(slots.arrays, held.arrays, strict=True)
    )


@pytest.mark.parametrize(
    ("sizes", "batch"),
    [((1, 1), 1), ((64, 64, 64, 10), 33), ((17, 33, 65, 3), 129), ((300, 300, 2), 200), ((2, 8, 8, 1), 500)],
)
def test_widths_and_batches_around_the_edges_of_its_vectors(sizes, batch, build):
    training = make(method_of(sizes=sizes, batch_size=batch), 500, 6)
    assert distance(by_kernel(training, build), by_reference(training)) < 1e-5


def test_dropout_draws_the_same_numbers(build, monkeypatch):
    training = make(method_of(dropout=0.4, batch_size=6), 20, 40)
    plan, engine = Plan(training.method, training.x, training.t), Kernel(training.method, training.x, training.t, build)
    monkeypatch.setattr(kernel, "DRAWN", 120)  # two batches at a time
    after = []
    for each in (plan, engine):
        each.load(training.parameters, training.empty_slots)
        rng = training.rng
        each.train(np.concatenate(training.epochs), 0, rng, epoch=20)
        after.append(rng.random())
    assert distance(engine.parameters, plan.parameters) < 1e-5
    assert after[0] == after[1]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_in_pieces_is_training_through(optimizer, build):
    training = make(method_of(optimizer=optimizer, batch_size=6), 20, 40)
    rows = np.concatenate(training.epochs)
    through, pieces = (Kernel(training.method, training.x, training.t, build) for _ in range(2))
    for each in (through, pieces):
        each.load(training.parameters, training.empty_slots)
    through.train(rows, 0, training.rng, epoch=20)
    for i, epoch in enumerate(training.epochs):
        pieces.train(epoch[:12], 4 * i, training.rng)
        pieces.load(pieces.parameters, pieces.slots)
        pieces.train(epoch[12:], 4 * i + 2, training.rng)
    for each in (pieces, through):
        each.train(training.epochs[0], 50_000, training.rng)  # as late as this Adam's corrections have come to nothing
    assert same_bits(pieces.parameters, through.parameters)
    assert all(map(same_bits, pieces.slots, through.slots))


# Steps that nobody watches


def batches_of(training):
    return Batches.start(len(training.x), training.method.batch_size, np.random.default_rng(3))


@pytest.mark.parametrize("samples", [1, 2, 5, 64, 65, 1000])
def test_it_draws_the_orders_that_numpy_draws(samples, build):
    ours, theirs = np.random.default_rng(samples), np.random.default_rng(samples)
    call = kernel.libraries()[build].hlviz_permute
    for _ in range(50):
        order = np.empty(samples, np.int64)
        assert call(ours.bit_generator.ctypes.bit_generator, order.ctypes.data, samples) == 0
        assert order.tolist() == theirs.permutation(samples).tolist()
    assert ours.bit_generator.state == theirs.bit_generator.state
    assert kernel.shuffles()


def test_another_way_to_shuffle_is_noticed(monkeypatch):
    monkeypatch.setattr(kernel, "libraries", lambda: {"base": type("Other", (), {"hlviz_permute": lambda *_: 0})})
    kernel.shuffles.cache_clear()
    assert not kernel.shuffles()
    kernel.shuffles.cache_clear()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("whole", [False, True])
def test_a_run_is_step_by_step_to_the_bit(optimizer, dropout, whole, build):
    training = make(method_of(optimizer=optimizer, dropout=dropout, batch_size=6), 20, 40)
    by_run, by_step = (Kernel(training.method, training.x, training.t, build) for _ in range(2))
    run, stepped = batches_of(training), batches_of(training)
    for engine in (by_run, by_step):
        engine.load(training.parameters, training.empty_slots)
    done = epochs = 0
    for most in (1, 2, 1, 9, 5, 30):
        made, ended = by_run.run(run, done, most, Halt(), whole=whole)
        assert ended == sum(1 for step in range(done + 1, done + made + 1) if step % 4 == 0)
        if whole:
            assert (done + made) % 4 == 0
            assert most <= made < most + 4
        else:
            assert made == min(most, 4 - done % 4)
        done, epochs = done + made, epochs + ended
        for step in range(done - made, done):
            by_step.train(stepped.next(), step, stepped.rng)
        assert same_bits(by_run.parameters, by_step.parameters)
    assert all(map(same_bits, by_run.slots, by_step.slots))
    assert run.at == stepped.at
    assert run.order.tolist() == stepped.order.tolist()
    assert run.rng.bit_generator.state == stepped.rng.bit_generator.state


def test_a_run_ends_when_it_is_halted():
    training = make(method_of(batch_size=6), 20, 40)
    engine, batches, halt = Kernel(training.method, training.x, training.t), batches_of(training), Halt()
    engine.load(training.parameters, training.empty_slots)
    halt.raise_()
    assert halt.is_raised
    assert engine.run(batches, 0, 1000, halt, whole=False) == (1, 0)
    assert engine.run(batches, 1, 1000, halt, whole=True) == (3, 1)
    halt.lower()
    later = threading.Timer(0.05, halt.raise_)
    later.start()
    made, epochs = engine.run(batches, 4, 2**40, halt, whole=True)
    later.join()
    assert made == 4 * epochs > 4


def test_a_run_hands_out_no_order_that_it_writes_to():
    training = make(method_of(batch_size=6), 20, 40)
    engine, batches = Kernel(training.method, training.x, training.t), batches_of(training)
    engine.load(training.parameters, training.empty_slots)
    engine.run(batches, 0, 4, Halt(), whole=True)
    before, kept = batches.order, batches.order.tolist()
    engine.run(batches, 4, 400, Halt(), whole=True)
    assert before.tolist() == kept


def test_a_run_ends_where_numbers_run_away(build):
    training = make(method_of(activation="relu", output="identity", learning_rate=1e3, batch_size=6), 20, 100)
    by_run, by_step = (Kernel(training.method, training.x, training.t, build) for _ in range(2))
    run, stepped = batches_of(training), batches_of(training)
    for engine in (by_run, by_step):
        engine.load(training.parameters, training.empty_slots)
    made, _ = by_run.run(run, 0, 10_000, Halt(), whole=True)
    step = 0
    while by_step.lost_at is None:
        by_step.train(stepped.next(), step, stepped.rng)
        step += 1
    assert made == by_run.lost_at == step
    assert not by_run.is_finite


def test_runs_that_can_be_none_are_refused():
    training = make(method_of(dropout=0.5, batch_size=6), 20, 40)
    engine, halt = Kernel(training.method, training.x, training.t), Halt()
    for batches in (Batches.start(19, 6, training.rng), Batches.start(20, 5, training.rng)):
        with pytest.raises(ValueError, match="another training"):
            engine.run(batches, 0, 1, halt, whole=False)
    for step, most in ((-1, 1), (0, 0), (2**63, 1)):
        with pytest.raises(ValueError, match="there are no"):
            engine.run(batches_of(training), step, most, halt, whole=False)
    wrong = batches_of(training)
    wrong.next()
    wrong.order = np.full(20, 20)
    with pytest.raises(RuntimeError, match="status 3"):
        engine.run(wrong, 0, 1, halt, whole=False)


def test_the_step_at_which_numbers_run_away(build):
    training = make(method_of(activation="relu", output="identity", learning_rate=1e3), 20, 100)
    plan = Plan(training.method, training.x, training.t)
    plan.load(training.parameters, training.empty_slots)
    steps = 0
    with np.errstate(all="ignore"):
        while plan.is_finite:
            plan.train(training.epochs[0][:7], steps, training.rng)
            steps += 1
    engine = Kernel(training.method, training.x, training.t, build)
    engine.load(training.parameters, training.empty_slots)
    assert engine.is_finite
    assert engine.lost_at is None
    engine.train(np.tile(training.epochs[0][:7], 1000), 0, training.rng)
    assert engine.lost_at == steps
    assert not engine.is_finite
    engine.load(training.parameters, training.empty_slots)
    assert engine.lost_at is None


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_rows_that_are_not_there_are_refused_before_anything_is_trained(build, dropout, monkeypatch):
    monkeypatch.setattr(kernel, "DRAWN", 10)  # a batch at a time: the first ones are in order
    training = make(method_of(dropout=dropout, batch_size=1), 20, 10)
    engine = Kernel(training.method, training.x, training.t, build)
    engine.load(training.parameters, training.empty_slots)
    rng = training.rng
    for wrong in (20, -1, 2**62):
        with pytest.raises(IndexError, match="only 20 samples"):
            engine.train(np.array([0, 1, wrong]), 0, rng)
    engine.train(np.array([], np.int64), 0, rng)
    assert same_bits(engine.parameters, training.parameters)
    assert rng.random() == training.rng.random()


def test_rows_and_steps_that_can_be_none_are_refused():
    training = make(method_of(), 20, 10)
    engine = Kernel(training.method, training.x, training.t)
    engine.load(training.parameters, training.empty_slots)
    rows = np.arange(20)
    for wrong in (rows.astype(float), rows.reshape(4, 5), rows > 3, np.array(3)):
        with pytest.raises(ValueError, match="a list of whole numbers"):
            engine.train(wrong, 0, training.rng)
    for step, epoch in ((-1, None), (2**63, None), (0, 0), (0, -20)):
        with pytest.raises(ValueError, match="there is no step"):
            engine.train(rows, step, training.rng, epoch)
    assert same_bits(engine.parameters, training.parameters)


def test_an_epoch_of_more_rows_than_there_are_is_one_of_all_of_them():
    training = make(method_of(batch_size=6), 20, 10)
    after = []
    for epoch in (None, 20, 2**40, 2**64 + 3):
        engine = Kernel(training.method, training.x, training.t)
        engine.load(training.parameters, training.empty_slots)
        engine.train(training.epochs[0], 0, training.rng, epoch)
        after.append(engine.parameters)
    assert all(same_bits(other, after[0]) for other in after)


def test_rows_and_samples_may_lie_anywhere_in_memory():
    training = make(method_of(batch_size=6), 20, 10)
    scattered = [np.repeat(array, 2, axis=1)[:, ::2] for array in (training.x, training.t)]
    assert not scattered[0].flags.c_contiguous
    engine = Kernel(training.method, *scattered)
    engine.load(training.parameters, training.empty_slots)
    plain = Kernel(training.method, np.asfortranarray(training.x), training.t)
    plain.load(training.parameters, training.empty_slots)
    rows = training.epochs[0]
    engine.train(np.repeat(rows, 2)[::2], 0, training.rng)
    plain.train(rows.astype(np.uint8), 0, training.rng)
    assert same_bits(engine.parameters, plain.parameters)


def test_it_goes_on_from_parameters_of_its_own_network_only():
    training = make(method_of(sizes=(3, 5, 2)), 20, 10)
    engine = Kernel(training.method, training.x, training.t)
    for sizes in ((3, 4, 2), (1, 5, 2), (3, 5, 1), (3, 5, 2, 2), (3, 2)):
        other = make(method_of(sizes=sizes), 20, 1).parameters
        with pytest.raises(ValueError, match="none of layers"):
            engine.load(other, [])
    # NumPy would spread a single number over all biases
    single = Parameters(training.parameters.weights, (np.ones(1, np.float32), training.parameters.biases[1]))
    with pytest.raises(ValueError, match="none of layers"):
        engine.load(single, [])


@pytest.mark.parametrize("batch", [0, -1, 2**31, 2**32 + 7])
def test_batches_that_can_be_none_are_refused(batch):
    training = make(method_of(), 20, 10)
    with pytest.raises(ValueError, match="batches of"):
        Kernel(replace(training.method, batch_size=batch), training.x, training.t)


@pytest.mark.parametrize("dropout", [(1.0, 0.0), (-0.1, 0.0), (math.nan, 0.0), (0.5,), (0.5, 0.5, 0.5)])
def test_dropout_that_can_be_none_is_refused(dropout):
    training = make(method_of(), 20, 10)
    with pytest.raises(ValueError):  # noqa: PT011 -- each for a reason of its own
        Kernel(replace(training.method, dropout=dropout), training.x, training.t)


@pytest.mark.parametrize("spoilt", [np.nan, np.inf, 3e38])
def test_samples_that_are_no_numbers_are_told_at_the_first_step_that_meets_them(spoilt, build):
    training = make(method_of(activation="relu", output="identity"), 20, 10)
    training.x[13] = spoilt
    engine = Kernel(training.method, training.x, training.t, build)
    engine.load(training.parameters, training.empty_slots)
    rows = np.concatenate([np.delete(np.arange(20), 13)[:14], [13], np.arange(5)])
    engine.train(rows, 0, training.rng)
    assert engine.lost_at == 3  # the batch with sample 13 is the third
    assert not engine.is_finite


def test_as_many_layers_as_a_network_can_have(build):
    deepest = method_of(sizes=(2, *(3,) * MAX_LAYERS, 1), activation="identity", batch_size=5)
    assert kernel.covers(deepest)
    training = make(deepest, 17, 10)
    assert distance(by_kernel(training, build), by_reference(training)) < 1e-5
    with pytest.raises(ValueError):  # noqa: PT011 -- ctypes' own
        Kernel(*(lambda t: (t.method, t.x, t.t))(make(method_of(sizes=(2, *(3,) * (MAX_LAYERS + 1), 1)), 20, 1)))


def test_layers_as_wide_as_they_can_be(build):
    training = make(method_of(sizes=(2, MAX_NEURONS, 1), batch_size=5), 17, 4)
    assert distance(by_kernel(training, build), by_reference(training)) < 1e-5
    wider = make(method_of(sizes=(2, MAX_NEURONS + 1, 1)), 17, 1)
    with pytest.raises(ValueError, match="cannot train layers"):
        Kernel(wider.method, wider.x, wider.t, build)


def test_a_batch_of_more_samples_than_there_are(build):
    training = make(method_of(batch_size=50), 20, 10)
    assert distance(by_kernel(training, build), by_reference(training)) < 1e-5


def test_samples_of_another_shape_or_type_are_refused():
    training = make(method_of(), 20, 10)
    with pytest.raises(ValueError, match="float32, not float64"):
        Kernel(training.method, training.x.astype(np.float64), training.t)
    for x, t in ((training.x[:, :2], training.t), (training.x[:5], training.t), (training.x[:0], training.t[:0])):
        with pytest.raises(ValueError, match="do not fit layers"):
            Kernel(training.method, x, t)


def test_c_itself_refuses_what_is_not_sound():
    training = make(method_of(dropout=0.5), 20, 10)
    engine = Kernel(training.method, training.x, training.t)
    call, net, lost = engine._calls.hlviz_train, engine._net, ctypes.c_int64()
    rows, drawn = np.arange(7), np.zeros(7 * 9)

    def status(*, draws=7 * 9, epoch=7):
        count = len(rows)
        return call(ctypes.byref(net), rows.ctypes.data, count, epoch, 0, drawn.ctypes.data, draws, ctypes.byref(lost))

    assert status() == 0
    assert status(draws=7 * 9 - 1) == 4
    assert status(epoch=0) == 3
    assert call(None, rows.ctypes.data, 7, 7, 0, drawn.ctypes.data, 63, ctypes.byref(lost)) == 1
    for field, wrong, expected in (
        ("bytes", 8, 1), ("layers", 66, 2), ("layers", 0, 2), ("length", 5, 2), ("loss", 9, 2), ("optimizer", -1, 2),
        ("batch", 0, 2), ("batch", 2**31 - 1, 2), ("x", None, 2), ("t", None, 2), ("p", None, 2), ("g", None, 2),
        ("samples", 0, 2), ("samples", 6, 3), ("room", 10, 5), ("work", None, 5), ("regularizer", 3, 2),
    ):  # fmt: skip
        right = getattr(net, field)
        setattr(net, field, wrong)
        assert status() == expected, field
        setattr(net, field, right)
    for field, place, wrong in (
        ("sizes", 1, 0), ("sizes", 1, -5), ("sizes", 1, 4097), ("sizes", 1, 6), ("activations", 0, 9), ("activations", 0, -1),
        ("activations", 0, kernel._ACTIVATIONS.index("softmax")), ("dropout", 0, 1.0), ("dropout", 0, math.nan),
        ("dropout", 2, 0.5),
    ):  # fmt: skip
        right = getattr(net, field)[place]
        getattr(net, field)[place] = wrong
        assert status() == 2, (field, place, wrong)
        getattr(net, field)[place] = right
    net.optimizer, net.regularizer, net.rate = kernel._OPTIMIZERS.index("adam"), 2, 0.1
    assert status() == 2  # it has no memory
    net.optimizer, net.rates = 0, None
    assert status() == 2  # nor rates
    net.regularizer = 0
    for arguments in (
        (None, 7, 7, 0, lost), (rows.ctypes.data, -7, 7, 0, lost), (rows.ctypes.data, 7, 7, -1, lost),
        (rows.ctypes.data, 7, 7, 0, None),
    ):  # fmt: skip
        given, count, epoch, step, told = arguments
        told = None if told is None else ctypes.byref(told)
        assert call(ctypes.byref(net), given, count, epoch, step, drawn.ctypes.data, 63, told) == 3, arguments
    assert call(ctypes.byref(net), rows.ctypes.data, 7, 7, 0, None, 63, ctypes.byref(lost)) == 4
    assert status() == 0


def test_it_writes_nowhere_but_into_its_own_arrays():
    method = method_of(sizes=(5, 17, 9, 3), optimizer="adam", batch_size=23)
    training = make(replace(method, held=some_held(method.sizes, 0.3)), 40, 5)
    engine = Kernel(training.method, training.x, training.t)
    arrays = [engine._x, engine._t, engine._p, engine._g, engine._rates, engine._free, *engine._slots, engine._work]
    behind = []
    for array in arrays:
        raw = array
        while raw.base is not None:
            raw = raw.base
        end = array.ctypes.data + array.nbytes - raw.ctypes.data
        behind.append(raw[end // 4 :])
        behind[-1][:] = 0.0
    x, t = engine._x.copy(), engine._t.copy()
    by_engine(engine, training)
    # parameters and their like end in a vector whose unused lanes stay 0; samples are only read
    assert not any(rest.any() for rest in behind)
    assert np.array_equal(engine._x, x)
    assert np.array_equal(engine._t, t)
    assert not engine._g.any()


# What it covers


def test_it_covers_small_networks():
    assert kernel.available()
    assert kernel.covers(method_of())
    assert kernel.why_not(method_of()) == ""


def test_it_says_what_it_does_not_cover():
    wide = method_of(sizes=(2, 5000, 1))
    assert not kernel.covers(wide)
    assert "neurons" in kernel.why_not(wide)
    assert "64 hidden layers" in kernel.why_not(method_of(sizes=(2, *(3,) * 65, 1)))
    novel = method_of()
    novel = replace(novel, loss=replace(novel.loss, key="novel", title="A novel loss"))
    assert kernel.why_not(novel) == "The compiled path does not know A novel loss."


def test_without_a_compiler_all_is_said(tmp_path):
    with used(tmp_path):
        assert not kernel.available()
        assert not kernel.covers(method_of())
        assert "C compiler" in kernel.why_not(method_of())


def test_a_build_of_other_sources_is_not_used(tmp_path, compiler):
    for name in script.SOURCES:
        (tmp_path / name).write_bytes((SOURCES / name).read_bytes() + b"\n")
    script.build(compiler, tmp_path, tmp_path, "base", ["-O0"])
    with used(tmp_path):
        assert "install hlviz anew" in kernel.why_not(method_of())


def test_a_failing_compiler_is_told_not_raised(tmp_path, monkeypatch):
    monkeypatch.setattr(script, "compilers", lambda _: [["false"], [str(tmp_path / "none")]])
    made, reason = script.build_all(SOURCES, tmp_path)
    assert made == []
    assert "none failed" in reason


# Its functions

COEFFICIENT = re.compile(r"-?\d+\.\d+(?:e-\d+)?f")


@pytest.mark.parametrize("name", FITS)
def test_the_coefficients_are_the_derived_ones(name):
    p, q, error = FITS[name].coefficients()
    assert error < 3e-8
    written = {float(number[:-1]) for number in COEFFICIENT.findall((SOURCES / "lanes.h").read_text())}
    for number in (*p, *q):
        assert any(math.isclose(number, other, rel_tol=3e-7) for other in written), number


@pytest.mark.parametrize("key", MOST)
def test_how_near_its_functions_are_over_all_numbers(key, build):
    """Every 997th float32 there is: from one infinity to the other, down to the smallest."""
    most, found = MOST[key], measured(key, build, 997)
    assert found.slope <= most.slope
    assert found.ulp <= most.ulp or found.absolute <= most.absolute, found


def test_its_errors_are_those_that_are_told():
    told = " ".join((SOURCES / "lanes.h").read_text().replace(" *", " ").split())
    assert f"tanh is off by {MOST['tanh'].ulp:g} units" in told
    assert f"by {MOST['softplus'].ulp:g} units" in told
    for name, key in (("sigmoid", "sigmoid"), ("sine", "sine"), ("GELU", "gelu")):
        assert f"{name} by {MOST[key].absolute:g}" in told


@pytest.mark.parametrize("key", MOST)
def test_what_is_no_number_stays_none(key, build):
    a, _ = activated(key, np.full(16, np.nan), build)
    assert np.isnan(a).all()


# Its memory


@pytest.mark.slow
def test_sanitizers_find_nothing(compiler, tmp_path):
    """AddressSanitizer and UBSan watch over random trainings in a process of their own."""
    asan = subprocess.run([*compiler, "-print-file-name=libasan.so"], capture_output=True, text=True, check=False)
    if not os.path.isabs(asan.stdout.strip()):
        pytest.skip("this compiler has no AddressSanitizer")
    watched = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-U_FORTIFY_SOURCE"]
    for name in kernel.libraries():
        script.build(compiler, SOURCES, tmp_path, name, [*script.WARNINGS, *watched])
    program = f"from nn.sanitized import run; run({str(tmp_path)!r})"
    environment = os.environ | {
        "LD_PRELOAD": asan.stdout.strip(),
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        "PYTHONMALLOC": "malloc",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "all equal" in done.stdout
