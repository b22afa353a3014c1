"""A field says what it is in small letters above what it is set to, and opens the list of what it could be."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.widgets.entry import EntryDelegate
from hlviz.widgets.surface import Condition, draw_chevron, draw_surface, faint
from hlviz.widgets.typeface import caption_font, value_font

KEY = Qt.ItemDataRole.UserRole
SHORT = Qt.ItemDataRole.UserRole + 1
PAD = 8
CHEVRON = 8
GAP = 5


@dataclass(frozen=True)
class Choice:
    """One entry of a field's list."""

    key: str
    title: str
    short: str = ""
    """What the closed field says instead of the title, where room is scarce."""
    tip: str = ""
    enabled: bool = True


class Field(QComboBox):
    """A combo box drawn as caption over value. Takes the keyboard by Tab only, and the wheel only when it has the keyboard."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._caption = caption
        self.setAccessibleName(caption)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMaxVisibleItems(16)
        self._entries = EntryDelegate(self)
        self.setItemDelegate(self._entries)

    def set_caption(self, caption: str) -> None:
        """Call the field something else."""
        if caption != self._caption:
            self._caption = caption
            self.setAccessibleName(caption)
            self.updateGeometry()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self._entries.show_theme(theme)
        self.update()

    def value_text(self) -> str:
        """What the closed field says."""
        return str(self.currentData(SHORT) or self.currentText())

    def widest(self) -> float:
        """The width of the widest value, in pixels."""
        metrics = QFontMetricsF(value_font(self.font()))
        texts = [str(self.itemData(i, SHORT) or self.itemText(i)) for i in range(self.count())]
        return max((metrics.horizontalAdvance(text) for text in (*texts, self.value_text())), default=0.0)

    def sizeHint(self) -> QSize:
        """Room for the caption and the widest value."""
        caption = QFontMetricsF(caption_font(self.font())).horizontalAdvance(self._caption)
        return QSize(round(max(caption, self.widest() + GAP + CHEVRON) + 2 * PAD + 2), self._height())

    def minimumSizeHint(self) -> QSize:
        """Room for the caption; a value that is longer is cut."""
        caption = QFontMetricsF(caption_font(self.font())).horizontalAdvance(self._caption)
        least = min(self.widest(), 4.5 * QFontMetricsF(value_font(self.font())).averageCharWidth())
        return QSize(round(max(caption, least + GAP + CHEVRON) + 2 * PAD - 2), self._height())

    def value_rect(self) -> QRectF:
        """Where the value stands."""
        metrics = QFontMetricsF(value_font(self.font()))
        height = metrics.height()
        return QRectF(PAD, self.height() - 4 - height, self.width() - 2 * PAD - CHEVRON - GAP + 2, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw plate, caption, value and arrow."""
        with QPainter(self) as p:
            theme, enabled = self._theme, self.isEnabled()
            is_open = self.view().isVisible()
            condition = replace(Condition.of(self), focused=self.hasFocus() or is_open)
            draw_surface(p, QRectF(self.rect()), theme, condition, ground=theme.card)
            value = self.value_rect()
            p.setFont(caption_font(self.font()))
            p.setPen(QColor(theme.muted if enabled else faint(theme)))
            metrics = QFontMetricsF(p.font())
            room = self.width() - 2 * value.left() + 2
            above = QRectF(value.left(), 5, room, metrics.height())
            p.drawText(above, Qt.AlignmentFlag.AlignVCenter, _cut(metrics, self._caption, room))
            draw_chevron(
                p,
                QPointF(self.width() - PAD - CHEVRON / 2 + 1, value.center().y() + 0.5),
                theme.muted if enabled else faint(theme),
            )
            if self.isEditable():
                return
            p.setFont(value_font(self.font()))
            p.setPen(QColor(theme.text if enabled else faint(theme)))
            text = _cut(QFontMetricsF(p.font()), self.value_text(), value.width())
            p.drawText(value, Qt.AlignmentFlag.AlignVCenter, text)

    def showPopup(self) -> None:
        """Open the list, as wide as its widest entry."""
        view, theme = self.view(), self._theme
        # a window without a compositor has no transparent corners, so these are square
        view.setStyleSheet(
            f"QAbstractItemView {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.line};"
            " border-radius: 0; padding: 3px; outline: none }"
        )
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 16))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn on only with the keyboard here: passing by with the wheel changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _height(self) -> int:
        caption = QFontMetricsF(caption_font(self.font())).height()
        return round(caption + QFontMetricsF(value_font(self.font())).height() + 9)


class ChoiceField(Field):
    """A field that is set to one of a few things, each with a key."""

    chosen = Signal(str)
    """The key of what a person chose."""

    def __init__(self, caption: str, choices: Iterable[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(caption, parent)
        self.set_choices(choices)
        self.activated.connect(lambda index: self.chosen.emit(str(self.itemData(index, KEY))))

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Offer these instead, and keep to what was shown if it is among them."""
        key = self.key
        with QSignalBlocker(self):
            self.clear()
            for i, choice in enumerate(choices):
                self.addItem(choice.title, choice.key)
                self.setItemData(i, choice.short, SHORT)
                self.setItemData(i, choice.tip, Qt.ItemDataRole.ToolTipRole)
                items = self.model()
                if isinstance(items, QStandardItemModel):
                    items.item(i).setEnabled(choice.enabled)
        self.show_key(key)
        self.updateGeometry()

    @property
    def key(self) -> str:
        """The key of what is shown; empty where nothing is."""
        return str(self.currentData(KEY) or "")

    def show_key(self, key: str) -> None:
        """Show that this is chosen. Signals nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(key, KEY))
        self.update()


def _cut(metrics: QFontMetricsF, text: str, width: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width + 0.5)
