"""From which side a layer is looked at."""

from itertools import pairwise

import numpy as np
import pytest

from hlviz.explain.axes import (
    broad_turn,
    cut_axes,
    depths,
    neuron_axes,
    plain_axes,
    principal_axes,
    turned_axes,
)
from hlviz.nn.mlp import forward
from hlviz.training.trainer import Trainer
from tests.training.runs import learned, project_of


def spread_out(width: int, samples: int = 200, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (
        rng.standard_normal((samples, width))
        * np.linspace(3, 0.3, width)
        @ np.linalg.qr(rng.standard_normal((width, width)))[0]
    )


def share_of_two(h: np.ndarray) -> float:
    values = np.linalg.svd(h - h.mean(axis=0), compute_uv=False) ** 2
    return float(values[:2].sum() / values.sum())


@pytest.mark.parametrize("width", [4, 8, 33, 64])
def test_the_principal_directions_are_those_of_a_singular_value_decomposition(width: int) -> None:
    h = spread_out(width)
    axes = principal_axes(h)
    first = np.linalg.svd(h - h.mean(axis=0))[2][:2]
    np.testing.assert_allclose(axes.directions @ axes.directions.T, first.T @ first, atol=1e-8)
    np.testing.assert_allclose(axes.directions.T @ axes.directions, np.eye(2), atol=1e-10)
    assert axes.share == pytest.approx(share_of_two(h))


def test_those_of_a_wide_layer_show_as_much() -> None:
    trainer = learned("dataset=digits hidden=300 activation=relu optimizer=adam learning_rate=0.003 batch_size=32", 2)
    passed = forward(trainer.parameters, trainer.assembly.activations, trainer.assembly.split.train_x[:500])
    h = passed.a[1]
    axes = principal_axes(h)
    assert axes.share == pytest.approx(share_of_two(h.astype(float)), abs=0.003)
    again = principal_axes(h, axes.directions)
    assert again.share == pytest.approx(share_of_two(h.astype(float)), abs=0.001)


def activations_of_a_run(settings: str) -> list[np.ndarray]:
    """Those of the first hidden layer, frame after frame."""
    trainer, found = Trainer(project_of(settings)), []
    for _ in range(80):
        for _ in range(5):
            trainer.train()
        x = trainer.assembly.split.train_x[:300]
        found.append(forward(trainer.parameters, trainer.assembly.activations, x).a[1])
    return found


def kept(directions: list[np.ndarray]) -> float:
    """How much of itself the axis that turned furthest between two frames kept: 1 all, 0 turned off, −1 turned about."""
    return min(float(np.diag(one.T @ other).min()) for one, other in pairwise(directions))


@pytest.mark.parametrize(
    "settings", ["spiral", "digits", "dataset=circle hidden=6,6 optimizer=adam learning_rate=0.01"]
)
def test_no_picture_flips_or_jumps_while_it_trains(settings: str) -> None:
    run = activations_of_a_run(settings)
    steady, last = [], None
    for h in run:
        axes = principal_axes(h, last, rounds=2)
        last = axes.directions
        steady.append(last)
        assert axes.share > 0.85 * share_of_two(h.astype(float))
    assert kept(steady) > 0.8
    assert axes.share > 0.98 * share_of_two(run[-1].astype(float))


def test_of_each_frame_alone_they_would_turn_about() -> None:
    run = activations_of_a_run("spiral")
    assert kept([np.linalg.svd(h - h.mean(axis=0))[2][:2].T for h in run]) < 0


def test_a_mirrored_past_is_followed_and_not_turned_about() -> None:
    h = spread_out(8)
    axes = principal_axes(h)
    other_way = axes.directions @ np.array([[0.0, 1.0], [-1.0, 0.0]])
    np.testing.assert_allclose(principal_axes(h, other_way).directions, other_way, atol=1e-6)


def test_at_first_the_picture_is_as_like_the_one_before_as_can_be() -> None:
    rng = np.random.default_rng(3)
    before = rng.standard_normal((100, 2)) * (2, 1)
    into_six = np.linalg.qr(rng.standard_normal((6, 6)))[0][:2]
    axes = principal_axes(before @ into_six, near=before)
    np.testing.assert_allclose(before @ into_six @ axes.directions, before, atol=1e-8)


def test_a_layer_that_says_the_same_for_all_samples_has_axes_too() -> None:
    for h in (np.ones((10, 5)), np.zeros((10, 100), np.float32)):
        axes = principal_axes(h)
        again = principal_axes(h, axes.directions)
        assert np.isfinite(again.directions).all()
        assert again.share == 1.0
        np.testing.assert_allclose(again.directions.T @ again.directions, np.eye(2), atol=1e-5)


def test_one_or_two_neurons_are_seen_as_they_are() -> None:
    h = spread_out(2)
    np.testing.assert_array_equal(h @ plain_axes(h).directions, h)
    on_a_line = h[:, :1] @ plain_axes(h[:, :1]).directions
    np.testing.assert_array_equal(on_a_line, np.column_stack([h[:, 0], np.zeros(len(h))]))
    assert plain_axes(h).share == 1.0


@pytest.mark.parametrize("turn", [(0.0, 0.0), (-0.6, 0.4), (2.0, -1.2)])
def test_turning_keeps_lengths_and_right_angles(turn: tuple[float, float]) -> None:
    whole = np.column_stack([turned_axes(spread_out(3), turn).directions, depths(turn)])
    np.testing.assert_allclose(whole.T @ whole, np.eye(3), atol=1e-12)
    assert np.linalg.det(whole) == pytest.approx(1.0)


def test_the_broad_side_shows_most() -> None:
    h = spread_out(3)
    shown = h @ turned_axes(h, broad_turn(h)).directions
    assert shown.var(axis=0).sum() / h.var(axis=0).sum() == pytest.approx(share_of_two(h))


def test_two_neurons_show_their_own_share() -> None:
    h = spread_out(5)
    axes = neuron_axes(h, 3, 1)
    np.testing.assert_array_equal(h @ axes.directions, h[:, [3, 1]])
    assert axes.share == pytest.approx(h[:, [1, 3]].var(axis=0).sum() / h.var(axis=0).sum())


def test_facing_the_cut_every_sample_is_on_its_own_side() -> None:
    rng = np.random.default_rng(1)
    h, w, b = spread_out(7), rng.standard_normal((7, 1)), 0.3
    axes = cut_axes(h, np.hstack([np.zeros_like(w), w]))
    np.testing.assert_allclose(axes.directions.T @ axes.directions, np.eye(2), atol=1e-9)
    place = -b / np.linalg.norm(w)
    np.testing.assert_array_equal((h @ axes.directions)[:, 0] > place, (h @ w + b)[:, 0] > 0)


def test_three_classes_differ_in_two_directions_only() -> None:
    rng = np.random.default_rng(2)
    h, w = spread_out(9), rng.standard_normal((9, 3))
    axes = cut_axes(h, w)
    for other in (1, 2):
        apart = w[:, 0] - w[:, other]
        np.testing.assert_allclose(h @ axes.directions @ (axes.directions.T @ apart), h @ apart, atol=1e-9)
