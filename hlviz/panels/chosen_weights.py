"""Which two of a network's numbers the loss is looked at along, and what they are called."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.colors import Theme
from hlviz.explain.landscape import flat
from hlviz.panels.names import neuron_name
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.training.places import Places


class ChosenWeights:
    """Chooses two, and stays with them while the run goes on."""

    def __init__(self) -> None:
        self._moved: tuple[object, list[int]] = (None, [])

    def of(self, moment: Moment, selection: Selection) -> tuple[int, int]:
        """Their places in the flat vector: two selected edges, the largest into the selected neuron, or those that moved most."""
        places = Places(moment.assembly.wiring)
        edges = (places.of_edge(target.edge) for target in reversed(selection.targets) if target.edge is not None)
        chosen = [_flat_place(moment, *at) for at in edges if at is not None]
        neuron = selection.target.neuron
        if neuron is not None and (at := places.of_neuron(neuron)) is not None:
            layer, column = at
            order = np.argsort(-np.abs(moment.parameters.weights[layer][:, column]), kind="stable")
            chosen += [_flat_place(moment, layer, int(row), column) for row in order[:2]]
        if len(set(chosen)) < 2:
            chosen += self._most_moved(moment)
        first, second, *_ = dict.fromkeys(chosen)
        return first, second

    def _most_moved(self, moment: Moment) -> list[int]:
        """The weights that moved furthest since the run began, as it was when that was first asked; the largest before it begins."""
        of = moment.run, moment.parameters.sizes, moment.is_start
        if self._moved[0] != of:
            now, begin = flat(moment.parameters), next(iter(moment.history[:1]), None)
            is_known = not moment.is_start and begin is not None and begin.parameters.sizes == moment.parameters.sizes
            moved = np.abs(now - flat(begin.parameters)) if is_known and begin is not None else np.abs(now)
            is_weight = np.concatenate([np.full(array.size, array.ndim == 2) for array in moment.parameters.arrays])
            # beside one chosen already, two of the others must be left; a network of one weight has its bias
            self._moved = of, [int(i) for i in np.argsort(-np.where(is_weight, moved, -1.0), kind="stable")[:3]]
        return self._moved[1]


def number_name(moment: Moment, place: int, theme: Theme) -> str:
    """What the number at that place of the flat vector is called."""
    for layer, (weights, bias) in enumerate(zip(moment.parameters.weights, moment.parameters.biases, strict=True)):
        if place < weights.size:
            row, column = divmod(place, weights.shape[1])
            return f"{neuron_name(moment, layer, row, theme)} → {neuron_name(moment, layer + 1, column, theme)}"
        place -= weights.size
        if place < bias.size:
            text = QCoreApplication.translate("LandscapePanel", "bias of {neuron}")
            return text.format(neuron=neuron_name(moment, layer + 1, place, theme))
        place -= bias.size
    raise IndexError(place)


def _flat_place(moment: Moment, layer: int, row: int, column: int) -> int:
    parameters = moment.parameters
    before = sum(array.size for array in parameters.arrays[: 2 * layer])
    return int(before + row * parameters.weights[layer].shape[1] + column)
