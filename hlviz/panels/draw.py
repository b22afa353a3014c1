"""A sample of one's own: drawn with the mouse, seen by the network as its data are, and answered while one draws."""

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.number_text import percent, rounded
from hlviz.panels.answer_bars import AnswerBars, bars_of
from hlviz.panels.caption import small
from hlviz.panels.ink_canvas import BROADEST, FINEST, InkCanvas
from hlviz.panels.panel import Panel
from hlviz.panels.paper import Paper, usual_brush
from hlviz.panels.seen_picture import SeenPicture
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.answers import Answers, answers_of, are_shares
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe
from hlviz.session.selection import Selection
from hlviz.widgets.slider import Slider
from hlviz.widgets.tool_tip import tool_tip

NOTCHES = 40
"""Places of the brush's slider."""
NOBODY = np.array([np.nan])
"""The truth about a drawing: nobody knows it."""


def tr(text: str) -> str:
    """A text of the panel in the user's language."""
    return QCoreApplication.translate("DrawPanel", text)


class DrawPanel(Panel):
    """The paper, what the network sees of it, and what it answers."""

    key = "draw"
    title = str(QT_TRANSLATE_NOOP("Panel", "Draw"))
    room = QSize(280, 260)
    least_room = QSize(180, 150)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.canvas = InkCanvas()
        self.seen = SeenPicture()
        self.bars = AnswerBars()
        self.why = QLabel(
            tr(
                "Here you draw a sample of your own, and the network answers as you draw. That takes data whose samples are "
                "pictures: choose Digits in the Data panel, the tile with 0 3 6 9."
            )
        )
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.why.setProperty("fact", True)
        self.clear_button, self.take_button, self.undo_button, self.fit = self._buttons()
        self.brush = self._brush()
        self._own: tuple[float, ...] | None = None
        self._answer: Answers | None = None
        self._lay_out()
        self._add_tool_tips()
        self.canvas.drawn.connect(self._drawn)
        self.canvas.wanted.connect(self.follow)
        self.canvas.brush_changed.connect(self._show_brush)
        self.seen.clicked.connect(self.follow)
        selection.probe_changed.connect(self.redraw)
        selection.probing_changed.connect(self.redraw)

    @property
    def own(self) -> tuple[float, ...] | None:
        """What is drawn, as a sample in the units of the data; None where the paper is blank."""
        return self._own

    @property
    def answer(self) -> Answers | None:
        """What the network says of it."""
        return self._answer

    # How it looks

    def _buttons(self) -> tuple[SmallButton, SmallButton, SmallButton, QCheckBox]:
        clear = SmallButton(tr("Clear"), tr("Takes a blank sheet. Undo brings the drawing back."))
        take = SmallButton(
            tr("Take sample"),
            tr(
                "Puts the sample that is followed on the paper, to be changed. It is seen exactly as it is in the data."
            ),
        )
        undo = SmallButton(
            tr("Undo"),
            tr(
                "Takes the last stroke back; Ctrl+Z does so too while the paper has the keyboard. Drawings are no part of the "
                "project: they are not saved, and the Edit menu's Undo does not know them."
            ),
        )
        fit = QCheckBox(tr("Centre"))
        fit.setFont(small(self.font()))
        fit.setChecked(True)
        fit.setToolTip(
            tool_tip(
                fit.text(),
                tr(
                    "Before the network sees it, the drawing is made about as large as the data's own pictures and put in the same "
                    "place. Without it the network sees exactly what is on the paper."
                ),
            )
        )
        clear.clicked.connect(self._clear)
        take.clicked.connect(self.take_sample)
        undo.clicked.connect(self.canvas.undo)
        fit.toggled.connect(self._drawn)
        return clear, take, undo, fit

    def _brush(self) -> Slider:
        brush = Slider()
        brush.setRange(0, NOTCHES)
        brush.setToolTip(tool_tip(tr("Brush"), tr("How broad a stroke is. Over the paper the wheel does the same.")))
        brush.setAccessibleName(tr("Brush"))
        brush.valueChanged.connect(lambda notch: self.canvas.set_brush(self._width_at(notch)))
        return brush

    def _lay_out(self) -> None:
        drawing, top, beside, below = QWidget(), QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        stroke, word = QHBoxLayout(), QLabel(tr("Brush"))
        word.setFont(self.fit.font())
        word.setToolTip(self.brush.toolTip())
        word.setBuddy(self.brush)
        stroke.addWidget(word)
        stroke.addWidget(self.brush, 1)
        beside.addWidget(self.fit)
        beside.addLayout(stroke)
        beside.insertWidget(0, self.seen, 1)
        beside.setSpacing(2)
        top.addWidget(self.canvas, 5)
        top.addLayout(beside, 3)
        top.setSpacing(10)
        for button in (self.clear_button, self.undo_button, self.take_button):
            below.addWidget(button)
        below.addStretch(1)
        below.setSpacing(6)
        column = QVBoxLayout(drawing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top, 1)
        column.addWidget(self.bars)
        column.addLayout(below)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(drawing)
        self._stack.addWidget(self.why)
        self._stack.setCurrentWidget(self.why)

    def _add_tool_tips(self) -> None:
        self.canvas.setToolTip(
            tool_tip(
                tr("Paper"),
                tr(
                    "Draw with the left button; rub out with the right one, or with Shift. The wheel changes the brush."
                ),
                tr("Keys: the arrows walk, Space inks one square, Backspace rubs it out, Del takes a blank sheet."),
            )
        )
        self.canvas.setAccessibleName(tr("Paper to draw on"))
        self.seen.setToolTip(
            tool_tip(
                tr("What the network sees"),
                tr(
                    "The drawing in the pixels of the data: each says how much ink is on its square, in the data's own scale. "
                    "Click it to follow the drawing through the diagram again."
                ),
            )
        )
        self.bars.setToolTip(tool_tip(tr("What the network answers"), tr("A bar for each class; the tallest wins.")))

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.canvas, self.seen, self.bars, self.brush):
            part.show_theme(theme)
        for button in (self.clear_button, self.take_button, self.undo_button):
            button.show_theme(theme)
        self.canvas.show_hint(tr("Draw here"))

    # What is drawn

    def draw(self, moment: Moment) -> None:
        """Answer anew."""
        points = moment.split.points
        paper = self.canvas.paper
        if points.image_shape is None:
            self._stack.setCurrentWidget(self.why)
            return
        self._stack.setCurrentIndex(0)
        if paper is None or (paper.rows, paper.columns) != points.image_shape:
            self.canvas.show_paper(Paper(points), usual_brush(points))
            self._own = None
            self._show_brush(self.canvas.brush)
        else:
            paper.show_points(points)
        self._show_answer(moment)

    def _show_answer(self, moment: Moment) -> None:
        points, paper = moment.split.points, self.canvas.paper
        assert paper is not None
        self.undo_button.setEnabled(paper.can_undo)
        self.clear_button.setEnabled(self._own is not None)
        self.take_button.setEnabled(self.selection.probe.in_(points).own is None)
        if self._own is None:
            self._answer = None
            self.seen.show_sample(None, "", "")
            self.bars.show_bars((), -1)
            return
        outputs = moment.probe_pass(Probe(own=self._own)).outputs
        self._answer = answers_of(moment.assembly, outputs, NOBODY)
        bars = bars_of(moment.assembly, outputs[0])
        said = float(self._answer.said[0])
        name, sure = self._words(moment, said, float(self._answer.sure[0]))
        names = [bar.name for bar in bars]
        self.bars.setVisible(points.is_classification)
        self.bars.show_bars(bars, names.index(name) if name in names else -1)
        low, high = points.ink_range
        shares = (np.array(self._own).reshape(paper.rows, paper.columns) - low) / (high - low)
        self.seen.show_sample(shares, name, sure)

    def _words(self, moment: Moment, said: float, sure: float) -> tuple[str, str]:
        """What it says, and how sure it is."""
        points = moment.split.points
        if not np.isfinite(said):
            return "–", ""
        if not points.is_classification:
            return rounded(said), ""
        name = points.class_names[int(said)]
        return name, percent(sure) if are_shares(moment.assembly) else rounded(sure)

    def summary(self) -> str:
        """What the network says of the drawing."""
        moment = self.moment
        if moment is None:
            return ""
        points = moment.split.points
        if points.image_shape is None:
            inputs = points.x.shape[1]
            text = (
                tr("Nothing to draw: each sample is a single number.")
                if inputs == 1
                else tr("Nothing to draw: each sample is {n} numbers, no picture.")
            )
            return text.format(n=inputs)
        if self._answer is None:
            return tr(
                "The paper is blank: draw a sample of {rows} × {columns} pixels, and the network answers."
            ).format(rows=points.image_shape[0], columns=points.image_shape[1])
        name, sure = self._words(moment, float(self._answer.said[0]), float(self._answer.sure[0]))
        text = tr("The network says {name} ({sure}).") if sure else tr("The network says {name}.")
        is_followed = self.selection.is_probing and self.selection.probe.own == self._own
        elsewhere = "" if is_followed else " " + tr("The diagram does not follow your drawing now.")
        return text.format(name=name, sure=sure) + elsewhere

    def table(self) -> Table | None:
        """What the network answers: each class and how much of it there is."""
        moment = self.moment
        if moment is None or self._own is None or moment.split.points.image_shape is None:
            return None
        bars = bars_of(moment.assembly, moment.probe_pass(Probe(own=self._own)).outputs[0])
        return Table((tr("class"), tr("answer")), ([bar.name for bar in bars], [bar.value for bar in bars]))

    # What a person does

    def follow(self) -> None:
        """Follow the drawing through the diagram."""
        if self._own is not None:
            self.selection.set_own(self._own)

    def take_sample(self) -> None:
        """Put the sample that is followed on the paper."""
        moment, paper = self.moment, self.canvas.paper
        if moment is None or paper is None:
            return
        paper.take(self.selection.probe.inputs(moment.split.points))
        with QSignalBlocker(self.fit):
            self.fit.setChecked(False)  # it already is as the data are
        self.canvas.update()
        self._drawn()

    def _clear(self) -> None:
        self.fit.setChecked(True)
        self.canvas.clear()

    def _drawn(self, *_: object) -> None:
        """The drawing is the sample to be followed."""
        paper = self.canvas.paper
        if paper is None or self.moment is None:
            return
        if paper.is_blank:
            self._own = None
            self.selection.forget_own()
        else:
            self._own = tuple(paper.sample(is_fitted=self.fit.isChecked()).tolist())
            self.selection.set_own(self._own)
        self.redraw()

    def _width_at(self, notch: int) -> float:
        """How broad the brush is at a place of the slider: each notch the same factor broader."""
        paper = self.canvas.paper
        most = BROADEST * max(paper.rows, paper.columns) if paper is not None else 1.0
        return float(FINEST * (most / FINEST) ** (notch / NOTCHES))

    def _show_brush(self, width: float) -> None:
        most = self._width_at(NOTCHES)
        with QSignalBlocker(self.brush):
            self.brush.setValue(round(NOTCHES * float(np.log(width / FINEST) / np.log(most / FINEST))))
        self.brush.update()
