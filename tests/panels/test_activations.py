"""The activations panel: words for what is stuck, scrolling, selecting."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from hlviz.panels.activations import ActivationsPanel
from hlviz.panels.histograms import BESIDE, stuck_text
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
    assert panel.summary().startswith("Hidden 1: 100 % saturated · 4 dead. Hidden 2: ")


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
