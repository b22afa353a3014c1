"""Networks that learn in lock-step."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from hlviz.document import Project, edits
from hlviz.training.lockstep import Lockstep, Together
from hlviz.training.trainer import Trainer

PATIENCE = 30.0


def circle(hidden: tuple[int, ...]) -> Project:
    return edits.set_shape(edits.choose_dataset(Project(), "circle"), hidden)


@pytest.fixture
def pair() -> Iterator[Lockstep]:
    pair = Lockstep([circle(()), circle((4, 2))])
    yield pair
    pair.close()


def found(pair: Lockstep, when: Callable[[Together], bool] = lambda _: True) -> Together:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        together = pair.found.take()
        if together is not None and when(together):
            return together
        time.sleep(0.001)
    raise AssertionError("nothing came")


def test_both_begin_where_their_projects_do(pair: Lockstep) -> None:
    together = found(pair)
    assert [learner.frame.step for learner in together.learners] == [0, 0]
    assert [len(learner.curves) for learner in together.learners] == [1, 1]
    assert not together.is_running


def test_at_every_moment_they_have_trained_alike(pair: Lockstep) -> None:
    pair.start()
    for _ in range(20):
        together = found(pair)
        assert len({learner.frame.step for learner in together.learners}) == 1
    pair.pause()
    end = found(pair, lambda together: not together.is_running)
    assert end.learners[0].frame.step == end.learners[1].frame.step > 0


def test_each_learns_what_it_would_learn_alone(pair: Lockstep) -> None:
    found(pair)
    for _ in range(3):
        pair.step_epoch()
    together = found(pair, lambda together: together.learners[0].frame.epoch == 3)
    for learner, hidden in zip(together.learners, ((), (4, 2)), strict=True):
        alone = Trainer(circle(hidden))
        for _ in range(3):
            alone.train_epochs(1)
        for one, other in zip(learner.frame.parameters.arrays, alone.parameters.arrays, strict=True):
            assert np.array_equal(one, other)


def test_the_pace_is_kept(pair: Lockstep) -> None:
    pair.set_pace(50.0)
    found(pair)
    begun = time.monotonic()
    pair.start()
    together = found(pair, lambda together: together.learners[0].frame.epoch >= 10)
    assert time.monotonic() - begun > 0.15
    assert together.is_running


def test_where_one_diverges_the_other_goes_on() -> None:
    wild = edits.set_training(circle((4,)), learning_rate=1e4)
    wild = edits.set_output(edits.set_all_activations(wild, "identity"), "identity")
    pair = Lockstep([wild, circle((4,))])
    try:
        pair.start()
        together = found(pair, lambda together: together.learners[0].frame.divergence is not None)
        begun = together.learners[1].frame.step
        later = found(pair, lambda together: together.learners[1].frame.step > begun)
        assert later.learners[0].frame.divergence is not None
        assert later.is_running
    finally:
        pair.close()


def test_closing_ends_the_thread_at_any_time() -> None:
    pair = Lockstep([circle((4,)), circle(())])
    pair.start()
    pair.close()
    assert not pair._thread.is_alive()
