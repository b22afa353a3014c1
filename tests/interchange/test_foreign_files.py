"""Networks that PyTorch, scikit-learn and Keras wrote themselves: read here, they say what those programs said of the same rows."""

import importlib.util
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hlviz.interchange.imported import Choices, imported
from hlviz.interchange.readers import read_network
from hlviz.nn.mlp import outputs
from hlviz.training.trainer import Trainer
from tests.interchange.test_python import python_with

HERE = Path(__file__).parents[1] / "data" / "foreign"
ANSWERS: dict[str, dict[str, Any]] = json.loads((HERE / "answers.json").read_text(encoding="utf-8"))


def apart(path: Path, answer: dict[str, Any]) -> float:
    """How far what hlviz says is from what the other program said, as a share of the largest number or of 1."""
    chain = read_network(path)
    choices = Choices(answer.get("activation", ""), answer.get("output", ""))
    got = imported(chain, path.stem, choices)
    trainer = Trainer(got.project, start=got.start)
    said = outputs(trainer.parameters, trainer.assembly.activations, np.array(answer["x"], np.float32))
    y = np.array(answer["y"])
    assert said.shape == y.shape
    return float(np.abs(said - y).max() / max(1.0, np.abs(y).max()))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_file_of_another_program_says_the_same(name: str) -> None:
    if name.endswith(".onnx") and importlib.util.find_spec("onnx") is None:
        pytest.skip("left out: onnx is not installed")
    answer = ANSWERS[name]
    assert apart(HERE / name, answer) <= 1e-6, answer["by"]


def test_every_file_here_has_its_answers() -> None:
    assert {path.name for path in HERE.iterdir() if path.suffix in {".onnx", ".npz", ".safetensors"}} == set(ANSWERS)


@pytest.mark.skipif(
    not os.environ.get("HLVIZ_FOREIGN"), reason="left out: half a minute (packaging/foreign.sh does so)"
)
def test_files_that_are_made_now_say_the_same(tmp_path: Path) -> None:
    """The versions of these programs that are installed, not only those that the files here are from."""
    python = python_with("skl2onnx")
    if python is None or python_with("torch") != python or python_with("keras") != python:
        pytest.skip("left out: torch, keras and skl2onnx are not installed (packaging/foreign.sh does so)")
    (tmp_path / "make.py").write_bytes((HERE / "make.py").read_bytes())
    run = subprocess.run(
        [python, str(tmp_path / "make.py")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "KERAS_BACKEND": "torch"},
    )
    assert run.returncode == 0, run.stderr[-3000:]
    answers = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    assert answers.keys() == ANSWERS.keys()
    for name, answer in answers.items():
        assert apart(tmp_path / name, answer) <= 1e-6, (name, answer["by"])
