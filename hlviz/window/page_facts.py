"""What a page about a network says in words: its settings, its data, how good it is, and with what it was made."""

import platform
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz import __version__
from hlviz.datasets import DATASETS, FEATURES
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.metrics import mean_absolute_error
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS
from hlviz.number_text import grouped, percent, setting, significant
from hlviz.session.moment import Moment

MOST_LAYERS = 5
"""Hidden layers named one by one."""
LISTED = 40
"""Letters of a list of inputs or classes."""


def tr(text: str) -> str:
    """A text of the page in the user's language."""
    return QCoreApplication.translate("PageFacts", text)


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it: names with their values."""

    title: str
    rows: tuple[tuple[str, str], ...]


def sections_of(moment: Moment) -> tuple[Section, ...]:
    """The parts of a page that are words, in their order."""
    return (
        Section(tr("Result"), _result(moment)),
        Section(tr("Data"), _data(moment)),
        Section(tr("Network"), _network(moment)),
        Section(tr("Training"), _training(moment)),
    )


def headline(moment: Moment) -> str:
    """How good the network is, in a sentence."""
    frame, e = moment.frame, moment.frame.evaluation
    if frame.step == 0:
        return tr("Not trained yet: all that follows is of the random first weights.")
    if not (np.isfinite(e.test_loss) and np.isfinite(e.test_metric)):
        return tr("The numbers ran away: what the network says is of no use.")
    count = grouped(len(moment.split.test))
    if moment.assembly.is_classification:
        text = tr("It names {share} of {n} samples right that it never saw in training.")
        return text.replace("{share}", percent(e.test_metric)).replace("{n}", count)
    text = tr("R² is {r2} on {n} samples that it never saw in training: 1 would be perfect, 0 no better than the mean.")
    return text.replace("{r2}", significant(e.test_metric, 3)).replace("{n}", count)


def made_with() -> str:
    """The versions that a page names."""
    return f"hlviz {__version__} · Python {platform.python_version()} · NumPy {np.__version__}"


def _network(moment: Moment) -> tuple[tuple[str, str], ...]:
    network, a = moment.project.network, moment.assembly
    sizes = a.wiring.sizes
    rows = [(tr("Inputs"), grouped(sizes[0]))]
    for i, layer in enumerate(network.hidden[:MOST_LAYERS]):
        words = [f"{grouped(layer.size)} {a.activations[i].title}"]
        if layer.dropout:
            words.append(tr("dropout {share}").replace("{share}", percent(layer.dropout, 0)))
        rows.append((network.layer_name(i), ", ".join(words)))
    if len(network.hidden) > MOST_LAYERS:
        rest = network.hidden[MOST_LAYERS:]
        text = tr("{n} neurons").replace("{n}", grouped(sum(layer.size for layer in rest)))
        rows.append((tr("{n} more layers").replace("{n}", grouped(len(rest))), text))
    rows += [
        (tr("Outputs"), f"{grouped(sizes[-1])} {a.activations[-1].title}"),
        (tr("Weights and biases"), grouped(moment.parameters.count)),
        (tr("First weights"), INITIALIZERS[network.initializer].title),
    ]
    if network.cut or network.frozen:
        rows.append(
            (tr("Held"), tr("{cut} cut, {frozen} frozen").format(cut=len(network.cut), frozen=len(network.frozen)))
        )
    return tuple(rows)


def _training(moment: Moment) -> tuple[tuple[str, str], ...]:
    training = moment.project.training
    rows = [
        (tr("Loss"), LOSSES[training.loss].title),
        (tr("Optimizer"), OPTIMIZERS[training.optimizer].title),
        (tr("Learning rate"), setting(training.learning_rate)),
        (tr("Batch size"), grouped(training.batch_size) if training.batch_size else tr("all samples")),
    ]
    if training.regularization != "none":
        title = REGULARIZERS[training.regularization].title
        rows.append((tr("Regularization"), f"{title} {setting(training.regularization_rate)}"))
    rows += [
        (tr("Seed"), str(training.seed)),
        (tr("Epochs"), grouped(moment.frame.epoch)),
        (tr("Steps"), grouped(moment.frame.step)),
    ]
    return tuple(rows)


def _data(moment: Moment) -> tuple[tuple[str, str], ...]:
    data, split, points = moment.project.data, moment.split, moment.split.points
    own = tr("own samples")
    rows = [(tr("Data set"), DATASETS[data.dataset].title if data.dataset in DATASETS else own)]
    rows += [
        (tr("Training samples"), grouped(len(split.train))),
        (tr("Test samples"), grouped(len(split.test))),
    ]
    if points.plane:
        inputs = [FEATURES[key].label for key in data.features]
    elif points.image_shape is not None:
        inputs = [tr("{rows} × {columns} pixels").format(rows=points.image_shape[0], columns=points.image_shape[1])]
    else:
        inputs = list(points.input_names)
    rows.append((tr("Inputs"), _listed(inputs)))
    if points.class_names:
        rows.append((tr("{n} classes").replace("{n}", str(len(points.class_names))), _listed(points.class_names)))
    else:
        rows.append((tr("To learn"), _line(points.target_name)))
    if data.dataset in DATASETS and data.noise:
        rows.append((tr("Noise"), f"{setting(data.noise)} %"))
    rows.append((tr("Standardised"), tr("yes") if data.standardize else tr("no")))
    rows.append((tr("Seed of the data"), str(data.seed)))
    return tuple(rows)


def _result(moment: Moment) -> tuple[tuple[str, str], ...]:
    e, a = moment.frame.evaluation, moment.assembly
    rows = [
        (tr("Loss, training"), _number(e.train_loss)),
        (tr("Loss, test"), _number(e.test_loss)),
    ]
    if a.is_classification:
        wrong = int((moment.test_predicted != np.asarray(moment.split.test_y)).sum())
        rows += [
            (tr("Accuracy, training"), percent(e.train_metric)),
            (tr("Accuracy, test"), percent(e.test_metric)),
            (tr("Mistakes, test"), tr("{n} of {all}").format(n=grouped(wrong), all=grouped(len(moment.split.test)))),
        ]
        return tuple(rows)
    rows += [(tr("R², training"), _number(e.train_metric)), (tr("R², test"), _number(e.test_metric))]
    said = a.to_units(moment.test_outputs[:, 0].astype(np.float64))
    with np.errstate(all="ignore"):
        off = mean_absolute_error(said, np.asarray(moment.split.test_y))
    rows.append((tr("Off by, on average"), _number(off)))
    return tuple(rows)


def _number(value: float) -> str:
    return significant(value) if np.isfinite(value) else tr("none")


def _line(text: str) -> str:
    """A name from a file as one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _listed(names: "list[str] | tuple[str, ...]") -> str:
    """Names one after the other; of many, how many more there are."""
    shown: list[str] = []
    for name in map(_line, names):
        if shown and len(", ".join([*shown, name])) > LISTED:
            more = tr("and {n} more").replace("{n}", grouped(len(names) - len(shown)))
            return f"{', '.join(shown)} {more}"
        shown.append(name)
    return ", ".join(shown)
