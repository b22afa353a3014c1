"""``import hlviz`` for programs: cheap, without Qt, and four functions that do what the window and the command line do."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import hlviz
from hlviz.errors import HlvizError
from hlviz.files import read_project

ROWS = "height,weight,kind\n" + "".join(f"{i % 9}.5,{i % 7},{'small' if i % 9 < 4 else 'large'}\n" for i in range(63))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_train_predict_export_load(table: Path, tmp_path: Path) -> None:
    net = hlviz.train(table, epochs=60, hidden=(6,), seed=2, standardize=True)
    assert net.frame.epoch == 60
    assert net.frame.evaluation.test_metric > 0.9
    assert hlviz.predict(net, [[0.5, 3], [8.5, 3]]) == ["small", "large"]
    hlviz.export(net, "hlviz", tmp_path / "x.hlviz")
    again = hlviz.load(tmp_path / "x.hlviz")
    assert (again.project.network, again.project.training) == (net.project.network, net.project.training)
    np.testing.assert_array_equal(again.outputs(net.points.x), net.outputs(net.points.x))
    np.testing.assert_array_equal(again.curves.test_loss, net.curves.test_loss)
    assert read_project(tmp_path / "x.hlviz").frame.epoch == 60
    hlviz.export(again, "numpy", tmp_path / "x.py")
    answer = subprocess.run([sys.executable, tmp_path / "x.py"], capture_output=True, text=True, check=False)
    assert answer.stdout == "the same as in hlviz for 8 samples\n", answer.stderr


def test_numbers_come_in_their_own_unit() -> None:
    net = hlviz.train("sine", epochs=0)
    said = hlviz.predict(net, [[0.0], [1.0]])
    assert isinstance(said, np.ndarray)
    assert (said.shape, said.dtype) == ((2,), np.float64)


def test_what_is_wrong_is_told(table: Path, tmp_path: Path) -> None:
    with pytest.raises(HlvizError, match="no file"):
        hlviz.train(tmp_path / "none.csv")
    with pytest.raises(HlvizError, match="no setting 'wings'"):
        hlviz.train(table, wings=2)
    with pytest.raises(HlvizError, match="epochs is -1"):
        hlviz.train(table, epochs=-1)
    net = hlviz.train(table, epochs=0)
    with pytest.raises(HlvizError, match="no format 'mpeg'; there are numpy, torch"):
        hlviz.export(net, "mpeg", tmp_path / "x")
    with pytest.raises(HlvizError, match="there is no folder"):
        hlviz.export(net, "numpy", tmp_path / "none" / "x")
    with pytest.raises(ValueError, match="rows of 2 values"):
        hlviz.predict(net, [[1, 2, 3]])
    with pytest.raises(ValueError, match="finite"):
        hlviz.predict(net, [[1, np.nan]])
    with pytest.raises(AttributeError):
        hlviz.wings  # noqa: B018


def test_the_import_is_cheap_and_knows_no_qt() -> None:
    program = (
        "import sys, hlviz\n"
        "early = {'numpy', 'hlviz.api'} & set(sys.modules)\n"
        "assert {'train', 'load', 'predict', 'export'} <= set(dir(hlviz))\n"
        "hlviz.predict(hlviz.train('xor', epochs=1), [[1, 2]])\n"
        "late = {'PySide6', 'pyqtgraph', 'pandas', 'onnx', 'PIL'} & set(sys.modules)\n"
        "sys.exit(str(early | late) if early | late else 0)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
