"""Where a field over the plane crosses zero: marching squares."""

import numpy as np

from hlviz.nn.arrays import Array, IntArray

# corners of a cell: 0 top left, 1 top right, 2 bottom right, 3 bottom left; side s runs from corner s to corner s + 1.
# For each pattern of corners above zero (bit s for corner s): the sides that up to two strokes join; −1: no stroke.
_NONE = (-1, -1)
_JOINS = np.array(
    [
        (_NONE, _NONE), ((3, 0), _NONE), ((0, 1), _NONE), ((3, 1), _NONE),
        ((1, 2), _NONE), ((3, 0), (1, 2)), ((0, 2), _NONE), ((3, 2), _NONE),
        ((2, 3), _NONE), ((2, 0), _NONE), ((0, 1), (2, 3)), ((2, 1), _NONE),
        ((1, 3), _NONE), ((1, 0), _NONE), ((0, 3), _NONE), (_NONE, _NONE),
    ]
)  # fmt: skip
_CORNER_X, _CORNER_Y = np.array([0, 1, 1, 0]), np.array([0, 0, 1, 1])


def zero_line(field: Array) -> Array:
    """The strokes along which a field is zero.

    Parameters
    ----------
    field
        Shape (fields, rows, columns); the values at the knots of a grid. Every value finite.

    Returns
    -------
    Array, shape (strokes, 4)
        x₁ y₁ x₂ y₂, in columns and rows of the grid.

    Source
    ------
    Lorensen and Cline (1987), "Marching Cubes", in two dimensions; a saddle is joined as the middle of its cell says.
    """
    above = field > 0
    pattern = above[:, :-1, :-1] + 2 * above[:, :-1, 1:] + 4 * above[:, 1:, 1:] + 8 * above[:, 1:, :-1].astype(np.int64)
    which, row, column = np.nonzero((pattern != 0) & (pattern != 15))
    if not len(which):
        return np.empty((0, 4))
    corners = field[which[:, None], row[:, None] + _CORNER_Y, column[:, None] + _CORNER_X]
    joins = _JOINS[_saddles_joined(pattern[which, row, column], corners)]
    cell, stroke = np.nonzero(joins[:, :, 0] >= 0)
    return np.column_stack(
        [
            coordinate
            for side in joins[cell, stroke].T
            for coordinate in _crossing(corners[cell], side, row[cell], column[cell])
        ]
    )


def _crossing(corners: Array, side: IntArray, row: IntArray, column: IntArray) -> tuple[Array, Array]:
    """Where each cell's side crosses zero: x and y. Its ends lie on both sides of zero, so they are never equal."""
    following, cells = (side + 1) % 4, np.arange(len(side))
    here, there = corners[cells, side], corners[cells, following]
    share = here / (here - there)
    x = _CORNER_X[side] + share * (_CORNER_X[following] - _CORNER_X[side]) + column
    y = _CORNER_Y[side] + share * (_CORNER_Y[following] - _CORNER_Y[side]) + row
    return x, y


def _saddles_joined(pattern: IntArray, corners: Array) -> IntArray:
    # the table parts the corners above zero; where the middle is above zero they belong together: the other saddle's strokes
    is_joined = ((pattern == 5) | (pattern == 10)) & (corners.mean(axis=1) > 0)
    return np.where(is_joined, 15 - pattern, pattern)
