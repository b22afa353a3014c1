"""The slices of the loss, against the loss itself computed another way."""

from collections.abc import Iterator

import numpy as np
import pytest

from hlviz.explain.landscape import (
    Kind,
    Order,
    Slice,
    flat,
    loss_of,
    plane_of,
    sliced,
)
from hlviz.nn.mlp import Parameters
from tests.panels.moments import project_of, train

MOMENT = train(project_of("circle", (4, 3)), 12)


def order(kind: Kind, **more: object) -> Order:
    frames = [(frame.step, frame.parameters) for frame in MOMENT.history]
    return Order(MOMENT.assembly, MOMENT.parameters, MOMENT.frame.step, kind, frames, **more)  # type: ignore[arg-type]


def result(work: Iterator[Slice | None]) -> Slice:
    return next(value for value in work if value is not None)


@pytest.fixture(scope="module", params=list(Kind))
def found(request: pytest.FixtureRequest) -> Slice:
    return result(sliced(order(request.param, places=(3, 20))))


def squared_error(parameters: Parameters, samples: int) -> float:
    """The loss, with loops."""
    x, t = MOMENT.split.train_x[:samples], MOMENT.assembly.train_t[:samples]
    total = 0.0
    for row, target in zip(x.astype(float), t.astype(float), strict=True):
        a = row
        for w, b in zip(parameters.weights, parameters.biases, strict=True):
            a = np.tanh(a @ w.astype(float) + b.astype(float))
        total += float(np.sum((a - target) ** 2))
    return total / samples


def test_the_loss_of_each_place_is_that_of_the_network_there(found: Slice) -> None:
    for row, column in ((0, 0), (5, 20), (-1, 7)):
        there = found.plane.parameters_at(found.x[column], found.y[row], np.dtype(np.float64))
        assert found.loss[row, column] == pytest.approx(squared_error(there, found.samples), rel=1e-4)


def test_the_network_itself_is_where_the_plane_says(found: Slice) -> None:
    here = found.plane.parameters_at(*found.plane.at, np.dtype(np.float32))
    assert np.array_equal(flat(here), flat(MOMENT.parameters))
    assert found.path[-1] == pytest.approx(found.plane.at, abs=1e-6)


def test_places_are_the_feet_on_the_plane(found: Slice) -> None:
    plane = found.plane
    point = plane.origin + 0.3 * plane.first - 0.2 * plane.second
    assert plane.place_of(point) - plane.at == pytest.approx([0.3, -0.2])


def test_the_path_lies_along_its_principal_directions() -> None:
    ways = np.array([flat(frame.parameters) for frame in MOMENT.history]) - flat(MOMENT.parameters)
    _, values, vectors = np.linalg.svd(ways - ways.mean(axis=0), full_matrices=False)
    plane = result(sliced(order(Kind.PATH))).plane
    assert values[0] > values[1] > 0
    for direction, vector in zip((plane.first, plane.second), vectors, strict=False):
        assert abs(direction @ vector) == pytest.approx(1.0, abs=1e-6)
    assert plane.share > 0.9


def test_directions_keep_their_signs_from_one_picture_to_the_next() -> None:
    one = result(sliced(order(Kind.PATH))).plane
    turned = type(one)(one.kind, one.shapes, one.origin, -one.first, one.second, one.x, one.y)
    other = result(sliced(order(Kind.PATH, like=turned))).plane
    assert other.first @ one.first == pytest.approx(-1.0)
    assert other.second @ one.second == pytest.approx(1.0)


def test_random_directions_are_as_large_as_the_weights_of_each_neuron() -> None:
    plane = plane_of(order(Kind.RANDOM, seed=4), np.empty((0, MOMENT.parameters.count)))
    moved = plane.parameters_at(1.0, 0.0, np.dtype(np.float64))
    for before, after, bias_before, bias_after in zip(
        MOMENT.parameters.weights, moved.weights, MOMENT.parameters.biases, moved.biases, strict=True
    ):
        assert np.linalg.norm(after - before, axis=0) == pytest.approx(np.linalg.norm(before, axis=0), rel=1e-5)
        assert np.array_equal(bias_before, bias_after)


def test_along_weights_the_axes_are_those_weights() -> None:
    plane = result(sliced(order(Kind.WEIGHTS, places=(3, 20)))).plane
    moved = flat(plane.parameters_at(0.5, -0.25, np.dtype(np.float64)))
    expected = flat(MOMENT.parameters)
    expected[3], expected[20] = 0.5, -0.25
    assert moved == pytest.approx(expected)


def test_the_next_step_goes_downhill() -> None:
    found = result(sliced(order(Kind.PATH)))
    x, t = MOMENT.split.train_x[: found.samples], MOMENT.assembly.train_t[: found.samples]
    here = loss_of(MOMENT.assembly, MOMENT.parameters, x, t)
    a_little = found.move * 0.1
    there = loss_of(MOMENT.assembly, found.plane.parameters_at(a_little[0], a_little[1], np.dtype(np.float64)), x, t)
    assert there < here
    assert 0 < found.move_share <= 1


def test_before_training_there_is_no_path_and_random_directions_are_shown() -> None:
    start = train(project_of("circle", (4, 3)), 0)
    found = result(sliced(Order(start.assembly, start.parameters, 0, Kind.PATH)))
    assert found.plane.kind is Kind.RANDOM
    assert np.isfinite(found.loss).all()
    assert np.isnan(found.plane.share)


def test_what_overflows_is_no_number_and_harms_nothing() -> None:
    wild = MOMENT.parameters.copy()
    wild.weights[0][:] = 1e38
    found = result(sliced(Order(MOMENT.assembly, wild, 5, Kind.RANDOM)))
    assert found.loss.shape == (len(found.y), len(found.x))
    assert np.isfinite(found.move).all()


def test_a_path_that_stands_still_has_a_plane_all_the_same() -> None:
    still = [(step, MOMENT.parameters) for step in range(5)]
    plane = result(sliced(Order(MOMENT.assembly, MOMENT.parameters, 4, Kind.PATH, still))).plane
    both = np.stack([plane.first, plane.second])
    assert both @ both.T == pytest.approx(np.eye(2), abs=1e-9)
