"""What makes one project another, in words: what changed from run to run."""

from collections.abc import Iterator, Sequence

from hlviz.datasets import DATASETS, FEATURES
from hlviz.document.project import Project
from hlviz.document.samples import TABLE, points_of
from hlviz.document.specs import DataSpec, LayerSpec, NetworkSpec, TrainingSpec
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS
from hlviz.number_text import setting

MOST_LAYERS = 6
"""Layers that are listed one by one; of more it is said how many there are."""


def differences(before: Project, after: Project) -> tuple[str, ...]:
    """Everything in which two projects train differently, each in a few words: ("learning rate 0.03 → 0.1", …).

    Names, notes and places make no difference, nor do ids: a layer removed and added again is the same layer. Nothing where they
    train alike.
    """
    return (
        *_of_data(before.data, after.data),
        *_of_network(before.network, after.network),
        *_by_hand(before, after),
        *_of_training(before.training, after.training),
    )


def _of_data(before: DataSpec, after: DataSpec) -> Iterator[str]:
    if before.dataset != after.dataset:
        yield f"data {_arrow(_dataset(before), _dataset(after))}"
    elif before.table is not after.table:
        yield "another table"
    else:
        yield from _of_points(before, after)
    if before.train_share != after.train_share:
        yield f"training part {_number(100 * before.train_share)} → {_number(100 * after.train_share)} %"
    if before.standardize != after.standardize:
        yield "inputs standardised" if after.standardize else "inputs not standardised"
    if before.features != after.features and points_of(before).plane and points_of(after).plane:
        more = [f"+ {FEATURES[key].label}" for key in after.features if key not in before.features]
        fewer = [f"− {FEATURES[key].label}" for key in before.features if key not in after.features]
        yield f"inputs {', '.join([*more, *fewer])}"


def _of_points(before: DataSpec, after: DataSpec) -> Iterator[str]:
    """What differs in samples of the same data set."""
    is_made = after.dataset != TABLE and DATASETS[after.dataset].adjustable
    if is_made and before.samples != after.samples:
        yield f"points {_arrow(before.samples, after.samples)}"
    if is_made and before.noise != after.noise:
        yield f"noise {_number(before.noise)} → {_number(after.noise)} %"
    if before.seed != after.seed:  # of real data it decides which of them are for the test
        yield "new points" if is_made else "another split"


def _dataset(data: DataSpec) -> str:
    return DATASETS[data.dataset].title if data.dataset in DATASETS else "own table"


def _of_network(before: NetworkSpec, after: NetworkSpec) -> Iterator[str]:
    sizes, new_sizes = ([layer.size for layer in network.hidden] for network in (before, after))
    if sizes != new_sizes:
        yield f"hidden {_arrow(_listed(sizes), _listed(new_sizes))}"
    yield from _of_layers(before, after, "activation", [[ACTIVATIONS[layer.activation].title for layer in network.hidden]
                                                        for network in (before, after)])  # fmt: skip
    yield from _of_layers(
        before, after, "dropout", [list(map(_dropout, network.hidden)) for network in (before, after)]
    )
    if before.output_activation != after.output_activation:
        yield f"output {_arrow(OUTPUTS[before.output_activation].title, OUTPUTS[after.output_activation].title)}"
    if before.initializer != after.initializer:
        titles = (INITIALIZERS[network.initializer].title for network in (before, after))
        yield f"first weights {_arrow(*titles)}"


def _of_layers(before: NetworkSpec, after: NetworkSpec, what: str, values: Sequence[Sequence[str]]) -> Iterator[str]:
    """What differs in something that every layer has: said once where all layers have the same."""
    old, new = values
    if set(old) == set(new) and (len(old) != len(new) or len(set(new)) < 2):
        return
    if len(old) == len(new) and max(len(set(old)), len(set(new))) > 1:
        for i, (was, now) in enumerate(zip(old, new, strict=True)):
            if was != now:
                yield f"{after.layer_name(i)}: {what} {_arrow(was, now)}"
    elif old and new:  # a network without layers has no activation that could have changed
        yield f"{what} {_arrow(', '.join(dict.fromkeys(old)), ', '.join(dict.fromkeys(new)))}"


def _dropout(layer: LayerSpec) -> str:
    return f"{_number(100 * layer.dropout)} %"


def _listed(sizes: Sequence[int]) -> str:
    if not sizes:
        return "none"
    return ", ".join(map(str, sizes)) if len(sizes) <= MOST_LAYERS else f"{len(sizes)} layers"


def _by_hand(before: Project, after: Project) -> Iterator[str]:
    """Marks on single edges and neurons, and weights that were typed in."""
    for what, old, new in (
        ("frozen", before.network.frozen, after.network.frozen),
        ("edges cut", before.network.cut, after.network.cut),
    ):
        if len(old) != len(new):
            yield f"{what} {_arrow(len(old), len(new))}"
        elif old != new:
            yield f"{what}: others"
    done = {touch.id for touch in after.touches} - {touch.id for touch in before.touches}
    if done:
        yield f"weights changed by hand ({len(done)} ×)"
    elif before.touches != after.touches:
        yield "weights no longer changed by hand"


def _of_training(before: TrainingSpec, after: TrainingSpec) -> Iterator[str]:
    if before.loss != after.loss:
        yield f"loss {_arrow(LOSSES[before.loss].title, LOSSES[after.loss].title)}"
    if before.optimizer != after.optimizer:
        yield f"optimizer {_arrow(OPTIMIZERS[before.optimizer].title, OPTIMIZERS[after.optimizer].title)}"
    if before.learning_rate != after.learning_rate:
        yield f"learning rate {_arrow(_number(before.learning_rate), _number(after.learning_rate))}"
    if before.batch_size != after.batch_size:
        yield f"batch size {_arrow(before.batch_size or 'all', after.batch_size or 'all')}"
    penalties = tuple(map(_penalty, (before, after)))
    if penalties[0] != penalties[1]:
        yield f"regularization {_arrow(*penalties)}"
    if before.seed != after.seed:
        yield f"new weights, seed {_arrow(before.seed, after.seed)}"


def _penalty(training: TrainingSpec) -> str:
    """What large weights cost; a rate of 0 costs nothing, whatever it is of."""
    if training.regularization == "none" or training.regularization_rate == 0:
        return "none"
    return f"{REGULARIZERS[training.regularization].title} {_number(training.regularization_rate)}"


def _arrow(before: object, after: object) -> str:
    return f"{before} → {after}"


def _number(number: float) -> str:
    return setting(number)
