"""Sorting in short steps gives the order that sorting at once gives."""

import numpy as np
import pytest

from hlviz.panels.sample_order import AT_ONCE, order_in_slices

MANY = 3 * AT_ONCE + 17
RNG = np.random.default_rng(0)
KEYS = {
    "few": RNG.normal(size=1000),
    "many": RNG.normal(size=MANY),
    "two values": RNG.integers(0, 2, MANY).astype(float),
    "all alike": np.zeros(MANY),
    "some are no numbers": np.where(RNG.random(MANY) < 0.3, np.nan, RNG.normal(size=MANY)),
    "none is a number": np.full(MANY, np.nan),
    "far apart": np.exp(RNG.normal(size=MANY) * 40),
    "sorted the other way round": np.arange(MANY, 0, -1).astype(float),
}


@pytest.mark.parametrize("kind", KEYS)
def test_the_order_is_that_of_a_stable_sort(kind: str) -> None:
    keys = KEYS[kind]
    order = np.concatenate(list(order_in_slices(keys)))
    np.testing.assert_array_equal(order, np.argsort(keys, kind="stable"))


def test_no_step_sorts_much_more_than_can_be_sorted_at_once() -> None:
    assert max(map(len, order_in_slices(RNG.normal(size=1_000_000)))) < 2 * AT_ONCE
