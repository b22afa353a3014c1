"""The coach of a window: looks now and then, says what holds, and does nothing when it is off."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from hlviz.document import edits
from hlviz.document.presets import PRESETS
from hlviz.session.coach import Coach
from hlviz.session.moment import Moment
from tests.panels.moments import train


@pytest.fixture(scope="module")
def ill() -> Moment:
    return train(PRESETS["linear-fails"].project, 12)


@pytest.fixture(scope="module")
def well() -> Moment:
    return train(edits.set_training(PRESETS["circle"].project, learning_rate=0.1), 60)


@pytest.fixture
def coach(qapp: object) -> Iterator[Coach]:
    coach = Coach()
    yield coach
    coach.close()  # a timer that goes on must not be left to whichever thread collects the garbage


def rules(coach: Coach) -> list[str]:
    return [advice.rule for advice in coach.advice]


def shown(qtbot: QtBot, coach: Coach, moment: Moment) -> None:
    with qtbot.waitSignal(coach.changed, timeout=20_000):
        coach.watch(moment)


def test_it_says_what_ails_a_network(qtbot: QtBot, coach: Coach, ill: Moment, well: Moment) -> None:
    shown(qtbot, coach, ill)
    assert rules(coach) == ["straight"]
    assert "A straight line gets 5" in coach.advice[0].sentence
    shown(qtbot, coach, well)
    assert rules(coach) == []
    assert coach.evidence is not None
    assert coach.evidence.is_right


def test_what_is_dismissed_stays_so_until_it_is_called_back_or_another_document_comes(
    qtbot: QtBot, coach: Coach, ill: Moment, well: Moment
) -> None:
    shown(qtbot, coach, ill)
    coach.dismiss("straight")
    assert rules(coach) == []
    shown(qtbot, coach, well)
    shown(qtbot, coach, ill)
    assert rules(coach) == []
    assert [advice.rule for advice in coach.dismissed] == ["straight"]
    coach.recall()
    assert rules(coach) == ["straight"]
    coach.dismiss("straight")
    coach.open_document()
    shown(qtbot, coach, well)
    shown(qtbot, coach, ill)
    assert rules(coach) == ["straight"]


def test_switched_off_it_looks_at_nothing(qtbot: QtBot, coach: Coach, ill: Moment) -> None:
    coach.set_on(False)
    coach.watch(ill)
    assert not coach._errand.is_under_way
    assert coach.evidence is None
    with qtbot.waitSignal(coach.changed, timeout=20_000, check_params_cb=lambda: bool(coach.advice)):
        coach.set_on(True)
    assert rules(coach) == ["straight"]


def test_it_goes_by_the_network_as_it_is_by_now(qtbot: QtBot, coach: Coach, ill: Moment, well: Moment) -> None:
    from dataclasses import replace

    shown(qtbot, coach, ill)
    coach.watch(replace(well, is_live=False))
    qtbot.wait(0)
    assert not coach._errand.is_under_way
    assert rules(coach) == ["straight"]


def test_it_looks_no_more_than_twice_a_second(qtbot: QtBot, coach: Coach, ill: Moment) -> None:
    from dataclasses import replace

    shown(qtbot, coach, ill)
    looks = []
    coach.changed.connect(lambda: looks.append(1))
    for _ in range(50):  # as many moments as the screen has frames
        coach.watch(replace(ill))
    assert coach._rest.isActive()
    assert looks == []
    qtbot.waitUntil(lambda: len(looks) == 1, timeout=20_000)  # the newest, once the rest is over


def look_at_once(coach: Coach, moment: Moment) -> None:
    """Have it look without the rest that comes before."""
    coach.watch(moment)
    coach._rest.stop()
    coach._look()


def test_a_look_that_takes_longer_than_a_beat_comes_to_its_end_while_it_trains(
    qtbot: QtBot, coach: Coach, ill: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr("hlviz.session.coach.SLICE", 0.0)  # a step at a time: as slow as a wide network
    look_at_once(coach, ill)
    first = coach._errand._work
    assert first is not None, "it is under way"
    for _ in range(3):  # beats, each with a newer moment
        look_at_once(coach, replace(ill))
        assert coach._errand._work is first
    qtbot.waitUntil(lambda: rules(coach) == ["straight"], timeout=20_000)


def test_of_another_document_nothing_is_said_before_it_was_looked_at(
    qtbot: QtBot, coach: Coach, ill: Moment, well: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(qtbot, coach, ill)
    coach.open_document()
    assert coach.evidence is None
    assert coach.advice == ()
    monkeypatch.setattr("hlviz.session.coach.SLICE", 0.0)
    look_at_once(coach, ill)
    coach.open_document()
    shown(qtbot, coach, well)
    assert coach.evidence is not None
    assert coach.evidence.project is well.project


def test_while_training_it_takes_little_of_each_frame_and_hurries_once_training_rests(
    qtbot: QtBot, coach: Coach, ill: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from hlviz.training.report import State

    spent, did = [0.0], [0]

    def long_look(*_: object) -> Iterator[None]:
        for _ in range(40):
            spent[0] += 0.0005
            did[0] += 1
            yield

    monkeypatch.setattr("hlviz.explain.coach.evidence.gathering", long_look)
    monkeypatch.setattr("hlviz.session.errand.time.perf_counter", lambda: spent[0])
    look_at_once(coach, replace(ill, state=State.RUNNING))
    assert did == [2], "a millisecond in a row"
    coach.watch(ill)
    coach._errand._go_on()
    assert did == [10], "four of them"
    assert coach._errand._timer.interval() < 16
