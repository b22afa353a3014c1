"""Weights, history and predictions: read again by other libraries, they hold what hlviz says."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from safetensors import safe_open
from safetensors.numpy import load

from hlviz.errors import DataError
from hlviz.interchange.formats import FORMATS
from hlviz.interchange.rows import predicted_csv, read_rows
from tests.interchange.networks import ALL, network


def by_hand(arrays: dict[str, np.ndarray], x: np.ndarray) -> np.ndarray:
    """A network of tanh layers computed from the arrays in a file."""
    a, i = (x - arrays["input.mean"]) / arrays["input.scale"], 1
    while f"layer{i}.weight" in arrays:
        a = np.tanh(a @ arrays[f"layer{i}.weight"] + arrays[f"layer{i}.bias"])
        i += 1
    return a


def test_npz_is_all_it_takes(tmp_path: Path) -> None:
    net = network("iris by tanh")
    (tmp_path / "x.npz").write_bytes(FORMATS["npz"].write(net))
    with np.load(tmp_path / "x.npz", allow_pickle=False) as file:
        arrays = dict(file)
    assert arrays["classes"].tolist() == list(net.points.class_names)
    assert arrays["activations"].tolist() == ["tanh", "tanh"]
    np.testing.assert_allclose(by_hand(arrays, arrays["check.x"]), arrays["check.outputs"], atol=1e-5)
    np.testing.assert_allclose(by_hand(arrays, net.points.x), net.outputs(net.points.x), atol=1e-5)


def test_safetensors_is_all_it_takes(tmp_path: Path) -> None:
    net = network("plane")
    (tmp_path / "x.safetensors").write_bytes(FORMATS["safetensors"].write(net))
    arrays = load((tmp_path / "x.safetensors").read_bytes())
    np.testing.assert_allclose(by_hand(arrays, net.points.x), net.outputs(net.points.x), atol=1e-5)
    with safe_open(tmp_path / "x.safetensors", "numpy") as file:
        assert json.loads(file.metadata()["columns"]) == ["X₁", "X₂"]


@pytest.mark.parametrize("kind", ALL)
def test_predictions_are_those_of_the_network(kind: str) -> None:
    net = network(kind)
    rows = list(csv.reader(io.StringIO(FORMATS["predictions"].write(net).decode(), newline="")))
    head, body = rows[0], rows[1:]
    assert len(set(head)) == len(head)
    assert len(body) == len(net.points.y)
    at = head.index("predicted")
    said = [row[at] for row in body]
    expected = net.named(net.outputs(net.points.x))
    if net.points.class_names:
        assert said == expected
        right = [row[at] == row[at - 1] for row in body if row[1] == "test"]
        assert np.mean(right) == pytest.approx(net.frame.evaluation.test_metric)
    else:
        np.testing.assert_allclose(np.array(said, float), expected)


def test_history_is_a_table_of_the_curves() -> None:
    net = network("plane")
    table = pd.read_csv(io.BytesIO(FORMATS["history"].write(net)))
    assert list(table.columns) == [
        "step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "penalty",
    ]  # fmt: skip
    np.testing.assert_allclose(table["test_loss"], net.curves.test_loss)
    assert table["epoch"].tolist() == list(range(1, 9))
    assert "r2" in FORMATS["history"].write(network("prices")).decode().splitlines()[0]


# Rows of another table


def rows_of(path: Path, text: str, kind: str) -> list[list[str]]:
    path.write_text(text, encoding="utf-8")
    net = network(kind)
    return list(csv.reader(io.StringIO(predicted_csv(net, read_rows(path, net)).decode(), newline="")))


def test_a_table_comes_back_with_what_the_network_says(tmp_path: Path) -> None:
    net = network("prices")
    text = 'share;remark;year\n0,0005;"a; b";1950\n\n1e-4;;2010\n'
    rows = rows_of(tmp_path / "new.csv", text, "prices")
    assert rows[0] == ["share", "remark", "year", "predicted"]
    assert [row[:3] for row in rows[1:]] == [["0,0005", "a; b", "1950"], ["1e-4", "", "2010"]]
    said = net.named(net.outputs(np.array([[1950, 0.0005], [2010, 1e-4]])))
    np.testing.assert_allclose([float(row[3]) for row in rows[1:]], said)


def test_columns_of_the_plane_can_be_typed(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "new.csv", "x2,x1,predicted\n1,-2,?\n", "plane")
    assert rows[0] == ["x2", "x1", "predicted", "predicted (2)", "output"]
    net = network("plane")
    assert rows[1][3] == net.named(net.outputs(np.array([[-2.0, 1.0]])))[0]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("year,price\n1,2\n", "no column 'share', which the network takes: it has 'year', 'price'"),
        ("year,share\n1990,0.1\n1991,much\n", "row 3, column 'share': 'much' is not a number"),
        ("year,share\n1990,\n", "row 2, column 'share'"),
        ("year,share\n1990,1,2\n", "row 2: expected 2 values, found 3"),
        ("year,share\n", "no rows"),
    ],
)
def test_what_cannot_be_predicted_is_told(text: str, cause: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=cause):
        rows_of(tmp_path / "new.csv", text, "prices")
