"""Networks of every kind, trained a little, to be exported."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.document.presets import PRESETS
from hlviz.document.settings import with_settings
from hlviz.interchange.trained import Trained
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer

HOSTILE = ('a"""\nimport os', "#\u2028x", "\\", "ë'")
"""Names that would end a comment or a text if they could."""

KINDS = {
    "plane": "hidden=4,3",
    "seven inputs": "features=x1,x2,x1_squared,x2_squared,x1x2,sin_x1,sin_x2 standardize=true hidden=5",
    "no hidden layer": "hidden=",
    "sigmoid": "hidden=4 activation=relu output=sigmoid",
    "two classes by softmax": "hidden=4 activation=sigmoid output=softmax",
    "waves": "hidden=6,4 activation=sine",
    "gelu and dropout": "hidden=6 activation=gelu dropout=0.2 output=sigmoid",
    "softplus": "hidden=5 activation=softplus",
    "leaky": "hidden=5 activation=leaky_relu output=identity",
    "iris": "dataset=iris hidden=6 standardize=true",
    "iris by tanh": "dataset=iris hidden=6 output=tanh",
    "digits": "dataset=digits hidden=16 activation=relu standardize=true",
    "regression": "dataset=reg-gauss hidden=6 standardize=true",
    "curve": "dataset=sine hidden=8 activation=relu output=identity standardize=true",
}
"""Settings of networks that differ in what an export has to tell."""


def trained(project: Project, epochs: int = 8) -> Trained:
    trainer, curves = Trainer(project), Curves()
    for _ in range(epochs):
        trainer.train_epochs(1)
        curves.add(trainer.step, trainer.epochs, trainer.evaluate())
    return Trained(trainer.assembly, trainer.start, trainer.snapshot(0), curves.table())


@lru_cache
def network(kind: str) -> Trained:
    if kind == "hostile names":
        return trained(hostile())
    if kind == "prices":
        return trained(prices())
    if kind not in KINDS:
        return trained(PRESETS[kind].project, PRESETS[kind].epochs)
    return trained(with_settings(Project(name=kind), KINDS[kind].split()))


def hostile() -> Project:
    """Classes and columns with names from a file that means harm; classes are not in the order of their names."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(60, 2))
    y = (x.sum(axis=1) > 0).astype(np.int64)
    points = Points(x, y, HOSTILE[:2], HOSTILE[2], ("z" + HOSTILE[0], HOSTILE[3]))
    project = edits.use_table(Project(name=HOSTILE[0]), points)
    return edits.set_shape(project, (3,))


def prices() -> Project:
    """A number to learn in a unit of its own, far from 0, of columns far apart."""
    rng = np.random.default_rng(4)
    x = np.column_stack([rng.uniform(1900, 2020, 80), rng.uniform(0, 1e-3, 80)])
    points = Points(x, 1e6 + 5e3 * (x[:, 0] - 1960) + 1e8 * x[:, 1], ("year", "share"), "price")
    project = edits.use_table(Project(), points)
    project = edits.set_shape(project, (6,))
    return replace(project, data=replace(project.data, standardize=True))


ALL = (*KINDS, "hostile names", "prices")
