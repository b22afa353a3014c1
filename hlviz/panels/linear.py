"""Why layers need curves: the one neuron that linear layers amount to, beside what the network does; where a layer bends, the
nearest one, and how far that is off.
"""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.explain.linear import OneNeuron, Straight, bends, straight
from hlviz.nn.arrays import Array
from hlviz.number_text import rounded, significant
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.incoming import NBSP, more_text, symbol
from hlviz.panels.names import input_name, layer_name, neuron_name
from hlviz.panels.one_neuron import OneNeuronPicture
from hlviz.panels.panel import Panel
from hlviz.panels.plane_line import PlaneLine
from hlviz.panels.surface import Surface
from hlviz.panels.surface_field import field_of
from hlviz.panels.table import Table
from hlviz.panels.two_curves import TwoCurves
from hlviz.session.moment import GRID, Moment, grid_inputs
from hlviz.session.selection import Selection
from hlviz.widgets.sentence import Sentence, wrapped
from hlviz.widgets.tool_tip import tool_tip
from hlviz.widgets.typeface import caption_font

SPELT = 6
"""Terms of the formula, at most."""
SUM_SHARE = 0.2
"""Of the panel's height, at most, for the formula."""


class LinearPanel(Panel):
    """The neuron at the left, what both say at the right, its formula below."""

    key = "linear"
    title = str(QT_TRANSLATE_NOOP("Panel", "Linear"))
    room = QSize(300, 220)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption, self.picture = Caption(), OneNeuronPicture()
        self.surface, self.curves = Surface(), TwoCurves()
        self.formula = Sentence(ink="text")
        self._found: Straight | None = None
        self._is_curve = False
        self._read_out = ""
        self._none = QLabel("")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setWordWrap(True)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                _tr("One neuron for the whole network"),
                _tr(
                    "Layers that only add up can be multiplied out: W = W₁ W₂ …, and what is left is one neuron for each output, "
                    "which can only draw a straight line."
                ),
                _tr(
                    "The network's boundary is drawn whole, the one neuron's dashed. As long as all hidden layers are linear, they "
                    "coincide; give one of them tanh, and they part."
                ),
                _tr(
                    "Where a layer bends, the neuron shown is the nearest there is: its sum comes closest to the network's, by least "
                    "squares over the training samples, of the first 500 at most."
                ),
            )
        )
        self.surface.read_out.connect(self._say)

    @property
    def found(self) -> Straight | None:
        """The one neuron, and how near it comes; None where there is none to show."""
        return self._found

    def draw(self, moment: Moment) -> None:
        """Find the neuron, and draw it beside the network."""
        grid = grid_inputs(moment.split) if moment.is_plane else None
        found = self._found = straight(moment.assembly, moment.parameters, moment.train_pass, grid)
        self._pages.setCurrentIndex(int(found is not None))
        if found is None:
            self._none.setText(self.summary())
            return
        self.picture.show_neuron(moment, found.neuron, is_exact=found.is_exact)
        if grid is not None:
            self._beside.setCurrentWidget(self.surface)
            self.surface.show_moment(moment, None)
            self.surface.show_lines(*self._lines(moment, found.neuron, grid))
        elif moment.is_curve:
            self._beside.setCurrentWidget(self.curves)
            self._show_curves(moment, found.neuron)
        self._is_curve = moment.is_curve
        self._right.setVisible(grid is not None or moment.is_curve)
        self._show_formula(moment, found.neuron)
        self._show_caption()

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.picture, self.surface, self.curves, self.formula):
            part.show_theme(theme)
        self._none.setStyleSheet(f"color: {theme.muted};")

    def summary(self) -> str:
        """Whether one neuron does the same, and how far it is off."""
        moment, found = self.shown, self._found
        if moment is None:
            return ""
        if found is None:
            return _tr("No single neuron can be fitted here: there are too many inputs, or a number has run away.")
        if len(moment.assembly.wiring.layers) == 2:
            return _tr("Without a hidden layer the network is this one neuron already.")
        apart = significant(found.difference, 2)
        if found.is_exact:
            count = len(moment.parameters.weights)
            text = _tr("All {count} layers together do what one neuron does: largest difference {difference}.")
            return text.format(count=count, difference=apart)
        layer = bends(moment.assembly)[0]
        text = _tr(
            "{activation} in {layer} bends it: no single neuron can do this; the nearest one differs by up to {difference}."
        )
        if found.difference < 1e-3:
            text = _tr(
                "{activation} in {layer} could bend it, but does not now: one neuron differs by {difference} at most."
            )
        return text.format(
            activation=moment.assembly.activations[layer - 1].title, layer=layer_name(moment, layer), difference=apart
        )

    def table(self) -> Table | None:
        """A row for each input and one for the bias, a column for each output."""
        moment, found = self.shown, self._found
        if moment is None or found is None:
            return None
        last = len(moment.assembly.wiring.layers) - 1
        names = [*(input_name(moment, i) for i in range(len(found.neuron.weights))), _tr("bias")]
        columns = [[*found.neuron.weights[:, k], found.neuron.bias[k]] for k in range(len(found.neuron.bias))]
        return Table((_tr("from"), *(neuron_name(moment, last, k) for k in range(len(columns)))), [names, *columns])

    # What is shown

    @staticmethod
    def _lines(moment: Moment, neuron: OneNeuron, grid: Array) -> tuple[PlaneLine, ...]:
        """The neuron's boundary; of a number to learn the line along which each of both says the middle."""
        said = neuron.outputs(grid).T.reshape(-1, GRID, GRID)
        field = field_of(moment, None)
        if field.classes:
            rivals = [said[i] - np.delete(said, i, axis=0).max(axis=0) for i in range(len(said) - 1)]
            return (PlaneLine(np.stack(rivals), "text", is_dashed=True),)
        if field.boundary is not None:
            return (PlaneLine(said - moment.assembly.threshold, "text", is_dashed=True),)
        middle = PlaneLine(field.values[None] - field.middle)
        return middle, PlaneLine(moment.assembly.to_units(said) - field.middle, "text", is_dashed=True)

    def _show_curves(self, moment: Moment, neuron: OneNeuron) -> None:
        x, passed = moment.line
        both = (passed.outputs[:, 0], neuron.outputs(passed.a[0])[:, 0])
        points = moment.split.points
        self.curves.show_curves(
            x, tuple(moment.assembly.to_units(said) for said in both), (points.input_names[0], points.target_name)
        )

    def _show_formula(self, moment: Moment, neuron: OneNeuron) -> None:
        text = formula(moment, neuron)
        metrics = QFontMetricsF(caption_font(self.font()))
        most = max(1, int(self.height() * SUM_SHARE / metrics.height()))
        self.formula.show_lines(min(most, len(wrapped(text, metrics, self.width(), 99))))
        self.formula.show_text(text)

    def _show_caption(self) -> None:
        found = self._found
        if found is None:
            return
        if self._read_out:
            self.caption.show_text(self._read_out)
            return
        one = _tr("one neuron") if found.is_exact else _tr("nearest")
        self.caption.show_entries(
            (
                Entry(_tr("network"), mark="line", color=self.theme.text),
                Entry(one, mark="dash", color=self.theme.accent if self._is_curve else self.theme.text),
                Entry(_tr("differ by"), significant(found.difference, 2)),
                Entry(_tr("R²"), significant(found.fit, 3), is_spare=True),
            )
        )

    def _say(self, text: str) -> None:
        self._read_out = text
        self._show_caption()

    def _lay_out(self) -> None:
        self._right = QWidget()
        self._beside = QStackedLayout(self._right)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.addWidget(self.surface)
        self._beside.addWidget(self.curves)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.picture, 5)
        middle.addWidget(self._right, 7)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addLayout(middle, 1)
        column.addWidget(self.formula)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._none)
        self._pages.addWidget(filled)


