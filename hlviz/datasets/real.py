"""Real measurements that come with hlviz: iris flowers and handwritten digits.

``resources/datasets/README.md`` names where they come from and their licences; ``packaging/datasets.py`` writes the files.
"""

import csv
from functools import cache
from itertools import islice

import numpy as np
from numpy.random import Generator

from hlviz.datasets.points import Points, Range
from hlviz.datasets.recipe import Recipe
from hlviz.paths import resource

INK: Range = (0.0, 16.0)
GLIMPSE = 40
"""So many digits are enough for a glimpse."""


def iris(samples: int, noise: float, rng: Generator) -> Points:
    """150 flowers × 4 lengths in cm, 3 species of 50. The arguments are not used: the data are what they are.

    Source
    ------
    Fisher (1936), "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (2), 179-188.
    """
    return _read("iris.csv")


def digits(samples: int, noise: float, rng: Generator) -> Points:
    """1797 pictures of 8 × 8 pixels, ink 0 … 16, of the digits 0 … 9. The arguments are not used: the data are what they are.

    Source
    ------
    Alpaydin and Kaynak (1998), "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository.
    """
    return _digits()


def _digits(most: int | None = None) -> Points:
    """So many of the pictures, the first ones; among few of them is each digit already."""
    return _read("digits.csv", image_shape=(8, 8), domain=(INK,) * 64, most=most)


@cache  # points cannot be changed, so one copy serves everyone
def _read(
    name: str,
    image_shape: tuple[int, int] | None = None,
    domain: tuple[Range, ...] | None = None,
    most: int | None = None,
) -> Points:
    with resource(f"datasets/{name}").open(encoding="utf-8", newline="") as lines:
        header, *rows = islice(csv.reader(lines), None if most is None else 1 + most)
    x = np.array([row[:-1] for row in rows], np.float64)
    class_names = sorted({row[-1] for row in rows})
    place = {name: i for i, name in enumerate(class_names)}
    y = np.array([place[row[-1]] for row in rows])
    return Points(x, y, tuple(header[:-1]), header[-1], tuple(class_names), image_shape, domain)


IRIS = Recipe(
    "iris",
    "Iris",
    "Tell three species of iris apart by the size of their petals and sepals.",
    "real",
    iris,
    150,
    adjustable=False,
)
DIGITS = Recipe(
    "digits",
    "Digits",
    "Read handwritten digits of 8 by 8 pixels.",
    "real",
    digits,
    1797,
    adjustable=False,
    glimpse=lambda: _digits(most=GLIMPSE),
)
