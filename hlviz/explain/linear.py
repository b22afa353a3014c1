"""Why layers need curves: layers that only add up are together one neuron for each output, and here it is.

Where an activation function bends the network, the one neuron that comes nearest to it, and how far that is off.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hlviz.datasets import Split
from hlviz.nn.activations import IDENTITY, Activation
from hlviz.nn.arrays import Array
from hlviz.nn.mlp import Parameters, Pass, outputs
from hlviz.training.assembly import Assembly

MOST_INPUTS = 128
"""With more inputs no neuron is fitted: that would take too long, and want more samples than are looked at."""
SAMPLES = 500


@dataclass(frozen=True, eq=False)
class OneNeuron:
    """A neuron for each output that listens to the inputs alone. In float64."""

    weights: Array
    """(n_in, outputs)"""
    bias: Array
    """(outputs,)"""
    activation: Activation
    """The network's own at its output."""

    def sums(self, x: Array) -> Array:
        """The sums z for network inputs x of shape (samples, n_in); shape (samples, outputs)."""
        with np.errstate(all="ignore"):
            return np.asarray(x.astype(np.float64) @ self.weights + self.bias)

    def outputs(self, x: Array) -> Array:
        """What it says to them, shape (samples, outputs)."""
        with np.errstate(all="ignore"):
            return self.activation.value(self.sums(x))


@dataclass(frozen=True, eq=False)
class Straight:
    """How near a network comes to one neuron."""

    neuron: OneNeuron
    is_exact: bool
    """Whether the neuron is the network, multiplied out; else it is the nearest there is, by least squares of z over the samples."""
    difference: float
    """The largest between the outputs of both, over what was looked at; NaN where a number is none."""
    fit: float
    """R² of the sums z over the samples, of all outputs together: 1 where the neuron does what the network does."""


def bends(assembly: Assembly) -> tuple[int, ...]:
    """The hidden layers, 1 being the first, whose activation is not a straight line."""
    return tuple(i for i, activation in enumerate(assembly.activations[:-1], start=1) if activation.key != IDENTITY.key)


def product(assembly: Assembly, parameters: Parameters) -> OneNeuron:
    """The layers multiplied out, W = W₁ W₂ …, b = (b₁ W₂ + b₂) W₃ + …, as if all hidden activations were straight lines."""
    # from the outputs on, so that no product is larger than a layer times the outputs
    with np.errstate(all="ignore"):
        weights = parameters.weights[-1].astype(np.float64)
        bias = parameters.biases[-1].astype(np.float64)
        for w, b in zip(reversed(parameters.weights[:-1]), reversed(parameters.biases[:-1]), strict=True):
            bias = bias + b.astype(np.float64) @ weights
            weights = w.astype(np.float64) @ weights
    return OneNeuron(weights, bias, assembly.activations[-1])


def nearest(assembly: Assembly, seen: Pass) -> OneNeuron | None:
    """The neuron whose sums are nearest to the network's, by least squares over the samples seen, the first of the training part.

    None where there are more inputs than ``MOST_INPUTS``, or where a sum is no number.
    """
    x = seen.a[0]
    if x.shape[1] > MOST_INPUTS or not np.isfinite(seen.z[-1]).all():
        return None
    solved = _solver(assembly.split, len(x)) @ seen.z[-1].astype(np.float64)
    return OneNeuron(solved[:-1], solved[-1], assembly.activations[-1])


@lru_cache(maxsize=4)
def _solver(split: Split, rows: int) -> Array:
    """What sums over the first training samples are multiplied with to have the weights and the bias: (n_in + 1, rows)."""
    x = split.train_x[:rows].astype(np.float64)
    return np.asarray(np.linalg.pinv(np.column_stack([x, np.ones(len(x))])))


def straight(assembly: Assembly, parameters: Parameters, seen: Pass, also: Array | None = None) -> Straight | None:
    """Compare a network with one neuron.

    Parameters
    ----------
    seen
        The forward pass of the first training samples.
    also
        More network inputs to compare the outputs for, shape (n, n_in), where the neuron is exact: it is so everywhere.

    Returns
    -------
    Straight or None
        None where no neuron can be fitted (``nearest``).
    """
    is_exact = not bends(assembly)
    neuron = product(assembly, parameters) if is_exact else nearest(assembly, seen)
    if neuron is None:
        return None
    x = seen.a[0]
    difference = _apart(seen.outputs, neuron.outputs(x))
    if is_exact and also is not None:
        with np.errstate(all="ignore"):
            said = outputs(parameters, assembly.activations, also)
        difference = max(difference, _apart(said, neuron.outputs(also)))
    return Straight(neuron, is_exact, difference, _fit(seen.z[-1].astype(np.float64), neuron.sums(x)))


def _apart(one: Array, other: Array) -> float:
    with np.errstate(all="ignore"):
        return float(np.abs(one.astype(np.float64) - other).max(initial=0.0))


def _fit(z: Array, fitted: Array) -> float:
    """R²: the share of the spread of z that a fit has as well; 1 for a perfect one where there is no spread."""
    with np.errstate(all="ignore"):
        rest = float(np.square(z - fitted).sum())
        spread = float(np.square(z - z.mean(axis=0)).sum())
    if not np.isfinite(rest + spread):
        return float("nan")
    return 1.0 - rest / spread if spread > 0 else 1.0
