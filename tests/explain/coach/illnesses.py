"""Networks that have an illness, and networks that have not: how each is made, and how it is known that it is one.

What is known of a network here is found another way than the coach finds it: by what it was made of, by what the preset expects,
on fresh samples, or by what became of the same network without its illness.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.document.presets import PRESETS
from hlviz.document.samples import points_of, split_of
from hlviz.document.settings import with_settings
from hlviz.document.wiring import wiring_of
from hlviz.explain.coach.evidence import Evidence, evidence_of
from hlviz.explain.coach.rules import advised
from hlviz.nn.mlp import Parameters, forward, outputs
from hlviz.training.assembly import assemble, first_parameters
from hlviz.training.curves import Curves, CurveTable
from hlviz.training.flows import Flows, measured
from hlviz.training.frame import Frame
from hlviz.training.trainer import Trainer

ROWS = 48
"""Rows that the curves of a training get."""
LOOKS = 6
"""Moments at which a sound network is looked at: none of them may be called ill."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A network to be trained for so long."""

    project: Project
    epochs: int
    scale: float = 1.0
    """By how much its first weights are multiplied."""


@dataclass(frozen=True, eq=False)
class Patient:
    """A network that was trained, and what was measured on the way; the end comes last."""

    trial: Trial
    trainer: Trainer
    looks: tuple[Evidence, ...]
    frames: tuple[Frame, ...]
    """At each row of the curves."""
    curves: CurveTable

    @property
    def end(self) -> Evidence:
        return self.looks[-1]


