"""The network as a Python file with a PyTorch module."""

from hlviz.interchange.python_code import check_code, data_code, head, joined, literal, predict_code
from hlviz.interchange.trained import Trained

ACTIVATION_CODE = {
    "identity": "",
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.01)",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "softplus": "nn.Softplus()",
    "gelu": 'nn.GELU(approximate="tanh")',
    "sine": "Sine()",
    "softmax": "nn.Softmax(dim=1)",
}
"""The module of each activation; none for what hands its sum on."""

SINE = '''class Sine(nn.Module):
    """A wave: sin z."""

    def forward(self, z):
        return torch.sin(z)'''

OUTPUTS = '''def outputs(x):
    """What the output neurons say of raw rows, shape (samples, outputs)."""
    network.eval()
    with torch.no_grad():
        return network(torch.from_numpy(inputs(x))).numpy()'''


def torch_file(trained: Trained) -> bytes:
    """The file; ``HlvizError`` where the network cannot be written as text."""
    uses_sine = any(activation.key == "sine" for activation in trained.assembly.activations)
    return joined(
        head(trained, "in PyTorch", "numpy and torch"),
        "import numpy as np\nimport torch\nfrom torch import nn",
        data_code(trained),
        *([SINE] if uses_sine else []),
        _network(trained),
        OUTPUTS,
        predict_code(trained),
        check_code(trained),
    )


def _network(trained: Trained) -> str:
    """``network``, an ``nn.Sequential`` with its weights, and ``layers``, those of it that learn."""
    sizes, dropout = trained.assembly.wiring.sizes, [layer.dropout for layer in trained.project.network.hidden]
    modules = []
    for i, activation in enumerate(trained.assembly.activations):
        modules.append(f"nn.Linear({sizes[i]}, {sizes[i + 1]})")
        if code := ACTIVATION_CODE[activation.key]:
            modules.append(code)
        if i < len(dropout) and dropout[i]:
            modules.append(f"nn.Dropout({dropout[i]!r})  # silent in eval()")
    lines = ["# It expects what inputs(x) makes of raw rows", "network = nn.Sequential("]
    for module in modules:
        code, _, comment = module.partition("  # ")
        lines.append(f"    {code},{f'  # {comment}' if comment else ''}")
    lines += [
        ")",
        "layers = [module for module in network if isinstance(module, nn.Linear)]",
        "with torch.no_grad():  # PyTorch keeps weights as (neurons, inputs)",
    ]
    for i, (w, b) in enumerate(zip(trained.parameters.weights, trained.parameters.biases, strict=True)):
        lines.append(f"    layers[{i}].weight.copy_(torch.tensor({_inside(literal(w.T))}))")
        lines.append(f"    layers[{i}].bias.copy_(torch.tensor({_inside(literal(b))}))")
    return "\n".join(lines)


def _inside(text: str) -> str:
    return text.replace("\n", "\n    ")
