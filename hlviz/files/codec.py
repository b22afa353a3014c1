"""The inside of a project file: ``Saved`` ↔ JSON and arrays. What is read is checked until hlviz itself could have made it.

Errors are ``ValueError`` or ``HlvizError``, their text the cause; ``project_file`` makes of them one line that names the file.
"""

import math
from dataclasses import asdict, replace
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import asdict as fields

from hlviz.datasets import DATASETS, Points
from hlviz.datasets.raw_table import LARGEST
from hlviz.datasets.table_recipe import ColumnRecipe, TableRecipe
from hlviz.document import DataSpec, LayerSpec, NetworkSpec, Project, TrainingSpec, edits
from hlviz.document.limits import one_line
from hlviz.document.samples import TABLE
from hlviz.files import schema
from hlviz.files.marks import check_cut, check_marks, edges_of, marked, targets_of, touch_of, written
from hlviz.files.migrations import migrated
from hlviz.files.past_codec import decode_past, encode_past
from hlviz.files.saved import Saved
from hlviz.files.tensors import Arrays
from hlviz.nn.losses import LOSSES
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import DTYPE, Assembly, assemble
from hlviz.training.curves import COLUMNS, LIMIT
from hlviz.training.frame import Evaluation, Frame, Resume

START, OPTIMIZER = "start.", "optimizer."
GENERATOR = "PCG64"


# Writing


def encode(saved: Saved) -> tuple[bytes, Arrays]:
    """``project.json`` and the arrays."""
    return msgspec.json.encode(_document(saved)), _arrays(saved)


def encode_past_of(saved: Saved) -> tuple[bytes, Arrays] | None:
    """``past.json`` and its arrays; None where there is no past."""
    return encode_past(saved.past, saved.project, _former) if saved.past is not None else None


def _former(project: Project) -> schema.Former:
    return schema.Former(
        name=project.name,
        notes=project.notes,
        next_id=project.next_id,
        network=_network(project.network),
        touches=tuple(map(written, project.touches)),
        training=msgspec.convert(project.training, schema.Training, from_attributes=True),
        data=msgspec.convert(project.data, schema.Data, from_attributes=True),
    )


def _document(saved: Saved) -> schema.Document:
    project, frame = saved.project, saved.frame
    if frame.resume is None:
        raise ValueError("this frame cannot be resumed from")
    generator = frame.resume.rng
    return schema.Document(
        format=schema.FORMAT,
        name=project.name,
        notes=project.notes,
        next_id=project.next_id,
        network=_network(project.network),
        touches=tuple(map(written, project.touches)),
        training=msgspec.convert(project.training, schema.Training, from_attributes=True),
        data=msgspec.convert(project.data, schema.Data, from_attributes=True),
        run=schema.Run(
            step=frame.step,
            epoch=frame.epoch,
            at=frame.resume.at,
            begun=frame.resume.begun,
            evaluation=_evaluation(frame.evaluation),
            generator=schema.Generator(
                state=str(generator["state"]["state"]),
                increment=str(generator["state"]["inc"]),
                has_uint32=generator["has_uint32"],
                uinteger=generator["uinteger"],
            ),
        ),
    )


def _network(network: NetworkSpec) -> schema.Network:
    return schema.Network(
        hidden=msgspec.convert(network.hidden, tuple[schema.Layer, ...], from_attributes=True),
        output_activation=network.output_activation,
        initializer=network.initializer,
        frozen=marked(network.frozen),
        cut=marked(network.cut).edges,
    )


def _evaluation(evaluation: Evaluation) -> schema.Evaluation:
    numbers = (
        evaluation.train_loss, evaluation.test_loss, evaluation.penalty,
        evaluation.train_metric, evaluation.test_metric,
    )  # fmt: skip
    return schema.Evaluation(*(number if math.isfinite(number) else None for number in numbers))


