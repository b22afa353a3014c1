"""Activation functions in small steps: told by their curve, and what is none of them is not."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("onnx", reason="left out: onnx is not installed")
from onnx import helper

from hlviz.errors import HlvizError
from hlviz.interchange.readers import read_network
from tests.interchange.foreign import onnx_file

STORED = {
    "w": np.array([[1.0, -2.0]], np.float32), "b": np.zeros(2, np.float32), "v": np.array([[3.0], [4.0]], np.float32),
    "half": np.array(0.5, np.float32), "one": np.array(1.0, np.float32), "root": np.array([2**0.5], np.float32),
    "leak": np.array(0.01, np.float32), "more": np.array(0.3, np.float32), "two": np.array([1.0, 2.0], np.float32),
}  # fmt: skip
Steps = Sequence[tuple[str, list[str], str]]


def read(tmp_path: Path, steps: Steps) -> Any:
    """The network z = x·w + b, the steps from z to a, and a·v."""
    nodes = [
        helper.make_node("Gemm", ["in", "w", "b"], ["z"]),
        *(helper.make_node(op, given, [made]) for op, given, made in steps),
        helper.make_node("MatMul", ["a", "v"], ["out"]),
    ]
    path = tmp_path / "x.onnx"
    path.write_bytes(onnx_file(nodes, STORED, 1))
    return read_network(path)


@pytest.mark.parametrize(
    ("key", "steps"),
    [
        ("leaky_relu", [("Mul", ["leak", "z"], "l"), ("Max", ["z", "l"], "a")]),
        ("relu", [("Greater", ["z", "b0"], "g"), ("Where", ["g", "z", "b0"], "a")]),
        ("tanh", [
            ("Neg", ["z"], "n"), ("Exp", ["z"], "p"), ("Exp", ["n"], "q"), ("Sub", ["p", "q"], "s"), ("Add", ["p", "q"], "t"),
            ("Div", ["s", "t"], "a"),
        ]),
        ("gelu", [
            ("Div", ["z", "root"], "d"), ("Erf", ["d"], "e"), ("Add", ["e", "one"], "f"), ("Mul", ["z", "f"], "g"),
            ("Mul", ["g", "half"], "a"),
        ]),
    ],
)  # fmt: skip
def test_a_function_in_small_steps_is_known(
    key: str, steps: Steps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(STORED, "b0", np.array(0.0, np.float32))
    chain = read(tmp_path, steps)
    assert [layer.activation for layer in chain.layers] == [key, "identity"]
    assert chain.sizes == (1, 2, 1)
    assert bool(chain.notes) == (key == "gelu"), "the exact GELU is not quite hlviz's"


@pytest.mark.parametrize(
    "steps",
    [
        [("Sigmoid", ["z"], "s"), ("Mul", ["z", "s"], "a")],  # SiLU, which hlviz does not have
        [("Mul", ["more", "z"], "l"), ("Max", ["z", "l"], "a")],  # leaks more than hlviz's
        [("Mul", ["two", "z"], "l"), ("Max", ["z", "l"], "a")],  # not the same for each neuron
        [("Softmax", ["z"], "l"), ("Mul", ["z", "l"], "a")],
        [("Mul", ["z", "none"], "l"), ("Max", ["z", "l"], "a")],
        [("Add", ["z"], "l"), ("Max", ["z", "l"], "a")],
    ],
)
def test_what_is_no_function_of_hlvizs_is_refused_by_name(steps: Steps, tmp_path: Path) -> None:
    with pytest.raises(HlvizError, match="it branches"):
        read(tmp_path, steps)
