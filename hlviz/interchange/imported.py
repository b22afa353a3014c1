"""From a chain of layers to a project with its first weights: what the file does not say is chosen here, and told.

Such a file holds no samples. A network is shown by what it makes of samples, so it gets some: a table of the user's own, a data set
that fits its inputs and outputs, or points drawn at random, marked as such, whose right answer is what the network itself says.
"""

from dataclasses import dataclass, replace

import numpy as np

from hlviz.datasets import DATASETS, Points
from hlviz.datasets.points import PLANE_NAMES
from hlviz.document import Project, edits
from hlviz.document.samples import TABLE, points_of, split_of
from hlviz.document.wiring import output_count
from hlviz.errors import ForeignFileError, SettingError
from hlviz.interchange.chain import Chain, quoted
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS
from hlviz.nn.mlp import Parameters, outputs

RANDOM = "random"
"""Points drawn at random, instead of a data set."""
USUAL = "relu"
"""What hidden layers do where the file does not say: most networks are trained with it."""
RANGE = (-1.0, 1.0)
SAMPLES = 500
WORK = 2 * 10**9
"""Multiplications, about, that may be spent on the answers to random points: of a large network there are fewer."""
LOSS = {"softmax": "cce", "sigmoid": "bce"}
OWN_ANSWER = "own answer"
"""What random points have in the place of what is right."""


@dataclass(frozen=True)
class Choices:
    """What a person says of a network whose file does not."""

    activation: str = ""
    """Of all hidden layers whose activation the file does not name; empty: ``USUAL``."""
    output: str = ""
    """Of the output, even where the file names it; empty: as the file says, or guessed."""
    dataset: str = RANDOM
    """``RANDOM``, or a key of ``DATASETS``."""
    table: Points | None = None
    """Samples of the user's own, in the place of ``dataset``."""
    standardize: bool = False
    """Whether inputs, and numbers to learn, are brought to one scale, as they were when it was trained."""
    low: float = RANGE[0]
    high: float = RANGE[1]
    """Where random points are drawn."""


@dataclass(frozen=True, eq=False)
class Imported:
    """A network from elsewhere, ready to be opened."""

    project: Project
    start: Parameters
    """Its weights, which are the first ones of the project."""
    notes: tuple[str, ...]
    """What was chosen, or is otherwise here, a clause each."""


def guessed_output(chain: Chain) -> str:
    """What the outputs do: as the file says, where hlviz can do that; else by their number."""
    said, n = chain.layers[-1].activation, chain.sizes[-1]
    if said in OUTPUTS and not (said == "identity" and n > 1):
        return str(said)
    if said is not None and said not in OUTPUTS:
        raise ForeignFileError(
            f"ends in {ACTIVATIONS[said].title}; hlviz's outputs are {', '.join(o.title for o in OUTPUTS.values())}"
        )
    return "identity" if n == 1 else "softmax"


def fitting(chain: Chain, output: str) -> list[str]:
    """The data sets with as many inputs, and answers that the outputs can give."""
    n_in, n_out = chain.sizes[0], chain.sizes[-1]
    fits = []
    for key in DATASETS:
        points = points_of(replace(Project().data, dataset=key, samples=DATASETS[key].samples))
        if points.sizes[1] == n_in and output_count(points.classes, output) == n_out:
            fits.append(key)
    return fits


def imported(chain: Chain, name: str, choices: Choices = Choices()) -> Imported:
    """A project with the network of a file in it.

    Parameters
    ----------
    chain
        The network.
    name
        What to call the project.
    choices
        What the file does not say.

    Raises
    ------
    ForeignFileError
        If the outputs are some that hlviz does not have.
    SettingError
        If the samples chosen do not fit the network.
    """
    notes = list(chain.notes)
    output = choices.output or guessed_output(chain)
    if output not in OUTPUTS:
        raise SettingError(f"output={output!r} is not known; there are {', '.join(OUTPUTS)}")
    _note_output(chain, output, bool(choices.output), notes)
    hidden = _hidden(chain, choices.activation, notes)
    parameters = Parameters(tuple(layer.weights for layer in chain.layers), tuple(layer.bias for layer in chain.layers))
    project = edits.set_shape(Project(name=quoted(name)), chain.sizes[1:-1])
    for layer, activation in zip(project.network.hidden, hidden, strict=True):
        project = edits.set_activation(project, layer.id, activation)
    project = edits.set_training(project, optimizer="adam", learning_rate=0.001, batch_size=32)
    project = _with_samples(project, chain, output, hidden, parameters, choices, notes)
    project = edits.set_output(project, output)
    project = edits.set_loss(project, LOSS.get(output, "mse"))
    if (outputs_here := project.network.output_activation) != output:
        raise SettingError(f"output={output} does not go with these samples, which ask for {outputs_here}")
    return Imported(replace(project, notes=_sentences(notes)), parameters.sealed(), tuple(notes))


