"""Makes the networks in this folder with the programs that they are from, and writes down what those programs say of some rows.

Run it where these are installed, as packaging/foreign.sh does:  KERAS_BACKEND=torch python tests/data/foreign/make.py
"""

import json
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np
import onnx
import torch
from safetensors.torch import save_file
from skl2onnx import to_onnx
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from torch import nn

HERE = Path(__file__).parent
ROWS = torch.linspace(-2, 2, 24).reshape(8, 3)
ANSWERS = {}


def note(name, by, x, y, **choices):
    """Write down what a program says of rows, and what the file does not tell."""
    answers = {"by": f"{by} {version(by)}", "x": np.asarray(x).tolist(), "y": np.asarray(y).tolist()}
    ANSWERS[name] = {**answers, **choices}


# PyTorch


class Scaled(nn.Module):
    """Scales its inputs itself, and has layers with names of their own."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([1.0, 2.0, 3.0]))
        self.register_buffer("spread", torch.tensor([2.0, 0.5, 1.5]))
        self.first, self.drop, self.last = nn.Linear(3, 4), nn.Dropout(0.3), nn.Linear(4, 2)

    def forward(self, x):
        return self.last(self.drop(torch.tanh(self.first((x - self.mean) / self.spread)))).softmax(-1)


class Named(nn.Module):
    """Layers that are not called by numbers."""

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.out = nn.Linear(3, 5), nn.Linear(5, 4), nn.Linear(4, 3)

    def forward(self, x):
        return self.out(torch.tanh(self.fc2(torch.tanh(self.fc1(x))))).softmax(-1)


def without_traces(path):
    """Leave out which line of which file made what: that is of no use elsewhere."""
    proto = onnx.load(path)
    for part in (
        proto,
        proto.graph,
        *proto.graph.node,
        *proto.graph.input,
        *proto.graph.output,
        *proto.graph.value_info,
    ):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(proto, path)


def of_torch():
    torch.manual_seed(0)
    networks = {
        "softplus": (nn.Sequential(nn.Linear(3, 5), nn.Softplus(), nn.Linear(5, 1)), 20),
        "classes": (nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 3), nn.Softmax(1)), 18),
        "gelu": (nn.Sequential(nn.Linear(3, 5), nn.GELU("tanh"), nn.Linear(5, 1), nn.Sigmoid()), 18),
        "scaled": (Scaled(), 20),
    }
    for name, (network, opset) in networks.items():
        network.eval()
        for way in ("dynamo", "script"):
            file = f"torch-{name}-{way}.onnx"
            extra = {"external_data": False, "verbose": False} if way == "dynamo" else {}
            torch.onnx.export(
                network,
                (ROWS,),
                str(HERE / file),
                opset_version=opset if way == "dynamo" else 13,
                dynamo=way == "dynamo",
                **extra,
            )
            without_traces(HERE / file)
            note(file, "torch", ROWS, network(ROWS).detach())
    numbered = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 1))
    for name, network, activation, output in (
        ("numbered", numbered, "relu", "identity"),
        ("named", Named(), "tanh", "softmax"),
    ):
        file = f"torch-{name}.safetensors"
        save_file(network.state_dict(), HERE / file)
        note(file, "torch", ROWS, network(ROWS).detach(), activation=activation, output=output)
    half = numbered.to(torch.bfloat16)
    save_file(half.state_dict(), HERE / "torch-bfloat16.safetensors")
    said = half.to(torch.float32)(ROWS).detach()
    note("torch-bfloat16.safetensors", "torch", ROWS, said, activation="relu", output="identity")


# scikit-learn


def of_sklearn():
    rng = np.random.default_rng(0)
    x = (rng.normal(size=(120, 3)) * [1, 5, 0.2] + [0, 3, 1]).astype(np.float32)
    product, three, curve = x[:, 0] * x[:, 1] > 0, np.digitize(x[:, 0], [-0.5, 0.5]), x[:, 0] ** 2 + x[:, 1]
    usual = {"hidden_layer_sizes": (5, 4), "max_iter": 40, "random_state": 1}
    networks = {
        "two": MLPClassifier(activation="tanh", **usual).fit(x, np.array(["no", "yes"])[product.astype(int)]),
        "three": make_pipeline(MinMaxScaler(), MLPClassifier(activation="logistic", **usual)).fit(x, three),
        "number": make_pipeline(StandardScaler(), MLPRegressor(**usual)).fit(x, curve),
    }
    for name, network in networks.items():
        file = f"sklearn-{name}.onnx"
        (HERE / file).write_bytes(to_onnx(network, x[:1]).SerializeToString())
        if name == "number":
            said = network.predict(x[:8])[:, None]
        else:
            said = network.predict_proba(x[:8])[:, -1:] if name == "two" else network.predict_proba(x[:8])
        note(file, "skl2onnx", x[:8], said)
    plain = networks["two"]
    np.savez(HERE / "sklearn.npz", *plain.coefs_, *plain.intercepts_)
    note("sklearn.npz", "scikit-learn", x[:8], plain.predict_proba(x[:8])[:, 1:], activation="tanh", output="sigmoid")


# Keras


def of_keras():
    keras.utils.set_random_seed(0)
    network = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(5, activation="softplus"),
            keras.layers.Dense(4, activation="softplus"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    said = network.predict(ROWS.numpy(), verbose=0)
    np.savez(HERE / "keras.npz", *network.get_weights())
    note("keras.npz", "keras", ROWS, said, activation="softplus", output="softmax")
    network.export(str(HERE / "keras.onnx"), format="onnx", verbose=False)
    note("keras.onnx", "keras", ROWS, said)


if __name__ == "__main__":
    of_torch()
    of_sklearn()
    of_keras()
    (HERE / "answers.json").write_text(json.dumps(ANSWERS, indent=1) + "\n", encoding="utf-8")
