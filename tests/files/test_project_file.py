"""A document comes back from its file as it was, to the bit; and whatever else is in a file is refused in one line."""

import hashlib
import io
import json
import os
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files.documents import assert_equal, good_project, projects, saved, trained
from hlviz.document import Project, edits
from hlviz.errors import ProjectFileError
from hlviz.files import Saved, read_project, write_project
from hlviz.files.container import packed
from hlviz.files.project_file import PNG, read_thumbnail
from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.training.curves import RECENT, Curves
from hlviz.training.trainer import Trainer

MUTANTS = int(os.environ.get("HLVIZ_MUTANTS", "2000"))
DOCUMENTS = int(os.environ.get("HLVIZ_DOCUMENTS", "150"))
"""How many are tried; a long run takes 10 000 mutants and 2 000 documents."""


def fingerprint(trainer: Trainer) -> str:
    return hashlib.sha256(b"".join(array.tobytes() for array in trainer.parameters.arrays)).hexdigest()


def project_of(optimizer: str = "sgd", dropout: float = 0.0, dataset: str = "spiral") -> Project:
    project = edits.set_shape(edits.choose_dataset(Project(name="Test"), dataset), (6, 4))
    for layer in project.network.hidden:
        project = edits.set_dropout(project, layer.id, dropout)
    return edits.set_training(project, optimizer=optimizer, batch_size=7)


# Round trips


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_training_goes_on_to_the_bit(optimizer: str, dropout: float, tmp_path: Path) -> None:
    path, (trainer, curves) = tmp_path / "x.hlviz", trained(project_of(optimizer, dropout), 45)
    assert not trainer.at_epoch_start
    write_project(path, Saved.of_trainer(trainer, curves))
    again = read_project(path).trainer()
    assert fingerprint(again) == fingerprint(trainer)
    for _ in range(100):
        trainer.train()
        again.train()
    assert fingerprint(again) == fingerprint(trainer)
    assert (again.step, again.epoch) == (trainer.step, trainer.epoch)
    assert again.evaluate() == trainer.evaluate()


@pytest.mark.parametrize("dataset", ["circle", "sine", "xor-table", "iris", "digits"])
def test_a_document_comes_back_as_it_was(dataset: str, tmp_path: Path) -> None:
    path, document = tmp_path / "x.hlviz", saved(project_of("adam", 0.2, dataset), 30)
    write_project(path, document)
    assert_equal(read_project(path), document)


def test_a_table_of_ones_own_comes_back(tmp_path: Path) -> None:
    path, document = tmp_path / "x.hlviz", saved(good_project(), 21)
    write_project(path, document)
    assert_equal(read_project(path), document)


def test_rewinding_after_reopening_gives_the_first_weights(tmp_path: Path) -> None:
    path, (trainer, curves) = tmp_path / "x.hlviz", trained(project_of(), 30)
    write_project(path, Saved.of_trainer(trainer, curves))
    assert fingerprint(read_project(path).trainer().rewound()) == fingerprint(trainer.rewound())


def test_the_curves_go_on_where_they_were(tmp_path: Path) -> None:
    path, (trainer, curves) = tmp_path / "x.hlviz", trained(project_of(), 200)
    write_project(path, Saved.of_trainer(trainer, curves))
    again = Curves(read_project(path).curves)
    assert len(again.table()) == len(curves.table()) > 2
    np.testing.assert_array_equal(again.table().test_loss, curves.table().test_loss)


def test_a_training_of_very_many_epochs_can_be_saved(tmp_path: Path) -> None:
    path, (trainer, curves) = tmp_path / "x.hlviz", trained(project_of(), 30)
    for step in range(trainer.step + 1, trainer.step + RECENT + 10):
        curves.add(step, float(step), trainer.evaluate())
    write_project(path, Saved.of_trainer(trainer, curves))
    assert len(read_project(path).curves) == len(curves.table()) > RECENT


def test_an_edited_and_followed_training_comes_back(tmp_path: Path) -> None:
    path, (trainer, curves) = tmp_path / "x.hlviz", trained(project_of("momentum"), 60)
    wider = edits.resize_layer(trainer.project, trainer.project.network.hidden[0].id, 9)
    trainer = trainer.followed(edits.set_training(wider, batch_size=30))
    for _ in range(4):
        trainer.train()
    document = Saved.of_trainer(trainer, curves)
    write_project(path, document)
    assert_equal(read_project(path), document)


