"""Documents for the tests of files: a good one, random ones, and how to tell two apart."""

import random
from contextlib import suppress
from dataclasses import fields, replace
from functools import partial
from typing import Any

import numpy as np
from hypothesis import strategies as st

from hlviz.datasets import DATASETS, FEATURES, Points
from hlviz.datasets.table_recipe import ColumnRecipe, TableRecipe
from hlviz.document import Project, edits
from hlviz.document.wiring import wiring_of
from hlviz.errors import SettingError
from hlviz.files import Saved
from hlviz.files.past import Branch, KeptRun, Past
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS
from hlviz.training.assembly import assemble
from hlviz.training.curves import Curves
from hlviz.training.frame import Divergence
from hlviz.training.history import Frames, History
from hlviz.training.standing import Origin
from hlviz.training.trainer import Trainer


def trained(project: Project, steps: int) -> tuple[Trainer, Curves]:
    trainer, curves = Trainer(project), Curves()
    for _ in range(steps):
        trainer.train()
        if trainer.at_epoch_start and trainer.divergence is None:
            curves.add(trainer.step, trainer.step / trainer.steps_per_epoch, trainer.evaluate())
    return trainer, curves


def saved(project: Project, steps: int = 0) -> Saved:
    return Saved.of_trainer(*trained(project, steps))


