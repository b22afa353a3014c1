"""A number of one input: the samples, the curve that the network draws, and each hidden neuron's share of it."""

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from hlviz.colors import Theme, mixed
from hlviz.explain.hinges import Shares, shares_of
from hlviz.nn.arrays import Array, IntArray
from hlviz.number_text import rounded, significant
from hlviz.panels.caption import Entry, small
from hlviz.panels.cursor import Cursor
from hlviz.panels.hinge_marks import HingeMarks
from hlviz.panels.names import find, neuron_title
from hlviz.panels.output_view import OutputView
from hlviz.panels.plot import Plot
from hlviz.panels.probe_mark import ProbeMark
from hlviz.panels.ranges import outwards
from hlviz.panels.strokes import Dots, Line, Lines
from hlviz.panels.table import Table
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target

MOST = 24
"""Shares drawn; of a wider layer, those that bend the curve most."""
BENT_ONCE = ("relu", "leaky_relu")
"""Activations that are straight but for one corner."""
NEAR = 7.0
"""Pixels from a share within which the pointer means it."""


class CurveView(OutputView):
    """For one input and a number to learn."""

    switches = ("test", "shares")

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection)
        self.plot = Plot()
        self._moment: Moment | None = None
        self._shares: Shares | None = None
        self._drawn: tuple[int, ...] = ()
        self._test = self.plot.add(Dots())
        self._train = self.plot.add(Dots())
        self._parts = self.plot.add(Lines())
        self._lit = self.plot.add(Line(2.2))
        self._fit = self.plot.add(Line(2.0))
        self._before = self.plot.add(Lines(1.4))
        self._hinges = self.plot.add(HingeMarks())
        self._cursor = self.plot.add(Cursor())
        self._mark = self.plot.add(ProbeMark(has_line=True))
        for z, item in enumerate((self._test, self._train, self._parts, self._lit, self._before, self._fit)):
            item.setZValue(z)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.plot.hovered.connect(self._hover)
        self.plot.clicked.connect(self._click)

    @property
    def shares(self) -> Shares | None:
        """What it draws."""
        return self._shares

    def drawn_fit(self) -> Array:
        """The network's curve as it is drawn."""
        fit: Line = self._fit
        return fit.points[1]

    def drawn_shares(self) -> Array:
        """The shares as they are drawn, shape (shares, places)."""
        parts: Lines = self._parts
        return parts.lines

    def drawn_hinges(self) -> Array:
        """The hinges as they are drawn, shape (hinges,)."""
        hinges: HingeMarks = self._hinges
        return hinges.places

    def lit_share(self) -> Array | None:
        """The share of the neuron that is pointed at or selected."""
        lit: Line = self._lit
        return lit.points[1] if lit.isVisible() else None

    def show_moment(self, moment: Moment) -> None:
        """Draw samples, curve and shares."""
        is_other = self._moment is None or self._moment.split is not moment.split
        self._moment = moment
        shares = self._shares = shares_of(moment.assembly, moment.parameters, *moment.line)
        if is_other:
            self.plot.show_everything()
        split = moment.split
        self._show_dots(self._train, split.train, split.points.x, split.points.y)
        self._show_dots(self._test, split.test if self.options.test else split.test[:0], split.points.x, split.points.y)
        self._fit.show_points(shares.x, shares.fit)
        self._show_before()
        self._show_shares(moment, shares)
        self._show_ends(moment, shares)
        self._show_probe(moment)

    def _show_before(self) -> None:
        """The curve with all neurons, dashed, where one is missing."""
        self._before.setVisible(self.whole is not None)
        if self.whole is not None:
            whole = shares_of(self.whole.assembly, self.whole.parameters, *self.whole.line)
            self._before.show_lines(whole.x, whole.fit[None], (self.theme.muted,))

    @property
    def mark(self) -> ProbeMark:
        """The mark of the sample that is followed."""
        mark: ProbeMark = self._mark
        return mark

    def _show_probe(self, moment: Moment) -> None:
        if not self.selection.is_probing:
            self._mark.show_place(None)
            return
        points = moment.split.points
        self._mark.show_place(float(self.selection.probe.inputs(points)[0]), self.selection.probe.truth(points))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        super().show_theme(theme)
        self.plot.show_theme(theme)
        self._train.show_color(theme.train, theme.card)
        self._test.show_color(theme.test, theme.card)
        self._fit.show_color(theme.text)
        self._mark.show_theme(theme)
        self._cursor.show_look(theme.muted, theme.text, theme.card, small(self.font()))
        if self._moment is not None and self._shares is not None:
            self._show_shares(self._moment, self._shares)

    def entries(self) -> tuple[Entry, ...]:
        """What is what."""
        moment, shares = self._moment, self._shares
        if moment is None or shares is None:
            return ()
        tr = QCoreApplication.translate
        result = [Entry(tr("CurveView", "network"), mark="line", color=self.theme.text)]
        result.append(Entry(tr("CurveView", "train"), mark="shape", color=self.theme.train))
        if self.options.test:
            result.append(Entry(tr("CurveView", "test"), mark="shape", color=self.theme.test))
        if self._drawn:
            count = len(shares.weights)
            text = tr("CurveView", "shares")
            if count > len(self._drawn):
                text = tr("CurveView", "{drawn} of {count} shares").format(drawn=len(self._drawn), count=count)
            result.append(Entry(text, mark="dots", color=self.theme.positive))
            if len(self.drawn_hinges()):
                result.append(Entry(tr("CurveView", "hinges"), mark="tick", color=self.theme.positive, is_spare=True))
        return tuple(result)

    def summary(self) -> str:
        """How near the curve comes."""
        if self._moment is None:
            return ""
        text = QCoreApplication.translate(
            "CurveView", "R² {metric} on the test part. The network's curve runs through {count} samples."
        )
        split = self._moment.split
        metric = significant(self._moment.frame.evaluation.test_metric)
        return text.format(count=len(split.points.y), metric=metric) + self._pieces()

    def _pieces(self) -> str:
        """Of how many straight pieces it is made, where a single layer of ReLUs draws it."""
        moment, shares = self._moment, self._shares
        if moment is None or shares is None or shares.layer != 1 or moment.assembly.activations[0].key not in BENT_ONCE:
            return ""
        within = shares.hinges[(shares.hinges > shares.x[0]) & (shares.hinges < shares.x[-1])]
        text = QCoreApplication.translate(
            "CurveView",
            " {count} of its {neurons} neurons have their hinge in sight: at most {pieces} straight pieces.",
        )
        return text.format(count=len(within), neurons=len(shares.weights), pieces=len(within) + 1)

    def table(self) -> Table | None:
        """The curve and the shares that are drawn, along the input."""
        moment, shares = self._moment, self._shares
        if moment is None or shares is None:
            return None
        points = moment.split.points
        network = QCoreApplication.translate("CurveView", "network's {target}").format(target=points.target_name)
        names = [neuron_title(moment, shares.layer, place, self.theme) for place in self._drawn]
        columns = [shares.x, shares.fit, *(shares.parts[place] for place in self._drawn)]
        return Table((points.input_names[0], network, *names), columns)

    @staticmethod
    def _show_dots(dots: Dots, rows: IntArray, x: Array, y: Array | IntArray) -> None:
        shown_x, shown_y = x[rows, 0], y[rows]
        old_x, old_y = dots.points
        if not (np.array_equal(old_x, shown_x) and np.array_equal(old_y, shown_y)):
            dots.show_points(shown_x, shown_y.astype(np.float64))

    def _show_shares(self, moment: Moment, shares: Shares) -> None:
        self._drawn = self._worth_drawing(shares) if self.options.shares else ()
        lit = find(moment, self.selection.hover.neuron) or find(moment, self.selection.target.neuron)
        is_lit = self.options.shares and lit is not None and lit[0] == shares.layer
        self._lit.setVisible(is_lit)
        if is_lit and lit is not None:
            self._lit.show_points(shares.x, shares.parts[lit[1]])
            self._lit.show_color(self._color(shares, lit[1]))
        dim = tuple(mixed(self._color(shares, place), self.theme.card, 0.4) for place in self._drawn)
        self._parts.show_lines(shares.x, shares.parts[list(self._drawn)], dim)
        is_drawn = np.isin(shares.hinge_of, self._drawn)
        owners = shares.hinge_of[is_drawn].tolist()
        colors = [self._color(shares, place) for place in owners]
        self._hinges.show_places(
            shares.hinges[is_drawn], colors, [is_lit and lit is not None and place == lit[1] for place in owners]
        )

    def _color(self, shares: Shares, place: int) -> str:
        return self.theme.negative if shares.weights[place] < 0 else self.theme.positive

    @staticmethod
    def _worth_drawing(shares: Shares) -> tuple[int, ...]:
        count = len(shares.weights)
        if count <= MOST:
            return tuple(range(count))
        bends = np.nan_to_num(shares.parts.std(axis=1))
        return tuple(sorted(np.argpartition(bends, count - MOST)[-MOST:].tolist()))

    def _show_ends(self, moment: Moment, shares: Shares) -> None:
        y = moment.split.points.y
        low, high = float(np.min(y)), float(np.max(y))
        span = high - low or 1.0
        # shares and a curve gone astray may be many times as high as what is learned: show some of that, not all
        shown = [shares.fit, *(shares.parts[i] for i in self._drawn)]
        shown = [part for part in shown if np.isfinite(part).all()]
        least = min((float(part.min()) for part in shown), default=low)
        most = max((float(part.max()) for part in shown), default=high)
        low = min(low, max(least, low - 0.75 * span)) - 0.06 * span
        high = max(high, min(most, high + 0.75 * span)) + 0.06 * span
        (left, right), *_ = moment.split.points.ranges()
        self.plot.show_ends((left, right), outwards(low, high))

    # Pointing

    def _hover(self, point: QPointF | None) -> None:
        moment, shares = self._moment, self._shares
        if moment is None or shares is None:
            return
        if point is None:
            self._cursor.show_place(None)
            self._point_at(None)
            self.read_out.emit("")
            return
        i = int(np.clip(np.searchsorted(shares.x, point.x()), 0, len(shares.x) - 1))
        x_name, y_name = moment.split.points.input_names[0], moment.split.points.target_name
        text = f"{x_name} {rounded(float(shares.x[i]))}: {y_name} {rounded(float(shares.fit[i]))}"
        dots = [(float(shares.fit[i]), self.theme.text)]
        near = self._nearest(shares, i, point)
        if near is not None:
            value = float(shares.parts[near, i])
            text += f", {neuron_title(moment, shares.layer, near, self.theme)} {rounded(value)}"
            own = shares.hinges[shares.hinge_of == near]
            if len(own) == 1:
                text += QCoreApplication.translate("CurveView", ", hinge at {place}").format(
                    place=rounded(float(own[0]))
                )
            dots.append((value, self._color(shares, near)))
        self._cursor.show_place(float(shares.x[i]), dots=tuple(dots))
        self._point_at(near)
        self.read_out.emit(text)

    def _nearest(self, shares: Shares, i: int, point: QPointF) -> int | None:
        if not self._drawn:
            return None
        away = np.abs(shares.parts[list(self._drawn), i] - point.y()) * self.plot.pixels_per_unit()[1]
        nearest = int(away.argmin())
        return self._drawn[nearest] if away[nearest] <= NEAR else None

    def _point_at(self, place: int | None) -> None:
        if self._moment is None or self._shares is None:
            return
        layers = self._moment.assembly.wiring.layers
        target = NOTHING if place is None else Target(neuron=layers[self._shares.layer][place])
        if target != NOTHING or self.selection.hover != NOTHING:
            self.selection.set_hover(target)

    def _click(self, point: QPointF) -> None:
        moment = self._moment
        if moment is None:
            return
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier:
            self.selection.set_own([point.x()])
            return
        split = moment.split
        rows = np.concatenate([split.train, split.test]) if self.options.test else split.train
        across, up = self.plot.pixels_per_unit()
        away = np.hypot((split.points.x[rows, 0] - point.x()) * across, (split.points.y[rows] - point.y()) * up)
        if len(rows) and away.min() <= NEAR:
            self.picked.emit(int(rows[away.argmin()]))
