"""What the card beside the pointer says of a neuron or an edge, from the numbers of the moment on screen."""

from dataclasses import dataclass

import numpy as np

from hlviz.diagram.figures import Figures
from hlviz.diagram.targets import Hit, Part, edge_words
from hlviz.diagram.words import tr
from hlviz.document.wiring import NeuronKey
from hlviz.nn.arrays import Array
from hlviz.number_text import rounded, signed, significant
from hlviz.session.without import without

BINS = 16
FEW = 24
"""Incoming weights, at most, that are shown one by one."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A heading, rows of (name, value), and the incoming weights."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    weights: Array | None = None
    """(n_in,) the incoming weights, or what they carry for a sample, from top to bottom, where they are few."""
    counts: Array | None = None
    """(BINS,) how many weights are how large, 0 being in the middle, where they are many."""
    hint: str = ""
    """A last line: what else there is to know, such as what the bars stand for."""


def facts_of(figures: Figures, hit: Hit, missing: NeuronKey | None = None) -> Facts | None:
    """What is to be told of the thing under the pointer; None where there is nothing to tell.

    ``missing``: the neuron that the network is looked at without; of that one it is told what its absence costs.
    """
    if hit.target.edge is not None:
        return _edge_facts(figures, hit.target.edge)
    if hit.place is None:
        return None
    layer, row = hit.place
    title = figures.scene.neuron_title(layer, row)
    if missing is not None and hit.target.neuron == missing and figures.moment is not None:
        found = without(figures.moment, missing)
        if found is not None:
            rows = [
                (tr("loss"), _fine(found.before)), (tr("without it"), _fine(found.after)),
                (tr("change"), _fine(found.after - found.before, "+")),
            ]  # fmt: skip
            return Facts(title, tuple(rows), hint=tr("The output is shown without it"))
    if layer == 0:
        return _input_facts(figures, hit, title)
    if figures.shows_contributions:
        return _sample_facts(figures, layer, row, title)
    weights = figures.weights[layer - 1][:, row]
    rows = [
        (tr("bias"), signed(rounded(float(figures.biases[layer - 1][row])))),
        (tr("|w| in"), rounded(float(np.sqrt(np.square(weights, dtype=np.float64).sum())))),
    ]
    mean = figures.mean(layer, row)
    if mean is not None:
        rows.append((tr("mean act."), signed(rounded(mean))))
    if figures.scene.shows_sample or mean is None:
        rows.append((tr("activation"), signed(rounded(float(figures.values(layer)[row])))))
    if len(weights) <= FEW:
        return Facts(title, tuple(rows), weights=weights if len(weights) > 1 else None)
    return Facts(title, tuple(rows), counts=_counts(weights))


def _sample_facts(figures: Figures, layer: int, row: int, title: str) -> Facts:
    """What comes to a neuron for the sample that is followed: what each edge brings, and what becomes of the sum."""
    brought = figures.edges[layer - 1][:, row]
    total, bias = float(brought.sum(dtype=np.float64)), float(figures.biases[layer - 1][row])
    rows = [
        (tr("comes in"), signed(rounded(total))),
        (tr("bias"), signed(rounded(bias))),
        (tr("sum z"), signed(rounded(total + bias))),
        (tr("activation"), signed(rounded(float(figures.values(layer)[row])))),
    ]
    if layer < len(figures.edges) and figures.edges[layer].shape[1] == 1:
        rows.append((tr("adds to output"), signed(rounded(float(figures.edges[layer][row, 0])))))
    few = 1 < len(brought) <= FEW
    hint = tr("Bars: what each edge brings, weight × value") if few else ""
    return Facts(title, tuple(rows), weights=brought if few else None, hint=hint)


def weight_of(figures: Figures, edge: tuple[NeuronKey, NeuronKey]) -> float | None:
    """The weight of an edge now; None where it is not there."""
    start, end = figures.scene.place(edge[0]), figures.scene.place(edge[1])
    if start is None or end is None or start[0] + 1 != end[0]:
        return None
    return float(figures.weights[start[0]][start[1], end[1]])


def _edge_facts(figures: Figures, edge: tuple[NeuronKey, NeuronKey]) -> Facts | None:
    weight = weight_of(figures, edge)
    if weight is None:
        return None
    where = edge_words(figures.scene, edge)
    if not figures.shows_contributions:
        return Facts(tr("w = {weight}").format(weight=rounded(weight)), hint=where)
    layer, row = figures.scene.place(edge[0]) or (0, 0)
    activation = float(figures.values(layer)[row])
    rows = ((tr("weight w"), signed(rounded(weight))), (tr("activation a"), signed(rounded(activation))))
    carried = tr("passes on w · a = {value}").format(value=signed(rounded(weight * activation)))
    return Facts(carried, rows, hint=where)


def _input_facts(figures: Figures, hit: Hit, title: str) -> Facts:
    layer, row = hit.column, hit.row
    rows = [(tr("|w| out"), rounded(float(np.sqrt(np.square(figures.weights[0][row], dtype=np.float64).sum()))))]
    if figures.scene.shows_sample:
        rows.insert(0, (tr("value"), rounded(figures.raw_value(row))))
        rows.insert(1, (tr("shown as"), signed(rounded(float(figures.values(layer)[row])))))
    hint = tr("Click to switch it off") if hit.part is Part.FEATURE else ""
    return Facts(title, tuple(rows), hint=hint)


def _fine(loss: float, sign: str = "") -> str:
    """A loss in three digits, however small."""
    text = significant(loss, 3)
    return signed(text) if sign else text


def _counts(weights: Array) -> Array:
    reach = float(np.abs(weights).max()) or 1.0
    return np.histogram(weights, BINS, (-reach, reach))[0].astype(np.float64)