def formula(moment: Moment, neuron: OneNeuron) -> str:
    """Its sum in the units of the inputs, and what is made of it: "z = 0.84·X₁ − 1.20·X₂ + 0.10, a = tanh z"."""
    split, made = moment.split, neuron.activation.formula
    if neuron.weights.shape[1] > 1:
        text = _tr("{count} sums of {inputs} inputs each, then {formula}")
        return text.format(count=neuron.weights.shape[1], inputs=len(neuron.weights), formula=made)
    with np.errstate(all="ignore"):
        weights = neuron.weights[:, 0] / split.scale
        bias = float(neuron.bias[0] - weights @ split.mean)
    spelt = sorted(np.argsort(-np.abs(np.nan_to_num(weights)), kind="stable")[:SPELT].tolist())
    parts = [_signed(float(weights[i]), f"·{symbol(moment, 0, i)}") for i in spelt]
    if len(spelt) < len(weights):
        parts.append(f"+{NBSP}{more_text(len(weights) - len(spelt))}")
    parts.append(_signed(bias))
    text = " ".join(parts)
    text = text.removeprefix(f"+{NBSP}") if text.startswith("+") else text.replace(f"−{NBSP}", "−", 1)
    return f"z = {text}, a = {made}"


def _signed(number: float, name: str = "") -> str:
    return f"{'−' if number < 0 else '+'}{NBSP}{rounded(abs(number))}{name}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("LinearPanel", text)
