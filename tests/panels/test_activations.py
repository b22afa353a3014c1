"""The activations panel: words for what is stuck, scrolling, selecting."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.number_text import percent
from hlviz.panels.activations import ActivationsPanel, stuck_text
from hlviz.panels.caption import small
from hlviz.panels.histograms import BESIDE, Cell, Histograms, Note
from hlviz.panels.spread import BINS, Spread
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

from .moments import project_of, train, with_weights


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> ActivationsPanel:
    panel = ActivationsPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(290, 160)
    panel.show()
    return panel


def test_a_dead_layer_is_reported_dead(panel: ActivationsPanel) -> None:
    moment = train(project_of("circle", (4, 3), "relu"), 1)

    def kill(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        biases[0].fill(-1000)

    panel.show_moment(with_weights(moment, kill))
    assert stuck_text(panel.activities[0]) == "100 % saturated · 4 dead"
    dead = sum(activity.dead for activity in panel.activities)
    assert panel.summary().startswith(f"Dead neurons: {dead}; most saturated: Hidden 1, 100 %. ")
    assert "Hidden 1: 100 % saturated · 4 dead. Hidden 2: " in panel.summary()


def test_it_says_what_to_do_about_it(panel: ActivationsPanel) -> None:
    assert "leaky ReLU" in panel.toolTip()
    assert "5 %" in panel.toolTip()


def test_more_layers_than_fit_can_be_scrolled_to(panel: ActivationsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    assert not panel.scroll_bar.isVisible()
    deep = train(project_of("circle", (2,) * 8), 1)
    panel.show_moment(deep)
    assert panel.scroll_bar.isVisible()
    assert panel.scroll_bar.maximum() == 9 - BESIDE
    before = panel.grab().toImage()
    panel.scroll_bar.setValue(3)
    assert panel.grab().toImage() != before
    panel.show_moment(circle)
    assert not panel.scroll_bar.isVisible()
    panel.grab()


def test_a_click_selects_the_layer(qtbot: QtBot, panel: ActivationsPanel, selection: Selection, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.grab()
    hidden = circle.project.network.hidden
    third = panel.picture.width() // 3
    qtbot.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=QPoint(third + third // 2, 60))
    assert selection.target.layer == hidden[1].id
    qtbot.mouseClick(panel.picture, Qt.MouseButton.LeftButton, pos=QPoint(third // 2, 60))
    assert selection.target.layer == hidden[0].id


def test_the_sums_come_in_place_of_the_activations(panel: ActivationsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    assert panel.picture.cells[0].curve is None
    before = panel.grab().toImage()
    panel.sums_button.click()
    assert panel.grab().toImage() != before
    for layer, activity in enumerate(panel.activities):
        z = circle.train_pass.z[layer]
        assert activity.spread.total == z.size
        assert activity.spread.low <= z.min()
        assert activity.spread.high >= z.max()
        curve = panel.picture.cells[layer].curve
        assert curve is not None
        assert np.ptp(curve.values) > 1.2  # tanh shows its shape
    assert panel.summary().startswith("None dead; most saturated: Hidden")
    panel.sums_button.click()
    assert panel.grab().toImage() == before


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "sigmoid", "softplus", "gelu", "sine", "identity"])
def test_every_function_is_drawn_over_its_sums(panel: ActivationsPanel, activation: str) -> None:
    panel.sums_button.setChecked(True)
    panel.show_moment(train(project_of("circle", (4,), activation), 1))
    assert panel.picture.cells[0].curve is not None
    panel.grab()


def test_flat_parts_are_tinted_and_named_in_their_colour(panel: ActivationsPanel) -> None:
    panel.show_theme(LIGHT)
    moment = train(project_of("circle", (4,), "relu"), 1)
    panel.show_moment(moment)
    assert [note.color for note in panel.picture.cells[0].notes] == ["muted", "muted"]
    panel.sums_button.setChecked(True)
    assert [note.color for note in panel.picture.cells[0].notes] == ["muted", "bad"]
    image = panel.grab().toImage()
    y = panel.picture.height() // 3
    left = [image.pixelColor(x, y) for x in range(4, 12)]
    right = [image.pixelColor(x, y) for x in range(120, 128)]
    assert any(color.red() > color.green() + 20 for color in left)  # below zero there is no slope
    assert not any(color.red() > color.green() + 20 for color in right)


def test_softmax_is_shown_without_a_curve(panel: ActivationsPanel, iris: Moment) -> None:
    panel.sums_button.setChecked(True)
    panel.show_moment(iris)
    hidden, output = panel.picture.cells
    assert hidden.curve is not None
    assert output.curve is None
    panel.grab()


def test_a_bar_says_what_it_stands_for(panel: ActivationsPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.grab()
    found = panel.picture.bin_at(QPointF(2, 40))
    assert found is not None
    layer, place = found
    assert (layer, place) == (0, 0)
    share = panel.activities[0].spread.counts[0] / panel.activities[0].spread.total
    assert panel.picture.bin_text(0, 0) == f"−1 … −0.929: {percent(share)}"
    panel.sums_button.setChecked(True)
    low, high = panel.activities[0].spread.ends_of(BINS // 2)
    said = re.search(r"φ\(z\) is (\S+), its slope (\S+)", panel.picture.bin_text(0, BINS // 2))
    assert said is not None
    value, slope = (float(number.replace("−", "-")) for number in said.groups())
    assert np.tanh(low) <= value <= np.tanh(high)
    assert slope == pytest.approx(1 - value**2, abs=0.02)
    assert panel.picture.bin_at(QPointF(2, 5)) is None


def test_sums_that_are_no_numbers_do_no_harm(panel: ActivationsPanel, circle: Moment) -> None:
    panel.sums_button.setChecked(True)
    for value in (np.nan, np.inf, 3e38):
        panel.show_moment(with_weights(circle, lambda weights, biases, value=value: weights[0].fill(value)))
        panel.grab()


def test_its_numbers_are_the_bars(panel: ActivationsPanel, circle: Moment) -> None:
    assert panel.table() is None
    panel.show_moment(circle)
    table = panel.table()
    assert table is not None
    assert table.headers == ("layer", "from", "to", "activations", "saturated", "dead neurons")
    assert len(table) == 3 * BINS
    first = [table.columns[3][i] for i in range(BINS)]
    assert first == panel.activities[0].spread.counts.tolist()
    assert table.lines([0])[0][:3] == ["Hidden 1", "-1.0", str(-1 + 2 / BINS)]
    panel.sums_button.click()
    sums = panel.table()
    assert sums is not None
    assert sums.headers[3] == "sums"


def test_what_a_cut_bar_says_stands_above_the_others(qtbot: QtBot, circle: Moment) -> None:
    counts = np.full(BINS, 30)
    counts[0] = 100  # more than twice as high as the others: cut, with its share beside it
    picture = Histograms()
    qtbot.addWidget(picture)
    line = QFontMetricsF(small(picture.font())).height()
    picture.resize(200, round(4 * line + 9 + 2 * line))
    picture.show_cells(circle, (Cell(Spread(counts, 0.0, 1.0), (Note("", ""), Note("", ""))),), ("", ""))
    image = picture.grab().toImage()
    bars = picture._bar_rects[0]
    right = round(bars.right()) - 4
    card = QColor(picture.theme.card).rgb()
    column = [image.pixel(right, y) for y in range(round(bars.top()), round(bars.bottom()))]
    first = next(i for i, pixel in enumerate(column) if pixel != card)
    assert QFontMetricsF(small(picture.font())).ascent() <= first < len(column) - 5
