"""Straight cuts through the last hidden layer."""

import numpy as np
import pytest

from hlviz.explain.axes import Axes, neuron_axes, plain_axes
from hlviz.explain.cuts import class_scores, clipped, levels_through, parted_share, planes, regions, straight_r2
from hlviz.nn.mlp import forward
from tests.training.runs import learned


def inside(corners: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Whether points lie in a convex polygon, by the side of each of its edges that they are on."""
    ahead = np.roll(corners, -1, axis=0) - corners
    side = ahead[:, 0] * (points[:, None, 1] - corners[:, 1]) - ahead[:, 1] * (points[:, None, 0] - corners[:, 0])
    return (side >= 0).all(axis=1) | (side <= 0).all(axis=1)


@pytest.mark.parametrize("outputs", [1, 3, 6])
def test_every_place_is_in_the_region_of_the_class_that_is_named_there(outputs: int) -> None:
    rng = np.random.default_rng(outputs)
    h = rng.uniform(-1, 1, (400, 2))
    weights, bias = rng.standard_normal((2, outputs)), 0.3 * rng.standard_normal(outputs)
    found = regions(*class_scores(weights, bias), plain_axes(h), np.full(2, -1.0), np.full(2, 1.0))
    z = h @ weights + bias
    named = (z[:, 0] > 0).astype(int) if outputs == 1 else z.argmax(axis=1)
    covered = np.zeros(len(h), int)
    for region in found:
        within = inside(region.corners, h)
        assert (named[within] == region.label).all()
        covered += within
    assert (covered == 1).all()


def test_of_a_trained_network_the_line_parts_what_the_network_parts() -> None:
    trainer = learned("circle", 40)
    passed = forward(trainer.parameters, trainer.assembly.activations, trainer.assembly.split.train_x)
    h = passed.a[-2]
    weights, bias = class_scores(trainer.parameters.weights[-1], trainer.parameters.biases[-1])
    found = {r.label: r.corners for r in regions(weights, bias, plain_axes(h), np.full(2, -1.5), np.full(2, 1.5))}
    predicted = trainer.assembly.predicted(passed.outputs)
    np.testing.assert_array_equal(inside(found[1], h.astype(float)), predicted == 1)


def test_in_a_plane_through_a_wider_layer_it_is_the_trace_at_the_mean() -> None:
    rng = np.random.default_rng(5)
    h = rng.standard_normal((50, 5)) + 1
    weights, bias = rng.standard_normal((5, 1)), np.array([0.2])
    axes = neuron_axes(h, 0, 3)
    found = {r.label: r.corners for r in regions(*class_scores(weights, bias), axes, np.full(2, -9.0), np.full(2, 9.0))}
    places = rng.uniform(-9, 9, (300, 2))
    whole = np.tile(h.mean(axis=0), (300, 1))
    whole[:, [0, 3]] = places
    np.testing.assert_array_equal(inside(found[1], places), (whole @ weights + bias)[:, 0] > 0)


def test_cutting_planes_of_three_neurons_lie_where_two_scores_are_equal() -> None:
    rng = np.random.default_rng(7)
    weights, bias = rng.standard_normal((3, 3)), 0.1 * rng.standard_normal(3)
    pieces = planes(weights, bias, np.full(3, -1.0), np.full(3, 1.0))
    assert len(pieces) >= 2
    for piece in pieces:
        z = np.sort(piece.corners @ weights + bias, axis=1)
        np.testing.assert_allclose(z[:, -1], z[:, -2], atol=1e-9)
        assert np.abs(piece.corners).max() <= 1 + 1e-9
    assert planes(rng.standard_normal((3, 10)), np.zeros(10), np.full(3, -1.0), np.full(3, 1.0)) == []


def test_lines_of_equal_value() -> None:
    axes = Axes(np.eye(2), np.zeros(2), 1.0)
    weight = np.array([2.0, 1.0])
    found = levels_through(weight, 0.5, axes, np.array([-1.0, 0.0, 1.0, 99.0]), np.full(2, -1.0), np.full(2, 1.0))
    assert [value for value, _ in found] == [-1.0, 0.0, 1.0]
    for value, ends in found:
        np.testing.assert_allclose(ends @ weight + 0.5, value, atol=1e-9)


def test_weights_of_zero_cut_nothing() -> None:
    axes = Axes(np.eye(2), np.zeros(2), 1.0)
    found = regions(*class_scores(np.zeros((2, 1)), np.ones(1)), axes, np.full(2, -1.0), np.full(2, 1.0))
    assert [(region.label, len(region.corners)) for region in found] == [(1, 4)]
    assert planes(np.zeros((3, 2)), np.zeros(2), np.zeros(3), np.ones(3)) == []
    assert levels_through(np.zeros(2), 0.0, axes, np.array([0.0]), np.full(2, -1.0), np.full(2, 1.0)) == []


def test_clipping_keeps_a_half() -> None:
    square = np.array([[0.0, 0], [2, 0], [2, 2], [0, 2]])
    half = clipped(square, np.array([1.0, 0.0]), -1.0)
    assert sorted(map(tuple, half.tolist())) == [(1, 0), (1, 2), (2, 0), (2, 2)]
    assert len(clipped(square, np.array([1.0, 0.0]), -5.0)) == 0


def test_how_many_samples_flat_cuts_part() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 300)
    apart = rng.standard_normal((300, 4)) + 8 * labels[:, None]
    assert parted_share(apart, labels, 2) == 1.0
    corners = np.array([[-1.0, -1], [1, 1], [-1, 1], [1, -1]])
    assert parted_share(corners, np.array([0, 0, 1, 1]), 2) == 0.5


def test_what_one_straight_direction_tells_of_a_number() -> None:
    h = np.random.default_rng(4).standard_normal((200, 3))
    assert straight_r2(h, h @ np.array([1.0, -2.0, 0.5]) + 3) == pytest.approx(1.0, abs=1e-6)
    assert abs(straight_r2(h, np.sin(40 * h[:, 0]))) < 0.1
