"""The network as a Python file that needs NumPy alone."""

from hlviz.interchange.python_code import check_code, data_code, head, joined, literal, predict_code
from hlviz.interchange.trained import Trained

ACTIVATION_CODE = {
    "identity": "z",
    "relu": "np.maximum(z, 0)",
    "leaky_relu": "np.maximum(np.float32(0.01) * z, z)",
    "tanh": "np.tanh(z)",
    "sigmoid": "0.5 * (1 + np.tanh(0.5 * z))  # does not overflow where exp(-z) would",
    "softplus": "np.logaddexp(z, np.float32(0))",
    "gelu": "0.5 * z * (1 + np.tanh(np.float32((2 / np.pi) ** 0.5) * (z + np.float32(0.044715) * z**3)))",
    "sine": "np.sin(z)",
    "softmax": "np.exp(z - z.max(axis=1, keepdims=True))\n    a = a / a.sum(axis=1, keepdims=True)",
}
"""What a layer makes of its sums ``z``."""


def numpy_file(trained: Trained) -> bytes:
    """The file; ``HlvizError`` where the network cannot be written as text."""
    return joined(
        head(trained, "as plain NumPy", "numpy"),
        "import numpy as np",
        data_code(trained),
        weights_code(trained),
        outputs_code(trained),
        predict_code(trained),
        check_code(trained),
    )


def weights_code(trained: Trained) -> str:
    """``W1, b1, W2, b2 …``, weights of shape (inputs of the layer, its neurons)."""
    parameters = trained.parameters
    lines = []
    for i, (w, b) in enumerate(zip(parameters.weights, parameters.biases, strict=True), 1):
        lines.append(f"W{i} = np.array({literal(w)}, np.float32)")
        lines.append(f"b{i} = np.array({literal(b)}, np.float32)")
    return "\n".join(lines)


def outputs_code(trained: Trained) -> str:
    """``outputs(x)``, layer by layer."""
    lines = [
        "def outputs(x):",
        '    """What the output neurons say of raw rows, shape (samples, outputs)."""',
        "    a = inputs(x)",
    ]
    for i, activation in enumerate(trained.assembly.activations, 1):
        lines.append(f"    z = a @ W{i} + b{i}")
        lines.append(f"    a = {ACTIVATION_CODE[activation.key]}")
    return "\n".join([*lines, "    return a"])
