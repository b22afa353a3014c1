"""Edits of what is learned: data set, samples and inputs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hlviz.datasets import DATASETS, FEATURES, Points
from hlviz.datasets.split import MAX_SHARE, MIN_SHARE
from hlviz.datasets.table_recipe import TableRecipe
from hlviz.document.limits import known, whole, within
from hlviz.document.marks import pruned
from hlviz.document.project import Project
from hlviz.document.samples import TABLE, points_of
from hlviz.document.specs import DataSpec, NetworkSpec
from hlviz.errors import SettingError

MAX_SAMPLES = 100_000
MAX_NOISE = 50.0
"""Per cent."""


def choose_dataset(project: Project, dataset: str) -> Project:
    """The project with another data set in its usual size, and an output and loss that fit what is asked of it."""
    if dataset not in DATASETS:
        raise SettingError(f"no data set is called {dataset!r}; there are {', '.join(DATASETS)}")
    recipe = DATASETS[dataset]
    data = replace(
        project.data, dataset=dataset, samples=recipe.samples, table=None, recipe=None,
        standardize=recipe.group == "real",
    )  # fmt: skip
    return _fitted(project, data)


def use_table(project: Project, table: Points, recipe: TableRecipe | None = None) -> Project:
    """The project with the user's own samples, and what made them of the rows of a table."""
    data = replace(
        project.data, dataset=TABLE, table=table, recipe=recipe, samples=len(table.x), noise=0.0,
        standardize=recipe is None or recipe.scale == "standard",
        train_share=0.8 if recipe is None else recipe.train_share,
    )  # fmt: skip
    return _fitted(project, data)


def set_data(project: Project, /, **settings: Any) -> Project:
    """The project with some settings of its data changed: samples, noise, train_share, seed or standardize."""
    recipe = DATASETS.get(project.data.dataset)
    least = recipe.min_samples if recipe is not None and recipe.adjustable else 2
    checks: dict[str, Callable[[Any], object]] = {
        "samples": lambda v: whole("samples", v, least, MAX_SAMPLES),
        "noise": lambda v: within("noise", v, 0.0, MAX_NOISE),
        "train_share": lambda v: within("train_share", v, MIN_SHARE, MAX_SHARE),
        "seed": lambda v: whole("seed", v, 0, 2**32 - 1),
        "standardize": bool,
    }
    for name, value in settings.items():
        checks[name](value)
    return replace(project, data=_free(replace(project.data, **settings), settings))


def _free(data: DataSpec, settings: dict[str, Any]) -> DataSpec:
    """Where the parts were fixed since samples came or went, and not by a column, a wish for others frees them."""
    told = data.recipe is not None and data.recipe.part is not None
    if data.table is None or told or settings.keys().isdisjoint({"train_share", "seed"}):
        return data
    return data if data.table.is_test is None else replace(data, table=replace(data.table, is_test=None))


def set_features(project: Project, features: tuple[str, ...]) -> Project:
    """The project that looks at the plane through these features; at least one."""
    for feature in features:
        known("features", feature, FEATURES)
    if not features:
        raise SettingError("the network needs at least one input; switch another one on first")
    ordered = tuple(key for key in FEATURES if key in features)
    return pruned(replace(project, data=replace(project.data, features=ordered)))


def toggle_feature(project: Project, feature: str) -> Project:
    """The project with this input switched on, or off if it was on."""
    features = project.data.features
    if feature in features:
        return set_features(project, tuple(f for f in features if f != feature))
    return set_features(project, (*features, feature))


def _fitted(project: Project, data: DataSpec) -> Project:
    points = points_of(data)
    network, training = project.network, project.training
    if not points.is_classification:
        output, loss = "identity", "mse" if training.loss not in {"mse", "huber"} else training.loss
    elif points.classes > 2:
        output, loss = "softmax", "cce"
    elif network.output_activation in {"softmax", "identity"}:
        output, loss = "tanh", "mse"
    else:
        output, loss = network.output_activation, training.loss
    fitted: NetworkSpec = replace(network, output_activation=output)
    return pruned(replace(project, data=data, network=fitted, training=replace(training, loss=loss)))
