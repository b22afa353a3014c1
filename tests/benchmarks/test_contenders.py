"""All who take part do train, and as much as they say."""

import numpy as np
import pytest

from hlviz.nn.plan import Plan
from tests.benchmarks.contenders import Calls, Floor, Hlviz, our_own
from tests.benchmarks.peers import SKLEARN, peers
from tests.benchmarks.timing import race
from tests.benchmarks.workloads import WORKLOADS

SMALL = WORKLOADS["W1"]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_everyone_finishes_a_lap(optimizer: str) -> None:
    contenders = [*our_own(SMALL, optimizer), *peers(SMALL, optimizer, with_torch=False)]
    keys = [contender.key for contender in contenders]
    assert {"floor", "as many calls", "numpy", "reference", *SKLEARN} <= set(keys)
    assert len(set(keys)) == len(keys)
    times = race(contenders, rounds=1, seconds=0.001)
    assert all(times.median(key) > 0 and times.median(key, "wall") > 0 for key in keys)
    assert times.ratio("numpy", "numpy") == 1.0


def test_a_lap_trains_as_many_samples_as_it_says() -> None:
    x, t, _ = SMALL.data()
    plan = Plan(SMALL.method("sgd"), x, t)
    contender = Hlviz("numpy", plan, SMALL, lap=500)
    before = plan.parameters.copy()
    assert contender.lap() == 500
    by_hand = Plan(SMALL.method("sgd"), x, t)
    by_hand.load(SMALL.parameters(), [])
    for _ in range(2):
        by_hand.train(SMALL.order(), 0, np.random.default_rng(0))
    for ours, before_it, theirs in zip(plan.parameters.arrays, before.arrays, by_hand.parameters.arrays, strict=True):
        np.testing.assert_array_equal(ours, theirs)
        assert not np.array_equal(ours, before_it)


def test_the_products_of_a_step_are_among_its_calls() -> None:
    x, t, _ = SMALL.data()
    calls = Calls(Plan(SMALL.method("sgd"), x, t), SMALL)
    products = 3 * len(SMALL.sizes[1:]) - 1  # forward and gradient of each layer, delta of all but the first
    assert products < calls.count < 4 * products
    assert Floor(SMALL).lap() == SMALL.samples
