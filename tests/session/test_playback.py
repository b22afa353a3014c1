import pytest
from PySide6.QtWidgets import QWidget
from training.runs import project_of

from hlviz.document import edits
from hlviz.session.change import Change
from hlviz.session.playback import BEAT, IDLE_BEAT, Playback
from hlviz.session.run import Run
from hlviz.training.report import State


@pytest.fixture
def run(qtbot):
    run = Run(project_of("circle"))
    yield run
    assert run.close()


@pytest.fixture
def playback(run):
    playback = Playback(run)
    yield playback
    playback.stop()


def test_the_network_is_shown_before_anyone_presses_play(playback, qtbot):
    assert playback.moment is None
    with qtbot.waitSignal(playback.moment_changed) as told:
        pass
    moment = told.args[0]
    assert moment is playback.moment
    assert moment.frame.step == 0
    assert moment.state is State.PAUSED
    assert moment.is_live
    assert playback.report.frame is moment.frame


def test_while_it_runs_the_newest_is_shown(playback, run, qtbot):
    steps = []
    playback.moment_changed.connect(lambda moment: steps.append(moment.frame.step))
    run.start()
    qtbot.waitUntil(lambda: len(steps) > 10, timeout=30_000)
    assert steps == sorted(steps)
    assert playback._timer.interval() == BEAT
    run.pause()
    qtbot.waitUntil(lambda: playback.moment.state is State.PAUSED, timeout=30_000)
    assert playback.moment.frame.step == steps[-1]


def test_nothing_is_told_while_nothing_changes(playback, qtbot):
    with qtbot.waitSignal(playback.moment_changed):
        pass
    qtbot.waitUntil(lambda: playback._timer.interval() == IDLE_BEAT, timeout=30_000)
    with qtbot.assertNotEmitted(playback.moment_changed, wait=3 * IDLE_BEAT):
        pass


def test_at_most_one_moment_a_beat(playback, run, qtbot):
    told, beats = [], []
    playback._timer.timeout.connect(lambda: beats.append(1))
    playback.moment_changed.connect(told.append)
    run.start()
    qtbot.waitUntil(lambda: len(told) >= 10, timeout=30_000)
    assert len(told) <= len(beats) + 1


def test_a_moment_knows_the_project_it_shows(playback, run, qtbot):
    project = edits.add_layer(project_of("circle"), 1)
    run.follow(Change(project_of("circle"), project, "Add layer"))
    qtbot.waitUntil(lambda: playback.moment is not None and playback.moment.project is project, timeout=30_000)
    assert playback.moment.parameters.sizes == (2, 4, 4, 2, 1)
    assert len(playback.moment.maps) == 5


def test_the_gate_is_shut_until_what_changed_was_painted(playback, run, qtbot, monkeypatch):
    told = []
    for name in ("close", "open"):
        method = getattr(run.gate, name)
        monkeypatch.setattr(run.gate, name, lambda name=name, method=method: (told.append(name), method()))
    playback._drawn.timeout.disconnect()
    playback._drawn.timeout.connect(lambda: run.gate.open())

    class Picture(QWidget):
        def paintEvent(self, event):
            told.append("painted")

    picture = Picture()
    qtbot.addWidget(picture)
    picture.show()
    qtbot.waitExposed(picture)
    qtbot.waitUntil(lambda: "painted" in told)
    playback.moment_changed.connect(lambda _: picture.update())
    playback.waited.connect(picture.update)
    told.clear()
    run.start()
    qtbot.waitUntil(lambda: told.count("open") >= 5, timeout=30_000)
    playback.stop()
    begun = told.index("close")
    assert told[begun : begun + 12] == ["close", "painted", "open"] * 4


def test_after_an_edit_it_looks_soon(playback, run, qtbot):
    qtbot.waitUntil(lambda: playback._timer.interval() == IDLE_BEAT, timeout=30_000)
    run.follow(Change(project_of("circle"), edits.add_layer(project_of("circle"), 1), "Add layer"))
    assert playback._timer.interval() < BEAT


def test_stopped_it_tells_no_more(playback, run, qtbot):
    playback.stop()
    run.step()
    with qtbot.assertNotEmitted(playback.moment_changed, wait=3 * IDLE_BEAT):
        pass


def test_where_training_has_nothing_new_to_tell_what_moves_by_itself_goes_on(playback, run, qtbot, monkeypatch):
    run.start()
    qtbot.waitUntil(lambda: run.is_running and playback.moment is not None, timeout=30_000)
    monkeypatch.setattr(run, "take", lambda: None)
    told, closed = [], []
    playback.moment_changed.connect(told.append)
    monkeypatch.setattr(run.gate, "close", lambda: closed.append(1))
    waits = []
    playback.waited.connect(lambda: waits.append(len(closed)))
    qtbot.waitUntil(lambda: len(waits) >= 5, timeout=30_000)
    assert waits == [1, 2, 3, 4, 5], "training is held for each of these pictures, too"
    assert told == []
    monkeypatch.setattr(run, "_state", State.PAUSED)
    del waits[:]
    with qtbot.assertNotEmitted(playback.waited, wait=3 * IDLE_BEAT):
        pass
