"""Edits of how it is learned. Output and loss keep each other sensible."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hlviz.document.limits import known, whole, within
from hlviz.document.marks import pruned
from hlviz.document.project import Project
from hlviz.document.samples import points_of
from hlviz.document.specs import MAX_BATCH
from hlviz.errors import SettingError
from hlviz.nn.activations import OUTPUTS, SOFTMAX
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS


def set_output(project: Project, activation: str) -> Project:
    """The project with another output activation, and a loss that goes with it."""
    known("output", activation, OUTPUTS)
    if activation == SOFTMAX.key:
        _refuse_for_numbers(project, "output", activation)
    network = replace(project.network, output_activation=activation)
    loss = LOSSES[project.training.loss]
    if loss.outputs and activation not in loss.outputs:
        loss = next((other for other in LOSSES.values() if other.partner == activation), LOSSES["mse"])
    return pruned(replace(project, network=network, training=replace(project.training, loss=loss.key)))


def set_loss(project: Project, loss: str) -> Project:
    """The project with another loss, and an output that goes with it."""
    spec = LOSSES[known("loss", loss, LOSSES)]
    if spec.outputs:
        _refuse_for_numbers(project, "loss", loss)
    network = project.network
    if spec.outputs and network.output_activation not in spec.outputs:
        network = replace(network, output_activation=spec.outputs[0])
    return pruned(replace(project, network=network, training=replace(project.training, loss=loss)))


def set_training(project: Project, /, **settings: Any) -> Project:
    """The project with some settings of its training changed, by the names of ``TrainingSpec``."""
    checks: dict[str, Callable[[Any], object]] = {
        "optimizer": lambda v: known("optimizer", v, OPTIMIZERS),
        "regularization": lambda v: known("regularization", v, REGULARIZERS),
        "learning_rate": lambda v: within("learning_rate", v, 1e-12, 1e6),
        "regularization_rate": lambda v: within("regularization_rate", v, 0.0, 1e3),
        "batch_size": lambda v: whole("batch_size", v, 0, MAX_BATCH),
        "seed": lambda v: whole("seed", v, 0, 2**32 - 1),
    }
    for name, value in settings.items():
        checks[name](value)
    return replace(project, training=replace(project.training, **settings))


def set_initializer(project: Project, initializer: str) -> Project:
    """The project whose first weights are drawn another way; those already learned stay."""
    key = known("initializer", initializer, INITIALIZERS)
    return replace(project, network=replace(project.network, initializer=key))


def new_weights(project: Project) -> Project:
    """The project with the next seed: other first weights, none of them changed by hand."""
    return set_training(replace(project, touches=()), seed=(project.training.seed + 1) % 2**32)


def draw_anew(project: Project, initializer: str) -> Project:
    """The project that begins anew from the next seed, its first weights drawn that way."""
    return new_weights(set_initializer(project, initializer))


def begin_anew(project: Project, /, **settings: Any) -> Project:
    """The project that begins anew from the next seed, with some settings of its training changed."""
    return new_weights(set_training(project, **settings))


def _refuse_for_numbers(project: Project, setting: str, key: str) -> None:
    if not points_of(project.data).is_classification:
        raise SettingError(f"{setting}={key!r} is for telling classes apart; these samples ask for a number")
