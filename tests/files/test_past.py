"""The past of a document comes back from its file: moments to the bit, branches with their ends, all within bounds."""

import json
import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from training.runs import project_of, same_bits

from files.documents import assert_equal, of_table, remembered, with_moments
from files.test_project_file import assert_one_line, json_mutant_of, members, scrambled
from hlviz.document import Project, edits
from hlviz.errors import ProjectFileError
from hlviz.files import Saved, read_project, write_project
from hlviz.files.container import packed
from hlviz.files.past import LITTLE_ROOM, Branch, KeptRun, Past
from hlviz.training.trainer import Trainer

MUTANTS = int(os.environ.get("HLVIZ_MUTANTS", "2000")) // 10


@cache
def good() -> bytes:
    path = Path(os.environ["XDG_STATE_HOME"]) / "past.hlviz"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_project(path, remembered())
    return path.read_bytes()


def test_a_past_comes_back_and_gives_the_same_bytes_again(tmp_path: Path) -> None:
    path, document = tmp_path / "x.hlviz", remembered()
    write_project(path, document)
    again = read_project(path)
    assert_equal(again, document)
    assert again.past is not None
    assert len(again.past.now.frames) == 22
    assert len(again.past.branches[0].kept.frames) == 13
    first = path.read_bytes()
    write_project(path, again)
    assert path.read_bytes() == first


def test_training_goes_on_from_any_moment_as_it_did(tmp_path: Path) -> None:
    document, history = with_moments(edits.set_training(project_of("circle"), optimizer="adam", batch_size=9), 40)
    write_project(tmp_path / "x.hlviz", replace(document, past=Past(KeptRun(history.frames()))))
    past = read_project(tmp_path / "x.hlviz").past
    assert past is not None
    for frame in (past.now.frames[7], past.now.frames[33]):
        assert frame.is_exact
        trainer = Trainer(past.now.frames.assembly_of(frame).project, start=document.start, frame=frame)
        while trainer.step < 40:
            trainer.train()
        assert same_bits(trainer.parameters, document.frame.parameters)


def test_the_run_that_it_branched_off_is_known_again(tmp_path: Path) -> None:
    write_project(tmp_path / "x.hlviz", remembered())
    past = read_project(tmp_path / "x.hlviz").past
    assert past is not None
    assert past.now.origin is not None
    assert past.now.origin.run == past.branches[0].run < 0
    assert past.branches[0].kept.origin is not None
    assert past.branches[0].kept.origin.run not in {branch.run for branch in past.branches}


# Bounds


def large(frames: int) -> tuple[Saved, Past]:
    """784-200-10: 600 kB a moment, three times that with Adam's memory."""
    project = edits.set_training(
        edits.set_shape(edits.choose_dataset(Project(), "digits"), (1500, 64)), optimizer="adam"
    )
    document, history = with_moments(project, frames)
    return document, Past(KeptRun(history.frames()))


def size(document: Saved, past: Past | None, path: Path) -> int:
    write_project(path, replace(document, past=past))
    return path.stat().st_size


def test_a_past_has_no_more_than_its_room(tmp_path: Path) -> None:
    document, past = large(24)
    bare = size(document, None, tmp_path / "x.hlviz")
    each = sum(array.nbytes for array in document.frame.parameters.arrays)
    assert size(document, past, tmp_path / "x.hlviz") - bare <= 8.1 * 2**20
    kept = read_project(tmp_path / "x.hlviz").past
    assert kept is not None
    steps = [frame.step for frame in kept.now.frames]
    assert 8 * 2**20 // 2 < each * len(steps) <= 8 * 2**20
    assert steps[0] == 0
    assert len(set(np.diff(steps))) == 1, "thinned evenly"
    assert not any(frame.is_exact for frame in kept.now.frames), "the optimizer's memory went first"
    little = size(document, replace(past, room=LITTLE_ROOM), tmp_path / "x.hlviz")
    assert little - bare <= 1.1 * 2**20


def test_the_end_of_a_branch_is_kept_before_its_moments(tmp_path: Path) -> None:
    document, past = large(6)
    frames = past.now.frames
    branch = Branch(
        past.now,
        3,
        1,
        0,
        "",
        None,
        1.0,
        document.frame.evaluation,
        False,
        frames.assembly_of(frames[-1]),
        document.curves,
    )
    each = sum(array.nbytes for array in document.frame.parameters.arrays)
    write_project(tmp_path / "x.hlviz", replace(document, past=Past(KeptRun(), "", (branch,), room=2 * 4 * each)))
    again = read_project(tmp_path / "x.hlviz").past
    assert again is not None
    kept = again.branches[0].kept.frames
    assert kept[-1].step == 6
    assert not kept[-1].is_exact
    # no room at all: its curves are there all the same
    write_project(tmp_path / "x.hlviz", replace(document, past=Past(KeptRun(), "", (branch,), room=each)))
    again = read_project(tmp_path / "x.hlviz").past
    assert again is not None
    assert len(again.branches[0].kept.frames) == 0
    np.testing.assert_array_equal(again.branches[0].curves, document.curves)


def test_moments_of_another_table_are_left_out(tmp_path: Path) -> None:
    document = remembered()
    past, table = document.past, document.project.data.table
    assert past is not None
    assert table is not None
    other = replace(table, x=table.x + 1)
    frames = past.now.frames
    older = {key: its for key, its in of_table(frames, other).assemblies.items() if key == 1}
    mixed = replace(frames, assemblies={**frames.assemblies, **older})
    write_project(tmp_path / "x.hlviz", replace(document, past=replace(past, now=replace(past.now, frames=mixed))))
    again = read_project(tmp_path / "x.hlviz").past
    assert again is not None
    assert [frame.step for frame in again.now.frames] == [f.step for f in frames if f.generation == 2]


