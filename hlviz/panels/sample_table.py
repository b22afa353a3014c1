"""The samples as a table: what each is, what the network says of it; the row that one stands on is followed through the network."""

import time

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hlviz.colors import Theme
from hlviz.datasets import Points
from hlviz.errors import SettingError
from hlviz.number_text import grouped
from hlviz.panels.caption import Caption, small
from hlviz.panels.names import class_names
from hlviz.panels.panel import Panel, is_running
from hlviz.panels.sample_columns import Kind
from hlviz.panels.sample_editor import SampleEditor
from hlviz.panels.sample_filter import read_filter
from hlviz.panels.sample_rows import Part, SampleRows
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.widgets.tool_tip import tool_tip

ANEW = 0.5
"""Seconds from one set of answers to the next while training: faster, nobody can read them."""
MOST_COPIED = 20_000
"""Rows, at most, that are copied as numbers."""
TYPING = 250
"""Milliseconds without a key after which the filter is read."""
ROW, PICTURE_ROW = 21, 29
"""Pixels of a row's height, and of one with a picture in it."""
WIDTHS = {Kind.NUMBER: 54, Kind.PART: 66, Kind.SURE: 64, Kind.RIGHT: 46, Kind.PICTURE: 58}
USUAL_WIDTH = 84


def tr(text: str) -> str:
    """A text of the panel in the user's language."""
    return QCoreApplication.translate("SamplesPanel", text)


