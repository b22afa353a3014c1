"""Projects to begin with, each with something to see and what to expect of it.

To add one, write its row in the table at the foot. What is expected is measured: ``packaging/calibrate.py`` trains every preset
from twenty seeds and writes ``docs/presets.md``.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hlviz.document.project import Project
from hlviz.document.settings import with_settings


@dataclass(frozen=True)
class Expectation:
    """What the metric of the test samples should be when a preset's epochs are over."""

    metric: Literal["accuracy", "r2"]
    """``"accuracy"``, 0 … 1, or ``"r2"``, at most 1."""
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, value: float) -> bool:
        """Whether a metric is as expected; NaN never is."""
        low = -float("inf") if self.at_least is None else self.at_least
        high = float("inf") if self.at_most is None else self.at_most
        return low <= value <= high


@dataclass(frozen=True)
class Preset:
    """A project to begin with."""

    key: str
    title: str
    summary: str
    """One plain sentence: what to watch."""
    notes: str
    """One sentence: what it teaches. Becomes the project's notes."""
    settings: str
    """``KEY=VALUE`` words, as on the command line; what is not named is as in a new project."""
    epochs: int
    """When to expect it."""
    expect: Expectation

    @cached_property
    def project(self) -> Project:
        """The project itself, made when first asked for: some read their data from a file."""
        return with_settings(Project(name=self.title, notes=self.notes), self.settings.split())


def _accuracy(share: float) -> Expectation:
    return Expectation("accuracy", at_least=share)


def _fails(share: float) -> Expectation:
    return Expectation("accuracy", at_most=share)