def test_an_optimizer_chosen_on_the_way_goes_on_to_the_bit(tmp_path: Path) -> None:
    path, (trainer, curves) = tmp_path / "x.hlviz", trained(project_of("sgd"), 60)
    trainer = trainer.followed(edits.set_training(trainer.project, optimizer="adam"))
    for _ in range(3):
        trainer.train()
    write_project(path, Saved.of_trainer(trainer, curves))
    again = read_project(path).trainer()
    for _ in range(10):
        trainer.train()
        again.train()
    assert fingerprint(again) == fingerprint(trainer)


def test_the_last_moment_before_a_divergence_is_kept(tmp_path: Path) -> None:
    project = edits.set_loss(edits.set_output(project_of(), "identity"), "mse")
    project = edits.set_all_activations(edits.set_training(project, learning_rate=1000.0), "identity")
    trainer, curves = trained(project, 100)
    assert trainer.divergence is not None
    write_project(tmp_path / "x.hlviz", Saved.of_trainer(trainer, curves))
    assert read_project(tmp_path / "x.hlviz").trainer().parameters.is_finite


def test_what_is_frozen_cut_and_changed_by_hand_comes_back(tmp_path: Path) -> None:
    path, (trainer, curves) = tmp_path / "x.hlviz", trained(good_project(), 21)
    write_project(path, Saved.of_trainer(trainer, curves))
    again = read_project(path)
    assert again.project.network.frozen == trainer.project.network.frozen
    assert again.project.touches == trainer.project.touches
    assert again.project.network.neuron_name(trainer.project.network.hidden[1].neurons[0]) == "Eckë"
    reopened = again.trainer()
    for _ in range(50):
        trainer.train()
        reopened.train()
    assert fingerprint(reopened) == fingerprint(trainer)
    assert not reopened.parameters.weights[1][0, 0]
    assert fingerprint(reopened.rewound()) == fingerprint(trainer.rewound())


def test_the_largest_marks_that_edits_allow_can_be_saved(tmp_path: Path) -> None:
    project = edits.set_shape(Project(), (4096, 200))
    first, second = (layer.neurons for layer in project.network.hidden)
    some = tuple((a, b) for a in first[:100] for b in second)
    project = edits.set_cut(edits.set_frozen(project, some, True), some, True)
    for _ in range(12):
        project = edits.zero(project, first, at_start=True)
        project = edits.randomize(project, first, at_start=False)
    write_project(tmp_path / "x.hlviz", saved(project))
    assert read_project(tmp_path / "x.hlviz").project == project


@settings(max_examples=DOCUMENTS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(project=projects(), steps=st.integers(0, 9))
def test_any_document_comes_back_and_gives_the_same_bytes_again(project: Project, steps: int, tmp_path: Path) -> None:
    path, document = tmp_path / "x.hlviz", saved(project, steps)
    write_project(path, document)
    first = path.read_bytes()
    again = read_project(path)
    assert_equal(again, document)
    write_project(path, again)
    assert path.read_bytes() == first


def test_other_programs_can_read_it(tmp_path: Path) -> None:
    document = saved(good_project(), 10)
    write_project(tmp_path / "x.hlviz", document)
    with zipfile.ZipFile(tmp_path / "x.hlviz") as file:
        assert file.testzip() is None
        assert file.namelist() == ["project.json", "arrays.safetensors"]
        assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_STORED}
        text = json.loads(file.read("project.json"))
        arrays = safetensors.numpy.load(file.read("arrays.safetensors"))
    assert text["format"] == 4
    assert text["network"]["hidden"][1]["activation"] == "gelu"
    assert int(text["run"]["generator"]["state"]) > 2**64
    assert arrays["weights.0"].shape == (3, 5)
    assert arrays["optimizer.mean.weights.2"].shape == (3, 1)
    assert arrays["train.x"].shape == (30, 3)
    assert set(arrays["train.y"].ravel()) == {-1.0, 1.0}
    assert arrays["table.x"].shape == (40, 3)
    assert arrays["table.test"].sum() == len(arrays["test.x"]) == 10
    assert [column["name"] for column in text["data"]["recipe"]["columns"]] == ["a", "b", "ç", "which", "set"]
    outputs = arrays["test.x"]
    for layer, name in enumerate(["tanh", "gelu", "tanh"]):
        outputs = ACTIVATIONS[name].value(outputs @ arrays[f"weights.{layer}"] + arrays[f"bias.{layer}"])
    said_right = (outputs > 0) == (arrays["test.y"] > 0)
    assert said_right.mean() == pytest.approx(text["run"]["evaluation"]["test_metric"])


