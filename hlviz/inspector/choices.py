"""What can be chosen from a table of ``nn``, as entries of a field: titles, short names, and in the tooltip what it means."""

from typing import Protocol

from hlviz.widgets.field import Choice
from hlviz.widgets.tool_tip import tool_tip

LETTERS = 3


class Named(Protocol):
    """A row of a table of ``nn``."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def formula(self) -> str: ...  # noqa: D102


def choice_of(thing: Named, why_not: str = "") -> Choice:
    """The entry for one row; it cannot be chosen where ``why_not`` gives a reason."""
    # keys of two or three letters are the field's own abbreviations: MSE, BCE
    short = thing.key.upper() if len(thing.key) == LETTERS else ""
    summary = str(getattr(thing, "summary", ""))
    return Choice(thing.key, thing.title, short, tool_tip(thing.title, summary, thing.formula, why_not), not why_not)
