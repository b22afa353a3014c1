"""``project.json`` and ``past.json`` as types: every field of them, and nothing else, of format 4.

The field names are those of the specs in ``hlviz.document``, so that a spec and its JSON convert into each other by name.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hlviz.datasets.table_recipe import Coding, Missing, Role, Scale
from hlviz.document.limits import MAX_NAME
from hlviz.document.specs import MAX_EDGES, MAX_LAYERS, MAX_NEURONS
from hlviz.document.touches import MAX_TOUCHES

FORMAT: Literal[4] = 4
"""The format that this hlviz writes."""

Id = Annotated[int, Meta(ge=1, le=2**53)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Natural = Annotated[str, Meta(pattern="^[0-9]{1,39}$")]
"""A whole number below 10³⁹ as text: a generator's numbers have 128 bits, more than most readers of JSON can hold."""
Names = Annotated[tuple[str, ...], Meta(max_length=1000)]
Name = Annotated[str, Meta(max_length=MAX_NAME)]
# WORKAROUND: int without bounds, since msgspec 0.22 crashes on a union of a bounded number and a tuple
Key = int | tuple[Literal["in", "out"], str | int]
"""``NeuronKey``: the id of a hidden neuron, or which input or output it is; ``check_marks`` looks at the numbers."""
Edges = Annotated[tuple[tuple[Key, Key], ...], Meta(max_length=MAX_EDGES)]


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """A JSON object that holds these fields and no others."""


class Layer(Part):
    """``LayerSpec``."""

    id: Id
    neurons: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=MAX_NEURONS)]
    activation: str
    dropout: float
    name: Name
    neuron_names: Annotated[tuple[tuple[Id, Name], ...], Meta(max_length=MAX_NEURONS)]
    shift: tuple[float, float]


class Marked(Part):
    """Neurons and edges."""

    neurons: Annotated[tuple[Key, ...], Meta(max_length=(MAX_LAYERS + 1) * MAX_NEURONS)]
    edges: Edges


class Network(Part):
    """``NetworkSpec``."""

    hidden: Annotated[tuple[Layer, ...], Meta(max_length=MAX_LAYERS)]
    output_activation: str
    initializer: str
    frozen: Marked
    cut: Edges


class Touch(Part):
    """``hlviz.document.touches.Touch``."""

    id: Id
    kind: Literal["set", "zero", "random"]
    targets: Marked
    value: float
    at_start: bool


class Training(Part):
    """``TrainingSpec``."""

    loss: str
    optimizer: str
    learning_rate: float
    batch_size: int
    regularization: str
    regularization_rate: float
    seed: int


class Column(Part):
    """``hlviz.datasets.table_recipe.ColumnRecipe``."""

    name: str
    role: Role
    coding: Coding
    fill: float
    categories: Names
    has_gaps: bool


class Recipe(Part):
    """``hlviz.datasets.table_recipe.TableRecipe``."""

    columns: Annotated[tuple[Column, ...], Meta(max_length=1000)]
    missing: Missing
    scale: Scale
    train_share: Annotated[float, Meta(ge=0.05, le=0.95)]
    test_values: Names


class Table(Part):
    """``Points`` but for the numbers, which are the arrays ``table.x`` and ``table.y``, and its parts, ``table.test``."""

    input_names: Names
    target_name: str
    class_names: Names
    image_shape: tuple[Annotated[int, Meta(ge=1, le=4096)], Annotated[int, Meta(ge=1, le=4096)]] | None
    domain: Annotated[tuple[tuple[float, float], ...], Meta(max_length=1000)] | None


class Data(Part):
    """``DataSpec``."""

    dataset: str
    samples: Annotated[int, Meta(ge=0, le=2_000_000)]
    noise: float
    train_share: float
    seed: int
    features: tuple[str, ...]
    standardize: bool
    table: Table | None
    recipe: Recipe | None


class Evaluation(Part):
    """``hlviz.training.frame.Evaluation``; null for what is no number."""

    train_loss: float | None
    test_loss: float | None
    penalty: float | None
    train_metric: float | None
    test_metric: float | None


class Generator(Part):
    """The state of NumPy's PCG64."""

    state: Natural
    increment: Natural
    has_uint32: Literal[0, 1]
    uinteger: Annotated[int, Meta(ge=0, lt=2**32)]


class Run(Part):
    """Where training is."""

    step: Count
    epoch: Count
    at: Count
    begun: Count
    evaluation: Evaluation
    generator: Generator


class Document(Part):
    """The whole file."""

    format: Literal[4]
    name: str
    notes: str
    next_id: Id
    network: Network
    touches: Annotated[tuple[Touch, ...], Meta(max_length=MAX_TOUCHES)]
    training: Training
    data: Data
    run: Run


# What a file may hold beside: ``past.json``

MOST_PROJECTS = 64
"""Former projects in a file."""
MOST_BLOCKS = 2048
"""Stretches of a run that are of one project."""


class Former(Part):
    """A project as it was: the fields of ``Document`` that are the project's. A table is that of the document."""

    name: str
    notes: str
    next_id: Id
    network: Network
    touches: Annotated[tuple[Touch, ...], Meta(max_length=MAX_TOUCHES)]
    training: Training
    data: Data


class Origin(Part):
    """``hlviz.training.standing.Origin``; the run as a place among the branches, null where it is not kept."""

    run: Annotated[int, Meta(ge=0, le=7)] | None
    step: Count


class Divergence(Part):
    """``hlviz.training.frame.Divergence``."""

    step: Count
    layer: Annotated[str, Meta(max_length=200)]


class KeptRun(Part):
    """A run: of each block of its moments, which project it is of (0: the document's, then ``projects``)."""

    blocks: Annotated[tuple[Annotated[int, Meta(ge=0, le=MOST_PROJECTS)], ...], Meta(max_length=MOST_BLOCKS)]
    origin: Origin | None
    divergences: Annotated[tuple[Divergence, ...], Meta(max_length=16)]


class Branch(Part):
    """A run that ended."""

    number: Annotated[int, Meta(ge=1, le=2**53)]
    slot: Annotated[int, Meta(ge=0, le=7)]
    name: Name
    choice: bool | None
    epochs: Annotated[float, Meta(ge=0)]
    evaluation: Evaluation
    diverged: bool
    project: Annotated[int, Meta(ge=0, le=MOST_PROJECTS)]
    run: KeptRun


class Past(Part):
    """The whole of ``past.json``."""

    projects: Annotated[tuple[Former, ...], Meta(max_length=MOST_PROJECTS)]
    now: KeptRun
    name: Name
    branches: Annotated[tuple[Branch, ...], Meta(max_length=8)]


def json_schema() -> bytes:
    """``docs/project.schema.json``: the schema of ``project.json`` for other programs, as msgspec makes it of these types."""
    return _schema_of(Document, "project.json")


def past_schema() -> bytes:
    """``docs/past.schema.json``: the same for ``past.json``."""
    return _schema_of(Past, "past.json")


def _schema_of(kind: type[Part], member: str) -> bytes:
    schema = msgspec.json.schema(kind)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{member} of a .hlviz file",
        **schema,
    }
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=2) + b"\n"


class Head(msgspec.Struct):
    """What is read first, of any format."""

    format: Annotated[int, Meta(ge=1)]
