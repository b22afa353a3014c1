"""Several networks that learn in lock-step: each trains one epoch, then the next does, so that they can be compared at any moment."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hlviz.document import Project
from hlviz.training.assembly import Assembly
from hlviz.training.curves import Curves, CurveTable
from hlviz.training.frame import Frame
from hlviz.training.latest_slot import LatestSlot
from hlviz.training.pace import Allowance
from hlviz.training.trainer import Trainer

NOTING = 0.05
"""The share of the time that the networks may be judged on all their samples while they train."""
IDLE = 0.05
"""Seconds of rest at a time, at most, where the pace leaves them."""
BREATH = 50e-6
"""Seconds of sleep after each epoch: an engine that holds the interpreter must leave it to others."""


@dataclass(frozen=True, eq=False)
class Learner:
    """One of the networks at one moment."""

    assembly: Assembly
    frame: Frame
    curves: CurveTable


@dataclass(frozen=True, eq=False)
class Together:
    """All of them, after the same number of epochs but for those that diverged."""

    learners: tuple[Learner, ...]
    is_running: bool
    error: str = ""
    """What went wrong in the program; empty where nothing did."""


class Lockstep:
    """One background thread with several trainers in it. What comes out is the newest ``Together``, when the last was taken."""

    def __init__(
        self, projects: Sequence[Project], *, engine: str = "auto", epochs_per_second: float | None = None
    ) -> None:
        """Begin at the start of each project, in the thread; ``epochs_per_second`` None: as fast as they can."""
        self.found: LatestSlot[Together] = LatestSlot()
        self._make: Callable[[], list[Trainer]] = lambda: [Trainer(project, engine=engine) for project in projects]
        self._pace = epochs_per_second
        self._wake = threading.Condition()
        self._is_running = self._is_stopping = self._is_wanted = False
        self._steps = 0
        self._thread = threading.Thread(target=self._run, name="hlviz-lockstep", daemon=True)
        self._thread.start()

    def start(self) -> None:
        """Train until told otherwise."""
        self._tell(running=True)

    def pause(self) -> None:
        """Stop after the epoch under way."""
        self._tell(running=False)

    def step_epoch(self) -> None:
        """Pause, and let each of them train one epoch."""
        self._steps += 1
        self._tell(running=False)

    def set_pace(self, epochs_per_second: float | None) -> None:
        """Train at another speed; None: as fast as they can."""
        self._pace = epochs_per_second

    def close(self) -> None:
        """End the thread; returns when it has ended."""
        self._is_stopping = True
        self._tell(running=False)
        self._thread.join()

    def _tell(self, *, running: bool) -> None:
        with self._wake:
            self._is_running, self._is_wanted = running, True
            self._wake.notify()

    def _run(self) -> None:
        try:
            self._train(self._make())
        except Exception as error:  # shown to the user: the comparison ends, nothing else does
            self.found.put(Together((), is_running=False, error=f"{type(error).__name__}: {error}"))

    def _train(self, trainers: list[Trainer]) -> None:
        curves, noting, due = [Curves() for _ in trainers], Allowance(NOTING), 0.0
        self._note(trainers, curves)
        self._put(trainers, curves)
        while not self._is_stopping:
            with self._wake:
                if not self._is_running and not self._steps:
                    if self._is_wanted:  # it was told to pause: what is shown is the last there is
                        self._is_wanted = False
                        self._note(trainers, curves)
                        self._put(trainers, curves)
                    self._wake.wait(10.0)
                    due = time.perf_counter()
                    continue
            wait = due - time.perf_counter()
            if self._is_running and wait > 0:
                time.sleep(min(wait, IDLE))
                continue
            begun = time.perf_counter()
            self._learn(trainers)
            took = time.perf_counter() - begun
            noting.earn(took)
            if noting.suffices or self._pace is not None:
                before = time.perf_counter()
                self._note(trainers, curves)
                noting.spend(time.perf_counter() - before)
            if self.found.is_empty:
                self._put(trainers, curves)
            due = max(due, begun - IDLE) + 1 / self._pace if self._pace else 0.0
            time.sleep(BREATH)

    def _learn(self, trainers: list[Trainer]) -> None:
        for trainer in trainers:
            trainer.train_epochs(1)
        if all(trainer.divergence is not None for trainer in trainers):
            self._is_running, self._is_wanted = False, True
        if self._steps:
            self._steps -= 1
            self._is_wanted = True

    @staticmethod
    def _note(trainers: list[Trainer], curves: list[Curves]) -> None:
        for trainer, own in zip(trainers, curves, strict=True):
            evaluation = trainer.evaluate()
            if trainer.divergence is None:
                own.add(trainer.step, trainer.epochs, evaluation)

    def _put(self, trainers: list[Trainer], curves: list[Curves]) -> None:
        learners = tuple(
            Learner(trainer.assembly, trainer.snapshot(0, exact=not self._is_running), own.table())
            for trainer, own in zip(trainers, curves, strict=True)
        )
        self.found.put(Together(learners, self._is_running))
