"""What layers, neurons and weights are called on screen."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetricsF

from hlviz.colors import LIGHT, Theme
from hlviz.datasets import Points
from hlviz.document.wiring import NeuronKey
from hlviz.session.moment import Moment


def layer_name(moment: Moment, layer: int) -> str:
    """Layer ``layer`` of the wiring, inputs being layer 0: "Inputs", "Hidden 1", "Output"."""
    if layer == 0:
        return QCoreApplication.translate("names", "Inputs")
    if layer == len(moment.assembly.wiring.layers) - 1:
        return QCoreApplication.translate("names", "Output")
    return moment.project.network.layer_name(layer - 1)


def fitting_name(moment: Moment, layer: int, metrics: QFontMetricsF, room: float) -> str:
    """A layer's name as far as it fits: "Hidden 3", else "H3"; a name of the user's own is cut."""
    name = layer_name(moment, layer)
    if metrics.horizontalAdvance(name) <= room:
        return name
    last = len(moment.assembly.wiring.layers) - 1
    if layer == last:
        short = QCoreApplication.translate("names", "Out")
    elif moment.project.network.hidden[layer - 1].name:
        short = name
    else:
        short = QCoreApplication.translate("names", "H{number}").format(number=layer)
    return metrics.elidedText(short, Qt.TextElideMode.ElideRight, room)


def neuron_name(moment: Moment, layer: int, place: int, theme: Theme = LIGHT) -> str:
    """A neuron in few characters: "X₁", "Hidden 1 · 3", "Output · setosa"; the theme tells what two colours are called."""
    last = len(moment.assembly.wiring.layers) - 1
    if layer == 0:
        return input_name(moment, place)
    if layer == last:
        classes = class_names(moment.split.points, theme)
        outputs = len(moment.assembly.wiring.layers[-1])
        name = layer_name(moment, layer)
        return name if outputs == 1 else f"{name} · {classes[place]}"
    return _own_name(moment, layer, place) or f"{layer_name(moment, layer)} · {place + 1}"


def class_names(points: Points, theme: Theme) -> tuple[str, ...]:
    """What the classes are called; two colours by those that they have in a theme."""
    return theme.class_names(points.class_names)


def neuron_title(moment: Moment, layer: int, place: int, theme: Theme = LIGHT) -> str:
    """A neuron in words: "Hidden 1 · neuron 3"; inputs and outputs by their names."""
    if 0 < layer < len(moment.assembly.wiring.layers) - 1:
        numbered = QCoreApplication.translate("names", "neuron {number}").format(number=place + 1)
        neuron = _own_name(moment, layer, place) or numbered
        return f"{layer_name(moment, layer)} · {neuron}"
    return neuron_name(moment, layer, place, theme)


def _own_name(moment: Moment, layer: int, place: int) -> str:
    """What the user called a hidden neuron; empty where it has no name of its own."""
    neuron = moment.assembly.wiring.layers[layer][place]
    return moment.project.network.neuron_name(neuron) if isinstance(neuron, int) else ""


def input_name(moment: Moment, place: int) -> str:
    """An input by its label, or a pixel by its place in the picture."""
    shape = moment.split.points.image_shape
    if shape is None:
        return moment.split.labels[place]
    row, column = divmod(place, shape[1])
    text = QCoreApplication.translate("names", "Pixel {row}, {column}")
    return text.format(row=row + 1, column=column + 1)


def find(moment: Moment, key: NeuronKey | None) -> tuple[int, int] | None:
    """(layer, place) of a neuron in the network of this moment; None where it has no such neuron."""
    return None if key is None else moment.assembly.wiring.find(key)
