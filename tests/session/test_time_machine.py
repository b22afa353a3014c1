"""Back before training, and on from an earlier moment: weights, curves and history are those of then."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from training.runs import project_of, same_bits

from hlviz.document import Project, edits
from hlviz.nn.mlp import Parameters
from hlviz.session.editor import Editor
from hlviz.session.landmarks import Sort, landmarks
from hlviz.session.past_runs import PastRuns
from hlviz.session.playback import Playback
from hlviz.session.run import Run
from hlviz.training.frame import Frame
from hlviz.training.report import State

ADAM = edits.set_training(project_of("circle"), optimizer="adam")


class Desk:
    """What compose joins, without a window."""

    def __init__(self, qtbot: QtBot, project: Project) -> None:
        self.qtbot, self.editor, self.run = qtbot, Editor(project), Run(project)
        self.playback, self.past = Playback(self.run), PastRuns()
        self.editor.changed.connect(self.run.follow)
        self.run.began.connect(self.editor.note_training)
        self.run.rested.connect(self.editor.note_training)
        self.run.rewound.connect(self.editor.note_rewinding)
        self.playback.moment_changed.connect(self.past.watch)
        self.settle()

    @property
    def frame(self) -> Frame:
        return self.playback.moment.frame

    @property
    def weights(self) -> Parameters:
        return self.frame.parameters

    @property
    def undo_text(self) -> str:
        return self.editor.undo_stack.undoText()

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(lambda: self.playback.moment is not None and holds(), timeout=30_000)

    def settle(self) -> None:
        """Until all that was asked for is done and shown."""
        worker, done = self.run._worker, []
        for count in (1, 2):  # when the second is carried out, what came before the first is reported
            worker._order(lambda: done.append(None))
            self.until(lambda count=count: len(done) == count)
        self.until(lambda: not worker._changed and worker.reports.is_empty)
        self.until(lambda: self.playback.report.generation == self.run._generation and self.playback.moment.is_live)

    def epochs(self, count: int) -> None:
        for _ in range(count):
            epoch = self.frame.epoch
            self.run.step_epoch()
            self.until(lambda epoch=epoch: self.frame.epoch > epoch)
        self.settle()

    def play(self, epochs: int) -> None:
        epoch = self.frame.epoch
        self.run.start()
        self.until(lambda: self.frame.epoch >= epoch + epochs)
        self.run.pause()
        self.until(lambda: self.run.state is State.PAUSED)
        self.settle()

    def undo(self) -> None:
        self.editor.undo_stack.undo()
        self.settle()

    def redo(self) -> None:
        self.editor.undo_stack.redo()
        self.settle()


@pytest.fixture
def project() -> Project:
    return ADAM


@pytest.fixture
def desk(qtbot: QtBot, project: Project) -> Iterator[Desk]:
    desk = Desk(qtbot, project)
    yield desk
    desk.playback.stop()
    assert desk.run.close()
    desk.editor.undo_stack.blockSignals(True)


def test_undo_after_training_goes_back_to_before_play_and_redo_to_what_was_learned(desk: Desk) -> None:
    first = desk.weights
    desk.play(4)
    learned, step, rows = desk.weights, desk.frame.step, len(desk.playback.moment.curves)
    assert desk.undo_text == f"Train {step:,} steps"
    desk.undo()
    assert desk.frame.step == 0
    assert same_bits(desk.weights, first)
    assert len(desk.playback.moment.curves) == 1
    assert not desk.run.is_running
    desk.redo()
    assert desk.frame.step == step
    assert same_bits(desk.weights, learned)
    assert len(desk.playback.moment.curves) == rows
    assert desk.past.runs == (), "what was undone is no other run"


def test_each_play_is_one_step_of_undo_and_single_steps_together_are_one(desk: Desk) -> None:
    desk.epochs(3)
    assert desk.undo_text == "Train 75 steps"
    assert desk.editor.undo_stack.count() == 1
    before = desk.weights
    desk.play(2)
    assert desk.editor.undo_stack.count() == 2
    desk.undo()
    assert same_bits(desk.weights, before)
    desk.undo()
    assert desk.frame.step == 0


def test_after_going_back_it_learns_the_same_once_more(desk: Desk) -> None:
    """The optimizer's memory, and the order of the samples, are those of then."""
    desk.epochs(2)
    desk.play(1)
    desk.undo()
    assert desk.frame.epoch == 2
    desk.epochs(3)
    again = desk.weights
    desk.run.rewind()
    desk.settle()
    desk.epochs(5)
    assert same_bits(desk.weights, again)


def test_undo_while_it_trains_stops_and_goes_back(desk: Desk) -> None:
    desk.run.start()
    desk.until(lambda: desk.frame.epoch > 2)
    assert desk.undo_text == "Train"
    desk.undo()
    assert desk.frame.step == 0
    desk.until(lambda: desk.run.state is State.PAUSED)
    assert not desk.editor.undo_stack.canUndo()


