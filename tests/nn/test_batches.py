import numpy as np
import pytest

from hlviz.nn.batches import Batches


def start(samples, size, seed=1):
    return Batches.start(samples, size, np.random.default_rng(seed))


@pytest.mark.parametrize(("samples", "size"), [(10, 3), (12, 4), (7, 1), (5, 0), (5, 50)])
def test_every_sample_once_an_epoch(samples, size):
    batches = start(samples, size)
    orders = []
    for _ in range(3):
        assert batches.at_epoch_start
        epoch = [batches.next() for _ in range(batches.per_epoch)]
        assert batches.at_epoch_start
        rows = np.concatenate(epoch)
        assert sorted(rows) == list(range(samples))
        orders.append(rows.tolist())
        full = min(size, samples) or samples
        assert [len(batch) for batch in epoch[:-1]] == [full] * (len(epoch) - 1)
        assert len(epoch[-1]) == (samples % full or full)
    assert orders[0] != orders[1] != orders[2]  # a new order each time


def test_the_seed_decides_the_order():
    assert start(100, 10).next().tolist() == start(100, 10).next().tolist()
    assert start(100, 10).next().tolist() != start(100, 10, seed=2).next().tolist()


def test_another_size_goes_on_in_the_same_epoch():
    batches = start(20, 6)
    used = batches.next().tolist()
    batches = batches.resized(5)
    while True:
        used += batches.next().tolist()
        if batches.at_epoch_start:
            break
    assert sorted(used) == list(range(20))


def test_the_state_is_enough_to_go_on():
    batches = start(20, 6)
    for _ in range(5):
        batches.next()
    state = batches.state()
    rng = np.random.default_rng()
    rng.bit_generator.state = state["rng"]
    again = Batches(20, 6, rng, state["order"], state["at"])
    for _ in range(10):
        assert batches.next().tolist() == again.next().tolist()
