"""Files of older formats open as what they were, with nothing in what they did not know."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from files.documents import assert_equal
from files.test_project_file import members
from hlviz.errors import ProjectFileError
from hlviz.files import read_project, write_project
from hlviz.files.container import packed
from hlviz.files.migrations import MIGRATIONS
from hlviz.files.schema import FORMAT
from hlviz.training.curves import Curves

SAMPLES = Path(__file__).parent / "samples"


def test_there_is_a_sample_and_a_migration_of_every_older_format() -> None:
    assert sorted(MIGRATIONS) == list(range(1, FORMAT))
    for number in MIGRATIONS:
        text = json.loads(members((SAMPLES / f"format-{number}.hlviz").read_bytes())["project.json"])
        assert text["format"] == number


@pytest.mark.parametrize("number", MIGRATIONS)
def test_an_older_file_opens_trains_on_and_is_saved_as_the_newest(number: int, tmp_path: Path) -> None:
    opened = read_project(SAMPLES / f"format-{number}.hlviz")
    write_project(tmp_path / "new.hlviz", opened)
    assert json.loads(members((tmp_path / "new.hlviz").read_bytes())["project.json"])["format"] == FORMAT
    assert_equal(read_project(tmp_path / "new.hlviz"), opened)
    trainer = opened.trainer()
    before = trainer.evaluate().train_loss
    assert before == pytest.approx(opened.frame.evaluation.train_loss, rel=1e-5)
    trainer.train()
    assert trainer.step == opened.frame.step + 1


def test_format_1_has_nothing_of_what_came_later() -> None:
    opened = read_project(SAMPLES / "format-1.hlviz")
    project, network = opened.project, opened.project.network
    assert (project.name, project.notes, opened.frame.step) == ("Tëst", "Look here.\n", 21)
    assert (network.frozen, network.cut, project.touches) == (frozenset(), frozenset(), ())
    assert all(layer.shift == (0, 0) and layer.neuron_names == () for layer in network.hidden)
    assert network.layer_name(0) == "First"
    assert network.layer_name(1) == "A layer whose name is long, since nothing kept it from being"
    assert len(opened.curves)
    assert np.isnan(Curves(opened.curves).table().penalty).all()


def spoilt(edit: Callable[[Any], Any]) -> bytes:
    """The sample of format 1 with something in its JSON changed."""
    parts = members((SAMPLES / "format-1.hlviz").read_bytes())
    document = json.loads(parts["project.json"])
    edit(document)
    return packed(parts | {"project.json": json.dumps(document).encode()})


@pytest.mark.parametrize(
    ("edit", "cause"),
    [
        (lambda d: d.update(touches=[]), "no field 'touches'"),
        (lambda d: d["network"].update(cut=[]), "no field 'cut'"),
        (lambda d: d["network"]["hidden"][0].update(shift=[0, 0]), "no field 'shift'"),
        (lambda d: d.pop("network"), "network is missing"),
        (lambda d: d.update(network=[1]), "network is missing"),
        (lambda d: d["network"].pop("hidden"), "no list of layers"),
        (lambda d: d["network"].update(hidden=[[]]), "no JSON object"),
        (lambda d: d["network"]["hidden"][0].update(name=7), "name is no text"),
        (lambda d: d.update(wings=2), "unknown field `wings`"),
        (lambda d: d["network"]["hidden"][0].update(activation="magic"), "magic"),
    ],
)
def test_a_bad_file_of_format_1_is_refused_in_one_line(edit: Callable[[Any], Any], cause: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.hlviz"
    path.write_bytes(spoilt(edit))
    with pytest.raises(ProjectFileError, match=rf"bad.hlviz is damaged or no project of hlviz's: .*{cause}"):
        read_project(path)


def test_curves_of_format_1_may_know_their_penalties(tmp_path: Path) -> None:
    parts = members((SAMPLES / "format-1.hlviz").read_bytes())
    arrays = safetensors.numpy.load(parts["arrays.safetensors"])
    arrays["curves"] = np.column_stack([arrays["curves"], np.full(len(arrays["curves"]), 0.25)])
    path = tmp_path / "x.hlviz"
    path.write_bytes(packed(parts | {"arrays.safetensors": safetensors.numpy.save(arrays)}))
    assert (Curves(read_project(path).curves).table().penalty == 0.25).all()
