"""The weights panel in words and numbers."""

import itertools

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.colors import Theme
from hlviz.number_text import grouped, rounded
from hlviz.panels.histograms import Cell
from hlviz.panels.names import input_name, layer_name, neuron_name
from hlviz.panels.spread import table_of
from hlviz.panels.table import Table
from hlviz.panels.weight_blocks import Spot
from hlviz.panels.weight_history import WeightHistory
from hlviz.panels.weight_map import spot_text
from hlviz.panels.weight_spread import deviation
from hlviz.session.moment import Moment


def tr(text: str) -> str:
    """A text of the weights panel in the user's language."""
    return QCoreApplication.translate("WeightsPanel", text)


# Sentences


def table_sentence(moment: Moment, theme: Theme) -> str:
    """The largest of all, and how many there are."""
    parameters = moment.parameters
    text = tr("Largest: {weight}. {count} weights and biases in {layers} layers.")
    return text.format(
        weight=spot_text(moment, largest_spot(moment), theme),
        count=grouped(parameters.count),
        layers=len(parameters.weights),
    )


def spread_sentence(moment: Moment) -> str:
    """Where they differ most, and how many are nothing."""
    weights = moment.parameters.weights
    spreads = [deviation(layer) for layer in weights]
    widest = int(np.nanargmax([*spreads, -1.0])) if np.isfinite(spreads).any() else 0
    text = tr("Most spread: into {layer}, {spread}. Exactly 0 are {zeros} of {count}.")
    return text.format(
        layer=layer_name(moment, widest + 1), spread=rounded(spreads[widest]),
        zeros=grouped(sum(int(np.count_nonzero(layer == 0)) for layer in weights)),
        count=grouped(sum(layer.size for layer in weights)),
    )  # fmt: skip


def history_sentence(moment: Moment, history: WeightHistory, spot: Spot, theme: Theme) -> str:
    """Where it is now and where it began."""
    begins = history.value[np.isfinite(history.value)]
    text = tr("{weight} now, {first} at first.")
    return text.format(
        weight=spot_text(moment, spot, theme), first=rounded(float(begins[0]) if len(begins) else np.nan)
    )


def largest_spot(moment: Moment) -> Spot:
    """The weight furthest from zero; biases are left out."""
    sizes = [np.abs(np.nan_to_num(weights)) for weights in moment.parameters.weights]
    layer = int(np.argmax([size.max() for size in sizes]))
    row, column = np.unravel_index(int(sizes[layer].argmax()), sizes[layer].shape)
    return Spot(layer, int(row), int(column))


# Numbers


def weight_table(moment: Moment, only: int | None, theme: Theme) -> Table:
    """Every weight and bias with its ends, of one layer or of all."""
    columns: list[list[np.ndarray[tuple[int], np.dtype[np.generic]]]] = [[], [], [], []]
    count = len(moment.parameters.weights)
    for layer in range(count) if only is None else (only,):
        weights, biases = moment.parameters.weights[layer], moment.parameters.biases[layer]
        n_in, n_out = weights.shape
        sources = np.array([*_names(moment, layer, n_in, theme), tr("bias")])
        ends = np.array(_names(moment, layer + 1, n_out, theme))
        columns[0].append(np.full((n_in + 1) * n_out, layer_name(moment, layer + 1)))
        columns[1].append(np.repeat(sources, n_out))
        columns[2].append(np.tile(ends, n_in + 1))
        columns[3].append(np.concatenate([weights.ravel(), biases]))
    headers = (tr("layer"), tr("from"), tr("to"), tr("weight"))
    return Table(headers, [np.concatenate(parts) for parts in columns])


def spread_table(moment: Moment, cells: tuple[Cell, ...]) -> Table:
    """The bars of all histograms."""
    names = [layer_name(moment, i + 1) for i in range(len(cells))]
    return table_of([cell.spread for cell in cells], names, tr("weights"))


def history_table(history: WeightHistory) -> Table:
    """The line and its band."""
    value = tr("bias") if history.is_bias else tr("weight")
    headers = (tr("epoch"), value, tr("layer, lower end of the band"), tr("layer, upper end of the band"))
    return Table(headers, (history.epoch, history.value, history.low, history.high))


def _names(moment: Moment, layer: int, count: int, theme: Theme) -> list[str]:
    if layer == 0:
        return [input_name(moment, i) for i in range(count)]
    if layer == len(moment.assembly.wiring.layers) - 1:
        return [neuron_name(moment, layer, i, theme) for i in range(count)]
    return [str(number) for number in itertools.islice(itertools.count(1), count)]
