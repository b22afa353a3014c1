"""A link of TensorFlow Playground ↔ a project. What one of the two cannot say is listed, in words.

Everything that the Playground remembers stands behind the ``#`` of its address: ``#activation=tanh&networkShape=4,2&…``. It reads this
leniently, and so does this file: a key left out has its usual value, a word that it does not know counts as left out.

Source
------
Smilkov, Carter and others (2016), TensorFlow Playground, ``src/state.ts``.
"""

import math
import re
import zlib
from dataclasses import dataclass, replace
from urllib.parse import unquote

from hlviz.document import Project, edits
from hlviz.document.edits.data import MAX_NOISE
from hlviz.document.specs import MAX_BATCH, MAX_LAYERS, MAX_NEURONS
from hlviz.errors import SettingError

HOST = "playground.tensorflow.org"
ADDRESS = f"https://{HOST}/#"
MAX_LENGTH = 20_000
"""Letters of a link, at most."""
SHOWN = 30
"""Letters of a value that are quoted."""

ACTIVATION = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "identity"}
REGULARIZATION = {"L1": "l1", "L2": "l2"}
CLASSES, NUMBERS = ("circle", "xor", "gauss", "spiral"), ("reg-plane", "reg-gauss")
FEATURES = {
    "x": "x1", "y": "x2", "xTimesY": "x1x2", "xSquared": "x1_squared", "ySquared": "x2_squared",
    "sinX": "sin_x1", "sinY": "sin_x2",
}  # fmt: skip
"""The Playground's inputs and hlviz's; two more, ``cosX`` and ``cosY``, are in its links but in none of its networks."""
INERT = ("cosX", "cosY", "collectStats")
"""Keys that the Playground itself makes nothing of."""
SHOWS = {
    "showTestData": "shows the test samples: tick Test in the Output panel",
    "discretize": "shows two colours instead of shades: switch it on in the Output panel",
    "hideText": "hides the Playground's article, which hlviz does not have",
}
"""Keys about the page, not the network, and what stands for them here."""
KEYS = (
    "activation", "regularization", "batchSize", "dataset", "regDataset", "learningRate", "regularizationRate", "noise",
    "networkShape", "seed", "percTrainData", *FEATURES, *INERT, *SHOWS, "tutorial", "problem", "initZero",
)  # fmt: skip
"""All that a link can say, but for the names of what is hidden, which end in ``HIDE``."""
HIDE = "_hide"
ALWAYS = (
    "the samples and the first weights are drawn anew: they are like the Playground's, not the same",
    "hlviz's mean squared error has no ½: a step goes twice as far as the Playground's at the same learning rate",
)
"""What differs whatever the link."""


@dataclass(frozen=True)
class Opened:
    """What a link says, as far as hlviz can say it."""

    project: Project
    lost: tuple[str, ...]
    """What of this very link is otherwise here, a clause each."""


@dataclass(frozen=True)
class Link:
    """A project as a link."""

    url: str
    lost: tuple[str, ...]
    """What of the project the link does not say, a clause each."""


def is_link(text: str) -> bool:
    """Whether a text is, by its look, a link of the Playground: its address, or a copy of the page at another, with settings."""
    line = text.strip()
    if len(line) > MAX_LENGTH or any(c.isspace() for c in line):
        return False
    address, hash_, settings = line.partition("#")
    if re.match(rf"(https?://)?{re.escape(HOST)}(/|$)", address, re.IGNORECASE):
        return True
    names = {pair.partition("=")[0] for pair in settings.split("&")}
    return bool(hash_) and bool(re.match(r"(https?|file)://|$", address)) and "networkShape" in names


# Read


def read_link(text: str) -> Opened:
    """The project that a link describes.

    Raises
    ------
    SettingError
        If it is no link of the Playground's, or describes a network larger than hlviz draws; one line with the cause.
    """
    line = text.strip()
    if not is_link(line):
        raise SettingError(
            f"{_quoted(line)} is no link of TensorFlow Playground: copy all of its address, from https://{HOST}/# on"
        )
    said = _said(line.partition("#")[2])
    reader = _Reader(said)
    return Opened(reader.project(), tuple(dict.fromkeys(reader.lost)))


def _said(settings: str) -> dict[str, str]:
    """The keys with their values; a key said twice counts as last said, one without a value not at all."""
    said = {}
    for pair in settings.split("&"):
        name, equals, value = unquote(pair, errors="replace").partition("=")
        value = value.partition("=")[0].strip()
        if equals and (value or name == "networkShape"):
            said[name.strip()] = value
    return said


