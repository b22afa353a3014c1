"""Networks whose weights are written by hand, so that what they do is known."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from hlviz.document import Project, edits
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import Assembly, assemble

XOR_WEIGHTS = ([[10, -10], [10, -10]], [[10], [10]])
XOR_BIASES = ([-5, 15], [-15])
"""Over the truth table of zeros and ones: OR and NAND, and the output their AND."""


def assembly_of(dataset: str, hidden: tuple[int, ...], activations: Sequence[str] = (), **data: object) -> Assembly:
    """A project of that shape; ``activations``: one for each hidden layer, or one for all."""
    project = edits.set_shape(edits.choose_dataset(Project(), dataset), hidden)
    for i, layer in enumerate(project.network.hidden):
        key = activations[i % len(activations)] if activations else "tanh"
        project = edits.set_activation(project, layer.id, key)
    return assemble(edits.set_data(project, **data) if data else project)


def parameters_of(weights: Sequence[object], biases: Sequence[object]) -> Parameters:
    """These numbers, as a trainer would hand them out."""
    return Parameters(
        tuple(np.array(w, np.float32) for w in weights), tuple(np.array(b, np.float32) for b in biases)
    ).sealed()


def xor_network(activation: str = "tanh") -> tuple[Assembly, Parameters]:
    """XOR over its truth table."""
    return assembly_of("xor-table", (2,), (activation,)), parameters_of(XOR_WEIGHTS, XOR_BIASES)


def random_parameters(assembly: Assembly, seed: int = 0, size: float = 1.0) -> Parameters:
    """Numbers of no meaning."""
    rng = np.random.default_rng(seed)
    sizes = assembly.wiring.sizes
    return parameters_of(
        [rng.normal(0, size, shape) for shape in pairwise(sizes)],
        [rng.normal(0, size, n) for n in sizes[1:]],
    )


def changed(parameters: Parameters, change: Callable[..., object]) -> Parameters:
    """The same with its arrays changed in place by a function of both lists."""
    copy = parameters.copy()
    change(list(copy.weights), list(copy.biases))
    return copy.sealed()
