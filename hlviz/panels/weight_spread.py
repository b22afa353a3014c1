"""How the weights of each layer are spread, biases left aside."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.nn.arrays import Array
from hlviz.number_text import rounded
from hlviz.panels.histograms import Cell, Histograms, Note
from hlviz.panels.ranges import reach
from hlviz.panels.spread import Spread, spread_of
from hlviz.session.moment import Moment

ENOUGH = 20_000
"""Weights of a layer that are looked at; of a larger one every second, third …"""


def tr(text: str) -> str:
    """A text of the histograms in the user's language."""
    return QCoreApplication.translate("WeightSpread", text)


class WeightSpread(Histograms):
    """A histogram a layer, zero in its middle."""

    def show_moment(self, moment: Moment) -> None:
        """Count anew."""
        self.show_cells(moment, cells_of(moment), (tr("spread"), tr("zeros")))


def cells_of(moment: Moment) -> Sequence[Cell]:
    """What there is to draw of each layer of weights."""
    return [Cell(_spread(_some(weights)), _notes(weights)) for weights in moment.parameters.weights]


def deviation(weights: Array) -> float:
    """The standard deviation of a layer's weights."""
    with np.errstate(all="ignore"):
        return float(np.std(_some(weights), dtype=np.float64))


def _some(weights: Array) -> Array:
    return weights.ravel()[:: max(1, -(-weights.size // ENOUGH))]


def _spread(some: Array) -> Spread:
    finite = some[np.isfinite(some)]
    largest = float(np.abs(finite).max()) if finite.size else 0.0
    far = reach(largest)
    return spread_of(some, -far, far)


def _notes(weights: Array) -> tuple[Note, Note]:
    spread, zeros = rounded(deviation(weights)), str(int(np.count_nonzero(weights == 0)))
    return (
        Note(tr("spread {number}").format(number=spread), spread),
        Note(tr("{count} zeros").format(count=zeros), zeros),
    )
