"""The weights of all layers at a glance, or those into one layer up close; how they are spread; and one of them over the run."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollBar, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.number_text import rounded
from hlviz.panels.caption import Caption, Entry, small
from hlviz.panels.histograms import BESIDE
from hlviz.panels.names import find, fitting_name, layer_name, neuron_name
from hlviz.panels.panel import Panel
from hlviz.panels.scale_bar import ScaleBar
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.panels.tones import signed_table
from hlviz.panels.weight_blocks import Spot
from hlviz.panels.weight_history import Place, WeightHistories, ends_of, place_of
from hlviz.panels.weight_history_plot import WeightHistoryPlot
from hlviz.panels.weight_map import WeightMap, spot_text
from hlviz.panels.weight_spread import WeightSpread
from hlviz.panels.weight_views import VIEW_TEXTS, View, tool_tip_of
from hlviz.panels.weight_words import (
    history_sentence,
    history_table,
    spread_sentence,
    spread_table,
    table_sentence,
    weight_table,
)
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target

GAP = 6
STRIP = 30


def tr(text: str) -> str:
    """A text of the panel in the user's language."""
    return QCoreApplication.translate("WeightsPanel", text)


class WeightsPanel(Panel):
    """Rows are where a weight comes from, columns where it goes; the biases stand apart below."""

    key = "weights"
    title = str(QT_TRANSLATE_NOOP("Panel", "Weights"))

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption = Caption()
        self.scale_bar = ScaleBar(strip=STRIP)
        self.map, self.spread, self.history = WeightMap(), WeightSpread(), WeightHistoryPlot()
        self._histories = WeightHistories()
        self._chosen: int | None = None
        """A layer of weights chosen here; −1: all, whatever is selected; None: what is selected."""
        self._spot: Spot | None = None
        self._read_out = ""
        self.all_button = SmallButton(tr("All"), tr("Show the weights of all layers side by side."))
        self.all_button.setVisible(False)
        self.view_button = SmallButton(
            tr("Table"),
            tr(
                "How to look at the weights: as a table of colours, as a histogram of each layer, or one of them over the run."
            ),
        )
        self._views = self._make_views()
        self._lay_out()
        self.setToolTip(tool_tip_of(View.TABLE, self.theme))
        self.all_button.clicked.connect(lambda: self._choose(-1))
        self.map.layer_clicked.connect(self._choose)
        self.map.pointed.connect(self._point)
        self.map.clicked.connect(self._select)
        self.spread.layer_clicked.connect(self._select_layer)
        self.spread.scrolled.connect(lambda by: self._scroll_bar.setValue(self._scroll_bar.value() + by))
        self._scroll_bar.valueChanged.connect(self.spread.show_from)
        self.history.read_out.connect(self._say)
        selection.changed.connect(self._follow)
        selection.hover_changed.connect(self._follow_hover)

    @property
    def view(self) -> View:
        """How it looks at the weights."""
        return next(view for view, action in self._views.items() if action.isChecked())

    def show_view(self, view: View) -> None:
        """Look at them another way."""
        self._views[view].setChecked(True)
        self.view_button.show_text(self._views[view].text())
        self._stack.setCurrentIndex(list(View).index(view))
        self._read_out = ""
        self.setToolTip(tool_tip_of(view, self.theme))
        self.redraw()

    def draw(self, moment: Moment) -> None:
        """Draw the layer that is meant, or all; or one weight."""
        layer, column = self._meant(moment)
        view = self.view
        self.all_button.setVisible(view is View.TABLE and layer is not None)
        self._show_scroll_bar(len(moment.parameters.weights) - BESIDE if view is View.SPREAD else 0)
        if view is View.TABLE:
            self.map.show_moment(moment, layer, column)
            largest = self.map.scale
            self.scale_bar.show_scale(signed_table(self.theme), rounded(-largest), rounded(largest))
        elif view is View.SPREAD:
            self.spread.show_moment(moment)
            self.spread.show_chosen(layer)
        else:
            self.history.show_history(self._histories.of(moment, self._watched()))
        self._show_caption(moment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much above the picture as there is room for now."""
        super().resizeEvent(event)
        if self.shown is not None and self.can_be_seen:
            self._show_caption(self.shown)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (
            self.caption, self.all_button, self.view_button, self.scale_bar, self.map, self.spread, self.history,
        ):  # fmt: skip
            part.show_theme(theme)
        self.setToolTip(tool_tip_of(self.view, theme))
        for view, action in self._views.items():
            action.setToolTip(tool_tip_of(view, theme))

    def summary(self) -> str:
        """What is most worth knowing of what is shown."""
        moment, history = self.shown, self.history.history
        if moment is None:
            return ""
        if self.view is View.SPREAD:
            return spread_sentence(moment)
        place = self._place(moment)
        if self.view is View.HISTORY and history is not None and place is not None:
            return history_sentence(moment, history, Spot(*place), self.theme)
        return table_sentence(moment, self.theme)

    def table(self) -> Table | None:
        """What is shown, as numbers."""
        moment = self.shown
        if moment is None:
            return None
        if self.view is View.TABLE:
            return weight_table(moment, self.map.layer, self.theme)
        if self.view is View.SPREAD:
            return spread_table(moment, tuple(self.spread.cells))
        return history_table(self.history.history) if self.history.history is not None else None

    # What is shown

    def _meant(self, moment: Moment) -> tuple[int | None, int | None]:
        """The layer of weights to show alone and the neuron to frame; (None, None): all."""
        count = len(moment.parameters.weights)
        if self._chosen is not None and self.view is View.TABLE:
            return (self._chosen, None) if 0 <= self._chosen < count else (None, None)
        target = self.selection.target
        neuron = target.edge[1] if target.edge is not None else target.neuron
        place = find(moment, neuron)
        if place is not None and place[0] > 0:
            return place[0] - 1, place[1]
        ids = [layer.id for layer in moment.project.network.hidden]
        return (ids.index(target.layer), None) if target.layer in ids else (None, None)

    def _watched(self) -> Target:
        """Whose history is shown: that of the edge under the pointer, else of what is selected."""
        hover = self.selection.hover
        return hover if hover.edge is not None else self.selection.target

    def _show_caption(self, moment: Moment) -> None:
        layer, column = self._meant(moment)
        if self.view is View.HISTORY:
            self._show_watched(moment)
        elif self.view is View.SPREAD:
            self.caption.show_entries((Entry(tr("how many weights are how large")),))
        elif self._spot is not None:
            self.caption.show_text(spot_text(moment, self._spot, self.theme))
        elif layer is None:
            self.caption.show_entries((Entry(tr("rows → columns"), is_spare=True),))
        else:
            entries = [self._title(moment, layer + 1, column)]
            shown, count = self.map.shown(), len(moment.parameters.biases[layer])
            if shown < count:
                entries.append(Entry(tr("{shown} of {count}").format(shown=shown, count=count)))
            self.caption.show_entries(entries)
        # the number under the pointer counts for more than those at the ends of the scale
        fits = self._spot is None or self.caption.needed() <= self._room()
        self.scale_bar.setVisible(self.view is View.TABLE and fits)

    def _title(self, moment: Moment, layer: int, column: int | None) -> Entry:
        """Into which layer, or neuron of it; in fewer characters where there is no room for more beside the scale."""
        whole, metrics = layer_name(moment, layer), QFontMetricsF(small(self.font()))
        name = whole if column is None else neuron_name(moment, layer, column, self.theme)
        entry, room = Entry(tr("into"), name), self._room()
        if metrics.horizontalAdvance(entry.plain) <= room or not name.startswith(whole):
            return entry
        rest = name[len(whole) :]
        return Entry(value=fitting_name(moment, layer, metrics, room - metrics.horizontalAdvance(rest)) + rest)

    def _place(self, moment: Moment) -> Place | None:
        """Where the weight is whose history is shown."""
        ends = ends_of(self._watched())
        return place_of(moment.assembly.wiring, *ends) if ends is not None else None

    def _show_watched(self, moment: Moment) -> None:
        place = self._place(moment)
        if self._read_out:
            self.caption.show_text(self._read_out)
        elif place is None:
            self.caption.show_entries((Entry(tr("one weight over the run")),))
        else:
            self.caption.show_text(spot_text(moment, Spot(*place), self.theme))

    def _room(self) -> float:
        """What is left of the line beside the scale."""
        others = [self.scale_bar, self.view_button] + ([self.all_button] if self.all_button.isVisible() else [])
        return self.width() - sum(widget.sizeHint().width() + GAP for widget in others)

    def _choose(self, layer: int) -> None:
        self._chosen = layer
        self.redraw()

    def _follow(self, *_: object) -> None:
        self._chosen = None
        self.redraw()

    # Pointing

    def _point(self, spot: Spot | None) -> None:
        moment = self.shown
        self._spot = spot
        if moment is None:
            return
        self.selection.set_hover(_target(moment, spot))
        self._show_caption(moment)

    def _select(self, spot: Spot) -> None:
        if self.shown is not None:
            chosen = self.map.layer
            self.selection.select(_target(self.shown, spot))
            # a click on a weight must not change the picture under the pointer
            self._chosen = -1 if chosen is None else chosen
            self.redraw()

    def _select_layer(self, layer: int) -> None:
        hidden = self.shown.project.network.hidden if self.shown is not None else ()
        if layer < len(hidden):
            self.selection.select(Target(layer=hidden[layer].id))

    def _say(self, text: str) -> None:
        self._read_out = text
        if self.shown is not None:
            self._show_caption(self.shown)

    def _follow_hover(self, target: Target) -> None:
        moment = self.shown
        if moment is None or self._spot is not None or not self.isVisible():
            return
        if self.view is View.HISTORY:
            self.redraw()
            return
        ends = [find(moment, key) for key in target.edge] if target.edge is not None else []
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            self.map.show_spot(Spot(ends[0][0], ends[0][1], ends[1][1]))
        else:
            self.map.show_spot(None)

    # Controls

    def _make_views(self) -> dict[View, QAction]:
        group, menu, actions = QActionGroup(self), QMenu(tr("Show weights as"), self), {}
        menu.setToolTipsVisible(True)
        for view, text in VIEW_TEXTS.items():
            action = actions[view] = QAction(tr(text), group)
            action.setCheckable(True)
            action.setToolTip(tool_tip_of(view, self.theme))
            action.triggered.connect(lambda _=False, view=view: self.show_view(view))
            menu.addAction(action)
        actions[View.TABLE].setChecked(True)
        self.addAction(menu.menuAction())
        self.view_button.setMenu(menu)
        self.view_button.setPopupMode(SmallButton.ToolButtonPopupMode.InstantPopup)
        return actions

    def _show_scroll_bar(self, beyond: int) -> None:
        self._scroll_bar.setRange(0, max(0, beyond))
        self._scroll_bar.setPageStep(BESIDE)
        self._scroll_bar.setVisible(beyond > 0)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(GAP)
        for widget in (self.caption, self.all_button, self.view_button, self.scale_bar):
            above.addWidget(widget)
        self._stack = QStackedLayout()
        for picture in (self.map, self.spread, self.history):
            self._stack.addWidget(picture)
        self._scroll_bar = QScrollBar(Qt.Orientation.Horizontal)
        self._scroll_bar.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self._scroll_bar)


def _target(moment: Moment, spot: Spot | None) -> Target:
    layers = moment.assembly.wiring.layers
    if spot is None:
        return NOTHING
    if spot.row is None:
        return Target(neuron=layers[spot.layer + 1][spot.column])
    return Target(edge=(layers[spot.layer][spot.row], layers[spot.layer + 1][spot.column]))
