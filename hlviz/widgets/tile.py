"""A square with a picture on it that can be chosen."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from hlviz.colors import Theme, mixed
from hlviz.widgets.buttons import Button

PaintPicture = Callable[[QPainter, QRectF, Theme], None]
RADIUS = 7.0


class Tile(Button):
    """Shows a picture that is painted once for each theme and size; ringed where it is checked."""

    def __init__(self, key: str, paint_picture: PaintPicture, size: int = 44, parent: QWidget | None = None) -> None:
        """Make a tile of at most ``size`` pixels; ``paint_picture(p, rect, theme)`` fills a rectangle, in pixels."""
        super().__init__(parent)
        self.key = key
        self._paint_picture = paint_picture
        self._size = size
        self._picture = QPixmap()
        self._drawn: tuple[object, ...] = ()
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture and what surrounds it."""
        picture = self._fresh_picture()
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme, chosen = self._theme, self.isChecked()
            hot = self.isEnabled() and self.underMouse()
            line = theme.accent if chosen or self.hasFocus() else mixed(theme.line, theme.text, 0.25 if hot else 0.0)
            p.setBrush(QColor(theme.accent_soft if chosen else mixed(theme.field, theme.text, 0.04 if hot else 0.0)))
            width = 2.0 if chosen or self.hasFocus() else 1.0
            p.setPen(QPen(QColor(line), width))
            inset = width / 2
            p.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
            p.drawPixmap(0, 0, picture)
            if chosen and self.hasFocus():
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.setPen(QPen(QColor(theme.card), 1))
                p.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), RADIUS - 2, RADIUS - 2)

    def _fresh_picture(self) -> QPixmap:
        scale = self.devicePixelRatioF()
        wanted = (self._theme, self.size(), scale)
        if wanted != self._drawn:
            self._drawn = wanted
            self._picture = QPixmap(self.size() * scale)
            self._picture.setDevicePixelRatio(scale)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as p:
                p.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_picture(p, QRectF(self.rect()).adjusted(4, 4, -4, -4), self._theme)
        return self._picture
