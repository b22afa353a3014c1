"""Which samples a person asks for in words: ``Age > 30``, ``class = cat``, or plain text that is in a value."""

import re
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.datasets import Points
from hlviz.errors import SettingError
from hlviz.nn.arrays import Array, BoolArray, IntArray
from hlviz.panels.sample_columns import Column, Kind

CLAUSE = re.compile(r"(?P<name>.+?)\s*(?P<sign><=|>=|!=|≤|≥|≠|==|=|<|>)\s*(?P<value>.*)", re.DOTALL)
SIGNS = {"≤": "<=", "≥": ">=", "≠": "!=", "==": "="}
CLOSE = 1e-9
"""How far apart numbers may be that count as equal, as a share of them: shown are fewer digits than there are."""
MOST_NAMES = 6


def tr(text: str) -> str:
    """A text of the filter in the user's language."""
    return QCoreApplication.translate("SampleFilter", text)


@dataclass(frozen=True)
class Filter:
    """One condition on the samples."""

    column: Column | None
    """The column that is compared; None for text that may be in any."""
    sign: str = ""
    value: str = ""
    number: float | None = None

    def accepts(self, points: Points, rows: IntArray) -> BoolArray:
        """Which of some rows fulfil it, shape (rows,)."""
        if self.column is None:
            return self._contains(points, rows)
        if self.column.kind is Kind.TRUE and points.is_classification:
            is_it = np.array([name.casefold() == self.value.casefold() for name in points.class_names])[points.y[rows]]
            return np.asarray(is_it if self.sign == "=" else ~is_it)
        assert self.number is not None
        return _compared(_values(points, self.column, rows), self.sign, self.number)

    def _contains(self, points: Points, rows: IntArray) -> BoolArray:
        found = np.zeros(len(rows), bool)
        if points.is_classification:
            found |= np.array([self.value.casefold() in name.casefold() for name in points.class_names])[points.y[rows]]
        for name, values in _inputs_of(points):
            # of a word that became an input of its own the name tells what it is
            if "=" in name and self.value.casefold() in name.partition("=")[2].casefold():
                found |= values[rows] > 0.5
        if self.number is not None:
            near = np.abs(points.x[rows] - self.number) <= CLOSE * max(1.0, abs(self.number))
            found |= near.any(axis=1)
            if not points.is_classification:
                found |= np.abs(points.y[rows] - self.number) <= CLOSE * max(1.0, abs(self.number))
        return found


def _inputs_of(points: Points) -> list[tuple[str, Array]]:
    return [(name, points.x[:, i]) for i, name in enumerate(points.input_names)]


def _values(points: Points, column: Column, rows: IntArray) -> Array:
    if column.kind is Kind.NUMBER:
        return np.asarray(rows + 1.0)
    return np.asarray(points.y[rows] if column.kind is Kind.TRUE else points.x[rows, column.input], np.float64)


def _compared(values: Array, sign: str, number: float) -> BoolArray:
    near = np.abs(values - number) <= CLOSE * max(1.0, abs(number))
    match sign:
        case "=":
            return np.asarray(near)
        case "!=":
            return np.asarray(~near)
        case "<":
            return np.asarray((values < number) & ~near)
        case ">":
            return np.asarray((values > number) & ~near)
        case "<=":
            return np.asarray((values < number) | near)
        case _:
            return np.asarray((values > number) | near)


def read_filter(text: str, points: Points, columns: tuple[Column, ...]) -> Filter | None:
    """What a person wrote; None where that is nothing.

    Parameters
    ----------
    text
        A column, a sign and a value, or text that is to be in a value. A column is found whatever its case; the column that is
        learned also by its own name, or as "class".

    Raises
    ------
    SettingError
        If there is no such column, or the value is none of it: one line that says what there is.
    """
    text = text.strip()
    if not text:
        return None
    clause = CLAUSE.fullmatch(text)
    if clause is None:
        return Filter(None, value=text, number=_number(text))
    name, value = clause["name"].strip(), clause["value"].strip().strip("\"'")
    sign = SIGNS.get(clause["sign"], clause["sign"])
    if sign in ("=", "!=") and (column := _one_hot(f"{name}={value}", columns)) is not None:
        return Filter(column, ">" if sign == "=" else "<", "", 0.5)
    column = _column(name, points, columns)
    if not value:
        raise SettingError(tr("write a value behind {sign}").format(sign=clause["sign"]))
    if column.kind is Kind.TRUE and points.is_classification:
        if sign not in ("=", "!="):
            raise SettingError(tr("classes have no order: write {name} = or {name} ≠").format(name=name))
        if value.casefold() not in {each.casefold() for each in points.class_names}:
            known = _listed(points.class_names)
            raise SettingError(tr("{value} is none of the classes {known}").format(value=repr(value[:30]), known=known))
        return Filter(column, sign, value)
    number = _number(value)
    if number is None:
        raise SettingError(tr("{value} is no number").format(value=repr(value[:30])))
    return Filter(column, sign, value, number)


def _column(name: str, points: Points, columns: tuple[Column, ...]) -> Column:
    """The column that is meant: by its title or the only one that begins so, or by the name of what is learned."""
    wanted = name.casefold()
    can = [column for column in columns if column.kind in {Kind.NUMBER, Kind.TRUE, Kind.INPUT}]
    for column in can:
        titles = [column.title]
        if column.kind is Kind.TRUE:
            titles += [points.target_name, tr("class")] if points.is_classification else [points.target_name]
        if wanted in {title.casefold() for title in titles}:
            return column
    plain = {"x1": "X₁", "x2": "X₂"}.get(wanted)
    for column in can:
        if column.title == plain:
            return column
    begun = [column for column in can if column.title.casefold().startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    known = _listed(tuple(column.title for column in can))
    raise SettingError(tr("there is no column {name}; there are {known}").format(name=repr(name[:30]), known=known))


def _one_hot(title: str, columns: tuple[Column, ...]) -> Column | None:
    """The input that is 1 where a word stood, such as "colour=red"."""
    return next((c for c in columns if c.kind is Kind.INPUT and c.title.casefold() == title.casefold()), None)


def _listed(names: tuple[str, ...]) -> str:
    some = ", ".join(name[:20] for name in names[:MOST_NAMES])
    return f"{some} …" if len(names) > MOST_NAMES else some


def _number(text: str) -> float | None:
    try:
        number = float(text if "." in text else text.replace(",", "."))
    except ValueError:
        return None
    return number if np.isfinite(number) else None
