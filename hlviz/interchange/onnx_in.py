"""A multilayer perceptron in an ONNX file → a chain of layers. Anything that is none is refused by the name of its node.

The graph is walked from its input to its output. Numbers that scale or shift on the way are taken into the weights beside them.
"""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from hlviz.errors import ForeignFileError
from hlviz.interchange.chain import Chain, Dense, chained, quoted, require_size
from hlviz.interchange.onnx_arithmetic import ELEMENTWISE
from hlviz.interchange.onnx_curve import EXACT_GELU, curve_of
from hlviz.interchange.onnx_file import OUTPUTS, OWN
from hlviz.nn.activations import LEAK
from hlviz.nn.arrays import Array
from hlviz.paths import to_install

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto, TensorProto

MAX_NODES = 2000
ACTIVATIONS = {
    "Relu": "relu", "LeakyRelu": "leaky_relu", "Tanh": "tanh", "Sigmoid": "sigmoid", "Softplus": "softplus", "Gelu": "gelu",
    "Sin": "sine", "Softmax": "softmax",
}  # fmt: skip
"""Operators and the activation functions that they are."""
NOTHING = ("Identity", "Dropout", "Cast", "Flatten", "Reshape", "Squeeze", "Unsqueeze")
"""Operators that leave the numbers of a row as they are; of those that change the shape, that is taken for granted."""
AFTER = (
    "ArgMax",
    "ArrayFeatureExtractor",
    "Concat",
    "Cast",
    "Identity",
    "Normalizer",
    "Reshape",
    "Sub",
    "Squeeze",
    "ZipMap",
)
"""What scikit-learn's converter puts behind the outputs to name the class; hlviz does that itself."""


def read_onnx(data: bytes) -> Chain:
    """The network in the bytes of an ONNX file.

    Raises
    ------
    ForeignFileError
        If the library ``onnx`` is not installed, or the file holds anything but a chain of fully connected layers; the text names
        the node.
    """
    try:
        import onnx
    except ImportError as error:
        raise ForeignFileError(f"needs the package onnx: {to_install('onnx')}") from error
    proto = onnx.ModelProto()
    try:
        proto.ParseFromString(data)
    except Exception as error:  # one of protobuf's own
        raise ForeignFileError("is damaged or no ONNX file") from error
    graph = proto.graph
    if not graph.node:
        raise ForeignFileError("is damaged or no ONNX file: it has no nodes")
    if len(graph.node) > MAX_NODES:
        raise ForeignFileError(f"has {len(graph.node)} nodes; a network that hlviz draws has far fewer")
    try:
        return _Walk(graph, is_own=proto.producer_name == OWN).chain()
    except ForeignFileError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise ForeignFileError(f"is damaged: {quoted(error)}") from error


@dataclass(eq=False)
class _Layer:
    """A layer on the way: what comes after its sum is taken into it until its activation is met."""

    name: str
    weights: Array
    bias: Array
    activation: str | None = None


