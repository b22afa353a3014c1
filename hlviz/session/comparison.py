"""Two networks that learn in lock-step on the same data, as a window sees them: the moments of both, and what they are told."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hlviz.document import Project, edits
from hlviz.session.moment import Moment
from hlviz.training.lockstep import Learner, Lockstep, Together
from hlviz.training.report import State

BEAT = 33
"""Milliseconds between two looks."""


@dataclass(frozen=True)
class Rival:
    """Another network to compare with, made of the one there is."""

    key: str
    title: str
    """In English; it goes on after "Beside it"."""
    made: Callable[[Project], Project]


def _scaled(project: Project, factor: float) -> Project:
    return edits.set_shape(
        project, tuple(max(1, round(len(layer.neurons) * factor)) for layer in project.network.hidden)
    )


def _deeper(project: Project) -> Project:
    sizes = tuple(len(layer.neurons) for layer in project.network.hidden)
    return edits.set_shape(project, (*sizes, sizes[-1] if sizes else 4))


RIVALS = {
    rival.key: rival
    for rival in (
        Rival("none", "without hidden layers", lambda p: edits.set_shape(p, ())),
        Rival("one", "with one hidden layer of 4", lambda p: edits.set_shape(p, (4,))),
        Rival("linear", "with linear hidden layers", lambda p: edits.set_all_activations(p, "identity")),
        Rival("half", "half as wide", lambda p: _scaled(p, 0.5)),
        Rival("twice", "twice as wide", lambda p: _scaled(p, 2.0)),
        Rival("deeper", "one hidden layer deeper", _deeper),
        Rival("seed", "with other first weights", lambda p: edits.set_training(p, seed=p.training.seed + 1)),
    )
}


class Comparison(QObject):
    """Owns the thread while a comparison goes on."""

    changed = Signal()
    """There are new moments, or it runs or rests."""
    failed = Signal(str)
    """The thread met a fault of the program; the text is its error."""

    def __init__(self, engine: str = "auto", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._lockstep: Lockstep | None = None
        self._pace: float | None = None
        self._projects: tuple[Project, ...] = ()
        self._run = 0
        self.moments: tuple[Moment, ...] = ()
        """Of each network; none before they are made."""
        self.is_running = False
        self._timer = QTimer(self, interval=BEAT)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)

    @property
    def projects(self) -> tuple[Project, ...]:
        """What is compared."""
        return self._projects

    def begin(self, *projects: Project) -> None:
        """Make these networks anew, from their first weights."""
        self.close()
        self._projects, self._run = projects, self._run + 1
        self._lockstep = Lockstep(projects, engine=self._engine, epochs_per_second=self._pace)
        self._timer.start()

    def toggle(self) -> None:
        """Start, or pause where they train."""
        if self._lockstep is not None:
            self.is_running = not self.is_running
            (self._lockstep.start if self.is_running else self._lockstep.pause)()
            self.changed.emit()

    def step_epoch(self) -> None:
        """Pause, and let each train one epoch."""
        if self._lockstep is not None:
            self._lockstep.step_epoch()

    def set_pace(self, epochs_per_second: float | None) -> None:
        """Train at another speed; None: as fast as they can."""
        self._pace = epochs_per_second
        if self._lockstep is not None:
            self._lockstep.set_pace(epochs_per_second)

    def close(self) -> None:
        """End the thread and wait for it."""
        self._timer.stop()
        if self._lockstep is not None:
            self._lockstep.close()
            self._lockstep = None
        self.is_running, self.moments = False, ()

    def _look(self) -> None:
        together = self._lockstep.found.take() if self._lockstep is not None else None
        if together is None:
            return
        if together.error:
            self.close()
            self.failed.emit(together.error)
            return
        self.is_running = together.is_running
        self.moments = tuple(self._moment(learner, together) for learner in together.learners)
        self.changed.emit()

    def _moment(self, learner: Learner, together: Together) -> Moment:
        diverged = learner.frame.divergence is not None
        state = State.DIVERGED if diverged else State.RUNNING if together.is_running else State.PAUSED
        return Moment(learner.assembly, learner.frame, learner.curves, state, run=self._run)