# Refusals


@cache
def good_bytes() -> bytes:
    path = Path(os.environ["XDG_STATE_HOME"]) / "good.hlviz"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_project(path, saved(good_project(), 21))
    return path.read_bytes()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_json(edit: Callable[[dict[str, Any]], object]) -> bytes:
    parts = members(good_bytes())
    document = json.loads(parts["project.json"])
    edit(document)
    return packed(parts | {"project.json": json.dumps(document).encode()})


def with_arrays(edit: Callable[[dict[str, Any]], object]) -> bytes:
    parts = members(good_bytes())
    arrays = {name: array.copy() for name, array in safetensors.numpy.load(parts["arrays.safetensors"]).items()}
    edit(arrays)
    return packed(parts | {"arrays.safetensors": safetensors.numpy.save(arrays)})


def with_header(header: bytes) -> bytes:
    parts = members(good_bytes())
    return packed(parts | {"arrays.safetensors": len(header).to_bytes(8, "little") + header})


def with_zip(compression: int = zipfile.ZIP_STORED, **parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, data in (members(good_bytes()) | parts).items():
            file.writestr(name, data)
    return buffer.getvalue()


def with_twice() -> bytes:
    buffer = io.BytesIO(good_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as file:
        file.writestr("project.json", b"{}")
    return buffer.getvalue()


def encrypted() -> bytes:
    data = bytearray(good_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def with_many_members() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for i in range(20_000):
            file.writestr(str(i), b"")
    return buffer.getvalue()


def bomb() -> bytes:
    return with_zip(zipfile.ZIP_DEFLATED, **{"project.json": b" " * 100_000_000})


def set_in(path: str, value: object) -> Callable[[], bytes]:
    def edit(document: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = document
        for step in way:
            place = place[int(step)] if step.isdecimal() else place[step]
        place[last] = value

    return lambda: with_json(edit)


def put(name: str, change: Callable[[Any], Any]) -> Callable[[], bytes]:
    return lambda: with_arrays(lambda arrays: arrays.update({name: change(arrays[name])}))


def spoilt(array: Any, value: float) -> Any:
    array.flat[-1] = value
    return array


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no ZIP file"),
    "text": (lambda: b"hello\n" * 100, "no ZIP file"),
    "half of it": (lambda: good_bytes()[: len(good_bytes()) // 2], "end is missing"),
    "beginning missing": (lambda: good_bytes()[100:], "damaged"),
    "compressed": (lambda: with_zip(zipfile.ZIP_DEFLATED), "compressed"),
    "a bomb": (bomb, "compressed"),
    "encrypted": (encrypted, "encrypted"),
    "a part twice": (with_twice, "twice"),
    "a stranger": (lambda: with_zip(**{"../evil": b""}), "do not belong"),
    "many members": (with_many_members, "table of contents"),
    "no arrays": (lambda: packed({"project.json": members(good_bytes())["project.json"]}), "no arrays.safetensors"),
    "long JSON": (lambda: with_zip(**{"project.json": b" " * (9 * 2**20)}), "larger than 8 MB"),
    "deep JSON": (lambda: with_zip(**{"project.json": b'{"format":1,"x":' + b"[" * 2_000_000}), "recursion"),
    "no JSON": (lambda: with_zip(**{"project.json": b"\xff{"}), "malformed"),
    "unknown field": (set_in("network.wings", 2), "unknown field `wings`"),
    "unknown activation": (set_in("network.hidden.0.activation", "magic"), "magic"),
    "two neurons alike": (set_in("network.hidden.0.neurons", [9, 9, 9, 9, 9]), "same id"),
    "id not given out": (set_in("next_id", 2), "not given out"),
    "too many neurons": (set_in("network.hidden.0.neurons", list(range(1, 5000))), "4096"),
    "no neurons": (set_in("network.hidden.0.neurons", []), "length"),
    "dropout of all": (set_in("network.hidden.0.dropout", 1.0), "dropout"),
    "name too long": (set_in("network.hidden.0.name", "n" * 61), "60"),
    "name of two lines": (set_in("network.hidden.0.name", "one\ntwo"), "is none"),
    "name of a stranger": (set_in("network.hidden.0.neuron_names", [[1, "x"]]), "name of a neuron"),
    "two names of one": (set_in("network.hidden.1.neuron_names", [[8, "x"], [8, "y"]]), "name of a neuron"),
    "no name": (set_in("network.hidden.1.neuron_names", [[8, ""]]), "is none"),
    "shifted far away": (set_in("network.hidden.0.shift", [1e9, 0]), "dx"),
    "shifted nowhere": (set_in("network.hidden.0.shift", [0]), "shift"),
    "frozen input": (set_in("network.frozen.neurons", [["in", "a"]]), "frozen or cut"),
    "frozen stranger": (set_in("network.frozen.neurons", [999]), "frozen or cut"),
    "frozen word": (set_in("network.frozen.neurons", ["all"]), "frozen"),
    "frozen side": (set_in("network.frozen.neurons", [["up", 1]]), "frozen"),
    "cut where no edge is": (set_in("network.cut", [[["in", "a"], ["out", 1]]]), "frozen or cut"),
    "cut with a weight": (set_in("network.cut", [[["in", "a"], 2]]), "cut edge has a weight"),
    "too many cut": (set_in("network.cut", [[["in", "a"], 2]] * 20_001), "20000"),
    "half an edge": (set_in("network.cut", [[["in", "a"]]]), "cut"),
    "touch of nothing": (set_in("touches.0.targets", {"neurons": [], "edges": []}), "targets"),
    "touch of an input": (set_in("touches.0.targets", {"neurons": [["in", "a"]], "edges": []}), "in no network"),
    "touch of what will be": (set_in("touches.0.targets", {"neurons": [999], "edges": []}), "in no network"),
    "touch the wrong way": (set_in("touches.0.targets", {"neurons": [], "edges": [[["out", 1], 2]]}), "in no network"),
    "touch in disorder": (set_in("touches.1.targets", {"neurons": [9, 8], "edges": []}), "targets"),
    "two set at once": (set_in("touches.0.targets", {"neurons": [8, 9], "edges": []}), "targets"),
    "touch without kind": (set_in("touches.0.kind", "smooth"), "kind"),
    "touch of great value": (set_in("touches.0.value", 2e6), "value"),
    "random value": (set_in("touches.1.value", 0.5), "no use"),
    "touch with the id of a neuron": (set_in("touches.0.id", 2), "same id"),
    "touch of tomorrow": (set_in("touches.1.id", 999), "not given out"),
    "touches backwards": (lambda: with_json(lambda document: document["touches"].reverse()), "order"),
    "loss that does not fit": (set_in("training.loss", "cce"), "does not go with"),
    "rate no number": (set_in("training.learning_rate", float("nan")), "malformed"),
    "rate negative": (set_in("training.learning_rate", -1), "learning_rate"),
    "million samples": (lambda: packed(members(circle_bytes(samples=10**6))), "samples"),
    "unknown data": (set_in("data.dataset", "moon"), "table"),
    "features astray": (set_in("data.features", ["x2", "x1"]), "order"),
    "table without names": (set_in("data.table.input_names", ["a"]), "names"),
    "classes missing": (set_in("data.table.class_names", ["no"]), "classes"),
    "behind the end": (set_in("run.at", 32), "behind the last"),
    "optimizer ahead of time": (set_in("run.begun", 22), "optimizer began"),
    "half a step": (set_in("run.step", 1.5), "step"),
    "generator": (set_in("run.generator.state", "9" * 39), "random numbers"),
    "generator in words": (set_in("run.generator.state", "three"), "state"),
    "weights no number": (put("weights.0", lambda w: spoilt(w, float("nan"))), "weights.0 holds"),
    "bias infinite": (put("start.bias.1", lambda b: spoilt(b, float("inf"))), "start.bias.1 holds"),
    "wrong shape": (put("weights.1", lambda w: w.T.copy()), "weights.1 is"),
    "wrong type": (put("weights.1", lambda w: w.astype(np.float64)), "weights.1 is"),
    "array missing": (lambda: with_arrays(lambda arrays: arrays.pop("bias.2")), "bias.2 is missing"),
    "array too many": (lambda: with_arrays(lambda arrays: arrays.update(more=np.zeros(2))), "'more' does not belong"),
    "order with a gap": (put("order", lambda order: np.zeros_like(order)), "leaves some out"),
    "curves backwards": (put("curves", lambda rows: rows[::-1].copy()), "run forward"),
    "curves too narrow": (put("curves", lambda rows: rows[:, 2:].copy()), "curves is"),
    "table of giants": (put("table.x", lambda x: spoilt(x, 1e300)), "too large"),
    "header beyond the end": (lambda: packed(members(good_bytes()) | {"arrays.safetensors": b"\xff" * 16}), "header"),
    "header cut": (lambda: packed(members(good_bytes()) | {"arrays.safetensors": b"\x01"}), "header"),
    "shape of a trillion": (
        lambda: with_header(
            b'{"weights.0":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4000000000000]}}'
        ),
        "cut short",
    ),
    "shape below zero": (
        lambda: with_header(b'{"weights.0":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}'),
        "does not fit",
    ),
    "arrays that overlap": (
        lambda: with_header(
            b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   '
            b"1234"
        ),
        "does not fit|malformed",
    ),
}


def circle_bytes(samples: int) -> bytes:
    path = Path(os.environ["XDG_STATE_HOME"]) / "circle.hlviz"
    write_project(path, saved(project_of(dataset="circle")))
    parts = members(path.read_bytes())
    text = parts["project.json"].replace(b'"samples":500', b'"samples":%d' % samples)
    assert text != parts["project.json"]
    return packed(parts | {"project.json": text})


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_refused_in_one_line(fault: str, tmp_path: Path) -> None:
    make, cause = BAD[fault]
    path = tmp_path / "bad.hlviz"
    path.write_bytes(make())
    start = time.perf_counter()
    with pytest.raises(ProjectFileError, match=rf"bad.hlviz is damaged or no project of hlviz's: .*({cause})") as told:
        read_project(path)
    assert time.perf_counter() - start < 1
    assert_one_line(str(told.value), path)


def assert_one_line(text: str, path: Path) -> None:
    assert text.isprintable()
    assert len(text.replace(str(path), "")) <= 200


def test_a_newer_file_asks_for_a_newer_hlviz(tmp_path: Path) -> None:
    path = tmp_path / "new.hlviz"
    path.write_bytes(with_zip(**{"project.json": b'{"format": 5, "more": {}}', "more.bin": b""}))
    with pytest.raises(ProjectFileError, match=r"new.hlviz was made by a newer hlviz \(format 5\); update hlviz$"):
        read_project(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match=r"none.hlviz is not there; check its name"):
        read_project(tmp_path / "none.hlviz")
    with pytest.raises(ProjectFileError, match="is a folder; choose a file in it"):
        read_project(tmp_path)
    os.mkfifo(tmp_path / "pipe.hlviz")
    with pytest.raises(ProjectFileError, match=r"pipe.hlviz is not an ordinary file"):
        read_project(tmp_path / "pipe.hlviz")


def test_what_could_not_be_opened_again_does_not_replace_what_could(tmp_path: Path) -> None:
    path, document = tmp_path / "x.hlviz", saved(project_of(), 5)
    write_project(path, document)
    before = path.read_bytes()
    weights = document.start.copy()
    weights.weights[0][0, 0] = np.nan
    for broken in (
        replace(document, start=weights),
        replace(document, project=replace(document.project, name="\ud800")),
        replace(document, project=replace(document.project, notes="x" * 9_000_000)),
    ):
        with pytest.raises(ProjectFileError, match=r"x.hlviz cannot be saved: "):
            write_project(path, broken)
        assert path.read_bytes() == before


# Mutants


def mutants(count: int) -> Iterator[bytes]:
    """Good bytes with faults of every kind, always the same ones."""
    rng = random.Random(7)
    for _ in range(count):
        data = bytearray(rng.choice([bytes_mutant, zip_mutant, json_mutant, header_mutant])(rng))
        yield bytes(data)


def bytes_mutant(rng: random.Random) -> bytes:
    return scrambled(good_bytes(), rng)


def zip_mutant(rng: random.Random) -> bytes:
    """Faults near the end, where the table of contents is."""
    data = good_bytes()
    return data[:-200] + scrambled(data[-200:], rng)


def scrambled(data: bytes, rng: random.Random) -> bytes:
    mutant = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(mutant))
        match rng.randrange(5):
            case 0:
                mutant[at] ^= 1 << rng.randrange(8)
            case 1:
                mutant[at : at + 4] = struct.pack("<I", rng.choice([0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]))
            case 2:
                del mutant[at : at + rng.randint(1, 50)]
            case 3:
                mutant[at:at] = rng.randbytes(rng.randint(1, 50))
            case 4:
                del mutant[rng.randrange(len(mutant)) + 1 :]
        mutant = mutant or bytearray(b"x")
    return bytes(mutant)


VALUES = [
    None,
    True,
    -1,
    0,
    1,
    31,
    2**53,
    2**70,
    1e308,
    1e-300,
    0.5,
    "",
    "tanh",
    "circle",
    "x" * 5000,
    "\u202e\n",
    [],
    {},
]


def json_mutant(rng: random.Random) -> bytes:
    parts = members(good_bytes())
    return packed(parts | {"project.json": json_mutant_of(parts["project.json"], rng)})


def json_mutant_of(data: bytes, rng: random.Random) -> bytes:
    """A JSON object with one or two values in it changed or missing."""
    document = json.loads(data)
    for _ in range(rng.randint(1, 2)):
        place: Any = document
        while True:
            key = rng.choice(list(place)) if isinstance(place, dict) else rng.randrange(len(place))
            if not isinstance(place[key], dict | list) or not place[key] or rng.random() < 0.1:
                break
            place = place[key]
        if rng.random() < 0.2 and isinstance(place, dict):
            del place[key]
        else:
            place[key] = rng.choice(VALUES)
    return json.dumps(document).encode()


def header_mutant(rng: random.Random) -> bytes:
    parts = members(good_bytes())
    data = parts["arrays.safetensors"]
    length = int.from_bytes(data[:8], "little")
    header = scrambled(data[8 : 8 + length], rng)
    size = len(header) if rng.random() < 0.8 else rng.choice([0, 1, length + 8, 2**60])
    return packed(parts | {"arrays.safetensors": size.to_bytes(8, "little") + header + data[8 + length :]})


def test_mutants_are_refused_or_can_be_trained(tmp_path: Path) -> None:
    path, refused, slowest = tmp_path / "x.hlviz", 0, 0.0
    for data in mutants(MUTANTS):
        path.write_bytes(data)
        start = time.perf_counter()
        try:
            document = read_project(path)
        except ProjectFileError as told:
            refused += 1
            assert_one_line(str(told), path)
        else:
            document.trainer().train()
        slowest = max(slowest, time.perf_counter() - start)
    assert refused > MUTANTS * 3 // 4
    assert slowest < 1  # usually some hundredths; a busy computer may take longer
    print(f"slowest of {MUTANTS}: {slowest * 1000:.1f} ms")


def test_refusing_takes_little_memory(tmp_path: Path) -> None:
    """What Python and NumPy take while a mutant is read; what stands in the files is 12 kB."""
    path, most = tmp_path / "x.hlviz", 0
    tracemalloc.start()
    try:
        for data in mutants(MUTANTS // 10):
            path.write_bytes(data)
            before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            with suppress(ProjectFileError):
                read_project(path)
            most = max(most, tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    assert most < 64 * 2**20


@pytest.mark.parametrize(
    ("picture", "cause"),
    [
        (b"GIF89a", "is no PNG"),
        (PNG + b"\0\0\0\rIHDR" + struct.pack(">2L", 2**30, 2**30) + b"\0" * 9, "at most 1024 pixels"),
        (PNG + b"\0" * 2**18, "larger than 256 kB"),
    ],
)
def test_a_small_picture_that_would_grow_is_refused(picture: bytes, cause: str, tmp_path: Path) -> None:
    path = tmp_path / "x.hlviz"
    path.write_bytes(packed(members(good_bytes()) | {"thumbnail.png": picture}))
    with pytest.raises(ProjectFileError, match=cause) as told:
        read_project(path)
    assert_one_line(str(told.value), path)
    assert read_thumbnail(path) is None
