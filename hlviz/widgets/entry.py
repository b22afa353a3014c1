"""How an entry of an open list looks: the one that Enter would take on a plate, those that cannot be chosen faint."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hlviz.colors import LIGHT, Theme
from hlviz.widgets.surface import faint

PAD = 8
HEIGHT = 25


class EntryDelegate(QStyledItemDelegate):
    """Draws the entries of a list from the theme."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme from the next time on."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for the text."""
        metrics = option.fontMetrics
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        return QSize(metrics.horizontalAdvance(text) + 2 * PAD, max(HEIGHT, metrics.height() + 9))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the plate and the text."""
        theme, rect = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        painter.setFont(option.font)
        can_be_chosen = bool(option.state & QStyle.StateFlag.State_Enabled)
        painter.setPen(QColor(theme.text if can_be_chosen else faint(theme)))
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(rect.adjusted(PAD, 0, -2, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
