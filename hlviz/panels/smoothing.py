"""A calm line through a restless curve."""

import numpy as np

from hlviz.nn.arrays import Array

GONE = 1e-9
"""A row that weighs less than this share of the newest is left out."""


def smoothed(x: Array, y: Array, reach: float) -> Array:
    """The exponential moving average of a curve: at each place the mean of all up to there, the weightier the nearer.

    Rows need not be evenly spaced. At the beginning the few rows there are have all the weight (what Adam calls bias correction),
    so the average starts where the curve does.

    Parameters
    ----------
    x, y
        Shape (n,); ``x`` never falls. A value that is no number counts for nothing.
    reach
        So far back, in the unit of ``x``, a row counts for 1 / e of the newest.

    Returns
    -------
    Array, shape (n,)
        NaN up to the first number.
    """
    good = np.isfinite(y)
    sums, weights = np.where(good, y, 0.0), good.astype(np.float64)
    # sumₜ = yₜ + dₜ sumₜ₋₁, all at once by doubling: what stands ``step`` rows back is joined, then twice as far …
    decays = np.exp(-np.diff(x, prepend=x[:1]) / reach)
    decays[:1] = 0.0
    step = 1
    while step < len(x) and decays.max() > GONE:
        sums[step:] += decays[step:] * sums[:-step]
        weights[step:] += decays[step:] * weights[:-step]
        decays[step:] *= decays[:-step].copy()
        decays[:step] = 0.0
        step *= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(weights > 0, sums / weights, np.nan))
