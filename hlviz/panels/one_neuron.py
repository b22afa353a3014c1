"""One neuron for each output, drawn as a small diagram: inputs at the left, their weights on the lines, the sum at the right."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from hlviz.explain.linear import OneNeuron
from hlviz.number_text import rounded
from hlviz.panels.names import input_name, neuron_name
from hlviz.panels.picture import Picture
from hlviz.session.moment import Moment

MOST = 8
"""Inputs, and outputs, at most, that are drawn; of more those with the largest weights."""
WRITTEN = 10
"""Lines, at most, whose weights are written on them."""
WIDEST = 5.0
RADIUS = 11.0


class OneNeuronPicture(Picture):
    """Lines as wide as the weights are large, in the colours of their signs."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self._neuron: OneNeuron | None = None
        self._is_exact = True

    def show_neuron(self, moment: Moment, neuron: OneNeuron | None, *, is_exact: bool) -> None:
        """Draw this neuron; dashed where it is only the nearest."""
        self._moment, self._neuron, self._is_exact = moment, neuron, is_exact
        self.update()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw lines, then names and circles, then numbers."""
        moment, neuron = self._moment, self._neuron
        if moment is None or neuron is None:
            return
        weights = np.nan_to_num(neuron.weights, posinf=0, neginf=0)
        inputs = _largest(np.abs(weights).max(axis=1), MOST)
        outputs = _largest(np.abs(weights).max(axis=0), MOST)
        names = [input_name(moment, i) for i in inputs]
        last = len(moment.assembly.wiring.layers) - 1
        labels = [neuron_name(moment, last, k).rpartition("· ")[2] for k in outputs]
        more = len(inputs) < len(weights)
        foot = metrics.height() + 2
        left = min(max(map(metrics.horizontalAdvance, names)), self.width() * 0.3) + 6
        right = self.width() - RADIUS * 2 - 6 - min(max(map(metrics.horizontalAdvance, labels)), self.width() * 0.3)
        height = self.height() - foot
        rows = [(i + 0.5) / len(inputs) * height for i in range(len(inputs))]
        sums = [(k + 0.5) / len(outputs) * height for k in range(len(outputs))]
        largest = float(np.abs(weights[np.ix_(inputs, outputs)]).max()) or 1.0
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i, y in zip(inputs, rows, strict=True):
            for k, to in zip(outputs, sums, strict=True):
                self._draw_weight(p, float(weights[i, k]), largest, QPointF(left, y), QPointF(right, to))
        p.setPen(QColor(self.theme.text))
        for name, y in zip(names, rows, strict=True):
            box = QRectF(0, y - metrics.height() / 2, left - 6, metrics.height())
            p.drawText(
                box, Qt.AlignmentFlag.AlignRight, metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
            )
        for k, label, y in zip(outputs, labels, sums, strict=True):
            self._draw_sum(
                p, metrics, QPointF(right + RADIUS, y), label, float(neuron.bias[k]), alone=len(outputs) == 1
            )
        if len(inputs) * len(outputs) <= WRITTEN:
            for i, y in zip(inputs, rows, strict=True):
                self._write(p, metrics, float(neuron.weights[i, outputs[0]]), QPointF(left, y), QPointF(right, sums[0]))
        p.setPen(QColor(self.theme.muted))
        p.drawText(
            QRectF(0, self.height() - foot + 2, self.width(), foot),
            Qt.AlignmentFlag.AlignCenter,
            self._foot(more, metrics),
        )

    def _foot(self, more: bool, metrics: QFontMetricsF) -> str:
        tr = QCoreApplication.translate
        if self._is_exact:
            text = tr("OneNeuronPicture", "all layers in one neuron")
        else:
            text = tr("OneNeuronPicture", "the nearest one neuron")
        if more:
            text += tr("OneNeuronPicture", ", its largest weights")
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())

    def _draw_weight(self, p: QPainter, weight: float, largest: float, start: QPointF, end: QPointF) -> None:
        pen = QPen(QColor(self.theme.signed_hex(weight, largest)), max(0.8, WIDEST * abs(weight) / largest))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if not self._is_exact:
            pen.setDashPattern([7 / pen.widthF(), 3 / pen.widthF()])
        p.setPen(pen)
        p.drawLine(start, end)

    def _draw_sum(
        self, p: QPainter, metrics: QFontMetricsF, at: QPointF, label: str, bias: float, *, alone: bool
    ) -> None:
        p.setBrush(QColor(self.theme.field))
        p.setPen(QPen(QColor(self.theme.text), 1.2))
        radius = RADIUS if alone else min(RADIUS, max(4.0, metrics.height() / 2))
        p.drawEllipse(at, radius, radius)
        if radius >= 9:
            p.drawText(
                QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius), Qt.AlignmentFlag.AlignCenter, "Σ"
            )
        p.setBrush(Qt.BrushStyle.NoBrush)
        room = self.width() - at.x() - radius - 4
        box = QRectF(at.x() + radius + 4, at.y() - metrics.height() / 2, room, metrics.height())
        p.drawText(box, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(label, Qt.TextElideMode.ElideRight, room))
        if alone:
            p.setPen(QColor(self.theme.muted))
            text = QCoreApplication.translate("OneNeuronPicture", "bias {bias}").format(bias=rounded(bias))
            where = QRectF(at.x() - 60, at.y() + radius + 2, 60 + self.width() - at.x(), metrics.height())
            p.drawText(where, Qt.AlignmentFlag.AlignRight, text)

    def _write(self, p: QPainter, metrics: QFontMetricsF, weight: float, start: QPointF, end: QPointF) -> None:
        text = rounded(weight)
        at = start + (end - start) * 0.42
        wide = metrics.horizontalAdvance(text) + 6
        pill = QRectF(at.x() - wide / 2, at.y() - metrics.height() / 2, wide, metrics.height())
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(QColor(self.theme.card))
        p.drawRoundedRect(pill, 4, 4)
        p.setPen(QColor(self.theme.text))
        p.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        p.setBrush(Qt.BrushStyle.NoBrush)


def _largest(sizes: np.ndarray, most: int) -> list[int]:
    """The places of the largest, in their own order."""
    return sorted(np.argsort(-sizes, kind="stable")[:most].tolist())
