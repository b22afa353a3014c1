"""The samples as rows and columns for Qt's table: what can be seen is worked out when it is asked for, a few rows at a time."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap

from hlviz.colors import LIGHT, Theme
from hlviz.datasets import Points, Split
from hlviz.document.edits.samples import TARGET
from hlviz.nn.arrays import Array, BoolArray, IntArray
from hlviz.number_text import datum, percent, rounded, signed
from hlviz.panels.answer_book import AnswerBook
from hlviz.panels.ink import ink_image
from hlviz.panels.names import class_names
from hlviz.panels.sample_columns import ANSWERS, Column, Kind, alignment, columns_of, tr
from hlviz.panels.sample_filter import Filter
from hlviz.panels.sample_order import AT_ONCE, order_in_slices
from hlviz.panels.table import Table
from hlviz.session.answers import answers_in_slices, are_shares
from hlviz.session.errand import Errand
from hlviz.session.moment import Moment

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
NOTHING = QModelIndex()
AHEAD = 48
"""Rows that are answered together with one that is looked at."""
COPYING = 20_000_000
"""Multiplications that answers to be copied may cost: a few hundredths of a second."""
PICTURES = 400
"""Small pictures of samples that are kept."""
PICTURE = 24
"""Pixels of their side."""


class Part(Enum):
    """Which samples are listed, where it is not a class."""

    ALL = "all"
    WRONG = "wrong"
    TRAIN = "train"
    TEST = "test"


Choice = Part | int
"""A part, or the index of a class."""


class SampleRows(QAbstractTableModel):
    """The samples that are listed, in their order."""

    arranged = Signal()
    """Other rows are listed, or in another order."""
    value_requested = Signal(object, int, int, object)
    """The ``Points`` on screen, a row of them, the place of an input or ``TARGET``, and what is to stand there: a number."""
    misread = Signal(str)
    """What was written is no value; the text says why."""
    work_changed = Signal()
    """It has begun to put the rows in order, or is done."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme = LIGHT
        self._moment: Moment | None = None
        self._columns: tuple[Column, ...] = ()
        self._class_names: tuple[str, ...] = ()
        self._rows: IntArray = np.empty(0, np.int64)
        self._is_train: BoolArray = np.empty(0, bool)
        self._book = AnswerBook(0)
        self._sorted_by, self._is_descending = 0, False
        self._choice: Choice = Part.ALL
        self._filter: Filter | None = None
        self._pictures: dict[int, QPixmap] = {}
        self._errand = Errand(self)

    # What is listed

    @property
    def rows(self) -> IntArray:
        """The rows of the data that are listed, in their order."""
        return self._rows

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    @property
    def choice(self) -> Choice:
        """Which samples are listed."""
        return self._choice

    @property
    def is_busy(self) -> bool:
        """Whether the rows are being put in order."""
        return self._errand.is_under_way

    def show_moment(self, moment: Moment) -> None:
        """Answer anew, by the network of this moment."""
        is_other = self._moment is None or self._moment.split is not moment.split
        had, self._moment = self._moment, moment
        self._book.turn()
        if is_other or had is None or had.assembly.is_classification != moment.assembly.is_classification:
            self._take_data(moment.split)
        elif self._asks_for_answers():
            if not self._errand.is_under_way:
                self._arrange()
        elif len(self._rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme
        self._pictures.clear()

    def choose(self, choice: Choice) -> None:
        """List these samples."""
        if choice != self._choice:
            self._choice = choice
            self._arrange()

    def sift(self, sieve: Filter | None) -> None:
        """List of these samples only those that fulfil a condition."""
        if sieve != self._filter:
            self._filter = sieve
            self._arrange()

    def stop(self) -> None:
        """Work on nothing: nobody sees it."""
        self._errand.stop()

    def place_of(self, row: int) -> int | None:
        """At which place of the list a row of the data is; None where it is not listed."""
        found = np.flatnonzero(self._rows == row)
        return int(found[0]) if len(found) else None

    def _take_data(self, split: Split) -> None:
        self._errand.stop()
        self.beginResetModel()
        samples = len(split.points.y)
        columns = columns_of(split.points)
        is_alike = columns == self._columns and split.points.class_names == self._class_names
        self._columns, self._class_names = columns, split.points.class_names
        self._rows = np.arange(samples)
        self._is_train = np.zeros(samples, bool)
        self._is_train[split.train] = True
        self._book = AnswerBook(samples)
        self._book.turn()
        self._pictures.clear()
        if not is_alike:
            self._sorted_by, self._is_descending, self._choice, self._filter = 0, False, Part.ALL, None
        self.endResetModel()
        self.arranged.emit()
        if (self._sorted_by, self._is_descending, self._choice, self._filter) != (0, False, Part.ALL, None):
            self._arrange()

    # The order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column."""
        wish = column, order == Qt.SortOrder.DescendingOrder
        if 0 <= column < len(self._columns) and wish != (self._sorted_by, self._is_descending):
            self._sorted_by, self._is_descending = wish
            self._arrange()

    def _asks_for_answers(self) -> bool:
        """Whether all samples must be answered to know which are listed, and in which order."""
        return self._choice is Part.WRONG or self._columns[self._sorted_by].kind in ANSWERS

    def _arrange(self) -> None:
        if self._moment is not None:
            found: list[IntArray] = []
            work = self._arranging(self._moment, found)
            self._errand.begin(work, lambda: self._take_order(np.concatenate(found)))
            self.work_changed.emit()

    def _arranging(self, moment: Moment, found: list[IntArray]) -> Iterator[object]:
        """Work out which rows are listed and in which order, a step at a time."""
        samples = len(self._is_train)
        if self._asks_for_answers():
            for start in range(0, samples, AT_ONCE):
                for some, answers in answers_in_slices(moment, np.arange(start, min(start + AT_ONCE, samples))):
                    self._book.note(some, answers)
                    yield None
        listed: list[IntArray] = []
        keys: list[Array] = []
        for start in range(0, samples, AT_ONCE):
            rows = np.arange(start, min(start + AT_ONCE, samples))
            rows = rows[self._chosen(moment, rows)]
            if self._filter is not None:
                rows = rows[self._filter.accepts(moment.split.points, rows)]
            listed.append(rows)
            keys.append(self._keys(moment, rows) * (-1 if self._is_descending else 1))
            yield None
        rows = np.concatenate(listed)
        for piece in order_in_slices(np.concatenate(keys)):
            found.append(rows[piece])
            yield None

    def _chosen(self, moment: Moment, rows: IntArray) -> BoolArray:
        """Which of some rows are listed, shape (rows,)."""
        if isinstance(self._choice, int):
            return np.asarray(moment.split.points.y[rows] == self._choice)
        if self._choice is Part.WRONG:
            return np.asarray(~(self._book.lead[rows] > 0))
        if self._choice is Part.ALL:
            return np.ones(len(rows), bool)
        return np.asarray(self._is_train[rows] == (self._choice is Part.TRAIN))

    def _keys(self, moment: Moment, rows: IntArray) -> Array:
        """What rows are sorted by, shape (rows,)."""
        column, points = self._columns[self._sorted_by], moment.split.points
        if column.kind is Kind.INPUT:
            return np.asarray(points.x[rows, column.input])
        if column.kind is Kind.MISS:
            return -self._book.lead[rows]
        keys = {
            Kind.PART: self._is_train,
            Kind.TRUE: points.y,
            Kind.SAID: self._book.said,
            Kind.SURE: self._book.sure,
            Kind.RIGHT: self._book.lead,
        }.get(column.kind)
        return np.asarray(rows if keys is None else keys[rows], np.float64)

    def _take_order(self, rows: IntArray) -> None:
        self.work_changed.emit()
        if np.array_equal(rows, self._rows):
            if len(rows):
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        self.arranged.emit()

    def table(self, most: int) -> Table | None:
        """The first ``most`` rows that are listed, as numbers; None before there are any data.

        Of a large network the first rows alone have answers: it must not take longer than a moment.
        """
        moment, rows = self._moment, self._rows[:most]
        if moment is None:
            return None
        self._book.look_up(moment, rows[: max(AHEAD, COPYING // moment.parameters.count)])
        is_old = self._book.is_old(rows)
        said, sure, lead = (
            np.where(is_old, np.nan, values[rows]) for values in (self._book.said, self._book.sure, self._book.lead)
        )
        points, names = moment.split.points, np.array([*class_names(moment.split.points, self.theme), "–"])
        named = np.where(np.isfinite(said), said, len(names) - 1).astype(np.intp)
        own = {
            Kind.NUMBER: rows + 1,
            Kind.PART: np.where(self._is_train[rows], tr("training"), tr("test")),
            Kind.TRUE: names[points.y[rows]] if points.is_classification else points.y[rows],
            Kind.SAID: names[named] if points.is_classification else said,
            Kind.SURE: sure,
            Kind.RIGHT: np.where(np.isnan(lead), "–", np.where(lead > 0, tr("yes"), tr("no"))),
            Kind.MISS: said - points.y[rows],
        }
        shown = [column for column in self._columns if column.kind is not Kind.PICTURE]
        values = [points.x[rows, c.input] if c.kind is Kind.INPUT else own[c.kind] for c in shown]
        return Table([column.title for column in shown], values)

    # What Qt asks for

    def rowCount(self, parent: Index = NOTHING) -> int:
        """How many samples are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOTHING) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Titles, with what they mean as tooltips."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.ToolTipRole:
            return column.tip
        if role == Role.TextAlignmentRole:
            return alignment(column.kind)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What the sample is can be edited; what the network says of it cannot."""
        flags = super().flags(index)
        if index.isValid() and self._columns[index.column()].kind in {Kind.TRUE, Kind.INPUT}:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Ask for another value; what is shown follows the document."""
        if self._moment is None or role != Role.EditRole or not index.isValid():
            return False
        column, points, row = self._columns[index.column()], self._moment.split.points, int(self._rows[index.row()])
        place = column.input if column.kind is Kind.INPUT else TARGET
        text = str(value).strip()
        if text == self._written(points, column, row):  # it may have lost its last digits
            return True
        if place == TARGET and points.is_classification:
            if text not in points.class_names:
                self.misread.emit(
                    tr("{text} is none of the classes {names}.").format(
                        text=text, names=", ".join(points.class_names[:8])
                    )
                )
                return False
            number = float(points.class_names.index(text))
        else:
            try:
                number = float(text if "." in text else text.replace(",", "."))
            except ValueError:
                self.misread.emit(tr("{text} is no number.").format(text=repr(text[:40])))
                return False
        if number != (points.y[row] if place == TARGET else points.x[row, place]):
            self.value_requested.emit(points, row, place, number)
        return True

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """One cell."""
        moment = self._moment
        if moment is None or not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Role.TextAlignmentRole:
            return alignment(column.kind)
        if role == Role.DisplayRole:
            return self._text(moment, column, index.row())
        if role == Role.EditRole:
            return self._written(moment.split.points, column, int(self._rows[index.row()]))
        row = int(self._rows[index.row()])
        if column.kind is Kind.PICTURE:
            if role == Role.DecorationRole:
                return self._picture(moment.split.points, row)
            return QSize(PICTURE + 8, PICTURE + 4) if role == Role.SizeHintRole else None
        if role == Role.ForegroundRole and column.kind in {Kind.RIGHT, Kind.SAID} and moment.assembly.is_classification:
            is_right = self._answer(moment, index.row())[2] > 0
            if column.kind is Kind.RIGHT:
                return QColor(self.theme.good if is_right else self.theme.bad)
            return None if is_right else QColor(self.theme.bad)
        return None

    def names_at(self, index: Index) -> tuple[str, ...]:
        """The classes that a cell can hold; none where it holds a number."""
        is_target = index.isValid() and self._columns[index.column()].kind is Kind.TRUE
        return self._class_names if is_target else ()

    def _written(self, points: Points, column: Column, row: int) -> str:
        """A value with all its digits, to be edited."""
        if column.kind is Kind.TRUE and points.is_classification:
            return points.class_names[int(points.y[row])]
        if column.kind is Kind.TRUE:
            return f"{float(points.y[row]):.15g}"
        return f"{float(points.x[row, column.input]):.15g}" if column.kind is Kind.INPUT else ""

    def _text(self, moment: Moment, column: Column, place: int) -> str:
        points, row = moment.split.points, int(self._rows[place])
        if column.kind is Kind.NUMBER:
            return str(row + 1)
        if column.kind is Kind.PART:
            return tr("training") if self._is_train[row] else tr("test")
        if column.kind is Kind.INPUT:
            return datum(float(points.x[row, column.input]))
        if column.kind is Kind.TRUE:
            return (
                class_names(points, self.theme)[int(points.y[row])]
                if points.is_classification
                else datum(float(points.y[row]))
            )
        return self._answer_text(moment, column.kind, place) if column.kind in ANSWERS else ""

    def _answer(self, moment: Moment, place: int) -> tuple[float, float, float]:
        """Said, sure and lead of a sample by its place in the list; with it those below it are worked out."""
        row = self._rows[place : place + 1]
        if self._book.is_old(row)[0]:
            self._book.look_up(moment, self._rows[place : place + AHEAD])
        return self._book.one(int(row[0]))

    def _answer_text(self, moment: Moment, kind: Kind, place: int) -> str:
        said, sure, lead = self._answer(moment, place)
        points = moment.split.points
        if kind is Kind.SAID:
            if not points.is_classification:
                return rounded(said)
            return class_names(points, self.theme)[int(said)] if np.isfinite(said) else "–"
        if kind is Kind.SURE:
            return percent(sure) if are_shares(moment.assembly) else rounded(sure)
        if kind is Kind.RIGHT:
            return "✓" if lead > 0 else "✗"
        return signed(rounded(said - float(points.y[int(self._rows[place])])))

    def _picture(self, points: Points, row: int) -> QPixmap:
        picture = self._pictures.get(row)
        if picture is None:
            if len(self._pictures) >= PICTURES:
                self._pictures.clear()
            low, high = points.ink_range
            shares = (points.x[row].reshape(points.image_shape or (1, -1)) - low) / (high - low)
            image = ink_image(shares, self.theme).scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            picture = self._pictures[row] = QPixmap.fromImage(image)
        return picture