def test_an_edit_made_meanwhile_is_undone_first_and_what_was_learned_stays(desk: Desk) -> None:
    desk.run.start()
    desk.until(lambda: desk.frame.epoch > 1)
    desk.editor.apply("More", edits.resize_layer, ADAM.network.hidden[0].id, 6)
    desk.until(lambda: desk.playback.moment.assembly.wiring.sizes == (2, 6, 2, 1) and desk.frame.epoch > 3)
    desk.run.pause()
    desk.until(lambda: desk.run.state is State.PAUSED)
    desk.settle()
    step = desk.frame.step
    desk.undo()
    assert (desk.frame.step, desk.playback.moment.assembly.wiring.sizes) == (step, (2, 4, 2, 1))
    assert desk.undo_text == f"Train {step:,} steps"
    desk.undo()
    assert desk.frame.step == 0
    desk.redo()
    desk.redo()
    assert (desk.frame.step, desk.playback.moment.assembly.wiring.sizes) == (step, (2, 6, 2, 1))


@pytest.mark.parametrize("edit", [edits.new_weights, lambda project: edits.choose_dataset(project, "spiral")])
def test_undoing_what_began_anew_finds_the_run_that_was_left(desk: Desk, edit: Callable[[Project], Project]) -> None:
    desk.epochs(4)
    left, rows = desk.weights, len(desk.playback.moment.curves)
    desk.editor.apply("Anew", edit)
    desk.settle()
    assert desk.frame.step == 0
    assert [run.epochs for run in desk.past.runs] == [4]
    desk.epochs(2)
    other = desk.weights
    desk.undo()
    desk.undo()
    assert same_bits(desk.weights, left)
    assert len(desk.playback.moment.curves) == rows
    desk.redo()
    assert desk.frame.step == 0
    desk.redo()
    assert same_bits(desk.weights, other)


def test_rewinding_can_be_undone(desk: Desk) -> None:
    desk.epochs(3)
    learned = desk.weights
    desk.run.rewind()
    desk.settle()
    assert desk.undo_text == "Rewind"
    assert desk.frame.step == 0
    assert len(desk.past.runs) == 1
    desk.undo()
    assert same_bits(desk.weights, learned)
    assert len(desk.playback.moment.history) == 4
    assert desk.past.runs == (), "it is under way again"
    desk.run.rewind()
    desk.settle()
    assert [run.number for run in desk.past.runs] == [1]


def test_play_that_trains_nothing_leaves_nothing_to_undo(desk: Desk) -> None:
    desk.run.start()
    desk.run.pause()
    desk.until(lambda: desk.run._is_over)
    assert desk.editor.undo_stack.canUndo() == (desk.frame.step > 0)


def test_hundreds_of_undos_and_redos_at_a_stroke_end_where_they_began(desk: Desk) -> None:
    desk.epochs(2)
    desk.editor.apply("Faster", edits.set_training, learning_rate=0.01)
    desk.epochs(2)
    desk.editor.apply("Anew", edits.new_weights)
    desk.settle()
    desk.epochs(1)
    desk.run.rewind()
    desk.settle()
    desk.epochs(2)
    learned, stack = desk.weights, desk.editor.undo_stack
    for _ in range(20):
        while stack.canUndo():
            stack.undo()
        while stack.canRedo():
            stack.redo()
    desk.settle()
    assert same_bits(desk.weights, learned)
    while stack.canUndo():
        stack.undo()
    desk.settle()
    assert desk.frame.step == 0
    assert desk.playback.moment.project == ADAM


# On from an earlier moment


def test_a_branch_goes_on_just_as_training_did(desk: Desk) -> None:
    """With the optimizer's memory and the samples in the same order: nothing was changed, so it is the same again."""
    desk.epochs(6)
    learned = desk.weights
    desk.playback.seek(3 * 25)
    assert desk.frame.is_exact
    assert desk.playback.branch(desk.editor)
    desk.settle()
    moment = desk.playback.moment
    assert (moment.frame.step, moment.is_live, moment.origin.step) == (75, True, 75)
    assert [frame.step for frame in moment.history] == [0, 25, 50, 75]
    assert moment.curves.step[-1] == 75
    assert [run.epochs for run in desk.past.runs] == [6], "the run that was left is there to compare with"
    assert [mark.step for mark in landmarks(moment) if mark.sort is Sort.BRANCH] == [75]
    desk.epochs(3)
    assert same_bits(desk.weights, learned)


def test_undo_comes_back_to_the_run_that_was_left(desk: Desk) -> None:
    desk.epochs(6)
    learned, steps = desk.weights, [frame.step for frame in desk.playback.moment.history]
    desk.past.rename_now("the first")
    desk.playback.seek(50)
    desk.playback.branch(desk.editor)
    desk.settle()
    assert [run.name for run in desk.past.runs] == ["the first"]
    assert desk.undo_text == "Continue from step 50"
    desk.epochs(2)
    branch = desk.weights
    desk.undo()
    desk.undo()
    assert same_bits(desk.weights, learned)
    assert [frame.step for frame in desk.playback.moment.history] == steps
    assert desk.past.name_now == "the first"
    assert [run.branched_at for run in desk.past.runs] == [], (
        "up to where it branched off it had learned nothing of its own"
    )
    desk.redo()
    desk.redo()
    assert same_bits(desk.weights, branch)
    assert desk.playback.moment.origin.step == 50


