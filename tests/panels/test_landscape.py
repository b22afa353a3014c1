"""The loss landscape: the slice, the way through it, and what is said of them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.document import edits
from hlviz.document.wiring import wiring_of
from hlviz.explain.landscape import Kind, flat
from hlviz.number_text import significant
from hlviz.panels.landscape import LandscapePanel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target

from .moments import project_of, running, train


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> Iterator[LandscapePanel]:
    panel = LandscapePanel(selection)
    qtbot.addWidget(panel)
    panel.resize(300, 240)
    panel.show_theme(LIGHT)
    panel.show()
    yield panel
    panel.end()


def measured(panel: LandscapePanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.slice is not None and not panel.is_measuring, timeout=20_000)


def test_the_way_ends_where_the_network_is(panel: LandscapePanel, circle: Moment, qtbot: QtBot) -> None:
    panel.show_moment(circle)
    assert "being measured" in panel.summary()
    measured(panel, qtbot)
    found = panel.slice
    assert found is not None
    assert found.plane.kind is Kind.PATH
    assert found.path[-1] == pytest.approx([0, 0], abs=1e-6)
    assert panel.summary().startswith("The way led down from")
    assert "%" in panel.summary()


def test_looking_back_the_network_walks_along_its_path(panel: LandscapePanel, circle: Moment, qtbot: QtBot) -> None:
    panel.show_moment(circle)
    measured(panel, qtbot)
    found = panel.slice
    assert found is not None
    earlier = circle.history[len(circle.history) // 2]
    panel.show_moment(replace(circle, frame=earlier, is_live=False))
    assert panel.slice is found, "nothing is measured anew"
    assert not panel.is_measuring
    assert panel.way._here == pytest.approx(found.plane.place_of(flat(earlier.parameters)))
    assert len(panel.way._path) == sum(step <= earlier.step for step in found.path_steps)


def test_while_training_it_is_measured_anew_now_and_then_only(
    panel: LandscapePanel, circle: Moment, qtbot: QtBot
) -> None:
    panel.show_moment(circle)
    measured(panel, qtbot)
    first = panel.slice
    panel.show_moment(running(circle))
    panel.redraw()
    assert not panel.is_measuring
    panel._asked_at -= 10.0
    frame = replace(circle.frame, step=circle.frame.step + 5, parameters=circle.parameters.sealed())
    panel._moment = replace(running(circle), frame=frame)
    panel.redraw()
    assert panel.is_measuring
    qtbot.waitUntil(lambda: panel.slice is not first, timeout=60_000)


def test_two_selected_edges_are_the_axes(
    panel: LandscapePanel, circle: Moment, selection: Selection, qtbot: QtBot
) -> None:
    layers = circle.assembly.wiring.layers
    one, other = (layers[0][1], layers[1][2]), (layers[1][0], layers[2][1])
    selection.select_all((Target(edge=one), Target(edge=other)))
    panel.show_moment(circle)
    panel.show_kind(Kind.WEIGHTS)
    qtbot.waitUntil(
        lambda: panel.slice is not None and panel.slice.plane.kind is Kind.WEIGHTS and not panel.is_measuring,
        timeout=20_000,
    )
    table = panel.table()
    assert table is not None
    assert set(table.headers[:2]) == {"X₂ → Hidden 1 · 3", "Hidden 1 · 1 → Hidden 2 · 2"}
    assert panel.slice is not None
    weights = circle.parameters.weights
    assert sorted(panel.slice.plane.at) == pytest.approx(sorted((float(weights[0][1, 2]), float(weights[1][0, 1]))))
    assert "these two could bring the loss down" in panel.summary()


def test_other_random_directions_give_another_picture(panel: LandscapePanel, circle: Moment, qtbot: QtBot) -> None:
    panel.show_kind(Kind.RANDOM)
    panel.show_moment(circle)
    measured(panel, qtbot)
    first = panel.slice
    panel.again_button.click()
    qtbot.waitUntil(lambda: panel.slice is not first, timeout=20_000)
    assert first is not None
    assert panel.slice is not None
    assert not np.allclose(first.loss, panel.slice.loss)


def test_another_shape_takes_the_old_picture_away(panel: LandscapePanel, circle: Moment, qtbot: QtBot) -> None:
    panel.show_moment(circle)
    measured(panel, qtbot)
    wider = train(edits.set_shape(circle.project, (5, 2)), 0)
    panel.show_moment(wider)
    assert "being measured" in panel.summary()
    qtbot.waitUntil(lambda: "Press Play" in panel.summary(), timeout=20_000)


def test_the_loss_under_the_pointer_is_read_off(panel: LandscapePanel, circle: Moment, qtbot: QtBot) -> None:
    panel.show_moment(circle)
    measured(panel, qtbot)
    panel.plot.hovered.emit(QPointF(0.0, 0.0))
    assert "loss" in panel.caption.text()
    panel.plot.hovered.emit(None)
    assert "next step" in panel.caption.text()


@pytest.mark.parametrize("which", ["iris", "digits", "sine"])
def test_any_kind_of_data_has_a_landscape(
    panel: LandscapePanel, which: str, request: pytest.FixtureRequest, qtbot: QtBot
) -> None:
    panel.show_moment(request.getfixturevalue(which))
    measured(panel, qtbot)
    assert panel.slice is not None
    assert np.isfinite(panel.slice.loss).mean() > 0.9


def test_a_network_of_one_weight(panel: LandscapePanel, qtbot: QtBot) -> None:
    panel.show_kind(Kind.WEIGHTS)
    panel.show_moment(train(project_of("sine", ()), 2))
    measured(panel, qtbot)
    assert panel.slice is not None
    assert "bias of Output" in str(panel.table())


def test_a_way_that_led_up_is_said_to(panel: LandscapePanel, circle: Moment, qtbot: QtBot) -> None:
    panel.show_moment(circle)
    measured(panel, qtbot)
    found = panel.slice
    assert found is not None
    panel._slice = replace(found, first=found.here / 2, loss=found.loss + 10)
    assert panel.summary().startswith("The way led up from")
    assert f"lowest place is {significant(found.here, 3)}" in panel.summary(), "that is lower than all around"
    panel._slice = replace(found, first=found.here)
    assert panel.summary().startswith("The way ends as high as it began")


def test_weights_that_trained_without_moving_are_not_called_the_first(panel: LandscapePanel, qtbot: QtBot) -> None:
    project = edits.set_training(project_of("circle", (2,)), learning_rate=0.1)
    edges = tuple(key for layer in wiring_of(project).layers[1:] for key in layer)
    moment = train(edits.set_frozen(project, edges, True), 4)
    panel.show_moment(moment)
    measured(panel, qtbot)
    assert panel.summary().startswith("The weights have not moved since training began.")
    assert "Press Play" not in panel.summary()
