"""hlviz for programs: what ``import hlviz`` offers. ``load``, ``train``, ``predict`` and ``export``, without a window and without Qt.

::

    import hlviz

    net = hlviz.train("iris.csv", epochs=200, hidden="8,4")
    print(net.frame.evaluation.test_metric)
    print(hlviz.predict(net, [[5.1, 3.5, 1.4, 0.2]]))
    hlviz.export(net, "onnx", "iris.onnx")
"""

import argparse
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hlviz.document.presets import PRESETS
from hlviz.errors import SettingError
from hlviz.files import Saved, read_project, write_project
from hlviz.files.atomic_write import atomic_write
from hlviz.files.saved import rows_of
from hlviz.files.source import Source, source
from hlviz.files.source import train as carry_out
from hlviz.interchange.formats import FORMATS
from hlviz.interchange.rows import read_rows, table_of, taken_from
from hlviz.interchange.trained import Trained
from hlviz.nn.arrays import Array
from hlviz.training.assembly import assemble
from hlviz.training.curves import Curves

__all__ = ["Trained", "export", "load", "predict", "train"]

AnyPath = str | PathLike[str]
PROJECT = "hlviz"
"""The key of hlviz's own format in ``export``."""


def load(path: AnyPath) -> Trained:
    """The network in a project file.

    Parameters
    ----------
    path
        A file that hlviz saved (.hlviz).

    Raises
    ------
    ProjectFileError
        If it cannot be read; one line that names file and cause.
    """
    return trained_of(read_project(Path(path)))


def train(
    what: AnyPath, *, epochs: int | None = None, target: str | None = None, engine: str = "auto", **settings: object
) -> Trained:
    """Train a network, or go on with one.

    Parameters
    ----------
    what
        A project (.hlviz), a table (.csv), or the key of a preset, as ``hlviz presets`` lists them.
    epochs
        How long; None: as long as the preset takes, else 100.
    target
        The column of a table to learn; None: the last.
    engine
        Who does the arithmetic: "auto", "compiled", "numpy" or "reference".
    **settings
        As ``hlviz train --set``: ``hidden="8,4"``, ``learning_rate=0.1``, ``seed=3`` … ``hlviz train --help`` lists them.

    Returns
    -------
    Trained
        With ``frame.divergence`` where the loss stopped being a number: then it is the last moment before.

    Raises
    ------
    HlvizError
        If a file, a column or a setting is wrong.
    """
    path = Path(what)
    is_preset = str(what) in PRESETS and not path.exists()
    if epochs is not None and epochs < 0:
        raise SettingError(f"epochs is {epochs}: choose 0 or more")
    begun = source(
        argparse.Namespace(
            file=None if is_preset else path,
            preset=str(what) if is_preset else None,
            target=target,
            **dict.fromkeys(("inputs", "missing", "test_column", "time_column", "side")),
            epochs=epochs,
            engine=engine,
            seed=None,
            settings=[f"{key}={_word(value)}" for key, value in settings.items()],
        )
    )
    carry_out(begun)
    return trained_by(begun)


def predict(net: Trained, rows: AnyPath | ArrayLike | Mapping[str, Any]) -> list[str] | Array:
    """What a network says of rows, in the form of the table that it learned from: words are words, and gaps may be gaps.

    Parameters
    ----------
    net
        As ``load`` or ``train`` gave it.
    rows
        The path of a table (CSV, Excel, ODS, Parquet, NumPy); or columns by name, as a dict or a frame of pandas'; or (n, columns)
        values in the order of the columns that it learned from. Columns by name may be in any order and more than it takes.

    Returns
    -------
    list of str, or array of shape (n,)
        The name of the class of each row; or the number predicted, in the target's own unit. Empty, or NaN, where a row has a gap
        and the network learned to leave such rows out.

    Raises
    ------
    DataError
        If a column is missing, or a value is none that the network knows: one line that names row and column.
    ValueError
        If rows have another number of columns, or hold an infinity.
    """
    if isinstance(rows, str | PathLike):
        found = read_rows(Path(rows), net)
    else:
        found = taken_from(table_of(rows, net), net)
    said = net.named(net.outputs(found.x))
    if isinstance(said, list):
        names = dict(zip(found.at.tolist(), said, strict=True))
        return [names.get(row, "") for row in range(found.table.rows)]
    numbers = np.full(found.table.rows, np.nan)
    numbers[found.at] = said
    return numbers


def export(net: Trained, to: str, path: AnyPath) -> None:
    """Write a network for another program, wholly or not at all.

    Parameters
    ----------
    net
        As ``load`` or ``train`` gave it.
    to
        A key of ``hlviz.interchange.formats.FORMATS``: "numpy", "torch", "keras", "sklearn", "onnx", "npz", "safetensors",
        "history", "predictions"; or "hlviz", a project that the window opens.
    path
        Where to.

    Raises
    ------
    HlvizError
        If there is no such format, the network does not fit it, or the file cannot be written.
    """
    if to == PROJECT:
        write_project(Path(path), Saved(net.project, net.start, net.frame, rows_of(net.curves)))
        return
    if to not in FORMATS:
        raise SettingError(f"there is no format {to!r}; there are {', '.join([*FORMATS, PROJECT])}")
    atomic_write(Path(path), FORMATS[to].write(net))


def trained_of(saved: Saved) -> Trained:
    """What a project file holds, ready to be exported."""
    exact = saved.exact()
    return Trained(assemble(saved.project), exact.start, exact.frame, Curves(exact.curves).table())


def trained_by(begun: Source) -> Trained:
    """A training at this moment."""
    trainer = begun.trainer
    return Trained(trainer.assembly, trainer.start, trainer.snapshot(0), begun.curves.table())


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ",".join(map(str, value))
    return str(value)
