from dataclasses import replace
from itertools import pairwise

from hlviz.training.history import History
from training.runs import learned


def frame(step):
    return replace(learned("circle").snapshot(0), step=step, resume=None)


def filled(budget, steps):
    history = History(budget)
    for step in range(steps):
        if history.wants(step):
            history.add(frame(step))
        assert history.bytes <= budget
    return history


def test_it_finds_the_last_frame_at_or_before_a_step():
    history = History()
    for step in (0, 5, 10):
        history.add(frame(step))
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


def test_all_is_kept_while_there_is_room():
    assert len(filled(10**9, 100)) == 100


def test_a_budget_that_is_too_small_keeps_the_ends():
    history = History(1)
    for step in range(10):
        history.add(frame(step))
    assert 1 <= len(history) <= 2
    assert history.at(10) is not None
