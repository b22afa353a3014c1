"""The first rows of a table, with what each column is used for in its header."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from hlviz.datasets.raw_table import RawTable
from hlviz.datasets.table_recipe import ColumnRecipe, TableRecipe
from hlviz.widgets.tool_tip import tool_tip
from hlviz.window.column_roles import KINDS, tr, use_of, uses_of

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
NOTHING = QModelIndex()
GAP = "—"
MENU_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F4, Qt.Key.Key_Menu)


class PreviewRows(QAbstractTableModel):
    """The rows of a preview for Qt's table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self.raw: RawTable | None = None
        self.uses: dict[str, ColumnRecipe] = {}

    def show_raw(self, raw: RawTable | None) -> None:
        """Show another table."""
        self.beginResetModel()
        self.raw, self.uses = raw, {}
        self.endResetModel()

    def show_recipe(self, recipe: TableRecipe) -> None:
        """Show what the columns are used for."""
        self.uses = {column.name: column for column in recipe.columns}
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = NOTHING) -> int:
        """How many rows there are to see."""
        return 0 if parent.isValid() or self.raw is None else self.raw.rows

    def columnCount(self, parent: Index = NOTHING) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() or self.raw is None else len(self.raw.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:
        """Names and uses; lines are counted."""
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == ItemRole.DisplayRole else None
        if self.raw is None or not 0 <= section < len(self.raw.columns):
            return None
        column = self.raw.columns[section]
        use = self.use(section)
        if role in (ItemRole.DisplayRole, ItemRole.AccessibleTextRole):
            return f"{column.name}: {tr(use_of(use).short)}" if use is not None else column.name
        if role == ItemRole.ToolTipRole:
            told = tr("{kind}; click to choose what it is used for").format(kind=tr(KINDS[column.kind]))
            return tool_tip(column.name, told)
        return None

    def use(self, section: int) -> ColumnRecipe | None:
        """What the recipe makes of a column."""
        return self.uses.get(self.raw.columns[section].name) if self.raw is not None else None

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        """One cell."""
        if self.raw is None or not index.isValid():
            return None
        column, row = self.raw.columns[index.column()], index.row()
        is_slip = any(at == row for at, _ in column.slips)
        if role == ItemRole.DisplayRole:
            return column.text(row) or GAP
        if role == ItemRole.TextAlignmentRole:
            across = Qt.AlignmentFlag.AlignLeft if column.kind == "text" else Qt.AlignmentFlag.AlignRight
            return int(across | Qt.AlignmentFlag.AlignVCenter)
        use = self.use(index.column())
        if role == ItemRole.ForegroundRole and use is not None and (use.role == "ignore" or column.gaps[row]):
            return self._owner.palette().color(QPalette.ColorRole.PlaceholderText)
        if (
            role == ItemRole.BackgroundRole
            and use is not None
            and use.role != "ignore"
            and (is_slip or column.gaps[row])
        ):
            return QColor(224, 123, 0, 60)
        if role == ItemRole.ToolTipRole and is_slip:
            return tr("This is not a number, as the others of this column are.")
        return None


class RoleHeader(QHeaderView):
    """A header of three lines: the column's name, what it holds, and what it is used for."""

    def __init__(self, rows: PreviewRows, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = rows
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(60)

    def sizeHint(self) -> QSize:
        """Room for three lines."""
        return QSize(super().sizeHint().width(), 3 * self.fontMetrics().height() + 14)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one header."""
        raw, use = self._rows.raw, self._rows.use(section)
        if raw is None or not rect.isValid():
            return
        palette, column, line = self.palette(), raw.columns[section], self.fontMetrics().height()
        painter.save()
        painter.fillRect(rect, palette.color(QPalette.ColorRole.AlternateBase))
        if use is not None and use.role == "target":
            tint = palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width(), 3), tint)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        text, muted = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.PlaceholderText)
        is_out = use is not None and use.role == "ignore"
        lines = [(column.name, True, muted if is_out else text), (tr(KINDS[column.kind]), False, muted)]
        if use is not None:
            lines.append((f"{tr(use_of(use).short)} ▾", False, muted if is_out else text))
        for place, (told, is_bold, color) in enumerate(lines):
            font = self.font()
            font.setBold(is_bold)
            painter.setFont(font)
            painter.setPen(color)
            box = rect.adjusted(8, 4 + place * (line + 1), -6, 0)
            told = painter.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), told)
        painter.restore()


class TablePreview(QTableView):
    """The first rows; a click on a header, or Enter on a cell, asks what its column is used for."""

    use_chosen = Signal(str, str, str)
    """A column's name, its role and its coding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PreviewRows(self)
        self.setModel(self.rows)
        self.setHorizontalHeader(RoleHeader(self.rows, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setStyleSheet(
            "QTableView::item { padding: 0 7px; } QAbstractScrollArea::corner { background: transparent; border: none; }"
            "QTableCornerButton::section { background: transparent; border: none; }"
        )
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(tr("The first rows of the table"))
        self.setToolTip(
            tool_tip(
                tr("The first rows of the table"),
                tr("Click a column's header, or press Enter in it, to choose what it is used for. Gaps are marked."),
            )
        )
        self.horizontalHeader().sectionClicked.connect(self.ask_use)

    def show_raw(self, raw: RawTable) -> None:
        """Show another table, each column as wide as what is in it."""
        self.rows.show_raw(raw)
        metrics, bold = self.fontMetrics(), self.font()
        bold.setBold(True)
        for section, column in enumerate(raw.columns):
            shown = [column.text(row) for row in range(min(30, raw.rows))]
            widest = max((metrics.horizontalAdvance(text) for text in shown), default=0) + 24
            name = metrics.horizontalAdvance(column.name) * 11 // 10 + 24
            self.setColumnWidth(section, min(220, max(126, widest, name)))

    def menu_of(self, section: int) -> QMenu | None:
        """What the column can be used for, its present use ticked."""
        raw, now = self.rows.raw, self.rows.use(section)
        if raw is None or now is None:
            return None
        column, menu = raw.columns[section], QMenu(self)
        for use in uses_of(column):
            action = menu.addAction(tr(use.title))
            action.setCheckable(True)
            action.setChecked(use is use_of(now))
            action.triggered.connect(lambda _=False, use=use: self.use_chosen.emit(column.name, use.role, use.coding))
        return menu

    def ask_use(self, section: int) -> None:
        """Ask what a column is used for, below its header."""
        menu = self.menu_of(section)
        if menu is None:
            return
        header = self.horizontalHeader()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(header.mapToGlobal(QPoint(header.sectionViewportPosition(section), header.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks what the column is used for."""
        if event.key() in MENU_KEYS and self.currentIndex().isValid():
            self.ask_use(self.currentIndex().column())
        else:
            super().keyPressEvent(event)
