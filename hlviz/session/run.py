"""Training under way, as the window sees it: owns the worker, follows the editor."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from hlviz.document import Project
from hlviz.nn.mlp import Parameters
from hlviz.session.change import Change
from hlviz.training.curves import Curves
from hlviz.training.flows import Flows
from hlviz.training.frame import Frame
from hlviz.training.gate import Gate
from hlviz.training.history import History
from hlviz.training.pace import Pace
from hlviz.training.report import Report, State
from hlviz.training.standing import Bookmark, Origin, Records, Stretch
from hlviz.training.trainer import Trainer
from hlviz.training.worker import Worker


def no_records(_: Trainer) -> Records:
    """Nothing was noted yet."""
    return Records(Curves(), History(), Flows())


class Run(QObject):
    """Starts, pauses and steps; every edit builds the network anew around what it learned, under the next generation number."""

    state_changed = Signal(object)
    """A ``State``."""
    moved = Signal()
    """Training was told to go on, or to go elsewhere: whoever looks back is to look at what comes."""
    began = Signal(object)
    """A ``Stretch``: training begins, and what there was can be gone back to."""
    rested = Signal(object, int)
    """A ``Stretch`` that is over, and how many steps it took; −1 where that cannot be said."""
    rewound = Signal(object)
    """A ``Bookmark``: training went back to the first weights, and what was learned can be gone back to."""
    starting = Signal()
    """Training is about to be told to go on: the last moment at which it rests."""
    failed = Signal(str)
    """The training thread met a fault of the program; the text is its error."""

    def __init__(self, project: Project, engine: str = "auto", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(Trainer(project, engine=engine))
        self._generation = 0
        self._state = State.PAUSED
        self._failed_at = -1  # the generation whose failure was told last
        self.pace = Pace()
        self._engine = engine
        self._stretch: Stretch | None = None
        self._stretches = 0
        self._is_over = True  # the stretch, as far as was reported
        self._chain = -1  # the generation that single steps were made in
        self._has_learned = False

    @property
    def state(self) -> State:
        """What the run is doing, as last reported."""
        return self._state

    @property
    def is_running(self) -> bool:
        """Whether it trains."""
        return self._state is State.RUNNING

    def start(self) -> None:
        """Train until told otherwise."""
        self.starting.emit()
        self.moved.emit()
        if self._is_over or self._stretch is None or not self._stretch.is_play:
            self._begin(is_play=True)
        self._worker.start(self._stretch)

    def pause(self) -> None:
        """Stop after the step under way."""
        self._worker.pause()

    def toggle(self) -> None:
        """Start, or pause where it runs."""
        if self.is_running:
            self.pause()
        else:
            self.start()

    def step(self) -> None:
        """Pause and train one batch."""
        self.moved.emit()
        self._begin_step()
        self._worker.step(self._stretch)

    def step_epoch(self) -> None:
        """Pause and train to the end of the epoch."""
        self.moved.emit()
        self._begin_step()
        self._worker.step_epoch(self._stretch)

    def _begin_step(self) -> None:
        """One step of undo for steps that follow each other."""
        if self._stretch is None or self._stretch.is_play or self._chain != self._generation:
            self._begin(is_play=False)
            self._chain = self._generation
        self._is_over = False

    def _begin(self, *, is_play: bool) -> None:
        self._stretches += 1
        self._stretch, self._is_over = Stretch(self._stretches, Bookmark(), is_play), False
        self.began.emit(self._stretch)

    def rewind(self) -> None:
        """Pause and go back to the first weights."""
        self.moved.emit()
        left = Bookmark()
        self._worker.rewind(left)
        if self._has_learned or not self._is_over:
            self.rewound.emit(left)
        self._stretch, self._has_learned = None, False

    def set_pace(self, pace: Pace) -> None:
        """Train at another speed."""
        self.pace = pace
        self._worker.set_pace(pace)

    @property
    def gate(self) -> Gate:
        """To be closed while the screen is drawn."""
        return self._worker.gate

    @property
    def engine(self) -> str:
        """Who does the arithmetic, as was asked: one of ``ENGINES``."""
        return self._engine

    def set_engine(self, engine: str) -> None:
        """Let another engine do the arithmetic; training goes on."""
        self._engine = engine
        self._worker.set_engine(engine)

    def follow(self, change: Change) -> None:
        """Go on with the edited project; what was learned is kept."""
        self._generation += 1
        self.moved.emit()
        if change.turn.is_whole:
            self._stretch = None
        self._worker.follow(change.after, self._generation, change.turn)

    def open(
        self,
        project: Project,
        start: Parameters | None = None,
        frame: Frame | None = None,
        records: Callable[[Trainer], Records] = no_records,
        origin: Origin | None = None,
    ) -> None:
        """Pause and go on with another document: from the start, or from a frame that can be resumed.

        Parameters
        ----------
        project, start, frame
            As for ``Trainer``.
        records
            Makes what was noted of its run, in the training thread.
        origin
            From where its run branched off.
        """
        self._generation += 1
        self._stretch = None
        self.moved.emit()

        def make() -> tuple[Trainer, Records, Origin | None]:
            trainer = Trainer(project, start=start, frame=frame, engine=self._engine)
            return trainer, records(trainer), origin

        self._worker.replace(make, self._generation)

    def take(self) -> Report | None:
        """The newest report of this generation, once; None where there is none."""
        report = self._worker.reports.take()
        if report is None or report.generation != self._generation:
            return None
        self._has_learned = report.frame.step > 0
        self._end(report)
        if report.state is not self._state:
            self._state = report.state
            self._failed_at = -1
            self.state_changed.emit(report.state)
        # an edit that training cannot follow is told even where it could not follow the one before it either
        if report.state is State.FAILED and report.generation != self._failed_at:
            self._failed_at = report.generation
            self.failed.emit(report.error)
        # where the network could not be built, the frame is one of the network before
        return report if report.frame.generation == self._generation else None

    def _end(self, report: Report) -> None:
        """Tell that a stretch is over once it is."""
        stretch = self._stretch
        if stretch is None or self._is_over or report.stretch != stretch.number or report.state is State.RUNNING:
            return
        self._is_over = True
        self.rested.emit(stretch, report.frame.step - stretch.begun if stretch.begun is not None else -1)

    def close(self) -> bool:
        """End the training thread and wait for it; whether it ended."""
        return self._worker.close()
