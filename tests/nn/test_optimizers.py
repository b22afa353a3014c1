"""Each rule against its paper, three steps by hand: p₀ = 1, g = 0.5, −0.2, 0.1, rate 0.1."""

import numpy as np
import pytest

from hlviz.nn.optimizers import OPTIMIZERS

GRADIENTS = (0.5, -0.2, 0.1)
RATE = 0.1


def run(key, gradients=GRADIENTS, rate=RATE):
    optimizer = OPTIMIZERS[key]
    p = np.array([1.0])
    slots = [np.zeros(1) for _ in optimizer.slots]
    path = []
    for t, g in enumerate(gradients, start=1):
        optimizer.update(p, np.array([g]), slots, rate, t)
        path.append(float(p[0]))
    return path


def test_sgd():
    assert run("sgd") == pytest.approx([0.95, 0.97, 0.96])


def test_momentum():
    """Polyak (1964): v ← 0.9 v + g = 0.5, 0.25, 0.325."""
    assert run("momentum") == pytest.approx([0.95, 0.925, 0.8925])


def test_nesterov():
    """Sutskever et al. (2013): the gradient is that of the place momentum carries to; here followed at that place itself."""
    lookahead, v, path = 1.0, 0.0, []
    for g in GRADIENTS:
        theta = lookahead - 0.9 * v  # where the paper's parameters are; it asks for the gradient at θ + μ v
        v = 0.9 * v - RATE * g
        theta += v
        lookahead = theta + 0.9 * v
        path.append(lookahead)
    assert run("nesterov") == pytest.approx(path)


def test_rmsprop():
    """Tieleman and Hinton (2012): s = 0.025, 0.0265, 0.02485."""
    path, p = [], 1.0
    for g, s in zip(GRADIENTS, (0.025, 0.0265, 0.02485), strict=True):
        p -= RATE * g / s**0.5
        path.append(p)
    assert run("rmsprop") == pytest.approx(path, rel=1e-5)


def test_adam():
    """Kingma and Ba (2015), algorithm 1."""
    m = v = 0.0
    path, p = [], 1.0
    for t, g in enumerate(GRADIENTS, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        p -= RATE * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
        path.append(p)
    assert run("adam") == pytest.approx(path)
    assert path[0] == pytest.approx(1 - RATE)  # the first step is the rate itself, whatever the slope


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_it_goes_to_the_bottom_of_a_bowl(key):
    optimizer = OPTIMIZERS[key]
    p = np.array([[3.0, -2.0]], np.float32)
    slots = [np.zeros_like(p) for _ in optimizer.slots]
    for t in range(1, 2001):
        optimizer.update(p, p * np.array([1, 0.2], np.float32), slots, 0.02, t)
    assert np.abs(p).max() < 0.03
    assert p.dtype == np.float32
    assert all(slot.dtype == np.float32 for slot in slots)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_gradient_of_nothing_moves_nothing(key):
    optimizer = OPTIMIZERS[key]
    p = np.array([1.5], np.float32)
    optimizer.update(p, np.zeros(1, np.float32), [np.zeros(1, np.float32) for _ in optimizer.slots], 0.1, 1)
    assert p[0] == 1.5
