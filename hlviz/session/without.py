"""The network on screen without one of its hidden neurons: a moment of its own, that panels draw as any other."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from hlviz.document.wiring import NeuronKey
from hlviz.explain.ablation import goodness
from hlviz.nn.mlp import Parameters
from hlviz.nn.mlp import outputs as outputs_of
from hlviz.session.moment import SEEN, Moment


@dataclass(frozen=True, eq=False)
class Without:
    """What is left, and by how much it is worse."""

    whole: Moment
    moment: Moment
    """The same network, in which nothing hears the neuron: as if it were pruned. It is judged by the first ``SEEN`` samples of
    each part."""
    layer: int
    """Where it is, inputs being layer 0."""
    place: int
    before: float
    """The loss with it, on the first ``SEEN`` training samples."""
    after: float


@lru_cache(maxsize=2)  # the diagram, the output and the status line ask of the same moment
def without(moment: Moment, neuron: NeuronKey | None) -> Without | None:
    """A moment without that neuron; None where it is no hidden neuron of that network."""
    found = moment.assembly.wiring.find(neuron) if isinstance(neuron, int) else None
    if found is None:
        return None
    layer, place = found
    weights = list(moment.parameters.weights)
    weights[layer] = weights[layer].copy()
    weights[layer][place] = 0
    weights[layer].flags.writeable = False
    parameters = Parameters(tuple(weights), moment.parameters.biases)
    assembly, split = moment.assembly, moment.split
    left = replace(moment, frame=replace(moment.frame, parameters=parameters))
    before, _ = goodness(assembly, moment.train_pass.outputs)
    after, metric = goodness(assembly, left.train_pass.outputs)
    some = slice(SEEN)
    with np.errstate(all="ignore"):
        said = outputs_of(parameters, assembly.activations, split.test_x[some])
    test_loss, test_metric = goodness(assembly, said, assembly.test_t[some], split.test_y[some])
    evaluation = replace(
        moment.frame.evaluation,
        train_loss=after, train_metric=metric, test_loss=test_loss, test_metric=test_metric,
    )  # fmt: skip
    return Without(moment, replace(left, frame=replace(left.frame, evaluation=evaluation)), layer, place, before, after)
