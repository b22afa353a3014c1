"""The coach of a window: looks now and then, says what holds, and does nothing when it is off."""

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
def coach(qapp: object) -> Coach:
    return Coach()


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


def test_a_look_that_takes_longer_than_a_beat_comes_to_its_end_while_it_trains(
    qtbot: QtBot, coach: Coach, ill: Moment
) -> None:
    from dataclasses import replace

    coach._errand.slice = 0.0  # a step at a time: as slow as a wide network
    coach.watch(ill)
    first = coach._errand._work
    assert first is not None, "it is under way"
    for _ in range(3):  # beats, each with a newer moment
        coach._rest.stop()
        coach.watch(replace(ill))
        coach._look()
        assert coach._errand._work is first
    qtbot.waitUntil(lambda: rules(coach) == ["straight"], timeout=20_000)


def test_of_another_document_nothing_is_said_before_it_was_looked_at(
    qtbot: QtBot, coach: Coach, ill: Moment, well: Moment
) -> None:
    shown(qtbot, coach, ill)
    coach.open_document()
    assert coach.evidence is None
    assert coach.advice == ()
    coach._errand.slice = 0.0
    coach.watch(ill)
    coach.open_document()
    shown(qtbot, coach, well)
    assert coach.evidence is not None
    assert coach.evidence.project is well.project
