"""The output over the input plane; while a neuron is pointed at or selected, what that neuron makes of the plane."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from hlviz.colors import Theme
from hlviz.document.wiring import NeuronKey
from hlviz.panels.caption import Entry
from hlviz.panels.markers import shape_of
from hlviz.panels.names import class_names, find, neuron_title
from hlviz.panels.number_text import percent, plain
from hlviz.panels.output_view import OutputView, Scale
from hlviz.panels.surface import Surface
from hlviz.panels.tones import SOFT, Table, qt_table, rgb, signed_table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection


class SurfaceView(OutputView):
    """For data of the plane."""

    switches = ("test", "discrete")

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
        selection.probe_changed.connect(self.surface.show_probe)
        selection.changed.connect(self._forget_dismissed)

    def show_moment(self, moment: Moment) -> None:
        """Draw the output, or the neuron that is pointed at or selected."""
        if self._moment is not None and self._moment.split is not moment.split:
            self.surface.show_probe(-1)
        self._moment = moment
        self._shown = self._neuron(moment)
        self.surface.shows_test = self.options.test
        self.surface.is_discrete = self.options.discrete and self._shown is None
        self.surface.show_moment(moment, self._shown)

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

    def show_output(self) -> None:
        """Show the output until another neuron is selected."""
        self._dismissed = self.selection.target.neuron

    def switches_of(self, moment: Moment) -> tuple[str, ...]:
        """Only classes can be shown without their shades."""
        return self.switches if moment.assembly.is_classification else ("test",)

    def entries(self) -> tuple[Entry, ...]:
        """The neuron shown, or the classes, or what is learned."""
        moment = self._moment
        if moment is None:
            return ()
        if self._shown is not None:
            return (Entry(value=neuron_title(moment, *self._shown)),)
        points = moment.split.points
        if points.is_classification:
            caption = QCoreApplication.translate("SurfaceView", "test accuracy")
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
        text = QCoreApplication.translate("SurfaceView", "what the network says for {target}")
        metric = QCoreApplication.translate("SurfaceView", "test R²")
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
            return Scale(_lead_table(self.theme), "0", "1")
        low, high = plain(_short(field.middle - field.scale)), plain(_short(field.middle + field.scale))
        below, above = field.exceeds
        table = signed_table(self.theme, SOFT)
        return Scale(table, f"≤ {low}" if below else low, f"≥ {high}" if above else high)

    def summary(self) -> str:
        """How much of the plane goes to whom."""
        moment, field = self._moment, self.surface.field
        if moment is None or field is None:
            return ""
        if self._shown is not None:
            text = QCoreApplication.translate("SurfaceView", "The output of {neuron} over the input plane.")
            return text.format(neuron=neuron_title(moment, *self._shown))
        points = moment.split.points
        if not points.is_classification:
            text = QCoreApplication.translate("SurfaceView", "Over the input plane the network says {low} to {high}.")
            return text.format(
                low=plain(_short(float(field.values.min()))), high=plain(_short(float(field.values.max())))
            )
        named = field.values.argmax(axis=0) if field.classes else (field.values > field.middle).astype(int)
        names = class_names(points, self.theme)
        shares = [f"{name} {percent(float(np.mean(named == k)), 0)}" for k, name in enumerate(names)]
        text = QCoreApplication.translate("SurfaceView", "Of the input plane the network gives to {shares}.")
        return text.format(shares=", ".join(shares))

    def _neuron(self, moment: Moment) -> tuple[int, int] | None:
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
def _lead_table(theme: Theme) -> Table:
    # each class has shades of its own; all of them go from the neutral colour to a full one
    neutral, full = np.array(rgb(theme.zero), float), np.array(rgb(theme.muted), float)
    return qt_table((neutral + np.linspace(0, 1, 64)[:, None] * (full - neutral)).round().astype(np.uint8))
