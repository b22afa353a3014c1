"""How a new layer hands on what enters it, so that the network does what it did before the layer was there.

The sums that used to arrive behind it are split among its neurons. A curve cannot hand on a straight line, but several can together:

* two ReLUs back to back do it exactly, e = relu(e) − relu(−e), and so do softplus and GELU;
* curves like an S, one beside the other, do it nearly, and the more there are of them the steeper they may be;
* one alone is moved to where it is nearly straight.

How straight is a compromise. The straighter a neuron is used, the smaller its part of the curve, the larger the weights behind it
have to be, and the more easily the next steps of training overshoot. So of all ways the liveliest is taken that is good enough.
"""

import numpy as np
from numpy.typing import NDArray

from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, IntArray

BENDS = (6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.0)
"""How far beyond its straight part a curve is used, the liveliest first; 1: not at all."""
TOLERANCE = 0.01
"""Good enough: what the sums behind may be off by, as a share of their spread."""
EXACT = 1e-4
"""What is off by no more than this share of its spread is off by rounding only."""
BESIDE = 1.5
"""Over how much of the range of a sum the middles of several S curves are spread."""
MARGIN = 0.1
"""How far beyond the sums seen the straight part of a bent line reaches, as a share of their range."""
RIDGE = 1e-9
"""Keeps a fit from answering to rounding: as a share of the mean square of what is fitted with."""
MANY, BLOCK = 128, 64
"""Neurons from which on a fit is computed in the type of the network, if that can be trusted, and how many of them at a time."""
APART = 3e-5
"""It can where each neuron says something that those before it do not: at least this share of its variance."""
SINGLE_RIDGE = 1e-6
"""``RIDGE`` there."""


def hand_on(
    w: Array, b: Array, a: Array, activation: Activation, owed_weights: Array, owed_biases: Array
) -> tuple[Array, Array]:
    """Make a new layer hand on what enters it; returns the weights and biases that are now owed behind it.

    Parameters
    ----------
    w, b
        The new layer's own, shapes (n_in, n) and (n,), with fresh numbers; those of the neurons used are written anew. The other
        neurons keep listening at random and have no say yet.
    a
        What enters, shape (samples, n_in).
    activation
        Of the new layer.
    owed_weights, owed_biases
        Shapes (n_in, n_out) and (n_out,): behind the new layer shall arrive a @ owed_weights + owed_biases.
    """
    directions = _directions(owed_weights, w.shape[1])
    along = a @ directions
    if directions is owed_weights:
        wanted = along + owed_biases
    else:
        weights, biases = fit(along, a @ owed_weights + owed_biases)
        wanted = along @ weights + biases  # all of it, unless there are too few neurons
    spread = np.maximum(wanted.std(axis=0), 1e-6)
    for bend in BENDS:
        j, scale, shift = _aim(along, len(b), activation, bend)
        used = len(j)
        w[:, :used], b[:used] = scale * directions[:, j], shift
        told = activation.value(scale * along[:, j] + b[:used])
        if directions is owed_weights and used == directions.shape[1] and _is_straight(told - b[:used], along, spread):
            weights, biases = np.eye(used), owed_biases - b[:used]  # what least squares would find, at length
            break
        weights, biases = fit(told, wanted)
        if np.all((told @ weights + biases - wanted).std(axis=0) <= TOLERANCE * spread):
            break
    behind = np.zeros((w.shape[1], len(owed_biases)), w.dtype)
    behind[:used] = weights
    return behind, biases.astype(b.dtype)


def _is_straight(told: Array, along: Array, spread: Array) -> bool:
    """Whether neurons say what enters along their directions, to rounding."""
    return bool(np.all(np.abs(told - along).max(axis=0) <= EXACT * spread))


def fit(a: Array, wanted: Array, *, with_biases: bool = True) -> tuple[Array, Array]:
    """Weights and biases with a @ weights + biases nearest to ``wanted`` in least squares; float64. Biases 0 if so wished.

    Shapes: (samples, n), (samples, m) → (n, m), (m,). The weights of many neurons have the type of ``a``.
    """
    mean, wanted_mean = a.mean(axis=0, dtype=np.float64), wanted.mean(axis=0, dtype=np.float64)
    if not with_biases:
        mean, wanted_mean = np.zeros_like(mean), np.zeros_like(wanted_mean)
    if not a.shape[1]:
        return np.zeros((0, wanted.shape[1])), wanted_mean
    if a.shape[1] >= MANY:
        found = _fit_many(a - mean.astype(a.dtype), np.asarray(wanted - wanted_mean.astype(wanted.dtype), a.dtype))
        if found is not None:
            return found, wanted_mean - mean @ found
    centred = a - mean
    gram = centred.T @ centred
    gram[np.diag_indices_from(gram)] += RIDGE * max(float(np.trace(gram)) / len(gram), 1e-30)
    weights = np.linalg.solve(gram, centred.T @ (wanted - wanted_mean))
    return weights, wanted_mean - mean @ weights


