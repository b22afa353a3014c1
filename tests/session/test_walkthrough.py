"""A walk through one step: from stage to stage, at the neuron that was clicked, of the moment on screen."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from pytestqt.qtbot import QtBot

from hlviz.document import edits
from hlviz.explain.microscope import Kind, Stage, next_batch
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target
from hlviz.session.walk_words import sample_words, words_of
from hlviz.session.walkthrough import PACE, PACES, Walkthrough
from hlviz.training.report import State
from tests.panels.moments import project_of, train, with_weights

Both = tuple[Walkthrough, Selection]


class Settled(Walkthrough):
    """Has computed all that it was asked for: on a busy machine that takes several slices."""

    def _begin(self, stage: Stage | None) -> None:
        super()._begin(stage)
        while self.is_computing:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@pytest.fixture(scope="module")
def xor() -> Moment:
    return train(project_of("xor", (4, 2)), 3)


@pytest.fixture
def both(qapp: object, xor: Moment) -> Both:
    selection = Selection()
    walkthrough = Settled(selection)
    walkthrough.show_moment(xor)
    walkthrough.open()
    return walkthrough, selection


def kinds(walkthrough: Walkthrough) -> list[Kind]:
    return [stage.kind for stage in walkthrough.stages]


def test_it_begins_with_the_sample_and_ends_with_the_update(both: Both) -> None:
    walkthrough, _ = both
    assert walkthrough.is_open
    assert walkthrough.stage == Stage(Kind.INPUT, 0)
    seen = [walkthrough.stage.kind]
    for _ in range(len(walkthrough.stages) - 1):
        walkthrough.next()
        seen.append(walkthrough.stage.kind)
    assert seen == kinds(walkthrough)
    assert seen[-1] is Kind.UPDATE
    walkthrough.next()
    assert walkthrough.stage.kind is Kind.UPDATE
    walkthrough.back()
    assert walkthrough.stage == Stage(Kind.BACKWARD, 1)
    walkthrough.close()
    assert walkthrough.sight is None
    assert walkthrough.stages == ()


def test_the_gradients_are_compared_with_finite_differences(both: Both, qtbot: QtBot, xor: Moment) -> None:
    walkthrough, _ = both
    qtbot.waitUntil(lambda: walkthrough.check is not None)
    assert walkthrough.check.total == xor.parameters.count
    assert walkthrough.check.agrees


def test_training_pauses_first_and_the_moment_of_the_pause_is_walked_through(qapp: object, xor: Moment) -> None:
    walkthrough, asked = Settled(Selection()), []
    walkthrough.pause_requested.connect(lambda: asked.append(True))
    walkthrough.show_moment(replace(xor, state=State.RUNNING))
    walkthrough.open()
    assert asked == [True]
    assert not walkthrough.is_open
    walkthrough.show_moment(xor)
    assert walkthrough.is_open
    assert np.array_equal(walkthrough.sight.walk.parameters.weights[0], xor.parameters.weights[0])


def test_it_ends_and_says_so_when_training_goes_on(both: Both, xor: Moment) -> None:
    walkthrough, _ = both
    said: list[str] = []
    walkthrough.said.connect(said.append)
    walkthrough.show_moment(replace(xor, state=State.RUNNING))
    assert not walkthrough.is_open
    assert "ended" in said[0]
    walkthrough.show_moment(xor)
    assert not walkthrough.is_open


def test_another_moment_is_walked_through_anew_at_the_same_stage(both: Both, xor: Moment) -> None:
    walkthrough, _ = both
    walkthrough.go_to(6)
    stage, said = walkthrough.stage, []
    walkthrough.said.connect(said.append)
    other = with_weights(xor, lambda weights, biases: weights[0].__setitem__((0, 0), 2.0))
    walkthrough.show_moment(other)
    assert walkthrough.stage == stage
    assert walkthrough.sight.walk.parameters.weights[0][0, 0] == 2.0
    assert said
    said.clear()
    walkthrough.show_moment(replace(other, steps_per_second=3.0))
    walkthrough.show_moment(replace(other, frame=replace(other.frame)))
    assert said == []


def test_a_network_of_another_shape_is_walked_through_from_a_stage_of_the_same_kind(both: Both) -> None:
    walkthrough, _ = both
    walkthrough.go_to(2)
    walkthrough.show_moment(train(project_of("xor", ()), 1))
    assert walkthrough.stage == Stage(Kind.FORWARD, 1)
    assert len(walkthrough.stages) == 5


def test_it_plays_to_the_end_at_the_pace_that_was_chosen(both: Both, qtbot: QtBot) -> None:
    walkthrough, _ = both
    assert walkthrough.pace == PACE == 1250
    walkthrough.set_pace(1)
    assert walkthrough.pace == PACES[0]
    walkthrough.go_to(len(walkthrough.stages) - 3)
    walkthrough.play()
    assert walkthrough.is_playing
    qtbot.waitUntil(lambda: walkthrough.place == len(walkthrough.stages) - 1, timeout=5000)
    assert not walkthrough.is_playing
    walkthrough.play()
    assert walkthrough.place == 0
    walkthrough.next()
    assert not walkthrough.is_playing


def test_a_neuron_that_is_clicked_is_what_the_numbers_are_of(both: Both, xor: Moment) -> None:
    walkthrough, selection = both
    layers = xor.assembly.wiring.layers
    selection.select(Target(neuron=layers[2][1]))
    assert walkthrough.stage == Stage(Kind.FORWARD, 2)
    assert (walkthrough.sight.focus.layer, walkthrough.sight.focus.row) == (2, 1)
    walkthrough.go_to(kinds(walkthrough).index(Kind.BACKWARD))
    selection.select(Target(edge=(layers[0][1], layers[1][3])))
    assert walkthrough.stage == Stage(Kind.BACKWARD, 1)
    focus = walkthrough.sight.focus
    assert (focus.row, focus.source) == (3, 1)
    assert walkthrough.sight.focused == selection.target
    walkthrough.go_to(len(walkthrough.stages) - 1)
    assert walkthrough.sight.focus == focus
    selection.select(NOTHING)
    assert walkthrough.sight.focus.layer == 3


def test_at_another_layer_than_that_of_the_selected_neuron_it_shows_one_of_that_layer(both: Both, xor: Moment) -> None:
    walkthrough, selection = both
    selection.select(Target(neuron=xor.assembly.wiring.layers[1][2]))
    walkthrough.next()
    assert walkthrough.sight.focus.layer == walkthrough.stage.layer == 2


def test_it_can_go_neuron_by_neuron(both: Both) -> None:
    walkthrough, _ = both
    walkthrough.go_to(2)
    walkthrough.set_by_neuron(True)
    assert walkthrough.stage == Stage(Kind.FORWARD, 2, 0)
    assert len(walkthrough.stages) == 3 + 2 * (4 + 2 + 1)
    walkthrough.next()
    assert walkthrough.sight.focus.row == 1
    walkthrough.set_by_neuron(False)
    assert walkthrough.stage == Stage(Kind.FORWARD, 2)


def test_it_follows_the_sample_that_everyone_follows(both: Both, xor: Moment) -> None:
    walkthrough, selection = both
    first = next_batch(xor.assembly, xor.frame).rows[0]
    assert walkthrough.sight.walk.samples.rows.tolist() == [first]
    row = int(xor.split.test[4])
    selection.set_probe(row)
    assert walkthrough.sight.walk.samples.rows.tolist() == [row]
    assert "test" in sample_words(walkthrough.sight.walk)
    walkthrough.shift_sample(1)
    assert walkthrough.sight.walk.samples.rows.tolist() == [selection.probe.row] != [row]
    selection.set_own((1.0, 2.0))
    assert walkthrough.sight.walk.is_forward_only
    assert walkthrough.check is None


def test_where_the_diagram_shows_a_sample_in_any_case_it_is_that_one(qapp: object) -> None:
    walkthrough = Settled(Selection())
    walkthrough.show_moment(train(project_of("iris", (3,)), 1))
    walkthrough.open()
    assert walkthrough.sight.walk.samples.rows.tolist() == [0]


def test_of_the_next_batch_one_sample_after_the_other_can_be_looked_at(both: Both, xor: Moment) -> None:
    walkthrough, selection = both
    walkthrough.set_of_batch(True)
    batch = next_batch(xor.assembly, xor.frame)
    assert walkthrough.sight.walk.samples.rows.tolist() == batch.rows.tolist()
    walkthrough.shift_sample(-1)
    assert walkthrough.sight.walk.shown == len(batch) - 1
    assert selection.probe.row == batch.rows[-1]
    assert f"sample {len(batch)} of {len(batch)}" in sample_words(walkthrough.sight.walk)


def test_numbers_that_overflow_are_not_shown(qapp: object, xor: Moment) -> None:
    walkthrough, said = Settled(Selection()), []
    walkthrough.said.connect(said.append)
    walkthrough.show_moment(with_weights(xor, lambda weights, biases: weights[0].fill(np.inf)))
    walkthrough.open()
    assert not walkthrough.is_open
    assert "overflow" in said[0]


def test_every_stage_is_told_in_words(both: Both, xor: Moment) -> None:
    walkthrough, _ = both
    titles = []
    for place in range(len(walkthrough.stages)):
        walkthrough.go_to(place)
        words = words_of(walkthrough.sight)
        titles.append(words.title)
        assert min(len(words.line), len(words.child), len(words.depth)) > 20
        assert "{" not in words.title + words.line + words.child + words.depth
    assert titles[1] == "Forward: Hidden 1"
    assert titles[-2:] == ["Backward: Hidden 1", "Update"]
    assert len(set(titles)) == len(titles)


def test_without_hidden_layers_there_is_one_way_forth_and_back(qapp: object) -> None:
    walkthrough = Settled(Selection())
    walkthrough.show_moment(train(edits.set_output(project_of("iris", ()), "softmax"), 1))
    walkthrough.open()
    assert kinds(walkthrough) == [Kind.INPUT, Kind.FORWARD, Kind.LOSS, Kind.BACKWARD, Kind.UPDATE]
