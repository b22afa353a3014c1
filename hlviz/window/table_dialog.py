"""Asks which column of a table is to be learned, and from which others."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hlviz.datasets.text_table import TextTable, open_text_table
from hlviz.errors import DataError


def tr(text: str) -> str:
    """A text of this dialog in the user's language."""
    return QCoreApplication.translate("TableDialog", text)


@dataclass(frozen=True)
class Columns:
    """What is to be learned, and from what."""

    target: str
    inputs: tuple[str, ...]


def ask_table(parent: QWidget | None, path: Path) -> Columns | None:
    """The columns of a table as a person wants them learned; None where they thought better of it.

    Raises
    ------
    DataError
        If the file is no table.
    """
    table = open_text_table(path)
    try:
        dialog = TableDialog(parent, table)
    except OSError as error:  # it was there a moment ago
        raise DataError(f"{path.name} cannot be read: {error.strerror or error}") from error
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.columns if accepted else None


class TableDialog(QDialog):
    """The columns of a table: one to learn, the others to learn from. It knows their names alone; they are read later."""

    def __init__(self, parent: QWidget | None, table: TextTable) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open table"))
        names = table.names
        self._target = QComboBox(self)
        self._target.addItems(names)
        self._target.setCurrentIndex(len(names) - 1)
        self._target.setToolTip(
            tr("Words and small whole numbers become classes; other numbers are learned as numbers")
        )
        self._inputs = QListWidget(self)
        self._inputs.setToolTip(tr("Each ticked column becomes an input of the network; it must hold numbers"))
        for name, is_text in zip(names, _text_columns(table), strict=True):
            item = QListWidgetItem(name, self._inputs)
            item.setCheckState(Qt.CheckState.Unchecked if is_text else Qt.CheckState.Checked)
        self._error = QLabel(self)
        self._error.setProperty("error", True)
        self._error.setWordWrap(True)
        self._error.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(QLabel(tr("What is to be learned from {name}?").replace("{name}", table.path.name), self))
        layout.addWidget(self._target)
        layout.addWidget(QLabel(tr("Learn it from:"), self))
        layout.addWidget(self._inputs)
        layout.addWidget(self._error)
        layout.addWidget(buttons)
        self.resize(360, 420)
        self._target.currentTextChanged.connect(self._exclude_target)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        self._exclude_target(self._target.currentText())

    @property
    def columns(self) -> Columns:
        """What was chosen."""
        return Columns(self._target.currentText(), self.inputs)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns to learn from."""
        items = [self._inputs.item(i) for i in range(self._inputs.count())]
        return tuple(
            item.text() for item in items if item.checkState() == Qt.CheckState.Checked and not item.isHidden()
        )

    def _exclude_target(self, target: str) -> None:
        for i in range(self._inputs.count()):
            item = self._inputs.item(i)
            item.setHidden(item.text() == target)

    def _accept(self) -> None:
        if not self.inputs:
            self._error.setText(tr("Tick at least one column to learn from."))
            self._error.show()
            return
        self.accept()


def _text_columns(table: TextTable) -> list[bool]:
    """For each column whether its first value is a word, which no input can be."""
    try:
        _, cells = table.row(0)
    except StopIteration:  # nothing below the header: whoever reads it will say so
        cells = []
    cells += [""] * (len(table.names) - len(cells))
    return [_is_word(cell.strip(), table.decimal) for cell, _ in zip(cells, table.names, strict=False)]


def _is_word(cell: str, decimal: str) -> bool:
    if not cell or cell.casefold() in {"true", "false"}:
        return False
    try:
        float(cell.replace(decimal, "."))
    except ValueError:
        return True
    return False
