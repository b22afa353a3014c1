"""The network itself: the forward pass and backpropagation, readable as the mathematics they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array
from hlviz.nn.losses import Loss
from hlviz.nn.regularizers import NONE, Regularizer


@dataclass(frozen=True, eq=False)
class Parameters:
    """All weights and biases: ``weights[l]`` of shape (n_in, n_out), ``biases[l]`` of shape (n_out,)."""

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]

    @property
    def count(self) -> int:
        """How many numbers there are to learn."""
        return sum(w.size for w in self.weights) + sum(b.size for b in self.biases)

    @property
    def arrays(self) -> tuple[Array, ...]:
        """Weights and biases, layer by layer: W₀, b₀, W₁, b₁ …"""
        return tuple(array for pair in zip(self.weights, self.biases, strict=True) for array in pair)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons per layer, inputs first."""
        return (self.weights[0].shape[0], *(w.shape[1] for w in self.weights))

    def copy(self) -> "Parameters":
        """The same numbers in arrays of their own."""
        return Parameters(tuple(w.copy() for w in self.weights), tuple(b.copy() for b in self.biases))

    def sealed(self) -> "Parameters":
        """A copy that nobody can write to: safe to hand to another thread."""
        return self.copy().seal()

    def seal(self) -> "Parameters":
        """These very arrays, which nobody can write to from now on: where nobody else has them, a copy is not needed."""
        for array in self.arrays:
            array.flags.writeable = False
        return self

    def zeros(self) -> "Parameters":
        """Arrays of the same shapes, full of zeros."""
        return Parameters(tuple(np.zeros_like(w) for w in self.weights), tuple(np.zeros_like(b) for b in self.biases))

    @property
    def is_finite(self) -> bool:
        """Whether every number is one."""
        return all(bool(np.isfinite(array).all()) for array in self.arrays)


@dataclass(frozen=True, eq=False)
class Pass:
    """What a forward pass computed.

    ``z[l]`` and ``a[l + 1]`` of shape (samples, n_l) for each layer with weights; ``a[0]`` is the input.
    """

    z: tuple[Array, ...]
    a: tuple[Array, ...]

    @property
    def outputs(self) -> Array:
        """The last layer's activations, shape (samples, outputs)."""
        return self.a[-1]


def forward(
    parameters: Parameters, activations: Sequence[Activation], x: Array, masks: Sequence[Array | None] | None = None
) -> Pass:
    """Carry samples through the network.

    Parameters
    ----------
    parameters
        One weight array per layer.
    activations
        One per weight array, the output's last.
    x
        Shape (samples, n_in), of the parameters' type.
    masks
        For dropout: per layer an array (samples, n) of 0 and 1 / (1 − rate), or None.
    """
    z, a = [], [x]
    for layer, (weights, bias, activation) in enumerate(
        zip(parameters.weights, parameters.biases, activations, strict=True)
    ):
        z.append(a[-1] @ weights + bias)
        out = activation.value(z[-1])
        mask = masks[layer] if masks is not None else None
        a.append(out if mask is None else out * mask)
    return Pass(tuple(z), tuple(a))


AT_A_TIME = 2**16
"""Numbers of a layer, about, that are computed at a time where only the outputs are wanted: they stay in the nearest caches."""


def outputs(parameters: Parameters, activations: Sequence[Activation], x: Array) -> Array:
    """What the network says, shape (samples, outputs): as ``forward``, in pieces, so that memory does not grow with the samples."""
    rows = max(1, AT_A_TIME // max(parameters.sizes))
    if len(x) <= rows:
        return forward(parameters, activations, x).outputs
    return np.concatenate(
        [forward(parameters, activations, x[at : at + rows]).outputs for at in range(0, len(x), rows)]
    )


def backward(
    parameters: Parameters,
    activations: Sequence[Activation],
    forwarded: Pass,
    targets: Array,
    loss: Loss,
    *,
    regularizer: Regularizer = NONE,
    rate: float = 0.0,
    masks: Sequence[Array | None] | None = None,
    held: Parameters | None = None,
) -> Parameters:
    """The gradient of the loss, and of the penalty, with respect to every weight and bias.

    With δ = ∂L/∂z: ∂L/∂W = a_prevᵀ δ, ∂L/∂b = Σ δ over the samples, and one layer down δ_prev = (δ Wᵀ) · f′(z_prev).
    Where ``held`` is 1, not 0, the gradient is 0, penalty and all: a number that is held does not move.

    Returns arrays of the shapes of ``parameters``.

    Source
    ------
    Rumelhart, Hinton and Williams (1986), "Learning representations by back-propagating errors".
    """
    z, a = forwarded.z, forwarded.a
    delta = loss.delta(z[-1], a[-1], targets, activations[-1])
    weights: list[Array] = []
    biases: list[Array] = []
    for layer in reversed(range(len(parameters.weights))):
        weights.append(a[layer].T @ delta)
        biases.append(delta.sum(axis=0))
        if layer > 0:
            upstream = delta @ parameters.weights[layer].T
            mask = masks[layer - 1] if masks is not None else None
            if mask is not None:
                upstream = upstream * mask
            # the activation before the mask: the slope may be said in it
            value = a[layer] if mask is None else activations[layer - 1].value(z[layer - 1])
            delta = activations[layer - 1].backward(z[layer - 1], value, upstream)
    weights.reverse()
    biases.reverse()
    if rate:
        weights = [regularizer.added(g, w, rate) for g, w in zip(weights, parameters.weights, strict=True)]
    if held is not None:
        weights = [g * (1 - still) for g, still in zip(weights, held.weights, strict=True)]
        biases = [g * (1 - still) for g, still in zip(biases, held.biases, strict=True)]
    return Parameters(tuple(weights), tuple(biases))


def penalty(parameters: Parameters, regularizer: Regularizer, rate: float) -> float:
    """What the weights cost beside the loss."""
    return rate * sum(regularizer.penalty(w) for w in parameters.weights) if rate else 0.0


def dropout_masks(
    rates: Sequence[float], sizes: Sequence[int], samples: int, rng: Generator, dtype: np.dtype[np.floating]
) -> list[Array | None] | None:
    """Which neurons are silenced in one step: per layer (samples, n) of 0 and 1 / (1 − rate), or None where the rate is 0.

    ``rates`` and ``sizes`` have one entry per hidden layer; the output is never masked. None where no layer drops anything.

    Source
    ------
    Srivastava et al. (2014), "Dropout", in the inverted form, which leaves evaluation as it is.
    """
    if not any(rates):
        return None
    masks: list[Array | None] = []
    for rate, size in zip(rates, sizes, strict=True):
        if rate:
            keep = rng.random((samples, size)) >= rate
            masks.append((keep / (1 - rate)).astype(dtype))
        else:
            masks.append(None)
    return [*masks, None]
