import sys
import threading

import pytest

from hlviz.training.latest_slot import LatestSlot


def test_the_newest_wins_and_is_taken_once():
    slot = LatestSlot()
    assert slot.is_empty
    assert slot.take() is None
    slot.put(1)
    slot.put(2)
    assert not slot.is_empty
    assert slot.take() == 2
    assert slot.is_empty
    assert slot.take() is None


@pytest.fixture
def quick_switches():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("quick_switches")
def test_the_last_value_is_never_lost_between_threads():
    for _ in range(20):
        slot, taken, done = LatestSlot(), [], threading.Event()

        def read(slot=slot, taken=taken, done=done):
            while True:
                finished = done.is_set()
                value = slot.take()
                if value is not None:
                    taken.append(value)
                elif finished:
                    return

        reader = threading.Thread(target=read)
        reader.start()
        for value in range(1, 501):
            slot.put(value)
        done.set()
        reader.join()
        assert taken[-1] == 500
        assert taken == sorted(set(taken))