def _arrays(saved: Saved) -> Arrays:
    assembly = assemble(saved.project)
    split, resume = assembly.split, saved.frame.resume
    assert resume is not None
    arrays: Arrays = {
        **_named("", saved.frame.parameters),
        **_named(START, saved.start),
        "train.x": split.train_x,
        "train.y": assembly.train_t,
        "test.x": split.test_x,
        "test.y": assembly.test_t,
        "order": resume.order,
        "curves": saved.curves,
    }
    for slot, numbers in zip(assembly.optimizer.slots, resume.slots, strict=True):
        arrays |= _named(f"{OPTIMIZER}{slot}.", numbers)
    if (table := saved.project.data.table) is not None:
        arrays |= {"table.x": table.x, "table.y": table.y}
        if table.is_test is not None:
            arrays["table.test"] = table.is_test.astype(np.int64)
    return arrays


def _named(prefix: str, parameters: Parameters) -> Arrays:
    weights = {f"{prefix}weights.{i}": w for i, w in enumerate(parameters.weights)}
    return weights | {f"{prefix}bias.{i}": b for i, b in enumerate(parameters.biases)}


# Reading


def decode(json: bytes, arrays: Arrays, number: int) -> Saved:
    """The document that ``project.json`` and the arrays describe, which are of format ``number``."""
    _check_finite(arrays)
    if number == schema.FORMAT:
        document = msgspec.json.decode(json, type=schema.Document)
    else:
        parts, arrays = migrated(msgspec.json.decode(json), arrays, number, schema.FORMAT)
        document = msgspec.convert(parts, schema.Document)
    table = document.data.table
    project = _project(document, _points(table, arrays) if table is not None else None)
    assembly = assemble(project)
    _check_shapes(arrays, assembly)
    _check_curves(arrays["curves"])
    layers = len(assembly.activations)
    check_cut(assembly, _parameters("", arrays, layers), _parameters(START, arrays, layers))
    resume = Resume(
        tuple(_parameters(f"{OPTIMIZER}{slot}.", arrays, layers) for slot in assembly.optimizer.slots),
        _generator(document.run.generator),
        _order(arrays["order"]),
        document.run.at,
        document.run.begun,
    )
    if resume.begun > document.run.step:
        raise ValueError("its optimizer began behind its last step")
    if resume.at >= len(resume.order):
        raise ValueError("its place in the samples is behind the last of them")
    evaluation = Evaluation(**{k: math.nan if v is None else v for k, v in fields(document.run.evaluation).items()})
    frame = Frame(
        generation=0,
        step=document.run.step,
        epoch=document.run.epoch,
        parameters=_parameters("", arrays, layers),
        evaluation=evaluation,
        resume=resume,
    )
    return Saved(project, _parameters(START, arrays, layers), frame, arrays["curves"])


def with_past(saved: Saved, json: bytes, arrays: Arrays) -> Saved:
    """The same document with the past that ``past.json`` and its arrays describe."""
    _check_finite(arrays)
    table = saved.project.data.table

    def project_of(part: schema.Former) -> Project:
        if (part.data.table is None) != (table is None):
            raise ValueError("a former project has other samples than the document")
        if table is not None and part.data.table != msgspec.convert(table, schema.Table, from_attributes=True):
            raise ValueError("a former project has another table than the document")
        return _project(part, table)

    return replace(saved, past=decode_past(json, arrays, assemble(saved.project), saved.frame.step, project_of))


def _check_finite(arrays: Arrays) -> None:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"{name[:40]} holds a value that is no number")


def _points(table: schema.Table, arrays: Arrays) -> Points:
    """The user's own samples; ``Points`` checks the rest itself."""
    if "table.x" not in arrays or "table.y" not in arrays:
        raise ValueError("the numbers of its table are missing")
    if len(arrays["table.x"]) < 2 or not np.abs(arrays["table.x"]).max(initial=0) <= LARGEST:
        raise ValueError("its table has too few rows or too large numbers")
    return Points(arrays["table.x"], arrays["table.y"], **fields(table), is_test=_parts(arrays))


