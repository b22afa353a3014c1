"""Tables for spreadsheets and other programs: the history of a run, and what the network says of every sample. CSV in UTF-8."""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from hlviz.interchange.trained import Trained
from hlviz.nn.arrays import Array
from hlviz.training.curves import COLUMNS


def history_csv(trained: Trained) -> bytes:
    """Losses and metrics over time, a row for each time that the network was judged; empty where that was not noted.

    Of long runs the older rows were joined to spans: two rows stand for each, with the least and the greatest values.
    """
    curves = trained.curves
    columns = [getattr(curves, name) for name in COLUMNS]
    metric = "accuracy" if trained.assembly.is_classification else "r2"
    head = [name.replace("metric", metric) for name in COLUMNS]
    rows = ([_cell(value) for value in row] for row in zip(*columns, strict=True))
    return csv_bytes(head, rows)


def _cell(value: float) -> str:
    if not np.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(float(value))


def predictions_csv(trained: Trained) -> bytes:
    """Every sample of the project's own data: its part, what it is, what is right and what the network says."""
    trained.require_numbers()
    points, split = trained.points, trained.assembly.split
    part = np.full(len(points.y), "train", dtype="<U5")
    part[split.test] = "test"
    truth = [points.class_names[int(k)] for k in points.y] if points.class_names else [_cell(y) for y in points.y]
    said = trained.outputs(points.x)
    head = ["row", "part", *points.input_names, points.target_name, *prediction_head(trained)]
    rows = (
        [str(i + 1), str(part[i]), *(_cell(v) for v in points.x[i]), truth[i], *cells]
        for i, cells in enumerate(prediction_cells(trained, said))
    )
    return csv_bytes(head, rows)


def prediction_head(trained: Trained) -> list[str]:
    """What the columns are called that say what the network says."""
    names = trained.points.class_names
    if not names:
        return ["predicted"]
    if trained.assembly.wiring.sizes[-1] == 1:
        return ["predicted", "output"]
    return ["predicted", *(f"output {name}" for name in names)]


def prediction_cells(trained: Trained, said: Array) -> Iterable[list[str]]:
    """These columns, row by row, for outputs of shape (n, outputs)."""
    named = trained.named(said)
    for name, outputs in zip(named, said, strict=True):
        if trained.points.class_names:
            yield [str(name), *(str(value) for value in outputs)]
        else:
            yield [_cell(float(name))]


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as text; a header that names two columns alike tells them apart by a number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_told_apart(head))
    writer.writerows(rows)
    return text.getvalue().encode()


def _told_apart(head: Sequence[str]) -> list[str]:
    apart: list[str] = []
    for name in head:
        key, again = name, 2
        while key in apart:
            key, again = f"{name} ({again})", again + 1
        apart.append(key)
    return apart
