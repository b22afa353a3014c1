"""Sorting that does not hold up the window: many keys are dealt into ranges first, and each range is sorted by itself."""

from collections.abc import Iterator

import numpy as np

from hlviz.nn.arrays import Array, IntArray

AT_ONCE = 50_000
"""Keys that are dealt or sorted in one step: a few milliseconds."""
TRIED = 4096
"""Keys looked at to find where ranges should end."""
NOTHING: IntArray = np.empty(0, np.int64)


def order_in_slices(keys: Array) -> Iterator[IntArray]:
    """The places of keys from the smallest to the greatest, equal ones as they are, what is no number last.

    Yields the next piece of the order after each short step; most of the first pieces are empty.
    """
    if len(keys) <= AT_ONCE:
        yield np.argsort(np.where(np.isnan(keys), np.inf, keys), kind="stable")
        return
    tried = keys[:: max(1, len(keys) // TRIED)]
    tried = np.sort(tried[~np.isnan(tried)])
    ends = np.unique(tried[:: max(1, len(tried) * AT_ONCE // (2 * len(keys)))])
    dealt = np.empty(len(keys), np.uint16)
    for start in range(0, len(keys), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        dealt[part] = np.searchsorted(ends, keys[part], side="right")  # NaN is beyond all ends
        yield NOTHING
    for i in range(len(ends) + 1):
        places = np.flatnonzero(dealt == i)
        mine = keys[places]
        if len(mine) and mine.min() != mine.max():  # a NaN is unequal to itself
            places = places[np.argsort(mine, kind="stable")]
        yield places
