"""TensorFlow Playground's six data sets in the plane, with its ranges, labels and noise.

Class 0 is its label −1 (orange), class 1 its label +1 (blue). Noise is in per cent, 0 … 50. Except for the spiral and the two clouds
it moves no point: it gives a point the label that belongs to a place some way off, so that labels near a border get mixed.

Source
------
Smilkov, Carter and others (2016), TensorFlow Playground, ``src/dataset.ts``.
"""

import numpy as np
from numpy.random import Generator

from hlviz.datasets.points import PLANE_NAMES, Floats, Ints, Points, Range
from hlviz.datasets.recipe import Recipe

PLANE: tuple[Range, Range] = ((-6.0, 6.0), (-6.0, 6.0))
ORANGE, BLUE = 0, 1
CLASS_NAMES = ("orange", "blue")

CONES = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
CONE_SIGNS = np.array([1, -1, 1, -1, 1, -1])


def circle(samples: int, noise: float, rng: Generator) -> Points:
    """Blue within 2.5 of the centre, orange in a ring from 3.5 to 5; labels displaced by up to 5 · noise."""
    inner = samples // 2
    radius = np.concatenate([rng.uniform(0, 2.5, inner), rng.uniform(3.5, 5, samples - inner)])
    angle = rng.uniform(0, 2 * np.pi, samples)
    x = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    seen = displaced(x, 5, noise, rng)
    return two_classes(x, np.hypot(seen[:, 0], seen[:, 1]) < 2.5)


def xor(samples: int, noise: float, rng: Generator) -> Points:
    """Blue where X₁ and X₂ have the same sign; 0.3 free on both sides of each axis; labels displaced by up to 5 · noise."""
    x = rng.uniform(-5, 5, (samples, 2))
    x += np.where(x > 0, 0.3, -0.3)
    return two_classes(x, displaced(x, 5, noise, rng).prod(axis=1) >= 0)


def gauss(samples: int, noise: float, rng: Generator) -> Points:
    """Blue around (2, 2), orange around (−2, −2); the variance of each cloud grows from 0.5 to 4 with noise."""
    is_blue = np.arange(samples) < samples // 2
    centre = np.where(is_blue, 2.0, -2.0)[:, None]
    variance = 0.5 + 7 * noise / 100
    return two_classes(rng.normal(centre, np.sqrt(variance), (samples, 2)), is_blue)


def spiral(samples: int, noise: float, rng: Generator) -> Points:
    """Two arms of 1¾ turns out to radius 5, half a turn apart; noise moves each point by up to ±noise along both axes."""
    blue, orange = samples // 2, samples - samples // 2
    along = np.concatenate([np.arange(blue) / blue, np.arange(orange) / orange])
    is_blue = np.arange(samples) < blue
    angle = 1.75 * 2 * np.pi * along + np.where(is_blue, 0, np.pi)
    x = 5 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return two_classes(displaced(x, 1, noise, rng), is_blue)


def reg_plane(samples: int, noise: float, rng: Generator) -> Points:
    """The slope y = (X₁ + X₂) / 10, looked up at a place displaced by up to 6 · noise."""
    x = rng.uniform(-6, 6, (samples, 2))
    return Points(x, displaced(x, 6, noise, rng).sum(axis=1) / 10, PLANE_NAMES, "y", domain=PLANE)


def reg_gauss(samples: int, noise: float, rng: Generator) -> Points:
    """Six cones of radius 2 and height ±1 on the plain y = 0, looked up at a place displaced by up to 6 · noise."""
    x = rng.uniform(-6, 6, (samples, 2))
    return Points(x, cones(displaced(x, 6, noise, rng)), PLANE_NAMES, "y", domain=PLANE)


def cones(x: Floats) -> Floats:
    """Height (n,) at places (n, 2): of the cones there, the one that stands out furthest."""
    distance = np.linalg.norm(x[:, None, :] - CONES, axis=2)
    height = CONE_SIGNS * np.clip(1 - distance / 2, 0, 1)
    return np.asarray(np.take_along_axis(height, np.abs(height).argmax(axis=1)[:, None], axis=1)[:, 0])


def displaced(x: Floats, radius: float, noise: float, rng: Generator) -> Floats:
    """The places, each moved along each axis by a random amount of up to ±radius · noise / 100."""
    return x + rng.uniform(-radius, radius, x.shape) * (noise / 100)


def two_classes(x: Floats, is_blue: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Points:
    """Points of the plane ±6 in two classes."""
    y: Ints = np.where(is_blue, BLUE, ORANGE)
    return Points(x, y, PLANE_NAMES, "class", CLASS_NAMES, domain=PLANE)


CIRCLE = Recipe(
    "circle", "Circle", "A blue disc inside an orange ring: no straight line can part them.", "classify", circle, 500
)
XOR = Recipe(
    "xor", "Exclusive or", "Blue where both inputs have the same sign, orange where they differ.", "classify", xor, 500
)
GAUSS = Recipe("gauss", "Two clouds", "Two round clouds that one straight line can part.", "classify", gauss, 500)
SPIRAL = Recipe(
    "spiral", "Spiral", "Two arms wound into each other: the hardest of the four classics.", "classify", spiral, 500
)
REG_PLANE = Recipe(
    "reg-plane", "Plane", "A tilted plane: the output grows evenly to the upper right.", "regress", reg_plane, 1200
)
REG_GAUSS = Recipe("reg-gauss", "Hills", "Six hills and hollows by turns on a flat plain.", "regress", reg_gauss, 1200)
