"""Columns moved from their tidy places, as far as their neighbours let them.

Inputs, outputs and layers that were not moved stay where they are: those between them have the room that is left there, and keep
their order. Upwards a card ends at the upper edge, and only what is below it moves on, up to the card.
"""

from collections.abc import Sequence
from itertools import pairwise

from hlviz.document.geometry import Column

ROOM = 6.0
"""Between two cards, in pixels, at least."""
GAP = 32.0
"""Between the neurons of two columns, at least: a button fits in between."""


def moved(columns: Sequence[Column], shifts: Sequence[tuple[float, float]], below_card: float) -> tuple[Column, ...]:
    """The columns, each moved by its shift: so many pixels to the right and down.

    Parameters
    ----------
    columns
        In their tidy places.
    shifts
        One for each; (0, 0) for inputs and outputs.
    below_card
        Pixels between a card and the neurons below it, at least.
    """
    across = _across(columns, [dx for dx, _ in shifts])
    down = [_down(column, dy, below_card) for column, (_, dy) in zip(columns, shifts, strict=True)]
    return tuple(column.moved(dx, *dy) for column, dx, dy in zip(columns, across, down, strict=True))


def _across(columns: Sequence[Column], shifts: Sequence[float]) -> list[float]:
    """How far each column can follow its shift to the left or right."""
    tidy = [column.card.box.center[0] for column in columns]
    least = [min(b - a, _apart(*pair)) for (a, b), pair in zip(pairwise(tidy), pairwise(columns), strict=True)]
    x = [place + shift for place, shift in zip(tidy, shifts, strict=True)]
    free = [i for i, shift in enumerate(shifts) if shift]
    for i in free:
        x[i] = max(x[i], x[i - 1] + least[i - 1])
    for i in reversed(free):
        x[i] = min(x[i], x[i + 1] - least[i])
    return [float(round(to - place)) for to, place in zip(x, tidy, strict=True)]


def _apart(left: Column, right: Column) -> float:
    """How far the middles of two columns are apart, at least."""
    cards = (left.card.box.width + right.card.box.width) / 2 + ROOM
    bodies = left.body.right - left.card.box.center[0] + right.card.box.center[0] - right.body.x + GAP
    return max(cards, bodies)


def _down(column: Column, dy: float, below_card: float) -> tuple[float, float]:
    """How far a column's card and its body can follow a shift down or up."""
    if dy >= 0:
        return float(round(dy)), float(round(dy))
    highest = min(0.0, column.card.box.bottom + below_card - column.body.y)
    return 0.0, float(round(max(dy, highest)))
