import threading
from dataclasses import replace

import pytest
from training.runs import project_of, same_bits

from hlviz.document import edits
from hlviz.session.change import Change
from hlviz.session.editor import Editor
from hlviz.session.run import Run
from hlviz.training.pace import Pace
from hlviz.training.report import State
from hlviz.training.trainer import Trainer


@pytest.fixture
def run(qtbot):
    run = Run(project_of("circle"))
    yield run
    assert run.close()


@pytest.fixture
def until(qtbot, run):
    """Wait for a report that is as wished."""

    def until(wanted):
        found = []

        def look():
            report = run.take()
            if report is not None and wanted(report):
                found.append(report)
            return bool(found)

        qtbot.waitUntil(look)
        return found[0]

    return until


def test_play_and_pause(run, until):
    states = []
    run.state_changed.connect(states.append)
    assert run.state is State.PAUSED
    run.toggle()
    until(lambda r: r.frame.epoch > 1)
    assert run.is_running
    run.toggle()
    until(lambda r: r.state is State.PAUSED)
    assert not run.is_running
    assert states == [State.RUNNING, State.PAUSED]


def test_steps(run, until):
    run.step()
    until(lambda r: r.frame.step == 1)
    run.step_epoch()
    assert until(lambda r: r.frame.epoch == 1).frame.step == 25
    run.rewind()
    assert until(lambda r: r.frame.step == 0).state is State.PAUSED


def test_it_follows_the_editor(run, until):
    editor = Editor(project_of("circle"))
    editor.changed.connect(run.follow)
    run.step_epoch()
    until(lambda r: r.frame.epoch == 1)
    editor.apply("Add layer", edits.add_layer, 1)
    report = until(lambda r: True)
    assert report.assembly.project is editor.project
    assert report.frame.epoch == 1
    editor.undo_stack.undo()
    assert until(lambda r: True).assembly.wiring.sizes == (2, 4, 2, 1)


def test_reports_of_the_network_before_an_edit_are_dropped(run, qtbot, until):
    until(lambda r: True)
    run.step()
    qtbot.waitUntil(lambda: not run._worker.reports.is_empty)  # there is one of the old network
    project = edits.add_layer(project_of("circle"), 1)
    run.follow(Change(project_of("circle"), project, "Add layer"))
    seen = []
    qtbot.waitUntil(lambda: bool((report := run.take()) and seen.append(report)) or bool(seen), timeout=30_000)
    assert seen[0].assembly.wiring.sizes == (2, 4, 4, 2, 1)


def test_a_late_report_of_the_network_before_changes_nothing(run, until):
    old = until(lambda r: True)
    run.follow(Change(project_of("circle"), edits.add_layer(project_of("circle"), 1), "Add layer"))
    until(lambda r: True)
    run._worker.reports.put(replace(old, state=State.FAILED, error="long ago"))
    assert run.take() is None
    assert run.state is State.PAUSED


def test_no_report_ever_shows_another_network_than_the_document(run, qtbot):
    editor = Editor(project_of("circle"))
    editor.changed.connect(run.follow)
    run.start()
    seen = 0
    for turn in range(60):
        place = turn % 3
        if turn % 2:
            editor.undo_stack.undo()
        else:
            editor.apply("Add layer", edits.add_layer, place, 3 + turn % 5)
        report = run.take()
        if turn % 6 == 0:
            found = []
            qtbot.waitUntil(
                lambda found=found: bool((r := run.take()) and not found.append(r)) or bool(found), timeout=30_000
            )
            report = found[0]
        if report is not None:
            seen += 1
            hidden = tuple(layer.size for layer in editor.project.network.hidden)
            assert report.assembly.wiring.sizes == (2, *hidden, 1)
            assert report.frame.parameters.sizes == report.assembly.wiring.sizes
    assert seen >= 10


def test_a_fault_is_told_and_an_undo_helps(run, until, qtbot, monkeypatch):
    until(lambda r: True)
    before = project_of("circle")
    after = edits.add_layer(before, 1)
    told, shown = [], []
    run.failed.connect(told.append)
    with monkeypatch.context() as broken:
        broken.setattr(Trainer, "followed", lambda self, project: 1 / 0)
        run.follow(Change(before, after, "Add layer"))
        qtbot.waitUntil(lambda: shown.append(run.take()) or run.state is State.FAILED, timeout=30_000)
    assert "ZeroDivisionError" in told[0]
    assert not any(shown)  # there is no picture of the new network, and the old one is not of the document
    run.follow(Change(after, before, "Add layer"))
    assert until(lambda r: r.state is State.PAUSED).assembly.wiring.sizes == (2, 4, 2, 1)


def test_a_second_fault_in_a_row_is_told_as_well(run, until, qtbot, monkeypatch):
    until(lambda r: True)
    projects = [project_of("circle")]
    monkeypatch.setattr(Trainer, "followed", lambda self, project: 1 / 0)
    told = []
    run.failed.connect(told.append)
    for times in (1, 2):
        projects.append(edits.add_layer(projects[-1], 1))
        run.follow(Change(projects[-2], projects[-1], "Add layer"))
        qtbot.waitUntil(lambda times=times: run.take() is None and len(told) == times, timeout=30_000)
    run.pause()  # another order: the same fault is not told again
    qtbot.waitUntil(lambda: not run._worker._orders, timeout=30_000)
    run.take()
    assert len(told) == 2


def test_another_document_goes_on_where_it_was(run, until):
    trainer = Trainer(project_of("iris"))
    for _ in range(10):
        trainer.train()
    run.start()
    until(lambda r: r.frame.epoch > 0)
    run.open(trainer.project, trainer.start, trainer.snapshot(0))
    report = until(lambda r: r.assembly.project is trainer.project)
    assert report.state is State.PAUSED
    assert report.frame.step == 10
    assert same_bits(report.frame.parameters, trainer.parameters)


def test_the_pace_can_be_asked_for(run):
    assert run.pace == Pace()
    run.set_pace(Pace(epochs=60))
    assert run.pace == Pace(epochs=60)


def test_closing_leaves_no_thread(qtbot):
    run = Run(project_of("circle"))
    run.start()
    assert run.close()
    assert "hlviz-training" not in {thread.name for thread in threading.enumerate()}
