"""How often samples of each class were named what: a row for each true class, a column for each name given."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout

from hlviz.colors import Theme
from hlviz.nn.arrays import IntArray
from hlviz.nn.metrics import confusion
from hlviz.number_text import percent
from hlviz.panels.caption import Entry
from hlviz.panels.names import class_names
from hlviz.panels.output_view import OutputView, Scale
from hlviz.panels.picture import Picture
from hlviz.panels.table import Table
from hlviz.panels.tones import Tones, rising_colors, rising_table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

LEAST_FOR_COUNTS = 13.0
"""Pixels of a cell's height below which counts are left to the read-out."""


class ConfusionView(OutputView):
    """For classes of things that are no points of a plane."""

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection)
        self.picture = ConfusionPicture()
        self._moment: Moment | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture)
        self.picture.read_out.connect(self.read_out)
        self.picture.cell_clicked.connect(self._pick)

    @property
    def counts(self) -> IntArray:
        """What it shows: (classes, classes), true by named."""
        return self.picture.counts

    def show_moment(self, moment: Moment) -> None:
        """Count anew."""
        self._moment = moment
        points = moment.split.points
        labels = np.asarray(moment.split.test_y, dtype=np.int64)
        self.picture.show_counts(
            confusion(moment.test_predicted, labels, points.classes), class_names(points, self.theme)
        )
        self.picture.show_probe(self._probed(moment))

    def _probed(self, moment: Moment) -> tuple[int, int] | None:
        """The cell that the sample which is followed would be counted in: true class and class named."""
        probe = self.selection.probe
        true = probe.truth(moment.split.points) if self.selection.is_probing else None
        if true is None:
            return None
        return int(true), int(moment.assembly.predicted(moment.probe_pass(probe).outputs)[0])

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self.picture.show_theme(theme)

    def entries(self) -> tuple[Entry, ...]:
        """The share of test samples named right."""
        right, total = int(np.trace(self.counts)), int(self.counts.sum())
        tr = QCoreApplication.translate
        accuracy = percent(right / total if total else float("nan"))
        of = tr("ConfusionView", "{right} of {total}").format(right=right, total=total)
        return Entry(tr("ConfusionView", "test accuracy"), accuracy), Entry(of)

    def scale(self) -> Scale:
        """Shares of a row."""
        return Scale(rising_table(self.theme), "0", "100 %")

    def summary(self) -> str:
        """The accuracy and the commonest mistake."""
        counts = self.counts
        right, total = int(np.trace(counts)), int(counts.sum())
        tr = QCoreApplication.translate
        text = tr("ConfusionView", "{right} of {total} test samples are named right.").format(total=total, right=right)
        wrong = counts - np.diag(np.diag(counts))
        if wrong.size and wrong.max() > 0:
            true, named = np.unravel_index(int(wrong.argmax()), wrong.shape)
            text += " " + tr("ConfusionView", "Most often mistaken: {cell}.").format(
                cell=self.picture.cell_text(int(true), int(named))
            )
        return text

    def table(self) -> Table | None:
        """The counts: a row for each true class, a column for each class named."""
        if self._moment is None:
            return None
        names = class_names(self._moment.split.points, self.theme)
        said = QCoreApplication.translate("ConfusionView", "said {name}")
        headers = (QCoreApplication.translate("ConfusionView", "true"), *(said.format(name=name) for name in names))
        return Table(headers, (names, *self.counts.T))

    def _pick(self, true: int, named: int) -> None:
        moment = self._moment
        if moment is None:
            return
        split = moment.split
        rows = np.sort(split.test[(split.test_y == true) & (moment.test_predicted == named)])
        if len(rows):
            following = rows[rows > self.selection.probe.row]
            self.picked.emit(int(following[0] if len(following) else rows[0]))


