"""A slider whose knob goes where it is pressed, with its caption on the left and its value on the right."""

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from hlviz.colors import LIGHT, Theme, mixed
from hlviz.widgets.surface import faint
from hlviz.widgets.typeface import sized, value_font

KNOB = 7.0
GROOVE = 4.0
HEIGHT = 22


class Slider(QSlider):
    """A horizontal slider, drawn from the theme."""

    gesture_begun = Signal()
    """A drag, or a visit by keyboard, begins: what follows belongs together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Long enough to aim, high enough to grip."""
        return QSize(90, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Short, but still a slider."""
        return QSize(50, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove and knob."""
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme, middle = self._theme, self.height() / 2
            x = self._knob_x()
            line = theme.accent if self.isEnabled() else faint(theme)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(QColor(mixed(theme.line, theme.text, 0.06)))
            groove = QRectF(KNOB, middle - GROOVE / 2, self.width() - 2 * KNOB, GROOVE)
            p.drawRoundedRect(groove, GROOVE / 2, GROOVE / 2)
            if self.isEnabled():
                p.setBrush(QColor(theme.accent))
                p.drawRoundedRect(
                    QRectF(groove.left(), groove.top(), x - groove.left(), GROOVE), GROOVE / 2, GROOVE / 2
                )
            if self.hasFocus() or self.isSliderDown():
                p.setBrush(QColor(mixed(theme.card, theme.accent, 0.3)))
                p.drawEllipse(QPointF(x, middle), KNOB + 3, KNOB + 3)
            hot = self.isEnabled() and self.underMouse()
            p.setPen(QPen(QColor(line), 2))
            p.setBrush(QColor(theme.accent_soft if hot or self.isSliderDown() else theme.card))
            p.drawEllipse(QPointF(x, middle), KNOB - 1, KNOB - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the knob to where it was pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.gesture_begun.emit()
            self.setSliderDown(True)
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the knob along."""
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.gesture_begun.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn on only with the keyboard here: passing by with the wheel changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _knob_x(self) -> float:
        share = (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
        return KNOB + share * (self.width() - 2 * KNOB)

    def _go_to(self, x: float) -> None:
        share = (x - KNOB) / max(1.0, self.width() - 2 * KNOB)
        self.setValue(self.minimum() + round(min(max(share, 0.0), 1.0) * (self.maximum() - self.minimum())))


class SliderRow(QWidget):
    """Caption, slider and value in one line."""

    moved = Signal(int)
    """Where a person moved it to."""

    def __init__(
        self, caption: str, low: int, high: int, step: int = 1, page: int = 10, parent: QWidget | None = None
    ) -> None:
        """Make a row for whole values from ``low`` to ``high`` in steps; ``page`` is what Page Up adds."""
        super().__init__(parent)
        self._theme = LIGHT
        self._caption, self._text = caption, ""
        self._low, self._step = low, step
        self._caption_width, self._value_width = 0, 0
        self.gesture = 0
        """Grows with each drag: for merging what belongs to one into one undo."""
        self.slider = Slider()
        self.slider.setRange(0, (high - low) // step)
        self.slider.setPageStep(max(1, page // step))
        self.slider.setAccessibleName(caption)
        self.slider.valueChanged.connect(lambda place: self.moved.emit(self._low + place * self._step))
        self.slider.gesture_begun.connect(self._begin)
        self.setFocusProxy(self.slider)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.slider)

    def set_columns(self, caption: int, value: int) -> None:
        """Reserve these widths, in pixels, so that sliders below each other line up."""
        self._caption_width, self._value_width = caption, value
        self._layout.setContentsMargins(caption, 0, value, 0)

    def caption_width(self) -> int:
        """The width that the caption needs, in pixels."""
        return round(QFontMetricsF(sized(self.font(), 0.95)).horizontalAdvance(self._caption)) + 6

    def value_width(self, widest: str) -> int:
        """The width that such a value needs, in pixels."""
        return round(QFontMetricsF(value_font(self.font())).horizontalAdvance(widest)) + 6

    def show_value(self, value: int, text: str) -> None:
        """Show the value, and what it is called. Signals nothing; the knob stays within its ends, the text says what is so."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(round((value - self._low) / self._step))
        self._text = text
        self.slider.setAccessibleDescription(text)
        self.update()

    @property
    def text(self) -> str:
        """The value as shown."""
        return self._text

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.slider.show_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw caption and value."""
        with QPainter(self) as p:
            theme, enabled = self._theme, self.isEnabled()
            p.setFont(sized(self.font(), 0.95))
            p.setPen(QColor(theme.muted if enabled else faint(theme)))
            p.drawText(QRectF(0, 0, self._caption_width, self.height()), Qt.AlignmentFlag.AlignVCenter, self._caption)
            p.setFont(value_font(self.font()))
            p.setPen(QColor(theme.text if enabled else faint(theme)))
            place = QRectF(self.width() - self._value_width, 0, self._value_width, self.height())
            p.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text)

    def _begin(self) -> None:
        self.gesture += 1
