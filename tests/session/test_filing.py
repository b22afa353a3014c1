"""Save, open, and go on as if nothing had happened; and what the title says about it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hlviz.cli import main
from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.guess import guess
from hlviz.datasets.table_recipe import learned
from hlviz.document import Project, edits
from hlviz.errors import ProjectFileError
from hlviz.files import read_project
from hlviz.session import filing as module
from hlviz.session.editor import Editor
from hlviz.session.filing import Filing
from hlviz.session.playback import Playback
from hlviz.session.preferences import Preferences
from hlviz.session.run import Run
from hlviz.training.frame import Frame
from hlviz.training.pace import Allowance
from hlviz.training.report import State
from hlviz.training.trainer import Trainer


@dataclass(eq=False)
class Desk:
    """A document with all that moves it, but no window."""

    bot: QtBot
    editor: Editor
    run: Run
    playback: Playback
    preferences: Preferences
    filing: Filing

    @property
    def frame(self) -> Frame:
        report = self.playback.report
        assert report is not None
        return report.frame

    def train(self, epochs: int = 1) -> None:
        for _ in range(epochs):
            before = self.frame.step
            self.run.step_epoch()
            self.bot.waitUntil(
                lambda before=before: self.frame.step > before and self.run.state is State.PAUSED, timeout=30_000
            )

    def save_as(self, path: Path) -> None:
        with self.bot.waitSignal(self.filing.saved):
            self.filing.save_as(path)

    def open(self, path: Path) -> None:
        with self.bot.waitSignal(self.editor.opened):
            self.filing.open(path)
        self.settle()

    def settle(self) -> None:
        """Wait until training shows the document as it is."""
        self.bot.waitUntil(
            lambda: self.playback.report is not None and self.playback.report.assembly.project is self.editor.project
        )


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    project = edits.set_training(edits.set_shape(Project(), (4,)), optimizer="adam")
    editor, run = Editor(project), Run(project)
    playback, preferences = Playback(run), Preferences(tmp_path / "settings" / "hlviz.ini")
    filing = Filing(editor, run, playback, preferences)
    editor.changed.connect(run.follow)
    desk = Desk(qtbot, editor, run, playback, preferences, filing)
    desk.settle()
    yield desk
    filing.close()
    playback.stop()
    assert run.close()


def test_a_new_document_has_no_file_and_nothing_to_lose(desk: Desk) -> None:
    assert desk.filing.path is None
    assert desk.filing.title == "Untitled"
    assert not desk.filing.is_modified
    assert not desk.filing.save()


def test_saved_it_has_a_name_and_nothing_to_lose(desk: Desk, tmp_path: Path) -> None:
    desk.editor.apply("Grow", edits.resize_layer, desk.editor.project.network.hidden[0].id, 6)
    assert desk.filing.is_modified
    desk.save_as(tmp_path / "mine.hlviz")
    assert not desk.filing.is_modified
    assert desk.filing.path == tmp_path / "mine.hlviz"
    assert desk.filing.title == "mine"
    assert desk.preferences.recent_files == [tmp_path / "mine.hlviz"]
    assert read_project(tmp_path / "mine.hlviz").project == desk.editor.project


def test_training_counts_as_a_change(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "mine.hlviz")
    with desk.bot.waitSignal(desk.filing.changed):
        desk.train()
    assert desk.filing.is_modified
    with desk.bot.waitSignal(desk.filing.saved):
        assert desk.filing.save()
    assert not desk.filing.is_modified
    assert read_project(tmp_path / "mine.hlviz").frame.step == desk.frame.step > 0


def test_back_at_what_was_saved_nothing_is_modified(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "mine.hlviz")
    desk.editor.apply("Rate", edits.set_training, learning_rate=0.5)
    assert desk.filing.is_modified
    desk.editor.undo_stack.undo()
    assert not desk.filing.is_modified
    desk.train()
    desk.run.rewind()
    desk.bot.waitUntil(lambda: not desk.filing.is_modified, timeout=30_000)


def test_opened_again_it_goes_on_where_it_was(desk: Desk, tmp_path: Path) -> None:
    desk.train(3)
    desk.save_as(tmp_path / "mine.hlviz")
    desk.train(2)
    expected = desk.frame
    desk.filing.new(Project())
    desk.open(tmp_path / "mine.hlviz")
    assert desk.frame.step < expected.step
    assert not desk.filing.is_modified
    assert desk.filing.title == "mine"
    assert not desk.editor.undo_stack.canUndo()
    desk.train(2)
    for mine, theirs in zip(desk.frame.parameters.arrays, expected.parameters.arrays, strict=True):
        assert (mine == theirs).all()
    assert desk.playback.report is not None
    assert list(desk.playback.report.curves.epoch) == [0, 1, 2, 3, 4, 5]
    assert desk.filing.is_modified


def test_the_window_and_the_command_line_learn_the_same(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "mine.hlviz")
    desk.train(3)
    assert main(["train", str(tmp_path / "mine.hlviz"), "--epochs", "3", "--out", str(tmp_path / "three.hlviz")]) == 0
    alone = read_project(tmp_path / "three.hlviz").frame
    assert alone.step == desk.frame.step
    for mine, theirs in zip(desk.frame.parameters.arrays, alone.parameters.arrays, strict=True):
        assert (mine == theirs).all()
    assert alone.evaluation == desk.frame.evaluation


def test_what_is_saved_is_the_document_with_the_last_edit(desk: Desk, tmp_path: Path) -> None:
    desk.editor.apply("Add layer", edits.add_layer, 1, 7)
    desk.save_as(tmp_path / "mine.hlviz")  # before training has followed the edit
    assert [layer.size for layer in read_project(tmp_path / "mine.hlviz").project.network.hidden] == [4, 7]
    assert not desk.filing.is_modified


def test_saving_while_it_trains_saves_a_moment_of_it(desk: Desk, tmp_path: Path) -> None:
    desk.run.start()
    desk.bot.waitUntil(lambda: desk.frame.step > 10, timeout=30_000)
    desk.save_as(tmp_path / "mine.hlviz")
    saved = read_project(tmp_path / "mine.hlviz")
    assert saved.frame.step > 10
    saved.trainer().train()
    desk.bot.waitUntil(lambda: desk.filing.is_modified)  # it has learned more since
    desk.run.pause()


def test_saved_while_it_trains_it_has_the_losses_of_its_very_step(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Allowance, "suffices", False
    )  # as where samples are so many that training cannot wait to be judged
    desk.run.start()
    desk.bot.waitUntil(lambda: not desk.frame.is_judged)
    desk.save_as(tmp_path / "mine.hlviz")
    desk.run.pause()
    saved = read_project(tmp_path / "mine.hlviz")
    assert saved.frame.step > 0
    assert saved.frame.evaluation == saved.trainer().evaluate()


def test_edited_while_it_was_written_it_is_modified(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, edited = module.write_project, threading.Event()

    def slow(*args: object) -> None:
        assert edited.wait(10)
        write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "write_project", slow)
    with desk.bot.waitSignal(desk.filing.saved):
        desk.filing.save_as(tmp_path / "mine.hlviz")
        assert desk.filing.is_busy
        desk.editor.apply("Rate", edits.set_training, learning_rate=0.5)
        edited.set()
    assert not desk.filing.is_busy
    assert desk.filing.is_modified
    desk.editor.undo_stack.undo()
    # what is on screen is what was saved, but that is not known: better one question too many
    assert desk.filing.is_modified


def test_the_window_does_not_wait_for_the_disk(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    write = module.write_project

    def watched(*args: object) -> None:
        threads.append(threading.current_thread())
        write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "write_project", watched)
    desk.save_as(tmp_path / "mine.hlviz")
    assert threads
    assert threads[0] is not threading.main_thread()


def test_a_save_that_fails_is_told_and_the_document_stays_modified(desk: Desk, tmp_path: Path) -> None:
    desk.editor.apply("Rate", edits.set_training, learning_rate=0.5)
    with desk.bot.waitSignal(desk.filing.failed, timeout=30_000) as told:
        desk.filing.save_as(tmp_path / "none" / "mine.hlviz")
    assert "there is no folder" in told.args[0]
    assert desk.filing.is_modified
    assert desk.filing.path is None
    assert not desk.filing.is_busy
    assert desk.preferences.recent_files == []


def test_a_file_that_cannot_be_opened_leaves_everything_as_it_is(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "mine.hlviz")
    (tmp_path / "bad.hlviz").write_bytes(b"nonsense")
    before = desk.editor.project
    with desk.bot.waitSignal(desk.filing.failed, timeout=30_000) as told:
        desk.filing.open(tmp_path / "bad.hlviz")
    assert "bad.hlviz is damaged" in told.args[0]
    assert desk.editor.project is before
    assert desk.filing.title == "mine"
    assert not desk.filing.is_modified


def test_a_new_document_after_another(desk: Desk, tmp_path: Path) -> None:
    desk.train()
    desk.save_as(tmp_path / "mine.hlviz")
    desk.train()
    desk.filing.new(Project(name="Fresh"))
    assert desk.filing.path is None
    assert desk.filing.title == "Fresh"
    assert not desk.filing.is_modified
    desk.settle()
    assert desk.frame.step == 0
    assert not desk.filing.is_modified


def test_the_same_project_anew_is_not_saved_with_the_old_weights(desk: Desk, tmp_path: Path) -> None:
    project = desk.editor.project
    desk.train()
    desk.filing.new(project)
    desk.save_as(tmp_path / "mine.hlviz")  # before training has begun anew
    assert read_project(tmp_path / "mine.hlviz").frame.step == 0


def test_a_table_is_an_edit(desk: Desk, tmp_path: Path) -> None:
    before = desk.editor.project
    path = tmp_path / "mine.csv"
    path.write_text("a,b,c\n" + "".join(f"{i},{i % 3},{i % 2}\n" for i in range(12)), encoding="utf-8")
    raw = read_raw(Origin(path))
    outcome = learned(raw, guess(raw, "b"))
    desk.filing.use_samples(outcome.points, outcome.recipe, "mine")
    assert desk.editor.project.data.dataset == "table"
    assert desk.editor.project.data.recipe == outcome.recipe
    desk.settle()
    report = desk.playback.report
    assert report is not None
    assert report.assembly.points.target_name == "b"
    assert desk.filing.path is None
    assert desk.filing.is_modified
    desk.save_as(tmp_path / "mine.hlviz")
    assert read_project(tmp_path / "mine.hlviz").project.data.recipe == outcome.recipe
    desk.editor.undo_stack.undo()
    assert desk.editor.project == before


def test_rows_are_added_as_the_recipe_says(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "a,colour,c\n" + "".join(f"{i},{'red' if i % 2 else 'blue'},{i % 3}\n" for i in range(12)), encoding="utf-8"
    )
    with desk.bot.waitSignal(desk.filing.failed, timeout=30_000) as told:
        desk.filing.add_rows(Origin(path))
    assert "open a table first" in told.args[0]
    raw = read_raw(Origin(path))
    outcome = learned(raw, guess(raw))
    desk.filing.use_samples(outcome.points, outcome.recipe, "mine")
    (tmp_path / "more.csv").write_text("c;colour;a\n2;red;1,5\n0;blue;7\n", encoding="utf-8")
    with desk.bot.waitSignal(desk.editor.changed, timeout=30_000):
        desk.filing.add_rows(Origin(tmp_path / "more.csv"))
    table = desk.editor.project.data.table
    assert table is not None
    assert table.x[12:].tolist() == [[1.5, 1], [7, 0]]
    assert table.y[12:].tolist() == [2, 0]
    (tmp_path / "odd.csv").write_text("c;colour;a\n2;pink;1,5\n", encoding="utf-8")
    with desk.bot.waitSignal(desk.filing.failed, timeout=30_000) as told:
        desk.filing.add_rows(Origin(tmp_path / "odd.csv"))
    assert "row 2, column 'colour': 'pink' is none of 'blue', 'red'" in told.args[0]
    desk.editor.undo_stack.undo()
    assert desk.editor.project.data.table is outcome.points


def test_closing_waits_for_what_is_being_written(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ProjectFileError("the disk is full")

    told: list[str] = []
    desk.filing.saved.connect(lambda path: told.append(f"saved {Path(path).name}"))
    desk.filing.failed.connect(told.append)
    desk.filing.save_as(tmp_path / "one.hlviz")
    desk.filing.save_as(tmp_path / "two.hlviz")
    desk.filing.close()
    monkeypatch.setattr(module, "write_project", fail)
    desk.filing.save_as(tmp_path / "three.hlviz")
    desk.filing.close()
    assert told == ["saved one.hlviz", "saved two.hlviz", "the disk is full"]
    assert sorted(path.name for path in tmp_path.glob("*.hlviz")) == ["one.hlviz", "two.hlviz"]


def test_what_training_could_not_follow_is_not_saved_as_something_else(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(trainer: Trainer, project: Project) -> Trainer:
        raise ZeroDivisionError("a fault")

    with monkeypatch.context() as broken:
        broken.setattr(Trainer, "followed", fault)
        desk.editor.apply("Rate", edits.set_training, learning_rate=0.5)
        with desk.bot.waitSignal(desk.filing.failed, timeout=30_000) as told:
            desk.filing.save_as(tmp_path / "mine.hlviz")
        assert "undo it and save again" in told.args[0]
        with desk.bot.waitSignal(desk.filing.failed, timeout=30_000):
            desk.filing.save_as(tmp_path / "mine.hlviz")
        desk.editor.apply("Rate", edits.set_training, learning_rate=0.25)
        with desk.bot.waitSignal(desk.filing.failed, timeout=30_000):
            desk.filing.save_as(tmp_path / "mine.hlviz")
    assert not (tmp_path / "mine.hlviz").exists()
    desk.editor.undo_stack.undo()
    desk.editor.undo_stack.undo()
    desk.save_as(tmp_path / "mine.hlviz")
    assert read_project(tmp_path / "mine.hlviz").project == desk.editor.project


def test_what_is_edited_while_a_file_is_read_is_not_lost(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save_as(tmp_path / "mine.hlviz")
    may_go_on = threading.Event()

    def slowly(path: Path) -> object:
        assert may_go_on.wait(10)
        return read_project(path)

    monkeypatch.setattr(module, "read_project", slowly)
    desk.filing.open(tmp_path / "mine.hlviz")
    desk.editor.apply("Add layer", edits.add_layer, 0)
    edited = desk.editor.project
    with desk.bot.waitSignal(desk.filing.failed, timeout=30_000) as told:
        may_go_on.set()
    assert "mine.hlviz was not opened" in told.args[0]
    assert desk.editor.project is edited
    desk.open(tmp_path / "mine.hlviz")  # asked again, it is
    assert desk.editor.project != edited


def test_a_fault_of_the_program_is_not_swallowed(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(path: Path) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(module, "read_project", fault)
    with desk.bot.captureExceptions() as seen:
        desk.filing.open(tmp_path / "x.hlviz")
        desk.bot.waitUntil(lambda: bool(seen), timeout=30_000)
    assert isinstance(seen[0][1], ZeroDivisionError)
