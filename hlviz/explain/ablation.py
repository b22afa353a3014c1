"""What a network is without one of its neurons: how much worse, and how much of its output was that neuron's.

A neuron is left out by putting 0 in place of its activation, or its mean over the samples. 0 is what taking it out of the network
does, so that what is found is what pruning costs; the mean tells a neuron that always says nearly the same, which only takes part as
a bias does, from one whose answers are of use.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hlviz.explain.readings import fires
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.metrics import accuracy, r_squared
from hlviz.nn.mlp import Parameters, Pass, forward
from hlviz.training.assembly import Assembly

By = Literal["zero", "mean"]
"""What is put in the place of the activation."""

SAMPLES = 500
"""Training samples, at most, that are looked at: the first of them."""
FEWEST = 64
FEW = 24
"""Neurons, at most, that are left out in one step."""
AT_A_TIME = 1_000_000
"""Multiplications in one step, about: a millisecond of one core, or a little more."""
COPIES = 0.99
"""Two neurons whose answers correlate more than that, with either sign, say the same."""
STEADY = 1e-6
"""Answers that spread less than this share of their size do not change: nothing can be a copy of them."""


@dataclass(frozen=True, eq=False)
class Without:
    """Neurons of one layer, each left out alone; arrays of shape (n,)."""

    losses: Array
    metrics: Array
    """Accuracy 0 … 1, or R²."""
    effects: Array
    """By how much the sums of the outputs change, on average over samples and outputs, whatever the sign."""


@dataclass(frozen=True)
class Copy:
    """Another neuron of the same layer that says the same."""

    place: int
    correlation: float
    """Below zero it says the opposite."""


@dataclass(frozen=True)
class Worth:
    """What one hidden neuron is worth to its network."""

    layer: int
    """Its layer, inputs being layer 0."""
    place: int
    loss: float
    """Of the network without it."""
    metric: float
    share: float
    """Its part of the output, 0 … 1: of what all neurons of its layer change in it, each left out alone. NaN where none changes it."""
    fires: float
    """The share of samples for which it fires."""
    copy: Copy | None


@dataclass(frozen=True)
class Ranking:
    """All hidden neurons by what they are worth."""

    by: By
    samples: int
    loss: float
    """Of the whole network, on the same samples."""
    metric: float
    worths: tuple[Worth, ...]
    """The one whose absence costs most first."""


def look(assembly: Assembly, parameters: Parameters, most: int = SAMPLES) -> Pass:
    """The forward pass of the first training samples, of as many as a step has time for, but at least ``FEWEST``."""
    dearest = max((_cost(parameters, layer) for layer in range(1, len(parameters.weights))), default=1)
    rows = min(most, max(FEWEST, AT_A_TIME // dearest))
    with np.errstate(all="ignore"):
        return forward(parameters, assembly.activations, assembly.split.train_x[:rows])


def goodness(
    assembly: Assembly, outputs: Array, targets: Array | None = None, labels: Array | IntArray | None = None
) -> tuple[float, float]:
    """Loss and metric of outputs.

    Parameters
    ----------
    targets, labels
        What is right, as the loss and as the metric see it; None: that of the first training samples.
    """
    targets = assembly.train_t[: len(outputs)] if targets is None else targets
    labels = assembly.split.train_y[: len(outputs)] if labels is None else labels
    with np.errstate(all="ignore"):
        loss = assembly.loss.value(outputs, targets)
        if assembly.is_classification:
            return loss, accuracy(assembly.predicted(outputs), np.asarray(labels, np.int64))
        return loss, r_squared(outputs[:, 0], targets[:, 0])


def left_out(
    assembly: Assembly,
    parameters: Parameters,
    seen: Pass,
    layer: int,
    places: Sequence[int] | IntArray | None = None,
    by: By = "zero",
) -> Without:
    """Leave neurons of a hidden layer out, each of them alone, all in one go; the parameters are those of ``outputs_without``."""
    said, effects = outputs_without(assembly, parameters, seen, layer, places, by)
    found = [goodness(assembly, outputs) for outputs in said]
    losses, metrics = (np.array(column, np.float64) for column in zip(*found, strict=True)) if found else (effects,) * 2
    return Without(losses, metrics, effects)


def outputs_without(
    assembly: Assembly,
    parameters: Parameters,
    seen: Pass,
    layer: int,
    places: Sequence[int] | IntArray | None = None,
    by: By = "zero",
) -> tuple[Array, Array]:
    """What the network says without each of some neurons of a hidden layer, and what that changes.

    Parameters
    ----------
    seen
        The forward pass of the first training samples, as ``look`` makes it.
    layer
        1 for the first hidden layer.
    places
        Which neurons of it; None: all.

    Returns
    -------
    Arrays, shapes (neurons, samples, outputs) and (neurons,)
        The outputs, and ``Without.effects``.
    """
    a, w = seen.a[layer], parameters.weights[layer]
    chosen = np.arange(a.shape[1]) if places is None else np.asarray(places, np.intp)
    with np.errstate(all="ignore"):
        instead = a[:, chosen].mean(axis=0) if by == "mean" else np.zeros(len(chosen), a.dtype)
        moved = (instead - a[:, chosen]).T[:, :, None] * w[chosen][:, None, :]
        z = seen.z[layer] + moved.astype(a.dtype)  # (neurons, samples, n of the next layer)
        said = assembly.activations[layer].value(z)
        for weights, bias, activation in zip(
            parameters.weights[layer + 1 :],
            parameters.biases[layer + 1 :],
            assembly.activations[layer + 1 :],
            strict=True,
        ):
            z = said @ weights + bias
            said = activation.value(z)
        return np.asarray(said), np.abs(z - seen.z[-1]).mean(axis=(1, 2), dtype=np.float64)


def copies(a: Array, places: Sequence[int] | IntArray) -> list[Copy | None]:
    """For each of some neurons of a layer the other one whose answers correlate most with its own, where they do so nearly fully.

    Parameters
    ----------
    a
        (samples, n) the layer's answers.
    places
        Of the neurons that are asked about.
    """
    a = np.nan_to_num(a.astype(np.float64), posinf=0, neginf=0)
    centred = a - a.mean(axis=0)
    size = np.sqrt(np.square(centred).sum(axis=0))
    steady = size <= STEADY * np.sqrt(np.square(a).sum(axis=0))
    unit = centred / np.where(steady, np.inf, size)
    correlation = unit[:, list(places)].T @ unit
    correlation[np.arange(len(places)), list(places)] = 0
    nearest = np.abs(correlation).argmax(axis=1)
    return [
        Copy(int(other), float(row[other])) if abs(row[other]) > COPIES else None
        for row, other in zip(correlation, nearest, strict=True)
    ]


def rank(assembly: Assembly, parameters: Parameters, by: By, found: list[Ranking]) -> Iterator[object]:
    """Find what every hidden neuron is worth, a few at each step, and put the ranking into ``found`` at the end."""
    seen = look(assembly, parameters)
    samples = len(seen.a[0])
    loss, metric = goodness(assembly, seen.outputs)
    worths: list[Worth] = []
    yield seen
    for layer in range(1, len(parameters.weights)):
        z, a = seen.z[layer - 1], seen.a[layer]
        rate = fires(assembly.activations[layer - 1], z, a).mean(axis=0)
        some = min(FEW, max(1, AT_A_TIME // (samples * _cost(parameters, layer))))
        parts: list[Without] = []
        alike: list[Copy | None] = []
        for at in range(0, a.shape[1], some):
            places = np.arange(at, min(at + some, a.shape[1]))
            parts.append(left_out(assembly, parameters, seen, layer, places, by))
            alike += copies(a, places)
            yield places
        losses, metrics, effects = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("losses", "metrics", "effects")
        )
        for place, share in enumerate(shares(effects)):
            facts = float(losses[place]), float(metrics[place]), float(share), float(rate[place])
            worths.append(Worth(layer, place, *facts, alike[place]))
    # what is no number is the greatest loss of all
    worths.sort(key=lambda worth: -worth.loss if np.isfinite(worth.loss) else -np.inf)
    found.append(Ranking(by, samples, loss, metric, tuple(worths)))


def shares(effects: Array) -> Array:
    """What part each neuron of a layer has in the output, (n,): effects as shares of their sum; NaN where there is none."""
    total = effects.sum()
    return np.asarray(effects / total) if np.isfinite(total) and total > 0 else np.full(len(effects), np.nan)


def _cost(parameters: Parameters, layer: int) -> int:
    """Multiplications for one sample behind a hidden layer."""
    return int(parameters.weights[layer].shape[1]) + sum(w.size for w in parameters.weights[layer + 1 :])
