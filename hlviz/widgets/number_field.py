"""A field for a number: picked from a list or typed; taken on Enter and when the keyboard goes elsewhere."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QWidget

from hlviz.colors import Theme
from hlviz.number_text import setting
from hlviz.widgets.field import CHEVRON, GAP, KEY, PAD, Field
from hlviz.widgets.numbers import parse_within
from hlviz.widgets.surface import faint
from hlviz.widgets.typeface import value_font


class NumberField(Field):
    """Offers the usual values and takes any other. What cannot be is refused with the reason, and the old value comes back."""

    chosen = Signal(float)
    """What a person typed, picked or stepped to; always between the limits."""
    rejected = Signal(str)
    """What was typed cannot be, and why."""

    def __init__(
        self,
        caption: str,
        values: Sequence[float],
        low: float,
        high: float,
        *,
        whole: bool = False,
        words: Mapping[str, float] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field.

        Parameters
        ----------
        caption
            What the number is.
        values
            Those in the list, in its order.
        low, high
            The limits of what can be typed, both included.
        whole
            Whether only whole numbers will do.
        words
            Words that stand for a value, such as "all" for 0; always allowed.
        """
        super().__init__(caption, parent)
        self._low, self._high, self._whole = low, high, whole
        self._words = dict(words or {})
        self._value = values[0]
        self.gesture = 0
        """Grows with each value typed or picked, but not while values are stepped through: for merging those into one undo."""
        self.setEditable(True)
        self.setInsertPolicy(Field.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # None is how Qt is told: none
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._came_by_mouse = self._just_came = False
        self._before: QWidget | None = None
        line = self._line
        line.setFrame(False)
        line.setAccessibleName(caption)
        line.setTextMargins(0, 0, 0, 0)
        line.installEventFilter(self)
        line.editingFinished.connect(self._finish)
        for value in values:
            self.addItem(self._text(value), value)
        self.activated.connect(self._pick)
        self.show_value(self._value)
        self.show_theme(self._theme)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    @property
    def _line(self) -> QLineEdit:
        line = self.lineEdit()
        assert line is not None
        return line

    @property
    def value(self) -> float:
        """The number shown."""
        return self._value

    def show_value(self, value: float) -> None:
        """Show that this is set; typing under way is only overwritten where the value really changed. Signals nothing."""
        if value == self._value and (self._line.text() == self._text(value) or self._is_being_typed()):
            return
        self._value = value
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(value, KEY))
            self.setEditText(self._text(value))
        self._line.setModified(False)
        self._line.setCursorPosition(0)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        super().show_theme(theme)
        palette = QPalette(self._line.palette())
        for group, color in (
            (QPalette.ColorGroup.Active, theme.text),
            (QPalette.ColorGroup.Inactive, theme.text),
            (QPalette.ColorGroup.Disabled, faint(theme)),
        ):
            palette.setColor(group, QPalette.ColorRole.Text, QColor(color))
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.card))
        self._line.setPalette(palette)

    def value_text(self) -> str:
        """What the field says."""
        return self._line.text() if self.isEditable() else ""

    # The mouse and the keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Wait for the release, else that would pick what lies under the pointer in the list just opened."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the list at the arrow, else let type."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            if event.position().x() >= self.width() - PAD - CHEVRON - GAP - 2:
                self.showPopup()
            else:
                self._line.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step to the next value of the list: up is more."""
        if self.hasFocus():
            self._step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step, Enter takes what was typed, Escape gives it up."""
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._step(1 if key == Qt.Key.Key_Up else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._take():
                self._leave()
        elif key == Qt.Key.Key_Escape and (self._line.isModified() or self._came_by_mouse):
            self._restore()
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard, all of the text selected."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._came_by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
            self._just_came = self._came_by_mouse
            self._line.selectAll()
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard away."""
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the line that is typed in where the value stands, and its letters bold: Qt puts both back at times.

        While it has the keyboard, also watch for a press anywhere else, by which what was typed is accepted.
        """
        if watched is self._line and event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.FontChange}:
            self._place()
        elif event.type() is QEvent.Type.MouseButtonPress and self.hasFocus() and self._is_elsewhere(watched):
            # many things that can be pressed do not take the keyboard
            self._finish()
            if self._came_by_mouse:
                self._leave()
        elif watched is self._line and event.type() is QEvent.Type.MouseButtonRelease and self._just_came:
            # the press put the cursor somewhere: what is typed first shall take the place of all, unless a part was marked
            self._just_came = False
            if not self._line.hasSelectedText():
                self._line.selectAll()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.lineEdit() is not None:
            self._place()

    def _is_being_typed(self) -> bool:
        return self.hasFocus() and self._line.isModified()

    def _is_elsewhere(self, watched: QObject) -> bool:
        if not isinstance(watched, QWidget) or self.view().isVisible():
            return False
        return watched is not self and not self.isAncestorOf(watched)

    def _place(self) -> None:
        font = value_font(self.font())
        if self._line.font() != font:
            self._line.setFont(font)
        rect = self.value_rect().toAlignedRect()
        # a line edit keeps two pixels on its left for the cursor
        wanted = QRect(rect.left() - 2, rect.top() - 1, rect.width() + 4, rect.height() + 2)
        if self._line.geometry() != wanted:
            self._line.setGeometry(wanted)

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is self and old is not None and old.window() is self.window():
            self._before = old
        if now is self or old is self:
            self.update()

    def _leave(self) -> None:
        """Hand the keyboard back to whoever had it before a click came here; one who came by Tab stays."""
        if not self._came_by_mouse:
            self._line.selectAll()
        elif self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()

    # From text to value

    def _text(self, value: float) -> str:
        return next((word for word, meant in self._words.items() if meant == value), setting(value))

    def _pick(self, index: int) -> None:
        if index >= 0:
            self.gesture += 1
            self._choose(float(self.itemData(index, KEY)))

    def _finish(self) -> None:
        if self._line.isModified() and not self.view().isVisible():
            self._take()

    def _take(self) -> bool:
        try:
            value = self._parsed(self._line.text())
        except ValueError as error:
            self._restore()
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), str(error), self)
            self.rejected.emit(str(error))
            return False
        self.gesture += 1
        self._choose(value)
        return True

    def _choose(self, value: float) -> None:
        shown = self._value
        # it is the one who is asked that shows the new value; until then the old one stands
        self._restore()
        if value != shown:
            self.chosen.emit(value)

    def _restore(self) -> None:
        self._line.setModified(False)
        self.show_value(self._value)

    def _step(self, direction: int) -> None:
        listed = sorted((float(self.itemData(i, KEY)) for i in range(self.count())), key=self._rank)
        here = self._rank(self._value)
        beyond = [value for value in listed if (self._rank(value) - here) * direction > 0]
        if beyond:
            self._choose(beyond[0] if direction > 0 else beyond[-1])

    def _rank(self, value: float) -> float:
        # a word such as "all" stands behind every number
        return self._high + 1 if value in self._words.values() else value

    def _parsed(self, text: str) -> float:
        word = text.strip().casefold()
        if word in self._words:
            return self._words[word]
        return parse_within(text, self._low, self._high, whole=self._whole)
