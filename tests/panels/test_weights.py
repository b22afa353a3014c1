"""The weights panel: reading off, following the selection, its scale."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QScrollBar
from pytestqt.qtbot import QtBot

from hlviz.document import edits
from hlviz.number_text import rounded
from hlviz.panels.weight_blocks import Spot
from hlviz.panels.weight_views import View
from hlviz.panels.weights import WeightsPanel
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target

from .moments import project_of, train, with_weights


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> WeightsPanel:
    panel = WeightsPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(290, 170)
    panel.show()
    return panel


def point_at(qtbot: QtBot, panel: WeightsPanel, spot: Spot) -> QPoint:
    panel.grab()
    center = panel.map.center_of(spot)
    assert center is not None
    qtbot.mouseMove(panel.map, QPoint(1, 1))
    qtbot.mouseMove(panel.map, center.toPoint())
    return center.toPoint()


def test_the_pointer_reads_off_the_weight(
    qtbot: QtBot, panel: WeightsPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    hidden = circle.project.network.hidden
    weights = circle.parameters.weights
    point_at(qtbot, panel, Spot(0, 0, 2))
    assert panel.caption.text() == f"X₁ → Hidden 1 · 3: {rounded(float(weights[0][0, 2]))}"
    assert selection.hover == Target(edge=(("in", "x1"), hidden[0].neurons[2]))
    point_at(qtbot, panel, Spot(1, 3, 1))
    assert panel.caption.text() == f"Hidden 1 · 4 → Hidden 2 · 2: {rounded(float(weights[1][3, 1]))}"
    point_at(qtbot, panel, Spot(2, 1, 0))
    assert panel.caption.text() == f"Hidden 2 · 2 → Output: {rounded(float(weights[2][1, 0]))}"
    point_at(qtbot, panel, Spot(0, None, 1))
    assert panel.caption.text() == f"Hidden 1 · 2, b: {rounded(float(circle.parameters.biases[0][1]))}"
    assert selection.hover == Target(neuron=hidden[0].neurons[1])


def test_the_number_under_the_pointer_moves_with_training(qtbot: QtBot, panel: WeightsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    point_at(qtbot, panel, Spot(0, 1, 0))
    later = with_weights(circle, lambda weights, biases: weights[0].fill(0.25))
    panel.show_moment(later)
    assert panel.caption.text() == "X₂ → Hidden 1 · 1: 0.25"


def test_the_scale_ends_at_the_largest_weight(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    panel.show_moment(circle)
    largest = max(float(np.abs(array).max()) for array in circle.parameters.arrays)
    assert panel.scale_bar.ends() == (rounded(-largest), rounded(largest))
    selection.select(Target(layer=circle.project.network.hidden[1].id))
    of_layer = max(float(np.abs(a[1]).max()) for a in (circle.parameters.weights, circle.parameters.biases))
    assert panel.scale_bar.ends()[1] == rounded(of_layer)


def test_it_follows_what_is_selected(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    hidden = circle.project.network.hidden
    panel.show_moment(circle)
    assert panel.map.layer is None
    selection.select(Target(layer=hidden[1].id))
    assert panel.map.layer == 1
    selection.select(Target(neuron=hidden[0].neurons[3]))
    assert panel.map.layer == 0
    assert panel.caption.text().endswith("Hidden 1 · 4")
    panel.resize(240, 160)
    panel.grab()
    text = panel.caption.text()  # how short it has to be hangs on the font
    assert text.endswith("· 4")
    assert "Hidden" not in text
    assert "…" not in text
    panel.resize(480, 160)
    panel.grab()
    assert panel.caption.text().endswith("Hidden 1 · 4")
    selection.select(Target(neuron=circle.assembly.wiring.layers[-1][0]))
    assert panel.map.layer == 2
    selection.select(Target(neuron=("in", "x1")))
    assert panel.map.layer is None
    selection.select(Target(edge=(hidden[0].neurons[0], hidden[1].neurons[0])))
    assert panel.map.layer == 1
    selection.select(NOTHING)
    assert panel.map.layer is None


def test_a_layer_can_be_chosen_here_too(qtbot: QtBot, panel: WeightsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.grab()
    title = panel.map.title_at(1)
    qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=title.center().toPoint())
    assert panel.map.layer == 1
    assert panel.all_button.isVisible()
    qtbot.mouseClick(panel.all_button, Qt.MouseButton.LeftButton)
    assert panel.map.layer is None
    assert not panel.all_button.isVisible()


def test_a_click_selects_the_weight_and_leaves_the_picture(
    qtbot: QtBot, panel: WeightsPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    place = point_at(qtbot, panel, Spot(1, 0, 1))
    qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=place)
    hidden = circle.project.network.hidden
    assert selection.target == Target(edge=(hidden[0].neurons[0], hidden[1].neurons[1]))
    assert panel.map.layer is None


def test_an_edge_pointed_at_elsewhere_is_framed(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    panel.show_moment(circle)
    before = panel.grab().toImage()
    hidden = circle.project.network.hidden
    selection.set_hover(Target(edge=(("in", "x2"), hidden[0].neurons[1])))
    assert panel.grab().toImage() != before
    selection.set_hover(NOTHING)
    assert panel.grab().toImage() == before


def test_pixels_are_told_by_their_place(
    qtbot: QtBot, panel: WeightsPanel, selection: Selection, digits: Moment
) -> None:
    selection.select(Target(layer=digits.project.network.hidden[0].id))
    panel.show_moment(digits)
    point_at(qtbot, panel, Spot(0, 8 * 2 + 3, 6))
    value = rounded(float(digits.parameters.weights[0][19, 6]))
    assert panel.caption.text() == f"Pixel 3, 4 → Hidden 1 · 7: {value}"


def test_an_edit_that_removes_the_selected_layer_shows_all(panel: WeightsPanel, selection: Selection) -> None:
    project = project_of("circle")
    selection.select(Target(layer=project.network.hidden[0].id))
    panel.show_moment(train(project, 1))
    assert panel.map.layer == 0
    panel.show_moment(train(edits.remove_layer(project, project.network.hidden[0].id), 1))
    assert panel.map.layer is None
    panel.grab()


def test_numbers_that_are_none_do_no_harm(panel: WeightsPanel, circle: Moment) -> None:
    panel.show_moment(with_weights(circle, lambda weights, biases: weights[1].fill(np.nan)))
    panel.grab()


# How they are spread


def test_a_histogram_of_each_layer(panel: WeightsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.show_view(View.SPREAD)
    for cell, weights in zip(panel.spread.cells, circle.parameters.weights, strict=True):
        assert cell.spread.total == weights.size
        assert cell.spread.low == -cell.spread.high
        assert cell.spread.high >= np.abs(weights).max()
        assert cell.notes[0].text == f"spread {rounded(float(weights.std()))}"
    assert not panel.scale_bar.isVisible()
    panel.grab()


def test_zeros_are_counted(panel: WeightsPanel, circle: Moment) -> None:
    panel.show_view(View.SPREAD)

    def thin_out(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        weights[0][0, :3] = 0
        weights[1].fill(0)

    panel.show_moment(with_weights(circle, thin_out))
    assert [cell.notes[1].text for cell in panel.spread.cells] == ["3 zeros", "8 zeros", "0 zeros"]
    panel.grab()


def test_a_click_on_a_histogram_selects_its_layer(
    qtbot: QtBot, panel: WeightsPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    panel.show_view(View.SPREAD)
    panel.grab()
    qtbot.mouseClick(panel.spread, Qt.MouseButton.LeftButton, pos=QPoint(panel.spread.width() // 2, 50))
    assert selection.target.layer == circle.project.network.hidden[1].id
    panel.show_moment(train(project_of("circle", (2,) * 8), 1))
    bar = panel.findChild(QScrollBar)
    assert bar.isVisible()
    assert bar.maximum() == 3


# One of them over the run


def test_the_selected_weight_over_the_run(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    hidden = circle.project.network.hidden
    panel.show_moment(circle)
    panel.show_view(View.HISTORY)
    assert panel.history.hint().startswith("Select an edge")
    selection.select(Target(edge=(hidden[0].neurons[1], hidden[1].neurons[0])))
    history = panel.history.history
    assert history is not None
    np.testing.assert_array_equal(history.epoch, np.arange(13.0))
    wanted = [float(frame.parameters.weights[1][1, 0]) for frame in circle.history]
    np.testing.assert_array_equal(history.value, wanted)
    assert (history.low <= history.high).all()
    assert panel.history.hint() == ""
    assert panel.caption.text() == f"Hidden 1 · 2 → Hidden 2 · 1: {rounded(wanted[-1])}"
    selection.select(Target(neuron=hidden[0].neurons[3]))
    history = panel.history.history
    assert history is not None
    assert history.is_bias
    assert history.value[-1] == circle.parameters.biases[0][3]
    selection.select(Target(neuron=("in", "x1")))
    assert panel.history.hint().startswith("Select an edge")
    panel.grab()


def test_an_edge_pointed_at_comes_first(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    hidden = circle.project.network.hidden
    panel.show_moment(circle)
    panel.show_view(View.HISTORY)
    selection.select(Target(neuron=hidden[0].neurons[0]))
    selection.set_hover(Target(edge=(("in", "x2"), hidden[0].neurons[0])))
    assert panel.history.history is not None
    assert panel.history.history.value[-1] == circle.parameters.weights[0][1, 0]
    selection.set_hover(NOTHING)
    assert panel.history.history.is_bias


def test_the_pointer_reads_off_an_epoch(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.show_view(View.HISTORY)
    selection.select(Target(edge=(("in", "x1"), circle.project.network.hidden[0].neurons[0])))
    panel.history.hovered.emit(QPointF(4.1, 0.0))
    value = float(circle.history[4].parameters.weights[0][0, 0])
    assert panel.caption.text().startswith(f"epoch 4: {rounded(value)} (layer ")
    panel.grab()
    panel.history.hovered.emit(None)
    assert panel.caption.text().startswith("X₁ → Hidden 1 · 1: ")
    panel.show_view(View.TABLE)
    assert panel.caption.text().endswith("Hidden 1 · 1")


# In words and numbers


def test_it_says_what_is_most_worth_knowing(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    def enlarge(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        weights[1][2, 0] = -30
        biases[0][0] = 99
        weights[0][0, 0] = 0

    moment = with_weights(circle, enlarge)
    panel.show_moment(moment)
    assert panel.summary() == ("Largest: Hidden 1 · 3 → Hidden 2 · 1: −30.0. 25 weights and biases in 3 layers.")
    panel.show_view(View.SPREAD)
    assert panel.summary().startswith("Most spread: into Hidden 2, ")
    assert panel.summary().endswith("Exactly 0 are 1 of 18.")
    panel.show_view(View.HISTORY)
    selection.select(Target(edge=(("in", "x1"), circle.project.network.hidden[0].neurons[1])))
    first, now = (float(frame.parameters.weights[0][0, 1]) for frame in (circle.history[0], circle.history[-1]))
    panel.show_moment(circle)
    assert panel.summary() == f"X₁ → Hidden 1 · 2: {rounded(now)} now, {rounded(first)} at first."


def test_its_numbers_are_what_is_shown(panel: WeightsPanel, selection: Selection, circle: Moment) -> None:
    assert panel.table() is None
    panel.show_moment(circle)
    table = panel.table()
    assert table is not None
    assert table.headers == ("layer", "from", "to", "weight")
    assert len(table) == circle.parameters.count
    weights = circle.parameters.weights
    assert table.lines([5])[0] == ["Hidden 1", "X₂", "2", str(weights[0][1, 1])]
    assert table.lines([9])[0] == ["Hidden 1", "bias", "2", str(circle.parameters.biases[0][1])]
    selection.select(Target(layer=circle.project.network.hidden[1].id))
    alone = panel.table()
    assert alone is not None
    assert len(alone) == weights[1].size + 2
    panel.show_view(View.SPREAD)
    bars = panel.table()
    assert bars is not None
    assert sum(bars.columns[3].tolist()) == sum(layer.size for layer in weights)
    panel.show_view(View.HISTORY)
    assert panel.table() is None
    selection.select(Target(edge=(("in", "x1"), circle.project.network.hidden[0].neurons[1])))
    past = panel.table()
    assert past is not None
    assert past.headers[:2] == ("epoch", "weight")
    assert len(past) == 13


def test_the_rows_of_a_wide_layer_are_named_to_the_last(panel: WeightsPanel, selection: Selection) -> None:
    wide = train(project_of("circle", (400, 3)), 0)
    panel.resize(400, 400)
    panel.show_moment(wide)
    selection.select(Target(layer=wide.project.network.hidden[1].id))
    image, card = panel.map.grab().toImage(), QColor(panel.theme.card).rgb()
    lower = range(round(panel.map.height() * 0.6), round(panel.map.height() * 0.85))
    assert any(image.pixel(x, y) != card for x in range(12) for y in lower)
