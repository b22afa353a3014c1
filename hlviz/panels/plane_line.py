"""A line over the input plane where something is zero: the edge of a neuron's half-plane, another network's boundary."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from hlviz.colors import Theme
from hlviz.nn.arrays import Array
from hlviz.panels.isoline import zero_line
from hlviz.session.moment import GRID, Moment

TOOTH = 6.0
"""Pixels of a stroke towards the side above zero."""
APART = 16.0
"""Pixels from one such stroke to the next."""
RIM, WIDTH = 3.6, 1.7
"""Pixels across the line, with the rim around it and without."""
DASH = 6.0
FAR = 1e30


@dataclass(frozen=True, eq=False)
class PlaneLine:
    """Where fields over the plane are zero, and how that is drawn."""

    fields: Array
    """(n, GRID, GRID), top row first."""
    ink: str = "text"
    """The name of a colour of the theme."""
    is_dashed: bool = False
    has_teeth: bool = False
    """Whether short strokes point to the side above zero."""


def neuron_line(moment: Moment, neuron: tuple[int, int] | None) -> PlaneLine | None:
    """The edge of the half-plane in which a neuron of the first hidden layer fires; None for any other neuron, and other data."""
    if neuron is None or neuron[0] != 1 or not moment.is_plane or len(moment.maps) < 3:
        return None
    weights, bias = moment.parameters.weights[0][:, neuron[1]], moment.parameters.biases[0][neuron[1]]
    with np.errstate(all="ignore"):
        z = np.tensordot(weights, moment.maps[0], 1) + bias
        activation = moment.assembly.activations[0]
        field = activation.value(z) if activation.key == "sine" else z
    return PlaneLine(field[None], has_teeth=True)


def draw_line(p: QPainter, line: PlaneLine, rect: QRectF, theme: Theme) -> None:
    """Draw it over a plot of the plane that fills ``rect``; with a rim, so that it stands out on any colour."""
    fields = np.nan_to_num(line.fields, nan=0.0, posinf=FAR, neginf=-FAR)
    strokes = zero_line(fields)
    if not len(strokes):
        return
    cell = np.array([rect.width(), rect.height()]) / GRID
    corner = np.array([rect.left(), rect.top()])
    # the knots of the grid are the middles of its cells
    ends = (strokes.reshape(-1, 2, 2) + 0.5) * cell + corner
    runs = [QPolygonF([QPointF(*knot) for knot in run]) for run in _runs(ends)]
    teeth = [QLineF(*tooth) for tooth in _teeth(fields[0], ends, cell, corner).tolist()] if line.has_teeth else []
    p.save()
    p.setClipRect(rect)
    for color, width in ((theme.card, RIM), (getattr(theme, line.ink), WIDTH)):
        pen = QPen(QColor(color), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if line.is_dashed:
            pen.setDashPattern([DASH / width, DASH * 0.7 / width])
        p.setPen(pen)
        for run in runs:
            p.drawPolyline(run)
        p.drawLines(teeth)
    p.restore()


def _runs(ends: Array) -> list[list[tuple[float, float]]]:
    """Strokes joined end to end as far as they go: dashes run on from one to the next. ``ends`` of shape (n, 2, 2)."""
    knots = [[(round(x, 3), round(y, 3)) for x, y in stroke] for stroke in ends.tolist()]
    at: dict[tuple[float, float], list[int]] = {}
    for i, stroke in enumerate(knots):
        for knot in stroke:
            at.setdefault(knot, []).append(i)
    left, runs = set(range(len(knots))), []
    for begin in (*(i for i, (a, b) in enumerate(knots) if len(at[a]) == 1 or len(at[b]) == 1), *range(len(knots))):
        if begin not in left:
            continue
        left.discard(begin)
        a, b = knots[begin]
        run = [b, a] if len(at[b]) == 1 else [a, b]
        while (following := next((i for i in at[run[-1]] if i in left), None)) is not None:
            left.discard(following)
            a, b = knots[following]
            run.append(b if a == run[-1] else a)
        runs.append(run)
    return runs


def _teeth(field: Array, ends: Array, cell: Array, corner: Array) -> Array:
    """Strokes (n, 4) from the line towards where the field is above zero, some way from each other."""
    middles = ends.mean(axis=1)
    down, across = (np.asarray(along) for along in np.gradient(field.astype(np.float64)))
    column, row = np.clip(((middles - corner) / cell).astype(int), 0, GRID - 1).T
    slope: Array = np.column_stack([across[row, column] / cell[0], down[row, column] / cell[1]])
    size: Array = np.hypot(slope[:, 0], slope[:, 1])
    teeth: list[Array] = []
    kept = np.empty((0, 2))
    for i in np.flatnonzero(size > 0):
        if np.all(np.linalg.norm(kept - middles[i], axis=1) >= APART):
            kept = np.vstack([kept, middles[i]])
            teeth.append(np.concatenate([middles[i], middles[i] + slope[i] / size[i] * TOOTH]))
    return np.array(teeth).reshape(-1, 4)
