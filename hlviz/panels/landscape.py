"""The loss as a landscape: a slice through it where the network stands, the way it came, and where the next step goes."""

import time

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.explain.landscape import Kind, Order, Slice, flat, sliced
from hlviz.number_text import percent, rounded, significant
from hlviz.panels.caption import Caption, Entry
from hlviz.panels.chosen_weights import ChosenWeights, number_name
from hlviz.panels.panel import Panel, is_running
from hlviz.panels.plot import Plot
from hlviz.panels.scale_bar import ScaleBar
from hlviz.panels.slice_picture import SlicePicture, Way, banded, heights
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.aside import Aside
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
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
        self._weights = ChosenWeights()
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
    def is_measuring(self) -> bool:
        """Whether another slice is on its way."""
        return self._aside.is_under_way

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
            here = found.plane.place_of(flat(moment.parameters))
            was = found.path[found.path_steps <= moment.frame.step]
            move = found.move if moment.is_live else np.zeros(2)
            self.way.show_way(was, here, move)
            self.plot.show_ends(found.plane.x, found.plane.y)
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

    def summary(self) -> str:
        """How far down the way went, and how much of it can be seen here."""
        moment, found = self.moment, self._slice
        if moment is None or found is None or not _fits(found, moment):
            return tr("The loss around this network is being measured.")
        low = found.loss[np.isfinite(found.loss)]
        here = found.here
        lowest = min(float(low.min()), here) if low.size else here
        if found.plane.kind is Kind.WEIGHTS:
            text = tr("With all other weights as they are, these two could bring the loss down to {low}; it is {here}.")
        elif len(found.path) and np.isnan(found.plane.share):
            text = tr(
                "The weights have not moved since training began. Around them the loss goes down to {low}; it is {here}."
            )
        elif not len(found.path):
            text = tr(
                "Around the first weights, as far as they are large, the loss goes down to {low}; it is {here}. Press Play."
            )
        elif found.plane.kind is Kind.RANDOM:
            text = tr(
                "Along two random directions the loss goes down to {low}; it is {here}. {share} of the path lies in here."
            )
        else:
            text = _way_text(found.first, here)
        return text.format(
            low=significant(lowest, 3), here=significant(here, 3), first=significant(found.first, 3),
            share=percent(found.plane.share, 0),
        )  # fmt: skip

    def table(self) -> Table | None:
        """Each place and the loss there."""
        found = self._slice
        if found is None:
            return None
        x, y = np.meshgrid(found.x, found.y)
        names = self._axis_names(found)
        return Table((names[0], names[1], tr("loss")), (x.ravel(), y.ravel(), found.loss.ravel()))

    # Having it measured

    def _ask(self, moment: Moment) -> None:
        wanted = (moment.run, self.kind, self._seed, self._chosen(moment), moment.parameters)
        fits = self._slice is not None and _fits(self._slice, moment)
        same_view = self._shown_of == wanted[:-1] and fits
        if same_view and not moment.is_live:  # looking back: the dot walks along the path
            return
        if wanted == self._asked_of or (is_running(moment) and same_view and not self._is_due()):
            return
        self._asked_of, self._asked_at = wanted, time.monotonic()
        plane = self._slice.plane if self._slice is not None and self._shown_of == wanted[:-1] else None
        frames = tuple(
            (frame.step, frame.parameters)
            for frame in moment.history.some(400)
            if frame.step <= moment.frame.step and frame.parameters.sizes == moment.parameters.sizes
        )
        if not frames or frames[-1][0] < moment.frame.step:
            frames = (*frames, (moment.frame.step, moment.parameters))
        order = Order(
            moment.assembly, moment.parameters, moment.frame.step, self.kind,
            frames if len(frames) > 1 else (), wanted[3], self._seed, plane,
        )  # fmt: skip
        self._aside.begin(sliced(order), is_gentle=is_running(moment))

    def _is_due(self) -> bool:
        return not self._aside.is_under_way and time.monotonic() >= self._asked_at + EVERY

    def _show_slice(self, found: Slice) -> None:
        asked = self._asked_of
        self._slice, self._shown_of = found, asked[:-1] if isinstance(asked, tuple) else None
        self.redraw()

    def _chosen(self, moment: Moment) -> tuple[int, int] | None:
        """Which two numbers are looked along."""
        return self._weights.of(moment, self.selection) if self.kind is Kind.WEIGHTS else None

    def _other_directions(self) -> None:
        self._seed += 1
        self.redraw()

    def _follow(self, *_: object) -> None:
        if self.kind is Kind.WEIGHTS:
            self._asked_of = None
            self.redraw()

    # Reading off

    def _axis_names(self, found: Slice) -> tuple[str, str]:
        moment = self.moment
        if found.plane.kind is not Kind.WEIGHTS or moment is None:
            return tr("direction 1"), tr("direction 2")
        first, second = (
            number_name(moment, int(np.argmax(d)), self.theme) for d in (found.plane.first, found.plane.second)
        )
        return first, second

    def _read_off(self, moment: Moment, found: Slice | None) -> None:
        """The line above: what is under the pointer; else the step that comes."""
        if found is None:
            self.caption.show_entries(())
            return
        names = self._axis_names(found)
        self.plot.bottom_axis.unit = names[0]
        if self._hovered is not None:
            x, y = self._hovered.x(), self._hovered.y()
            loss = found.loss_at(x, y)
            text = tr("{first} {x}, {second} {y}: loss {loss}")
            self.caption.show_text(
                text.format(first=names[0], x=rounded(x), second=names[1], y=rounded(y), loss=significant(loss, 3))
            )
            return
        entries = [Entry(tr("loss"), significant(moment.frame.evaluation.train_loss, 3))]
        if moment.is_live and found.move_share:
            entries.append(Entry(tr("of the next step in here"), percent(found.move_share, 0), is_spare=True))
        self.caption.show_entries(entries)

    def _hover(self, at: QPointF | None) -> None:
        self._hovered = at
        if self.moment is not None and self._slice is not None and _fits(self._slice, self.moment):
            self._read_off(self.moment, self._slice)

    # Controls

    def _make_kinds(self) -> dict[Kind, QAction]:
        group, menu, actions = QActionGroup(self), QMenu(tr("Slice"), self), {}
        menu.setToolTipsVisible(True)
        for kind, text in TEXTS.items():
            action = actions[kind] = QAction(tr(text), group)
            action.setCheckable(True)
            action.setToolTip(tool_tip(tr(text), tr(TIPS[kind])))
            action.triggered.connect(lambda _=False, kind=kind: self.show_kind(kind))
            menu.addAction(action)
        actions[Kind.PATH].setChecked(True)
        self.addAction(menu.menuAction())
        self.kind_button.setMenu(menu)
        self.kind_button.setPopupMode(SmallButton.ToolButtonPopupMode.InstantPopup)
        self.again_button.setVisible(False)
        return actions

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self.caption, 1)
        for widget in (self.again_button, self.kind_button):
            above.addWidget(widget)
        below.addStretch(1)
        below.addWidget(self.scale_bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(above)
        layout.addWidget(self.plot, 1)
        layout.addLayout(below)
        over = QVBoxLayout(self.plot)
        over.setContentsMargins(0, 0, 0, 0)  # else the axes look out from behind it
        over.addWidget(self._empty)


def _way_text(first: float, here: float) -> str:
    """Where the way led, from the loss where it began to that where it ends; what looks alike on screen is alike."""
    if significant(first, 3) == significant(here, 3):
        return tr(
            "The way ends as high as it began, at {here}; {share} of it lies in this plane, where the lowest place is {low}."
        )
    if here > first:
        return tr(
            "The way led up from {first} to {here}; {share} of it lies in this plane, where the lowest place is {low}."
        )
    return tr(
        "The way led down from {first} to {here}; {share} of it lies in this plane, where the lowest place is {low}."
    )


def _fits(found: Slice, moment: Moment) -> bool:
    """Whether a slice was taken through the space of this network."""
    return found.plane.shapes == tuple(array.shape for array in moment.parameters.arrays)
