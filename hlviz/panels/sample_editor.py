"""Edits a cell of the table of samples in its place."""

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hlviz.panels.sample_rows import SampleRows

LEAST_WIDTH = 140
"""Pixels of a field."""


def tr(text: str) -> str:
    """A text of the editor in the user's language."""
    return QCoreApplication.translate("SampleEditor", text)


class SampleEditor(QStyledItemDelegate):
    """Edits a cell: a class is chosen from a list, a number is written."""

    def __init__(self, parent: QWidget, rows: SampleRows) -> None:
        super().__init__(parent)
        self._rows = rows

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """A list of the classes, or a field."""
        names = self._rows.names_at(index)
        if not names:
            field = QLineEdit(parent)
            field.setAccessibleName(tr("Value"))
            field.setStyleSheet("QLineEdit { padding: 0 4px; border-radius: 0; }")
            return field
        box = QComboBox(parent)
        box.addItems(names)
        box.setAccessibleName(tr("Class"))
        return box

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Give it room for all digits, where the column has less."""
        place = QRect(option.rect)
        place.setWidth(max(place.width(), LEAST_WIDTH))
        editor.setGeometry(place)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with the value as it is."""
        written = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentText(written)
        elif isinstance(editor, QLineEdit):
            editor.setText(written)
            editor.selectAll()

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ask for what was chosen or written."""
        written = editor.currentText() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            written = editor.text()
        model.setData(index, written)
