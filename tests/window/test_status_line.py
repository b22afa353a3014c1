from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from hlviz.document import Project, edits
from hlviz.document.problems import Problem
from hlviz.session.change import Change, Way
from hlviz.session.moment import Moment
from hlviz.training.curves import Curves
from hlviz.training.frame import Carried, Divergence
from hlviz.training.report import State
from hlviz.training.trainer import Trainer
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


def rest(line: StatusLine, qtbot: QtBot) -> None:
    """Let the time of the last message pass."""
    line._quiet.start(0)
    qtbot.waitUntil(lambda: not line._quiet.isActive(), timeout=30_000)


def test_a_new_network_is_summed_up_and_the_first_thing_to_do_is_named(line: StatusLine) -> None:
    assert line._shape.text() == "2 → 4 → 2 → 1 · 25 parameters"
    assert "Play" in line.message


def test_deep_networks_are_summed_up_shortly(line: StatusLine) -> None:
    line.show_project(edits.set_shape(Project(), (8,) * 40))
    assert len(line._shape.text()) < 80
    assert "…" in line._shape.text()


def test_what_was_said_of_the_document_before_is_forgotten_when_another_is_opened(line: StatusLine) -> None:
    line.show_moment(at(5, State.PAUSED))
    line.say("Saved as mine.hlviz")
    line.show_opened(replace(PROJECT, notes="Two rings."))
    line.show_moment(at(0, State.PAUSED))
    assert "mine.hlviz" not in line.message
    assert line.message.startswith("Two rings. Press Play")


def test_undo_says_what_it_brought_back_and_what_became_of_what_was_learned_since(line: StatusLine) -> None:
    wider = edits.set_shape(PROJECT, (8, 2))
    line.show_moment(at(300))
    line.show_change(Change(PROJECT, wider, "Resize layer"))
    line.show_moment(at(300, generation=1, carried=Carried(0.2, 0.2)))
    line.show_moment(at(1500, generation=1, carried=Carried(0.2, 0.2)))
    line.show_change(Change(wider, PROJECT, "Resize layer", Way.UNDONE))
    assert line.message == "Undone: Resize layer."
    line.show_moment(at(1500, generation=2, carried=Carried(0.02, 0.19)))
    assert line.message == (
        "Undone: Resize layer. Weights learned since (1,200 steps) stay where they can; loss 0.02000 → 0.1900."
    )
    line.show_change(Change(PROJECT, wider, "Resize layer", Way.REDONE))
    line.show_moment(at(1500, generation=3, carried=Carried(0.19, 0.19)))
    assert line.message == "Redone: Resize layer. What was learned stays; loss 0.1900 → 0.1900."


def test_what_one_gesture_did_is_counted_from_its_beginning(line: StatusLine) -> None:
    shapes = [edits.set_shape(PROJECT, (n, 2)) for n in (5, 6)]
    line.show_moment(at(100))
    line.show_change(Change(PROJECT, shapes[0], "Resize layer"))
    line.show_moment(at(150))
    line.show_change(Change(shapes[0], shapes[1], "Resize layer"))
    line.show_moment(at(400))
    line.show_change(Change(shapes[1], PROJECT, "Resize layer", Way.UNDONE))
    line.show_moment(at(400, generation=1, carried=Carried(0.02, 0.19)))
    assert "(300 steps)" in line.message


def test_undo_that_lets_the_network_begin_anew_says_so(line: StatusLine) -> None:
    line.show_moment(at(300))
    line.show_change(Change(PROJECT, PROJECT, "Choose data", Way.UNDONE))
    line.show_moment(at(0, generation=1))
    assert line.message == "Undone: Choose data. The network begins anew."


def test_it_says_whether_it_trains(line: StatusLine) -> None:
    line.show_moment(at(5))
    assert line.message == "Training"
    line.show_moment(at(5, State.PAUSED))
    assert line.message == "Paused"


def test_an_edit_says_what_it_did_to_the_loss_once(line: StatusLine) -> None:
    line.show_moment(at(5, generation=1, carried=Carried(0.2137, 0.2137)))
    assert "0.2137 → after 0.2137" in line.message
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


def test_a_divergence_is_told_again_after_another_message(line: StatusLine, qtbot: QtBot) -> None:
    line.show_moment(at(812, State.DIVERGED, divergence=Divergence(812, "Hidden 2")))
    told = line.message
    line.say("Saved as mine.hlviz")
    assert line.message == "Saved as mine.hlviz"
    rest(line, qtbot)
    assert line.message == told
    line.show_moment(at(0, State.PAUSED, generation=1))
    assert "Play" in line.message


