"""Everything about training a network but its numbers."""

from dataclasses import dataclass

from hlviz.nn.activations import Activation
from hlviz.nn.losses import Loss
from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import Optimizer
from hlviz.nn.regularizers import Regularizer


@dataclass(frozen=True, eq=False)
class Method:
    """What is trained and how: everything about training a network but its numbers."""

    sizes: tuple[int, ...]
    activations: tuple[Activation, ...]
    loss: Loss
    optimizer: Optimizer
    learning_rate: float
    regularizer: Regularizer
    rate: float
    dropout: tuple[float, ...]
    """One per hidden layer."""
    batch_size: int
    held: Parameters | None = None
    """1 at every weight and bias that stays as it is, 0 at the others; None where all learn."""
