"""New rows in the form of the table that was learned from get the answers that the window shows for the same rows."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import hlviz
from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.guess import guess
from hlviz.datasets.table_recipe import Missing, learned
from hlviz.document import Project, edits
from hlviz.errors import DataError
from hlviz.interchange.rows import predicted_csv, read_rows, told, verdict
from hlviz.interchange.trained import Trained
from tests.datasets import test_formats
from tests.interchange.networks import trained

COLOURS = ("red", "blue", "green")


def people() -> str:
    """Words of three kinds, numbers with a comma, gaps, a name that tells nothing, and a class."""
    lines = ["name;size;colour;married;kind"]
    for i in range(60):
        size = "" if i % 11 == 3 else f"{i % 9},{i % 10}"
        colour = "" if i % 13 == 5 else COLOURS[i % 3]
        lines.append(f"Nr {i};{size};{colour};{'yes' if i % 2 else 'no'};{'big' if i % 9 > 4 else 'small'}")
    return "\n".join(lines) + "\n"


def net_of(path: Path, missing: Missing = "flag", target: str | None = None) -> Trained:
    raw = read_raw(Origin(path))
    outcome = learned(raw, guess(raw, target, (), missing))
    project = edits.use_table(edits.set_shape(Project(), (6,)), outcome.points, outcome.recipe)
    return trained(project, 5)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(people(), encoding="cp1252")
    return path


def answers(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("missing", ["mean", "flag", "drop"])
def test_the_same_rows_get_the_answers_that_the_window_shows(missing: Missing, table: Path) -> None:
    net = net_of(table, missing)
    said = answers(predicted_csv(net, read_rows(table, net)))
    shown = iter(net.named(net.outputs(net.points.x)))
    lines = people().splitlines()[1:]
    assert len(said) == len(lines) == 60
    for row, line in zip(said, lines, strict=True):
        name, size, colour, *_ = line.split(";")
        assert (row["name"], row["size"], row["colour"]) == (name, size, colour), "the table is as it is written"
        is_left_out = missing == "drop" and "" in (size, colour)
        assert row["predicted"] == ("" if is_left_out else next(shown))
    assert next(shown, None) is None


def test_the_order_of_columns_makes_no_difference_and_others_are_named(table: Path, tmp_path: Path) -> None:
    net = net_of(table)
    frame = pd.read_csv(table, sep=";", dtype=str, keep_default_na=False)
    other = tmp_path / "turned.csv"
    frame[["married", "colour", "size"]].assign(remark="x;y").to_csv(other, sep=";", index=False)
    rows = read_rows(other, net)
    assert rows.y is None
    assert rows.unused == ("remark",)
    assert told(net, rows) == ["not used: 'remark'"]
    np.testing.assert_array_equal(net.outputs(rows.x), net.outputs(net.points.x))


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".parquet", ".npz"])
def test_tables_of_every_format_are_read(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(test_formats.text(","), encoding="utf-8")
    net, path = net_of(tmp_path / "x.csv"), tmp_path / f"x{suffix}"
    frame = pd.read_csv(tmp_path / "x.csv")
    if suffix == ".npz":
        np.savez(path, **{name: np.array(frame[name].tolist()) for name in reversed(frame.columns)})
    elif suffix == ".parquet":
        pytest.importorskip("pyarrow")
        frame.to_parquet(path)
    else:
        path.write_bytes(test_formats.xlsx() if suffix == ".xlsx" else test_formats.ods())
    said = answers(predicted_csv(net, read_rows(path, net)))
    assert [row["predicted"] for row in said] == net.named(net.outputs(net.points.x))
    assert [row["colour"] for row in said] == frame["colour"].tolist()


def test_one_column_is_enough_for_a_network_of_one_input(tmp_path: Path) -> None:
    (tmp_path / "line.csv").write_text("a,b\n" + "".join(f"{i},{i * 2.5}\n" for i in range(20)))
    net = net_of(tmp_path / "line.csv")
    (tmp_path / "new.csv").write_text("a\n3\n4.5\n")
    said = answers(predicted_csv(net, read_rows(tmp_path / "new.csv", net)))
    np.testing.assert_allclose(
        [float(row["predicted"]) for row in said], net.named(net.outputs(np.array([[3], [4.5]])))
    )


def test_what_is_right_is_judged_where_it_is_said(table: Path) -> None:
    net = net_of(table)
    found = verdict(net, read_rows(table, net))
    assert found is not None
    right = np.array(net.named(net.outputs(net.points.x))) == np.array(net.points.class_names)[net.points.y]
    assert found.rows == 60
    assert found.metric == pytest.approx(right.mean())
    y = np.where(net.points.y == 1, 1.0, -1.0)[:, None]
    assert found.loss == pytest.approx(net.assembly.loss.value(net.outputs(net.points.x), y.astype(np.float32)))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("size;colour;married\n1,5;mauve;yes\n", "row 2, column 'colour': 'mauve' is none of 'blue', 'green', 'red'"),
        ("size;married\n1,5;yes\n", "has no column 'colour', which the network takes: it has 'size', 'married'"),
        ("size;name\n1,5;yes\n", "has no columns 'colour', 'married', which the network takes"),
        ("size;colour;married\nmuch;red;no\n", "row 2, column 'size': 'much' is not a number .* or remove the row"),
        ("size;colour;married\n", "has no rows"),
    ],
)
def test_what_the_network_does_not_know_is_told_in_one_line(text: str, cause: str, table: Path, tmp_path: Path) -> None:
    net = net_of(table)
    (tmp_path / "new.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=cause) as told:
        read_rows(tmp_path / "new.csv", net)
    assert "\n" not in str(told.value)


def test_programs_give_a_file_columns_by_name_or_rows(table: Path) -> None:
    net = net_of(table)
    shown = net.named(net.outputs(net.points.x))
    assert hlviz.predict(net, table) == shown
    frame = pd.read_csv(table, sep=";", decimal=",")
    assert hlviz.predict(net, frame[["kind", "married", "colour", "size"]]) == shown
    assert hlviz.predict(net, {"size": [1.5, np.nan], "colour": ["red", None], "married": ["no", "yes"]}) == (
        hlviz.predict(net, [[1.5, "red", "no"], [None, None, "yes"]])
    )
    with pytest.raises(ValueError, match=re.escape("rows of 3 values ('size', 'colour', 'married')")):
        hlviz.predict(net, [[1.5, 1, 0, 0, 1, 0]])


def test_a_row_that_is_left_out_has_no_answer(table: Path) -> None:
    net = net_of(table, "drop")
    said = hlviz.predict(net, table)
    assert [i for i, word in enumerate(said) if not word] == [i for i in range(60) if i % 11 == 3 or i % 13 == 5]
    numbers = net_of(table, "drop", "size")
    rows = {"colour": ["red", ""], "married": ["no", "no"], "kind": ["big", "big"]}
    assert np.isnan(hlviz.predict(numbers, rows)).tolist() == [False, True]
