"""Moments of real networks, trained for a moment, with no thread behind them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hlviz.document import Project, edits
from hlviz.session.moment import Moment
from hlviz.training.curves import Curves
from hlviz.training.flows import Flows, measured
from hlviz.training.history import History
from hlviz.training.report import State
from hlviz.training.trainer import Trainer

Arrays = list[NDArray[np.floating[Any]]]


def project_of(dataset: str, hidden: tuple[int, ...] = (4, 2), activation: str = "tanh") -> Project:
    project = edits.set_shape(edits.choose_dataset(Project(), dataset), hidden)
    project = edits.set_training(project, optimizer="adam", learning_rate=0.01)
    return edits.set_all_activations(project, activation) if hidden else project


def train(project: Project, epochs: int, engine: str = "auto") -> Moment:
    """The project after so many epochs."""
    trainer, curves, history, flows = Trainer(project, engine=engine), Curves(), History(), Flows()
    curves.add(0, 0.0, trainer.evaluate())
    flows.add(0, 0.0, measured(trainer))
    history.add(trainer.snapshot(0), trainer.assembly)
    for epoch in range(1, epochs + 1):
        for _ in range(trainer.steps_per_epoch):
            trainer.train()
        curves.add(trainer.step, float(epoch), trainer.evaluate())
        flows.add(trainer.step, float(epoch), measured(trainer))
        history.add(trainer.snapshot(0), trainer.assembly)
    return Moment(trainer.assembly, trainer.snapshot(0), curves.table(), history=history.frames(), flows=flows.table())


def running(moment: Moment) -> Moment:
    """The same while training goes on."""
    return replace(moment, state=State.RUNNING)


def with_weights(moment: Moment, change: Callable[[Arrays, Arrays], None]) -> Moment:
    """The same with weights and biases changed in place by a function of both lists."""
    parameters = moment.parameters.copy()
    change(list(parameters.weights), list(parameters.biases))
    return Moment(moment.assembly, replace(moment.frame, parameters=parameters.sealed()), moment.curves)
