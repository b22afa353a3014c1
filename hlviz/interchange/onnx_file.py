"""The network as ONNX: raw rows go in, in the units of the table, and what the network says comes out.

Features and scaling are in double precision and the layers in float32, as in hlviz itself.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from hlviz import __version__
from hlviz.errors import HlvizError
from hlviz.interchange.python_code import is_scaled
from hlviz.interchange.trained import Trained
from hlviz.paths import to_install

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

OPSET = 17
"""Of 2022: what most programs that read ONNX know by now."""
IR = 8
FAR = 1e30
OWN = "hlviz"
"""Who a file of hlviz's says has made it."""
OUTPUTS = "outputs"
"""What the network says, before a class or a value is made of it."""


def onnx_file(trained: Trained) -> bytes:
    """The file.

    Input ``x`` (n, columns), double. Outputs ``outputs`` (n, outputs), float; and ``class`` (n,), the place of the class among the
    names in the metadata, or ``value`` (n,), double, the number in the target's own unit.

    Raises
    ------
    HlvizError
        If the package onnx is missing, or a weight is no number.
    """
    trained.require_numbers()
    try:
        import onnx
    except ImportError as error:
        raise HlvizError(f"ONNX needs the package onnx: {to_install('onnx')}") from error
    proto = _whole(trained, _Graph())
    onnx.checker.check_model(proto, full_check=True)
    return bytes(proto.SerializeToString())


class _Graph:
    """Nodes and constants in the order they come."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def add(self, operator: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Add a node; the name of what comes out of it, which is ``name`` if that is given."""
        from onnx import helper

        name = name or f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def constant(self, value: ArrayLike, dtype: type = np.float32) -> str:
        """Add a constant; its name."""
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name


def _whole(trained: Trained, graph: _Graph) -> "ModelProto":
    from onnx import TensorProto, helper

    a, points, parameters = trained.assembly, trained.points, trained.parameters
    shown = _inputs(trained, graph)
    for w, b, activation in zip(parameters.weights, parameters.biases, a.activations, strict=True):
        z = graph.add("Add", graph.add("MatMul", shown, graph.constant(w)), graph.constant(b))
        shown = _activation(graph, activation.key, z)
    graph.add("Identity", shown, name=OUTPUTS)
    if a.is_classification:
        _class(trained, graph)
        said = helper.make_tensor_value_info("class", TensorProto.INT64, ["n"])
    else:
        _value(trained, graph)
        said = helper.make_tensor_value_info("value", TensorProto.DOUBLE, ["n"])
    x = helper.make_tensor_value_info("x", TensorProto.DOUBLE, ["n", len(points.input_names)])
    outputs = helper.make_tensor_value_info(OUTPUTS, TensorProto.FLOAT, ["n", a.wiring.sizes[-1]])
    proto = helper.make_model(
        helper.make_graph(graph.nodes, "network", [x], [outputs, said], graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
        producer_name=OWN,
        producer_version=__version__,
        doc_string=f"{trained.project.name}: raw rows go in, in the units of the table; features and scaling are inside.",
    )
    texts = {"name": trained.project.name, "target": points.target_name}
    helper.set_model_props(
        proto,
        {
            **texts,
            "columns": "\n".join(points.input_names),
            "inputs": "\n".join(a.split.inputs),
            "classes": "\n".join(points.class_names),
        },
    )
    return proto


def _inputs(trained: Trained, graph: _Graph) -> str:
    """What the network is shown of ``x``: features, scaling, float32."""
    from onnx import TensorProto

    split, values = trained.assembly.split, "x"
    if trained.points.plane:
        columns = [_feature(graph, key) for key in split.inputs]
        values = graph.add("Concat", *columns, axis=1) if len(columns) > 1 else columns[0]
    if is_scaled(trained):
        values = graph.add("Sub", values, graph.constant(split.mean, np.float64))
        values = graph.add("Div", values, graph.constant(split.scale, np.float64))
    values = graph.add("Clip", values, graph.constant(-FAR, np.float64), graph.constant(FAR, np.float64))
    return graph.add("Cast", values, to=TensorProto.FLOAT)


def _feature(graph: _Graph, key: str) -> str:
    """One of ``hlviz.datasets.FEATURES``, shape (n, 1)."""
    one, two = (graph.add("Gather", "x", graph.constant([place], np.int64), axis=1) for place in (0, 1))
    calculated = {
        "x1": lambda: one,
        "x2": lambda: two,
        "x1_squared": lambda: graph.add("Mul", one, one),
        "x2_squared": lambda: graph.add("Mul", two, two),
        "x1x2": lambda: graph.add("Mul", one, two),
        "sin_x1": lambda: graph.add("Sin", one),
        "sin_x2": lambda: graph.add("Sin", two),
    }
    return calculated[key]()


NAMED = {
    "identity": "Identity", "relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid", "softplus": "Softplus", "sine": "Sin",
}  # fmt: skip
"""The activations that are one operator of ONNX."""


def _activation(graph: _Graph, key: str, z: str) -> str:
    if key == "leaky_relu":
        return graph.add("LeakyRelu", z, alpha=0.01)
    if key == "softmax":
        return graph.add("Softmax", z, axis=1)
    if key == "gelu":  # ½ z (1 + tanh(√(2/π) (z + 0.044715 z³)))
        cubed = graph.add("Mul", graph.add("Mul", graph.add("Mul", z, z), z), graph.constant(0.044715))
        inner = graph.add("Mul", graph.add("Add", z, cubed), graph.constant(np.sqrt(2 / np.pi)))
        share = graph.add("Add", graph.add("Tanh", inner), graph.constant(1.0))
        return graph.add("Mul", graph.add("Mul", z, graph.constant(0.5)), share)
    return graph.add(NAMED[key], z)


def _class(trained: Trained, graph: _Graph) -> None:
    from onnx import TensorProto

    if trained.assembly.wiring.sizes[-1] > 1:
        graph.add("ArgMax", OUTPUTS, axis=1, keepdims=0, name="class")
        return
    first = graph.add("Gather", OUTPUTS, graph.constant(0, np.int64), axis=1)
    above = graph.add("Greater", first, graph.constant(trained.assembly.threshold))
    graph.add("Cast", above, to=TensorProto.INT64, name="class")


def _value(trained: Trained, graph: _Graph) -> None:
    from onnx import TensorProto

    first = graph.add("Gather", OUTPUTS, graph.constant(0, np.int64), axis=1)
    wide = graph.add("Cast", first, to=TensorProto.DOUBLE)
    scaled = graph.add("Mul", wide, graph.constant(trained.assembly.target_scale, np.float64))
    graph.add("Add", scaled, graph.constant(trained.assembly.target_mean, np.float64), name="value")
