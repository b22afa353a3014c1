"""Settings as words, ``KEY=VALUE``: each is an edit of the project, so the command line can set whatever the window can."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hlviz.datasets import DATASETS, FEATURES
from hlviz.document import edits
from hlviz.document.project import Project
from hlviz.document.samples import TABLE, points_of
from hlviz.errors import SettingError
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS

T = TypeVar("T")

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@dataclass(frozen=True)
class Setting:
    """One thing that can be set: what may stand behind the equals sign, and what it does to a project."""

    values: str
    """For the help text."""
    edit: Callable[[Project, str], Project]


def with_settings(project: Project, settings: Sequence[str]) -> Project:
    """The project with each ``KEY=VALUE`` applied.

    They are applied in the order of ``SETTINGS``, not in that given, so that their order makes no difference: the data first,
    since a data set brings its own output and loss along. Of a key given twice the last one counts.

    Raises
    ------
    SettingError
        If a setting is unknown, has a value that cannot be, has no effect on these data, or contradicts another.
    """
    wishes = dict(_parted(setting) for setting in settings)
    for key, setting in SETTINGS.items():
        if key in wishes:
            project = setting.edit(project, wishes[key])
    if "output" in wishes and project.network.output_activation != wishes["output"]:
        output = project.network.output_activation
        raise SettingError(
            f"loss={wishes['loss']} does not go with output={wishes['output']}; use output={output} or another loss"
        )
    return project


def _parted(setting: str) -> tuple[str, str]:
    key, equals, value = (part.strip() for part in setting.partition("="))
    if not equals:
        raise SettingError(
            f"{setting!r} is not KEY=VALUE; write for example learning_rate=0.1, and a FILE before --set"
        )
    if key not in SETTINGS:
        raise SettingError(f"there is no setting {key!r}; there are {', '.join(SETTINGS)}")
    return key, value


# Values


def _number(key: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise SettingError(f"{key}={value} is not a number") from None


def _whole(key: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise SettingError(f"{key}={value} is not a whole number") from None


def _yes_or_no(key: str, value: str) -> bool:
    if value.lower() not in YES + NO:
        raise SettingError(f"{key}={value} is neither true nor false")
    return value.lower() in YES


def _words(key: str, value: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in value.split(",")) if value else ()
    if "" in words:
        raise SettingError(f"{key}={value}: entry {words.index('') + 1} is empty; fill it in, or leave out its comma")
    return words


# Edits


def _dataset(project: Project, value: str) -> Project:
    if value == project.data.dataset == TABLE:
        return project
    return edits.choose_dataset(project, value)


def _samples(project: Project, value: str) -> Project:
    _require_adjustable(project, "samples")
    return edits.set_data(project, samples=_whole("samples", value))


def _noise(project: Project, value: str) -> Project:
    _require_adjustable(project, "noise")
    return edits.set_data(project, noise=_number("noise", value))


def _require_adjustable(project: Project, key: str) -> None:
    dataset = project.data.dataset
    if dataset == TABLE or not DATASETS[dataset].adjustable:
        raise SettingError(f"{key} has no effect on {dataset!r}, which holds real data; leave it out")


def _train_share(project: Project, value: str) -> Project:
    share = _number("train_share", value)
    return edits.set_data(project, train_share=share / 100 if share >= 1 else share)


def _features(project: Project, value: str) -> Project:
    if not points_of(project.data).plane:
        raise SettingError(f"features has no effect on {project.data.dataset!r}, which is no plane; leave it out")
    return edits.set_features(project, _words("features", value))


def _hidden(project: Project, value: str) -> Project:
    return edits.set_shape(project, tuple(_whole("hidden", word) for word in _words("hidden", value)))


def _activation(project: Project, value: str) -> Project:
    if "," not in value:
        return edits.set_all_activations(project, value)
    return _for_each_layer(project, "activation", _words("activation", value), edits.set_activation)


def _dropout(project: Project, value: str) -> Project:
    rates = tuple(_number("dropout", word) for word in _words("dropout", value))
    if len(rates) == 1:
        rates *= len(project.network.hidden)
    return _for_each_layer(project, "dropout", rates, edits.set_dropout)


def _for_each_layer(
    project: Project, key: str, values: tuple[T, ...], edit: Callable[[Project, int, T], Project]
) -> Project:
    hidden = project.network.hidden
    if len(values) != len(hidden):
        raise SettingError(
            f"{key} names {len(values)} layers, but there are {len(hidden)} hidden ones; name one or all"
        )
    for layer, value in zip(hidden, values, strict=True):
        project = edit(project, layer.id, value)
    return project


def _name(project: Project, value: str) -> Project:
    if not value:
        raise SettingError("name is empty; write for example name=Spiral")
    return replace(project, name=value)


def _batch_size(project: Project, value: str) -> Project:
    return edits.set_training(project, batch_size=0 if value.lower() == "all" else _whole("batch_size", value))


SETTINGS: dict[str, Setting] = {
    "name": Setting("what the project is called", _name),
    "dataset": Setting(f"what to learn: {', '.join(DATASETS)}", _dataset),
    "samples": Setting("how many points to make", _samples),
    "noise": Setting("0 to 50, in per cent", _noise),
    "train_share": Setting("what part of the samples trains: 0.05 to 0.95, or 5 to 95 per cent", _train_share),
    "data_seed": Setting("decides the points and the split",
                         lambda p, v: edits.set_data(p, seed=_whole("data_seed", v))),
    "standardize": Setting("true or false", lambda p, v: edits.set_data(p, standardize=_yes_or_no("standardize", v))),
    "features": Setting(f"inputs, parted by commas: {', '.join(FEATURES)}", _features),
    "hidden": Setting("neurons of each hidden layer, such as 8,8; nothing for no hidden layer", _hidden),
    "activation": Setting(f"of all hidden layers, or of each: {', '.join(ACTIVATIONS)}", _activation),
    "dropout": Setting("0 to 0.9, of all hidden layers or of each", _dropout),
    "initializer": Setting(f"how first weights are drawn: {', '.join(INITIALIZERS)}", edits.set_initializer),
    "output": Setting(f"activation of the output: {', '.join(OUTPUTS)}", edits.set_output),
    "loss": Setting(", ".join(LOSSES), edits.set_loss),
    "optimizer": Setting(", ".join(OPTIMIZERS),
                         lambda p, v: edits.set_training(p, optimizer=v)),
    "learning_rate": Setting("step size", lambda p, v: edits.set_training(p, learning_rate=_number("learning_rate", v))),
    "batch_size": Setting("samples per step, or all", _batch_size),
    "regularization": Setting(", ".join(REGULARIZERS), lambda p, v: edits.set_training(p, regularization=v)),
    "regularization_rate": Setting("what large weights cost",
                                   lambda p, v: edits.set_training(
                                       p, regularization_rate=_number("regularization_rate", v))),
    "seed": Setting("decides the first weights, the order of samples and dropout",
                    lambda p, v: edits.set_training(p, seed=_whole("seed", v))),
}  # fmt: skip
"""In the order in which they are applied."""
