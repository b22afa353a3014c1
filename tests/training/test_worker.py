"""The training thread: it never makes anyone wait, learns what a plain loop would learn, and ends when told to."""

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.nn import kernel
from hlviz.training import trainer as trainer_module
from hlviz.training import worker as worker_module
from hlviz.training.curves import Curves
from hlviz.training.flows import Flows
from hlviz.training.history import History
from hlviz.training.pace import Pace
from hlviz.training.report import Report, State
from hlviz.training.standing import Origin, Records
from hlviz.training.trainer import Trainer
from hlviz.training.worker import Worker
from training.runs import is_number, project_of, same_bits, spoil, train

AT_ONCE = 0.2
"""Seconds: longer than this, and a person would feel that the window hangs."""
PATIENCE = 20.0


@pytest.fixture
def make() -> Iterator[Callable[..., Worker]]:
    workers = []

    def make(settings="circle", **training) -> Worker:
        workers.append(Worker(Trainer(project_of(settings, **training))))
        return workers[-1]

    yield make
    for worker in workers:
        assert worker.close()


class Clock:
    """A clock that goes on by a set amount each time someone looks at it."""

    def __init__(self, tick: float) -> None:
        self.now, self.tick = 1000.0, tick

    def perf_counter(self) -> float:
        self.now += self.tick
        return self.now

    def thread_time(self) -> float:
        return self.perf_counter()

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def unhurried(monkeypatch) -> Pace:
    """A pace that leaves time to judge every epoch, by a clock that the machine's other work does not hurry."""
    clock = Clock(1e-5)
    monkeypatch.setattr(worker_module, "time", clock)
    monkeypatch.setattr(worker_module, "work_clock", clock.thread_time)
    return Pace(epochs=200)


