"""Buttons with a picture on them; the keyboard reaches them by Tab, the mouse presses them without taking it away."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme, mixed
from hlviz.widgets.icons import icon
from hlviz.widgets.surface import Condition, draw_surface, faint
from hlviz.widgets.typeface import sized

WORD_AT = 27
"""Where the word of a text button begins."""
PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QAbstractButton):
    """What all buttons here share: the theme, and which keys press."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def event(self, event: QEvent) -> bool:
        """Keep Space and Enter for itself while it has the keyboard: a shortcut of the window would take them."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in PRESSING_KEYS
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter as on Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


class IconButton(Button):
    """A plate with an icon."""

    def __init__(self, name: str, size: int = 34, picture: int = 18, parent: QWidget | None = None) -> None:
        """Make a button of ``size`` pixels with the icon of that name, ``picture`` pixels large."""
        super().__init__(parent)
        self._name, self._size, self._picture = name, size, picture

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._name:
            self._name = name
            self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw plate and icon."""
        with QPainter(self) as p:
            theme = self._theme
            condition = Condition.of(self, pressed=self.isDown(), chosen=self.isChecked())
            draw_surface(p, QRectF(self.rect()), theme, condition, ground=theme.card)
            color = theme.text if self.isEnabled() else mixed(theme.muted, theme.card, 0.6)
            corner = (self._size - self._picture) // 2
            picture = icon(self._name, theme.accent if self.isChecked() else color, self._picture)
            picture.paint(p, corner, corner, self._picture, self._picture)


class PlayButton(Button):
    """The round button: a triangle while there is rest, two bars while there is motion."""

    def __init__(self, size: int = 42, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._running = False

    @property
    def is_running(self) -> bool:
        """Whether it shows the two bars."""
        return self._running

    def show_running(self, running: bool) -> None:
        """Show what pressing would end: motion, or rest."""
        if running != self._running:
            self._running = running
            self.update()

    def sizeHint(self) -> QSize:
        """A square around the circle."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and sign."""
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme, middle = self._theme, QPointF(self._size / 2, self._size / 2)
            ground = theme.accent if self.isEnabled() else faint(theme)
            if self.isDown():
                ground = mixed(ground, theme.text, 0.25)
            elif self.isEnabled() and self.underMouse():
                ground = mixed(ground, theme.text, 0.12)
            radius = self._size / 2 - 1
            if self.hasFocus():
                p.setPen(QPen(QColor(theme.accent), 2))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawEllipse(middle, radius, radius)
                radius -= 3
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(QColor(ground))
            p.drawEllipse(middle, radius, radius)
            p.setBrush(QColor(theme.on_accent))
            if self._running:
                for x in (-6.0, 1.6):
                    p.drawRoundedRect(QRectF(middle.x() + x, middle.y() - 7, 4.4, 14), 1.4, 1.4)
            else:
                p.setPen(QPen(QColor(theme.on_accent), 2, j=Qt.PenJoinStyle.RoundJoin))
                sign = QPainterPath(middle + QPointF(-4, -6))
                sign.lineTo(middle + QPointF(6.4, 0))
                sign.lineTo(middle + QPointF(-4, 6))
                sign.closeSubpath()
                p.drawPath(sign)


class TextButton(Button):
    """A quiet plate with an icon and a word."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show another word."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for both."""
        metrics = QFontMetricsF(self._word_font())
        width = metrics.horizontalAdvance(self.text()) + WORD_AT + 10
        return QSize(round(width), max(25, round(metrics.height()) + 9))

    def minimumSizeHint(self) -> QSize:
        """Room for the icon and a part of the word."""
        return QSize(WORD_AT + 40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw plate, icon and word."""
        with QPainter(self) as p:
            theme = self._theme
            condition = Condition.of(self, pressed=self.isDown(), chosen=self.isChecked())
            draw_surface(p, QRectF(self.rect()), theme, condition, radius=7)
            color = theme.text if self.isEnabled() else faint(theme)
            spare = max(0, (self.width() - self.sizeHint().width()) // 2)
            icon(self._name, color, 14).paint(p, spare + 8, (self.height() - 14) // 2, 14, 14)
            p.setPen(QColor(color))
            p.setFont(self._word_font())
            room = self.width() - spare - WORD_AT - 2
            text = QFontMetricsF(p.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            p.drawText(QRectF(spare + WORD_AT, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)

    def _word_font(self) -> QFont:
        return sized(self.font(), 0.95)
