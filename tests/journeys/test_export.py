"""A preset is trained on the command line, saved, and exported; the Python file alone says the same of the samples."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hlviz.cli import main
from hlviz.files import read_project
from hlviz.nn.mlp import outputs
from hlviz.training.assembly import assemble


def test_a_trained_preset_lives_on_as_a_numpy_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, script, said = tmp_path / "iris.hlviz", tmp_path / "iris.py", tmp_path / "said.csv"
    assert main(["train", "--preset", "iris", "--out", str(file)]) == 0
    assert main(["export", str(file), "--to", "numpy", "--out", str(script)]) == 0
    saved = read_project(file)
    a = assemble(saved.project)
    x = a.points.x
    program = "import json, sys, iris\niris.check()\nprint(json.dumps(iris.predict(json.load(sys.stdin)).tolist()))"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path, input=json.dumps(x.tolist()), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    classes = a.predicted(outputs(saved.frame.parameters, a.activations, a.split.to_inputs(x)))
    expected = [a.points.class_names[int(k)] for k in classes]
    assert json.loads(answer.stdout) == expected

    table = tmp_path / "new.csv"
    rows = [",".join(map(str, row)) for row in x.tolist()]
    table.write_text("\n".join([",".join(a.points.input_names), *rows]) + "\n", encoding="utf-8")
    assert main(["predict", str(file), str(table), "--out", str(said)]) == 0
    told = said.read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[x.shape[1]] for line in told] == expected
