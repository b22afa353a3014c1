"""The Python files: each is run, and says the same as hlviz of rows that it has not with it."""

import importlib.util
import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from hlviz.datasets import FEATURES
from hlviz.errors import HlvizError
from hlviz.interchange import python_keras, python_numpy, python_torch
from hlviz.interchange.formats import FORMATS
from hlviz.interchange.python_code import FEATURE_CODE
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from tests.interchange.networks import ALL, network

NEEDS = {"numpy": "numpy", "torch": "torch", "keras": "keras", "sklearn": "sklearn"}
BACKEND = os.environ.get("KERAS_BACKEND", "torch")
ROOT = Path(__file__).parents[2]

ASK = """
import json, sys, importlib.util
from pathlib import Path
answers = {}
for path in sys.argv[2:]:
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.check()
    x = json.loads(Path(path).with_suffix(".json").read_text(encoding="utf-8"))
    answers[Path(path).stem] = [module.outputs(x).tolist(), module.predict(x).tolist()]
Path(sys.argv[1]).write_text(json.dumps(answers), encoding="utf-8")
"""


@lru_cache
def python_with(package: str) -> str | None:
    """A Python that has the package: this one, or one that packaging/foreign.sh or packaging/bench.sh made."""
    if importlib.util.find_spec(package):
        return sys.executable
    find = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({package!r}) is None)"
    for python in (ROOT / f"build/{name}-venv/bin/python" for name in ("foreign", "bench")):
        if python.exists() and subprocess.run([python, "-c", find], capture_output=True, check=False).returncode == 0:
            return str(python)
    return None


@pytest.mark.parametrize("flavour", NEEDS)
def test_a_file_says_the_same_as_hlviz(flavour: str, tmp_path: Path) -> None:
    python = python_with(NEEDS[flavour])
    if python is None:
        pytest.skip(f"left out: {NEEDS[flavour]} is not installed (packaging/foreign.sh does so)")
    asked = {}
    for i, kind in enumerate(ALL):
        trained = network(kind)
        (tmp_path / f"n{i}.py").write_bytes(FORMATS[flavour].write(trained))
        asked[f"n{i}"] = trained, trained.points.x[:40]
        (tmp_path / f"n{i}.json").write_text(json.dumps(trained.points.x[:40].tolist()), encoding="utf-8")
    command = [python, "-c", ASK, str(tmp_path / "answers"), *(str(tmp_path / f"{name}.py") for name in asked)]
    environment = {**os.environ, "KERAS_BACKEND": BACKEND}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == 0, run.stderr[-3000:]
    answers = json.loads((tmp_path / "answers").read_text(encoding="utf-8"))
    for name, (trained, x) in asked.items():
        outputs, predicted = answers[name]
        said = trained.outputs(x)
        np.testing.assert_allclose(outputs, said, rtol=0, atol=trained.tolerance, err_msg=trained.project.name)
        if trained.assembly.is_classification:
            assert predicted == trained.named(said)
        else:
            np.testing.assert_allclose(predicted, trained.named(said), rtol=1e-5)


def run_it(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-O", str(path)], capture_output=True, text=True, check=False)


def test_a_file_notices_a_changed_weight(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    code = FORMATS["numpy"].write(network("plane")).decode()
    path.write_text(code, encoding="utf-8")
    answer = run_it(path)
    assert (answer.returncode, answer.stdout) == (0, "the same as in hlviz for 8 samples\n")
    path.write_text(code.replace("b1 = np.array(", "b1 = 0.01 + np.array("), encoding="utf-8")
    answer = run_it(path)
    assert answer.returncode == 1
    assert "AssertionError" in answer.stderr


def test_the_head_says_what_goes_in_and_comes_out() -> None:
    code = FORMATS["numpy"].write(network("seven inputs")).decode()
    head = code.partition("import")[0]
    for told in ("X₁, X₂", "X₁², X₂², X₁X₂", "(input - MEAN) / SCALE", "5 (Tanh), 1 (Tanh)", "above 0", "accuracy"):
        assert told in head
    assert all(line.startswith("#") for line in head.splitlines() if line)
    assert "not at all" in FORMATS["numpy"].write(network("plane")).decode()
    assert (
        "price, in its own unit, which is output * TARGET_SCALE" in FORMATS["torch"].write(network("prices")).decode()
    )


def test_dropout_goes_along_where_training_can_go_on() -> None:
    for flavour in ("torch", "keras"):
        assert "Dropout(0.2)" in FORMATS[flavour].write(network("gelu and dropout")).decode()


def test_scikit_learns_own_networks_are_used_where_they_fit() -> None:
    own = {kind: b"import MLP" not in FORMATS["sklearn"].write(network(kind)) for kind in ALL}
    assert [kind for kind, is_own in own.items() if is_own] == [
        "two classes by softmax", "waves", "gelu and dropout", "softplus", "leaky", "iris by tanh",
    ]  # fmt: skip


def test_every_feature_and_activation_can_be_written() -> None:
    assert FEATURE_CODE.keys() == FEATURES.keys()
    for flavour in (python_numpy, python_torch, python_keras):
        assert flavour.ACTIVATION_CODE.keys() == ACTIVATIONS.keys() | OUTPUTS.keys()


def test_too_many_weights_for_a_text_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hlviz.interchange.python_code.MOST", 20)
    with pytest.raises(HlvizError, match="export ONNX, npz or safetensors"):
        FORMATS["numpy"].write(network("plane"))
