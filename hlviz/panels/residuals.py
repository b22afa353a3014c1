"""How far off the numbers are that the network says: over what it said, or over what is true, and how often by how much."""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme, mixed
from hlviz.nn.arrays import Array
from hlviz.number_text import rounded, significant
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.cloud import Cloud
from hlviz.panels.flow_lines import Band
from hlviz.panels.panel import Panel
from hlviz.panels.part import Part, part_of
from hlviz.panels.ranges import outwards, reach
from hlviz.panels.side_bars import SideBars
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.widgets.tool_tip import tool_tip

BINS = 21
"""An odd number: the middle one is around zero."""
SIDE = 0.2
"""Of the plot's width, for the histogram."""


class ResidualsPanel(Panel):
    """Dots, a band as wide as the mean error, and a histogram at the right."""

    key = "residuals"
    title = str(QT_TRANSLATE_NOOP("Panel", "Residuals"))
    room = QSize(280, 200)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption = Caption()
        self.true_button = SmallButton(
            _tr("Over true"),
            _tr("Arrange the samples by what is true, in place of what the network said."),
            is_switch=True,
        )
        self.plot = Cloud()
        self.band, self.bars = self.plot.add(Band()), self.plot.add(SideBars())
        self._parts: tuple[Part, Part] | None = None
        self._split: object = None
        self._read_out = ""
        self._empty = QLabel(
            _tr("This is for numbers, and here classes are learned. Confusion shows what is mistaken.")
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                _tr("Residuals"),
                _tr("What the network said less what is true: above zero it says too much, below too little."),
                _tr(
                    "A pattern in the dots is something left to learn. The band is as wide as the mean error of the test "
                    "samples; the bars at the right count how often it is off by how much."
                ),
                _tr("Click a dot to look at its sample. The wheel zooms, a double click shows everything again."),
            )
        )
        self.true_button.toggled.connect(self._switch)
        self.plot.pointed.connect(self._point)
        self.plot.picked.connect(selection.set_probe)

    def draw(self, moment: Moment) -> None:
        """Draw both parts."""
        is_for_numbers = not moment.assembly.is_classification
        self._pages.setCurrentIndex(int(is_for_numbers))
        if not is_for_numbers:
            self._parts = None
            return
        if self._split is not moment.split:
            self._split = moment.split
            self.plot.show_everything()
        parts = self._parts = part_of(moment, in_training=True), part_of(moment, in_training=False)
        true = tuple(np.asarray(part.y, dtype=np.float64) for part in parts)
        said = tuple(_said(moment, part) for part in parts)
        with np.errstate(all="ignore"):
            errors = said[0] - true[0], said[1] - true[1]
        over = true if self.true_button.isChecked() else said
        self.plot.show_samples((parts[0].rows, parts[1].rows), (over[0], over[1]), errors)
        self._show_ends(moment, np.concatenate(over), np.concatenate(errors))
        mae = _mae(errors[1])
        self.band.show_ends((-mae, mae) if np.isfinite(mae) else None)
        self._show_caption()

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.true_button, self.plot):
            part.show_theme(theme)
        self.band.show_look(mixed(theme.card, theme.test, 0.14), theme.muted)
        self.bars.show_look(mixed(theme.card, theme.muted, 0.55), theme.line)
        self._empty.setStyleSheet(f"color: {theme.muted};")

    def summary(self) -> str:
        """How far off it is, and to which side."""
        moment, errors = self.moment, self._test_errors()
        if moment is None or errors is None:
            return _tr("No residuals: the network learns classes here.")
        text = _tr("{target} is off by {mae} on average, {side}. R² {metric} on the test part.")
        mae, bias = _mae(errors), float(np.mean(errors[np.isfinite(errors)])) if np.isfinite(errors).any() else np.nan
        if not abs(bias) > mae / 4:
            side = _tr("to both sides alike")
        else:
            side = (_tr("mostly too high") if bias > 0 else _tr("mostly too low")) + f" ({rounded(bias)})"
        return text.format(
            metric=significant(moment.frame.evaluation.test_metric, 3), target=moment.split.points.target_name,
            mae=significant(mae, 3), side=side,
        )  # fmt: skip

    def table(self) -> Table | None:
        """A row for each sample."""
        moment, parts = self.moment, self._parts
        if moment is None or parts is None:
            return None
        names = [_tr("training")] * len(parts[0].rows) + [_tr("test")] * len(parts[1].rows)
        rows = np.concatenate([part.rows for part in parts]) + 1
        true = np.concatenate([np.asarray(part.y, np.float64) for part in parts])
        said = np.concatenate([_said(moment, part) for part in parts])
        headers = (_tr("sample"), _tr("part"), _tr("true"), _tr("said"), _tr("said − true"))
        with np.errstate(all="ignore"):
            return Table(headers, (rows, names, true, said, said - true))

    # What is shown

    def _show_ends(self, moment: Moment, over: Array, errors: Array) -> None:
        """Around zero up and down, across all targets and answers, and room for the histogram."""
        finite = errors[np.isfinite(errors)]
        most = reach(float(np.abs(finite).max()) * 1.05 if finite.size else 1.0)
        y, shown = moment.split.points.y, over[np.isfinite(over)]
        low = float(np.min(y, initial=shown.min(initial=np.inf)))
        high = float(np.max(y, initial=shown.max(initial=-np.inf)))
        low, high = outwards(low, high)
        begin = high + 0.04 * (high - low)
        self.plot.show_ends((low, begin + SIDE * (high - low)), (-most, most))
        edges = np.linspace(-most, most, BINS + 1)
        self.bars.show_counts(begin, edges, np.histogram(finite, edges)[0])

    def _test_errors(self) -> Array | None:
        moment, parts = self.moment, self._parts
        if moment is None or parts is None:
            return None
        with np.errstate(all="ignore"):
            return np.asarray(_said(moment, parts[1]) - parts[1].y)

    def _show_caption(self) -> None:
        moment, errors = self.moment, self._test_errors()
        if moment is None or errors is None:
            return
        if self._read_out:
            self.caption.show_text(self._read_out)
            return
        self.plot.bottom_axis.unit = _tr("true") if self.true_button.isChecked() else _tr("said")
        self.caption.show_entries(
            (
                Entry(_tr("train"), mark="shape", color=self.theme.train),
                Entry(_tr("test"), mark="shape", color=self.theme.test),
                Entry(_tr("R²"), significant(moment.frame.evaluation.test_metric, 3)),
                Entry(_tr("MAE"), significant(_mae(errors), 3)),
            )
        )

    def _switch(self) -> None:
        self.plot.show_everything()
        self.redraw()

    def _point(self, row: int | None) -> None:
        self._read_out = self._sample_text(row) if row is not None else ""
        self._show_caption()

    def _sample_text(self, row: int) -> str:
        moment = self.moment
        if moment is None or self._parts is None:
            return ""
        for part in self._parts:
            at = np.flatnonzero(part.rows == row)
            if len(at):
                true, said = float(part.y[at[0]]), float(_said(moment, part)[at[0]])
                text = _tr("sample {row}: true {true}, said {said}, off by {error}")
                error = f"+{rounded(said - true)}" if said > true else rounded(said - true)
                return text.format(row=row + 1, true=rounded(true), said=rounded(said), error=error)
        return ""

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.caption)
        above.addWidget(self.true_button)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(above)
        column.addWidget(self.plot, 1)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)


def _said(moment: Moment, part: Part) -> Array:
    """What the network says, in the target's own unit, shape (n,)."""
    with np.errstate(all="ignore"):
        return moment.assembly.to_units(part.outputs[:, 0].astype(np.float64))


def _mae(errors: Array) -> float:
    """The mean of the errors without their signs; NaN where one of them is no number."""
    return float(np.mean(np.abs(errors))) if len(errors) else float("nan")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResidualsPanel", text)
