"""What Tab reaches has a name; what has nothing to say to keys is passed over."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.panels.loss_plot import LossPlot
from hlviz.panels.surface import Surface


def test_tab_goes_past_plots_and_stops_at_a_map_with_a_name(qtbot: QtBot) -> None:
    plot, surface = LossPlot(), Surface()
    qtbot.addWidget(plot)
    qtbot.addWidget(surface)
    for widget in (plot, plot.viewport()):
        assert not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert surface.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert surface.accessibleName() == "Map of the inputs"
