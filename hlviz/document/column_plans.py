"""What each column of a diagram is to be, before there are numbers: its form, its neurons, its names."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from hlviz.datasets import FEATURES
from hlviz.document.geometry import Form
from hlviz.document.project import Project
from hlviz.document.samples import split_of
from hlviz.document.specs import LayerId
from hlviz.document.wiring import NeuronKey, wiring_of

MOST_TILES = 24
"""Neurons of a layer, at most, that are drawn one by one; more become a block."""
MOST_INPUTS = 16
"""The same for the columns of a table."""
LETTER = 6.3
"""About the width of a letter, in pixels."""


class Role(Enum):
    """What a layer is for."""

    INPUT = "input"
    HIDDEN = "hidden"
    OUTPUT = "output"


@dataclass(frozen=True)
class ColumnPlan:
    """What one column is to be."""

    index: int
    role: Role
    form: Form
    keys: tuple[NeuronKey, ...]
    layer: LayerId | None = None
    labels: tuple[str, ...] = ()
    off: tuple[bool, ...] = ()
    """Features that are switched off, among the keys."""
    image: tuple[int, int] | None = None
    dropout: float = 0.0
    steps_samples: bool = False
    """Whether its card has buttons for the sample looked at."""
    label_width: float = 0.0
    bar: float = 0.0


def plans_of(project: Project) -> list[ColumnPlan]:
    """One plan for each layer, inputs first."""
    split, wiring = split_of(project.data), wiring_of(project)
    plans = [_input_plan(project, wiring.layers[0], split.labels)]
    for i, layer in enumerate(project.network.hidden, 1):
        form = Form.BLOCK if layer.size > MOST_TILES else Form.TILES
        plans.append(ColumnPlan(i, Role.HIDDEN, form, wiring.layers[i], layer.id, dropout=layer.dropout))
    plans.append(_output_plan(project, len(plans), wiring.layers[-1]))
    return plans


def _input_plan(project: Project, keys: tuple[NeuronKey, ...], labels: tuple[str, ...]) -> ColumnPlan:
    points = split_of(project.data).points
    if points.plane:
        features = tuple(FEATURES.values())
        labels = tuple(feature.label for feature in features)
        return ColumnPlan(
            0, Role.INPUT, Form.TILES, tuple(("in", feature.key) for feature in features), labels=labels,
            off=tuple(feature.key not in project.data.features for feature in features),
            label_width=_label_width(labels, 60),
        )  # fmt: skip
    if points.image_shape is not None:
        return ColumnPlan(0, Role.INPUT, Form.PICTURE, keys, image=points.image_shape, steps_samples=True)
    steps = len(keys) > 2
    if len(keys) > MOST_INPUTS:
        return ColumnPlan(0, Role.INPUT, Form.BLOCK, keys, steps_samples=steps)
    return ColumnPlan(
        0, Role.INPUT, Form.TILES, keys, labels=labels, steps_samples=steps, label_width=_label_width(labels, 108)
    )


def _output_plan(project: Project, index: int, keys: tuple[NeuronKey, ...]) -> ColumnPlan:
    points = split_of(project.data).points
    is_map = points.x.shape[1] == 2 and points.image_shape is None
    if len(keys) > MOST_TILES:
        return ColumnPlan(index, Role.OUTPUT, Form.BLOCK, keys)
    if len(keys) == 1:
        return ColumnPlan(index, Role.OUTPUT, Form.TILES, keys)
    names = points.class_names
    if is_map:
        return ColumnPlan(index, Role.OUTPUT, Form.TILES, keys, labels=names, label_width=_label_width(names, 70))
    bar = min(132.0, max(92.0, LETTER * max(map(len, names)) + 60))
    return ColumnPlan(index, Role.OUTPUT, Form.BARS, keys, labels=names, bar=bar)


def _label_width(labels: Sequence[str], most: float) -> float:
    return min(most, LETTER * max(map(len, labels), default=0) + 10)
