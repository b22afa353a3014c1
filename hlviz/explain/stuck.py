"""Neurons on a flat part of their activation function: saturated, where little is learned; dead, where nothing is."""

from functools import lru_cache

import numpy as np

from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, IntArray

FLAT = 0.05
"""A neuron is saturated where its slope is less than this share of the function's steepest."""


@lru_cache(maxsize=32)
def steepest(activation: Activation) -> float:
    """The greatest slope that the function has anywhere."""
    z = np.linspace(-8, 8, 1601)
    return float(np.abs(activation.slope(z, activation.value(z[:, None])[:, 0])).max())


def saturated_share(activation: Activation, z: Array, a: Array) -> float:
    """The share of activations, over neurons and samples, on a flat part of the function; 0 of nothing."""
    with np.errstate(all="ignore"):
        slope = np.abs(activation.slope(z, a))
    return float(np.mean(slope < FLAT * steepest(activation))) if slope.size else 0.0


def dead_neurons(activation: Activation, z: Array, a: Array, stride: int = 1) -> IntArray:
    """The places of the neurons whose slope is zero for every sample: they cannot learn any more.

    Parameters
    ----------
    z, a
        Pre-activations and activations, shape (samples, neurons).
    stride
        A neuron with any slope among every so manieth sample is alive; only the others are looked at with all.
    """
    with np.errstate(all="ignore"):
        suspects = np.flatnonzero(~(np.abs(activation.slope(z[::stride], a[::stride])) > 0).any(axis=0))
        if not len(suspects):
            return suspects
        slope = activation.slope(z[:, suspects], a[:, suspects])
    return np.asarray(suspects[~(slope != 0).any(axis=0)])
