"""How fast training may go, and what may be done beside it."""

from hlviz.training.pace import Allowance


def test_what_was_never_done_may_be_done():
    assert Allowance(0.1).suffices


def test_a_share_of_the_time_and_no_more():
    allowance, spent, times = Allowance(0.1), 0.0, 0
    for _ in range(10_000):
        allowance.earn(0.001)
        if allowance.suffices:
            allowance.spend(0.02)
            spent, times = spent + 0.02, times + 1
    assert 0.095 * 10 <= spent <= 0.1 * 10 + 0.02
    assert times > 40


def test_what_takes_longer_is_done_less_often():
    allowance, times = Allowance(0.1), {0.001: 0, 0.1: 0}
    for seconds in times:
        for _ in range(5000):
            allowance.earn(0.001)
            if allowance.suffices:
                allowance.spend(seconds)
                times[seconds] += 1
    assert 400 < times[0.001] <= 501
    assert 4 <= times[0.1] <= 6


def test_a_rest_is_not_followed_by_a_rush():
    allowance = Allowance(0.1)
    allowance.spend(0.02)
    allowance.earn(1000.0)
    assert allowance.suffices
    allowance.spend(0.02)
    assert not allowance.suffices


def test_half_of_the_waiting_may_be_used():
    allowance = Allowance(0.1)
    allowance.spend(0.02)
    allowance.earn(0.0, waiting=0.039)
    assert not allowance.suffices
    allowance.earn(0.0, waiting=0.002)
    assert allowance.suffices
