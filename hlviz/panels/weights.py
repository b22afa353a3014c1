"""The weights of all layers at a glance, or those into one layer up close; it follows what is selected."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.names import find, layer_name, neuron_name
from hlviz.panels.number_text import rounded
from hlviz.panels.panel import Panel
from hlviz.panels.scale_bar import ScaleBar
from hlviz.panels.small_button import SmallButton
from hlviz.panels.tones import signed_table
from hlviz.panels.weight_blocks import Spot
from hlviz.panels.weight_map import WeightMap, spot_text
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target
from hlviz.widgets.tool_tip import tool_tip

GAP = 6


class WeightsPanel(Panel):
    """Rows are where a weight comes from, columns where it goes; the biases stand apart below."""

    key = "weights"
    title = str(QT_TRANSLATE_NOOP("Panel", "Weights"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        tr = QCoreApplication.translate
        self.caption = Caption()
        self.scale_bar = ScaleBar()
        self.map = WeightMap()
        self._chosen: int | None = None
        """A layer of weights chosen here; −1: all, whatever is selected; None: what is selected."""
        self._spot: Spot | None = None
        self.all_button = SmallButton(
            tr("WeightsPanel", "All layers"), tr("WeightsPanel", "Show the weights of all layers side by side.")
        )
        self.all_button.setVisible(False)
        above = QHBoxLayout()
        above.setSpacing(GAP)
        above.addWidget(self.caption)
        above.addWidget(self.all_button)
        above.addWidget(self.scale_bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self.map, 1)
        self.all_button.clicked.connect(lambda: self._choose(-1))
        self.map.layer_clicked.connect(self._choose)
        self.map.pointed.connect(self._point)
        self.map.clicked.connect(self._select)
        selection.changed.connect(self._follow)
        selection.hover_changed.connect(self._frame_hovered)

    def draw(self, moment: Moment) -> None:
        """Draw the layer that is meant, or all."""
        layer, column = self._meant(moment)
        self.map.show_moment(moment, layer, column)
        self.all_button.setVisible(layer is not None)
        largest = self.map.scale
        self.scale_bar.show_scale(signed_table(self.theme), rounded(-largest), rounded(largest))
        self._show_caption(moment)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.caption.show_theme(theme)
        self.all_button.show_theme(theme)
        self.scale_bar.show_theme(theme)
        self.map.show_theme(theme)
        tr = QCoreApplication.translate
        self.setToolTip(
            tool_tip(
                tr("WeightsPanel", "Weights"),
                theme.worded(
                    tr(
                        "WeightsPanel",
                        "Each cell is one weight: its row is where it comes from, its column where it goes. "
                        "Blue is positive, orange negative; the row apart is the bias.",
                    )
                ),
                tr(
                    "WeightsPanel",
                    "Click a layer's name to see it large; selecting a layer or neuron in the diagram does the same.",
                ),
            )
        )

    def summary(self) -> str:
        """How many weights, and the largest."""
        if self.moment is None:
            return ""
        text = QCoreApplication.translate(
            "WeightsPanel", "{count} weights and biases in {layers} layers; the largest is {largest}."
        )
        parameters = self.moment.parameters
        return text.format(count=parameters.count, layers=len(parameters.weights), largest=rounded(self.map.scale))

    # What is shown

    def _meant(self, moment: Moment) -> tuple[int | None, int | None]:
        """The layer of weights to show alone and the neuron to frame; (None, None): all."""
        count = len(moment.parameters.weights)
        if self._chosen is not None:
            return (self._chosen, None) if 0 <= self._chosen < count else (None, None)
        target = self.selection.target
        neuron = target.edge[1] if target.edge is not None else target.neuron
        place = find(moment, neuron)
        if place is not None and place[0] > 0:
            return place[0] - 1, place[1]
        ids = [layer.id for layer in moment.project.network.hidden]
        return (ids.index(target.layer), None) if target.layer in ids else (None, None)

    def _show_caption(self, moment: Moment) -> None:
        tr = QCoreApplication.translate
        layer, column = self._meant(moment)
        if self._spot is not None:
            text = spot_text(moment, self._spot)
            self.caption.show_text(text)
        elif layer is None:
            self.caption.show_entries((Entry(tr("WeightsPanel", "rows → columns")),))
        else:
            target = layer_name(moment, layer + 1) if column is None else neuron_name(moment, layer + 1, column)
            entries = [Entry(tr("WeightsPanel", "into"), target)]
            shown, count = self.map.shown(), len(moment.parameters.biases[layer])
            if shown < count:
                entries.append(Entry(tr("WeightsPanel", "{shown} of {count}").format(shown=shown, count=count)))
            self.caption.show_entries(entries)
        # the number under the pointer counts for more than those at the ends of the scale
        self.scale_bar.setVisible(self._spot is None or self.caption.needed() <= self._room())

    def _room(self) -> float:
        """What is left of the line beside the scale."""
        others = [self.scale_bar] + ([self.all_button] if self.all_button.isVisible() else [])
        return self.width() - sum(widget.sizeHint().width() + GAP for widget in others)

    def _choose(self, layer: int) -> None:
        self._chosen = layer
        self.redraw()

    def _follow(self, *_: object) -> None:
        self._chosen = None
        self.redraw()

    # Pointing

    def _point(self, spot: Spot | None) -> None:
        moment = self.moment
        self._spot = spot
        if moment is None:
            return
        self.selection.set_hover(_target(moment, spot))
        self._show_caption(moment)

    def _select(self, spot: Spot) -> None:
        if self.moment is not None:
            chosen = self.map.layer
            self.selection.select(_target(self.moment, spot))
            # a click on a weight must not change the picture under the pointer
            self._chosen = -1 if chosen is None else chosen
            self.redraw()

    def _frame_hovered(self, target: Target) -> None:
        moment = self.moment
        if moment is None or self._spot is not None or not self.isVisible():
            return
        ends = [find(moment, key) for key in target.edge] if target.edge is not None else []
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            self.map.show_spot(Spot(ends[0][0], ends[0][1], ends[1][1]))
        else:
            self.map.show_spot(None)


def _target(moment: Moment, spot: Spot | None) -> Target:
    layers = moment.assembly.wiring.layers
    if spot is None:
        return NOTHING
    if spot.row is None:
        return Target(neuron=layers[spot.layer + 1][spot.column])
    return Target(edge=(layers[spot.layer][spot.row], layers[spot.layer + 1][spot.column]))
