"""How good a network is: its losses and metrics on all of its samples."""

import numpy as np

from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.metrics import accuracy, r_squared
from hlviz.nn.mlp import Parameters, outputs, penalty
from hlviz.training.assembly import Assembly
from hlviz.training.frame import Evaluation

GLANCE = 32
"""Samples that are enough to see whether a network still says numbers."""


def judged(a: Assembly, parameters: Parameters) -> Evaluation:
    """Losses and metrics on all training and test samples; numbers that are none where something overflows."""
    with np.errstate(all="ignore"):
        train_loss, train_metric = _on(a, parameters, a.split.train_x, a.train_t, a.split.train_y)
        test_loss, test_metric = _on(a, parameters, a.split.test_x, a.test_t, a.split.test_y)
        cost = penalty(parameters, a.regularizer, a.project.training.regularization_rate)
    return Evaluation(train_loss, test_loss, cost, train_metric, test_metric)


def _on(a: Assembly, parameters: Parameters, x: Array, t: Array, y: Array | IntArray) -> tuple[float, float]:
    said = outputs(parameters, a.activations, x)
    loss = a.loss.value(said, t)
    if a.is_classification:
        return loss, accuracy(a.predicted(said), np.asarray(y, dtype=np.int64))
    return loss, r_squared(said[:, 0], t[:, 0])


def says_numbers(a: Assembly, parameters: Parameters) -> bool:
    """Whether it does on a few of its samples: a glance, where judging would take too long."""
    with np.errstate(all="ignore"):
        return bool(np.isfinite(outputs(parameters, a.activations, a.split.train_x[:GLANCE])).all())
