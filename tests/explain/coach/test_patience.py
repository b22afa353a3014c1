"""Advice waits before it is said, and does not flicker."""

from hlviz.explain.coach.advice import Advice
from hlviz.explain.coach.patience import Patience
from hlviz.explain.coach.rules import RULES


def advice(rule: str) -> Advice:
    return Advice(rule, rule, RULES[rule].severity, RULES[rule].words, {}, "loss", None, None, None)


def keys(found: tuple[Advice, ...]) -> list[str]:
    return [one.key for one in found]


LOW, UNUSED, STRAIGHT, DIVERGED = map(advice, ("rate_low", "unused", "straight", "diverged"))


def test_what_comes_for_a_moment_is_never_said() -> None:
    patience = Patience()
    for at in range(40):  # every other look finds it
        found = (LOW,) if at % 2 else ()
        assert patience.heard(found, (0, 0), at * 0.5, is_running=True) == ()


def test_what_holds_is_said_and_a_gap_does_not_take_it_away() -> None:
    patience = Patience()
    said = [keys(patience.heard((LOW,), (0, 0), at * 0.5, is_running=True)) for at in range(6)]
    assert said == [[], [], [], ["rate_low"], ["rate_low"], ["rate_low"]]
    assert keys(patience.heard((), (0, 0), 4.0, is_running=True)) == ["rate_low"]
    assert keys(patience.heard((LOW,), (0, 0), 5.0, is_running=True)) == ["rate_low"]
    assert keys(patience.heard((), (0, 0), 8.5, is_running=True)) == []


def test_nothing_is_waited_for_where_nothing_goes_on() -> None:
    patience = Patience()
    assert keys(patience.heard((LOW,), (0, 0), 0.0, is_running=False)) == ["rate_low"]
    assert keys(patience.heard((), (0, 0), 0.1, is_running=False)) == []


def test_a_divergence_is_said_at_once() -> None:
    assert keys(Patience().heard((DIVERGED,), (0, 0), 0.0, is_running=True)) == ["diverged"]


def test_an_edit_that_helped_takes_the_advice_away_at_once() -> None:
    patience = Patience()
    for at in (0.0, 1.0, 2.0):
        patience.heard((STRAIGHT, LOW), (0, 0), at, is_running=True)
    assert keys(patience.heard((LOW,), (0, 1), 2.5, is_running=True)) == ["rate_low"]


def test_the_weightiest_comes_first_whenever_it_came() -> None:
    patience = Patience()
    patience.heard((UNUSED,), (0, 0), 0.0, is_running=False)
    assert keys(patience.heard((UNUSED, LOW, STRAIGHT), (0, 0), 1.0, is_running=False)) == [
        "straight", "rate_low", "unused",
    ]  # fmt: skip
