"""Networks to train, short and always the same."""

from functools import cache

import numpy as np

from hlviz.document import Project, edits
from hlviz.document.settings import with_settings
from hlviz.training.trainer import Trainer

DATA = {
    "circle": "dataset=circle hidden=4,2",
    "spiral": "dataset=spiral hidden=8,8 optimizer=adam learning_rate=0.01",
    "iris": "dataset=iris hidden=6 optimizer=adam learning_rate=0.01",
    "sine": "dataset=sine hidden=8,8 optimizer=adam learning_rate=0.01",
    "digits": "dataset=digits hidden=16 activation=relu optimizer=adam learning_rate=0.003 batch_size=32",
}


def project_of(settings: str, **training) -> Project:
    project = with_settings(Project(), DATA.get(settings, settings).split())
    return edits.set_training(project, **training) if training else project


def train(trainer: Trainer, epochs: int) -> Trainer:
    for _ in range(epochs * trainer.steps_per_epoch):
        trainer.train()
    return trainer


@cache
def learned(settings: str, epochs: int = 5, seed: int = 1) -> Trainer:
    """A trainer that has learned a while; not to be trained on, since everyone gets the same one."""
    return train(Trainer(project_of(settings, seed=seed)), epochs)


def same_bits(one, other) -> bool:
    """Whether two sets of parameters are the same to the bit."""
    return len(one.arrays) == len(other.arrays) and all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
        for a, b in zip(one.arrays, other.arrays, strict=True)
    )


def weight(trainer: Trainer, source, target) -> float:
    """The weight of the edge between two neurons, by their keys."""
    layer, i = trainer.assembly.wiring.find(source)
    next_layer, j = trainer.assembly.wiring.find(target)
    assert next_layer == layer + 1
    return float(trainer.parameters.weights[layer][i, j])


def edges(trainer: Trainer) -> dict:
    """Every edge's weight by the keys of its ends, and every neuron's bias by its own."""
    found = {}
    layers = trainer.assembly.wiring.layers
    for layer, (weights, biases) in enumerate(zip(trainer.parameters.weights, trainer.parameters.biases, strict=True)):
        for j, target in enumerate(layers[layer + 1]):
            found[target] = float(biases[j])
            for i, source in enumerate(layers[layer]):
                found[source, target] = float(weights[i, j])
    return found


def spoil(trainer: Trainer, layer: int, value: float) -> None:
    """Put a number that is none among the weights, as if a step had."""
    parameters = trainer.parameters.copy()
    parameters.weights[layer][0, 0] = value
    trainer._load(parameters, trainer._engine.slots, trainer._begun)


def is_number(frame) -> bool:
    """Whether everything in a frame is finite."""
    e = frame.evaluation
    values = (e.train_loss, e.test_loss, e.penalty, e.train_metric, e.test_metric)
    slots = frame.resume.slots if frame.resume is not None else ()
    return (
        all(map(np.isfinite, values))
        and frame.parameters.is_finite
        and all(np.isfinite(array).all() for slot in slots for array in slot.arrays)
    )
