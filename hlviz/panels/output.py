"""What the network makes of its data, in the way that fits them."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.number_text import rounded, signed
from hlviz.panels.caption import Caption, Entry, small
from hlviz.panels.confusion_view import ConfusionView
from hlviz.panels.curve_view import CurveView
from hlviz.panels.fit_view import FitView
from hlviz.panels.names import neuron_name
from hlviz.panels.output_view import Options, OutputView
from hlviz.panels.panel import Panel
from hlviz.panels.probe_words import probe_entries
from hlviz.panels.scale_bar import ScaleBar
from hlviz.panels.small_button import SmallButton
from hlviz.panels.surface_view import SurfaceView
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.session.without import Without, without
from hlviz.widgets.tool_tip import tool_tip

STRIP = 32


class OutputPanel(Panel):
    """A surface over the plane, a curve, a table of mistakes or predicted against true; a line above, switches below."""

    key = "output"
    title = str(QT_TRANSLATE_NOOP("Panel", "Output"))
    room = QSize(280, 260)
    least_room = QSize(180, 150)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption = Caption()
        self.scale_bar = ScaleBar(strip=STRIP)
        self._views: dict[type[OutputView], OutputView] = {}
        self._view: OutputView | None = None
        self._read_out = ""
        self._without: Without | None = None
        self.back_button = SmallButton(
            QCoreApplication.translate("OutputPanel", "Show output"),
            QCoreApplication.translate(
                "OutputPanel", "Show what the network says again, with all its neurons; the neuron stays selected."
            ),
        )
        self.back_button.setVisible(False)
        self.back_button.clicked.connect(self._show_output)
        self.switches = self._switches()
        self._stack = QStackedLayout()
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.caption)
        above.addWidget(self.back_button)
        for box in self.switches.values():
            below.addWidget(box)
        below.addStretch(1)
        below.addWidget(self.scale_bar)
        below.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(above)
        layout.addLayout(self._stack, 1)
        layout.addLayout(below)
        selection.changed.connect(self._follow)
        selection.hover_changed.connect(self._follow)
        selection.probe_changed.connect(self.redraw)
        selection.probing_changed.connect(self.redraw)
        selection.without_changed.connect(self.redraw)

    @property
    def view(self) -> OutputView | None:
        """The picture shown now; None before the first moment."""
        return self._view

    def draw(self, moment: Moment) -> None:
        """Choose the picture that fits the data, and draw it."""
        view = self._view_for(moment)
        offered = view.switches_of(moment)
        for name, box in self.switches.items():
            box.setVisible(name in offered)
        view.options = Options(**{name: box.isChecked() for name, box in self.switches.items()})
        found = self._without = without(moment, self.selection.without)
        view.whole = found.whole if found is not None else None
        view.show_moment(found.moment if found is not None else moment)
        self._show_caption(moment, view)
        self.back_button.setVisible(found is not None or view.shows_neuron())
        scale = view.scale()
        self.scale_bar.setVisible(scale is not None)
        if scale is not None:
            self.scale_bar.show_scale(scale.table, scale.low, scale.high)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        self.caption.show_theme(theme)
        self.back_button.show_theme(theme)
        self.scale_bar.show_theme(theme)
        for view in self._views.values():
            view.show_theme(theme)

    def summary(self) -> str:
        """What the picture says; first, without which neuron."""
        said = self._view.summary() if self._view is not None else ""
        if self._without is None:
            return said
        text = QCoreApplication.translate("OutputPanel", "Without {neuron}: {sentence}")
        return text.format(neuron=self._missing(self._without), sentence=said)

    def table(self) -> Table | None:
        """What the picture shows, as numbers."""
        return self._view.table() if self._view is not None else None

    def _view_for(self, moment: Moment) -> OutputView:
        kind = view_kind(moment)
        if kind not in self._views:
            view = self._views[kind] = kind(self.selection)
            view.show_theme(self.theme)
            view.read_out.connect(self._say)
            view.picked.connect(self.selection.set_probe)
            self._stack.addWidget(view)
        if self._views[kind] is not self._view:
            self._view = self._views[kind]
            self._read_out = ""
            self._stack.setCurrentWidget(self._view)
            self.setToolTip(_tool_tip(kind))
        return self._views[kind]

    def _show_caption(self, moment: Moment, view: OutputView) -> None:
        """What is under the pointer; or the sample that is followed; or what is what."""
        if self._read_out:
            self.caption.show_text(self._read_out)
        elif self._without is not None:
            found, tr = self._without, QCoreApplication.translate
            change = signed(rounded(found.after - found.before))
            missing = Entry(tr("OutputPanel", "without"), self._missing(found))
            self.caption.show_entries((missing, Entry(tr("OutputPanel", "loss"), change)))
        elif self.selection.is_probing and not view.is_of_neuron():
            self.caption.show_entries(probe_entries(moment, self.selection.probe, self.theme))
        else:
            self.caption.show_entries(view.entries())

    @staticmethod
    def _missing(found: Without) -> str:
        return neuron_name(found.whole, found.layer, found.place)

    def _say(self, text: str) -> None:
        self._read_out = text
        if self._view is not None and self.moment is not None:
            self._show_caption(self.moment, self._view)

    def _follow(self, *_: object) -> None:
        if self._view is not None and not isinstance(self._view, ConfusionView | FitView):
            self.redraw()

    def _switches(self) -> dict[str, QCheckBox]:
        tr = QCoreApplication.translate
        boxes = {
            "test": QCheckBox(tr("OutputPanel", "Test")),
            "discrete": QCheckBox(tr("OutputPanel", "Discrete")),
            "mistakes": QCheckBox(tr("OutputPanel", "Wrong")),
            "sure": QCheckBox(tr("OutputPanel", "Sure")),
            "shares": QCheckBox(tr("OutputPanel", "Shares")),
        }
        tips = {
            "test": tr("OutputPanel", "Also show the samples that the network never learns from, as hollow points."),
            "discrete": tr(
                "OutputPanel",
                "Show only which class is named, without how sure the network is of it; a number in eight steps.",
            ),
            "mistakes": tr(
                "OutputPanel", "Cross out the samples for which the network names another class than the right one."
            ),
            "sure": tr(
                "OutputPanel",
                "Colour each place by how much of the class named there is, whichever it is: dark where the network hesitates.",
            ),
            "shares": tr(
                "OutputPanel",
                "Take the curve apart: a dashed line for what each neuron of the last hidden layer adds to it. "
                "All of them and the bias together are the curve. A mark at the foot is a neuron's hinge: where its sum is zero, "
                "so that a ReLU bends there.",
            ),
        }
        for name, box in boxes.items():
            box.setToolTip(tool_tip(box.text(), tips[name]))
            box.setFont(small(self.font()))
            box.setStyleSheet("QCheckBox { spacing: 4px; }")  # four of them and a scale share the line
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.setVisible(False)
            box.toggled.connect(self.redraw)
        boxes["shares"].setChecked(True)
        return boxes

    def _show_output(self) -> None:
        if self._without is not None:
            self.selection.look_without(None)
        elif self._view is not None:
            self._view.show_output()
            self.redraw()


def view_kind(moment: Moment) -> type[OutputView]:
    """The way to show the output that fits the data."""
    if moment.is_plane:
        return SurfaceView
    if moment.is_curve:
        return CurveView
    return ConfusionView if moment.assembly.is_classification else FitView


def _tool_tip(kind: type[OutputView]) -> str:
    tr = QCoreApplication.translate
    if kind is SurfaceView:
        return tool_tip(
            tr("OutputPanel", "Output over the input plane"),
            tr(
                "OutputPanel",
                "The colour of each place is what the network says there; the line is where it changes its mind.",
            ),
            tr(
                "OutputPanel",
                "Point at a neuron in the diagram to see what that neuron makes of the plane.",
            ),
            tr(
                "OutputPanel",
                "Click a point to follow it through the network, or any place with Alt; while one is followed, drag over the plane "
                "or use the arrow keys.",
            ),
        )
    if kind is CurveView:
        return tool_tip(
            tr("OutputPanel", "The curve that the network draws"),
            tr(
                "OutputPanel",
                "Dashed: what each neuron of the last hidden layer adds to it. The marks at the foot are where each neuron turns: "
                "its hinge.",
            ),
            tr(
                "OutputPanel", "Click a sample to follow it through the network; Alt-click anywhere follows that input."
            ),
            tr("OutputPanel", "The wheel zooms, dragging moves, a double click shows everything again."),
        )
    if kind is ConfusionView:
        return tool_tip(
            tr("OutputPanel", "Confusion matrix"),
            tr(
                "OutputPanel",
                "Rows: what the test samples are. Columns: what the network said. On the diagonal it is right.",
            ),
            tr(
                "OutputPanel",
                "Click a cell to follow one of its samples through the network, and again for the next. The cell of the sample "
                "that is followed is framed.",
            ),
        )
    return tool_tip(
        tr("OutputPanel", "Predicted against true"),
        tr("OutputPanel", "A dot on the diagonal is predicted exactly; above it, the network says too much."),
        tr("OutputPanel", "Click a dot to follow that sample through the network; it is ringed then."),
        tr("OutputPanel", "The wheel zooms, dragging moves, a double click shows everything again."),
    )
