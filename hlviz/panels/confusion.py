"""Which classes are taken for which others, and the samples that are: in the test part or in the training part."""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.nn.metrics import confusion
from hlviz.number_text import percent
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.confusion_view import ConfusionPicture
from hlviz.panels.mistake_list import Mistakes, Named
from hlviz.panels.names import class_names
from hlviz.panels.panel import Panel
from hlviz.panels.part import certainty, part_of
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.widgets.tool_tip import tool_tip

WIDE = 1.25
"""Where the panel is that many times as wide as high, the samples are beside the table, else below."""
SHARES = 5, 2
"""Of the room, for the table and for the samples."""


class ConfusionPanel(Panel):
    """A table of counts, and the samples of one of its cells or all that were named wrongly."""

    key = "confusion"
    title = str(QT_TRANSLATE_NOOP("Panel", "Confusion"))
    room = QSize(280, 260)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption = Caption()
        self.training_button = SmallButton(
            _tr("Training"),
            _tr("Count the samples that the network learns from, in place of those kept for the test."),
            is_switch=True,
        )
        self.all_button = SmallButton(
            _tr("All mistakes"), _tr("List every sample that was named wrongly again, not only those of one cell.")
        )
        self.all_button.setVisible(False)
        self.picture, self.mistakes = ConfusionPicture(), Mistakes()
        self._cell: tuple[int, int] | None = None
        self._named = Named(np.empty(0, int), np.empty(0, int), np.empty(0, int), np.empty(0))
        self._total = 0
        self._read_out = ""
        self._empty = QLabel(
            _tr("This is for classes, and here a number is learned. Residuals show how far off it is.")
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self.setToolTip(
            tool_tip(
                _tr("Confusion matrix"),
                _tr("Rows: what the samples are. Columns: what the network said. On the diagonal it is right."),
                _tr("Click a cell to list its samples and to look at one of them, and again for the next."),
                _tr(
                    "The samples are listed with the surest answer first; click one to look at it. The wheel shows more."
                ),
            )
        )
        self.training_button.toggled.connect(self.redraw)
        self.all_button.clicked.connect(lambda: self._choose(None))
        self.picture.cell_clicked.connect(self._click_cell)
        self.mistakes.clicked.connect(selection.set_probe)
        for part in (self.picture, self.mistakes):
            part.read_out.connect(self._say)
        selection.probe_changed.connect(self._show_probe)

    def draw(self, moment: Moment) -> None:
        """Count anew."""
        points = moment.split.points
        is_for_classes = points.is_classification
        self._pages.setCurrentIndex(int(is_for_classes))
        if not is_for_classes:
            return
        if self._cell is not None and max(self._cell) >= points.classes:
            self._cell = None
        part = part_of(moment, in_training=self.training_button.isChecked())
        true = np.asarray(part.y, dtype=np.int64)
        said = moment.assembly.predicted(part.outputs)
        sure = np.nan_to_num(certainty(part.outputs, moment.assembly.threshold))
        self._named = Named(part.rows, true, said, sure)
        self._total = part.total
        self.picture.show_counts(confusion(said, true, points.classes), class_names(points, self.theme))
        listed = (true == self._cell[0]) & (said == self._cell[1]) if self._cell is not None else true != said
        order = np.flatnonzero(listed)
        order = order[np.lexsort((part.rows[order], -sure[order]))]
        self.mistakes.show_named(moment, Named(part.rows[order], true[order], said[order], sure[order]))
        self._place_samples()
        self._show_probe()
        self.all_button.setVisible(self._cell is not None)
        self._show_caption()

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.training_button, self.all_button, self.picture, self.mistakes):
            part.show_theme(theme)
        self._empty.setStyleSheet(f"color: {theme.muted};")

    def summary(self) -> str:
        """How many are right, and the commonest mistake."""
        moment = self.moment
        if moment is None or not moment.split.points.is_classification:
            return _tr("No confusion matrix: the network learns a number here.")
        counts = self.picture.counts
        right, total = int(np.trace(counts)), int(counts.sum())
        text = _tr("{right} of {total} {part} samples are named right.")
        text = text.format(total=total, right=right, part=self._part_name())
        wrong = counts - np.diag(np.diag(counts))
        if wrong.any():
            true, said = np.unravel_index(int(wrong.argmax()), wrong.shape)
            worst = self.picture.cell_text(int(true), int(said))
            text += " " + _tr("Most often mistaken: {cell}.").format(cell=worst)
        return text

    def table(self) -> Table | None:
        """The counts: a row for each true class, a column for each name given."""
        moment, counts = self.moment, self.picture.counts
        if moment is None or not moment.split.points.is_classification:
            return None
        names = class_names(moment.split.points, self.theme)
        shares = np.diag(counts) / np.maximum(counts.sum(axis=1), 1)
        headers = (_tr("true"), *(_tr("said {name}").format(name=name) for name in names), _tr("share right"))
        return Table(headers, (list(names), *counts.T, shares))

    # What is shown

    def _part_name(self) -> str:
        return _tr("training") if self.training_button.isChecked() else _tr("test")

    def _show_caption(self) -> None:
        if self._read_out:
            self.caption.show_text(self._read_out)
            return
        counts = self.picture.counts
        right, total = int(np.trace(counts)), int(counts.sum())
        accuracy = Entry(_tr("{part} accuracy").format(part=self._part_name()), percent(right / max(1, total)))
        if total < self._total:
            rest = _tr("first {total} of {all}").format(total=total, all=self._total)
        elif self._cell is not None:
            rest = self.picture.cell_text(*self._cell)
        else:
            rest = _tr("{wrong} wrong").format(wrong=total - right)
        self.caption.show_entries((accuracy, Entry(rest)))

    def _row(self) -> int:
        """The row of the sample looked at; −1 where that is none of the data's."""
        probe = self.selection.probe
        return probe.row if probe.own is None else -1

    def _show_probe(self, *_: object) -> None:
        self.mistakes.show_probe(self._row())

    # Pointing

    def _say(self, text: str) -> None:
        self._read_out = text
        self._show_caption()

    def _choose(self, cell: tuple[int, int] | None) -> None:
        self._cell = cell
        self.redraw()

    def _click_cell(self, true: int, said: int) -> None:
        """List the cell's samples, and look at the first of them, or at the one after that which is looked at."""
        is_other = self._cell != (true, said)
        self._choose((true, said))
        rows = self.mistakes.rows
        if rows:
            row = self._row()
            following = rows.index(row) + 1 if not is_other and row in rows else 0
            self.selection.set_probe(rows[following % len(rows)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the samples where there is room for them."""
        super().resizeEvent(event)
        self._place_samples()

    def _place_samples(self) -> None:
        """Beside the table where they can be read there, else below it."""
        share = self.width() * SHARES[1] / sum(SHARES)
        beside = self.width() > WIDE * self.height() and self.mistakes.least_width <= share
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.caption)
        above.addWidget(self.all_button)
        above.addWidget(self.training_button)
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(6)
        self._both.addWidget(self.picture, SHARES[0])
        self._both.addWidget(self.mistakes, SHARES[1])
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(above)
        column.addLayout(self._both, 1)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(filled)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConfusionPanel", text)
