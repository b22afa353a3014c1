"""Predict, then see: a question of the tour that is answered before the network is tried out, and what came of it.

Who commits to an answer first sees more in what follows, whether the answer was right or not (Crouch et al. 2004).
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from hlviz.document import Project, edits
from hlviz.number_text import percent
from hlviz.session.moment import Moment
from hlviz.training.report import State
from hlviz.window.action import Context

EPOCHS = 60
"""How long the network is tried out, at most."""
SECONDS = 6.0
"""The same in time: whoever trains slowly sees less of it."""
RATE = 0.03
"""A step that is fair to it, whatever the person tried before."""
LEARNED = 0.9
"""Right for so many of the test samples, a network has learned them."""


@dataclass(frozen=True, eq=False)
class Question:
    """Something to predict, answered by yes or no, and how the network itself gives the answer."""

    text: str
    yes: str
    no: str
    wait: str
    """What to look at while it is tried out."""
    try_out: Callable[[Context], object]
    if_learned: str
    """Why it could; ``{share}`` and ``{epochs}`` are what was seen."""
    if_not: str
    """Why it could not."""


class Trial(QObject):
    """Tries the answer out: trains, pauses, and tells what came of it. Whatever else is done to the network ends it."""

    told = Signal(str)
    """What was seen, in words."""

    def __init__(self, context: Context, question: Question, says_yes: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._question, self._says_yes = context, question, says_yes
        question.try_out(context)
        self._project = context.editor.project
        self._time = QTimer(self, singleShot=True, interval=round(SECONDS * 1000))
        self._time.timeout.connect(self._pause)
        context.playback.moment_changed.connect(self._watch)
        context.editor.changed.connect(self._leave)
        context.editor.opened.connect(self._leave)
        self._time.start()

    def end(self) -> None:
        """Watch no more."""
        self._time.stop()
        self._context.playback.moment_changed.disconnect(self._watch)
        self._context.editor.changed.disconnect(self._leave)
        self._context.editor.opened.disconnect(self._leave)
        self.deleteLater()

    def _watch(self, moment: Moment) -> None:
        if moment.project is not self._project or not moment.is_live:
            return
        if moment.state is State.RUNNING:
            if moment.frame.epoch >= EPOCHS:
                self._context.run.pause()
        elif moment.frame.step:  # at rest, so that what is told stays on the screen
            frame = moment.frame
            self.told.emit(verdict(self._question, self._says_yes, frame.evaluation.test_metric, frame.epoch))

    def _pause(self) -> None:
        if self._context.run.is_running:
            self._context.run.pause()
        else:
            self._time.start()  # it has not begun yet

    def _leave(self, *_: object) -> None:
        self.told.emit("")


def verdict(question: Question, says_yes: bool, share: float, epochs: int) -> str:
    """What was predicted, what was seen, and why.

    Parameters
    ----------
    question
        What was asked.
    says_yes
        What was answered.
    share
        Of the test samples for which the network was right, 0 … 1.
    epochs
        How long it had trained.
    """
    has_learned = share >= LEARNED
    said = tr("You said: {answer}").format(answer=tr(question.yes if says_yes else question.no))
    agrees = tr("and so it is.") if says_yes == has_learned else tr("and it came otherwise.")
    why = tr(question.if_learned if has_learned else question.if_not)
    return f"{said}, {agrees} {why.format(share=percent(share, 0), epochs=epochs)}"


def tr(text: str) -> str:
    """A text of the tour in the user's language."""
    return QCoreApplication.translate("Tour", text)


def circle_straight(context: Context) -> None:
    """Learn a disc and the ring around it, from the two plain inputs and without a hidden layer."""
    context.window.docks["output"].bring_up()
    context.editor.apply(tr("Circle without a hidden layer"), _circle_straight)
    context.run.start()


def _circle_straight(project: Project) -> Project:
    plain = edits.set_features(edits.choose_dataset(project, "circle"), ("x1", "x2"))
    return edits.begin_anew(edits.set_shape(plain, ()), optimizer="sgd", learning_rate=RATE)


CIRCLE_WITHOUT = Question(
    "Can a network without a hidden layer learn which points lie in the disc, and which in the ring around it?",
    "Yes, it can",
    "No, it cannot",
    "Training without a hidden layer. Watch the border in the output.",
    circle_straight,
    "After {epochs} epochs it is right for {share} of the test samples.",
    "After {epochs} epochs it is right for {share} of the test samples: without a hidden layer the border is one straight line, and "
    "no straight line goes round a disc. Now put a hidden layer in.",
)
