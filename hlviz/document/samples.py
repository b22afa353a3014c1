"""From a data spec to the samples themselves. The window and the trainer see the very same arrays.

What is made is kept for the next who asks: the same spec gives the same object, so that identity tells whether data changed.
"""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from hlviz.datasets import DATASETS, Points, Split, split_points
from hlviz.document.specs import DataSpec
from hlviz.errors import DataError

TABLE = "table"
"""The name of the user's own samples among the data sets."""


def points_of(data: DataSpec) -> Points:
    """The samples that a spec describes.

    Raises
    ------
    DataError
        If there is no data set of that name, or no table where it says "table".
    """
    if data.dataset == TABLE:
        if data.table is None:
            raise DataError("this project has no table of its own; choose a data set or open a table")
        return data.table
    if data.dataset not in DATASETS:
        raise DataError(f"no data set is called {data.dataset!r}; there are {', '.join(DATASETS)}")
    if not DATASETS[data.dataset].adjustable:
        return _made(data.dataset, 0, 0.0, 0)
    return _made(data.dataset, data.samples, data.noise, data.seed)


@lru_cache(maxsize=16)
def _made(dataset: str, samples: int, noise: float, seed: int) -> Points:
    return DATASETS[dataset].make(samples, noise, np.random.default_rng(seed))


def split_of(data: DataSpec) -> Split:
    """The samples of a spec, cut into a training and a test part and turned into what the network is given."""
    points = points_of(data)
    features = data.features if points.plane else ()
    return _split(replace(data, features=features, table=None), points)


def is_in_order(data: DataSpec) -> bool:
    """Whether the first samples train and the last ones test, since they are in the order of time."""
    return data.recipe is not None and data.recipe.time is not None


@lru_cache(maxsize=16)
def _split(data: DataSpec, points: Points) -> Split:
    return split_points(
        points,
        features=data.features,
        train_share=data.train_share,
        standardize=data.standardize,
        seed=data.seed,
        to_range=data.recipe is not None and data.recipe.scale == "range",
        in_order=is_in_order(data),
    )
