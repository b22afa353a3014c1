"""What a column of a table can be used for, in words. To add a use, write its row."""

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from hlviz.datasets.raw_table import Kind, RawColumn
from hlviz.datasets.table_recipe import MAX_CATEGORIES, Coding, ColumnRecipe, Role

NUMBERS: tuple[Kind, ...] = ("number", "yes-no", "time")
ALL: tuple[Kind, ...] = (*NUMBERS, "text")


@dataclass(frozen=True)
class Use:
    """A way in which a column can be used."""

    role: Role
    coding: Coding
    title: str
    """In the menu."""
    short: str
    """In the header of the column."""
    kinds: tuple[Kind, ...]
    """Columns of these kinds can be used so."""


def _(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("ColumnRoles", text))


USES: tuple[Use, ...] = (
    Use("input", "number", _("Input: its number"), _("input"), NUMBERS),
    Use("input", "category", _("Input: one for each of its values"), _("input per value"), ALL),
    Use("target", "category", _("Learn it: as classes"), _("learned: classes"), ALL),
    Use("target", "number", _("Learn it: as a number"), _("learned: number"), NUMBERS),
    Use("part", "category", _("It says which rows are for the test"), _("test part"), ALL),
    Use("time", "number", _("Order of time: the last rows are for the test"), _("time order"), ("number", "time")),
    Use("ignore", "number", _("Leave it out"), _("left out"), ALL),
)
KINDS: dict[Kind, str] = {"number": _("numbers"), "text": _("words"), "yes-no": _("true, false"), "time": _("times")}


def tr(text: str) -> str:
    """A text about columns in the user's language."""
    return QCoreApplication.translate("ColumnRoles", text)


def uses_of(column: RawColumn) -> list[Use]:
    """How this column can be used."""
    many = column.kind != "text" and len(column.categories[0]) > MAX_CATEGORIES
    return [
        use
        for use in USES
        if column.kind in use.kinds and not (many and use.coding == "category" and use.role in ("input", "part"))
    ]


def use_of(column: ColumnRecipe) -> Use:
    """How a recipe uses a column."""
    for use in USES:
        if use.role == column.role and (use.coding == column.coding or use.role in ("part", "time", "ignore")):
            return use
    raise KeyError(column.role)
