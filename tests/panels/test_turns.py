"""Panels take turns."""

from dataclasses import replace

from hlviz.panels.turns import Turns
from hlviz.session.moment import Moment


class Waiter:
    """Wants to draw again as soon as it has drawn."""

    def __init__(self) -> None:
        self.since = 0.0


def drawn(turns: Turns, waiters: list[Waiter], moment: Moment, now: float) -> list[int]:
    """Which of them have a turn at one moment."""
    moment = replace(moment)
    found = [i for i, waiter in enumerate(waiters) if turns.take(waiter, moment, waiter.since)]
    for i in found:
        waiters[i].since = now
    return found


def test_one_draws_in_a_frame_and_nobody_is_left_out(circle: Moment) -> None:
    turns, waiters = Turns(), [Waiter() for _ in range(5)]
    order = [drawn(turns, waiters, circle, now=float(frame)) for frame in range(1, 16)]
    assert all(len(each) == 1 for each in order)
    for start in (0, 5, 10):
        assert sorted(i for (i,) in order[start : start + 5]) == [0, 1, 2, 3, 4]


def test_who_asks_no_more_holds_nobody_up(circle: Moment) -> None:
    turns, waiters = Turns(), [Waiter(), Waiter()]
    assert drawn(turns, waiters, circle, now=1.0) == [0]
    gone, left = waiters[1], waiters[:1]
    assert sum(len(drawn(turns, left, circle, now=float(frame))) for frame in range(2, 12)) >= 9
    assert gone.since == 0.0


def test_who_leaves_holds_nobody_up_at_all(circle: Moment) -> None:
    turns, waiters = Turns(), [Waiter(), Waiter()]
    assert drawn(turns, waiters, circle, now=1.0) == [0]
    turns.leave(waiters[1])
    assert drawn(turns, waiters[:1], circle, now=2.0) == [0]


def test_what_draws_much_is_given_way_to_but_not_twice_in_a_row(circle: Moment) -> None:
    busy = [True]
    turns, waiters = Turns(lambda: busy[0]), [Waiter(), Waiter()]
    order = [drawn(turns, waiters, circle, now=float(frame)) for frame in range(1, 9)]
    assert order == [[], [0], [], [1], [], [0], [], [1]]
    busy[0] = False
    assert [drawn(turns, waiters, circle, now=float(frame)) for frame in range(9, 11)] == [[0], [1]]
