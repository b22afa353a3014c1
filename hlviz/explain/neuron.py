"""One neuron in facts: where it fires, what its sum is made of, what it does in logic, and what it is worth."""

from dataclasses import dataclass

import numpy as np

from hlviz.datasets import Split
from hlviz.explain.ablation import FEWEST, Copy, copies, goodness, outputs_without, shares
from hlviz.explain.readings import Reading, fires, high, reading
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters, Pass
from hlviz.training.assembly import Assembly

ROOM = 1_000_000
"""Multiplications, at most, that leaving out the neurons of its layer may take: a few milliseconds."""


@dataclass(frozen=True, eq=False)
class HalfPlane:
    """Where the sum of a first-layer neuron is above zero: Σ directionᵢ · inputᵢ > threshold, in the units of the inputs."""

    direction: Array
    """(n_in,) of length 1."""
    threshold: float
    """Where the inputs have one unit: how far from the origin the edge is, against the direction where it is negative."""
    steepness: float
    """By how much the sum grows for a step of 1 along the direction."""


@dataclass(frozen=True, eq=False)
class NeuronFacts:
    """What there is to say of a neuron, from the first training samples."""

    layer: int
    """Inputs being layer 0; there is nothing to say of those."""
    place: int
    samples: int
    fires: float
    """The share of samples for which it fires."""
    answer: float
    """Its mean answer."""
    spread: float
    """The standard deviation of its answers."""
    half_plane: HalfPlane | None
    """None but in the first layer, and where it does not listen to its inputs."""
    brings: Array
    """(n_in,) what each neuron before it brings to its sum: the mean of |w · a| as a share of all of these, with the sign of w."""
    reading: Reading | None
    copy: Copy | None
    share: float | None
    """Its part of the output, 0 … 1 (``Worth.share``); None for an output, and where to find it would take too long."""
    loss: tuple[float, float] | None
    """With it and without it (0 in its place), on as many samples as there was time for; None as for ``share``."""


def facts_of(assembly: Assembly, parameters: Parameters, seen: Pass, layer: int, place: int) -> NeuronFacts:
    """Look at a neuron that is no input.

    Parameters
    ----------
    seen
        The forward pass of the first training samples.
    layer, place
        Which neuron, inputs being layer 0.
    """
    activation = assembly.activations[layer - 1]
    z, a = seen.z[layer - 1][:, place], seen.a[layer][:, place].astype(np.float64)
    answers, incoming = fires(activation, z, a), seen.a[layer - 1]
    with np.errstate(all="ignore"):
        brings = np.abs(incoming * parameters.weights[layer - 1][:, place]).mean(axis=0, dtype=np.float64)
    total = brings.sum()
    brings = brings / total if np.isfinite(total) and total > 0 else np.zeros(len(brings))
    order = [i for i in np.argsort(-brings, kind="stable").tolist() if brings[i] > 0]
    if layer == 1:
        sources = high(incoming)
    else:
        sources = fires(assembly.activations[layer - 2], seen.z[layer - 2], incoming)
    is_output = layer == len(parameters.weights)
    worth = None if is_output else _worth(assembly, parameters, seen, layer, place)
    with np.errstate(all="ignore"):
        return NeuronFacts(
            layer, place, len(a), float(answers.mean()), float(a.mean()), float(a.std()),
            half_plane(assembly.split, parameters, place) if layer == 1 else None,
            brings * np.sign(parameters.weights[layer - 1][:, place]),
            reading(sources, answers, order),
            None if is_output else copies(seen.a[layer], [place])[0],
            worth[0] if worth is not None else None,
            worth[1:] if worth is not None else None,
        )  # fmt: skip


def half_plane(split: Split, parameters: Parameters, place: int) -> HalfPlane | None:
    """Where a neuron of the first layer has a sum above zero, in the units of the inputs; None where it is the same everywhere."""
    with np.errstate(all="ignore"):
        weights = parameters.weights[0][:, place].astype(np.float64) / split.scale
        at_zero = float(parameters.biases[0][place]) - float(weights @ split.mean)
        size = float(np.sqrt(np.square(weights).sum()))
    if not np.isfinite(size + at_zero) or size == 0:
        return None
    return HalfPlane(weights / size, -at_zero / size, size)


def _worth(
    assembly: Assembly, parameters: Parameters, seen: Pass, layer: int, place: int
) -> tuple[float, float, float] | None:
    """Its part of the output, and the loss with it and without it; from fewer samples where its layer is wide; None: too wide."""
    behind = parameters.weights[layer].shape[1] + sum(w.size for w in parameters.weights[layer + 1 :])
    rows = min(len(seen.a[0]), ROOM // (seen.a[layer].shape[1] * behind))
    if rows < min(FEWEST, len(seen.a[0])):
        return None
    some = Pass(tuple(z[:rows] for z in seen.z), tuple(a[:rows] for a in seen.a))
    said, effects = outputs_without(assembly, parameters, some, layer)
    before, after = (goodness(assembly, outputs)[0] for outputs in (some.outputs, said[place]))
    return float(shares(effects)[place]), before, after
