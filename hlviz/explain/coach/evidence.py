"""All numbers that the coach judges by, measured once for one moment of a network."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlviz.document.project import Project
from hlviz.document.wiring import parameter_count
from hlviz.explain.coach.curve_facts import CurveFacts, curve_facts
from hlviz.explain.coach.data_facts import DataFacts, data_looked_at
from hlviz.explain.coach.layer_facts import LayerFacts, layers_looked_at
from hlviz.explain.flow_health import Finding, judged, recent
from hlviz.nn.arrays import Array
from hlviz.training.assembly import Assembly
from hlviz.training.curves import CurveTable
from hlviz.training.flows import FlowKey, FlowTable, layer_keys
from hlviz.training.frame import Divergence, Evaluation, Frame
from hlviz.training.history import NO_FRAMES, Frames


@dataclass(frozen=True, eq=False)
class Evidence:
    """What was measured of one moment."""

    project: Project
    step: int
    divergence: Divergence | None
    evaluation: Evaluation
    parameters: int
    """How many weights and biases there are."""
    outputs: int
    layers: tuple[LayerFacts, ...]
    """The hidden ones."""
    data: DataFacts
    curve: CurveFacts | None
    """Since the last edit; None where there is not enough of it."""
    flow: Finding
    """What gradients and updates amount to."""
    gradient: Array
    """(layers,), the output's last: the root mean square of ∂L/∂w of late; NaN where it is not known."""
    update: Array
    """(layers,): ‖Δw‖ / ‖w‖ of one step of late."""
    leapt: float
    """The largest ‖Δw‖ / ‖w‖ of a step since the last edit, the layers' geometric mean; 0 where none was measured."""

    drawn_alike: bool
    """Whether the first weights of a layer are all the same number."""

    @property
    def is_right(self) -> bool:
        """Whether classes are told apart, or numbers told, as well as nine in ten: then nothing keeps it from learning."""
        return self.evaluation.train_metric >= GOOD


DRAWN_ALIKE = {"zeros", "constant"}
"""Initializers that give every weight of a layer the same number."""
GOOD = 0.9
"""Accuracy, or R², on the training samples."""


def gathering(
    assembly: Assembly, frame: Frame, curves: CurveTable, flows: FlowTable, history: Frames = NO_FRAMES
) -> Iterator[Evidence | None]:
    """Measure a moment in steps of about a millisecond; None stands for one on the way, the evidence comes last."""
    layers: list[LayerFacts] = []
    for facts in layers_looked_at(assembly, frame.parameters):
        if facts is not None:
            layers.append(facts)
        yield None
    data: DataFacts | None = None
    for found in data_looked_at(assembly.split):
        data = found
        yield None
    assert data is not None
    since = _since(frame, history)
    so_far, keys = _until(flows, frame.step), layer_keys(assembly.project)
    gradient, update = recent(so_far, keys)
    yield Evidence(
        project=assembly.project,
        step=frame.step,
        divergence=frame.divergence,
        evaluation=frame.evaluation,
        parameters=parameter_count(assembly.wiring.sizes),
        outputs=assembly.wiring.sizes[-1],
        layers=tuple(layers),
        data=data,
        curve=curve_facts(curves, since, frame.step),
        flow=judged(gradient, update),
        gradient=gradient,
        update=update,
        leapt=_leapt(so_far, keys, since),
        drawn_alike=assembly.project.network.initializer in DRAWN_ALIKE,
    )


def evidence_of(
    assembly: Assembly, frame: Frame, curves: CurveTable, flows: FlowTable, history: Frames = NO_FRAMES
) -> Evidence:
    """Measure a moment in one go."""
    *_, found = gathering(assembly, frame, curves, flows, history)
    assert found is not None
    return found


def _since(frame: Frame, history: Frames) -> int:
    """The step of the last edit: curves of the network before it say nothing about this one."""
    first = bisect_left(history, frame.generation, key=lambda kept: kept.generation)
    return history[first].step if first < len(history) and first else 0


def _leapt(flows: FlowTable, keys: tuple[FlowKey, ...], since: int) -> float:
    rows = slice(int(np.searchsorted(flows.step, since)), None)
    columns = [column[rows] for key in keys if (column := flows.update.get(key)) is not None]
    if not columns or not len(columns[0]):
        return 0.0
    # the geometric mean: a single layer whose weights pass through 0 moves by many times their length, and that is no leap
    with np.errstate(all="ignore"):
        logs = np.log(np.maximum(np.nan_to_num(np.stack(columns), nan=0.0), 1e-12))
    return float(np.exp(logs.mean(axis=0).max()))


def _until(flows: FlowTable, step: int) -> FlowTable:
    """The flows up to a moment that may lie before the last."""
    rows = int((flows.step <= step).sum())
    if rows == len(flows):
        return flows
    return FlowTable(
        flows.step[:rows],
        flows.epoch[:rows],
        {key: column[:rows] for key, column in flows.gradient.items()},
        {key: column[:rows] for key, column in flows.update.items()},
    )
