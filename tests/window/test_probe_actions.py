"""Following a sample from the menus: on, off, to the next one, to the next mistake, and what edges are to show."""

import numpy as np
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import edits
from hlviz.session.probe import Probe


def do(parts: Parts, action_id: str) -> None:
    assert parts.menus[action_id].isEnabled()
    parts.menus[action_id].trigger()


def test_a_sample_is_followed_and_left(parts: Parts) -> None:
    selection = parts.context.selection
    assert not parts.menus["probe.toggle"].isChecked()
    assert not parts.menus["probe.stop"].isEnabled()
    do(parts, "probe.toggle")
    assert selection.is_probing
    assert parts.menus["probe.toggle"].isChecked()
    do(parts, "probe.stop")
    assert not selection.is_probing
    selection.set_probe(5)
    assert parts.menus["probe.toggle"].isChecked(), "the menu follows what is done elsewhere"


def test_next_and_previous_go_through_the_part_that_the_sample_is_of(parts: Parts) -> None:
    c = parts.context
    split = c.playback.moment.split
    do(parts, "probe.next")
    assert c.selection.probe.row in split.test, "it begins with what the network has not seen"
    train = sorted(split.train.tolist())
    c.selection.set_probe(train[3])
    do(parts, "probe.next")
    assert c.selection.probe == Probe(train[4])
    do(parts, "probe.previous")
    do(parts, "probe.previous")
    assert c.selection.probe == Probe(train[2])


def test_the_next_mistake_is_one_and_all_are_found(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    moment = c.playback.moment
    points = moment.split.points
    said = moment.assembly.predicted(moment.passed(moment.split.to_inputs(points.x)).outputs)
    wrong = np.flatnonzero(said != points.y).tolist()
    assert len(wrong) > 3
    seen = []
    for _ in wrong:
        before = c.selection.probe
        do(parts, "probe.mistake")
        qtbot.waitUntil(lambda before=before: c.selection.probe != before)
        seen.append(c.selection.probe.row)
    assert sorted(seen) == wrong


def test_where_nothing_is_wrong_that_is_said(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    c.editor.apply("Data", edits.choose_dataset, "gauss")
    c.run.step_epoch()
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch == 1, timeout=30_000)
    assert c.playback.moment.frame.evaluation.test_metric == 1
    do(parts, "probe.mistake")
    qtbot.waitUntil(lambda: "none is misclassified" in parts.window.status.message)
    assert not c.selection.is_probing


def test_numbers_have_no_mistakes(parts: Parts) -> None:
    parts.context.editor.apply("Data", edits.choose_dataset, "sine")
    parts.menus.refresh()
    assert not parts.menus["probe.mistake"].isEnabled()


def test_what_edges_show_is_a_choice_that_is_remembered(parts: Parts) -> None:
    c = parts.context
    assert parts.menus["probe.edges.contributions"].isChecked()
    do(parts, "probe.edges.weights")
    assert not parts.menus["probe.edges.contributions"].isChecked()
    assert parts.menus["probe.edges.weights"].isChecked()
    assert not c.preferences.contributions


def test_a_place_of_the_plane_is_kept_for_data_of_the_plane_alone(parts: Parts) -> None:
    c = parts.context
    c.selection.set_own((1.0, 2.0))
    c.editor.apply("Data", edits.choose_dataset, "xor")
    assert c.selection.probe.own == (1.0, 2.0)
    c.editor.apply("Data", edits.choose_dataset, "iris")
    assert c.selection.probe.own is None
    c.editor.undo_stack.undo()
    c.selection.set_own((1.0, 2.0))
    c.filing.new(c.editor.project)
    assert c.selection.probe.own is None