class _Reader:
    """Turns what a link says into edits of a new project, and notes what has no place there."""

    def __init__(self, said: dict[str, str]) -> None:
        self._said = said
        self.lost: list[str] = []

    def project(self) -> Project:
        project = self._learned(Project(name="From TensorFlow Playground"))
        project = edits.set_shape(project, self._shape())
        activation = ACTIVATION[self._word("activation", ACTIVATION, "tanh")]
        if project.network.hidden:
            project = edits.set_all_activations(project, activation)
        project = self._trained(project)
        project = edits.set_initializer(project, "zeros" if self._flag("initZero") else "small_uniform")
        if project.network.initializer == "small_uniform":
            self.lost.append("first biases are 0, not 0.1")
        self._note_the_rest()
        return replace(project, notes="Opened from a link of TensorFlow Playground.")

    def _learned(self, project: Project) -> Project:
        """The data, and the output and loss that go with them."""
        is_classes = self._word("problem", ("classification", "regression"), "classification") == "classification"
        # both data sets are in every link: only that of the problem counts
        dataset = self._word("dataset", CLASSES, "circle")
        numbers = self._word("regDataset", NUMBERS, "reg-plane")
        project = edits.choose_dataset(project, dataset if is_classes else numbers)
        project = edits.set_output(project, "tanh" if is_classes else "identity")
        seed = self._seed()
        project = edits.set_data(
            project,
            noise=self._number("noise", 0.0, 0.0, MAX_NOISE),
            train_share=self._number("percTrainData", 50.0, 5.0, 95.0) / 100,
            seed=seed,
        )
        project = edits.set_training(project, seed=seed)
        features = tuple(ours for theirs, ours in FEATURES.items() if self._flag(theirs, theirs in {"x", "y"}))
        if not features:
            self.lost.append("no input is switched on; hlviz needs one and takes X₁ and X₂")
            features = ("x1", "x2")
        return edits.set_features(project, features)

    def _trained(self, project: Project) -> Project:
        penalty = self._said.get("regularization", "none")
        if penalty not in {*REGULARIZATION, "none"}:
            self.lost.append(f"regularization={_quoted(penalty)} is not known; it is none")
        return edits.set_training(
            project,
            optimizer="sgd",
            learning_rate=self._number("learningRate", 0.03, 1e-12, 1e6),
            batch_size=round(self._number("batchSize", 10.0, 1.0, MAX_BATCH)),
            regularization=REGULARIZATION.get(penalty, "none"),
            regularization_rate=self._number("regularizationRate", 0.0, 0.0, 1e3),
        )

    def _shape(self) -> tuple[int, ...]:
        text = self._said.get("networkShape", "4,2")
        words = [word.strip() for word in text.split(",")] if text else []
        if len(words) > MAX_LAYERS:
            raise SettingError(
                f"this link has {len(words)} hidden layers; hlviz draws {MAX_LAYERS} at most: shorten networkShape"
            )
        for word in words:
            if not (word.isascii() and word.isdecimal() and len(word) < 10 and 1 <= int(word) <= MAX_NEURONS):
                what = f"holds {_quoted(word)}" if word else "has an empty entry"
                raise SettingError(f"networkShape={_quoted(text)} {what}; each layer has 1 to {MAX_NEURONS} neurons")
        return tuple(map(int, words))

    def _seed(self) -> int:
        """The Playground's seed is any text, usually a share of one in five digits; hlviz's is a whole number."""
        text = self._said.get("seed", "")
        if not text:
            return 1
        match = re.fullmatch(r"0\.(\d{5})|([1-9]\d{5,9})", text, re.ASCII)
        if match and (seed := int(match[1] or match[2])) < 2**32:
            return seed
        seed = zlib.crc32(text.encode("utf-8", errors="replace"))
        self.lost.append(f"seed={_quoted(text)} becomes the whole number {seed}")
        return seed

    def _word(self, key: str, known: dict[str, str] | tuple[str, ...], usual: str) -> str:
        value = self._said.get(key, usual)
        if value in known:
            return value
        self.lost.append(f"{key}={_quoted(value)} is not known; it is {usual}, as in the Playground")
        return usual

    def _number(self, key: str, usual: float, low: float, high: float) -> float:
        text = self._said.get(key)
        if text is None:
            return usual
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isnan(value):
            self.lost.append(f"{key}={_quoted(text)} is no number; it is {usual:g}")
            return usual
        near = min(max(value, low), high)
        if near != value:
            self.lost.append(f"{key}={_quoted(text)} is out of range here; it is {near:g}")
        elif key == "batchSize" and value != round(value):
            self.lost.append(f"{key}={_quoted(text)} is no whole number; it is {round(value)}")
        return near

    def _flag(self, key: str, usual: bool = False) -> bool:
        return self._said[key] != "false" if key in self._said else usual

    def _note_the_rest(self) -> None:
        """What is about the page, or that nobody knows."""
        self.lost += [f"{key}: {what}" for key, what in SHOWS.items() if self._flag(key)]
        self.lost += [f"{key}: the Playground makes nothing of it, and neither does hlviz"
                      for key in INERT if self._flag(key)]  # fmt: skip
        if "tutorial" in self._said:
            self.lost.append(f"tutorial={_quoted(self._said['tutorial'])}: a text on the Playground's own server")
        hidden = [key.removesuffix(HIDE) for key, value in self._said.items() if key.endswith(HIDE) and value == "true"]
        if hidden:
            self.lost.append(f"what the link hides stays to be seen: {_listed(hidden)}")
        unknown = [key for key in self._said if key not in KEYS and not key.endswith(HIDE)]
        if unknown:
            self.lost.append(f"not known to the Playground either: {_listed(unknown)}")


def _listed(names: list[str]) -> str:
    rest = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(map(_quoted, names[:5])) + rest


def _quoted(text: str) -> str:
    """A part of a link as it may be shown: printable, and cut."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