def test_before_the_first_step_no_learning_rate_is_blamed(line: StatusLine, qtbot: QtBot) -> None:
    line.show_moment(at(0, State.DIVERGED, divergence=Divergence(0, "Hidden 1")))
    assert "Standardise the inputs" in line.message
    assert line._remedy.isHidden()
    with qtbot.waitSignal(line.standardize_requested):
        line._standardize.click()
    line.show_project(edits.set_data(PROJECT, standardize=True))
    line.show_moment(at(0, State.DIVERGED, generation=1, divergence=Divergence(0, "Hidden 1")))
    assert "initializer" in line.message
    assert line._standardize.isHidden()


def test_what_is_odd_about_a_project_is_said_while_nothing_else_is(line: StatusLine, qtbot: QtBot) -> None:
    odd = edits.set_initializer(PROJECT, "zeros")
    line.show_project(odd)
    assert "stay alike" in line.message
    assert "Glorot" in line.message
    assert line._message.toolTip() == line.message
    line.say("Saved as mine.hlviz")
    line.show_project(edits.set_shape(odd, (4, 3)))
    assert line.message == "Saved as mine.hlviz"
    rest(line, qtbot)
    line.show_moment(at(5))
    assert "stay alike" in line.message
    line.show_project(PROJECT)
    assert line.message == "Training"


def test_what_a_preset_teaches_comes_before_what_is_odd_about_it(line: StatusLine) -> None:
    line.show_notes("A straight line is not enough.")
    line.show_project(edits.set_shape(PROJECT, ()))
    assert line.message.startswith("A straight line")
    line.show_notes("")
    assert "regression" in line.message


def test_what_blocks_comes_first(line: StatusLine, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (Problem("data", "Odd.", "Change it."), Problem("data", "Impossible.", "Mend it.", blocks=True))
    monkeypatch.setattr("hlviz.window.status_line.check", lambda project: found)
    line.show_notes("A straight line is not enough.")
    line.show_project(PROJECT)
    assert line.message == "Impossible. Mend it."


def test_the_numbers_stand_still_long_enough_to_be_read(line: StatusLine, qtbot: QtBot) -> None:
    line.show_moment(replace(at(5), steps_per_second=1000.0))
    first = line._speed.text()
    line.show_moment(replace(at(6), steps_per_second=2000.0))
    assert line._speed.text() == first
    qtbot.waitUntil(lambda: "2,000" in line._speed.text(), timeout=30_000)


def test_a_preset_says_what_it_teaches_until_it_is_played(line: StatusLine) -> None:
    line.show_notes("Two spirals.")
    assert line.message.startswith("Two spirals.")
    line.show_moment(at(5))
    assert line.message == "Training"
    line.show_notes("")
    line.show_moment(at(0, State.PAUSED))
    assert "spirals" not in line.message


def test_a_speed_with_other_digits_lays_nothing_out_anew(line: StatusLine) -> None:
    line._speed.setText("14,440 steps/s")
    size = line._speed.size()
    line._speed.setText("17,401 steps/s")
    assert line._speed.size() == size == line._speed.minimumSize() == line._speed.maximumSize()
    assert size.width() >= line._speed.sizeHint().width()
    line._speed.setText("1,117,401 steps/s")
    assert line._speed.width() >= line._speed.sizeHint().width() > size.width(), "nothing is cut"


def test_only_what_was_learned_is_said_to_stay(line: StatusLine) -> None:
    wider = edits.set_shape(PROJECT, (8, 2))
    line.show_change(Change(PROJECT, wider, "Resize layer"))
    line.show_moment(at(7, generation=1, carried=Carried(0.2, 0.2)))
    assert line.message == "Loss before 0.2000 → after 0.2000.", "the edit was made at step 0"
    line.show_change(Change(wider, PROJECT, "Resize layer"))
    line.show_moment(at(300, generation=2, carried=Carried(0.2, 0.2)))
    assert line.message == "Loss before 0.2000 → after 0.2000: what was learned stays."
    typed = edits.set_bias(PROJECT, PROJECT.network.hidden[0].neurons[0], 1.0, at_start=False)
    line.show_change(Change(PROJECT, typed, "Set bias"))
    line.show_moment(at(300, generation=3, carried=Carried(0.2, 0.2)))
    assert line.message == "Loss before 0.2000 → after 0.2000."
