"""Painting that takes too long draws less, soon; painting that has room draws more, but not by turns."""

import itertools

from hlviz.diagram.governor import BUDGET, DETAILS, ROOM, WAIT, WAIT_MOST, WINDOW, Governor


class Clock:
    """A time that goes by only as it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Painting:
    """Frames whose cost depends on the detail, in seconds."""

    def __init__(self, *costs: float) -> None:
        self.costs = costs
        self.clock = Clock()
        self.governor = Governor(self.clock)
        self.levels: list[int] = []

    @property
    def level(self) -> int:
        return DETAILS.index(self.governor.detail)

    def frames(self, count: int, cost: float | None = None) -> int:
        """Paint so many; the level after it."""
        for _ in range(count):
            with self.governor.frame(BUDGET):
                self.clock.now += self.costs[self.level] if cost is None else cost
            self.levels.append(self.level)
        return self.level


def test_what_is_cheap_is_drawn_in_full() -> None:
    painting = Painting(0.9 * BUDGET)
    assert painting.frames(500) == 0


def test_what_costs_too_much_is_soon_drawn_with_less_detail_until_it_fits() -> None:
    painting = Painting(0.020, 0.012, 0.005, 0.004)
    assert painting.frames(2 * WINDOW) == 2
    assert painting.frames(3000) == 2, "between the two limits nothing changes"


def test_even_the_least_detail_can_cost_too_much() -> None:
    painting = Painting(0.03, 0.03, 0.03, 0.03)
    assert painting.frames(1000) == len(DETAILS) - 1


def test_now_and_then_a_frame_may_cost_a_lot() -> None:
    painting = Painting(0.003)
    for i in range(300):
        painting.frames(1, cost=0.1 if i % 3 == 0 else None)
    assert painting.level == 0


def test_where_there_is_room_detail_comes_back() -> None:
    painting = Painting(0.020, 0.003, 0.002, 0.001)
    assert painting.frames(WINDOW) == 1
    painting.costs = (0.004, 0.003, 0.002, 0.001)  # the window became smaller
    assert painting.frames(WAIT + 1) == 0
    assert painting.frames(2000) == 0


def test_it_does_not_come_back_before_a_while() -> None:
    painting = Painting(0.020, 0.001)
    painting.frames(WINDOW)
    assert painting.frames(WAIT - 1) == 1


def test_it_does_not_flicker_between_too_much_and_room_for_more() -> None:
    painting = Painting(0.020, ROOM * BUDGET * 0.5, 0.001, 0.001)
    painting.frames(20_000)
    changes = sum(a != b for a, b in zip(painting.levels, painting.levels[1:], strict=False))
    assert changes <= 2 * 11
    late = painting.levels[-WAIT_MOST:]
    assert sum(a != b for a, b in itertools.pairwise(late)) <= 4
    assert late.count(0) < 0.02 * len(late), "in the long run it stays where it fits"


def test_it_starts_over_in_full_for_another_picture() -> None:
    painting = Painting(0.020, 0.012, 0.005, 0.004)
    painting.frames(100)
    painting.governor.start_over()
    assert painting.level == 0


def test_each_level_draws_less_than_the_one_before() -> None:
    for more, less in itertools.pairwise(DETAILS):
        assert (more.curves, more.smooth, more.pulses) > (less.curves, less.smooth, less.pulses)
        assert more.fog_every < less.fog_every
        assert more.map_pause < less.map_pause
