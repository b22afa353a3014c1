"""Where everything of the diagram sits: from a project and the room there is to its geometry.

Columns shrink to the room there is, and never overlap; where they can shrink no further, the diagram is larger than its view.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from hlviz.document.column_plans import LETTER, ColumnPlan, Role, plans_of
from hlviz.document.geometry import Box, Card, Cell, Column, Form, Gap, Geometry, Grid
from hlviz.document.project import Project
from hlviz.document.shifts import moved
from hlviz.nn.activations import ACTIVATIONS

MOST_ROWS = 44
"""Rows of a block, at most: its edges leave from its rows."""
MARGIN = 14.0
FOOT = 20.0
"""Room for the words below a block."""
BELOW_CARDS = 26.0
TILE = 44.0
"""What a tile is high, at least, where there is room."""
TILE_MOST, TILE_ALONE = 56.0, 72.0
OFF_TILE, OFF_ROW = 28.0, 42.0
"""A feature that is switched off, and from there to the next."""
ROW_MOST, BAR_ROW_MOST = 78.0, 46.0
"""From one tile, or bar, to the next, at most."""
COLUMN_LEAST = 88.0
COLUMN_MOST = {2: 430.0, 3: 320.0, 4: 270.0}
"""From one column to the next, at most, by how many columns there are; ``COLUMN_USUAL`` for more."""
COLUMN_USUAL = 220.0
BLOCK_MOST, PICTURE_MOST = 132.0, 116.0
"""Widths of a block and of a picture."""
USUAL = (980.0, 720.0)
GROWTH_MOST = 1.5
"""In a view larger than ``USUAL`` all that has a largest size may be larger, up to so many times."""
BUTTON = 24.0
PAD = 8.0
TITLE = 18.0
CARD_END, CARD_STACKED = 108.0, 104.0
"""The widest card of inputs and outputs, and of a hidden layer whose buttons are below its chip."""


@dataclass(frozen=True)
class _Limits:
    """How large things may be in a view of this size."""

    growth: float

    @classmethod
    def of(cls, width: float, height: float) -> "_Limits":
        return cls(min(max(1.0, min(width / USUAL[0], height / USUAL[1])), GROWTH_MOST))

    @property
    def tile(self) -> float:
        return math.floor(TILE_MOST * self.growth)

    @property
    def alone(self) -> float:
        return math.floor(TILE_ALONE * self.growth)

    @property
    def row(self) -> float:
        return ROW_MOST * self.growth

    @property
    def bar_row(self) -> float:
        return BAR_ROW_MOST * self.growth

    def column(self, count: int) -> float:
        """From one of so many columns to the next."""
        return COLUMN_MOST.get(count, COLUMN_USUAL) * self.growth


@dataclass(frozen=True)
class _Header:
    """What is the same for all cards of hidden layers."""

    pitch: float
    chip: float
    count: float
    has_dropout: bool

    @property
    def beside(self) -> float:
        """The width of a card whose chip and buttons are beside each other."""
        return 2 * PAD + 6 + self.chip + 2 * BUTTON + self.count

    @property
    def is_beside(self) -> bool:
        """Whether there is room for that."""
        return self.pitch - 6 >= self.beside


def arrange(project: Project, width: float, height: float) -> Geometry:
    """The diagram of a project for a view of this size, in pixels; larger than the view only where it cannot be smaller."""
    plans, limits = plans_of(project), _Limits.of(width, height)
    left, right = _overhang(plans[0], limits), _overhang(plans[-1], limits)
    count = len(plans)
    room = (width - 2 * MARGIN - left - right) / (count - 1)
    pitch = min(max(room, COLUMN_LEAST), limits.column(count))
    total = max(width, 2 * MARGIN + left + right + pitch * (count - 1))
    start = left + (total - left - right - pitch * (count - 1)) / 2
    centers = [round(start + i * pitch) for i in range(count)]
    header = _header(project, pitch)
    cards = [_card(plan, center, header) for plan, center in zip(plans, centers, strict=True)]
    foot = max(card.box.bottom for card in cards)
    top = foot + BELOW_CARDS
    room = max(height - top - FOOT - MARGIN, 120.0)
    row = _common_row(plans, room, limits)
    shifts = [(0.0, 0.0), *(layer.shift for layer in project.network.hidden), (0.0, 0.0)]
    columns = tuple(
        _block(plan, card, center, top, room, pitch, limits)
        if plan.form in {Form.BLOCK, Form.PICTURE}
        else _stack(plan, card, center, top, room, pitch, row, limits)
        for plan, card, center in zip(plans, cards, centers, strict=True)
    )
    if any(shift != (0.0, 0.0) for shift in shifts):
        columns = moved(columns, shifts, BELOW_CARDS)
    tall = max(height, max(column.body.bottom for column in columns) + FOOT + MARGIN)
    return Geometry(total, tall, columns, _gaps(columns, tall))


def _overhang(plan: ColumnPlan, limits: _Limits) -> float:
    """How far a column at the edge reaches out from its middle."""
    widths = {
        Form.TILES: limits.tile,
        Form.BARS: plan.bar,
        Form.BLOCK: 92.0,
        Form.PICTURE: PICTURE_MOST * limits.growth + 4,
    }
    return max(CARD_END / 2, widths[plan.form] / 2 + plan.label_width)


# The header


def _header(project: Project, pitch: float) -> _Header:
    hidden = project.network.hidden
    letters = max((len(ACTIVATIONS[layer.activation].title) for layer in hidden), default=4)
    digits = max((len(str(layer.size)) for layer in hidden), default=1)
    chip, count = max(54.0, math.ceil(LETTER * letters) + 26.0), {1: 22.0, 2: 22.0, 3: 30.0}.get(digits, 38.0)
    return _Header(pitch, chip, count, any(layer.dropout for layer in hidden))


def _card(plan: ColumnPlan, center: float, header: _Header) -> Card:
    if plan.role is Role.HIDDEN:
        return _hidden_card(plan, center, header)
    width = float(math.floor(min(CARD_END, header.pitch - 6)))
    x, y, second = float(round(center - width / 2)), MARGIN, MARGIN + PAD + TITLE + 4
    box = Box(x, y, width, PAD + TITLE + 4 + BUTTON + PAD)
    if plan.role is Role.OUTPUT:
        return Card(box, chip=Box(x + PAD, second, width - 2 * PAD, BUTTON))
    if not plan.steps_samples:  # its buttons are there now and then only, so the card is no higher for them
        box, second = Box(x, y, width, PAD + TITLE + TITLE + PAD), y + PAD + TITLE
    before, after = Box(x + 4, second, BUTTON, BUTTON), Box(x + width - 4 - BUTTON, second, BUTTON, BUTTON)
    return Card(box, previous=before, next=after, probe=Box(x + width - 26, y + 3, BUTTON, BUTTON))


def _hidden_card(plan: ColumnPlan, center: float, header: _Header) -> Card:
    width = header.beside if header.is_beside else float(math.floor(min(header.pitch - 6, CARD_STACKED)))
    x, y, second = float(round(center - width / 2)), MARGIN, MARGIN + PAD + TITLE + 4
    if header.is_beside:
        chip = Box(x + PAD, second, header.chip, BUTTON)
        at, third, count_width = chip.right + 6, second, header.count
    else:
        chip = Box(x + 6, second, width - 12, BUTTON)
        count_width = min(width - 8, 88.0) - 2 * BUTTON
        at, third = x + (width - count_width - 2 * BUTTON) / 2, second + BUTTON + 4
    count = Box(at + BUTTON, third, count_width, BUTTON)
    bottom = third + BUTTON + PAD
    return Card(
        Box(x, y, width, bottom + (14 if header.has_dropout else 0) - y),
        grip=Box(x + width - 24, y + 2, 22, 26),
        chip=chip,
        minus=Box(at, third, BUTTON, BUTTON),
        count=count,
        plus=Box(count.right, third, BUTTON, BUTTON),
        drop=Box(x + PAD, third + BUTTON + 3, width - 2 * PAD, 16) if plan.dropout else None,
    )


# The bodies


def _common_row(plans: Sequence[ColumnPlan], room: float, limits: _Limits) -> float:
    """From one tile to the next: the same in all columns that can have large tiles, so that rows line up."""
    rows = [room / len(plan.keys) for plan in plans if plan.form is Form.TILES and plan.role is not Role.INPUT]
    return min([limits.row, *(row for row in rows if row >= TILE + 6)])


def _tile(row: float, pitch: float, limits: _Limits) -> float:
    """How large a tile is where the next one is ``row`` below."""
    return float(math.floor(min(limits.tile, 0.56 * pitch, max(0.78 * row, min(TILE, row - 8)))))


def _stack(
    plan: ColumnPlan, card: Card, center: float, top: float, room: float, pitch: float, row: float, limits: _Limits
) -> Column:  # fmt: skip
    """A column of tiles or bars, centred from top to bottom."""
    sizes, steps = _sizes(plan, room, pitch, min(row, room / len(plan.keys)), limits)
    count = len(plan.keys)
    labels, off = plan.labels or ("",) * count, plan.off or (False,) * count
    y = top + (room - sum(steps)) / 2
    cells = []
    for key, label, is_off, (wide, high), step in zip(plan.keys, labels, off, sizes, steps, strict=True):
        box = Box(float(round(center - wide / 2)), float(round(y + (step - high) / 2)), wide, high)
        cells.append(Cell(key, box, label, not is_off))
        y += step
    boxes = [cell.box for cell in cells]
    left, right = min(box.x for box in boxes), max(box.right for box in boxes)
    body = Box(left, boxes[0].y, right - left, boxes[-1].bottom - boxes[0].y)
    size = sum(cell.is_on for cell in cells)
    return Column(plan.index, plan.form, plan.layer, size, card, body, tuple(cells), label_width=plan.label_width)


def _sizes(
    plan: ColumnPlan, room: float, pitch: float, row: float, limits: _Limits
) -> tuple[list[tuple[float, float]], list[float]]:
    """(width, height) of each cell, and how far it is from there to the next."""
    count = len(plan.keys)
    if plan.form is Form.BARS:
        row = min(room / count, limits.bar_row)
        wide, high = math.floor(min(plan.bar, pitch - 14)), math.floor(min(row - 4, 34.0))
        return [(float(wide), float(high))] * count, [row] * count
    if plan.role is Role.OUTPUT and count == 1:
        side = float(math.floor(min(limits.alone, 0.6 * pitch, room)))
        return [(side, side)], [side]
    large = _tile(row, pitch, limits)
    small = min(large, OFF_TILE)
    off = plan.off or (False,) * count
    return (
        [(small, small) if is_off else (large, large) for is_off in off],
        [min(row, OFF_ROW) if is_off else row for is_off in off],
    )


def _block(
    plan: ColumnPlan, card: Card, center: float, top: float, room: float, pitch: float, limits: _Limits
) -> Column:
    """A column whose neurons are packed into a grid."""
    size, wide = len(plan.keys), min(pitch * 0.5, BLOCK_MOST * limits.growth)
    if plan.image is not None:
        rows, columns = plan.image
        wide = min(pitch * 0.7, PICTURE_MOST * limits.growth)
    else:
        columns = _grid_columns(size, wide, room)
        rows = math.ceil(size / columns)
    cell = min(wide / columns, room / rows, TILE)
    # whole pixels look even; tiny cells cannot afford them
    cell = float(math.floor(cell)) if cell >= 6 else math.floor(cell * 4) / 4
    x, y = round(center - columns * cell / 2), round(top + (room - rows * cell) / 2)
    body = Box(float(x), float(y), columns * cell, rows * cell)
    return Column(plan.index, plan.form, plan.layer, size, card, body, grid=Grid(columns, rows, cell))


def _grid_columns(size: int, wide: float, room: float) -> int:
    """How many cells to a row make the largest cells."""
    least = math.ceil(size / MOST_ROWS)
    return max(range(least, max(least, 40) + 1), key=lambda c: (min(wide / c, room / math.ceil(size / c), TILE), -c))


def _gaps(columns: Sequence[Column], height: float) -> tuple[Gap, ...]:
    gaps = []
    for i, (left, right) in enumerate(itertools.pairwise(columns)):
        one, other = left.card.box, right.card.box
        zone = Box(left.sides[1], 0, right.sides[0] - left.sides[1], height)
        free = min(other.x, zone.right) - max(one.right, zone.x)
        # beside the cards where there is room, else below them
        is_beside = other.x - one.right >= BUTTON + 4 and free >= BUTTON
        y = (one.y + other.y) / 2 + 34 if is_beside else max(one.bottom, other.bottom) + 15
        if len(columns) == 2:
            y = one.y + 22
        x = (one.right + other.x - BUTTON) / 2
        if zone.width >= BUTTON:
            x = min(max(x, zone.x), zone.right - BUTTON)
        plus = Box(float(round(x)), float(round(y - BUTTON / 2)), BUTTON, BUTTON)
        gaps.append(Gap(i, zone, plus, always=i == len(columns) - 2))
    return tuple(gaps)
