"""A line to type in that lies over a picture, right where the thing is that it changes.

Enter takes what was typed, Escape gives it up, and whoever goes elsewhere means it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QKeySequence, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget

from hlviz.colors import Theme
from hlviz.number_text import setting
from hlviz.widgets.numbers import parse_within

PAD = 7
STAYING = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason}
"""Reasons for which the keyboard goes away and comes back."""
KEYS = {Qt.Key.Key_Return: 0, Qt.Key.Key_Enter: 0, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
"""Keys that take what was typed, and whether they want to go on to the next thing or the one before."""


class InPlaceLine(QLineEdit):
    """A line over a picture. It ends once, by ``taken`` or ``given_up``, and is gone then."""

    taken = Signal(str)
    """What was typed."""
    given_up = Signal()
    ended = Signal(int)
    """After either: 1 where Tab asked for the next thing, −1 for the one before, else 0."""

    def __init__(self, text: str, name: str, tip: str, theme: Theme, parent: QWidget) -> None:
        """Lie over ``parent``, with all of the text selected.

        Parameters
        ----------
        name
            What is typed, for those who do not see it.
        """
        super().__init__(text, parent)
        self._theme, self._picture, self._has_ended = theme, parent, False
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_theme(theme)
        self.selectAll()

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.setStyleSheet(
            f"QLineEdit {{ background: {theme.card}; border: 2px solid {theme.accent}; border-radius: 6px;"
            f" padding: 0 {PAD - 2}px; selection-background-color: {theme.accent};"
            f" selection-color: {theme.on_accent} }}"
        )
        self._show_ink(theme.text)

    def open_at(self, middle: QPoint, least: int = 0) -> None:
        """Show it around a place of the parent, as wide as its text needs, inside the parent; and take the keyboard."""
        self.lie_at(middle, least)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def lie_at(self, middle: QPoint, least: int = 0) -> None:
        """Go there."""
        room = self._picture.rect()
        wide = max(
            least,
            round(QFontMetricsF(self.font()).horizontalAdvance(self.text() or self.placeholderText())) + 2 * PAD + 10,
        )
        wide, high = min(wide, room.width() - 8), self.sizeHint().height() + 6
        x = min(max(4, middle.x() - wide // 2), room.width() - wide - 4)
        y = min(max(4, middle.y() - high // 2), room.height() - high - 4)
        self.setGeometry(x, y, wide, high)

    def take(self, onward: int = 0) -> None:
        """End it, and what was typed counts."""
        if self._has_ended:
            return
        self._end()
        self.taken.emit(self.text())
        self.ended.emit(onward)

    def give_up(self) -> None:
        """End it as if it had never been."""
        if self._has_ended:
            return
        self._end()
        self.given_up.emit()
        self.ended.emit(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Tab take it, Escape gives it up."""
        key = Qt.Key(event.key())
        if key in KEYS:
            self.take(KEYS[key])
        elif key == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere means it."""
        super().focusOutEvent(event)
        if event.reason() not in STAYING:
            self.take()

    def event(self, event: QEvent) -> bool:
        """Tab, and keys that mean something to the picture below, are typed here."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and Qt.Key(event.key()) in KEYS:
                self.keyPressEvent(event)
                return True
            if event.type() == QEvent.Type.ShortcutOverride and self._is_of_the_picture(event):
                event.accept()
                return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on something that does not take the keyboard is going elsewhere, too."""
        if event.type() == QEvent.Type.MouseButtonPress and self._is_elsewhere(watched):
            self.take()
        return super().eventFilter(watched, event)

    def vanish(self) -> None:
        """End it without a word: what it was about is no more."""
        if not self._has_ended:
            self._end()
            self.ended.emit(0)

    def _is_elsewhere(self, watched: QObject) -> bool:
        """Whether it is a widget beside the line; its own menu of cut, copy and paste is not."""
        if not isinstance(watched, QWidget) or watched is self:
            return False
        return watched.window().windowType() is not Qt.WindowType.Popup

    def _is_of_the_picture(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination())
        return any(pressed in action.shortcuts() for action in self._picture.actions())

    def _show_ink(self, color: str) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Text, QColor(color))
        self.setPalette(palette)

    def _end(self) -> None:
        self._has_ended = True
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        if self.hasFocus():
            self._picture.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()


class InPlaceNumber(InPlaceLine):
    """The same for a number. The wheel and ↑ ↓ step it; each number that the line says on the way is told at once."""

    changed = Signal(float)
    """What the line says now: typed or stepped to, always between the limits."""
    rejected = Signal(str)
    """What was typed in the end cannot be, and why; the last number that could be counts."""

    def __init__(
        self,
        value: float,
        low: float,
        high: float,
        steps: tuple[float, float, float],
        name: str,
        tip: str,
        theme: Theme,
        parent: QWidget,
        *,
        whole: bool = False,
        text: Callable[[float], str] = setting,
    ) -> None:
        """Lie over ``parent``.

        Parameters
        ----------
        low, high
            The limits, both included.
        steps
            How far ↑, Shift+↑ and Alt+↑ go.
        whole
            Whether only whole numbers will do.
        text
            How a number is shown that was not typed.
        """
        self._say = text
        super().__init__(text(value), name, tip, theme, parent)
        self._value, self._low, self._high, self._steps, self._whole = value, low, high, steps, whole
        self._told: float | None = None
        self.has_changed = False
        """Whether anything was typed or stepped to yet."""
        self.textEdited.connect(self._read)

    @property
    def value(self) -> float:
        """The last number that could be."""
        return self._value

    @property
    def is_valid(self) -> bool:
        """Whether what the line says now can be."""
        try:
            self._parsed()
        except ValueError:
            return False
        return True

    def show_value(self, value: float) -> None:
        """Show what the number is by now, unless someone is changing it here."""
        if not self.has_changed and value != self._value:
            self._value = value
            self.setText(self._say(value))
            self.selectAll()

    def take(self, onward: int = 0) -> None:
        """End it; what is no number is told, and does not count."""
        if not self._has_ended and self.has_changed:
            try:
                self._parsed()
            except ValueError as error:
                QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), str(error), self._picture)
                self.rejected.emit(str(error))
        super().take(onward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ step."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(1 if event.key() == Qt.Key.Key_Up else -1, event.modifiers())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up is more."""
        turned = event.angleDelta().y() or event.angleDelta().x()  # with Alt, Qt calls it sideways
        if turned:
            self._step(1 if turned > 0 else -1, event.modifiers())
        event.accept()

    def _step(self, direction: int, keys: Qt.KeyboardModifier) -> None:
        plain, shift, alt = self._steps
        step = plain
        if keys & Qt.KeyboardModifier.ShiftModifier:
            step = shift
        elif keys & Qt.KeyboardModifier.AltModifier:
            step = alt
        value = min(max(round(self._value + direction * step, 12), self._low), self._high)
        self.setText(self._say(value))
        self.selectAll()
        self._tell(value)

    def _read(self) -> None:
        try:
            value = self._parsed()
        except ValueError:
            self._show_ink(self._theme.bad)
            self.has_changed = True
            return
        self._tell(value)

    def _tell(self, value: float) -> None:
        self._show_ink(self._theme.text)
        self.has_changed = True
        self._value = value
        if value != self._told:
            self._told = value
            self.changed.emit(value)

    def _parsed(self) -> float:
        return parse_within(self.text(), self._low, self._high, whole=self._whole)
