"""The second opinion on gradients: it agrees with right ones, and tells wrong ones."""

from dataclasses import replace

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.explain.finite_difference import MOST, checked
from hlviz.explain.microscope import sample_of, walk_of
from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.mlp import Parameters

from .test_microscope import PAIRS, after_training, project_of, walk_on_batch


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_gradient_agrees(activation: str) -> None:
    walk = walk_on_batch(after_training(project_of("spiral", (8, 4), activation)))
    check = checked(walk)
    assert check.is_whole
    assert check.total == walk.parameters.count == check.compared + check.corners
    assert check.corners <= check.total // 4
    assert check.worst < 1e-6
    assert check.agrees


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_it_agrees_for_every_loss_and_output(output: str, loss: str) -> None:
    project = edits.set_loss(edits.set_output(project_of("iris"), output), loss)
    assert checked(walk_on_batch(after_training(project, 5))).agrees


def test_one_sample_agrees_too() -> None:
    trainer = after_training(project_of("xor"))
    assert checked(walk_of(trainer.assembly, trainer.snapshot(0), sample_of(trainer.assembly, 7))).agrees


def test_a_wrong_gradient_is_found() -> None:
    walk = walk_on_batch(after_training(project_of()))
    weights = [w.copy() for w in walk.gradient.weights]
    weights[1][2, 1] *= 1.001
    wrong = replace(walk, gradient=Parameters(tuple(weights), walk.gradient.biases))
    check = checked(wrong)
    assert not check.agrees
    assert check.worst == pytest.approx(1e-3, rel=0.01)


def test_of_a_large_network_some_are_drawn_and_the_seed_says_which() -> None:
    walk = walk_on_batch(after_training(project_of("digits", (40,), "relu"), 3))
    check = checked(walk, seed=3)
    assert check.compared + check.corners == MOST < check.total
    assert not check.is_whole
    assert check.agrees
    assert checked(walk, seed=3) == check
    assert np.isfinite(checked(walk, seed=4).worst)
