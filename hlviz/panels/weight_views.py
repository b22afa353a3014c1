"""The ways to look at weights, and what is said of them."""

from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from hlviz.colors import Theme
from hlviz.widgets.tool_tip import tool_tip


class View(Enum):
    """Three ways to look at weights."""

    TABLE = "table"
    SPREAD = "spread"
    HISTORY = "history"


VIEW_TEXTS = {
    View.TABLE: str(QT_TRANSLATE_NOOP("WeightsPanel", "Table")),
    View.SPREAD: str(QT_TRANSLATE_NOOP("WeightsPanel", "Histogram")),
    View.HISTORY: str(QT_TRANSLATE_NOOP("WeightsPanel", "Over time")),
}
"""In English, as the menu has them."""


def tr(text: str) -> str:
    """A text of the weights panel in the user's language."""
    return QCoreApplication.translate("WeightsPanel", text)


def tool_tip_of(view: View, theme: Theme) -> str:
    """What there is to see, and to do."""
    if view is View.TABLE:
        return tool_tip(
            tr("Weights"),
            theme.worded(
                tr(
                    "Each cell is one weight: its row is where it comes from, its column where it goes. "
                    "Blue is positive, orange negative; the row apart is the bias."
                )
            ),
            tr("Click a layer's name to see it large; selecting a layer or neuron in the diagram does the same."),
        )
    if view is View.SPREAD:
        return tool_tip(
            tr("How the weights of each layer are spread"),
            tr(
                "A bar for each range of values, zero in the middle; biases are left out. Below: the standard deviation, and how "
                "many weights are exactly 0, as L1 makes them."
            ),
            tr("Click a histogram to select its layer."),
        )
    return tool_tip(
        tr("One weight over the run"),
        tr(
            "The weight of the selected edge, or the bias of the selected neuron, from the beginning of the run on; while the "
            "pointer is on an edge, that edge's. The band holds 8 of 10 weights of its layer."
        ),
        tr("Where the line begins late, the edge is younger than the run. The wheel zooms, a double click shows all."),
    )
