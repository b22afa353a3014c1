"""What comes into one neuron for one sample: each weight times what it carries, the bias, their sum, and what is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Pass
from hlviz.number_text import rounded
from hlviz.panels.names import input_name
from hlviz.session.moment import Moment

SPELT = 12
"""Terms, at most, that are written one by one; of more, the largest of them."""
NBSP = "\N{NO-BREAK SPACE}"
DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, eq=False)
class Incoming:
    """One neuron, (layer, place) with the inputs being layer 0, and one sample."""

    layer: int
    place: int
    weights: Array
    """(n_in,) float64; empty for an input."""
    values: Array
    """(n_in,): what the neurons before it say."""
    places: IntArray
    """Those that are connected to it, in their order: a cut edge adds nothing."""
    bias: float
    z: float
    """The sum; for an input its value."""
    a: float
    """What is made of it."""

    @property
    def terms(self) -> Array:
        """(n_in,): weight times value."""
        with np.errstate(all="ignore"):
            return np.asarray(self.weights * self.values)

    @property
    def order(self) -> IntArray:
        """``places`` with the largest term first, whatever its sign; what is no number comes before all."""
        size = np.abs(self.terms[self.places])
        return self.places[np.argsort(np.where(np.isfinite(size), -size, -np.inf), kind="stable")]


def incoming_of(moment: Moment, sample: Pass, neuron: tuple[int, int]) -> Incoming:
    """What comes into a neuron.

    Parameters
    ----------
    sample
        The forward pass of one sample.
    neuron
        (layer, place), inputs being layer 0.
    """
    layer, place = neuron
    a = float(sample.a[layer][0, place])
    if layer == 0:
        return Incoming(layer, place, np.empty(0), np.empty(0), np.empty(0, np.intp), 0.0, a, a)
    parameters, layers, cut = moment.parameters, moment.assembly.wiring.layers, moment.project.network.cut
    me = layers[layer][place]
    places = [i for i, source in enumerate(layers[layer - 1]) if (source, me) not in cut]
    return Incoming(
        layer, place,
        parameters.weights[layer - 1][:, place].astype(np.float64), sample.a[layer - 1][0].astype(np.float64),
        np.array(places, np.intp), float(parameters.biases[layer - 1][place]), float(sample.z[layer - 1][0, place]), a,
    )  # fmt: skip


def formula(moment: Moment, incoming: Incoming, most: int = SPELT) -> str:
    """The sum with its numbers: "z = 0.84·X₁ − 1.20·X₂ + 0.10 = 0.33"; of more than ``most`` terms the largest are spelt out."""
    if incoming.layer == 0:
        return f"{input_name(moment, incoming.place)} = {rounded(incoming.a)}"
    count = len(incoming.places)
    spelt: Sequence[int] = incoming.places.tolist()
    if count > most:
        spelt = sorted(incoming.order[:most].tolist())
    parts = [_signed(float(incoming.weights[i]), symbol(moment, incoming.layer - 1, i)) for i in spelt]
    rest = count - len(spelt)
    if rest:
        others = np.delete(incoming.terms, list(spelt)).sum()
        parts.append(_signed(float(others), more_text(rest), times=" "))
    parts.append(_signed(incoming.bias))
    text = " ".join(parts)
    text = text.removeprefix(f"+{NBSP}") if text.startswith("+") else text.replace(f"−{NBSP}", "−", 1)
    return f"z = {text} = {rounded(incoming.z)}"


def made_of_it(moment: Moment, incoming: Incoming) -> str:
    """What the neuron makes of its sum: "a = tanh z = 0.32", for a number to learn in its own unit too."""
    if incoming.layer == 0:
        return ""
    assembly = moment.assembly
    text = f"a = {assembly.activations[incoming.layer - 1].formula} = {rounded(incoming.a)}"
    is_output = incoming.layer == len(assembly.activations)
    if not is_output or assembly.is_classification or (assembly.target_scale, assembly.target_mean) == (1.0, 0.0):
        return text
    in_units = float(assembly.to_units(np.array([incoming.a]))[0])
    return f"{text} → {moment.split.points.target_name} {rounded(in_units)}"


def symbol(moment: Moment, layer: int, place: int) -> str:
    """A neuron in a formula: an input by its name, a pixel by row and column: "p₂,₇", others by their place: "a₃"."""
    if layer > 0:
        return f"a{str(place + 1).translate(DIGITS)}"
    shape = moment.split.points.image_shape
    if shape is None:
        return input_name(moment, place).replace(" ", NBSP)
    row, column = divmod(place, shape[1])
    return f"p{str(row + 1).translate(DIGITS)},{str(column + 1).translate(DIGITS)}"


def more_text(count: int) -> str:
    """So many more."""
    return QCoreApplication.translate("incoming", "({count} more)").format(count=count).replace(" ", NBSP)


def _signed(number: float, name: str = "", times: str = "·") -> str:
    sign = "−" if number < 0 else "+"
    return f"{sign}{NBSP}{rounded(abs(number))}" + (f"{times}{name}".replace(" ", NBSP) if name else "")