def _parts(arrays: Arrays) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
    """Which samples test, where the table says so."""
    if (tests := arrays.get("table.test")) is None:
        return None
    if tests.shape != arrays["table.y"].shape or not np.isin(tests, (0, 1)).all():
        raise ValueError("which samples of its table test is not said for each of them")
    return tests.astype(bool)


def _recipe(recipe: schema.Recipe) -> TableRecipe:
    """What made samples of a table."""
    columns = tuple(ColumnRecipe(**fields(column)) for column in recipe.columns)
    if len({column.name for column in columns}) < len(columns):
        raise ValueError("its recipe names a column twice")
    if any(sum(column.role == role for column in columns) > 1 for role in ("target", "part", "time")):
        raise ValueError("its recipe has two targets, parts or times")
    if not all(math.isfinite(column.fill) and abs(column.fill) <= LARGEST for column in columns):
        raise ValueError("its recipe fills gaps with what is no number")
    if any(
        column.coding == "category" and column.categories and not 0 <= column.fill < len(column.categories)
        for column in columns
    ):
        raise ValueError("its recipe fills gaps with what is no category")
    return TableRecipe(**(fields(recipe) | {"columns": columns}))


def _project(document: schema.Document | schema.Former, table: Points | None) -> Project:
    recipe = _recipe(document.data.recipe) if document.data.recipe is not None else None
    project = Project(
        name=document.name,
        network=NetworkSpec(
            hidden=tuple(LayerSpec(**fields(layer)) for layer in document.network.hidden),
            output_activation=document.network.output_activation,
            initializer=document.network.initializer,
            frozen=frozenset(targets_of(document.network.frozen)),
            cut=edges_of(document.network.cut),
        ),
        touches=tuple(map(touch_of, document.touches)),
        training=TrainingSpec(**fields(document.training)),
        data=DataSpec(**(fields(document.data) | {"table": table, "recipe": recipe})),
        next_id=document.next_id,
        notes=document.notes,
    )
    bare = replace(project, network=replace(project.network, frozen=frozenset(), cut=frozenset()))
    _check_network(bare)
    _check_settings(bare)
    check_marks(project)
    return project


def _check_network(project: Project) -> None:
    hidden = project.network.hidden
    for layer in hidden:
        edits.set_activation(project, layer.id, layer.activation)
        edits.set_dropout(project, layer.id, layer.dropout)
        edits.shift_layer(project, layer.id, *layer.shift)
        names = dict(layer.neuron_names)
        if not names.keys() <= {*layer.neurons} or layer.neuron_names != tuple(sorted(names.items())):
            raise ValueError("a name of a neuron is not that of a neuron of its layer")
        if any(name != one_line("name", name) for name in (layer.name, *names.values())) or "" in names.values():
            raise ValueError("a name of a layer or neuron is none")
    ids = [number for layer in hidden for number in (layer.id, *layer.neurons)]
    ids += [touch.id for touch in project.touches]
    if len(set(ids)) < len(ids):
        raise ValueError("two of its layers, neurons or touches have the same id")
    if max(ids, default=0) >= project.next_id:
        raise ValueError("a layer, neuron or touch has an id that was not given out yet")


def _check_settings(project: Project) -> None:
    """Make every edit that would have led here: each refuses what cannot be."""
    training, data = project.training, project.data
    edits.set_initializer(project, project.network.initializer)
    edits.set_loss(project, training.loss)  # first: set_output looks the loss up
    edits.set_output(project, project.network.output_activation)
    edits.set_training(project, **{k: v for k, v in asdict(training).items() if k != "loss"})
    allowed = LOSSES[training.loss].outputs
    if allowed and project.network.output_activation not in allowed:
        raise ValueError("its loss does not go with its output")
    if edits.set_features(project, data.features).data.features != data.features:
        raise ValueError("its features are not in their usual order")
    edits.set_data(project, noise=data.noise, train_share=data.train_share, seed=data.seed)
    if (data.dataset == TABLE) != (data.table is not None):
        raise ValueError("its data set and its table do not belong together")
    if data.recipe is not None and data.table is None:
        raise ValueError("it has a recipe for a table, but no table")
    if data.table is None:
        if data.dataset not in DATASETS:
            raise ValueError(f"no data set is called {data.dataset[:40]!r}")
        edits.set_data(project, samples=data.samples)