# Refusals


def with_json(edit: Callable[[dict[str, Any]], object]) -> bytes:
    parts = members(good())
    document = json.loads(parts["past.json"])
    edit(document)
    return packed(parts | {"past.json": json.dumps(document).encode()})


def with_arrays(edit: Callable[[dict[str, Any]], object]) -> bytes:
    parts = members(good())
    arrays = {name: array.copy() for name, array in safetensors.numpy.load(parts["past.safetensors"]).items()}
    edit(arrays)
    return packed(parts | {"past.safetensors": safetensors.numpy.save(arrays)})


def put(name: str, row: int, column: int, value: float) -> Callable[[], bytes]:
    def edit(arrays: dict[str, Any]) -> None:
        arrays[name][row, column] = value

    return lambda: with_arrays(edit)


def without(name: str) -> Callable[[], bytes]:
    return lambda: packed({key: data for key, data in members(good()).items() if key != name})


def backdated() -> bytes:
    parts = members(good())
    document = json.loads(parts["project.json"]) | {"format": 3}
    return packed(parts | {"project.json": json.dumps(document).encode()})


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "half of it": (without("past.json"), "half of its past"),
    "the other half": (without("past.safetensors"), "half of its past"),
    "an older format": (backdated, "no past"),
    "long": (lambda: packed(members(good()) | {"past.json": b" " * (9 * 2**20)}), "past.json is larger than 8 MB"),
    "large": (lambda: packed(members(good()) | {"past.safetensors": bytes(33 * 2**20)}), "larger than 32 MB"),
    "unknown field": (lambda: with_json(lambda d: d.update(wings=2)), "unknown field"),
    "a project missing": (lambda: with_json(lambda d: d["now"].update(blocks=[9, 0])), "not there"),
    "a block missing": (lambda: with_json(lambda d: d["now"]["blocks"].append(0)), "now.2.places is missing"),
    "a block too many": (lambda: with_json(lambda d: d["now"]["blocks"].pop()), "does not belong to its past"),
    "a stranger": (lambda: with_arrays(lambda a: a.update(more=np.zeros(2))), "'more' does not belong"),
    "branch of nobody": (lambda: with_json(lambda d: d["now"]["origin"].update(run=5)), "not there"),
    "two alike": (lambda: with_json(lambda d: d["branches"].append(d["branches"][0])), "missing"),
    "name of two lines": (lambda: with_json(lambda d: d.update(name="a\nb")), "name of a run"),
    "former network": (
        lambda: with_json(lambda d: d["projects"][0]["network"]["hidden"][0].update(dropout=2)),
        "dropout",
    ),
    "former table": (
        lambda: with_json(lambda d: d["projects"][0]["data"]["table"].update(target_name="x")),
        "another table",
    ),
    "former samples": (lambda: with_json(lambda d: d["projects"][0]["data"].update(table=None)), "other samples"),
    "no number": (put("now.0.parameters", 0, 0, np.nan), "now.0.parameters holds"),
    "cut with a weight": (lambda: with_arrays(lambda a: a["now.0.parameters"].fill(1)), "cut edge"),
    "backwards": (put("now.0.places", 2, 0, 1), "run forward"),
    "in the future": (put("now.1.places", -1, 0, 99), "not in the past"),
    "behind the end": (put("now.0.places", 1, 2, 30), "at that it cannot"),
    "began later": (put("now.0.places", 1, 3, 50), "gone on from"),
    "even increment": (put("now.0.places", 1, 9, 2), "gone on from"),
    "strange bits": (put("now.0.places", 1, 5, 77), "known that it cannot"),
    "exact or not": (put("now.0.places", 1, 4, 0), "now.0.slots is"),
    "order": (put("now.0.orders", 0, 0, 0), "leaves some out"),
    "curves": (put("branch.0.curves", 0, 0, 99), "curves of a branch"),
    "narrow": (
        lambda: with_arrays(lambda a: a.update({"now.0.parameters": a["now.0.parameters"][:, :-1].copy()})),
        "asked for",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_past_is_refused_in_one_line(fault: str, tmp_path: Path) -> None:
    make, cause = BAD[fault]
    path = tmp_path / "bad.hlviz"
    path.write_bytes(make())
    start = time.perf_counter()
    with pytest.raises(ProjectFileError, match=rf"bad.hlviz is damaged or no project of hlviz's: .*({cause})") as told:
        read_project(path)
    assert time.perf_counter() - start < 1
    assert_one_line(str(told.value), path)


def test_mutants_are_opened_or_refused_in_one_line(tmp_path: Path) -> None:
    rng, path, opened = random.Random(5), tmp_path / "mutant.hlviz", 0
    parts = members(good())
    for number in range(MUTANTS):
        if number % 3:
            data = packed(parts | {"past.json": json_mutant_of(parts["past.json"], rng)})
        else:
            data = packed(parts | {"past.safetensors": scrambled(parts["past.safetensors"], rng)})
        path.write_bytes(data)
        with suppress(ProjectFileError):
            try:
                read_project(path)
                opened += 1
            except ProjectFileError as error:
                assert_one_line(str(error), path)
                raise
    assert 0 < opened < MUTANTS
