"""The network as a Python file with a Keras network."""

from hlviz.interchange.python_code import check_code, data_code, head, joined, predict_code
from hlviz.interchange.python_numpy import weights_code
from hlviz.interchange.trained import Trained

ACTIVATION_CODE = {
    "identity": '"linear"',
    "relu": '"relu"',
    "leaky_relu": "lambda z: keras.ops.leaky_relu(z, negative_slope=0.01)",
    "tanh": '"tanh"',
    "sigmoid": '"sigmoid"',
    "softplus": '"softplus"',
    "gelu": "lambda z: keras.ops.gelu(z, approximate=True)",
    "sine": "keras.ops.sin",
    "softmax": '"softmax"',
}
"""What ``Dense`` is told of each activation."""

OUTPUTS = '''def outputs(x):
    """What the output neurons say of raw rows, shape (samples, outputs)."""
    return keras.ops.convert_to_numpy(network(inputs(x), training=False))'''


def keras_file(trained: Trained) -> bytes:
    """The file; ``HlvizError`` where the network cannot be written as text."""
    return joined(
        head(trained, "in Keras 3", "numpy and keras 3 with any of its backends"),
        "import keras\nimport numpy as np",
        data_code(trained),
        weights_code(trained),
        _network(trained),
        OUTPUTS,
        predict_code(trained),
        check_code(trained),
    )


def _network(trained: Trained) -> str:
    sizes, dropout = trained.assembly.wiring.sizes, [layer.dropout for layer in trained.project.network.hidden]
    lines = [
        "# It expects what inputs(x) makes of raw rows",
        "network = keras.Sequential([",
        f"    keras.Input(({sizes[0]},)),",
    ]
    for i, activation in enumerate(trained.assembly.activations):
        lines.append(f"    keras.layers.Dense({sizes[i + 1]}, activation={ACTIVATION_CODE[activation.key]}),")
        if i < len(dropout) and dropout[i]:
            lines.append(f"    keras.layers.Dropout({dropout[i]!r}),  # silent unless training=True")
    arrays = ", ".join(f"W{i}, b{i}" for i in range(1, len(sizes)))
    return "\n".join([*lines, "])", f"network.set_weights([{arrays}])"])