def test_the_document_goes_back_with_it_as_one_step(desk: Desk) -> None:
    desk.epochs(2)
    desk.editor.apply("More", edits.add_layer, 1)
    desk.epochs(2)
    assert len(desk.editor.project.network.hidden) == 3
    desk.playback.seek(25)
    assert desk.playback.branch(desk.editor)
    desk.settle()
    assert len(desk.editor.project.network.hidden) == 2
    assert desk.weights.sizes == (2, 4, 2, 1)
    desk.undo()
    assert len(desk.editor.project.network.hidden) == 3
    assert desk.frame.epoch == 4


def test_what_is_now_is_no_place_to_branch_off(desk: Desk) -> None:
    desk.epochs(1)
    assert not desk.playback.branch(desk.editor)


def test_a_divergence_is_marked_and_can_be_undone(desk: Desk) -> None:
    desk.epochs(2)
    before = desk.weights
    desk.editor.apply("Line", edits.set_all_activations, "identity")
    desk.editor.apply("Out", edits.set_output, "identity")
    desk.editor.apply("SGD", edits.set_training, optimizer="sgd", learning_rate=10.0)
    desk.settle()
    desk.run.start()
    desk.until(lambda: desk.run.state is State.DIVERGED)
    desk.settle()
    (mark,) = [mark for mark in landmarks(desk.playback.moment) if mark.sort is Sort.DIVERGENCE]
    assert "overflowed" in mark.text
    for _ in range(4):
        desk.undo()
    assert same_bits(desk.weights, before)
    assert not desk.playback.moment.divergences


# Played back


def test_it_is_played_back_and_stops_at_the_end(desk: Desk) -> None:
    desk.epochs(5)
    seen: list[int] = []
    desk.playback.moment_changed.connect(lambda moment: seen.append(moment.frame.step))
    desk.playback.set_replay(speed=8.0)
    desk.playback.toggle_replay()
    assert desk.playback.is_replaying
    desk.until(lambda: not desk.playback.is_replaying)
    assert seen[0] == 0
    assert seen[-1] == 125
    assert seen == sorted(seen)
    assert desk.playback.moment.is_live
    desk.playback.toggle_replay(is_backwards=True)
    desk.until(lambda: not desk.playback.is_replaying)
    assert desk.frame.step == 0


def test_who_is_late_leaves_moments_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.epochs(8)
    clock = [0.0]
    monkeypatch.setattr("hlviz.session.playback.time.perf_counter", lambda: clock[0])
    desk.playback._timer.stop()
    desk.playback.set_replay(speed=1.0)
    desk.playback.toggle_replay()
    clock[0] += 0.55  # a beat that came half a second late
    desk.playback._beat()
    assert desk.frame.step == 125, "ten epochs a second, by the clock"
    clock[0] += 10
    desk.playback._beat()
    assert not desk.playback.is_replaying
    desk.playback._timer.start()


def test_training_and_looking_elsewhere_stop_it(desk: Desk) -> None:
    desk.epochs(3)
    for elsewhere in (
        lambda: desk.playback.seek(25),
        lambda: desk.playback.shift(-1),
        desk.playback.go_live,
        desk.run.step,
    ):
        desk.playback.toggle_replay()
        assert desk.playback.is_replaying
        elsewhere()
        assert not desk.playback.is_replaying


def test_landmarks_are_walked_along(desk: Desk) -> None:
    desk.epochs(3)
    desk.editor.apply("Faster", edits.set_training, learning_rate=0.1)
    desk.epochs(2)
    desk.editor.apply("Moved", edits.rename_layer, ADAM.network.hidden[0].id, "First")
    desk.epochs(1)
    marks = [mark for mark in landmarks(desk.playback.moment) if mark.sort is Sort.EDIT]
    assert [mark.text for mark in marks] == ["Edit: learning rate 0.03 → 0.1."], "a name makes no difference"
    desk.playback.seek(0)
    found = []
    while (mark := desk.playback.to_landmark(1)) is not None:
        found.append(mark.step)
        assert len(found) < 20
    assert desk.playback.moment.is_live
    assert marks[0].step in found
    assert found == sorted(found)


def test_frames_of_a_large_network_leave_the_optimizers_memory_out() -> None:
    from hlviz.training.history import History
    from hlviz.training.trainer import Trainer

    trainer = Trainer(ADAM)
    trainer.train(3)
    frame = trainer.snapshot(0)
    small = History(budget=100 * frame.bytes)
    small.add(frame, trainer.assembly)
    kept = small.at(3)
    assert not kept.is_exact
    again = trainer.returned(ADAM, kept)
    assert again.step == 3
    assert same_bits(again.parameters, frame.parameters)
    again.train(1)
    assert all(np.isfinite(array).all() for array in again.parameters.arrays)