class ConfusionPicture(Picture):
    """The table as coloured cells with their counts."""

    cell_clicked = Signal(int, int)
    """True class and class named."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: IntArray = np.zeros((0, 0), np.int64)
        self._names: tuple[str, ...] = ()
        self._tones = Tones()
        self._grid = QRectF()
        self._cell: tuple[int, int] | None = None
        self.probed: tuple[int, int] | None = None

    def show_counts(self, counts: IntArray, names: tuple[str, ...]) -> None:
        """Show these counts."""
        if counts.shape == self.counts.shape and np.array_equal(counts, self.counts) and names == self._names:
            return
        self.counts, self._names = counts, names
        self.update()

    def show_probe(self, cell: tuple[int, int] | None) -> None:
        """Outline the cell, (true class, class named), of the sample that is followed; None: none is."""
        if cell != self.probed:
            self.probed = cell
            self.update()

    def cell_text(self, true: int, named: int) -> str:
        """A cell in words: "true 3, said 8: 4 of 36"."""
        text = QCoreApplication.translate("ConfusionView", "true {true}, said {named}: {count} of {total}")
        return text.format(
            true=self._names[true], named=self._names[named],
            count=int(self.counts[true, named]), total=int(self.counts[true].sum()),
        )  # fmt: skip

    def cell_rect(self, true: int, named: int) -> QRectF:
        """Where a cell is."""
        grid, k = self._grid, len(self.counts)
        width, height = grid.width() / k, grid.height() / k
        return QRectF(grid.left() + named * width, grid.top() + true * height, width, height)

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Cells, counts, names."""
        k = len(self.counts)
        if not k:
            return
        shares = self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1)
        levels = (shares * 255).astype(np.int64)
        self._grid = grid = self._grid_rect(metrics)
        p.drawImage(grid, self._tones.image(levels, rising_table(self.theme)))
        width, height = grid.width() / k, grid.height() / k
        p.setPen(QPen(QColor(self.theme.card), 2 if min(width, height) > 10 else 1))
        for i in range(k + 1):
            x, y = grid.left() + i * width, grid.top() + i * height
            p.drawLine(QPointF(x, grid.top()), QPointF(x, grid.bottom()))
            p.drawLine(QPointF(grid.left(), y), QPointF(grid.right(), y))
        self._draw_counts(p, metrics, levels, width, height)
        self._draw_names(p, metrics, width, height)
        if self.probed is not None and max(self.probed) < k:
            p.setBrush(Qt.BrushStyle.NoBrush)
            for color, wide in ((self.theme.card, 4), (self.theme.text, 2)):
                p.setPen(QPen(QColor(color), wide))
                p.drawRect(self.cell_rect(*self.probed))
        if self._cell is not None and max(self._cell) < k:
            p.setPen(QPen(QColor(self.theme.accent), 2))
            p.drawRect(self.cell_rect(*self._cell))

    def _grid_rect(self, metrics: QFontMetricsF) -> QRectF:
        room = QRectF(self.rect())
        widest = max(metrics.horizontalAdvance(name) for name in self._names)
        left = metrics.height() + 2 + min(widest, room.width() * 0.25) + 5
        below = 2 * metrics.height() + 3
        return QRectF(left, 2, max(10.0, room.width() - left - 2), max(10.0, room.height() - below - 2))

    def _draw_counts(self, p: QPainter, metrics: QFontMetricsF, levels: IntArray, width: float, height: float) -> None:
        widest = metrics.horizontalAdvance(str(int(self.counts.max())))
        if height < LEAST_FOR_COUNTS or width < widest + 2:
            return
        colors = rising_colors(self.theme)
        dark, light = QColor("#10141a"), QColor("#ffffff")
        for (i, j), count in np.ndenumerate(self.counts):
            if not count:
                continue
            r, g, b = colors[levels[i, j]].tolist()
            p.setPen(dark if 0.3 * r + 0.59 * g + 0.11 * b > 128 else light)
            p.drawText(self.cell_rect(i, j), Qt.AlignmentFlag.AlignCenter, str(count))

    def _draw_names(self, p: QPainter, metrics: QFontMetricsF, width: float, height: float) -> None:
        grid = self._grid
        p.setPen(QColor(self.theme.text))
        left = metrics.height() + 2
        every = max(1, round(metrics.height() * 0.8 / height))
        for i, name in enumerate(self._names):
            if i % every == 0:
                text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, grid.left() - left - 5)
                cell = QRectF(left, grid.top() + i * height, grid.left() - left - 5, height)
                p.drawText(cell, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width + 2)
            if len(text) > 1 or text == name:
                cell = QRectF(grid.left() + i * width - 1, grid.bottom() + 1, width + 2, metrics.height())
                p.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        p.setPen(QColor(self.theme.muted))
        said = QRectF(grid.left(), grid.bottom() + metrics.height() + 1, grid.width(), metrics.height())
        p.drawText(said, Qt.AlignmentFlag.AlignCenter, QCoreApplication.translate("ConfusionView", "said"))
        p.save()
        p.translate(0, grid.center().y())
        p.rotate(-90)
        true = QRectF(-grid.height() / 2, 0, grid.height(), metrics.height())
        p.drawText(true, Qt.AlignmentFlag.AlignCenter, QCoreApplication.translate("ConfusionView", "true"))
        p.restore()

    def point_at(self, position: QPointF) -> str:
        """The cell under the pointer."""
        self._cell = self._cell_at(position)
        self.update()
        return self.cell_text(*self._cell) if self._cell is not None else ""

    def leave(self) -> None:
        """No cell is meant."""
        self._cell = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which cell was clicked."""
        cell = self._cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.cell_clicked.emit(*cell)

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        k, grid = len(self.counts), self._grid
        if not k or not grid.contains(position):
            return None
        row = int((position.y() - grid.top()) / grid.height() * k)
        column = int((position.x() - grid.left()) / grid.width() * k)
        return min(row, k - 1), min(column, k - 1)
