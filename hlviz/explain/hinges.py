"""A curve taken apart: what each neuron of the last hidden layer adds to it, and where that neuron turns.

A network with one input draws a curve y = f(x), and the curve is a sum: y = Σ vⱼ aⱼ(x) + b. A ReLU neuron's share is flat up to its
hinge, and straight beyond it: n of them make a curve of n + 1 straight pieces.
"""

from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Parameters, Pass
from hlviz.training.assembly import Assembly


@dataclass(frozen=True, eq=False)
class Shares:
    """The fit over one input and its parts, all in the target's own unit.

    Where the output is linear, ``parts.sum(axis=0) + rest`` is the fit.
    """

    x: Array
    """(places,), in the input's unit."""
    fit: Array
    """(places,)."""
    parts: Array
    """(neurons, places): activation × outgoing weight."""
    weights: Array
    """(neurons,): the outgoing weights, unitless."""
    rest: float
    """The output's bias, and the mean of the targets where these were standardised."""
    layer: int
    """The layer of the neurons, inputs being layer 0."""
    hinges: Array
    """(hinges,), in the input's unit: where a neuron's sum is zero, so that a ReLU bends and an S is in its middle."""
    hinge_of: IntArray
    """(hinges,): whose each is. In the first layer each neuron has one, in a deeper one any number within the places."""


def shares_of(assembly: Assembly, parameters: Parameters, x: Array, forwarded: Pass) -> Shares:
    """Take the curve of a network with one input and one output apart: y = Σ aⱼ vⱼ + b.

    Parameters
    ----------
    assembly, parameters
        The network.
    x
        (places,) along the input, rising, in its own unit.
    forwarded
        The forward pass there.
    """
    weights = parameters.weights[-1][:, 0].astype(np.float64)
    parts = forwarded.a[-2].astype(np.float64).T * weights[:, None] * assembly.target_scale
    rest = float(parameters.biases[-1][0]) * assembly.target_scale + assembly.target_mean
    fit = assembly.to_units(forwarded.outputs[:, 0].astype(np.float64))
    layer = len(forwarded.a) - 2
    if layer == 1:
        hinges, owners = _of_first_layer(assembly, parameters)
    else:  # the inputs have none: they are no sums
        hinges, owners = zeros_of(x, forwarded.z[-2].astype(np.float64) if layer else np.empty((len(x), 0)))
    return Shares(x, fit, parts, weights, rest, layer, hinges, owners)


def _of_first_layer(assembly: Assembly, parameters: Parameters) -> tuple[Array, IntArray]:
    """−b / w of each neuron, brought back to the unit of the input; none where it does not listen."""
    w, b = parameters.weights[0][0].astype(np.float64), parameters.biases[0].astype(np.float64)
    with np.errstate(all="ignore"):
        at = -b / w * float(assembly.split.scale[0]) + float(assembly.split.mean[0])
    owners = np.flatnonzero(np.isfinite(at))
    return at[owners], owners


def zeros_of(x: Array, values: Array) -> tuple[Array, IntArray]:
    """Where curves cross zero, taken as straight from place to place.

    Parameters
    ----------
    x
        (places,), rising.
    values
        (places, curves).

    Returns
    -------
    Array, shape (zeros,); IntArray, shape (zeros,)
        Where, and which curve.
    """
    above = values > 0
    place, curve = np.nonzero(above[1:] != above[:-1])
    here, there = values[place, curve], values[place + 1, curve]
    with np.errstate(all="ignore"):
        at = x[place] + here / (here - there) * (x[place + 1] - x[place])
    good = np.isfinite(at)
    return at[good], curve[good]
