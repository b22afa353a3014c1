"""Weights alone, with what it takes to use them: NumPy's npz and safetensors."""

import io
import json

import numpy as np
from safetensors.numpy import save

from hlviz import __version__
from hlviz.interchange.trained import Trained
from hlviz.nn.arrays import Array


def npz_file(trained: Trained) -> bytes:
    """All arrays, and the names as arrays of text: ``np.load(file)`` reads it without ``allow_pickle``."""
    trained.require_numbers()
    texts = {key: np.array(value) for key, value in _texts(trained).items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **_arrays(trained), **texts)
    return buffer.getvalue()


def safetensors_file(trained: Trained) -> bytes:
    """All arrays; the names are JSON in the file's metadata."""
    trained.require_numbers()
    metadata = {key: json.dumps(value, ensure_ascii=False) for key, value in _texts(trained).items()}
    return save({name: np.ascontiguousarray(array) for name, array in _arrays(trained).items()}, metadata)


def _arrays(trained: Trained) -> dict[str, Array]:
    """``layer1.weight`` (inputs, neurons), ``layer1.bias`` …; how inputs are scaled, and what makes a number of the output."""
    a = trained.assembly
    arrays: dict[str, Array] = {}
    for i, (w, b) in enumerate(zip(trained.parameters.weights, trained.parameters.biases, strict=True), 1):
        arrays[f"layer{i}.weight"], arrays[f"layer{i}.bias"] = w, b
    arrays["input.mean"], arrays["input.scale"] = a.split.mean, a.split.scale
    arrays["target.mean"], arrays["target.scale"] = np.array([a.target_mean]), np.array([a.target_scale])
    arrays["check.x"], arrays["check.outputs"] = trained.checks.x, trained.checks.outputs
    return arrays


def _texts(trained: Trained) -> dict[str, str | list[str]]:
    a, points = trained.assembly, trained.points
    return {
        "format": "hlviz-weights-1",
        "hlviz": __version__,
        "name": trained.project.name,
        "columns": list(points.input_names),
        "inputs": list(a.split.inputs),
        "target": points.target_name,
        "classes": list(points.class_names),
        "activations": [activation.key for activation in a.activations],
    }