def trained(trial: Trial, trainer: Trainer | None = None) -> Patient:
    """Train, and look at it on the way: only at the end would be too easy. A trainer that is given goes on for so long."""
    trainer = trainer or _trainer(trial)
    curves, flows, frames, looks = Curves(), Flows(), [], []
    stops = np.unique(np.linspace(trainer.epoch, trainer.epoch + trial.epochs, ROWS).astype(int))
    look_at = set(stops[np.linspace(len(stops) // LOOKS, len(stops) - 1, LOOKS).astype(int)].tolist())
    for stop in stops.tolist():
        while trainer.epoch < stop and trainer.divergence is None:
            trainer.train_epochs(stop - trainer.epoch)
        evaluation = trainer.evaluate()
        if trainer.divergence is None:
            curves.add(trainer.step, trainer.epochs, evaluation)
            flows.add(trainer.step, trainer.epochs, measured(trainer))
        frame = trainer.snapshot(0)
        frames.append(frame)
        if stop in look_at or trainer.divergence is not None:
            looks.append(evidence_of(trainer.assembly, frame, curves.table(), flows.table()))
        if trainer.divergence is not None:
            break
    return Patient(trial, trainer, tuple(looks), tuple(frames), curves.table())


def _trainer(trial: Trial) -> Trainer:
    if trial.scale == 1.0:
        return Trainer(trial.project)
    first = first_parameters(assemble(trial.project))
    weights = tuple((trial.scale * w).astype(w.dtype) for w in first.weights)
    return Trainer(trial.project, start=Parameters(weights, first.biases))


# What they are made of


def preset(key: str, seed: int, *settings: str, rate: float = 1.0) -> Project:
    """A preset with other data and first weights, some settings, and its learning rate times ``rate``."""
    project = with_settings(PRESETS[key].project, settings)
    project = edits.set_training(project, seed=seed, learning_rate=project.training.learning_rate * rate)
    return edits.set_data(project, seed=seed)


def trial(key: str, seed: int, *settings: str, rate: float = 1.0, times: float = 1.0, scale: float = 1.0) -> Trial:
    """The same, trained for the preset's own epochs, times ``times``."""
    return Trial(preset(key, seed, *settings, rate=rate), round(PRESETS[key].epochs * times), scale)


def deaf(key: str, seed: int, *settings: str, share: float) -> Trial:
    """A network of ReLU whose first layer has a share of neurons that no sample can rouse."""
    made = trial(key, seed, "activation=relu", *settings)
    neurons = made.project.network.hidden[0].neurons
    project = made.project
    for neuron in neurons[: round(share * len(neurons))]:
        project = edits.set_bias(project, neuron, -40.0, at_start=True)
    return replace(made, project=project)


def mute(key: str, seed: int, *settings: str, neurons: int) -> Trial:
    """A network whose first layer has neurons from which every edge is cut."""
    made = trial(key, seed, *settings)
    _, hidden, behind = wiring_of(made.project).layers[:3]
    cut = tuple((source, end) for source in hidden[:neurons] for end in behind)
    return replace(made, project=edits.set_cut(made.project, cut, True))


def table_of(key: str, seed: int, change: Callable[[Points, np.random.Generator], Points], *settings: str) -> Trial:
    """A preset whose samples were made into a table, and changed."""
    made = trial(key, seed, *settings)
    points = points_of(made.project.data)
    named = replace(points, input_names=tuple(f"in {i}" for i in range(points.x.shape[1])), domain=None)
    standardize = made.project.data.standardize
    project = edits.set_data(edits.use_table(made.project, change(named, np.random.default_rng(seed))), seed=seed)
    return replace(made, project=edits.set_data(project, standardize=standardize))


def rarer(keep: float) -> Callable[[Points, np.random.Generator], Points]:
    """Of the last class only a share is kept."""

    def change(points: Points, rng: np.random.Generator) -> Points:
        last = points.y == points.classes - 1
        rows = np.flatnonzero(~last | (rng.random(len(last)) < keep))
        return replace(points, x=points.x[rows], y=points.y[rows])

    return change


def stretched(factor: float, shift: float = 0.0) -> Callable[[Points, np.random.Generator], Points]:
    """The first input is in a smaller unit, and counted from elsewhere."""

    def change(points: Points, rng: np.random.Generator) -> Points:
        x = points.x.copy()
        x[:, 0] = x[:, 0] * factor + shift
        return replace(points, x=x)

    return change


# How it is known


def missed(patient: Patient) -> bool:
    """It ends where the preset it is of should not."""
    metric = patient.end.evaluation.test_metric
    low = 0.9 if patient.trainer.assembly.is_classification else 0.8
    return patient.trainer.divergence is None and not metric >= low


def fell_short(patient: Patient) -> bool:
    """It ends clearly below what can be had."""
    metric = patient.end.evaluation.test_metric
    low = 0.85 if patient.trainer.assembly.is_classification else 0.8
    return patient.trainer.divergence is None and not metric >= low


def first_stood_still(patient: Patient) -> bool:
    """From beginning to end its first layer moved less than an eighth of what its output did, and it came to nothing."""
    moved = [
        float(np.linalg.norm(now - then) / np.linalg.norm(then))
        for now, then in zip(patient.trainer.parameters.weights, patient.trainer.start.weights, strict=True)
    ]
    return missed(patient) and moved[0] < 0.125 * moved[-1]


def reached(patient: Patient) -> bool:
    """It has learned what there is to learn."""
    return patient.trainer.divergence is None and not missed(patient)


def ran_away(patient: Patient) -> bool:
    return patient.trainer.divergence is not None


def stayed(patient: Patient) -> bool:
    return patient.trainer.divergence is None


def zero_neurons(patient: Patient) -> float:
    """The largest share of a layer that is 0 for every training sample."""
    a = patient.trainer.assembly
    passed = forward(patient.trainer.parameters, a.activations, a.split.train_x)
    return max(float(np.mean((layer == 0).all(axis=0))) for layer in passed.a[1:-1])


def has_dead(patient: Patient) -> bool:
    return zero_neurons(patient) >= 0.25


def has_no_dead(patient: Patient) -> bool:
    return zero_neurons(patient) < 0.2


def equal_neurons(patient: Patient) -> bool:
    """Two neurons of the first layer have learned the very same."""
    w = patient.trainer.parameters.weights[0]
    return len(np.unique(np.round(w, 5), axis=1).T) < w.shape[1]


def fresh_loss(patient: Patient, parameters: Parameters) -> float:
    """The loss on samples that neither training nor test has seen."""
    a = patient.trainer.assembly
    data = a.project.data
    other = assemble(edits.set_data(a.project, seed=data.seed + 1000, samples=4000))
    x = split_of(other.project.data).to_inputs(other.points.x)
    x = (x * other.split.scale + other.split.mean - a.split.mean) / a.split.scale
    order = np.concatenate([other.split.train, other.split.test])
    targets = np.concatenate([other.train_t, other.test_t])
    return float(a.loss.value(outputs(parameters, a.activations, x[order].astype(np.float32)), targets))


def was_better(patient: Patient) -> bool:
    """On fresh samples its loss was clearly lower where its test loss was lowest."""
    return _worsened(patient) > 1.2


def was_no_better(patient: Patient) -> bool:
    return _worsened(patient) < 1.05


def _worsened(patient: Patient) -> float:
    if patient.trainer.divergence is not None:
        return 0.0
    best = int(patient.curves.test_loss.argmin())
    return fresh_loss(patient, patient.trainer.parameters) / fresh_loss(patient, patient.frames[best].parameters)


def better_with(patient: Patient, change: Callable[[Project], Project], by: float) -> float:
    """How much better the test metric of the same network gets with an edit made at the start."""
    project = change(patient.trial.project)
    other = trained(replace(patient.trial, project=project))
    return other.end.evaluation.test_metric - patient.end.evaluation.test_metric >= by


def wants_more(patient: Patient) -> bool:
    """Ten times as many samples make it better by a tenth."""
    return better_with(patient, lambda p: edits.set_data(p, samples=10 * p.data.samples), 0.1)


def wants_no_more(patient: Patient) -> bool:
    return not better_with(patient, lambda p: edits.set_data(p, samples=min(5000, 10 * p.data.samples)), 0.05)


def wants_scaling(patient: Patient) -> bool:
    """Standardised inputs make it better by a tenth."""
    return better_with(patient, lambda p: edits.set_data(p, standardize=True), 0.1)


def wants_no_scaling(patient: Patient) -> bool:
    return not better_with(patient, lambda p: edits.set_data(p, standardize=True), 0.05)


def no_better_faster(patient: Patient) -> bool:
    """Ten times the rate makes it no better."""
    rate = patient.trial.project.training.learning_rate
    return not better_with(patient, lambda p: edits.set_training(p, learning_rate=10 * rate), 0.05)


def no_better_slower(patient: Patient) -> bool:
    """A tenth of the rate makes it no better."""
    rate = patient.trial.project.training.learning_rate
    return not better_with(patient, lambda p: edits.set_training(p, learning_rate=rate / 10), 0.05)


def spare_neurons(patient: Patient) -> bool:
    """One of its neurons could say its mean in place of what it says, and the outputs would change by less than a hundredth."""
    return _least_effect(patient) < 0.01


def no_spare_neurons(patient: Patient) -> bool:
    return _least_effect(patient) > 0.02


def _least_effect(patient: Patient) -> float:
    """How much the sums of the outputs change where the least of its neurons falls silent, in their standard deviations."""
    a, parameters = patient.trainer.assembly, patient.trainer.parameters
    whole = forward(parameters, a.activations, a.split.train_x)
    least = np.inf
    for layer in range(1, len(whole.a) - 1):
        for neuron in range(whole.a[layer].shape[1]):
            inside = whole.a[layer].copy()
            inside[:, neuron] = inside[:, neuron].mean()
            rest = Parameters(parameters.weights[layer:], parameters.biases[layer:])
            z = forward(rest, a.activations[layer:], inside).z[-1]
            least = min(least, float(np.sqrt(np.square(z - whole.z[-1]).mean()) / (whole.z[-1].std() or 1.0)))
    return least


def any_way(patient: Patient) -> bool:
    """It is what it was made to be."""
    return True


Maker = Callable[[int], Trial]


@dataclass(frozen=True, eq=False)
class Ward:
    """Networks made one way, one from each seed."""

    rule: str
    how: str
    """How they are made, in words."""
    makers: tuple[Maker, ...]
    """From a seed a network."""
    is_so: Callable[[Patient], bool]
    """Whether what was made is ill indeed, or sound indeed; others are left out."""
    sick: bool = True


def of(*makers: Maker) -> tuple[Maker, ...]:
    return makers


SOUND = ("circle", "xor", "gauss", "spiral", "spiral-deep", "moons", "blobs", "xor-table", "plane", "hills", "sine", "iris",
         "digits", "features", "sparse")  # fmt: skip
"""Presets that are there to succeed."""
TWO = "hidden=8,4"

WARDS: tuple[Ward, ...] = (
    Ward("diverged", "plane, hills and sine by SGD at rates of 1 … 10",
         of(lambda s: trial("plane", s, rate=100), lambda s: trial("hills", s, "optimizer=sgd", rate=400),
            lambda s: trial("sine", s, "optimizer=sgd", "activation=relu", rate=300)), ran_away),
    Ward("rate_high", "circle, iris and digits at 100, moons at 300, spirals, sine and hills at 10 or 30 times the preset's rate",
         of(lambda s: trial("circle", s, rate=100), lambda s: trial("spiral", s, rate=30),
            lambda s: trial("spiral-deep", s, rate=30), lambda s: trial("moons", s, rate=300),
            lambda s: trial("sine", s, rate=30), lambda s: trial("hills", s, rate=30),
            lambda s: trial("iris", s, rate=100), lambda s: trial("digits", s, rate=100),
            lambda s: trial("spiral-deep", s, rate=10), lambda s: trial("hills", s, rate=10)), missed),
    Ward("rate_high", "two clouds, circle and xor with noise 50 %, where a tenth of the rate makes it no better",
         of(*(lambda s, k=k: trial(k, s, "noise=50", "hidden=6,3", times=300 / PRESETS[k].epochs)
              for k in ("gauss", "circle", "xor"))), no_better_slower, sick=False),
    Ward("rate_low", "circle, xor, spirals, digits, iris, hills and sine at 1/100 and 1/1000 of the preset's rate",
         of(*(lambda s, k=k, r=r: trial(k, s, rate=r) for k in ("circle", "xor", "spiral", "spiral-deep", "digits", "iris",
                                                                  "hills", "sine") for r in (0.01, 0.001))), missed),
    Ward("rate_low", "two clouds and circle, noise 50 %, all samples in a step, at rest at a tenfold rate",
         of(lambda s: trial("gauss", s, "noise=50", "batch_size=all", "learning_rate=0.5", times=50),
            lambda s: trial("circle", s, "noise=50", "batch_size=all", "learning_rate=0.5", times=10)), no_better_faster,
         sick=False),
    Ward("dead", "circle, xor and moons with ReLU, a half or all of the first layer with biases of −40",
         of(lambda s: deaf("circle", s, TWO, share=0.5), lambda s: deaf("xor", s, TWO, share=0.5),
            lambda s: deaf("moons", s, "hidden=8", share=1.0)), has_dead),
    Ward("dead", "circle, xor and moons with leaky ReLU, digits with ReLU, as they come",
         of(lambda s: trial("circle", s, TWO, "activation=leaky_relu"), lambda s: trial("xor", s, TWO, "activation=leaky_relu"),
            lambda s: trial("digits", s)), has_no_dead, sick=False),
    Ward("saturated", "circle, xor and spiral of tanh, first weights × 50",
         of(lambda s: trial("circle", s, TWO, scale=50), lambda s: trial("xor", s, TWO, scale=50),
            lambda s: trial("spiral-deep", s, scale=50)), missed),
    Ward("vanishing", "circle and xor with four and five layers of sigmoid",
         of(lambda s: trial("circle", s, "hidden=4,4,4,4", "activation=sigmoid"),
            lambda s: trial("xor", s, "hidden=6,6,6,6,6", "activation=sigmoid"),
            lambda s: trial("circle", s, "hidden=8,8,8,8,8", "activation=sigmoid", times=0.5)), first_stood_still),
    Ward("exploding", "circle, xor and moons with five layers of sine, first weights × 8",
         of(*(lambda s, k=k: trial(k, s, "hidden=8,8,8,8,8", "activation=sine", scale=8, times=0.3)
              for k in ("circle", "xor", "moons"))), any_way),
    Ward("identical", "circle, xor, moons and iris with zeros or a constant for first weights",
         of(lambda s: trial("circle", s, "initializer=constant"), lambda s: trial("xor", s, "initializer=zeros"),
            lambda s: trial("moons", s, "initializer=constant"), lambda s: trial("iris", s, "initializer=zeros")),
         equal_neurons),
    Ward("overfitting", "circle, xor, moons and spiral, 60 to 100 samples, noise 50 %, two layers of 16, Adam",
         of(*(lambda s, k=k, n=n: trial(k, s, f"samples={n}", "noise=50", "hidden=16,16", "optimizer=adam", "learning_rate=0.01",
                                        "activation=tanh", times=400 / PRESETS[k].epochs)
              for k in ("circle", "xor", "moons", "spiral") for n in (60, 100))), was_better),
    Ward("overfitting", "circle, xor and moons, 1000 samples, noise 20 %",
         of(*(lambda s, k=k: trial(k, s, "samples=1000", "noise=20", "hidden=4,2") for k in ("circle", "xor", "moons"))),
         was_no_better, sick=False),
    Ward("underfitting", "circle, xor and spiral with one or two hidden neurons, four times as long",
         of(lambda s: trial("circle", s, "hidden=1", times=4), lambda s: trial("xor", s, "hidden=1", times=4),
            lambda s: trial("spiral", s, "hidden=2", "activation=tanh", times=4),
            lambda s: trial("circle", s, "hidden=2", times=4), lambda s: trial("hills", s, "hidden=1", times=2)), fell_short),
    Ward("straight", "circle, xor, spiral, moons and hills without a hidden layer",
         of(*(lambda s, k=k: trial(k, s, "hidden=", times=0.3) for k in ("circle", "xor", "spiral", "moons", "hills"))), missed),
    Ward("straight", "two clouds, four clouds, plane, iris and digits without one; two clouds with noise",
         of(*(lambda s, k=k: trial(k, s, "hidden=") for k in ("gauss", "blobs", "plane", "iris", "digits")),
            lambda s: trial("gauss", s, "hidden=", "noise=50")), any_way, sick=False),
    Ward("unused", "circle, xor and moons, the edges from two of eight neurons cut",
         of(*(lambda s, k=k: mute(k, s, TWO, neurons=2) for k in ("circle", "xor", "moons"))), any_way),
    Ward("unused", "circle, moons, four clouds and xor without a neuron that could be spared",
         of(lambda s: trial("circle", s), lambda s: trial("moons", s, "hidden=3"), lambda s: trial("blobs", s),
            lambda s: trial("xor", s, "hidden=4")), no_spare_neurons, sick=False),
    Ward("few_samples", "circle, xor and spiral, 12 to 40 samples, two layers of 16, Adam",
         of(*(lambda s, k=k, n=n: trial(k, s, f"samples={n}", "noise=10", "hidden=16,16", "optimizer=adam", "learning_rate=0.01",
                                        "activation=tanh", "batch_size=5", times=200 / PRESETS[k].epochs)
              for k in ("circle", "xor", "spiral") for n in (12, 24, 40))), wants_more),
    Ward("imbalance", "circle, xor and moons, of the last class a twentieth to a tenth",
         of(lambda s: table_of("circle", s, rarer(0.05)), lambda s: table_of("xor", s, rarer(0.1)),
            lambda s: table_of("moons", s, rarer(0.08))), any_way),
    Ward("imbalance", "circle, xor and iris, a half of it or more",
         of(lambda s: table_of("circle", s, rarer(0.5)), lambda s: table_of("xor", s, rarer(0.5)),
            lambda s: table_of("iris", s, rarer(0.6))), any_way, sick=False),
    Ward("unscaled", "circle, xor and iris, the first input × 100, × 300, × 1000, ÷ 100, or moved by 100",
         of(lambda s: table_of("circle", s, stretched(100)), lambda s: table_of("xor", s, stretched(1000)),
            lambda s: table_of("circle", s, stretched(1, 100)), lambda s: table_of("xor", s, stretched(0.01)),
            lambda s: table_of("iris", s, stretched(300), "standardize=false")), wants_scaling),
    Ward("unscaled", "circle, moons and iris in tables as they come, or × 3",
         of(lambda s: table_of("circle", s, stretched(1)), lambda s: table_of("moons", s, stretched(3)),
            lambda s: table_of("iris", s, stretched(1), "standardize=false")), wants_no_scaling, sick=False),
)  # fmt: skip
"""The ill and, where the presets alone would be too easy, the sound."""


@dataclass(frozen=True)
class Outcome:
    """What the coach made of one network."""

    rule: str
    sick: bool
    name: str
    """How and from which seed it was made."""
    said: frozenset[str]
    """The rules whose advice was given: at the end of an ill network, at any look of a sound one."""

    @property
    def is_missed(self) -> bool:
        return self.sick and self.rule not in self.said

    @property
    def is_false(self) -> bool:
        return not self.sick and self.rule in self.said


def outcomes(ward: Ward, count: int, *, all_makers: bool) -> Iterator[Outcome | None]:
    """So many networks that are what they were made to be, a maker after the other; or every maker with so many seeds.

    None stands for one that is not what it was made to be.
    """
    makers = range(len(ward.makers))
    found = 0
    for seed in range(1, count + 1 if all_makers else 4 * count):
        for maker in makers if all_makers else [seed % len(makers)]:
            seen = outcome(ward, maker, seed)
            yield seen
            found += seen is not None
            if found >= count and not all_makers:
                return


def outcome(ward: Ward, maker: int, seed: int) -> Outcome | None:
    """Train one and ask the coach; None where it is not what it was made to be."""
    patient = trained(ward.makers[maker](seed))
    if not ward.is_so(patient):
        return None
    said = said_of(patient.end) if ward.sick else frozenset[str]().union(*map(said_of, patient.looks))
    return Outcome(ward.rule, ward.sick, f"{ward.how} [{maker}], seed {seed}", said)


def sound_outcome(key: str, seed: int) -> tuple[Outcome, frozenset[str]]:
    """Train a preset at its own settings; what was said, and which of it is a problem."""
    patient = trained(trial(key, seed))
    advice = [one for look in patient.looks for one in advised(look)]
    problems = frozenset(one.rule for one in advice if one.severity == "problem")
    return Outcome("", False, f"{key}, seed {seed}", frozenset(one.rule for one in advice)), problems


def is_cured(ward: Ward, maker: int, seed: int) -> bool | None:
    """Whether the advice is gone after its edit and as many epochs again; None where it has none, or the network is not ill."""
    patient = trained(ward.makers[maker](seed))
    said = [advice for advice in advised(patient.end) if advice.rule == ward.rule]
    if not said or said[0].fix is None or not ward.is_so(patient):
        return None
    fix = said[0].fix
    project = getattr(edits, fix.edit)(patient.trainer.project, *fix.args, **fix.kwargs)
    after = trained(replace(patient.trial, project=project), patient.trainer.followed(project))
    return said[0].key not in {advice.key for advice in advised(after.end)} and after.trainer.divergence is None


def said_of(evidence: Evidence) -> frozenset[str]:
    return frozenset(advice.rule for advice in advised(evidence))
