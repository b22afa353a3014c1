"""How the activations of each layer are spread over the training samples, and which neurons are stuck."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.document.specs import LayerId
from hlviz.panels.histograms import BESIDE, Histograms, stuck_text
from hlviz.panels.layer_activity import Activity, activity_of
from hlviz.panels.names import layer_name
from hlviz.panels.panel import Panel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.widgets.tool_tip import tool_tip


class ActivationsPanel(Panel):
    """One histogram a layer."""

    key = "activations"
    title = str(QT_TRANSLATE_NOOP("Panel", "Activations"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        tr = QCoreApplication.translate
        self.picture = Histograms()
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal)
        self.scroll_bar.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.scroll_bar)
        self.setToolTip(
            tool_tip(
                tr("ActivationsPanel", "Activations of each layer over the training samples"),
                tr(
                    "ActivationsPanel",
                    "Saturated: on a part of the function so flat that hardly anything is learned there (less than 5 % of its "
                    "steepest slope). Much of it: try a lower learning rate, smaller first weights, or standardised inputs.",
                ),
                tr(
                    "ActivationsPanel",
                    "Dead: no slope for any sample, so the neuron learns nothing more. Try a lower learning rate, leaky ReLU, "
                    "or new weights.",
                ),
            )
        )
        self.scroll_bar.valueChanged.connect(self.picture.show_from)
        self.picture.scrolled.connect(lambda by: self.scroll_bar.setValue(self.scroll_bar.value() + by))
        self.picture.layer_clicked.connect(self._select)
        selection.changed.connect(self._mark)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What it draws, a layer each, the output's last."""
        return self.picture.activities

    def draw(self, moment: Moment) -> None:
        """Count anew."""
        layers = range(len(moment.assembly.activations))
        self.picture.show_activities(moment, tuple(activity_of(moment, layer) for layer in layers))
        self._mark()
        beyond = max(0, len(layers) - BESIDE)
        if self.scroll_bar.maximum() != beyond:
            self.scroll_bar.setRange(0, beyond)
            self.scroll_bar.setPageStep(BESIDE)
            self.scroll_bar.setVisible(beyond > 0)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.picture.show_theme(theme)

    def summary(self) -> str:
        """Each layer in words."""
        moment = self.moment
        if moment is None:
            return ""
        layers = enumerate(self.activities)
        return " ".join(f"{layer_name(moment, i + 1)}: {stuck_text(activity)}." for i, activity in layers)

    def _hidden_ids(self) -> tuple[LayerId, ...]:
        return tuple(layer.id for layer in self.moment.project.network.hidden) if self.moment is not None else ()

    def _select(self, layer: int) -> None:
        ids = self._hidden_ids()
        if layer < len(ids):
            self.selection.select(Target(layer=ids[layer]))

    def _mark(self, *_: object) -> None:
        ids, chosen = self._hidden_ids(), self.selection.target.layer
        self.picture.show_chosen(ids.index(chosen) if chosen in ids else None)
