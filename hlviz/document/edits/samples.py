"""Edits of single samples. Samples that were made become the project's own first, so that they can be changed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hlviz.datasets import Points
from hlviz.datasets.points import Bools, Floats, Ints
from hlviz.datasets.raw_table import LARGEST, MAX_CELLS, MAX_ROWS
from hlviz.document.project import Project
from hlviz.document.samples import TABLE, is_in_order, points_of, split_of
from hlviz.errors import SettingError

TARGET = -1
"""The place of the target among the columns of a sample."""
LEAST = 4


def set_sample(project: Project, row: int, column: int, value: float) -> Project:
    """The project with another value in a sample.

    Parameters
    ----------
    project
        Before.
    row
        Of the samples, from 0.
    column
        Of the inputs, from 0; ``TARGET`` for what is learned.
    value
        In the unit of the data; of a class its place.

    Raises
    ------
    SettingError
        If it is no number that can be learned, or no class.
    """
    points = points_of(project.data)
    if not abs(value) <= LARGEST:
        raise SettingError(f"value={value:g} is not a number from {-LARGEST:g} to {LARGEST:g}")
    if column == TARGET:
        if points.is_classification and value not in range(points.classes):
            raise SettingError(f"class={value:g} is none of 0 to {points.classes - 1}")
        y = points.y.copy()
        y[row] = int(value) if points.is_classification else value
        return use_samples(project, replace(points, y=y))
    x = points.x.copy()
    x[row, column] = value
    return use_samples(project, replace(points, x=x, domain=_domain(points, x)))


def remove_samples(project: Project, rows: Sequence[int]) -> Project:
    """The project without these samples. The others stay in their parts, and the classes are the same."""
    points = points_of(project.data)
    keep = np.ones(len(points.y), bool)
    keep[list(rows)] = False
    if keep.sum() < LEAST:
        raise SettingError(f"there are {len(points.y)} samples, and at least {LEAST} are needed; add some first")
    is_test = _parts(project)
    kept = None if is_test is None else is_test[keep]
    if kept is not None and (kept.all() or not kept.any()):
        raise SettingError(f"no sample would be left {'to learn from' if kept.all() else 'for the test'}; keep one")
    return use_samples(project, replace(points, x=points.x[keep], y=points.y[keep], is_test=kept))


def add_samples(project: Project, x: Floats, y: Ints | Floats) -> Project:
    """The project with more samples behind the others, to learn from; the others stay in their parts.

    Parameters
    ----------
    project
        Before.
    x, y
        (rows, inputs) and (rows,), as in its ``Points``.

    Raises
    ------
    SettingError
        If that are too many.
    """
    points = points_of(project.data)
    rows = len(points.y) + len(y)
    if rows > MAX_ROWS or rows * x.shape[1] > MAX_CELLS:
        raise SettingError(f"samples={rows:,} are more than there is room for; add fewer")
    is_test = _parts(project)
    parts = None if is_test is None else np.concatenate([is_test, np.zeros(len(y), bool)])
    more = np.concatenate([points.x, x])
    return use_samples(
        project,
        replace(points, x=more, y=np.concatenate([points.y, y]), is_test=parts, domain=_domain(points, more)),
    )


def use_samples(project: Project, points: Points) -> Project:
    """The project with these samples, made of its own by a change of some of them."""
    data = replace(project.data, dataset=TABLE, table=points, samples=len(points.y), noise=0.0)
    return replace(project, data=data)


def _parts(project: Project) -> Bools | None:
    """Which samples test now: fixed, since any others would be drawn of another number of samples."""
    if is_in_order(project.data):
        return None
    split = split_of(project.data)
    is_test = np.zeros(len(split.points.y), bool)
    is_test[split.test] = True
    return is_test


def _domain(points: Points, x: Floats) -> tuple[tuple[float, float], ...] | None:
    """The plot ranges, as long as everything lies in them."""
    if points.domain is None:
        return None
    low, high = np.array(points.domain).T
    return points.domain if (x >= low).all() and (x <= high).all() else None