@dataclass(eq=False)
class _Walk:
    """From the input of a graph to its output, node by node."""

    graph: "GraphProto"
    is_own: bool = False
    """Whether hlviz wrote it: then what makes inputs of a row, and a class of the outputs, is hlviz's own."""
    layers: list[_Layer] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    scale: Array | float = 1.0
    """What the numbers were multiplied by since the last activation, or the input."""
    shift: Array | float = 0.0
    scaled_by: str = ""
    """The node that did so last."""

    def __post_init__(self) -> None:
        self._stored: dict[str, TensorProto] = {tensor.name: tensor for tensor in self.graph.initializer}
        self._users: dict[str, list[NodeProto]] = {}
        self._turned: dict[str, str] = {}
        for node in self.graph.node:
            if node.op_type == "Constant":
                for attribute in node.attribute:
                    if attribute.name == "value":
                        self._stored[node.output[0]] = attribute.t
            elif node.op_type == "Transpose" and node.input and node.input[0] in self._stored:
                self._turned[node.output[0]] = node.input[0]
            for name in node.input:
                self._users.setdefault(name, []).append(node)

    def chain(self) -> Chain:
        """Walk, and see what was met."""
        inputs = [value.name for value in self.graph.input if value.name not in self._stored]
        if len(inputs) != 1:
            raise ForeignFileError(f"has {len(inputs)} inputs; hlviz draws networks with one list of numbers as input")
        current, seen = self._behind_features(inputs[0]) if self.is_own else inputs[0], 0
        while users := self._users.get(current, []):
            node = users[0]
            if self.is_own and current == OUTPUTS:
                break
            if self.layers and all(user.op_type in AFTER for user in users) and self._is_end(users):
                break
            if len(users) > 1:
                current = self._past_curve(users, current)
            else:
                self._meet(node, current)
                current = node.output[0]
            seen += 1
            if seen > MAX_NODES:
                raise ForeignFileError(f"{_called(node)} leads back to itself")
        self._require_layers(current)
        if self.scaled_by:
            raise ForeignFileError(
                f"{self.scaled_by} changes the outputs after their activation; hlviz has no place for it"
            )
        for layer in self.layers:
            layer.activation = layer.activation or "identity"
        dense = [Dense(layer.name, layer.weights, layer.bias, layer.activation) for layer in self.layers]
        return chained(dense, tuple(self.notes))

    def _behind_features(self, row: str) -> str:
        """The name of what hlviz computed of a row before it scales, where it writes a network; else the row itself."""
        made_by = {name: node for node in self.graph.node for name in node.output}
        current = next((node.input[0] for node in self.graph.node if node.op_type == "Clip" and node.input), row)
        for _ in ("Div", "Sub"):
            node = made_by.get(current)
            if node is not None and node.op_type in {"Div", "Sub"} and len(node.input) == 2:
                current = node.input[0]
        made = made_by.get(current)
        columns = made.input if made is not None and made.op_type == "Concat" else [current]
        if current != row and any(name in made_by and made_by[name].op_type != "Gather" for name in columns):
            self.notes.append("its inputs are the features that hlviz computed of X₁ and X₂, in their order")
        return current

    def _past_curve(self, users: "list[NodeProto]", current: str) -> str:
        """Take an activation function that is spelled out in small steps; the name of what it comes to."""
        curve = curve_of(current, self.graph.node, self._number) if self._open is not None else None
        if curve is None:
            raise ForeignFileError(
                f"{_called(users[0])} is one of {len(users)} that take {quoted(current)}: it branches"
            )
        if curve.note:
            self.notes.append(f"{_called(users[0])}: {curve.note}")
        self.layers[-1].activation = curve.key
        return curve.end

    def _number(self, name: str) -> float | None:
        """The one number stored under that name; None where there is none, or more than one."""
        from onnx import numpy_helper

        tensor = self._stored.get(name)
        if tensor is None or tensor.external_data or math.prod(tensor.dims) != 1:
            return None
        return float(numpy_helper.to_array(tensor).reshape(()))

    def _is_end(self, users: "list[NodeProto]") -> bool:
        """Whether only what names the class is left: several take the outputs, or the first of it does."""
        return len(users) > 1 or users[0].op_type in {"ArgMax", "ZipMap", "Normalizer"}

    def _require_layers(self, last: str) -> None:
        if self.layers:
            return
        met = self.graph.node[0]
        raise ForeignFileError(f"{_called(met)}: from the input {quoted(last)} no fully connected layer is reached")

    def _meet(self, node: "NodeProto", current: str) -> None:
        kind = node.op_type
        if node.domain not in {"", "ai.onnx", "ai.onnx.ml"}:
            raise ForeignFileError(f"{_called(node)} is not of ONNX's own operators")
        if kind in NOTHING or (kind == "Clip" and self.is_own):  # hlviz's lies so far out that no number meets it
            return
        if kind in ACTIVATIONS:
            self._activate(node)
        elif kind in {"MatMul", "Gemm"}:
            self._dense(node, current)
        elif kind in ELEMENTWISE:
            self._scale(node, current)
        elif kind == "Scaler":  # of scikit-learn's StandardScaler
            offset, scale = (
                np.asarray(_attribute(node, name, [value])) for name, value in (("offset", 0.0), ("scale", 1.0))
            )
            self._take(node, scale.astype(np.float64), -offset.astype(np.float64) * scale)
        else:
            raise ForeignFileError(f"{_called(node)} is no part of a multilayer perceptron that hlviz knows")

    @property
    def _open(self) -> _Layer | None:
        """The layer whose activation was not met yet."""
        return self.layers[-1] if self.layers and self.layers[-1].activation is None else None

    def _activate(self, node: "NodeProto") -> None:
        layer, key = self._open, ACTIVATIONS[node.op_type]
        if layer is None:
            raise ForeignFileError(f"{_called(node)} does not follow a fully connected layer")
        if node.op_type == "LeakyRelu" and abs(float(_attribute(node, "alpha", 0.01)) - LEAK) > 1e-6:
            raise ForeignFileError(f"{_called(node)} leaks {_attribute(node, 'alpha', 0.01):g}; hlviz's leaks {LEAK:g}")
        if node.op_type == "Gelu" and _attribute(node, "approximate", b"none") != b"tanh":
            self.notes.append(f"{_called(node)}: {EXACT_GELU}")
        layer.activation = key

    def _dense(self, node: "NodeProto", current: str) -> None:
        if len(node.input) < 2 or node.input[0] != current:
            raise ForeignFileError(f"{_called(node)} multiplies from the other side; hlviz draws rows times weights")
        weights = self._array(node, node.input[1])
        if weights.ndim != 2:
            raise ForeignFileError(f"{_called(node)} has weights of {weights.ndim} dimensions instead of 2")
        bias: Array = np.zeros(weights.shape[1])
        if node.op_type == "Gemm":
            if _attribute(node, "transA", 0):
                raise ForeignFileError(f"{_called(node)} turns its input about; hlviz draws rows times weights")
            if _attribute(node, "transB", 0):
                weights = weights.T
            weights = weights * float(_attribute(node, "alpha", 1.0))
            bias = np.zeros(weights.shape[1])
            if len(node.input) > 2 and node.input[2]:
                bias = bias + float(_attribute(node, "beta", 1.0)) * self._array(node, node.input[2]).reshape(-1)
        if (layer := self._open) is not None:
            layer.activation = "identity"
        try:
            with np.errstate(all="ignore"):
                bias = bias + np.broadcast_to(self.shift, weights.shape[:1]) @ weights
                weights = np.broadcast_to(self.scale, weights.shape[:1])[:, None] * weights
        except ValueError as error:
            raise ForeignFileError(
                f"{self.scaled_by or _called(node)} does not fit {_called(node)} after it"
            ) from error
        self.scale, self.shift, self.scaled_by = 1.0, 0.0, ""
        self.layers.append(_Layer(node.name or f"layer {len(self.layers) + 1}", weights, bias))

    def _scale(self, node: "NodeProto", current: str) -> None:
        if len(node.input) != 2:
            raise ForeignFileError(f"{_called(node)} takes {len(node.input)} arrays instead of 2")
        first = node.input[0] == current
        value = self._array(node, node.input[1 if first else 0])
        value = value.reshape(-1) if value.ndim and value.size > 1 else np.asarray(value, np.float64).reshape(())
        with np.errstate(all="ignore"):
            scale, shift = ELEMENTWISE[node.op_type](value, first)
        if scale is None:
            raise ForeignFileError(f"{_called(node)} divides by what comes in")
        self._take(node, scale, shift)

    def _take(self, node: "NodeProto", scale: Array, shift: Array) -> None:
        """Multiply by ``scale`` and add ``shift``: to the sum of the layer under way, or before the next one."""
        with np.errstate(all="ignore"):
            if (layer := self._open) is not None:
                wide = layer.bias * scale + shift
                if wide.shape != layer.bias.shape:
                    raise ForeignFileError(f"{_called(node)} does not fit {quoted(layer.name)} before it")
                layer.weights, layer.bias = layer.weights * scale, wide
                return
            self.scale, self.shift = self.scale * scale, self.shift * scale + shift
        self.scaled_by = _called(node)

    def _array(self, node: "NodeProto", name: str) -> Array:
        """The stored numbers of that name, as float64."""
        from onnx import TensorProto, numpy_helper

        if name in self._turned:
            return self._array(node, self._turned[name]).T
        tensor = self._stored.get(name)
        if tensor is None:
            raise ForeignFileError(f"{_called(node)} takes {quoted(name)}, which is computed, not stored")
        if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
            raise ForeignFileError(f"{quoted(name)} lies in another file; export the network in one")
        if tensor.data_type not in {TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.BFLOAT16}:
            raise ForeignFileError(f"{quoted(name)} holds no floating-point numbers, which weights are")
        count = require_size(name, tuple(tensor.dims))
        held = len(tensor.raw_data) // 2 if tensor.raw_data else max(
            len(tensor.float_data), len(tensor.double_data), len(tensor.int32_data)
        )  # fmt: skip
        if held < count:  # before an array of that size is made
            raise ForeignFileError(f"{quoted(name)} is cut short")
        return np.asarray(numpy_helper.to_array(tensor), dtype=np.float64)


def _called(node: "NodeProto") -> str:
    """A node as a person finds it in a viewer."""
    return f"{quoted(node.op_type)} {quoted(node.name)}" if node.name else f"{quoted(node.op_type)} node"


def _attribute(node: "NodeProto", name: str, usual: Any) -> Any:
    from onnx import helper

    for attribute in node.attribute:
        if attribute.name == name:
            return helper.get_attribute_value(attribute)
    return usual