def _check_shapes(arrays: Arrays, assembly: Assembly) -> None:
    """Whether the arrays are those of this network on these data, no more and no fewer."""
    wanted: dict[str, tuple[np.dtype[Any], tuple[int, ...]]] = {}
    parameters = ["", START, *(f"{OPTIMIZER}{slot}." for slot in assembly.optimizer.slots)]
    sizes = assembly.wiring.sizes
    for prefix in parameters:
        for i in range(len(sizes) - 1):
            wanted[f"{prefix}weights.{i}"] = (DTYPE, (sizes[i], sizes[i + 1]))
            wanted[f"{prefix}bias.{i}"] = (DTYPE, (sizes[i + 1],))
    split = assembly.split
    samples = {"train.x": split.train_x, "train.y": assembly.train_t, "test.x": split.test_x, "test.y": assembly.test_t}
    wanted |= {name: (DTYPE, array.shape) for name, array in samples.items()}
    wanted["order"] = (np.dtype(np.int64), (len(split.train),))
    rows = arrays["curves"].shape[:1] if "curves" in arrays else (0,)
    wanted["curves"] = (np.dtype(np.float64), (*rows, len(COLUMNS)))
    if (table := assembly.project.data.table) is not None:
        wanted |= {"table.x": (table.x.dtype, table.x.shape), "table.y": (table.y.dtype, table.y.shape)}
        if table.is_test is not None:
            wanted["table.test"] = (np.dtype(np.int64), table.y.shape)
    for name, (dtype, shape) in wanted.items():
        if name not in arrays:
            raise ValueError(f"{name} is missing")
        if arrays[name].shape != shape or arrays[name].dtype != dtype:
            raise ValueError(f"{name} is {_spoken(arrays[name])}, but its network and data ask for {shape}")
    if strangers := arrays.keys() - wanted.keys():
        raise ValueError(f"{min(strangers)[:40]!r} does not belong there")


def _spoken(array: np.ndarray[Any, np.dtype[Any]]) -> str:
    return f"{array.shape} of {array.dtype}"


def _check_curves(rows: np.ndarray[Any, np.dtype[Any]]) -> None:
    if len(rows) > LIMIT:
        raise ValueError(f"its curves have more than {LIMIT} rows")
    if (np.diff(rows[:, 0], prepend=-1) <= 0).any():
        raise ValueError("its curves do not run forward")


def _parameters(prefix: str, arrays: Arrays, layers: int) -> Parameters:
    return Parameters(
        tuple(arrays[f"{prefix}weights.{i}"] for i in range(layers)),
        tuple(arrays[f"{prefix}bias.{i}"] for i in range(layers)),
    )


def _order(order: np.ndarray[Any, np.dtype[Any]]) -> np.ndarray[Any, np.dtype[Any]]:
    if not np.array_equal(np.sort(order), np.arange(len(order))):
        raise ValueError("its order of the samples leaves some out")
    return order


def _generator(generator: schema.Generator) -> dict[str, Any]:
    state, increment = int(generator.state), int(generator.increment)
    if max(state, increment) >= 2**128 or increment % 2 == 0:
        raise ValueError("the state of its random numbers is none")
    return {
        "bit_generator": GENERATOR,
        "state": {"state": state, "inc": increment},
        "has_uint32": generator.has_uint32,
        "uinteger": generator.uinteger,
    }