def with_moments(project: Project, steps: int, wider: int = 0) -> tuple[Saved, History]:
    """A training of which every step was kept; with so many more neurons in the second half."""
    trainer, curves, history = Trainer(project), Curves(), History()
    for step in range(steps + 1):
        if step:
            trainer.train()
        if step == steps // 2 and wider:
            layer = project.network.hidden[0]
            trainer = trainer.followed(edits.resize_layer(project, layer.id, layer.size + wider))
        curves.add(trainer.step, trainer.epochs, trainer.evaluate())
        history.add(trainer.snapshot(1 + (step >= steps // 2)), trainer.assembly)
    return Saved.of_trainer(trainer, curves), history


def remembered() -> Saved:
    """A document with a past: it was edited on the way and branched off a run that ended; another one before was forgotten."""
    document, history = with_moments(good_project(), 21, wider=1)
    former, its_history = with_moments(edits.set_training(good_project(), learning_rate=0.05), 12)
    table = document.project.data.table
    former_frames = of_table(its_history.frames(), table)
    origin = Origin(4, 3)
    branch = Branch(
        KeptRun(former_frames, Origin(2, 1), (Divergence(11, "First"),)), 4, 3, 1, "The cäreful one", True, 3.0,
        former.frame.evaluation, True, former_frames.assembly_of(former_frames[-1]), former.curves,
    )  # fmt: skip
    past = Past(KeptRun(of_table(history.frames(), table), origin), "The bold one", (branch,))
    return replace(document, past=past)


def of_table(frames: Frames, table: Points | None) -> Frames:
    """The same, all of the one table: each call of ``good_project`` makes another."""
    projects = {key: its.project for key, its in frames.assemblies.items()}
    same = {key: replace(its, data=replace(its.data, table=table)) for key, its in projects.items()}
    return replace(frames, assemblies={key: assemble(its) for key, its in same.items()})


def good_project() -> Project:
    """One that uses all there is: a table, Adam, dropout, names, frozen and cut edges, changes by hand."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(40, 3))
    is_test = np.arange(40) % 4 == 0
    table = Points(x, (x.sum(axis=1) > 0).astype(np.int64), ("a", "b", "ç"), "which", ("no", "yes"), is_test=is_test)
    recipe = TableRecipe(
        (
            ColumnRecipe("a", fill=0.5, has_gaps=True), ColumnRecipe("b"), ColumnRecipe("ç", "input", "category", 1, ("x", "y")),
            ColumnRecipe("which", "target", "category", 0, ("no", "yes")), ColumnRecipe("set", "part"),
        ),
        "mean", "standard", 0.75, ("test",),
    )  # fmt: skip
    project = edits.use_table(edits.set_shape(Project(name="Tëst"), (5, 3)), table, recipe)
    first, second = project.network.hidden
    project = edits.set_dropout(edits.rename_layer(project, first.id, "First"), first.id, 0.25)
    project = edits.set_activation(project, second.id, "gelu")
    (a, *_), (b, c, _) = first.neurons, second.neurons
    project = edits.rename_neuron(edits.shift_layer(project, second.id, 12.5, -40), b, "Eckë")
    project = edits.set_frozen(project, (b, (a, c), ("out", 1)), True)
    project = edits.set_cut(project, ((a, b), (("in", "ç"), a)), True)
    project = edits.set_weight(project, (b, ("out", 1)), 0.75, at_start=True)
    project = edits.randomize(project, (c, (("in", "a"), a)), at_start=False)
    return replace(edits.set_training(project, optimizer="adam", learning_rate=0.01), notes="Look here.\n")


def assert_equal(one: Saved, other: Saved) -> None:
    """Everything that a person could tell apart is the same, every number to the bit."""
    assert without_table(one.project) == without_table(other.project)
    assert_same_points(one.project.data.table, other.project.data.table)
    assert one.frame.step == other.frame.step
    assert one.frame.epoch == other.frame.epoch
    assert one.frame.evaluation == other.frame.evaluation
    assert one.frame.resume is not None
    assert other.frame.resume is not None
    assert one.frame.resume.rng == other.frame.resume.rng
    assert one.frame.resume.at == other.frame.resume.at
    assert one.frame.resume.begun == other.frame.resume.begun
    pairs = [
        (one.curves, other.curves),
        (one.frame.resume.order, other.frame.resume.order),
        *zip(one.start.arrays, other.start.arrays, strict=True),
        *zip(one.frame.parameters.arrays, other.frame.parameters.arrays, strict=True),
    ]
    for a, b in zip(one.frame.resume.slots, other.frame.resume.slots, strict=True):
        pairs += zip(a.arrays, b.arrays, strict=True)
    assert_same_past(one.past, other.past)
    for a, b in pairs:
        assert a.dtype == b.dtype
        assert a.shape == b.shape
        assert a.tobytes() == b.tobytes()


def assert_same_past(one: Past | None, other: Past | None) -> None:
    """The same moments, to the bit, and the same branches. Runs may have other numbers in training."""
    if one is None or other is None:
        assert one is other
        return
    assert (one.name, len(one.branches)) == (other.name, len(other.branches))
    assert_same_run(one.now, other.now)
    for a, b in zip(one.branches, other.branches, strict=True):
        for name in ("number", "slot", "name", "choice", "epochs", "evaluation", "diverged"):
            assert getattr(a, name) == getattr(b, name)
        assert without_table(a.assembly.project) == without_table(b.assembly.project)
        np.testing.assert_array_equal(a.curves, b.curves)
        assert_same_run(a.kept, b.kept)


def assert_same_run(one: KeptRun, other: KeptRun) -> None:
    assert one.divergences == other.divergences
    assert (one.origin is None, one.origin and one.origin.step) == (
        other.origin is None,
        other.origin and other.origin.step,
    )
    assert len(one.frames) == len(other.frames)
    for a, b in zip(one.frames, other.frames, strict=True):
        assert (a.step, a.epoch, a.evaluation, a.is_exact) == (b.step, b.epoch, b.evaluation, b.is_exact)
        assert without_table(one.frames.assembly_of(a).project) == without_table(other.frames.assembly_of(b).project)
        ours, theirs = a.resume, b.resume
        assert ours is not None
        assert theirs is not None
        assert (ours.rng, ours.at, ours.begun) == (theirs.rng, theirs.at, theirs.begun)
        if ours.at:
            np.testing.assert_array_equal(ours.order, theirs.order)
        for mine, its in zip((a.parameters, *ours.slots), (b.parameters, *theirs.slots), strict=True):
            assert [array.tobytes() for array in mine.arrays] == [array.tobytes() for array in its.arrays]


def without_table(project: Project) -> Project:
    return replace(project, data=replace(project.data, table=None))


def assert_same_points(one: Points | None, other: Points | None) -> None:
    if one is None or other is None:
        assert one is other
        return
    for field in fields(Points):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


# Random documents, made as a person makes them: one edit after the other

NAMES = st.text(max_size=12)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    project = replace(Project(), name=draw(NAMES), notes=draw(NAMES))
    if draw(st.booleans()):
        project = edits.use_table(project, draw(tables()))
    else:
        project = edits.choose_dataset(project, draw(st.sampled_from([key for key in DATASETS if key != "digits"])))
        project = edits.set_data(project, samples=draw(st.integers(20, 60)), noise=draw(st.floats(0, 50)))
    project = edits.set_data(
        project, train_share=draw(st.floats(0.1, 0.9)), seed=draw(st.integers(0, 2**32 - 1)), standardize=draw(st.booleans())
    )  # fmt: skip
    features = draw(st.sets(st.sampled_from(list(FEATURES)), min_size=1))
    project = edits.set_features(project, tuple(features))
    project = edits.set_initializer(project, draw(st.sampled_from(list(INITIALIZERS))))
    rng = random.Random(draw(st.integers(0, 10**6)))
    for _ in range(draw(st.integers(0, 25))):
        project = random_edit(project, rng)
    for edit, keys in ((edits.set_output, OUTPUTS), (edits.set_loss, LOSSES)):
        if draw(st.booleans()):
            with suppress(SettingError):  # cross-entropy is for classes
                project = edit(project, draw(st.sampled_from(list(keys))))
    return edits.set_training(
        project,
        optimizer=draw(st.sampled_from(list(OPTIMIZERS))),
        regularization=draw(st.sampled_from(list(REGULARIZERS))),
        regularization_rate=draw(st.floats(0, 1)),
        learning_rate=draw(st.floats(1e-6, 0.5)),
        batch_size=draw(st.integers(0, 70)),
        seed=draw(st.integers(0, 2**32 - 1)),
    )


@st.composite
def tables(draw: st.DrawFn) -> Points:
    rows, columns = draw(st.integers(4, 20)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    x = rng.normal(size=(rows, columns)) * draw(st.floats(1e-3, 1e6))
    names = tuple(draw(st.lists(NAMES, min_size=columns, max_size=columns)))
    target = draw(NAMES)
    classes = draw(st.integers(0, 4))
    if classes < 2:
        return Points(x, rng.normal(size=rows), names, target)
    is_test = np.arange(rows) % 3 == 0 if draw(st.booleans()) else None
    return Points(x, np.arange(rows) % classes, names, target, tuple(f"c{i}" for i in range(classes)), is_test=is_test)


def random_edit(project: Project, rng: random.Random) -> Project:
    layers = project.network.hidden
    layer = rng.choice(layers) if layers else None
    wishes: list[tuple[Any, ...]] = [(edits.add_layer, rng.randint(0, len(layers)), rng.randint(1, 6))]
    if layer is not None:
        wishes += [
            (edits.remove_layer, layer.id),
            (edits.move_layer, layer.id, rng.randint(0, 4)),
            (edits.resize_layer, layer.id, rng.randint(1, 9)),
            (edits.remove_neuron, rng.choice(layer.neurons)),
            (edits.move_neuron, rng.choice(layer.neurons), rng.choice(layers).id),
            (edits.rename_layer, layer.id, rng.choice(["", "Äß", "tab\there", "\u202e"])),
            (edits.set_activation, layer.id, rng.choice(list(ACTIVATIONS))),
            (edits.set_dropout, layer.id, rng.uniform(0, 0.9)),
            (edits.rename_neuron, rng.choice(layer.neurons), rng.choice(["", "Äß", "tab\there"])),
            (edits.shift_layer, layer.id, rng.uniform(-2000, 2000), rng.uniform(-2000, 2000)),
            (edits.duplicate_layer, layer.id),
            (edits.freeze_layer, layer.id, rng.random() < 0.8),
        ]
    wiring = wiring_of(project).layers
    i = rng.randrange(len(wiring) - 1)
    edge, neuron = (rng.choice(wiring[i]), rng.choice(wiring[i + 1])), rng.choice(wiring[i + 1])
    start = rng.random() < 0.5
    wishes += [
        (edits.set_frozen, (edge, neuron), rng.random() < 0.8),
        (edits.set_cut, (edge,), rng.random() < 0.8),
        (partial(edits.set_weight, at_start=start), edge, rng.uniform(-9, 9)),
        (partial(edits.set_bias, at_start=start), neuron, rng.uniform(-9, 9)),
        (partial(edits.zero, at_start=start), (edge, neuron)),
        (partial(edits.randomize, at_start=start), (neuron,)),
    ]
    edit, *args = rng.choice(wishes)
    try:
        result: Project = edit(project, *args)
    except SettingError:
        return project
    return result
