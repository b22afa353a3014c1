from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from hlviz.document import Project, edits
from hlviz.session.moment import Moment
from hlviz.training.curves import Curves
from hlviz.training.frame import Carried, Divergence
from hlviz.training.trainer import Trainer
from hlviz.training.worker import State
from hlviz.window.status_line import StatusLine

PROJECT = edits.set_shape(Project(), (4, 2))
TRAINER = Trainer(PROJECT)
MOMENT = Moment(TRAINER.assembly, TRAINER.snapshot(0), Curves().table())


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_project(PROJECT)
    line.show_moment(MOMENT)
    return line


def at(step: int, state: State = State.RUNNING, **changes: object) -> Moment:
    return replace(MOMENT, frame=replace(MOMENT.frame, step=step, **changes), state=state)


def test_a_new_network_is_summed_up_and_the_first_thing_to_do_is_named(line: StatusLine) -> None:
    assert line._shape.text() == "2 → 4 → 2 → 1 · 25 parameters"
    assert "Play" in line.message


def test_deep_networks_are_summed_up_shortly(line: StatusLine) -> None:
    line.show_project(edits.set_shape(Project(), (8,) * 40))
    assert len(line._shape.text()) < 80
    assert "…" in line._shape.text()


def test_it_says_whether_it_trains(line: StatusLine) -> None:
    line.show_moment(at(5))
    assert line.message == "Training"
    line.show_moment(at(5, State.PAUSED))
    assert line.message == "Paused"


def test_an_edit_says_what_it_did_to_the_loss_once(line: StatusLine) -> None:
    line.show_moment(at(5, generation=1, carried=Carried(0.2137, 0.2137)))
    assert "0.214 → after 0.214" in line.message
    line.say("something else")
    line.show_moment(at(6, generation=1, carried=Carried(0.2137, 0.2137)))
    assert line.message == "something else"


def test_a_divergence_names_layer_and_remedy_and_stays_until_it_is_over(line: StatusLine, qtbot: QtBot) -> None:
    line.show_moment(at(812, State.DIVERGED, divergence=Divergence(812, "Hidden 2")))
    assert "812" in line.message
    assert "Hidden 2" in line.message
    assert not line._remedy.isHidden()
    with qtbot.waitSignal(line.slower_requested):
        line._remedy.click()
    line.show_moment(at(812, State.RUNNING, generation=1))
    assert line._remedy.isHidden()
    assert line.message == "Training"


def test_the_numbers_stand_still_long_enough_to_be_read(line: StatusLine, qtbot: QtBot) -> None:
    line.show_moment(replace(at(5), steps_per_second=1000.0))
    first = line._speed.text()
    line.show_moment(replace(at(6), steps_per_second=2000.0))
    assert line._speed.text() == first
    qtbot.waitUntil(lambda: "2,000" in line._speed.text())


def test_a_preset_says_what_it_teaches_until_it_is_played(line: StatusLine) -> None:
    line.show_notes("Two spirals.")
    assert line.message.startswith("Two spirals.")
    line.show_moment(at(5))
    assert line.message == "Training"
    line.show_notes("")
    line.show_moment(at(0, State.PAUSED))
    assert "spirals" not in line.message
