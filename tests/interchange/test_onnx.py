"""ONNX files, computed by onnxruntime: the same numbers to a millionth, from raw rows."""

import re
import sys
from typing import Any

import numpy as np
import pytest

from hlviz.datasets import FEATURES
from hlviz.errors import HlvizError
from hlviz.interchange.formats import FORMATS
from hlviz.interchange.onnx_in import read_onnx
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from tests.interchange.networks import ALL, network


def computed(data: bytes, x: np.ndarray) -> tuple[dict[str, Any], dict[str, str]]:
    runtime = pytest.importorskip("onnxruntime", reason="left out: there is no onnxruntime for this Python")
    session = runtime.InferenceSession(data, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    texts = session.get_modelmeta().custom_metadata_map
    return dict(zip(names, session.run(None, {"x": x.astype(np.float64)}), strict=True)), texts


@pytest.mark.parametrize("kind", ALL)
def test_onnxruntime_computes_the_same(kind: str) -> None:
    net = network(kind)
    x = net.points.x[:200]
    answers, texts = computed(FORMATS["onnx"].write(net), x)
    said = net.outputs(x)
    largest = max(1.0, float(np.abs(said).max()))
    assert np.abs(answers["outputs"] - said).max() <= 1e-6 * largest
    assert texts["target"] == net.points.target_name
    if net.points.class_names:
        assert answers["class"].tolist() == net.predicted(said).tolist()
        assert texts["classes"].split("\n")[0] == net.points.class_names[0].split("\n")[0]
    else:
        numbers = net.predicted(said)
        np.testing.assert_allclose(answers["value"], numbers, rtol=1e-6, atol=1e-6 * np.abs(numbers).max())


def test_without_onnx_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(HlvizError, match=re.escape(f"{sys.executable} -m pip install onnx")):
        FORMATS["onnx"].write(network("plane"))


@pytest.mark.parametrize("kind", ALL)
def test_what_hlviz_wrote_it_reads(kind: str) -> None:
    net = network(kind)
    chain = read_onnx(FORMATS["onnx"].write(net))
    split = net.assembly.split
    rows = np.asarray(net.points.x[:50], np.float64)
    shown = np.hstack([FEATURES[key].value(rows)[:, None] for key in split.inputs]) if net.points.plane else rows
    for layer in chain.layers:
        shown = {**ACTIVATIONS, **OUTPUTS}[layer.activation or "identity"].value(shown @ layer.weights + layer.bias)
    said = net.outputs(net.points.x[:50])
    assert np.abs(shown - said).max() <= 1e-5 * max(1.0, float(np.abs(said).max()))
