"""The loss as a landscape: a slice through it where the network stands, the way it came, and where the next step goes."""

import time

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.explain.landscape import Kind, Order, Slice, flat, sliced
from hlviz.nn.arrays import Array
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.names import neuron_name
from hlviz.panels.number_text import percent, rounded, significant
from hlviz.panels.panel import Panel, is_running
from hlviz.panels.plot import Plot
from hlviz.panels.scale_bar import ScaleBar
from hlviz.panels.slice_picture import SlicePicture, Way, banded, heights
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.aside import Aside
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.training.places import Places
from hlviz.widgets.tool_tip import tool_tip

EVERY = 1.0
"""Seconds, at least, from one slice to the next while training."""
TEXTS = {
    Kind.PATH: str(QT_TRANSLATE_NOOP("LandscapePanel", "Along the path")),
    Kind.RANDOM: str(QT_TRANSLATE_NOOP("LandscapePanel", "Random directions")),
    Kind.WEIGHTS: str(QT_TRANSLATE_NOOP("LandscapePanel", "Two weights")),
}
TIPS = {
    Kind.PATH: str(
        QT_TRANSLATE_NOOP("LandscapePanel", "The two directions in which the weights moved most since training began.")
    ),
    Kind.RANDOM: str(
        QT_TRANSLATE_NOOP(
            "LandscapePanel",
            "Two directions by chance, as large for each neuron as its weights are: how rough the loss is all around. The path "
            "hardly shows there.",
        )
    ),
    Kind.WEIGHTS: str(
        QT_TRANSLATE_NOOP(
            "LandscapePanel",
            "Two single weights: two selected edges, the largest two into the selected neuron, or those that moved most.",
        )
    ),
}


def tr(text: str) -> str:
    """A text of the panel in the user's language."""
    return QCoreApplication.translate("LandscapePanel", text)


class LandscapePanel(Panel):
    """The slice is computed beside the window; until it comes, the last one stays."""

    key = "landscape"
    title = str(QT_TRANSLATE_NOOP("Panel", "Loss landscape"))
    room = QSize(280, 240)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.caption, self.scale_bar, self.plot = Caption(), ScaleBar(strip=36), Plot()
        self.picture, self.way = self.plot.add(SlicePicture()), self.plot.add(Way())
        self.plot.left_axis.setGrid(False)
        self._aside: Aside[Slice] = Aside(self._show_slice, self)
        self._slice: Slice | None = None
        self._shown_of: object = None
        self._asked_of: object = None
        self._asked_at = 0.0
        self._seed = 0
        self._hovered: QPointF | None = None
        self._empty = QLabel(tr("Measuring the loss around here …"), self.plot)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.kind_button = SmallButton(tr(TEXTS[Kind.PATH]), tr("What the slice is taken along."))
        self.again_button = SmallButton(tr("Others"), tr("Take two other random directions."))
        self._kinds = self._make_kinds()
        self._lay_out()
        self.setToolTip(
            tool_tip(
                tr("The loss as a landscape"),
                tr(
                    "All weights together are a place in a space of many dimensions, and the loss is its height. This is a slice "
                    "through it: dark is low. The white line is the way that the network came, from the square to the dot; the "
                    "arrow is the next step, −η · gradient: down the slope."
                ),
                tr("It is measured anew about once a second while training, on up to 256 training samples."),
                tr("The wheel zooms, a double click shows everything again."),
            )
        )
        self.again_button.clicked.connect(self._other_directions)
        self.plot.hovered.connect(self._hover)
        selection.changed.connect(self._follow)

    @property
    def slice(self) -> Slice | None:
        """What is shown; None while the first one is being measured."""
        return self._slice

    @property
    def kind(self) -> Kind:
        """What the slice is taken along."""
        return next(kind for kind, action in self._kinds.items() if action.isChecked())

    def show_kind(self, kind: Kind) -> None:
        """Take it along something else."""
        self._kinds[kind].setChecked(True)
        self.kind_button.show_text(self._kinds[kind].text())
        self.again_button.setVisible(kind is Kind.RANDOM)
        self.plot.show_everything()
        self.redraw()

    def end(self) -> None:
        """Leave what is being measured."""
        self._aside.close()

    def draw(self, moment: Moment) -> None:
        """Draw the slice there is, with the network in it as it is now, and have a new one measured."""
        self._ask(moment)
        found = self._slice if self._slice is not None and _fits(self._slice, moment) else None
        self._empty.setVisible(found is None)
        self.picture.show_slice(found)
        if found is None:
            self.way.show_way(np.empty((0, 2)), None, np.zeros(2))
        else:
            shift = self._shift(found)
            here = found.plane.place_of(flat(moment.parameters)) + shift
            was = found.path[found.path_steps <= moment.frame.step] + shift
            move = found.move if moment.is_live else np.zeros(2)
            self.way.show_way(was, here, move)
            self.plot.show_ends((found.x[0] + shift[0], found.x[-1] + shift[0]), (found.y[0] + shift[1], found.y[-1] + shift[1]))
            _, low, high = heights(found.loss)
            self.scale_bar.show_scale(banded(self.theme), rounded(10.0**low), rounded(10.0**high))
        self.scale_bar.setVisible(found is not None)
        self._read_off(moment, found)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (
            self.caption, self.scale_bar, self.plot, self.kind_button, self.again_button, self.picture, self.way,
        ):  # fmt: skip
            part.show_theme(theme)
        self._empty.setStyleSheet(f"color: {theme.muted}; background: {theme.card};")
