"""A drawing as the network sees it, pixel by pixel, and its answer in a word."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen

from hlviz.nn.arrays import Array
from hlviz.panels.caption import small
from hlviz.panels.ink import ink_image
from hlviz.panels.picture import Picture


class SeenPicture(Picture):
    """What the network sees, pixel by pixel, and below it what it says."""

    clicked = Signal()
    """The picture was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: Array | None = None
        self._name, self._sure = "", ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def shares(self) -> Array | None:
        """How much ink each pixel has, 0 … 1, shape (rows, columns)."""
        return self._shares

    @property
    def words(self) -> tuple[str, str]:
        """What the network says, and how sure it is."""
        return self._name, self._sure

    def show_sample(self, shares: Array | None, name: str, sure: str) -> None:
        """Show this sample and its answer."""
        self._shares, self._name, self._sure = shares, name, sure
        self.update()

    def sizeHint(self) -> QSize:
        """Narrow: it stands beside the paper."""
        return QSize(90, 150)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell of a click."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """The pixels and a line that says what they are; the answer below or, where there is no room, beside them."""
        line, theme = metrics.height(), self.theme
        if self._shares is None:
            return
        big = small(self.font())
        big.setPixelSize(round(line * 1.9))
        big.setBold(True)
        words = line * 2.9 + 6
        below, beside = min(self.width(), self.height() - line - words), min(0.5 * self.width(), self.height() - line)
        side = max(below, beside) - 2
        if side < 12:
            return
        rows, columns = self._shares.shape
        scale = side / max(rows, columns)
        left = (self.width() - columns * scale) / 2 if below >= beside else 1.0
        sheet = QRectF(left, 1, columns * scale, rows * scale)
        p.drawImage(sheet, ink_image(self._shares, theme))
        p.setPen(QPen(QColor(theme.line), 1))
        p.drawRect(sheet)
        caption = QRectF(0, sheet.bottom() + 1, self.width(), line)
        answer = QRectF(0, caption.bottom() + 2, self.width(), line * 1.9)
        if below < beside:
            answer = QRectF(side + 6, max(0.0, 1 + side / 2 - words / 2), self.width() - side - 6, line * 1.9)
        p.setPen(QColor(theme.muted))
        beneath = answer.translated(0, line * 1.9)
        align = Qt.AlignmentFlag.AlignHCenter
        left_or_middle = Qt.AlignmentFlag.AlignLeft if below < beside else align
        caption_text = QCoreApplication.translate("SeenPicture", "what it sees")
        p.drawText(
            caption, left_or_middle, metrics.elidedText(caption_text, Qt.TextElideMode.ElideRight, caption.width())
        )
        p.drawText(beneath, align, metrics.elidedText(self._sure, Qt.TextElideMode.ElideRight, beneath.width()))
        p.setPen(QColor(theme.text))
        p.setFont(big)
        name = QFontMetricsF(big).elidedText(self._name, Qt.TextElideMode.ElideRight, answer.width())
        p.drawText(answer, Qt.AlignmentFlag.AlignCenter, name)