def reports(worker: Worker) -> Iterator[Report]:
    """Every report as it comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        report = worker.reports.take()
        if report is not None:
            yield report
        else:
            threading.Event().wait(0.001)
    raise AssertionError("the thread has nothing more to tell")


def until(worker: Worker, wanted: Callable[[Report], bool]) -> Report:
    return next(report for report in reports(worker) if wanted(report))


def is_paused(report: Report) -> bool:
    return report.state is State.PAUSED


def is_running(report: Report) -> bool:
    return report.state is State.RUNNING


# What it tells


def test_the_first_report_shows_the_network_before_it_has_learned(make):
    worker = make()
    report = until(worker, is_paused)
    assert (report.frame.step, report.generation) == (0, 0)
    assert same_bits(report.frame.parameters, report.start)
    assert report.curves.step.tolist() == [0]
    assert report.steps_per_second == 0


def test_steps_and_epochs(make):
    worker = make()
    until(worker, is_paused)
    worker.step()
    assert until(worker, lambda r: r.frame.step == 1).state is State.PAUSED
    worker.step_epoch()
    report = until(worker, lambda r: r.frame.epoch == 1)
    assert report.frame.step == 25
    assert report.state is State.PAUSED
    worker.step_epoch()
    assert until(worker, lambda r: r.frame.epoch == 2).frame.step == 50


def test_it_runs_until_told_otherwise(make):
    worker = make()
    worker.start()
    seen = until(worker, lambda r: r.frame.epoch >= 3)
    assert seen.state is State.RUNNING
    worker.pause()
    paused = until(worker, is_paused)
    assert paused.frame.step >= seen.frame.step
    assert worker.reports.is_empty  # and then there is nothing to tell
    worker.start()
    assert until(worker, is_running).frame.step >= paused.frame.step


def test_it_tells_how_fast_it_is(make):
    worker = make()
    worker.start()
    assert until(worker, lambda r: r.steps_per_second > 0).steps_per_second > 10


def test_only_the_newest_report_is_kept(make):
    worker = make()
    until(worker, is_paused)
    for _ in range(10):
        worker.step()
    last = until(worker, lambda r: r.frame.step == 10)
    assert worker.reports.is_empty
    assert last.curves.step.tolist()[-1] == 10


def test_the_curves_have_a_row_for_every_epoch(make, unhurried):
    worker = make()
    worker.set_pace(unhurried)
    worker.start()
    until(worker, lambda r: r.frame.epoch >= 20)
    worker.pause()
    report = until(worker, is_paused)
    epochs = report.curves.epoch
    assert set(range(1, report.frame.epoch + 1)) <= set(epochs.tolist())
    assert (np.diff(epochs) > 0).all()
    assert (np.diff(report.curves.step) > 0).all()
    assert report.curves.train_loss[-1] == report.frame.evaluation.train_loss


def test_the_curves_go_on_over_another_batch_size(make, unhurried):
    worker = make()
    for _ in range(3):
        worker.step_epoch()
    report = until(worker, lambda r: r.frame.epoch == 3)
    worker.follow(edits.set_training(report.assembly.project, batch_size=0), 1)
    worker.set_pace(Pace(epochs=2000))  # an epoch is a step now
    worker.start()
    until(worker, lambda r: r.frame.epoch >= 10)
    worker.pause()
    report = until(worker, is_paused)
    assert report.curves.epoch.tolist()[-8:] == list(range(report.frame.epoch - 7, report.frame.epoch + 1))


def test_while_nobody_looks_nothing_is_reported(make, monkeypatch):
    """A report costs a copy of everything, so there is one only when the last was taken."""
    worker = make()
    until(worker, is_paused)
    put, calls = worker.reports.put, []

    def counted(report):
        calls.append(report)
        put(report)

    monkeypatch.setattr(worker.reports, "put", counted)
    worker.start()
    end = time.monotonic() + PATIENCE
    while len(worker.history) < 40 and time.monotonic() < end:
        threading.Event().wait(0.001)
    assert len(worker.history) >= 40  # it has learned for many epochs
    assert len(calls) <= 2


def test_the_history_keeps_frames_to_go_back_to(make, unhurried):
    worker = make()
    worker.set_pace(unhurried)
    worker.start()
    until(worker, lambda r: r.frame.epoch >= 10)
    worker.pause()
    until(worker, is_paused)
    frame = worker.history.at(5 * 25 + 3)
    assert frame.step == 5 * 25
    assert frame.is_exact  # training can go on from there
    plain = train(Trainer(project_of("circle")), 5)
    assert same_bits(frame.parameters, plain.parameters)


def test_a_report_brings_the_frames_of_its_run(make, unhurried):
    worker = make()
    worker.set_pace(unhurried)
    worker.start()
    seen = until(worker, lambda r: r.frame.epoch >= 10)
    assert [frame.step for frame in seen.history][:3] == [0, 25, 50]
    assert seen.history[-1].step <= seen.frame.step
    project = edits.resize_layer(project_of("circle"), project_of("circle").network.hidden[0].id, 5)
    worker.follow(project, 1)
    edited = until(worker, lambda r: r.generation == 1)
    after = until(worker, lambda r: r.frame.epoch >= edited.frame.epoch + 3)
    assert after.run == seen.run  # an edit that keeps what was learned is no new run
    wirings = [after.history.assembly_of(frame).wiring.sizes for frame in after.history]
    assert wirings[0] == (2, 4, 2, 1)
    assert wirings[-1] == (2, 5, 2, 1)
    worker.rewind()
    again = until(worker, lambda r: r.frame.step == 0 and r.state is State.PAUSED)
    assert again.run == after.run + 1
    assert [frame.step for frame in again.history] == [0]


# The same numbers as without a thread


@pytest.mark.parametrize("slice_seconds", [0.0, 1e-5, 0.004])
@pytest.mark.parametrize("settings", ["circle", "iris"])
def test_the_same_bits_as_a_plain_loop_whatever_the_slices(make, monkeypatch, settings, slice_seconds):
    monkeypatch.setattr(worker_module, "SLICE", slice_seconds)
    worker = make(settings)
    worker.start()
    until(worker, lambda r: r.frame.step >= 60)
    worker.pause()
    until(worker, is_paused)
    worker.step()
    worker.start()
    until(worker, lambda r: r.frame.step >= 120)
    worker.pause()
    report = until(worker, is_paused)
    plain = Trainer(project_of(settings))
    for _ in range(report.frame.step):
        plain.train()
    assert same_bits(report.frame.parameters, plain.parameters)
    assert report.frame.evaluation == plain.evaluate()


def test_the_same_bits_over_living_edits(make):
    worker, plain = make(), Trainer(project_of("circle"))
    for generation, edit in enumerate(
        (
            lambda p: edits.add_layer(p, 1, activation="relu"),
            lambda p: edits.resize_layer(p, p.network.hidden[0].id, 6),
            lambda p: edits.set_training(p, optimizer="adam", learning_rate=0.01),
            lambda p: edits.remove_neuron(p, p.network.hidden[1].neurons[0]),
        ),
        start=1,
    ):
        worker.step_epoch()
        until(worker, lambda r, epoch=generation: r.frame.epoch == epoch and is_paused(r))
        train(plain, 1)
        project = edit(plain.project)
        worker.follow(project, generation)
        plain = plain.followed(project)
    worker.step_epoch()
    train(plain, 1)
    report = until(worker, lambda r: r.frame.epoch == 5)
    assert same_bits(report.frame.parameters, plain.parameters)
    assert report.generation == report.frame.generation == 4


# Edits, rewind, another document


def test_an_edit_while_it_runs_keeps_it_running(make):
    worker = make()
    worker.start()
    step = until(worker, lambda r: r.frame.step > 50).frame.step
    project = edits.add_layer(project_of("circle"), 1, activation="relu")
    worker.follow(project, 1)
    report = until(worker, lambda r: r.generation == 1)
    assert report.state is State.RUNNING
    assert report.frame.step >= step
    assert report.assembly.wiring.sizes == (2, 4, 4, 2, 1)
    assert report.frame.carried.after == pytest.approx(report.frame.carried.before, rel=0.01)
    assert until(worker, lambda r: r.frame.step > report.frame.step).generation == 1


def test_rewind_pauses_at_the_first_weights(make):
    worker = make()
    worker.start()
    until(worker, lambda r: r.frame.epoch > 2)
    worker.rewind()
    report = until(worker, is_paused)
    assert (report.frame.step, report.frame.epoch) == (0, 0)
    assert same_bits(report.frame.parameters, Trainer(project_of("circle")).parameters)
    assert report.curves.step.tolist() == [0]
    assert worker.history.at(10**9).step == 0


def test_new_weights_begin_anew_and_keep_running(make):
    worker = make()
    worker.start()
    until(worker, lambda r: r.frame.epoch > 2)
    worker.follow(edits.new_weights(project_of("circle")), 1)
    report = until(worker, lambda r: r.generation == 1)
    assert report.state is State.RUNNING
    assert report.curves.step[0] < 25
    assert not same_bits(report.start, Trainer(project_of("circle")).start)


def test_another_document(make):
    worker = make()
    worker.start()
    until(worker, lambda r: r.frame.epoch > 2)
    before = train(Trainer(project_of("iris")), 3)
    rows = Curves()
    rows.add(5, 1, before.evaluate())
    frame = before.snapshot(0)
    records = Records(rows, History(), Flows())
    worker.replace(lambda: (Trainer(before.project, start=before.start, frame=frame), records, Origin(-1, 3)), 1)
    report = until(worker, lambda r: r.generation == 1)
    assert report.state is State.PAUSED
    assert same_bits(report.frame.parameters, before.parameters)
    assert report.curves.step.tolist() == [5, frame.step]
    assert [kept.step for kept in report.history] == [frame.step]
    assert report.run == 1
    assert report.origin == Origin(-1, 3)


# When something goes wrong


def test_a_loss_that_is_no_number_stops_the_run(make, capfd):
    worker = make("dataset=sine hidden=8,8 activation=relu learning_rate=1000")
    worker.start()
    report = until(worker, lambda r: r.state is not State.RUNNING and r.frame.divergence is not None)
    assert report.state is State.DIVERGED
    assert report.frame.divergence.layer in {"Hidden 1", "Hidden 2", "Output"}
    assert is_number(report.frame)
    assert np.isfinite(report.curves.as_array()).all()
    worker.follow(edits.set_training(report.assembly.project, learning_rate=0.001), 1)
    calmer = until(worker, lambda r: r.generation == 1)
    assert calmer.state is State.PAUSED
    assert calmer.frame.divergence is None
    worker.start()
    assert is_number(until(worker, lambda r: r.frame.step > calmer.frame.step + 20).frame)
    assert capfd.readouterr() == ("", "")


def test_pausing_at_the_very_moment_of_divergence_still_tells(make):
    """Found by the look at all samples that comes with the pause, not by a step."""
    trainer = Trainer(project_of("circle"))
    train(trainer, 1)
    worker = Worker(trainer)
    try:
        until(worker, is_paused)
        spoil(trainer, 2, np.nan)
        trainer._evaluated = None
        worker.pause()
        assert until(worker, lambda r: r.frame.divergence is not None).state is State.DIVERGED
    finally:
        assert worker.close()


def test_a_fault_is_told_at_once_and_the_thread_lives_on(make, monkeypatch):
    worker = make()
    until(worker, is_paused)
    with monkeypatch.context() as broken:
        broken.setattr(Trainer, "train_until", lambda self, halt, most: 1 / 0)
        worker.start()
        began = time.monotonic()
        report = until(worker, lambda r: r.state is State.FAILED)
        assert time.monotonic() - began < 2
        assert "ZeroDivisionError" in report.error
    worker.start()
    assert until(worker, is_running).error == ""
    worker.rewind()
    report = until(worker, is_paused)
    assert report.error == ""
    worker.step()
    until(worker, lambda r: r.frame.step == 1)


def test_a_fault_in_following_an_edit_is_told_under_the_new_generation(make, monkeypatch):
    worker = make()
    until(worker, is_paused)
    project = edits.add_layer(project_of("circle"), 0)
    with monkeypatch.context() as broken:
        broken.setattr(Trainer, "followed", lambda self, project: 1 / 0)
        worker.follow(project, 1)
        report = until(worker, lambda r: r.state is State.FAILED)
    assert report.generation == 1
    assert report.frame.generation == 0  # so that nobody draws the old frame as the new network
    worker.follow(project, 2)
    assert until(worker, is_paused).assembly.wiring.sizes == (2, 4, 4, 2, 1)


def test_a_fault_in_looking_does_not_keep_the_machine_busy(make, monkeypatch):
    worker = make()
    until(worker, is_paused)
    calls = []

    def broken(self, generation):
        calls.append(generation)
        raise RuntimeError("no picture")

    with monkeypatch.context() as patched:
        patched.setattr(Trainer, "snapshot", broken)
        worker.step()
        assert "no picture" in until(worker, lambda r: r.state is State.FAILED).error
        threading.Event().wait(0.05)
        assert len(calls) < 5


@pytest.mark.skipif(not kernel.available(), reason="there is no compiled path here")
def test_long_slices_end_for_an_order_and_for_a_report_when_the_screen_was_drawn(make, monkeypatch):
    monkeypatch.setitem(worker_module.SLICES, "compiled", (PATIENCE / 2, PATIENCE / 2))
    monkeypatch.setattr(worker_module, "GROWTH", 1e-9)
    worker = make()
    until(worker, is_paused)
    worker.start()
    seen = until(worker, is_running)
    for _ in range(3):
        # until the slice is long: what a step takes is learned by and by
        worker.gate.close()
        worker.gate.open()
        seen = until(worker, lambda r, before=seen: r.frame.step > before.frame.step)
    threading.Event().wait(0.05)
    began = time.monotonic()
    worker.pause()
    until(worker, is_paused)
    assert time.monotonic() - began < 1


def test_a_report_of_the_network_before_an_edit_keeps_nobody_waiting(make):
    worker = make()
    until(worker, is_paused)
    worker.start()
    while worker.reports.is_empty:  # the old network's, which nobody takes
        threading.Event().wait(0.001)
    worker.follow(edits.add_layer(project_of("circle"), 1), 1)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and worker._reported.generation != 1:
        threading.Event().wait(0.001)
    report = worker.reports.take()
    assert report is not None
    assert report.generation == 1


def test_a_network_that_takes_long_to_judge_is_shown_first_and_judged_then(make, monkeypatch):
    worker = make()
    worker.step_epoch()
    before = until(worker, lambda r: r.frame.epoch == 1)
    monkeypatch.setattr(trainer_module, "DEAR", 0)
    told, judging, judge = [], threading.Event(), trainer_module.judged

    def slowly(*arguments):
        assert judging.wait(PATIENCE)
        return judge(*arguments)

    monkeypatch.setattr(trainer_module, "judged", slowly)
    edited = edits.add_layer(project_of("circle"), 1)
    worker.follow(edited, 1)
    for report in reports(worker):
        told.append(report)
        judging.set()  # not before it was shown
        if report.frame.is_judged:
            break
    first, last = told
    assert (first.generation, first.state, first.frame.is_judged) == (1, State.PAUSED, False)
    assert same_bits(first.frame.parameters, last.frame.parameters)
    assert first.frame.evaluation == before.frame.evaluation  # of a moment before
    assert first.curves.step.tolist() == before.curves.step.tolist()  # nothing was noted that is not known
    assert first.frame.carried is None
    assert last.frame.carried.before == before.frame.evaluation.train_loss
    assert last.frame.carried.after == last.frame.evaluation.train_loss == last.curves.train_loss[-1]


def test_what_an_edit_did_is_told_of_the_moment_of_the_edit(make, monkeypatch):
    monkeypatch.setattr(trainer_module, "DEAR", 0)
    trainer = Trainer(project_of("circle"))
    trainer.train(20)
    edited = trainer.followed(edits.add_layer(project_of("circle"), 1))
    at_once = edited.parameters
    edited.train(5)
    carried = edited.snapshot(0).carried
    assert carried.before == trainer.evaluate().train_loss
    assert carried.after == trainer_module.judged(edited.assembly, at_once).train_loss
    assert carried.after != edited.evaluate().train_loss


# Looking at the network takes a small part of the time


@pytest.fixture
def costly(monkeypatch) -> dict[str, float]:
    """Seconds that training, judging and measuring took, by a clock that only they move: a step takes 10 µs, to judge takes 20 ms."""
    clock, spent = Clock(0.0), {"training": 0.0, "looking": 0.0}

    def taking(kind, seconds, function):
        def call(*arguments):
            clock.now += seconds(*arguments)
            spent[kind] += seconds(*arguments)
            return function(*arguments)

        return call

    monkeypatch.setattr(worker_module, "time", clock)
    learning = taking("training", lambda trainer, steps, epochs, ran_away: steps * 1e-5, Trainer._moved)
    monkeypatch.setattr(Trainer, "_moved", learning)
    monkeypatch.setattr(trainer_module, "judged", taking("looking", lambda *_: 0.02, trainer_module.judged))
    monkeypatch.setattr(worker_module, "measured", taking("looking", lambda *_: 0.003, worker_module.measured))
    return spent


def test_judging_takes_a_twentieth_of_the_time_at_most_whoever_looks(make, costly):
    worker = make()
    until(worker, is_paused)
    before = costly["looking"]
    worker.start()
    seen = []
    for report in reports(worker):  # taken as fast as they come
        seen.append(report)
        if costly["training"] > 6:
            break
    worker.pause()
    paused = until(worker, is_paused)
    looking = costly["looking"] - before - 0.02  # the last was for the pause
    assert looking <= 0.05 * costly["training"] + 0.04
    assert looking >= 0.03 * costly["training"]  # what may be taken is taken
    # most of what was shown was judged a moment before, and said so
    assert any(not report.frame.is_judged for report in seen)
    assert all(report.frame.is_judged or report.state is State.RUNNING for report in seen)
    # what is shown at a pause is exact
    assert paused.frame.is_judged
    plain = Trainer(paused.assembly.project, start=paused.start, frame=paused.frame)
    assert paused.frame.evaluation == plain.evaluate()
    assert paused.curves.step[-1] == paused.frame.step
    assert paused.curves.test_loss[-1] == paused.frame.evaluation.test_loss
    assert len(paused.curves) >= 5


@pytest.mark.parametrize("order", [Worker.step, Worker.step_epoch])
def test_every_step_by_hand_is_judged(make, costly, order):
    worker = make()
    for i in range(1, 6):
        order(worker)
        steps = i if order is Worker.step else 25 * i
        report = until(worker, lambda r, steps=steps: r.frame.step == steps and r.state is State.PAUSED)
        assert report.frame.is_judged
        assert report.curves.step[-1] == steps


@pytest.mark.parametrize("order", [Worker.step, Worker.step_epoch])
def test_the_end_of_an_epoch_is_noted_once(make, costly, monkeypatch, order):
    """Where there is time to judge every epoch while training, a step that ends one is not judged again for itself."""
    worker = make(batch_size=0)  # an epoch is a step
    until(worker, is_paused)
    noted = []
    note = Worker._note
    monkeypatch.setattr(Worker, "_note", lambda worker: noted.append(worker._trainer.step) or note(worker))
    for step in (1, 2, 3):
        order(worker)
        until(worker, lambda r, step=step: r.frame.step == step and is_paused(r))
    assert noted == [1, 2, 3]


def test_an_epoch_that_was_ordered_can_be_paused_and_edited_before_its_end(make, monkeypatch):
    worker = make(batch_size=1)
    until(worker, is_paused)
    under_way, go_on = threading.Event(), threading.Event()
    slices = Trainer.train

    def train_slowly(trainer, steps=1):
        slices(trainer, 1)
        under_way.set()
        assert go_on.wait(PATIENCE)

    monkeypatch.setattr(Trainer, "train", train_slowly)
    worker.step_epoch()
    assert under_way.wait(PATIENCE)
    worker.pause()
    go_on.set()
    report = until(worker, lambda r: r.frame.step > 0 and is_paused(r))
    assert report.frame.epoch == 0, "it stopped within the epoch"
    project = edits.resize_layer(report.assembly.project, report.assembly.project.network.hidden[0].id, 6)
    under_way.clear()
    go_on.clear()
    worker.step_epoch()
    assert under_way.wait(PATIENCE)
    worker.follow(project, 1)
    go_on.set()
    edited = until(worker, lambda r: r.generation == 1)
    assert edited.frame.epoch == 0
    monkeypatch.setattr(Trainer, "train", slices)
    done = until(worker, is_paused)
    assert (done.frame.epoch, done.generation) == (1, 1), "and goes on to the end of the epoch"


def test_epochs_that_were_ordered_one_after_the_other_are_all_trained(make):
    worker = make()
    until(worker, is_paused)
    for _ in range(3):
        worker.step_epoch()
    report = until(worker, lambda r: r.frame.step > 0 and is_paused(r))
    assert (report.frame.epoch, report.frame.step) == (3, 75)


# Speed


@pytest.mark.parametrize("pace", [Pace(epochs=4), Pace(steps=100)])
def test_the_pace_is_kept(make, monkeypatch, pace):
    """A hundred steps a second, either way, by a clock that goes on when it is looked at; as fast as possible would be thrice that."""
    clock = Clock(0.001)
    monkeypatch.setattr(worker_module, "time", clock)
    worker = make()
    worker.set_pace(pace)
    until(worker, is_paused)
    began = clock.now
    worker.start()
    report = until(worker, lambda r: r.frame.step >= 100)
    elapsed = clock.now - began
    assert 50 * elapsed <= report.frame.step <= 100 * elapsed + 20


@pytest.fixture
def logged(make, monkeypatch) -> tuple[Worker, list[tuple[float, int]]]:
    """A worker, and when it trained how many steps: by a clock that goes on when someone looks, or waits."""
    clock, log = Clock(1e-5), []
    monkeypatch.setattr(worker_module, "time", clock)
    worker = make()
    until(worker, is_paused)
    wait, train_ = worker._wake.wait, Trainer.train

    def waited(timeout):
        if timeout >= 1:  # paused
            return wait(timeout)
        clock.now += timeout
        return wait(0)

    def trained(trainer, steps=1):
        log.append((clock.now, steps))
        train_(trainer, steps)

    monkeypatch.setattr(worker._wake, "wait", waited)
    monkeypatch.setattr(Trainer, "train", trained)
    return worker, log


@pytest.mark.parametrize(
    ("pace", "a_second"),
    [(Pace(epochs=4), 100), (Pace(epochs=60), 1500), (Pace(steps=100), 100), (Pace(epochs=0.5), 12.5)],
)
def test_as_many_steps_a_second_as_were_asked_for(logged, pace, a_second):
    worker, log = logged
    worker.set_pace(pace)
    worker.start()
    until(worker, lambda _: len(log) > 1 and log[-1][0] - log[0][0] > 4)
    worker.pause()
    until(worker, is_paused)
    seconds, steps = log[-1][0] - log[0][0], sum(steps for _, steps in log[:-1])
    assert steps == pytest.approx(a_second * seconds, rel=0.01, abs=2)


def test_slow_motion_is_one_batch_at_a_time_at_even_intervals(logged):
    worker, log = logged
    worker.set_pace(Pace(steps=4))
    worker.start()
    seen = [next(reports(worker)).frame.step]
    while len(log) < 12:
        seen.append(next(reports(worker)).frame.step)
    worker.pause()
    until(worker, is_paused)
    assert {steps for _, steps in log} == {1}
    gaps = np.diff([at for at, _ in log])
    assert gaps == pytest.approx(0.25, abs=0.001)


def test_a_pace_that_cannot_be_kept_is_not_made_up_for_later(logged, monkeypatch):
    worker, log = logged
    worker.set_pace(Pace(steps=100))
    worker.start()
    until(worker, lambda _: len(log) > 20)
    worker._order(
        lambda: setattr(worker_module.time, "now", worker_module.time.now + 60)
    )  # as if the machine had slept
    before = len(log)
    until(worker, lambda _: len(log) > before + 20)
    worker.pause()
    until(worker, is_paused)
    asleep = max(np.diff([at for at, _ in log]))
    assert asleep > 59
    steps, seconds = sum(steps for _, steps in log[:-1]), log[-1][0] - log[0][0] - asleep
    assert steps <= 100 * (seconds + worker_module.LATE) + 2


def test_seconds_for_a_step():
    assert Pace().seconds_per_step(25) == 0
    assert Pace(epochs=2).seconds_per_step(25) == 1 / 50
    assert Pace(steps=4).seconds_per_step(25) == 1 / 4


def test_as_fast_as_possible_again(make):
    worker = make()
    worker.set_pace(Pace(epochs=0.001))
    worker.start()
    until(worker, is_running)
    worker.set_pace(Pace())
    until(worker, lambda r: r.frame.step > 100)


# It never makes anyone wait


def timed(call: Callable[[], object]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def test_no_order_blocks(make):
    worker = make("digits", batch_size=0)
    project = project_of("digits", batch_size=0)
    slowest = 0.0
    for generation in range(1, 20):
        for order in (
            worker.start, worker.pause, worker.step, worker.step_epoch, worker.rewind,
            lambda: worker.set_pace(Pace(epochs=60)), lambda: worker.set_pace(Pace()),
            lambda generation=generation: worker.follow(project, generation),
        ):  # fmt: skip
            slowest = max(slowest, timed(order))
    assert slowest < AT_ONCE


def test_two_hundred_times_on_and_off():
    before = threading.active_count()
    for _ in range(200):
        worker = Worker(Trainer(project_of("dataset=circle samples=20 hidden=2")))
        worker.start()
        worker.pause()
        worker.start()
        assert worker.close()
    assert threading.active_count() == before


def test_two_hundred_starts_and_pauses(make):
    worker = make()
    for _ in range(200):
        worker.start()
        worker.pause()
    worker.step_epoch()  # to a step whose number is known
    worker.step()
    report = until(worker, lambda r: r.state is State.PAUSED and r.frame.step % 25 == 1)
    assert report.frame.epoch == report.frame.step // 25


@pytest.mark.parametrize("state", ["paused", "running", "in an epoch", "slow"])
def test_closing_ends_the_thread_at_once(state):
    worker = Worker(Trainer(project_of("dataset=circle samples=100000 hidden=8,8", batch_size=1)))
    until(worker, is_paused)
    if state == "running":
        worker.start()
    if state == "in an epoch":
        worker.step_epoch()
    if state == "slow":
        worker.set_pace(Pace(epochs=1e-6))
        worker.start()
        until(worker, is_running)
    assert timed(worker.close) < 2
    assert "hlviz-training" not in {thread.name for thread in threading.enumerate()}


def test_an_edited_network_is_told_of_before_it_learns_on(make, monkeypatch):
    deeds = []

    def noted(deed, do):
        def doing(*args, **kwargs):
            result = do(*args, **kwargs)
            deeds.append(deed)
            return result

        return doing

    monkeypatch.setattr(Trainer, "followed", noted("followed", Trainer.followed))
    monkeypatch.setattr(Trainer, "train_until", noted("learned", Trainer.train_until))
    worker = make("circle")
    monkeypatch.setattr(worker.reports, "put", noted("told", worker.reports.put))
    worker.start()
    next(report for report in reports(worker) if report.state is State.RUNNING)
    worker.follow(edits.add_layer(project_of("circle"), 1), 1)
    next(report for report in reports(worker) if report.generation == 1)
    after = deeds[deeds.index("followed") + 1 :]
    assert after[0] == "told"


@pytest.mark.parametrize(("step_seconds", "is_held"), [(1e-5, True), (worker_module.ALONE, False)])
def test_short_steps_wait_while_the_screen_draws_and_long_ones_go_on(make, monkeypatch, step_seconds, is_held):
    worker = make()
    worker.set_engine("numpy")
    until(worker, lambda r: r.engine.key == "numpy")
    passed = threading.Event()
    monkeypatch.setattr(worker.gate, "pass_through", passed.set)
    train = Worker._train

    def train_so_long(its, steps, halt=None):
        train(its, steps, halt)
        its._step_seconds = step_seconds

    monkeypatch.setattr(Worker, "_train", train_so_long)
    worker.start()
    seen = until(worker, is_running)
    for _ in range(3):
        seen = until(worker, lambda r, before=seen: r.frame.step > before.frame.step)
    assert passed.is_set() is is_held


def test_slices_reach_to_the_next_picture_once_it_was_told_what_to_show(make, monkeypatch):
    worker = make()
    worker.set_engine("numpy")
    until(worker, lambda r: r.engine.key == "numpy")
    worker._step_seconds, worker._trained = 1e-5, 10.0
    monkeypatch.setattr(type(worker.gate), "room", property(lambda _: 0.003))
    monkeypatch.setattr(Worker, "_is_told", property(lambda _: False))
    assert worker._slice_steps(is_first=False) == 100, "soon back to tell"
    monkeypatch.setattr(Worker, "_is_told", property(lambda _: True))
    assert worker._slice_steps(is_first=False) == 300
    monkeypatch.setattr(type(worker.gate), "room", property(lambda _: 0.0))
    assert worker._slice_steps(is_first=False) == 100, "the screen may draw at any time"