def _fit_many(a: Array, wanted: Array) -> Array | None:
    """Weights with a @ weights nearest to ``wanted``, in their type; None where too much would be lost to rounding.

    The normal equations of columns of one size, eliminated block by block; a gram matrix needs no search for pivots.
    """
    gram = a.T @ a
    size = np.sqrt(np.diag(gram))
    size[size == 0] = np.inf  # who never changes gets no weight
    gram /= size
    gram /= size[:, None]
    gram[np.diag_indices_from(gram)] = 1 + SINGLE_RIDGE
    left, inverses, starts = (a.T @ wanted) / size[:, None], [], range(0, len(gram), BLOCK)
    for start in starts:
        end = start + BLOCK
        own = gram[start:end, start:end]
        try:
            # squares of this diagonal: what is left of each neuron's variance
            if np.diag(np.linalg.cholesky(own)).min() ** 2 < APART:
                return None
        except np.linalg.LinAlgError:
            return None
        inverses.append(np.linalg.inv(own))
        share = gram[end:, start:end] @ inverses[-1]
        gram[end:, end:] -= share @ gram[start:end, end:]
        left[end:] -= share @ left[start:end]
    for start, inverse in zip(reversed(starts), reversed(inverses), strict=True):
        end = start + BLOCK
        left[start:end] = inverse @ (left[start:end] - gram[start:end, end:] @ left[end:])
    return np.asarray(left / size[:, None])


def keep(
    w: Array, b: Array, a: Array, kept: tuple[Array, Array], still: tuple[NDArray[np.bool_], NDArray[np.bool_]]
) -> None:
    """Put some numbers of a layer back, and fit its others anew so that nearly the same sums arrive.

    Parameters
    ----------
    w, b
        What was fitted, shapes (n_in, n) and (n,); written to.
    a
        What enters, shape (samples, n_in).
    kept
        Weights and biases that hold the numbers to put back.
    still
        Which those are, in the same shapes.
    """
    kept_w, kept_b = kept
    still_w, still_b = still
    alike: dict[bytes, list[int]] = {}
    for j in np.flatnonzero(still_w.any(axis=0) | still_b):
        alike.setdefault(still_w[:, j].tobytes() + still_b[j].tobytes(), []).append(int(j))
    for columns in map(np.array, alike.values()):
        rows, is_still = still_w[:, columns[0]], bool(still_b[columns[0]])
        there = np.ix_(rows, columns)
        owed = a @ w[:, columns] + b[columns] - a[:, rows] @ kept_w[there]
        if is_still:
            owed = owed - kept_b[columns]
        weights, biases = fit(a[:, ~rows], owed, with_biases=not is_still)
        w[there], w[np.ix_(~rows, columns)] = kept_w[there], weights
        b[columns] = kept_b[columns] if is_still else biases


def _directions(owed: Array, size: int) -> Array:
    """What the new layer's neurons look along, shape (n_in, k), k ≤ size: enough to tell what is owed, and no more."""
    n_in, n_out = owed.shape
    if n_out <= min(n_in, size):
        return owed
    if n_in <= size:
        return np.eye(n_in, dtype=owed.dtype)
    # more is owed than so few neurons can pass on: the nearest there is (Eckart and Young, 1936)
    u, s, _ = np.linalg.svd(owed.astype(np.float64), full_matrices=False)
    return np.asarray((u[:, :size] * s[:size]), dtype=owed.dtype)


def _aim(along: Array, size: int, activation: Activation, bend: float) -> tuple[IntArray, Array, Array]:
    """Share the directions out among ``size`` neurons, or as many of them as are of use.

    ``along``: what enters, seen along the directions, shape (samples, k). Returns, one for each neuron used: along which direction
    it looks, by how much that is multiplied, and its bias.
    """
    start, end = activation.straight
    k = along.shape[1]
    if np.isinf(end):
        size = min(size, k if np.isinf(start) else 2 * k)
    j, turn = np.arange(size) % k, np.arange(size) // k
    copies = (size - 1 - j) // k + 1
    low, high = along.min(axis=0)[j], along.max(axis=0)[j]
    middle, reach = (low + high) / 2, np.maximum((high - low) / 2, 1e-6)
    if np.isinf(end):
        if np.isinf(start):
            return j, np.ones_like(reach), np.zeros_like(reach)
        sign = (1 - 2 * turn).astype(along.dtype)
        shift = np.where(copies == 1, np.maximum(start / bend + 2 * MARGIN * reach - low, 0), -sign * middle)
        return j, sign, shift
    at = middle + reach * BESIDE * ((2 * turn + 1) / copies - 1).astype(along.dtype)
    scale = np.minimum(1, bend * (end - start) / 2 / reach)
    return j, scale, (start + end) / 2 - scale * at
