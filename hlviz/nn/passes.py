"""Forward and backward through a network as lists of NumPy calls on buffers that are all there before the first step."""

import numpy as np
from numpy.random import Generator

from hlviz.nn.arrays import Array
from hlviz.nn.calls import KEEPS_SUMS, Call, bit_calls, bits, number, output_calls, slope_calls, value_calls
from hlviz.nn.layout import Layout
from hlviz.nn.method import Method

MASKED = 1000
"""Neurons times samples from which the slopes of ReLU are bits, not numbers."""


class Passes:
    """Forward and backward for batches of one length: parameters in, gradient times ``share`` out."""

    def __init__(self, method: Method, layout: Layout, p: Array, g: Array, samples: int, share: float) -> None:
        weights, gradients = layout.views(p), layout.views(g)
        sizes, last = method.sizes[1:], len(weights) - 1
        keys = [activation.key for activation in method.activations]
        drops = [*method.dropout, 0.0]
        # one slab for all activations, the rows of each layer followed by a row of ones
        ends = np.cumsum([n + 1 for n in sizes])
        starts = [int(end) - n - 1 for end, n in zip(ends, sizes, strict=True)]
        slab, slopes = np.ones((int(ends[-1]), samples), p.dtype), np.ones((int(ends[-1]), samples), p.dtype)
        heard = [slab[at : at + n + 1] for at, n in zip(starts, sizes, strict=True)]
        a = [slab[at : at + n] for at, n in zip(starts, sizes, strict=True)]
        slope = [slopes[at : at + n] for at, n in zip(starts, sizes, strict=True)]
        blocks = [np.empty_like(block) if key in KEEPS_SUMS else block for key, block in zip(keys, heard, strict=True)]
        z = [block[:-1] for block in blocks]
        # with room for what would be the row of ones: BLAS is faster at a whole block than at one without its last column
        whole = [np.empty((n + 1, samples), p.dtype) for n in sizes]
        deltas = [delta[:-1] for delta in whole]
        output = output_calls(keys[last], method.loss, blocks[last], a[last], deltas[last], share)

        self._masks = [(rate, np.empty_like(out)) for rate, out in zip(drops, a, strict=True) if rate]
        masks = iter(self._masks)
        self._first, self._z = weights[0].dot, z[0]
        self._forward: list[Call] = []
        through: list[list[Call]] = [[] for _ in sizes]
        """For each layer, what turns ∂L/∂a into ∂L/∂z."""
        for i in range(last + 1):
            if i:
                self._forward.append((weights[i].dot, heard[i - 1], z[i]))
            self._forward += output.value if i == last else value_calls(keys[i], z[i], a[i])
            if drops[i]:
                _, mask = next(masks)
                made = slope_calls(keys[i], z[i], a[i], slope[i]) or [(slope[i].fill, 1)]
                self._forward += [*made, (np.multiply, slope[i], mask, slope[i]), (np.multiply, a[i], mask, a[i])]
                through[i] = [(np.multiply, deltas[i], slope[i], deltas[i])]
        counts = [*keys[:-1], keys[last] if output.needs_slope else "identity"]
        for i, j in _runs(counts, drops):
            # neighbours with one activation in one go; their rows of ones get a slope that nobody asks for
            span = slice(starts[i], starts[j] + sizes[j])
            if keys[i] in KEEPS_SUMS:
                self._forward += slope_calls(keys[i], z[i], a[i], slope[i])
            elif keys[i] == "relu" and slab[span].size >= MASKED:
                self._forward += bit_calls(bits(slab[span]), bits(slopes[span]))
                for k in range(i, j + 1):
                    through[k] = [(np.bitwise_and, bits(deltas[k]), bits(slope[k]), bits(deltas[k]))]
                continue
            else:
                self._forward += slope_calls(keys[i], slab[span], slab[span], slopes[span])
            for k in range(i, j + 1):
                through[k] = [(np.multiply, deltas[k], slope[k], deltas[k])]
        self.rng: Generator | None = None
        """Draws the dropout."""
        self._outputs, self._delta, self.scale = a[last], deltas[last], output.scale

        self._backward = [*output.delta, *through[last]]
        for i in range(last, 0, -1):
            self._backward.append((deltas[i].dot, heard[i - 1].T, gradients[i]))
            self._backward.append((weights[i].T.dot, deltas[i], whole[i - 1]))
            self._backward += through[i - 1]
        self._last, self._gradient = deltas[0].dot, gradients[0]

    def step(self, across: Array, x: Array, t: Array) -> list[Call]:
        """All calls for one batch.

        Parameters
        ----------
        across, x
            Its inputs with a one behind each, as (n_in + 1, samples) and (samples, n_in + 1).
        t
            ``scale`` times its targets, shape (n_out, samples).
        """
        return [
            *([(self._draw_masks,)] if self._masks else []),
            (self._first, across, self._z), *self._forward,
            (np.subtract, self._outputs, t, self._delta), *self._backward, (self._last, x, self._gradient),
        ]  # fmt: skip

    def _draw_masks(self) -> None:
        """Choose anew who is silenced: the same numbers in the same order as ``mlp.dropout_masks``."""
        assert self.rng is not None
        for rate, mask in self._masks:
            keep = self.rng.random(mask.T.shape) >= rate
            np.multiply(keep.T, number(1 / (1 - rate), mask), mask)


def _runs(keys: list[str], drops: list[float]) -> list[tuple[int, int]]:
    """First and last of neighbouring layers with one activation whose slopes can be made together; none where the slope is 1."""
    found: list[tuple[int, int]] = []
    for i, key in enumerate(keys):
        if drops[i] or key == "identity":
            continue
        joins = found and found[-1][1] == i - 1 and keys[i - 1] == key and key not in KEEPS_SUMS
        if joins:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found
