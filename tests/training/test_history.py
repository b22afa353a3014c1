import tracemalloc
from dataclasses import replace
from itertools import pairwise

import pytest

from hlviz.training import history as history_module
from hlviz.training.history import History
from training.runs import learned

CIRCLE, OTHER = (learned(name).assembly for name in ("circle", "sine"))


def frame(step, generation=0):
    return replace(learned("circle").snapshot(generation), step=step, resume=None)


def filled(budget, steps):
    history = History(budget)
    for step in range(steps):
        if history.wants(step):
            history.add(frame(step), CIRCLE)
        assert history.bytes <= budget
    return history


def test_it_finds_the_last_frame_at_or_before_a_step():
    history = History()
    for step in (0, 5, 10):
        history.add(frame(step), CIRCLE)
    assert [history.at(step).step for step in (0, 4, 5, 9, 10, 999)] == [0, 0, 5, 5, 10, 10]
    assert History().at(5) is None


def test_it_stays_within_its_budget_and_thins_evenly():
    size = frame(0).bytes
    history = filled(20 * size, 1000)
    assert 8 <= len(history) <= 20
    kept = sorted({history.at(step).step for step in range(1000)})
    assert kept[0] == 0
    gaps = {later - earlier for earlier, later in pairwise(kept)}
    assert len(gaps) == 1  # no stretch of the run is thinner than another
    assert 1000 - kept[-1] <= gaps.pop()


@pytest.mark.parametrize("every", [1, 25, 1000])
def test_however_seldom_frames_come_no_stretch_is_thinner_than_another(every):
    size = frame(0).bytes
    history = History(20 * size)
    for step in range(0, 500 * every, every):
        if history.wants(step):
            history.add(frame(step), CIRCLE)
    kept = [kept.step for kept in history.frames()]
    assert 8 <= len(kept) <= 20
    assert len({later - earlier for earlier, later in pairwise(kept)}) == 1


def test_of_small_networks_there_are_no_more_than_can_be_gone_back_to(monkeypatch):
    monkeypatch.setattr(history_module, "MOST", 50)
    assert 25 <= len(filled(10**9, 1000)) <= 50


def test_all_is_kept_while_there_is_room():
    assert len(filled(10**9, 100)) == 100


def test_a_budget_that_is_too_small_keeps_the_ends():
    history = History(1)
    for step in range(10):
        history.add(frame(step), CIRCLE)
    assert 1 <= len(history) <= 2
    assert history.at(10) is not None


def test_a_view_stays_as_it_was():
    size = frame(0).bytes
    history, views = History(20 * size), []
    for step in range(100):
        if history.wants(step):
            history.add(frame(step), CIRCLE)
        view = history.frames()
        views.append((view, [kept.step for kept in view]))
    for view, steps in views:
        assert [kept.step for kept in view] == steps
    assert len(History().frames()) == 0


def test_a_view_knows_whose_frames_they_are():
    history = History()
    history.add(frame(0), CIRCLE)
    history.add(frame(1, generation=3), OTHER)
    view = history.frames()
    assert [view.assembly_of(kept) for kept in view] == [CIRCLE, OTHER]


def test_a_few_frames_speak_for_all():
    history, seen = History(), []
    for step in range(1000):
        history.add(frame(step), CIRCLE)
        if step % 10 == 0:
            some = [kept.step for kept in history.frames().some(50)]
            assert len(some) <= 51
            assert (some[0], some[-1]) == (0, step)
            gaps = {later - earlier for earlier, later in pairwise(some[:-1])}
            assert len(gaps) <= 1
            seen.append(some)
    stays = sum(set(earlier[:-1]) <= set(later) for earlier, later in pairwise(seen))
    assert stays > 90  # nearly always the same ones again
    assert len(history.frames()[2:8:3]) == 2


@pytest.mark.parametrize("name", ["circle", "digits"])
def test_a_hundred_thousand_steps_stay_within_the_budget_and_can_be_gone_on_from(name):
    """With the optimizer's memory and the generator's state; what is counted is what they take, or more."""
    trainer, history = learned(name), History()
    resume = trainer.snapshot(0).resume
    tracemalloc.start()
    for step in range(0, 100_000, trainer.steps_per_epoch):
        if history.wants(step):
            fresh = replace(trainer.snapshot(0), step=step, parameters=trainer.parameters.copy().sealed())
            rng = {**resume.rng, "state": dict(resume.rng["state"])}
            own = replace(fresh.resume, slots=tuple(slot.copy() for slot in resume.slots), rng=rng)
            history.add(replace(fresh, resume=own), trainer.assembly)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert history.bytes <= 64 * 2**20
    assert taken <= 1.15 * history.bytes + 2**20
    assert len(history) >= 200
    assert all(frame.is_exact for frame in history.frames())
    order = {id(frame.resume.order) for frame in history.frames()}
    assert len(order) == 1, "between epochs all share one"


def test_what_is_cut_back_goes_on_as_it_was():
    history = filled(20 * frame(0).bytes, 300)
    steps = [kept.step for kept in history.frames()]
    cut = history.until(150)
    assert [kept.step for kept in cut.frames()] == [step for step in steps if step <= 150]
    assert cut.bytes == len(cut) * frame(0).bytes
    assert not cut.wants(150 - 150 % 20)
    cut.add(frame(151, generation=3), OTHER)
    assert [kept.step for kept in history.frames()] == steps, "and the other one stays as it was"
    assert cut.frames().assembly_of(cut.frames()[-1]) is OTHER