def _note_output(chain: Chain, output: str, asked: bool, notes: list[str]) -> None:
    n, said = chain.sizes[-1], chain.layers[-1].activation
    if n == 2 and output != "softmax":
        raise ForeignFileError(
            f"has two {OUTPUTS[output].title} outputs; hlviz has one, or softmax for two classes: choose softmax"
        )
    if n == 1 and output == "softmax":
        raise SettingError("output=softmax is for several outputs, and there is one; choose sigmoid, tanh or identity")
    if asked or said == output:
        return
    title = OUTPUTS[output].title
    if n > 1:
        notes.append(f"its {n} outputs are taken for scores of {n} classes, and {title} makes shares of them")
    elif said is None:
        notes.append(f"the file does not say what the output does: {title} was chosen")


def _hidden(chain: Chain, asked: str, notes: list[str]) -> list[str]:
    usual = asked or USUAL
    if usual not in ACTIVATIONS:
        raise SettingError(f"activation={asked!r} is not known; there are {', '.join(ACTIVATIONS)}")
    keys = []
    for layer in chain.layers[:-1]:
        key = layer.activation or usual
        if key not in ACTIVATIONS:
            raise ForeignFileError(f"{quoted(layer.name)} does {key}, which hlviz's hidden layers do not")
        keys.append(key)
    if not asked and any(layer.activation is None for layer in chain.layers[:-1]):
        notes.append(f"the file does not say what the hidden layers do: {ACTIVATIONS[USUAL].title} was chosen")
    return keys


def _with_samples(
    project: Project,
    chain: Chain,
    output: str,
    hidden: list[str],
    parameters: Parameters,
    choices: Choices,
    notes: list[str],
) -> Project:
    if choices.table is not None:
        project = edits.use_table(project, choices.table)
    elif choices.dataset == RANDOM:
        f = (*(ACTIVATIONS[key] for key in hidden), OUTPUTS[output])
        n = max(20, min(SAMPLES, WORK // max(1, parameters.count)))
        if not choices.low < choices.high:
            raise SettingError(
                f"the range of random points runs from {choices.low:g} to {choices.high:g}; turn it about"
            )
        x = np.random.default_rng(1).uniform(choices.low, choices.high, (n, chain.sizes[0]))
        with np.errstate(all="ignore"):
            said = outputs(parameters, f, x.astype(np.float32))
        if not np.isfinite(said).all():
            raise ForeignFileError("says numbers that are infinite or none; its weights are too large")
        project = edits.use_table(project, _points(chain, output, x, said, (choices.low, choices.high)))
        notes.append(
            f"its {n} samples are points drawn at random from {choices.low:g} to {choices.high:g}, and what counts as "
            "right is what it said itself when it was opened: open a table of yours to see how good it is"
        )
    else:
        project = edits.choose_dataset(project, choices.dataset)
    project = edits.set_data(project, standardize=choices.standardize)
    _require_fit(project, chain, output)
    return project


def _points(chain: Chain, output: str, x: np.ndarray, said: np.ndarray, reach: tuple[float, float]) -> Points:
    """Random places with the network's own answers."""
    n_in, n_out = chain.sizes[0], chain.sizes[-1]
    names = chain.input_names or _numbered(n_in)
    domain = (reach,) * n_in
    if n_out == 1 and output == "identity":
        return Points(x, said[:, 0].astype(np.float64), names, OWN_ANSWER, domain=domain)
    classes = n_out if n_out > 1 else 2
    y = said.argmax(axis=1) if n_out > 1 else (said[:, 0] > (0.5 if output == "sigmoid" else 0.0))
    class_names = chain.class_names if len(chain.class_names) == classes else tuple(map(str, range(classes)))
    return Points(x, y.astype(np.int64), names, OWN_ANSWER, class_names, domain=domain)


def _numbered(n: int) -> tuple[str, ...]:
    """X₁, X₂ …: two of them are a plane."""
    names = tuple("X" + "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(i)) for i in range(1, n + 1))
    assert n != 2 or names == PLANE_NAMES
    return names


def _require_fit(project: Project, chain: Chain, output: str) -> None:
    split = split_of(project.data)
    n_in, n_out = chain.sizes[0], chain.sizes[-1]
    what = "this table" if project.data.dataset == TABLE else DATASETS[project.data.dataset].title
    if len(split.inputs) != n_in:
        raise SettingError(f"the network takes {n_in} inputs, and {what} has {len(split.inputs)}; choose other samples")
    classes = split.points.classes
    if output == "softmax" and not classes:
        raise SettingError(
            f"the network tells {n_out} classes apart, and {what} asks for a number; choose other samples"
        )
    if (wanted := output_count(classes, output)) != n_out:
        asks = f"{classes} classes" if classes else "a number"
        raise SettingError(
            f"the network has {n_out} outputs, and {what} asks for {asks}: {wanted}; choose other samples"
        )


def _sentences(notes: list[str]) -> str:
    return " ".join(f"{note[:1].upper()}{note[1:]}." for note in ("a network from elsewhere", *notes))