def _r2(value: float) -> Expectation:
    return Expectation("r2", at_least=value)


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "circle", "Circle",
            "Watch the four neurons of the first layer each draw a straight edge until together they fence in the blue disc.",
            "No straight line parts a disc from a ring; a hidden layer bends the plane until one does.",
            "dataset=circle hidden=4,2",
            300, _accuracy(0.97),
        ),
        Preset(
            "xor", "Exclusive or",
            "Watch the hidden neurons cut the plane into corners that the output joins crosswise.",
            "What two inputs mean together cannot be told from either alone: that takes a hidden layer.",
            "dataset=xor hidden=6,3",
            200, _accuracy(0.97),
        ),
        Preset(
            "linear-fails", "Exclusive or without a hidden layer",
            "Watch a single straight edge turn about and never part the four corners; then drag in a hidden layer.",
            "Without a hidden layer a network can only make one straight cut.",
            "dataset=xor hidden=",
            50, _fails(0.75),
        ),
        Preset(
            "gauss", "Two clouds",
            "Watch one edge swing between the clouds within a few epochs.",
            "Where a straight line will do, more neurons add nothing: take one away and see.",
            "dataset=gauss hidden=2",
            20, _accuracy(0.97),
        ),
        Preset(
            "spiral", "Spiral",
            "Watch the waves of the first layer, stripes at first, get woven into two arms by the second.",
            "From X₁ and X₂ alone: the first layer makes the features, the second puts them together.",
            "dataset=spiral samples=1000 hidden=8,8 activation=sine,tanh optimizer=adam learning_rate=0.005 batch_size=20",
            200, _accuracy(0.95),
        ),
        Preset(
            "spiral-deep", "Spiral, three layers of tanh",
            "Watch each layer's pictures get more winding than those before it.",
            "Depth builds curved shapes out of straight edges, one bend at a time.",
            "dataset=spiral samples=1000 hidden=8,8,8 optimizer=adam learning_rate=0.005 batch_size=20",
            500, _accuracy(0.9),
        ),
        Preset(
            "moons", "Moons",
            "Watch the edge between the crescents go from straight to bent as the hidden neurons take sides.",
            "One hidden layer is enough for one bend; the noise decides how sharp the edge may get.",
            "dataset=moons noise=10 hidden=6",
            100, _accuracy(0.97),
        ),
        Preset(
            "blobs", "Four clouds",
            "Watch four outputs share out the plane, each with a cloud of its own.",
            "For more than two classes there is an output each, and softmax turns them into shares of one.",
            "dataset=blobs noise=10 hidden=4",
            20, _accuracy(0.97),
        ),
        Preset(
            "xor-table", "XOR, the truth table",
            "Watch four points, and neurons that say “at least one” and “not both”.",
            "The smallest problem that needs a hidden layer.",
            "dataset=xor-table hidden=4 learning_rate=0.1",
            100, _accuracy(0.97),
        ),
        Preset(
            "plane", "Plane",
            "Watch four S-curves add up to an even slope.",
            "A network can learn a number too: the colour is its height, and R² says how much of it is told.",
            "dataset=reg-plane hidden=4",
            80, _r2(0.98),
        ),
        Preset(
            "hills", "Hills",
            "Watch six hills and hollows rise one after the other from a flat plain.",
            "The more there is to shape, the more neurons it takes: halve them and see which hills go missing.",
            "dataset=reg-gauss hidden=12,12 activation=gelu optimizer=adam learning_rate=0.005",
            250, _r2(0.9),
        ),
        Preset(
            "sine", "Sine",
            "Watch the line bend into the wave, and each hidden neuron's stroke of it.",
            "A curve is a sum of simple strokes; the second layer bends what the first has drawn.",
            "dataset=sine samples=400 hidden=8,8 optimizer=adam learning_rate=0.01",
            300, _r2(0.98),
        ),
        Preset(
            "iris", "Iris flowers",
            "Watch one species part from the others at once, and the other two only little by little.",
            "Real measurements: two of the species overlap, so a few flowers stay wrong whatever the network.",
            "dataset=iris hidden=6 optimizer=adam learning_rate=0.01 regularization=l2 regularization_rate=0.01",
            200, _accuracy(0.93),
        ),
        Preset(
            "digits", "Handwritten digits",
            "Watch strokes and loops appear in the weights of the hidden neurons.",
            "Each hidden neuron looks for a pattern of ink; the ten outputs vote with what was found. "
            "View ▸ Panels ▸ Draw lets you draw one yourself.",
            "dataset=digits hidden=32 activation=relu optimizer=adam learning_rate=0.003 batch_size=32",
            30, _accuracy(0.95),
        ),
        Preset(
            "features", "The right inputs",
            "Watch a network without a hidden layer learn the circle in a blink, from squares.",
            "Given X₁² and X₂², the circle is a straight line: what hidden layers must find, inputs can bring along.",
            "dataset=circle features=x1_squared,x2_squared standardize=true hidden=",
            10, _accuracy(0.97),
        ),
        Preset(
            "sparse", "Thinning out",
            "Watch L1 bring the edges of useless inputs to exactly zero.",
            "Seven inputs are more than a circle needs: a penalty on every weight finds out which are not.",
            "dataset=circle features=x1,x2,x1_squared,x2_squared,x1x2,sin_x1,sin_x2 hidden=4,2 "
            "regularization=l1 regularization_rate=0.01",
            150, _accuracy(0.97),
        ),
        Preset(
            "overfit", "Learned by heart",
            "Watch the training loss go on falling while the test loss, dashed, turns and climbs.",
            "Too many neurons for too few and noisy samples: they are remembered, not understood.",
            "dataset=circle samples=100 noise=50 hidden=16,16 optimizer=adam learning_rate=0.01",
            400, _fails(0.85),
        ),
        Preset(
            "vanishing", "Four layers of sigmoid",
            "Watch nothing happen; then set all layers to tanh and press Play again.",
            "Through each sigmoid at most a quarter of the gradient passes: four of them starve the first layer.",
            "dataset=circle hidden=4,4,4,4 activation=sigmoid",
            100, _fails(0.75),
        ),
        Preset(
            "alike", "All weights alike",
            "Watch all neurons of a layer draw the same picture for ever.",
            "First weights must differ: neurons that begin alike are told the same and stay alike.",
            "dataset=circle hidden=4,2 initializer=constant",
            100, _fails(0.75),
        ),
    )
}  # fmt: skip
"""By the name that ``--preset`` takes; the first is what hlviz begins with."""
