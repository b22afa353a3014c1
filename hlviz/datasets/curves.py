"""Curves of one input: the network draws a line through the points, and every hidden neuron is a stroke of it.

x is uniform in −6 … 6; noise adds to y a normal error with standard deviation noise / 100.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from hlviz.datasets.points import Floats, Points, Range
from hlviz.datasets.recipe import Recipe

LINE: tuple[Range] = ((-6.0, 6.0),)


def sine(samples: int, noise: float, rng: Generator) -> Points:
    """The wave y = sin x, not quite twice."""
    return _curve(np.sin, samples, noise, rng)


def step(samples: int, noise: float, rng: Generator) -> Points:
    """The jump: y = −1 left of 0 and +1 from there on."""
    return _curve(lambda x: np.where(x < 0, -1.0, 1.0), samples, noise, rng)


def bumps(samples: int, noise: float, rng: Generator) -> Points:
    """A broad hill at −2.5 and a narrow hollow at 2.5: exp(−((x + 2.5) / 1.5)²) − exp(−((x − 2.5) / 0.6)²)."""
    return _curve(lambda x: np.exp(-(((x + 2.5) / 1.5) ** 2)) - np.exp(-(((x - 2.5) / 0.6) ** 2)), samples, noise, rng)


def _curve(value: Callable[[Floats], Floats], samples: int, noise: float, rng: Generator) -> Points:
    x = rng.uniform(-6, 6, samples)
    y = value(x) + rng.normal(0, 1, samples) * (noise / 100)
    return Points(x[:, None], y, ("x",), "y", domain=LINE)


SINE = Recipe("sine", "Sine", "A smooth wave to follow.", "curve", sine, 200)
STEP = Recipe("step", "Step", "A sudden jump: easy for one steep neuron, hard for smooth ones.", "curve", step, 200)
BUMPS = Recipe("bumps", "Bumps", "A broad hill and a narrow hollow: the narrow one takes longer.", "curve", bumps, 300)