class SamplesPanel(Panel):
    """A table, and above it which samples are listed."""

    key = "samples"
    title = str(QT_TRANSLATE_NOOP("Panel", "Samples"))
    room = QSize(420, 190)
    least_room = QSize(180, 90)

    value_requested = Signal(object, int, int, object)
    """See ``SampleRows``."""
    removal_requested = Signal(object, object)
    """The ``Points`` on screen, and a list of rows of them to be removed."""
    addition_requested = Signal(object, int)
    """The ``Points`` on screen, and the row that a new sample is to be like."""
    misread = Signal(str)
    """What was written is no value; the text says why."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.rows = SampleRows()
        self.rows.setParent(self)
        self.view = self._make_view()
        self.filter = QComboBox()
        self.filter.setFont(small(self.font()))
        self.filter.setToolTip(
            tool_tip(
                tr("Which samples are listed"),
                tr("All of them, only those that the network gets wrong now, one part of the data, or one class."),
            )
        )
        self.filter.setAccessibleName(tr("Which samples are listed"))
        self.sieve = QLineEdit()
        self.sieve.setFont(small(self.font()))
        self.sieve.setClearButtonEnabled(True)
        self.sieve.setPlaceholderText(tr("Filter, e.g. no. > 30"))
        self.sieve.setMaxLength(200)
        self.sieve.setMinimumWidth(60)
        self.sieve.setMaximumWidth(220)
        self.filter.setMinimumContentsLength(9)
        self.sieve.setAccessibleName(tr("Filter the samples by a value"))
        self._sieve_tip = tool_tip(
            tr("List only samples with such a value"),
            tr("A column, a sign and a value: Age > 30, class = cat, X₁ ≤ -2,5. Signs are = ≠ < > ≤ ≥, or != <= >=."),
            tr(
                "Plain text lists samples of which a class or a word contains it, a plain number those in which it stands."
            ),
            keys=tr("Esc lists all again"),
        )
        self.sieve.setToolTip(self._sieve_tip)
        self.add = SmallButton(
            "+", tr("Adds a copy of the selected sample at the end, to be changed. Insert does the same.")
        )
        self.add.setAccessibleName(tr("Add a sample"))
        self.remove = SmallButton(
            "−", tr("Removes the selected samples from the data. Delete does the same; it can be undone.")
        )
        self.remove.setAccessibleName(tr("Remove samples"))
        self.caption = Caption()
        self._points: Points | None = None
        self._sieve_error = ""
        self._answered_at = 0.0
        self._is_following = False  # the table is brought to the sample that is followed, not the other way round
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.redraw)
        above = QHBoxLayout()
        above.addWidget(self.filter)
        above.addWidget(self.sieve, 1)
        above.addWidget(self.caption, 2)
        above.addWidget(self.add)
        above.addWidget(self.remove)
        above.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)
        self.filter.currentIndexChanged.connect(self._choose)
        self._typed = QTimer(self, singleShot=True, interval=TYPING)
        self._typed.timeout.connect(self._sift)
        self.sieve.textChanged.connect(lambda _: self._typed.start())
        self.sieve.returnPressed.connect(self._sift)
        self.sieve.installEventFilter(self)
        self.rows.arranged.connect(self._stay)
        self.rows.work_changed.connect(self._say)
        self.view.selectionModel().currentRowChanged.connect(self._probe)
        self.rows.value_requested.connect(self.value_requested)
        self.rows.misread.connect(self.misread)
        self.add.clicked.connect(self._ask_addition)
        self.remove.clicked.connect(self._ask_removal)
        self.view.installEventFilter(self)
        selection.probe_changed.connect(self._follow)
        selection.probing_changed.connect(self._follow)

    def _make_view(self) -> QTableView:
        table = QTableView()
        table.setModel(self.rows)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        table.setItemDelegate(SampleEditor(table, self.rows))
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setCornerButtonEnabled(False)
        table.setFont(small(self.font()))
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setMinimumSectionSize(1)
        header = table.horizontalHeader()
        header.setFont(small(self.font()))
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.setAccessibleName(tr("Samples"))
        table.setToolTip(
            tool_tip(
                tr("The samples, and what the network says of each"),
                tr("Click a row, or walk with the arrow keys, to follow that sample through the network."),
                tr("Click a header to sort by it, and again to turn the order round."),
                tr(
                    "Double-click a value, or press F2 on it, to change it. Insert adds a sample, Delete removes the selected ones."
                ),
            )
        )
        return table

    def draw(self, moment: Moment) -> None:
        """Answer anew, at once where training pauses, else now and then."""
        wait = self._answered_at + ANEW - time.monotonic()
        if is_running(moment) and wait > 0 and self._points is moment.split.points:
            if not self._again.isActive():
                self._again.start(round(wait * 1000))
            return
        self._answered_at = time.monotonic()
        is_other = self._points is None or _kind_of(self._points) != _kind_of(moment.split.points)
        self._points = moment.split.points
        if is_other:
            self._offer(moment.split.points)
            self.sieve.clear()
        self.rows.show_moment(moment)
        if is_other:
            self._fit_columns(moment.split.points)
        self._say()

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.add, self.remove):
            part.show_theme(theme)
        self.rows.show_theme(theme)
        self._dress_sieve()
        self._name_classes()
        self.view.setStyleSheet(
            f"QTableView {{ background: {theme.card}; color: {theme.text}; border: none; border-radius: 0;"
            f" selection-background-color: {theme.accent_soft}; selection-color: {theme.text}; }}"
            "QTableView::item { padding: 0 6px; }"
            f"QAbstractScrollArea::corner {{ background: {theme.card}; border: none; }}"
            f"QHeaderView {{ background: {theme.card}; border: none; }}"
            f"QHeaderView::section {{ background: {theme.card}; color: {theme.muted}; border: none;"
            f" border-bottom: 1px solid {theme.line}; padding: 2px 6px; }}"
            "QHeaderView::up-arrow, QHeaderView::down-arrow { width: 9px; height: 9px; left: 3px;"
            " subcontrol-origin: padding; subcontrol-position: center left; }"
        )

    def summary(self) -> str:
        """How many there are, and which are listed."""
        if self._points is None or self.moment is None:
            return ""
        samples, inputs = self._points.sizes
        text = tr(
            "{samples} samples with {inputs} inputs for {target}, {train} of them to learn from. {listed} are listed."
        )
        return text.format(
            samples=grouped(samples), inputs=grouped(inputs), target=self._points.target_name,
            train=grouped(len(self.moment.split.train)), listed=grouped(len(self.rows.rows)),
        )  # fmt: skip

    def table(self) -> Table | None:
        """The samples that are listed, as far as the first ``MOST_COPIED``."""
        return self.rows.table(MOST_COPIED) if self.moment is not None else None

    def hideEvent(self, event: QHideEvent) -> None:
        """Do nothing that nobody sees."""
        super().hideEvent(event)
        self._rest()

    def show_seen(self, seen: bool) -> None:
        """It has come to the front of the tabs, or gone behind them."""
        if not seen:
            self._rest()
        super().show_seen(seen)

    def _rest(self) -> None:
        self._again.stop()
        if self.rows.is_busy:
            self.rows.stop()
            self._is_behind = True

    # What is asked for

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Insert and Delete in the table add and remove samples, whatever they do elsewhere; Escape empties the filter."""
        if watched is self.sieve and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress and self.sieve.text():
                self.sieve.clear()
                return True
            return super().eventFilter(watched, event)
        if (
            watched is self.view
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Insert, Qt.Key.Key_Delete)
        ):
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return super().eventFilter(watched, event)
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                (self._ask_addition if event.key() == Qt.Key.Key_Insert else self._ask_removal)()
                return True
        return super().eventFilter(watched, event)

    def _selected(self) -> list[int]:
        """The rows of the data that are selected, by number."""
        return sorted(int(self.rows.rows[index.row()]) for index in self.view.selectionModel().selectedRows())

    def _ask_removal(self) -> None:
        if self._points is not None and (rows := self._selected()):
            self.removal_requested.emit(self._points, rows)

    def _ask_addition(self) -> None:
        if self._points is not None:
            rows = self._selected()
            self.addition_requested.emit(self._points, rows[-1] if rows else len(self._points.y) - 1)

    # What is listed

    def _offer(self, points: Points) -> None:
        """Offer the parts and classes of these data."""
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(tr("All samples"), Part.ALL)
        if points.is_classification:
            self.filter.addItem(tr("Only what is wrong"), Part.WRONG)
        self.filter.addItem(tr("Training part"), Part.TRAIN)
        self.filter.addItem(tr("Test part"), Part.TEST)
        if points.is_classification:
            self.filter.insertSeparator(self.filter.count())
            for k in range(points.classes):
                self.filter.addItem("", k)
        self._name_classes()
        self.filter.blockSignals(False)

    def _name_classes(self) -> None:
        """Classes that are called by their colours are called otherwise in another palette."""
        for place in range(self.filter.count()):
            k = self.filter.itemData(place)
            if isinstance(k, int) and self._points is not None:
                name = class_names(self._points, self.theme)[k]
                self.filter.setItemText(place, tr("True class {name}").format(name=name))

    def _choose(self, _: int) -> None:
        choice = self.filter.currentData()
        if isinstance(choice, Part | int):
            self.rows.choose(choice)
        self._say()

    def _sift(self) -> None:
        """List what the filter asks for; where it cannot be read, say why and list what was listed."""
        self._typed.stop()
        if self._points is None:
            return
        try:
            self.rows.sift(read_filter(self.sieve.text(), self._points, self.rows.columns))
            self._sieve_error = ""
        except SettingError as error:
            self._sieve_error = str(error)
        self.sieve.setToolTip(self._sieve_error or self._sieve_tip)
        self.sieve.setAccessibleDescription(self._sieve_error)
        self._dress_sieve()
        self._say()

    def _dress_sieve(self) -> None:
        theme = self.theme
        line = theme.bad if self._sieve_error else theme.line
        self.sieve.setStyleSheet(
            f"QLineEdit {{ background: {theme.field}; color: {theme.text}; border: 1px solid {line}; border-radius: 5px;"
            f" padding: 1px 4px; }} QLineEdit:focus {{ border-color: {theme.bad if self._sieve_error else theme.accent}; }}"
        )

    def _fit_columns(self, points: Points) -> None:
        header, metrics = self.view.horizontalHeader(), self.view.fontMetrics()
        header.blockSignals(True)  # another order was asked for by nobody
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)
        widest = max((metrics.horizontalAdvance(name) for name in class_names(points, self.theme)), default=0)
        for i, column in enumerate(self.rows.columns):
            wide = WIDTHS.get(column.kind, min(160, max(USUAL_WIDTH, metrics.horizontalAdvance(column.title) + 28)))
            if column.kind in {Kind.TRUE, Kind.SAID} and points.is_classification:
                wide = min(160, max(62, widest + 22))
            header.resizeSection(i, max(wide, metrics.horizontalAdvance(column.title) + 30 if i < 2 else wide))
        self.view.verticalHeader().setDefaultSectionSize(PICTURE_ROW if points.image_shape is not None else ROW)

    def _say(self) -> None:
        listed, samples = len(self.rows.rows), len(self._points.y) if self._points is not None else 0
        is_training = self.moment is not None and is_running(self.moment)
        if self._sieve_error:
            self.caption.show_text(self._sieve_error)
        elif self.rows.is_busy and not is_training:  # then it always is
            self.caption.show_text(tr("putting them in order …"))
        elif listed == samples:
            self.caption.show_text(tr("{samples} samples").format(samples=grouped(samples)))
        else:
            self.caption.show_text(
                tr("{listed} of {samples} samples").format(listed=grouped(listed), samples=grouped(samples))
            )

    # The sample that is followed

    def _probe(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid() and not self._is_following:
            self.selection.set_probe(int(self.rows.rows[now.row()]))

    def _follow(self, *_: object) -> None:
        """Stand on the row of the sample that is followed."""
        self._say()
        probe = self.selection.probe
        place = self.rows.place_of(probe.row) if self.selection.is_probing and probe.own is None else None
        self._is_following = True
        try:
            if place is None:
                self.view.selectionModel().clear()
            elif self.view.currentIndex().row() != place:
                column = max(0, self.view.currentIndex().column())
                self.view.setCurrentIndex(self.rows.index(place, column))
        finally:
            self._is_following = False

    def _stay(self) -> None:
        """Stand on the same sample where the order is another one, and do not move what is seen for it."""
        bar = self.view.verticalScrollBar()
        at = bar.value()
        self.view.setAutoScroll(False)
        self._follow()
        self.view.setAutoScroll(True)
        bar.setValue(at)
        self._pronounce(self.summary())

    def listed(self) -> list[int]:
        """The rows of the data that are listed, in their order."""
        return [int(row) for row in self.rows.rows]


def _kind_of(points: Points) -> tuple[object, ...]:
    """What decides which columns and parts there are."""
    return points.input_names, points.target_name, points.class_names, points.image_shape
