"""What is under the pointer, found by arithmetic, and what to say of it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from hlviz.datasets import FEATURES
from hlviz.diagram.foot import handle_holds
from hlviz.diagram.scene import Scene
from hlviz.diagram.words import tr
from hlviz.document.geometry import Column, Form
from hlviz.document.wiring import NeuronKey
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.session.selection import NOTHING, Target

Strand = tuple[int, int, int]

DOT = 7.0
"""Pixels from the middle of a bias's dot from which it can be taken hold of."""
DOTTED = 20.0
"""Tiles narrower than this have no dot."""


class Part(Enum):
    """What kind of thing is under the pointer."""

    NOTHING = "nothing"
    CARD = "card"
    GRIP = "grip"
    CHIP = "chip"
    MINUS = "minus"
    PLUS = "plus"
    COUNT = "count"
    """How many neurons, between − and +."""
    PREVIOUS = "previous"
    NEXT = "next"
    PROBE = "probe"
    INSERT = "insert"
    NEURON = "neuron"
    FEATURE = "feature"
    FOOT = "foot"
    """The handle at the lower edge of a layer."""
    BIAS = "bias"
    """The dot at the lower left of a tile."""
    EDGE = "edge"
    GAP = "gap"
    LEGEND = "legend"
    LEGEND_CLOSE = "legend close"
    MAP = "map"
    """The small map of the diagram."""
    MAP_CLOSE = "map close"


@dataclass(frozen=True)
class Hit:
    """A thing of the diagram, and how the rest of the window knows it."""

    part: Part = Part.NOTHING
    column: int = -1
    row: int = -1
    gap: int = -1
    key: NeuronKey | None = None
    """Of a neuron, or of a feature that is switched off."""
    strand: Strand | None = None
    target: Target = NOTHING

    @property
    def place(self) -> tuple[int, int] | None:
        """(layer, row) where it is a neuron."""
        return (
            (self.column, self.row)
            if self.part is Part.NEURON or (self.part is Part.FEATURE and self.row >= 0)
            else None
        )


def hit_at(scene: Scene, x: float, y: float, edge_at: Callable[[float, float], tuple[Strand, Target] | None]) -> Hit:
    """What is at a place of the diagram.

    Parameters
    ----------
    edge_at
        Where an edge is looked for when there is nothing else: it gives the strand and the edge.
    """
    for column in scene.columns:
        if column.card.box.holds(x, y):
            return _card_hit(scene, column, x, y)
    for gap in scene.geometry.gaps:
        if gap.plus.holds(x, y, 2):
            return Hit(Part.INSERT, gap=gap.index)
    for column in scene.columns:
        if column.body.holds(x, y, DOT) and (found := _bias_hit(scene, column, x, y)) is not None:
            return found
        if column.body.holds(x, y, 4) and (found := _neuron_hit(scene, column, x, y)) is not None:
            return found
    for column in scene.columns:
        if handle_holds(column, x, y):
            return Hit(Part.FOOT, column.index, target=Target(layer=column.layer))
    gap_index = next((gap.index for gap in scene.geometry.gaps if gap.zone.holds(x, y)), -1)
    if (edge := edge_at(x, y)) is not None:
        return Hit(Part.EDGE, gap=gap_index, strand=edge[0], target=edge[1])
    return Hit(Part.GAP, gap=gap_index) if gap_index >= 0 else Hit()


def _card_hit(scene: Scene, column: Column, x: float, y: float) -> Hit:
    card, target = column.card, Target(layer=column.layer)
    steps = (card.previous, card.next) if scene.shows_sample else (None, None)
    controls = (
        (Part.CHIP, card.chip), (Part.MINUS, card.minus), (Part.COUNT, card.count), (Part.PLUS, card.plus), (Part.GRIP, card.grip),
        (Part.PREVIOUS, steps[0]), (Part.NEXT, steps[1]), (Part.PROBE, card.probe),
    )  # fmt: skip
    for part, box in controls:
        if box is not None and box.holds(x, y):
            return Hit(part, column.index, target=target)
    return Hit(Part.CARD, column.index, target=target)


