"""The link of TensorFlow Playground that comes nearest to a project; the way back is ``playground_link``."""

from hlviz.datasets import DATASETS
from hlviz.document import Project
from hlviz.document.samples import TABLE, points_of
from hlviz.interchange.playground_link import (
    ACTIVATION,
    ADDRESS,
    CLASSES,
    FEATURES,
    INERT,
    NUMBERS,
    REGULARIZATION,
    Link,
)
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS

LAYERS, NEURONS = 6, 8
"""As many as the Playground's own buttons go to; its links go further."""
SAMPLES = {True: 500, False: 1200}
"""What it makes of classes, and of numbers."""
SHARES, BATCHES = (10, 90), (1, 30)
"""Where its sliders end: the part that trains, in per cent, and the samples of a step."""


def write_link(project: Project) -> Link:
    """The link that comes nearest to a project. What was learned is never in it."""
    data, training, network = project.data, project.training, project.network
    points = points_of(data)
    is_classes = points.is_classification
    known = data.dataset in CLASSES + NUMBERS
    activations = [layer.activation for layer in network.hidden]
    theirs = {ours: name for name, ours in ACTIVATION.items()}
    spoken = [key for key in activations if key in theirs]
    activation = theirs[max(spoken, key=spoken.count)] if spoken else "tanh"
    penalty = {ours: name for name, ours in REGULARIZATION.items()}.get(training.regularization)
    features = data.features if points.plane else ("x1", "x2")
    batch = training.batch_size or max(1, round(data.samples * data.train_share))
    values: dict[str, str | None] = {
        "activation": activation,
        "regularization": penalty,
        "batchSize": str(batch),
        "dataset": data.dataset if data.dataset in CLASSES else "circle",
        "regDataset": data.dataset if data.dataset in NUMBERS else "reg-plane",
        "learningRate": _plain(training.learning_rate),
        "regularizationRate": _plain(training.regularization_rate),
        "noise": _plain(data.noise if known else 0.0),
        "networkShape": ",".join(str(layer.size) for layer in network.hidden),
        "seed": f"0.{data.seed:05d}" if data.seed < 100_000 else str(data.seed),
        "showTestData": "false",
        "discretize": "false",
        "percTrainData": _plain(round(data.train_share * 100, 6)),
        **{name: _bool(ours in features) for name, ours in FEATURES.items()},
        **dict.fromkeys(INERT, "false"),
        "problem": "classification" if is_classes else "regression",
        "initZero": _bool(network.initializer == "zeros"),
        "hideText": "false",
    }
    url = ADDRESS + "&".join(f"{key}={value}" for key, value in values.items() if value is not None)
    return Link(url, (*_lost_data(project), *_lost_network(project, activation), *_lost_training(project, batch)))


def _lost_data(project: Project) -> list[str]:
    data, points = project.data, points_of(project.data)
    lost = []
    known = data.dataset in CLASSES + NUMBERS
    if not known:
        title = "your own samples" if data.dataset == TABLE else DATASETS[data.dataset].title
        other = DATASETS["circle" if points.is_classification else "reg-plane"].title
        lost.append(f"data: the Playground does not have {title}; the link opens {other}")
    elif data.samples != SAMPLES[points.is_classification]:
        lost.append(f"{data.samples} samples: the Playground always makes {SAMPLES[points.is_classification]}")
    low, high = SHARES
    share = round(data.train_share * 100, 6)
    if not low <= share <= high:
        lost.append(f"{share:g} % to train: the Playground's slider goes from {low} to {high}")
    if data.standardize:
        lost.append("inputs are not brought to one scale")
    return lost


def _lost_network(project: Project, activation: str) -> list[str]:
    network, lost = project.network, []
    ours = ACTIVATION[activation]
    if others := {layer.activation for layer in network.hidden} - {ours}:
        names = " and ".join(sorted(ACTIVATIONS[key].title for key in others))
        lost.append(f"one activation function for all hidden layers: {ACTIVATIONS[ours].title} instead of {names}")
    if len(network.hidden) > LAYERS or any(layer.size > NEURONS for layer in network.hidden):
        lost.append(f"the Playground draws this shape, but its buttons end at {LAYERS} layers of {NEURONS} neurons")
    if any(layer.dropout for layer in network.hidden):
        lost.append("dropout")
    if any(layer.name or layer.neuron_names for layer in network.hidden):
        lost.append("names of layers and neurons")
    usual = "tanh" if points_of(project.data).is_classification else "identity"
    if network.output_activation != usual:
        lost.append(f"a {OUTPUTS[usual].title} output instead of {OUTPUTS[network.output_activation].title}")
    if network.initializer not in {"small_uniform", "zeros"}:
        title = INITIALIZERS[network.initializer].title
        lost.append(f"first weights from −0.5 to 0.5 instead of {title}")
    if network.frozen or network.cut:
        lost.append("what is frozen or cut")
    if project.touches:
        lost.append("weights changed by hand")
    return lost


def _lost_training(project: Project, batch: int) -> list[str]:
    training, lost = project.training, []
    if training.loss != "mse":
        lost.append(f"{LOSSES['mse'].title} instead of {LOSSES[training.loss].title}")
    if training.optimizer != "sgd":
        name = OPTIMIZERS[training.optimizer].title
        lost.append(f"{OPTIMIZERS['sgd'].title} instead of {name}, which learns at another rate")
    if batch > BATCHES[1]:
        lost.append(f"the Playground takes batches of {batch}, but its slider ends at {BATCHES[1]}")
    if training.seed != project.data.seed:
        lost.append("the seed of the first weights: the Playground has one for them and the samples")
    return lost


def _plain(number: float) -> str:
    """A number to its last digit, as JavaScript reads it."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(float(number))


def _bool(value: bool) -> str:
    return "true" if value else "false"
