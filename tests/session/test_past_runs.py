from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from training.runs import project_of

from hlviz.document import Project, edits
from hlviz.session.change import Change
from hlviz.session.moment import Moment
from hlviz.session.past_runs import KEPT, ROWS, PastRuns
from hlviz.session.playback import Playback
from hlviz.session.run import Run
from hlviz.training.curves import Curves
from hlviz.training.report import State
from hlviz.training.trainer import Trainer

CIRCLE = project_of("circle")


@cache
def at(project: Project, epochs: int) -> Moment:
    """A moment of a run that trained for so many epochs."""
    trainer, curves = Trainer(project), Curves()
    evaluation = trainer.evaluate()
    for epoch in range(epochs + 1):
        curves.add(epoch * trainer.steps_per_epoch, float(epoch), replace(evaluation, test_loss=1 / (epoch + 1)))
    return Moment(trainer.assembly, trainer.snapshot(0), curves.table())


@pytest.fixture
def past() -> PastRuns:
    return PastRuns()


def watch(past: PastRuns, *runs: tuple[Project, int]) -> None:
    """Runs one after the other, and the beginning of one more like the last."""
    first = past._last.run + 1 if past._last is not None else 0
    for number, (project, epochs) in enumerate([*runs, (runs[-1][0], 0)], first):
        for epoch in sorted({0, epochs // 2, epochs}):
            past.watch(replace(at(project, epoch), run=number))


def test_a_run_that_began_anew_is_kept(past):
    watch(past, (CIRCLE, 10))
    (run,) = past.runs
    assert (run.number, run.epochs, run.changes) == (1, 10, ())
    assert run.curves.test_loss.tolist() == [1 / (epoch + 1) for epoch in range(11)]
    assert past.is_shown(run)
    assert past.changes_now() == ()


def test_what_has_learned_nothing_is_not_kept(past):
    watch(past, (CIRCLE, 0), (CIRCLE, 0))
    assert past.runs == ()


def test_it_says_what_was_changed_against_the_run_before(past):
    faster = edits.set_training(CIRCLE, learning_rate=0.1)
    larger = edits.set_shape(faster, (8, 8))
    watch(past, (CIRCLE, 4), (faster, 4), (faster, 4), (larger, 4))
    assert [run.changes for run in past.runs] == [
        (), ("learning rate 0.03 → 0.1",), (), ("hidden 4, 2 → 8, 8",),
    ]  # fmt: skip
    assert past.changes_now() == ()
    past.watch(replace(at(CIRCLE, 0), run=99))
    assert past.changes_now() == ("hidden 8, 8 → 4, 2", "learning rate 0.1 → 0.03")


def test_what_was_changed_while_it_ran_is_told_apart(past):
    faster = edits.set_training(CIRCLE, learning_rate=0.1)
    past.watch(replace(at(CIRCLE, 3), run=0))
    past.watch(replace(at(faster, 6), run=0))
    past.watch(replace(at(faster, 0), run=1))
    (run,) = past.runs
    assert run.on_the_way == ("learning rate 0.03 → 0.1",)
    assert run.epochs == 6


def test_the_last_few_are_kept_and_have_slots_of_their_own(past):
    for epochs in range(2, 2 * KEPT + 2):
        watch(past, (CIRCLE, epochs))
    assert [run.number for run in past.runs] == list(range(KEPT + 1, 2 * KEPT + 1))
    assert {run.slot for run in past.runs} == set(range(KEPT))
    slot = past.runs[3].slot
    past.forget(past.runs[3].number)
    watch(past, (CIRCLE, 5))
    assert past.runs[-1].slot == slot
    past.forget_all()
    assert past.runs == ()


def test_its_curves_are_thinned(past):
    moment = replace(at(CIRCLE, 0), curves=at(CIRCLE, 3 * ROWS).curves)
    past.watch(moment)
    past.watch(replace(at(CIRCLE, 0), run=1))
    curves = past.runs[0].curves
    assert len(curves) <= ROWS
    assert curves.test_loss.min() == moment.curves.test_loss.min()
    assert np.isfinite(curves.epoch).all()


def test_what_cannot_be_compared_is_not_shown_unless_wished(past):
    spiral = edits.choose_dataset(CIRCLE, "spiral")
    watch(past, (CIRCLE, 3), (spiral, 3))
    of_circle, of_spiral = past.runs
    assert not past.is_shown(of_circle)
    assert past.is_shown(of_spiral)
    past.show(of_circle.number, is_shown=True)
    past.show(of_spiral.number, is_shown=False)
    assert [past.is_shown(run) for run in past.runs] == [True, False]
    other_loss = edits.set_loss(CIRCLE, "bce")
    past.watch(replace(at(other_loss, 0), run=77))
    watch(past, (other_loss, 3))
    assert past.is_shown(past.runs[-1])


def test_it_can_be_called_something(past, qtbot):
    watch(past, (CIRCLE, 3))
    with qtbot.waitSignal(past.changed):
        past.rename(1, "  slow ")
    assert past.runs[0].name == "slow"
    past.rename(1, "")
    assert past.runs[0].name == ""


def test_a_run_that_diverged_says_so(past):
    past.watch(replace(at(CIRCLE, 3), state=State.DIVERGED))
    past.watch(replace(at(CIRCLE, 0), run=1))
    assert past.runs[0].diverged


def test_of_a_real_run_rewinding_and_new_weights_end_it_and_edits_do_not(past, qtbot):
    run = Run(CIRCLE)
    playback = Playback(run)
    playback.moment_changed.connect(past.watch)

    def until(holds):
        qtbot.waitUntil(lambda: playback.moment is not None and holds(playback.moment), timeout=30_000)

    try:
        run.start()
        until(lambda m: m.frame.epoch > 3 and len(m.curves) > 1)
        faster = edits.set_training(CIRCLE, learning_rate=0.1)
        run.follow(Change(CIRCLE, faster, ""))
        until(lambda m: m.project is faster and m.frame.epoch > 6 and len(m.curves) > 1)
        assert past.runs == ()
        run.rewind()
        until(lambda m: m.frame.step == 0)
        assert [kept.on_the_way for kept in past.runs] == [("learning rate 0.03 → 0.1",)]
        run.start()
        until(lambda m: m.frame.epoch > 3 and len(m.curves) > 1)
        others = edits.new_weights(faster)
        run.follow(Change(faster, others, ""))
        until(lambda m: m.project is others)
        assert [kept.number for kept in past.runs] == [1, 2]
        assert past.changes_now() == ("new weights, seed 1 → 2",)
    finally:
        playback.stop()
        assert run.close()