def _bias_hit(scene: Scene, column: Column, x: float, y: float) -> Hit | None:
    if column.index == 0 or column.form is not Form.TILES or column.body.width < DOTTED:
        return None
    for row, cell in enumerate(column.on_cells):
        if math.hypot(x - cell.box.x - 1.5, y - cell.box.bottom + 1.5) <= DOT:
            return Hit(Part.BIAS, column.index, row, key=cell.key, target=Target(neuron=cell.key))
    return None


def _neuron_hit(scene: Scene, column: Column, x: float, y: float) -> Hit | None:
    if column.grid is not None:
        row = column.row_at(x, y)
        return neuron_hit(scene, column.index, row) if row is not None else None
    row = 0
    is_feature = column.index == 0 and scene.split.points.plane
    for cell in column.cells:
        if cell.box.holds(x, y, 2):
            if is_feature and not cell.is_on:
                return Hit(Part.FEATURE, 0, key=cell.key)
            return neuron_hit(scene, column.index, row)
        row += cell.is_on
    return None


def neuron_hit(scene: Scene, layer: int, row: int) -> Hit:
    """The hit of a neuron; an input that can be switched off is a feature."""
    key = scene.wiring.layers[layer][row]
    part = Part.FEATURE if layer == 0 and scene.split.points.plane else Part.NEURON
    return Hit(part, layer, row, key=key, target=Target(neuron=key))


def told(scene: Scene, hit: Hit) -> str:
    """What a control does and what to expect of it; for neurons, layers and edges what they are and what can be done with them."""
    title = scene.layer_title(hit.column) if hit.column >= 0 else ""
    if hit.part is Part.FEATURE:
        return _feature_words(hit)
    if hit.part is Part.CHIP:
        return _chip_words(scene, hit.column, title)
    if hit.part is Part.CARD:
        what = _card_words(scene, scene.columns[hit.column], title)
        how = " " + tr("Drag it to where it shall lie; double-click to rename it.")
        return what + how if hit.target.layer is not None else what
    if hit.part is Part.NEURON and hit.place is not None:
        name = scene.neuron_title(*hit.place)
        return tr("{name}: click to keep it selected.").format(name=name) + _drag_words(scene, hit.column)
    if hit.part is Part.EDGE and hit.target.edge is not None:
        return edge_words(scene, hit.target.edge)
    words = {
        Part.GRIP: tr("Drag {layer} to another place in the order of the layers, or to the bin."),
        Part.FOOT: tr(
            "Drag the lower edge of {layer} down for more neurons, up for fewer. Double-click to type how many."
        ),
        Part.BIAS: tr("The bias, which is added to the neuron's sum. Click to change it; B does the same by key."),
        Part.MINUS: tr("One neuron fewer in {layer}: the lowest one goes, the others keep what they learned."),
        Part.COUNT: tr("How many neurons {layer} has. Double-click, or press N, to type another number."),
        Part.PLUS: tr("One neuron more in {layer}. What was learned is kept; the new one starts with no say."),
        Part.PREVIOUS: tr("Look at the sample before this one."),
        Part.NEXT: tr("Look at the next sample."),
        Part.LEGEND: tr(
            "What colours and widths mean now, with the numbers of this moment; they follow as the network learns. "
            "While a sample is followed, an edge shows what it passes on: its weight times the value of the neuron it comes from."
        ),
        Part.LEGEND_CLOSE: tr("Close the legend. View ▸ Legend shows it again."),
        Part.MAP: tr(
            "The whole diagram. The frame is what you see now: click or drag to see another part; "
            "Page up and down, with Shift to the sides, do the same."
        ),
        Part.MAP_CLOSE: tr("Close the small map. View ▸ Minimap shows it again."),
        Part.PROBE: _probe_words(scene),
        Part.INSERT: tr(
            "Insert a hidden layer here. It starts as near to handing its input on as its activation allows."
        ),
    }
    return words.get(hit.part, "").format(layer=title)


def edge_words(scene: Scene, edge: tuple[NeuronKey, NeuronKey]) -> str:
    """Between what an edge runs: "from X₁ to Hidden 1 · 3"."""
    start, end = scene.place(edge[0]), scene.place(edge[1])
    if start is None or end is None:
        return ""
    return tr("from {start} to {end}").format(start=scene.neuron_name(*start), end=scene.neuron_name(*end))


