"""The output over the input plane; while a neuron is pointed at or selected, what that neuron makes of the plane."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from hlviz.colors import Theme
from hlviz.document.wiring import NeuronKey
from hlviz.number_text import percent, plain
from hlviz.panels.caption import Entry
from hlviz.panels.markers import shape_of
from hlviz.panels.names import class_names, find, neuron_title
from hlviz.panels.output_view import OutputView, Scale
from hlviz.panels.plane_line import PlaneLine, neuron_line
from hlviz.panels.surface import Surface
from hlviz.panels.surface_field import field_of
from hlviz.panels.table import Table
from hlviz.panels.tones import Table as Colors
from hlviz.panels.tones import qt_table, rgb
from hlviz.session.moment import GRID, Moment
from hlviz.session.selection import Selection


def tr(text: str) -> str:
    """A text of the surface in the user's language."""
    return QCoreApplication.translate("SurfaceView", text)


class SurfaceView(OutputView):
    """For data of the plane."""

    switches = ("test", "discrete", "mistakes", "sure")

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection)
        self.surface = Surface()
        self._moment: Moment | None = None
        self._shown: tuple[int, int] | None = None
        self._dismissed: NeuronKey | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.surface)
        self.surface.read_out.connect(self.read_out)
        self.surface.picked.connect(self.picked)
        self.surface.placed.connect(selection.set_own)
        selection.changed.connect(self._forget_dismissed)

    def show_moment(self, moment: Moment) -> None:
        """Draw the output, or the neuron that is pointed at or selected."""
        self._moment = moment
        self._shown = self._neuron(moment)
        self.surface.shows_test = self.options.test
        self.surface.shows_mistakes = self.options.mistakes
        self.surface.is_discrete = self.options.discrete and self._shown is None
        self.surface.is_sure = self.options.sure
        self.surface.show_probe(self.selection.probe if self.selection.is_probing else None)
        self.surface.show_moment(moment, self._shown)
        self.surface.show_lines(*self._lines(moment))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self.surface.show_theme(theme)

    def shows_neuron(self) -> bool:
        """Whether a neuron is shown since it is selected."""
        moment = self._moment
        return (
            moment is not None and self._shown is not None and self._shown == find(moment, self.selection.target.neuron)
        )

    def is_of_neuron(self) -> bool:
        """Whether a neuron is pointed at or selected."""
        return self._shown is not None

    def show_output(self) -> None:
        """Show the output until another neuron is selected."""
        self._dismissed = self.selection.target.neuron

    def switches_of(self, moment: Moment) -> tuple[str, ...]:
        """Only of classes there are wrong ones, and only where there are several outputs each says how sure it is."""
        if not moment.assembly.is_classification:
            return "test", "discrete"
        return self.switches if len(moment.assembly.wiring.layers[-1]) > 1 else self.switches[:3]

    def entries(self) -> tuple[Entry, ...]:
        """The neuron shown, or the classes, or what is learned."""
        moment = self._moment
        if moment is None:
            return ()
        if self._shown is not None:
            title = Entry(value=neuron_title(moment, *self._shown, self.theme))
            if not self.surface.lines:
                return (title,)
            return (title, Entry(tr("fires where the teeth point"), mark="line", color=self.theme.text, is_spare=True))
        points = moment.split.points
        if points.is_classification:
            caption = tr("test accuracy")
            return (
                *(
                    Entry(
                        name,
                        mark="shape",
                        color=self.theme.class_color(k, points.classes),
                        shape=shape_of(k, points.classes),
                    )
                    for k, name in enumerate(class_names(points, self.theme))
                ),
                Entry(caption, value=percent(moment.frame.evaluation.test_metric)),
            )
        text = tr("what the network says for {target}")
        metric = tr("test R²")
        return (
            Entry(text.format(target=points.target_name)),
            Entry(metric, value=plain(_short(moment.frame.evaluation.test_metric))),
        )

    def scale(self) -> Scale | None:
        """The numbers at the ends of the colours."""
        field = self.surface.field
        if field is None:
            return None
        if field.classes:
            return Scale(self.surface.colors if self.options.sure else _lead_table(self.theme), "0", "1")
        low, high = plain(_short(field.middle - field.scale)), plain(_short(field.middle + field.scale))
        below, above = field.exceeds
        return Scale(self.surface.colors, f"≤ {low}" if below else low, f"≥ {high}" if above else high)

    def summary(self) -> str:
        """How many samples are wrong, and how much of the plane goes to whom."""
        moment, field = self._moment, self.surface.field
        if moment is None or field is None:
            return ""
        if self._shown is not None:
            text = tr("The output of {neuron} over the input plane.")
            if self.surface.lines:
                text = tr(
                    "The output of {neuron} over the plane. It fires on the side of the line that the teeth point to."
                )
            return text.format(neuron=neuron_title(moment, *self._shown, self.theme))
        points = moment.split.points
        if not points.is_classification:
            text = tr("R² {metric} on the test part. Over the plane the network says {low} to {high}.")
            return text.format(
                metric=plain(_short(moment.frame.evaluation.test_metric)),
                low=plain(_short(float(field.values.min()))),
                high=plain(_short(float(field.values.max()))),
            )
        named = field.values.argmax(axis=0) if field.classes else (field.values > field.middle).astype(int)
        shares = [
            f"{name} {percent(float(np.mean(named == k)), 0)}" for k, name in enumerate(class_names(points, self.theme))
        ]
        text = tr("{wrong} of {total} test samples are wrong. Shares of the plane: {shares}.")
        wrong = int(np.count_nonzero(moment.test_predicted != moment.split.test_y))
        return text.format(wrong=wrong, total=len(moment.split.test), shares=", ".join(shares))

    def table(self) -> Table | None:
        """What is drawn at the middle of each cell of the map: the output, each class's, or the neuron's."""
        moment, field = self._moment, self.surface.field
        if moment is None or field is None:
            return None
        points = moment.split.points
        (left, right), (bottom, top) = points.ranges()
        middles = (np.arange(GRID) + 0.5) / GRID
        across, up = np.meshgrid(left + middles * (right - left), top - middles * (top - bottom))
        if field.classes:
            names, fields = list(class_names(points, self.theme)), list(field.values)
        else:
            name = neuron_title(moment, *self._shown, self.theme) if self._shown is not None else points.target_name
            names, fields = [name], [field.values]
        columns = [np.ravel(values) for values in (across, up, *fields)]
        return Table((points.input_names[0], points.input_names[1], *names), columns)

    def _lines(self, moment: Moment) -> tuple[PlaneLine, ...]:
        """The edge of the half-plane of a first-layer neuron that is shown or selected; without a neuron, what the boundary was."""
        if self.whole is not None:
            boundary = field_of(self.whole, None).boundary
            return () if boundary is None else (PlaneLine(boundary, "muted", is_dashed=True),)
        line = neuron_line(moment, self._shown or find(moment, self.selection.target.neuron))
        return () if line is None else (line,)

    def _neuron(self, moment: Moment) -> tuple[int, int] | None:
        if self.whole is not None:
            return None
        for key in (self.selection.hover.neuron, self.selection.target.neuron):
            place = find(moment, key)
            if place is None or (key == self._dismissed and key != self.selection.hover.neuron):
                continue
            is_output = place[0] == len(moment.assembly.wiring.layers) - 1
            return None if is_output and len(moment.assembly.wiring.layers[-1]) == 1 else place
        return None

    def _forget_dismissed(self, *_: object) -> None:
        self._dismissed = None


def _short(number: float) -> float:
    return float(f"{number:.3g}")


@lru_cache(maxsize=4)
def _lead_table(theme: Theme) -> Colors:
    # each class has shades of its own; all of them go from the neutral colour to a full one
    neutral, full = np.array(rgb(theme.zero), float), np.array(rgb(theme.muted), float)
    return qt_table((neutral + np.linspace(0, 1, 64)[:, None] * (full - neutral)).round().astype(np.uint8))
