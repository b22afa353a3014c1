"""A curve taken apart: what each neuron of the last hidden layer adds to it."""

from dataclasses import dataclass

import numpy as np

from hlviz.nn.arrays import Array
from hlviz.session.moment import Moment


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


def shares_of(moment: Moment) -> Shares:
    """Take the curve of a network with one input and one output apart: y = Σ aⱼ wⱼ + b."""
    x, forwarded = moment.line
    assembly = moment.assembly
    weights = moment.parameters.weights[-1][:, 0].astype(np.float64)
    parts = forwarded.a[-2].astype(np.float64).T * weights[:, None] * assembly.target_scale
    rest = float(moment.parameters.biases[-1][0]) * assembly.target_scale + assembly.target_mean
    fit = assembly.to_units(forwarded.outputs[:, 0].astype(np.float64))
    return Shares(x, fit, parts, weights, rest, len(forwarded.a) - 2)