def number_words(scene: Scene, target: Target) -> str:
    """The number that an edge or a neuron has, by name: "Weight from X₁ to Hidden 1 · 3", "Bias of Hidden 1 · 3"."""
    if target.edge is not None:
        return tr("Weight {where}").format(where=edge_words(scene, target.edge))
    place = scene.place(target.neuron) if target.neuron is not None else None
    return tr("Bias of {neuron}").format(neuron=scene.neuron_name(*place)) if place is not None else ""


def target_words(scene: Scene, target: Target) -> str:
    """What is selected, in a sentence: for the status line and for those who do not see it."""
    if target.layer is not None:
        index = scene.project.network.index(target.layer) + 1
        return _card_words(scene, scene.columns[index], scene.layer_title(index))
    if target.neuron is not None and (place := scene.place(target.neuron)) is not None:
        return scene.neuron_title(*place)
    if target.edge is not None:
        return tr("Edge {where}").format(where=edge_words(scene, target.edge))
    if target.gap is not None:
        return tr("The place of hidden layer {n}: Insert puts a new one there.").format(n=target.gap + 1)
    return tr("Nothing is selected.")


def chosen_words(scene: Scene, targets: Sequence[Target]) -> str:
    """All that is selected, in a sentence."""
    last = target_words(scene, targets[-1] if targets else NOTHING)
    if len(targets) < 2:
        return last
    return tr("{count} selected, the last one: {what}").format(count=count_words(targets), what=last)


def count_words(targets: Sequence[Target]) -> str:
    """How many of what: "2 layers, 5 neurons, 1 edge"."""
    counts = (
        (sum(target.layer is not None for target in targets), tr("{n} layer"), tr("{n} layers")),
        (sum(target.neuron is not None for target in targets), tr("{n} neuron"), tr("{n} neurons")),
        (sum(target.edge is not None for target in targets), tr("{n} edge"), tr("{n} edges")),
    )
    return ", ".join((one if n == 1 else more).format(n=n) for n, one, more in counts if n)


def _feature_words(hit: Hit) -> str:
    feature = FEATURES[str(hit.key[1])] if isinstance(hit.key, tuple) else None
    if feature is None:
        return ""
    if hit.row < 0:
        text = tr(
            "{label}, which is {formula}. Click, or press {key}, to show it to the network; it starts with no say."
        )
    else:
        text = tr("{label}, which is {formula}. Click, or press {key}, to hide it from the network.")
    key = list(FEATURES).index(feature.key) + 1
    return text.format(label=feature.label, formula=feature.formula, key=key)


def _chip_words(scene: Scene, column: int, title: str) -> str:
    if scene.columns[column].layer is not None:
        activation = ACTIVATIONS[scene.layer(scene.columns[column]).activation]
    else:
        activation = OUTPUTS[scene.project.network.output_activation]
    text = tr("{layer} turns its sums z into {formula}. {summary} Click for others.")
    return text.format(layer=title, formula=activation.formula, summary=activation.summary)


def _card_words(scene: Scene, column: Column, title: str) -> str:
    if column.layer is not None:
        activation = ACTIVATIONS[scene.layer(column).activation].title
        text = (
            tr("{layer}: {n} neuron, {activation}.") if column.size == 1 else tr("{layer}: {n} neurons, {activation}.")
        )
        return text.format(layer=title, n=column.size, activation=activation)
    if column.index == 0:
        if scene.split.points.plane:
            return tr("What the network is shown of each point. Click a tile below to switch it on or off.")
        return tr("What the network is shown of each sample: {n} numbers.").format(n=column.size)
    if column.form is Form.BARS:
        return tr("What the network says of the sample: a bar for each of {n} classes.").format(n=column.size)
    return tr("What the network says: one tile for each output.")


def _probe_words(scene: Scene) -> str:
    if scene.is_probing:
        return tr("Stop following the sample: edges show their weights again. The key P does the same.")
    return tr(
        "Follow one sample through the network: its value on every neuron, and what each edge carries of it. "
        "The key P does the same; [ and ] go to other samples."
    )


def _drag_words(scene: Scene, column: int) -> str:
    return " " + tr("Drag it to the bin, or onto another layer.") if scene.columns[column].layer is not None else ""
