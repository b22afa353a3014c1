"""Networks as other programs write them, made by hand."""

import io
from itertools import pairwise
from typing import Any

import numpy as np
from safetensors.numpy import save

Layers = list[tuple[np.ndarray, np.ndarray]]


def layers(sizes: tuple[int, ...], seed: int = 0) -> Layers:
    """Weights (n_in, n_out) and biases."""
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(size=(a, b)).astype(np.float32), rng.normal(size=b).astype(np.float32)) for a, b in pairwise(sizes)
    ]


def torch_file(net: Layers, names: list[str] | None = None, **metadata: str) -> bytes:
    """As ``safetensors.torch.save_file(net.state_dict(), …)`` of ``nn.Sequential(Linear, ReLU, Linear, …)``."""
    arrays = {}
    for i, (w, b) in enumerate(net):
        name = names[i] if names else str(2 * i)
        arrays |= {f"{name}.weight": np.ascontiguousarray(w.T), f"{name}.bias": b}
    return save(arrays, metadata or None)


def npz_file(*arrays: np.ndarray, **named: np.ndarray) -> bytes:
    """As ``numpy.savez``."""
    buffer = io.BytesIO()
    np.savez(buffer, *arrays, **named)
    return buffer.getvalue()


def onnx_file(nodes: list[Any], stored: dict[str, np.ndarray], n_in: int, outputs: tuple[str, ...] = ("out",)) -> bytes:
    """A graph with the input ``in``."""
    from onnx import TensorProto, helper, numpy_helper

    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("in", TensorProto.FLOAT, [None, n_in])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, None]) for name in outputs],
        [numpy_helper.from_array(array, name) for name, array in stored.items()],
    )
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    proto.ir_version = 9
    return proto.SerializeToString()


def gemm_file(net: Layers, activations: list[str], turned: bool = True) -> bytes:
    """As PyTorch exports an ``nn.Sequential``: a Gemm with turned weights for each layer, and its activation."""
    from onnx import helper

    nodes, stored, current = [], {}, "in"
    for i, ((w, b), op) in enumerate(zip(net, activations, strict=True)):
        last = i == len(net) - 1
        stored |= {f"{i}.weight": np.ascontiguousarray(w.T) if turned else w, f"{i}.bias": b}
        target = "out" if last and not op else f"z{i}"
        nodes.append(
            helper.make_node("Gemm", [current, f"{i}.weight", f"{i}.bias"], [target], f"/{i}/Gemm", transB=int(turned))
        )
        current = target
        if op:
            target = "out" if last else f"a{i}"
            nodes.append(helper.make_node(op, [current], [target], f"/{i}/{op}"))
            current = target
    return onnx_file(nodes, stored, net[0][0].shape[0])


def forward(net: Layers, x: np.ndarray, hidden: Any, output: Any = lambda z: z) -> np.ndarray:
    """What such a network says, in float64."""
    a = x.astype(np.float64)
    for i, (w, b) in enumerate(net):
        z = a @ w.astype(np.float64) + b
        a = output(z) if i == len(net) - 1 else hidden(z)
    return np.asarray(a)
