"""The way from the inputs to the last hidden layer."""

import numpy as np
import pytest

from hlviz.explain.axes import Axes, plain_axes, principal_axes
from hlviz.explain.space import (
    COARSE,
    LINES,
    Deed,
    Stage,
    ends_of,
    grid_for,
    places,
    stage_at,
    way_length,
)
from hlviz.nn.mlp import Pass, forward
from hlviz.training.trainer import Trainer
from tests.training.runs import learned, project_of


def of(settings: str, epochs: int = 2) -> tuple[Trainer, Pass]:
    trainer = learned(settings, epochs)
    return trainer, forward(trainer.parameters, trainer.assembly.activations, trainer.assembly.split.train_x)


def exact(passed: Pass, layer: int) -> Axes:
    h = passed.a[layer]
    return plain_axes(h) if h.shape[1] <= 2 else principal_axes(h)


def test_stages_one_after_the_other() -> None:
    trainer, _ = of("circle")
    p = trainer.parameters
    assert way_length(p) == 6
    assert stage_at(0, p) == Stage(1, Deed.LINEAR, 0.0)
    assert stage_at(0.25, p) == Stage(1, Deed.LINEAR, 0.25)
    assert stage_at(1, p) == Stage(1, Deed.LINEAR, 1.0)
    assert stage_at(2.5, p) == Stage(1, Deed.BEND, 0.5)
    assert stage_at(3.5, p) == Stage(2, Deed.LINEAR, 0.5)
    assert stage_at(99, p) == Stage(2, Deed.BEND, 1.0)
    without, _ = of("dataset=xor hidden=")
    assert stage_at(1, without.parameters) == Stage(0, Deed.BEND, 1.0)


def test_each_stage_of_two_neurons_is_what_it_is_called() -> None:
    trainer, passed = of("dataset=moons hidden=2,2 activation=relu")
    p, x = trainer.parameters, trainer.assembly.split.train_x.astype(float)

    def at(position: float) -> np.ndarray:
        return places(passed, p, lambda layer: exact(passed, layer), stage_at(position, p))

    w, b = p.weights[0].astype(float), p.biases[0].astype(float)
    np.testing.assert_allclose(at(0), x, atol=1e-6)
    np.testing.assert_allclose(at(0.25), x @ (0.75 * np.eye(2) + 0.25 * w), atol=1e-5)
    np.testing.assert_allclose(at(1), x @ w, atol=1e-5)
    np.testing.assert_allclose(at(1.5), x @ w + b / 2, atol=1e-5)
    np.testing.assert_allclose(at(2), x @ w + b, atol=1e-5)
    bent = np.maximum(x @ w + b, 0)
    np.testing.assert_allclose(at(2.5), (x @ w + b + bent) / 2, atol=1e-5)
    np.testing.assert_allclose(at(3), bent, atol=1e-5)
    np.testing.assert_allclose(at(6), passed.a[2], atol=1e-5)


@pytest.mark.parametrize("settings", ["circle", "spiral", "iris", "digits", "sine"])
def test_the_way_has_no_gaps(settings: str) -> None:
    trainer, passed = of(settings)
    seen = {layer: exact(passed, layer) for layer in range(len(passed.a) - 1)}
    for stage in range(1, way_length(trainer.parameters)):
        before, after = (
            places(passed, trainer.parameters, seen.__getitem__, stage_at(stage + by, trainer.parameters))
            for by in (0.0, 1e-9)
        )
        np.testing.assert_allclose(before, after, atol=1e-4)


def test_grid_lines_over_the_plane_are_straight_and_evenly_spaced() -> None:
    trainer, _ = of("circle")
    grid = grid_for(trainer.assembly.split, trainer.parameters)
    assert grid is not None
    assert grid.lines.shape == (2 * LINES, 41)
    lines = grid.inputs[grid.lines]
    across, up = lines[:LINES], lines[LINES:]
    assert np.ptp(across[:, :, 1], axis=1).max() == 0
    assert np.ptp(up[:, :, 0], axis=1).max() == 0
    np.testing.assert_allclose(np.diff(across[:, 0, 1]), 0.6, atol=1e-5)
    (left, right), _ = trainer.assembly.split.points.ranges()
    assert (across[:, 0, 0].min(), across[:, -1, 0].max()) == (left, right)


def test_where_there_is_time_bent_lines_are_smoother() -> None:
    trainer, _ = of("circle")
    split, parameters = trainer.assembly.split, trainer.parameters
    usual, fine = grid_for(split, parameters), grid_for(split, parameters, is_fine=True)
    assert usual is not None
    assert fine is not None
    assert len(fine.lines) == len(usual.lines)
    np.testing.assert_allclose(fine.inputs[fine.lines[:, ::5]], usual.inputs[usual.lines[:, ::2]], atol=1e-5)


def test_the_grid_of_a_large_network_is_coarse_or_none() -> None:
    trainer = Trainer(project_of("dataset=circle hidden=400,400"))
    grid = grid_for(trainer.assembly.split, trainer.parameters)
    assert grid is not None
    assert len(grid.lines) == 2 * COARSE
    trainer = Trainer(project_of("dataset=circle hidden=700,700"))
    assert grid_for(trainer.assembly.split, trainer.parameters) is None


def test_one_input_is_a_line_and_many_have_no_grid() -> None:
    sine, _ = of("sine")
    grid = grid_for(sine.assembly.split, sine.parameters)
    assert grid is not None
    assert len(grid.lines) == 1
    for settings in ("iris", "digits"):
        trainer, _ = of(settings)
        assert grid_for(trainer.assembly.split, trainer.parameters) is None


def test_what_is_seen_is_the_samples_and_not_much_more() -> None:
    samples, grid = np.array([[0.0, 0], [10, 5]]), np.array([[-1.0, -99], [50, 6]])
    low, high = ends_of(samples, grid)
    np.testing.assert_allclose(low, (-1, -2))
    np.testing.assert_allclose(high, (12, 6))
    low, high = ends_of(np.array([[np.nan, 0.0], [np.inf, 1.0]]), None)
    assert np.isfinite([*low, *high]).all()
