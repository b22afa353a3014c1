"""Every preset in every panel, with every switch on and off: nothing is drawn that is no number, and all of it is said."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK
from hlviz.document.presets import PRESETS
from hlviz.panels.activations import ActivationsPanel
from hlviz.panels.loss import LossPanel
from hlviz.panels.output import OutputPanel
from hlviz.panels.panel import Panel
from hlviz.panels.weight_views import View
from hlviz.panels.weights import WeightsPanel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target

from .moments import train, with_weights


def run_away(moment: Moment) -> Moment:
    """The same network after its numbers have run away."""
    return with_weights(moment, lambda weights, biases: (weights[-1].fill(np.nan), biases[0].fill(np.inf))[0])


def looked_at(panel: Panel) -> None:
    """Draw it in every way there is."""
    assert len(panel.summary()) > 10
    panel.grab()
    if isinstance(panel, OutputPanel):
        for name, box in panel.switches.items():
            if box.isVisible():
                box.toggle()
                panel.grab()
                assert panel.table() is not None, name
    elif isinstance(panel, ActivationsPanel):
        panel.sums_button.toggle()
        panel.grab()
        assert panel.table() is not None
    elif isinstance(panel, LossPanel):
        for button in (panel.smooth_button, panel.log_button, panel.metric_button):
            button.toggle()
            panel.grab()
        assert panel.table() is not None
    elif isinstance(panel, WeightsPanel):
        for view in View:
            panel.show_view(view)
            panel.grab()
            assert panel.table() is not None


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_in_every_panel(key: str, qtbot: QtBot, selection: Selection) -> None:
    moment = train(PRESETS[key].project, 1)
    layers = moment.assembly.wiring.layers
    selection.select(Target(edge=(layers[-2][0], layers[-1][0])))
    for kind in (OutputPanel, LossPanel, ActivationsPanel, WeightsPanel):
        panel = kind(selection)
        qtbot.addWidget(panel)
        panel.resize(298, 150)
        panel.show_theme(DARK)
        panel.show()
        panel.show_moment(moment)
        looked_at(panel)
        panel.show_moment(run_away(moment))
        looked_at(panel)
