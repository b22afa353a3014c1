"""A window with the numbers behind a panel's picture: it can be sorted, copied and saved, and follows the training."""

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTableView, QVBoxLayout, QWidget

from hlviz.number_text import setting

if TYPE_CHECKING:
    from hlviz.panels import Panel
    from hlviz.panels.table import Table

LOOK = 200
"""Milliseconds between two looks whether there is something new."""
RENEWAL = 1.0
"""Seconds, at least, from one reading of the numbers to the next: faster, nobody can read them."""
SIZE, WIDEST = (420, 420), 960
"""Pixels at first; wider where there are many columns."""
SIDE, BAR = 12, 14
"""Beside the table, and for its scroll bar."""

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


def tr(text: str) -> str:
    """A text of this window in the user's language."""
    return QCoreApplication.translate("NumbersWindow", text)


def show_numbers(parent: QWidget, panel: "Panel", save: Callable[[], None]) -> "NumbersWindow":
    """The window with a panel's numbers, in front; made where it is not there yet."""
    found = parent.findChild(NumbersWindow, f"numbers.{panel.key}")
    window = found if isinstance(found, NumbersWindow) else NumbersWindow(parent, panel, save)
    window.show()
    window.raise_()
    window.activateWindow()
    return window


class NumbersWindow(QWidget):
    """One panel's numbers."""

    def __init__(self, parent: QWidget, panel: "Panel", save: Callable[[], None]) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(f"numbers.{panel.key}")
        self.setWindowTitle(tr("{panel} in numbers").replace("{panel}", panel.windowTitle()))
        self._panel = panel
        self._draws, self._read_at = -1, 0.0
        self.numbers = Numbers(self)
        self.view = QTableView(self)
        self.view.setModel(self.numbers)
        self.view.setSortingEnabled(True)
        self.view.horizontalHeader().setSortIndicatorClearable(True)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.verticalHeader().hide()
        self.view.setAlternatingRowColors(True)
        self.view.setShowGrid(False)
        self.view.setToolTip(
            tr("Click a header to sort by it, a third time for the first order. Ctrl+C copies what is marked, or all.")
        )
        self._remark = QLabel(self)
        self._remark.setProperty("fact", True)
        copy = QPushButton(tr("Copy"), self)
        copy.setToolTip(tr("Copies the marked cells, or all where none are, for a spreadsheet."))
        copy.clicked.connect(self.copy)
        keep = QPushButton(tr("Save as…"), self)
        keep.setToolTip(tr("Puts these numbers into a CSV file, or the picture into a PNG or SVG file."))
        keep.clicked.connect(save)
        below = QHBoxLayout()
        below.addWidget(self._remark, 1)
        below.addWidget(copy)
        below.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE, SIDE, SIDE, 10)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        self.resize(*SIZE)
        QShortcut(QKeySequence.StandardKey.Copy, self).activated.connect(self.copy)
        QShortcut(QKeySequence.StandardKey.Close, self).activated.connect(self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        self.refresh()
        needed = self.view.horizontalHeader().length() + 2 * SIDE + BAR
        self.resize(min(max(self.width(), needed), WIDEST), self.height())
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(LOOK)

    def _look(self) -> None:
        panel = self._panel
        is_old = panel.draws != self._draws or panel.is_behind
        if is_old and self.isVisible() and not self.isMinimized() and time.monotonic() >= self._read_at + RENEWAL:
            self.refresh()

    def refresh(self) -> None:
        """Read the numbers as they are now."""
        self._panel.catch_up()
        self._draws, self._read_at = self._panel.draws, time.monotonic()
        table = self._panel.table()
        is_new = self.numbers.show_table(table)
        if is_new:
            self.view.resizeColumnsToContents()
        if table is None:
            self._remark.setText(tr("There are no numbers in this panel now."))
        else:
            rows, columns = len(table), len(table.headers)
            text = tr("{rows} rows, {columns} columns")
            self._remark.setText(text.replace("{rows}", str(rows)).replace("{columns}", str(columns)))

    def copy(self) -> None:
        """Put the marked cells on the clipboard, tabs between them; all with their headers where none or all are marked."""
        QGuiApplication.clipboard().setText(self.numbers.text_of(self.view.selectionModel().selectedIndexes()))


class Numbers(QAbstractTableModel):
    """A table as Qt wants it, in any order of its rows. The cells are made into texts when they are looked at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._order: NDArray[np.intp] = np.empty(0, np.intp)
        self._sorted_by, self._descending = -1, False

    def show_table(self, table: "Table | None") -> bool:
        """Show this table; whether it has other columns than the last one."""
        before = self._table
        headers = table.headers if table is not None else ()
        is_new = before is None or before.headers != headers
        rows = len(table) if table is not None else 0
        if is_new or rows != len(self._order):
            self.beginResetModel()
            self._sorted_by = -1 if is_new else self._sorted_by
            self._table = table
            self._arrange()
            self.endResetModel()
        else:
            self._table = table
            self._arrange()
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(headers) - 1))
        return is_new

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() or self._table is None else len(self._table.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The header of a column."""
        if self._table is None or orientation != Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        return self._table.headers[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell as text; numbers stand at the right."""
        if self._table is None:
            return None
        if role == Role.TextAlignmentRole:
            return self._side(index.column())
        is_number = self._table.is_number(index.column())
        if role != Role.DisplayRole:
            return None
        value = self._table.columns[index.column()][self._order[index.row()]]
        return _shown(float(value)) if is_number else str(value)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        is_number = self._table is not None and self._table.is_number(column)
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; −1: as the table is."""
        self.layoutAboutToBeChanged.emit()
        self._sorted_by, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.layoutChanged.emit()

    def text_of(self, marked: list[QModelIndex]) -> str:
        """The marked cells with tabs between them and a line each row; all cells with the headers where none or all are marked."""
        table = self._table
        if table is None:
            return ""
        rows = sorted({index.row() for index in marked})
        columns = sorted({index.column() for index in marked})
        everything = not marked or len(marked) == len(self._order) * len(table.headers)
        if everything:
            rows, columns = list(range(len(self._order))), list(range(len(table.headers)))
        cells = {(index.row(), index.column()) for index in marked}
        lines = ["\t".join(table.headers)] if everything else []
        for row, line in zip(rows, table.lines(self._order[rows]), strict=True):
            lines.append("\t".join(line[c] if everything or (row, c) in cells else "" for c in columns))
        return "\n".join(lines)

    def _arrange(self) -> None:
        table = self._table
        if table is None:
            self._order = np.empty(0, np.intp)
        elif 0 <= self._sorted_by < len(table.headers):
            self._order = table.order(self._sorted_by, descending=self._descending)
        else:
            self._order = np.arange(len(table))


def _shown(number: float) -> str:
    if math.isnan(number):
        return ""
    return setting(number) if math.isfinite(number) else str(number).replace("-", "−")
