"""More shapes in the plane: two moons, clouds of several classes, a checkerboard."""

import numpy as np
from numpy.random import Generator

from hlviz.datasets.plane import PLANE, displaced, two_classes
from hlviz.datasets.points import PLANE_NAMES, Points
from hlviz.datasets.recipe import Recipe

MOON_RADIUS = 3.0
BLOB_DISTANCE = 3.5
SQUARE = 3.0


def moons(samples: int, noise: float, rng: Generator) -> Points:
    """Two half circles of radius 3, each reaching into the other's bow; noise blurs them with a standard deviation of 2 · noise."""
    blue = samples // 2
    is_blue = np.arange(samples) < blue
    angle = np.pi * np.concatenate([np.linspace(0, 1, blue), np.linspace(0, 1, samples - blue)])
    side = np.where(is_blue, 1, -1)
    # The blue bow opens downwards, the orange one upwards; each end of one lies under the middle of the other.
    bow = np.column_stack([side * (np.cos(angle) - 0.5), side * (np.sin(angle) - 0.25)]) * MOON_RADIUS
    return two_classes(bow + rng.normal(0, 1, bow.shape) * (2 * noise / 100), is_blue)


def blobs(samples: int, noise: float, rng: Generator, classes: int = 4) -> Points:
    """Round clouds at even steps around the centre, 3.5 away from it; their standard deviation grows from 0.5 to 1.5 with noise."""
    y = np.arange(samples) % classes
    angle = 2 * np.pi * (np.arange(classes) + 0.5) / classes
    centre = BLOB_DISTANCE * np.column_stack([np.cos(angle), np.sin(angle)])
    x = centre[y] + rng.normal(0, 0.5 + 2 * noise / 100, (samples, 2))
    names = tuple(chr(ord("A") + k) for k in range(classes))
    return Points(x, y, PLANE_NAMES, "class", names, domain=PLANE)


def checkerboard(samples: int, noise: float, rng: Generator) -> Points:
    """Four by four squares of side 3, blue and orange by turns, blue right above the centre; labels displaced by up to 6 · noise."""
    x = rng.uniform(-6, 6, (samples, 2))
    square = np.floor(displaced(x, 6, noise, rng) / SQUARE)
    return two_classes(x, square.sum(axis=1) % 2 == 0)


MOONS = Recipe("moons", "Moons", "Two crescents, each with a tip in the other's bow.", "classify", moons, 500)
BLOBS = Recipe(
    "blobs", "Four clouds", "Four clouds, a class each: the network needs one output for each.", "classify", blobs, 500
)
CHECKERBOARD = Recipe(
    "checkerboard", "Checkerboard", "Sixteen squares in turn: needs many bends at once.", "classify", checkerboard, 800
)
