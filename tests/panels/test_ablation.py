"""The ranking of neurons by what they are worth."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.explain.ablation import goodness
from hlviz.nn.mlp import forward
from hlviz.panels import ablation as file
from hlviz.panels.ablation import AblationPanel
from hlviz.panels.worth_words import rung_of
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target

from .moments import project_of, running, train, with_weights


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> AblationPanel:
    panel = AblationPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(318, 200)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def shown(panel: AblationPanel, moment: Moment) -> AblationPanel:
    panel.show_moment(moment)
    panel.catch_up()
    panel.grab()
    return panel


def loss_without(moment: Moment, layer: int, place: int) -> float:
    other = with_weights(moment, lambda weights, _: weights[layer].__setitem__(place, 0))
    passed = forward(other.parameters, moment.assembly.activations, moment.split.train_x[:500])
    return goodness(moment.assembly, passed.outputs)[0]


def test_a_row_for_each_neuron_from_the_one_that_is_missed_most_down(panel: AblationPanel, circle: Moment) -> None:
    shown(panel, circle)
    rungs = panel.ladder.rungs
    assert len(rungs) == 6
    before = goodness(circle.assembly, circle.train_pass.outputs)[0]
    for rung in rungs:
        place = circle.assembly.wiring.find(rung.key)
        assert place is not None
        assert rung.value == pytest.approx(loss_without(circle, *place) - before, abs=1e-5)
    values = [rung.value for rung in rungs]
    assert values == sorted(values, reverse=True)
    assert panel.summary().startswith("Without Hidden ")
    panel.order_button.click()
    assert [rung.value for rung in panel.ladder.rungs] == sorted(values)


def test_a_dead_neuron_is_worth_nothing_and_a_copy_is_named(panel: AblationPanel) -> None:
    moment = with_weights(train(project_of("circle", (4,), "relu"), 1), _dead_and_twin)
    shown(panel, moment)
    assert panel.ranking is not None
    few = replace(panel.ranking, samples=64)
    dead = next(worth for worth in few.worths if worth.fires == 0)
    assert rung_of(moment, few, dead).note == "fires for none seen", "of all samples nothing is known"
    notes = {rung.name: (rung.value, rung.note) for rung in panel.ladder.rungs}
    assert notes["Hidden 1 · 1"] == (0, "never fires")
    assert notes["Hidden 1 · 2"][1] == "copies Hidden 1 · 3"
    table = panel.table()
    assert table is not None
    assert len(table) == 4
    assert "part of the output" in table.headers


def _dead_and_twin(weights, biases) -> None:
    weights[0][:, 0], biases[0][0] = 0, -1
    weights[0][:, 2], biases[0][2] = 2 * weights[0][:, 1], 2 * biases[0][1] + 1
    weights[0][:, 1], biases[0][1] = weights[0][:, 2] * 0.5, biases[0][2] * 0.5


def test_at_its_mean_a_neuron_that_always_says_the_same_is_not_missed(panel: AblationPanel, circle: Moment) -> None:
    def steady(weights, biases) -> None:
        weights[0][:, 1], biases[0][1], weights[1][1] = 0, 2, 3

    moment = with_weights(circle, steady)
    key = circle.assembly.wiring.layers[1][1]
    shown(panel, moment)
    assert abs(next(rung.value for rung in panel.ladder.rungs if rung.key == key)) > 0.01
    panel.mean_button.click()
    panel.catch_up()
    assert abs(next(rung.value for rung in panel.ladder.rungs if rung.key == key)) < 1e-6


def test_a_click_selects_pointing_points_and_keys_walk(
    panel: AblationPanel, circle: Moment, selection: Selection, qtbot: QtBot
) -> None:
    shown(panel, circle)
    rungs = panel.ladder.rungs
    qtbot.mouseClick(panel.ladder, Qt.MouseButton.LeftButton, pos=QPoint(30, 5))
    assert selection.target == Target(neuron=rungs[0].key)
    assert panel.ladder.point_at(QPointF(30, 5)).startswith(f"{rungs[0].name}: loss ")
    assert selection.hover == Target(neuron=rungs[0].key)
    panel.ladder.leave()
    assert selection.hover == NOTHING
    qtbot.keyClick(panel.ladder, Qt.Key.Key_Down)
    assert selection.target == Target(neuron=rungs[1].key)
    qtbot.keyClick(panel.ladder, Qt.Key.Key_End)
    assert selection.target == Target(neuron=rungs[-1].key)


def test_what_there_is_no_room_for_is_a_turn_of_the_wheel_away(panel: AblationPanel, digits: Moment) -> None:
    panel.resize(318, 110)
    shown(panel, digits)
    first = panel.ladder.seen
    assert 1 < len(first) < 12
    at = QPointF(20, 5)
    turn = QWheelEvent(
        at, panel.ladder.mapToGlobal(at), QPoint(), QPoint(0, -120 * 10), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    panel.ladder.wheelEvent(turn)
    assert panel.ladder.seen[-1] == panel.ladder.rungs[-1]
    assert panel.ladder.seen != first
    panel.selection.select(Target(neuron=panel.ladder.rungs[0].key))
    assert panel.ladder.seen[0] == panel.ladder.rungs[0]


def test_prune_asks_for_the_selected_neuron_else_the_one_that_is_missed_least(
    panel: AblationPanel, circle: Moment, selection: Selection, qtbot: QtBot
) -> None:
    asked: list[object] = []
    panel.prune_requested.connect(asked.append)
    shown(panel, circle)
    assert panel.prune_button.text().startswith("Prune H")
    panel.prune_button.click()
    assert asked == [panel.ladder.rungs[-1].key]
    selection.select(Target(neuron=panel.ladder.rungs[1].key))
    panel.prune_button.click()
    assert asked[1:] == [panel.ladder.rungs[1].key]
    selection.select(Target(neuron=("in", "x1")))
    panel.prune_button.click()
    assert asked[2:] == [panel.ladder.rungs[-1].key]


def test_while_training_it_looks_twice_a_second_at_most(
    panel: AblationPanel, circle: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []

    def rank(*args: object) -> Iterator[object]:
        looked.append(args)
        return iter(())

    clock = [100.0]
    monkeypatch.setattr(file.time, "monotonic", lambda: clock[0])
    shown(panel, running(circle))
    monkeypatch.setattr(file, "rank", rank)
    monkeypatch.setattr(panel, "_take", lambda *_: None)
    for _ in range(20):
        clock[0] += 0.04
        panel._moment = running(with_weights(circle, lambda *_: None))
        panel.redraw()
    assert len(looked) == 1


def test_nobody_looks_behind_another_tab(panel: AblationPanel, digits: Moment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "SLICE", 0.0)
    panel.show_moment(digits)
    assert panel._errand.is_under_way
    panel.show_seen(False)
    assert not panel._errand.is_under_way
    panel.show_seen(True)
    panel.catch_up()
    assert len(panel.ladder.rungs) == 12


def test_of_another_network_nothing_old_is_shown(panel: AblationPanel, circle: Moment, sine: Moment) -> None:
    shown(panel, circle)
    shown(panel, sine)
    assert {rung.key for rung in panel.ladder.rungs} == set(sine.assembly.wiring.layers[1])
    none = train(project_of("circle", ()), 1)
    shown(panel, none)
    assert panel._empty.isVisible()
    assert panel.summary() == "There is no hidden neuron that could be left out."
    assert panel.table() is None


def test_weights_that_ran_away_break_nothing(panel: AblationPanel, circle: Moment) -> None:
    for value in (np.nan, np.inf, -3e38):
        shown(panel, with_weights(circle, lambda weights, _, value=value: weights[1].__setitem__((0, 0), value)))
        assert len(panel.ladder.rungs) == 6
        assert panel.summary()
