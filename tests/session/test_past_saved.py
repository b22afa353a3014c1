"""A document that is opened has its past: it can be scrubbed back in, gone on from an earlier moment, and a branch returned to."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from hlviz.document import Project, edits
from hlviz.session.filing import Filing
from hlviz.session.landmarks import Sort, landmarks
from hlviz.session.preferences import Preferences
from tests.session.test_time_machine import ADAM, Desk
from tests.training.runs import project_of, same_bits

Make = Callable[..., Desk]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    desks: list[Desk] = []

    def begin(project: Project = ADAM) -> Desk:
        desk = Desk(qtbot, project)
        desk.filing = Filing(desk.editor, desk.run, desk.playback, Preferences(str(tmp_path / "preferences.ini")))
        desk.editor.opened.connect(lambda _: desk.past.open_document())
        desk.filing.remembered.connect(desk.past.restore)
        desk.filing.past_of = desk.past.past_of
        desks.append(desk)
        return desk

    yield begin
    for desk in desks:
        desk.filing.close()
        desk.playback.stop()
        desk.run.close()


def save(desk: Desk, path: Path) -> None:
    """Save it and leave the file to others."""
    with desk.qtbot.waitSignal(desk.filing.saved, timeout=10_000):
        desk.filing.save_as(path)
    desk.filing.close()


def reopened(make: Make, path: Path) -> Desk:
    desk = make(project_of("iris"))
    before = desk.playback.report
    desk.filing.open(path)
    desk.until(lambda: desk.playback.report is not before and desk.editor.project.data.dataset == "circle")
    desk.settle()
    return desk


def test_it_can_be_scrubbed_back_and_gone_on_from(make: Make, tmp_path: Path) -> None:
    desk = make()
    desk.epochs(3)
    desk.editor.apply("Wider", edits.resize_layer, desk.editor.project.network.hidden[0].id, 6)
    desk.epochs(3)
    end, steps = desk.weights, [frame.step for frame in desk.playback.report.history]
    middle = desk.playback.report.history[2]
    save(desk, tmp_path / "x.hlviz")

    again = reopened(make, tmp_path / "x.hlviz")
    assert [frame.step for frame in again.playback.report.history] == steps
    assert [mark.sort for mark in landmarks(again.playback.moment)].count(Sort.EDIT) == 1
    again.playback.seek(middle.step)
    assert same_bits(again.weights, middle.parameters)
    assert len(again.playback.moment.project.network.hidden[0].neurons) == 4
    again.playback.branch(again.editor)
    again.settle()
    assert again.frame.step == middle.step
    assert len(again.editor.project.network.hidden[0].neurons) == 4
    (left,) = again.past.runs
    assert again.playback.moment.origin.run == left.end.run
    again.editor.undo_stack.undo()
    again.settle()
    assert same_bits(again.weights, end)


def test_a_branch_is_there_after_opening_and_can_be_returned_to(make: Make, tmp_path: Path) -> None:
    desk = make()
    desk.epochs(4)
    end = desk.weights
    desk.past.rename_now("The first")
    desk.playback.seek(desk.playback.report.history[1].step)
    desk.playback.branch(desk.editor)
    desk.settle()
    desk.epochs(2)
    desk.past.rename_now("The second")
    curves, now = desk.past.runs[0].curves, desk.weights
    save(desk, tmp_path / "x.hlviz")

    again = reopened(make, tmp_path / "x.hlviz")
    (run,) = again.past.runs
    assert (run.name, again.past.name_now) == ("The first", "The second")
    np.testing.assert_array_equal(run.curves.test_loss, curves.test_loss)
    assert again.past.branched_at_now() == desk.playback.moment.origin.step
    assert again.past.can_return(run.number)
    assert again.past.return_to(run.number, again.editor)
    assert again.undo_text == "Go back to The first"
    again.settle()
    assert same_bits(again.weights, end)
    assert again.past.name_now == "The first"
    assert len(again.playback.report.history) == 5
    assert [run.name for run in again.past.runs] == ["The second"]
    assert again.playback.moment.curves.step[-1] == again.frame.step
    again.editor.undo_stack.undo()
    again.settle()
    assert same_bits(again.weights, now)
    assert [run.name for run in again.past.runs] == ["The first"]


def test_runs_of_another_document_are_not_saved_with_it(make: Make, tmp_path: Path) -> None:
    desk = make()
    desk.epochs(2)
    desk.run.rewind()
    desk.settle()
    assert len(desk.past.past_of(desk.playback.report).branches) == 1
    desk.filing.new(project_of("sine"))
    desk.until(lambda: desk.playback.moment.project.data.dataset == "sine")
    desk.settle()
    assert len(desk.past.runs) == 1, "its curve is still there to compare with"
    assert desk.past.past_of(desk.playback.report).branches == ()
    assert not desk.past.can_return(desk.past.runs[0].number)


def test_a_copy_that_is_opened_again_has_its_past_as_well(make: Make, tmp_path: Path) -> None:
    desk = make()
    desk.epochs(2)
    with desk.qtbot.waitSignal(desk.filing.copied, timeout=10_000):
        desk.filing.save_copy(tmp_path / "copy.hlviz")
    assert len(reopened(make, tmp_path / "copy.hlviz").playback.report.history) == 3
