"""The tour *What is a hidden layer?*: a card above the diagram that says a thing, does it in the window, and says what to look at."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from hlviz.document import Project
from hlviz.widgets.icons import icon
from hlviz.widgets.typeface import sized
from hlviz.window.action import Context
from hlviz.window.help_text import LEVELS
from hlviz.window.tour_question import Question, Trial
from hlviz.window.tour_steps import STEPS, Deed, Step

LEVEL_TIPS = {
    "line": "Says it in a single sentence.",
    "child": "Says it in plain words, without any formula.",
    "depth": "Says all of it, with formulas.",
}


def tr(text: str) -> str:
    """A text of the tour in the user's language."""
    return QCoreApplication.translate("Tour", text)


class TourBar(QFrame):
    """One step of the tour at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self.setProperty("card", True)
        self._context = context
        self._stack = context.editor.undo_stack
        self._start = self._stack.index()
        self._place, self._level = 0, "line"
        self._title, self._text, self._look = QLabel(self), QLabel(self), QLabel(self)
        self._title.setFont(sized(self.font(), 1.08, QFont.Weight.DemiBold))
        self._text.setTextFormat(Qt.TextFormat.MarkdownText)
        for words in (self._text, self._look):
            words.setWordWrap(True)
        self._count = QLabel(self)
        self._count.setProperty("fact", True)
        self.levels: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for level, name in LEVELS.items():
            button = self.levels[level] = QPushButton(tr(name), self)
            button.setCheckable(True)
            button.setToolTip(tr(LEVEL_TIPS[level]))
            button.clicked.connect(partial(self.tell, level))
            group.addButton(button)
        self.levels[self._level].setChecked(True)
        self.deeds: list[QPushButton] = []
        self.answers: list[QPushButton] = []
        """To the question of the step, as long as it was not answered; until then there is nothing else to do."""
        self._trial: Trial | None = None
        self.undo = QPushButton(tr("Undo the tour"), self)
        self.undo.setToolTip(
            tr(
                "Takes back all that was edited and trained since the tour began, also by you; Edit ▸ Redo brings it back step by step"
            )
        )
        self.undo.clicked.connect(self._undo)
        self.back, self.next = QPushButton(tr("Back"), self), QPushButton(self)
        self.back.setToolTip(tr("Shows the thing before; the network stays as it is now"))
        self.back.clicked.connect(lambda: self.go(self._place - 1))
        self.next.clicked.connect(lambda: self.go(self._place + 1))
        self.leave = QToolButton(self)
        self.leave.setProperty("quiet", True)
        self.leave.setToolTip(
            tr("Ends the tour. The network stays as it is now; Help ▸ What is a hidden layer? begins it again.")
        )
        self.leave.setAccessibleName(tr("End the tour"))
        self.leave.clicked.connect(self.end)
        self._draw_cross()
        self._lay_out()
        self._stack.indexChanged.connect(self._follow_undo)
        self.go(0)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._count)
        top.addWidget(self._title)
        top.addStretch(1)
        for button in self.levels.values():
            top.addWidget(button)
        top.addWidget(self.leave)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._row.addStretch(1)
        for button in (self.undo, self.back, self.next):
            self._row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 10)
        column.setSpacing(5)
        column.addLayout(top)
        column.addWidget(self._text)
        column.addLayout(self._row)
        column.addWidget(self._look)
        for reached in self.findChildren(QAbstractButton):
            _leave_keyboard(reached)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the cross in the colour that text has in another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "leave"):
            self._draw_cross()

    def _draw_cross(self) -> None:
        self.leave.setIcon(icon("x", self.palette().color(self.foregroundRole()).name()))

    @property
    def step(self) -> Step:
        """The step shown."""
        return STEPS[self._place]

    def go(self, place: int) -> None:
        """Show a step; after the last one the tour ends."""
        if place >= len(STEPS):
            self.end()
            return
        self._let_go()
        self._place = max(0, place)
        self._count.setText(f"{self._place + 1}/{len(STEPS)}")
        self._title.setText(tr(self.step.fact.title))
        self.back.setEnabled(self._place > 0)
        is_last = self._place == len(STEPS) - 1
        self.next.setText(tr("Done") if is_last else tr("Next"))
        self.next.setToolTip(
            tr("Ends the tour; the network stays as it is now") if is_last else tr("Shows the next thing")
        )
        self._take_away(self.deeds)
        self._take_away(self.answers)
        self.deeds = [
            self._offered(tr(deed.text), tr(deed.told(self._project)), partial(self.do, deed))
            for deed in self.step.deeds
        ]
        question = self.step.question
        self.answers = self._ask(question) if question is not None else []
        for i, button in enumerate((*self.answers, *self.deeds)):
            self._row.insertWidget(i, button)
        for button in self.deeds:
            button.setHidden(bool(self.answers))
        self.tell(self._level)
        self._look.setText(tr("Press one of the coloured buttons, and watch the window."))
        if (
            question is not None
        ):  # the fact would give the answer away; whoever wants it told first presses one of its three ways
            self._title.setText(tr("Predict first"))
            self._text.setText(tr(question.text))
            self._look.setText(tr("Say what you think: then it is tried out, and you see how it comes."))
        self._follow_undo()

    def tell(self, level: str, _: bool = False) -> None:
        """Tell it in one of the three ways of ``LEVELS``."""
        self._level = level
        self._text.setText(tr(getattr(self.step.fact, level)))

    def do(self, deed: Deed) -> None:
        """Do it, and say what to look at."""
        self._let_go()
        refused: list[str] = []
        self._context.editor.refused.connect(refused.append)
        done = deed.run(self._context)
        self._context.editor.refused.disconnect(refused.append)
        why = (
            refused[0]
            if refused
            else tr("There is nothing here to do it to; choose another neuron, or join its edges.")
        )
        self._look.setText(tr(deed.told(self._project)) if done else tr("This was not done: {why}").format(why=why))

    @property
    def _project(self) -> Project:
        return self._context.editor.project

    def end(self) -> None:
        """Go away; what was done stays."""
        self._let_go()
        self.hide()
        self._context.canvas.setFocus()
        self.deleteLater()

    def _offered(self, text: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("accent", True)
        button.setToolTip(tip)
        button.clicked.connect(lambda: act())
        _leave_keyboard(button)
        return button

    def _take_away(self, buttons: list[QPushButton]) -> None:
        for button in buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        buttons.clear()

    def _ask(self, question: Question) -> list[QPushButton]:
        tip = tr("Takes this as what you think, trains that very network for some seconds, and shows how it came.")
        return [
            self._offered(tr(question.yes), tip, partial(self.answer, question, True)),
            self._offered(tr(question.no), tip, partial(self.answer, question, False)),
        ]

    def answer(self, question: Question, says_yes: bool) -> None:
        """Take a prediction, try it out, and say what came of it."""
        self._let_go()
        self._take_away(self.answers)
        for button in self.deeds:
            button.show()
        self._title.setText(tr(self.step.fact.title))
        self.tell(self._level)
        self._look.setText(tr(question.wait))
        self._trial = Trial(self._context, question, says_yes, self)
        self._trial.told.connect(self._tell_outcome)

    def _tell_outcome(self, text: str) -> None:
        """What came of the prediction; empty where something else was done before it was known."""
        if self._trial is not None:
            self._trial.end()
            self._trial = None
        self._look.setText(text or tr("Something else was done before the answer was there: Back and Next ask again."))

    def _let_go(self) -> None:
        """Look at the whole network again."""
        if self._trial is not None:
            self._trial.end()
            self._trial = None
        self._context.selection.look_without(None)
        self._context.walkthrough.close()

    def _undo(self) -> None:
        self._let_go()
        self._context.run.pause()
        self._stack.setIndex(self._start)
        self._look.setText(tr("The network is as it was when the tour began."))

    def _follow_undo(self, *_: object) -> None:
        """Who undoes more than the tour did, or opens another document, begins anew from there."""
        self._start = min(self._start, self._stack.index())
        self.undo.setEnabled(self._stack.index() > self._start)


def _leave_keyboard(button: QAbstractButton) -> None:
    """Let a click leave the keyboard to the diagram, where Space plays; Tab reaches the button all the same."""
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def show_tour(context: Context) -> TourBar:
    """Begin the tour above the diagram, or stay in the one that is there."""
    bar = next((bar for bar in context.window.findChildren(TourBar) if not bar.isHidden()), None)
    if bar is None:
        bar = TourBar(context)
        context.window.put_above_diagram(bar)
    return bar
