"""The parts of a project: what a network, its training and its data are, as frozen values.

A spec describes; it holds no weights. Every hidden neuron has an id that no other neuron of the project ever had or will have:
by it the weights find their neuron again after any edit (``hlviz.training.transplant``).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

from hlviz.datasets import Points
from hlviz.datasets.table_recipe import TableRecipe

LayerId = int
NeuronId = int
NeuronKey = NeuronId | tuple[str, str] | tuple[str, int]
"""A neuron wherever it is: its id if it is hidden, ``("in", "x1")`` for an input, ``("out", 1)`` for an output."""
Edge = tuple[NeuronKey, NeuronKey]
"""A connection, from the neuron that speaks to the one that listens."""
Target = NeuronKey | Edge

MAX_LAYERS = 64
MAX_NEURONS = 4096
MAX_BATCH = 10_000_000
MAX_EDGES = 20_000
"""Edges, at most, that are cut, that are frozen one by one, or that are edited in one go."""


def is_edge(target: Target) -> TypeGuard[Edge]:
    """Whether it is a connection; otherwise it is a neuron."""
    return isinstance(target, tuple) and not isinstance(target[0], str)


@dataclass(frozen=True)
class LayerSpec:
    """One hidden layer: its neurons from top to bottom and what each does with its sum."""

    id: LayerId
    neurons: tuple[NeuronId, ...]
    activation: str = "tanh"
    dropout: float = 0.0
    """Share of the neurons silenced at random in each training step, 0 … 0.9."""
    name: str = ""
    """As the user called it; empty: "Hidden 2", by its place."""
    neuron_names: tuple[tuple[NeuronId, str], ...] = ()
    """Those of its neurons that the user gave a name, with it."""
    shift: tuple[float, float] = (0.0, 0.0)
    """By how many pixels at 100 % its column is moved from its tidy place: to the right, and down."""

    @property
    def size(self) -> int:
        """How many neurons it has."""
        return len(self.neurons)


@dataclass(frozen=True)
class NetworkSpec:
    """The hidden layers in order, and what the output does. Inputs and outputs follow from the data."""

    hidden: tuple[LayerSpec, ...] = ()
    output_activation: str = "tanh"
    initializer: str = "glorot_uniform"
    frozen: frozenset[Target] = frozenset()
    """What training leaves as it is: of an edge its weight, of a neuron its bias and the weights of all edges to it."""
    cut: frozenset[Edge] = frozenset()
    """Edges whose weight is 0 and stays 0."""

    def layer(self, layer_id: LayerId) -> LayerSpec:
        """The layer with that id; ``KeyError`` where there is none."""
        return self.hidden[self.index(layer_id)]

    def index(self, layer_id: LayerId) -> int:
        """The place of that layer among the hidden ones, from 0; ``KeyError`` where there is none."""
        for i, layer in enumerate(self.hidden):
            if layer.id == layer_id:
                return i
        raise KeyError(layer_id)

    def layer_name(self, index: int) -> str:
        """What to call hidden layer ``index``: its own name or "Hidden 1", "Hidden 2" …"""
        return self.hidden[index].name or f"Hidden {index + 1}"

    def neuron_name(self, neuron: NeuronId) -> str:
        """What the user called that neuron; empty where it has no name of its own."""
        return self._neuron_names.get(neuron, "")

    @cached_property
    def _neuron_names(self) -> dict[NeuronId, str]:
        return {neuron: name for layer in self.hidden for neuron, name in layer.neuron_names}

    def is_frozen(self, target: Target) -> bool:
        """Whether training leaves it as it is; an edge is frozen with the neuron that it leads to, too."""
        return target in self.frozen or (is_edge(target) and target[1] in self.frozen)


@dataclass(frozen=True)
class TrainingSpec:
    """How the weights are adjusted."""

    loss: str = "mse"
    optimizer: str = "sgd"
    learning_rate: float = 0.03
    batch_size: int = 10
    """Samples per step; 0: all of the training set in one step."""
    regularization: str = "none"
    regularization_rate: float = 0.0
    seed: int = 1
    """Decides the first weights, the order of the samples and the dropout."""


@dataclass(frozen=True)
class DataSpec:
    """What is learned: which data set, how noisy, how split, seen through which features."""

    dataset: str = "circle"
    """A key of ``DATASETS``, or "table" for the user's own."""
    samples: int = 500
    noise: float = 0.0
    """Per cent, 0 … 50."""
    train_share: float = 0.5
    seed: int = 1
    """Decides the points and the split."""
    features: tuple[str, ...] = ("x1", "x2")
    """Which inputs are switched on, for points of the plane."""
    standardize: bool = False
    """Shift and scale each input to mean 0 and standard deviation 1, measured on the training part."""
    table: Points | None = None
    """The user's own samples, where ``dataset`` is "table"."""
    recipe: TableRecipe | None = None
    """What made samples of the rows of a table, and makes them of new rows; None where the samples were not read from one."""
