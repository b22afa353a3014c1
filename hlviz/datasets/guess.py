"""A first recipe for a table, from what its columns hold; whoever imports it changes what is wrong."""

from hlviz.datasets.raw_table import RawColumn, RawTable, listed, shown
from hlviz.datasets.table_recipe import Coding, ColumnRecipe, Missing, Role, TableRecipe
from hlviz.errors import DataError

MAX_INTEGER_CLASSES = 20
MAX_GUESSED_CATEGORIES = 20
MAX_NAMED = 5
"""Columns that are named where there are many."""


def guess(
    raw: RawTable, target: str | None = None, inputs: tuple[str, ...] = (), missing: Missing = "refuse"
) -> TableRecipe:
    """What a person would most likely make of a table.

    Parameters
    ----------
    raw
        The table.
    target
        The column to learn; None takes the last. Texts, true and false, and whole numbers of at most 20 different values (some of
        which come twice) are classes; all else is a number to be learned.
    inputs
        The columns to learn from. None named takes all others, without texts that differ in nearly every row and times.
    missing
        What becomes of gaps.

    Raises
    ------
    DataError
        If a column named is not there, or is both target and input.
    """
    target = target if target is not None else raw.names[-1]
    for name in (target, *inputs):
        raw.column(name)
    if target in inputs:
        raise DataError(f"column {shown(target)} cannot be both input and target: take it out of the inputs")
    if len(set(inputs)) < len(inputs):
        raise DataError(f"an input is named twice: {listed(inputs)}")
    columns = []
    for column in raw.columns:
        if column.name == target:
            columns.append(ColumnRecipe(column.name, "target", _target_coding(column)))
        elif inputs:
            role: Role = "input" if column.name in inputs else "ignore"
            columns.append(ColumnRecipe(column.name, role, input_coding(column)))
        else:
            columns.append(ColumnRecipe(column.name, _role(column), input_coding(column)))
    order = {name: place for place, name in enumerate(inputs)}
    columns.sort(key=lambda column: order.get(column.name, len(order)))
    return TableRecipe(tuple(columns), missing=missing)


def passed_over(raw: RawTable, recipe: TableRecipe) -> str:
    """Which columns a guess does not learn from and why, in one line: "left out: born (dates), id (text, 150 values)"; else empty."""
    ignored = [raw.column(column.name) for column in recipe.columns if column.role == "ignore"]
    if not ignored:
        return ""
    said = [f"{column.name[:40]} ({_why(column)})" for column in ignored[:MAX_NAMED]]
    more = f" and {len(ignored) - MAX_NAMED} more" if len(ignored) > MAX_NAMED else ""
    return f"left out: {', '.join(said)}{more}; name the inputs to learn from them too"


def _why(column: RawColumn) -> str:
    if column.gaps.all():
        return "empty"
    return "dates" if column.kind == "time" else f"text, {len(column.texts)} values"


def input_coding(column: RawColumn) -> Coding:
    """How a column is taken as an input."""
    return "category" if column.kind == "text" else "number"


def _target_coding(column: RawColumn) -> Coding:
    if column.kind in ("text", "yes-no"):
        return "category"
    if not column.is_whole:
        return "number"
    values = len(column.categories[0])
    return "category" if values <= MAX_INTEGER_CLASSES and values < column.rows else "number"


def _role(column: RawColumn) -> Role:
    if column.kind == "time" or column.gaps.all():
        return "ignore"
    if column.kind == "text":
        values = len(column.texts)
        return "input" if values <= MAX_GUESSED_CATEGORIES and values * 2 <= column.rows else "ignore"
    return "input"
