"""From a project to what a trainer works on: activation functions, loss and optimizer by name become the things themselves,
samples become inputs and targets.
"""

import itertools
from dataclasses import dataclass, replace

import numpy as np

from hlviz.datasets import Points, Split
from hlviz.document import NetworkSpec, Project
from hlviz.document.samples import split_of
from hlviz.document.wiring import Wiring, wiring_of
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS, Activation
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES, Loss
from hlviz.nn.method import Method
from hlviz.nn.metrics import predicted_classes
from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import OPTIMIZERS, Optimizer
from hlviz.nn.regularizers import REGULARIZERS, Regularizer
from hlviz.training.places import Places
from hlviz.training.touching import apply, put, reach

DTYPE = np.dtype(np.float32)
"""The type that networks learn in: half the memory of float64, and its rounding is far below the noise of training."""


@dataclass(frozen=True, eq=False)
class Assembly:
    """A project, made ready to learn. Shared by threads: all arrays are read-only."""

    project: Project
    wiring: Wiring
    split: Split
    activations: tuple[Activation, ...]
    """One per layer with weights, the output's last."""
    loss: Loss
    optimizer: Optimizer
    regularizer: Regularizer
    target_mean: float
    target_scale: float
    train_t: Array
    """Training targets as the loss sees them, shape (n_train, outputs)."""
    test_t: Array
    held: Parameters | None
    """1 at every weight and bias that is frozen or cut, 0 at the others; None where all learn."""

    @property
    def points(self) -> Points:
        """The samples in their own units."""
        return self.split.points

    @property
    def is_classification(self) -> bool:
        """Whether classes are learned, not numbers."""
        return self.points.is_classification

    @property
    def threshold(self) -> float:
        """Above this a single output names class 1."""
        return 0.5 if self.project.network.output_activation == "sigmoid" else 0.0

    @property
    def metric_name(self) -> str:
        """What is reported beside the loss."""
        return "accuracy" if self.is_classification else "R²"

    @property
    def method(self) -> Method:
        """How its network is trained, as the engines want to be told."""
        training, samples = self.project.training, len(self.train_t)
        return Method(
            sizes=self.wiring.sizes,
            activations=self.activations,
            loss=self.loss,
            optimizer=self.optimizer,
            learning_rate=training.learning_rate,
            regularizer=self.regularizer,
            rate=training.regularization_rate,
            dropout=tuple(layer.dropout for layer in self.project.network.hidden),
            batch_size=min(training.batch_size, samples) or samples,
            held=self.held,
        )

    def predicted(self, outputs: Array) -> IntArray:
        """The classes that outputs of shape (samples, outputs) name."""
        return predicted_classes(outputs, self.threshold)

    def to_units(self, outputs: Array) -> Array:
        """Outputs for a number to learn, in the target's own unit."""
        return np.asarray(outputs * self.target_scale + self.target_mean)

    def to_targets(self, y: Array | IntArray) -> Array:
        """Classes or numbers in the target's own unit, (samples,), as the loss sees them, (samples, outputs)."""
        output = self.project.network.output_activation
        encoded = _encoded(y, self.wiring.sizes[-1], self.points, output)
        return ((encoded - self.target_mean) / self.target_scale).astype(DTYPE)


def assemble(project: Project) -> Assembly:
    """Make a project ready to learn; ``DataError`` where its samples cannot be had."""
    split = split_of(project.data)
    wiring = wiring_of(project)
    network, training = project.network, project.training
    mean, scale = 0.0, 1.0
    if project.data.standardize and not split.points.is_classification:
        mean, scale = float(np.mean(split.train_y)), float(np.std(split.train_y)) or 1.0
    nothing = np.zeros((0, wiring.sizes[-1]), DTYPE)
    bare = Assembly(
        project=project,
        wiring=wiring,
        split=split,
        activations=(*(ACTIVATIONS[layer.activation] for layer in network.hidden), OUTPUTS[network.output_activation]),
        loss=LOSSES[training.loss],
        optimizer=OPTIMIZERS[training.optimizer],
        regularizer=REGULARIZERS[training.regularization],
        target_mean=mean,
        target_scale=scale,
        train_t=nothing,
        test_t=nothing,
        held=_held(network, wiring),
    )
    train_t, test_t = bare.to_targets(split.train_y), bare.to_targets(split.test_y)
    for targets in (train_t, test_t):
        targets.flags.writeable = False
    return replace(bare, train_t=train_t, test_t=test_t)


def _held(network: NetworkSpec, wiring: Wiring) -> Parameters | None:
    if not network.frozen and not network.cut:
        return None
    return Places(wiring).marked(network.frozen | network.cut, DTYPE).sealed()


def _encoded(y: Array | IntArray, outputs: int, points: Points, output_activation: str) -> Array:
    """Labels as the output would say them: one-hot for several outputs; 0 and 1, or −1 and 1 where the output goes below 0."""
    if not points.is_classification:
        return np.asarray(y, dtype=np.float64).reshape(-1, 1)
    labels = np.asarray(y, dtype=np.int64)
    if outputs == 1:
        yes = labels.astype(np.float64).reshape(-1, 1)
    else:
        yes = np.eye(outputs)[labels]
    low = 0.0 if output_activation in {"sigmoid", "softmax"} else -1.0
    return np.where(yes > 0, 1.0, low)


def first_parameters(assembly: Assembly) -> Parameters:
    """The weights that learning starts from. Of type ``DTYPE``.

    Drawn from the project's seed, biases 0; then what was done to them by hand at the start; and 0 where an edge is cut.
    """
    project = assembly.project
    rng = np.random.default_rng([project.training.seed, 0])
    draw = INITIALIZERS[project.network.initializer].draw
    shapes = list(itertools.pairwise(assembly.wiring.sizes))
    parameters = Parameters(
        tuple(draw(shape, rng).astype(DTYPE) for shape in shapes),
        tuple(np.zeros(n_out, DTYPE) for _, n_out in shapes),
    )
    places = Places(assembly.wiring)
    for touch in project.touches:
        if touch.at_start:
            apply(touch, reach(touch, places, parameters), parameters, draw, project.training.seed)
    for edge in project.network.cut:
        if (at := places.of_edge(edge)) is not None:
            put(parameters, at, 0.0)
    return parameters


def starts_alike(one: Project, other: Project) -> bool:
    """Whether two projects have the same first weights."""
    return _what_starts(one) == _what_starts(other)


def _what_starts(project: Project) -> tuple[object, ...]:
    touches = tuple(touch for touch in project.touches if touch.at_start)
    return wiring_of(project), project.network.initializer, project.training.seed, touches, project.network.cut
