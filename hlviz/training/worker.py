"""The training thread: it starts, pauses, steps, follows edits and stops, and never makes anyone wait.

Orders are put in a queue and carried out between two steps. What comes out is one ``Report`` at a time, the newest only, and only
when the last one was taken.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from math import isfinite

from hlviz.document import Project
from hlviz.document.wiring import wiring_of
from hlviz.nn.halt import Halt
from hlviz.training.curves import Curves
from hlviz.training.flows import Flows, measured
from hlviz.training.frame import Divergence, Frame
from hlviz.training.gate import Gate
from hlviz.training.history import History
from hlviz.training.latest_slot import LatestSlot
from hlviz.training.pace import Allowance, Pace, Rate, work_clock
from hlviz.training.report import Report, State
from hlviz.training.standing import Bookmark, Origin, Records, Shelf, Standing, Stretch, Turn
from hlviz.training.trainer import Trainer

SLICES = {"compiled": (0.002, 0.03)}
"""Seconds of training between two looks at the orders, by engine: at first, when each step changes much, and at most later on. The
compiled one leaves the interpreter to others meanwhile, and ends at once when something is asked of it: an order, or a report when
the screen has been drawn. To come back for less would be to wait, each time, for the interpreter that the screen is drawn with."""
SLICE = 0.001, 0.004
"""The same for the engines that hold the interpreter: the longer one only while the screen has been told what is new, and has time
until it draws again. Others take it from them sooner (``app.main``), but what it costs to begin and to end a slice is to be little
beside it."""
ALONE = 0.002
"""Seconds of a step from which on also these engines go on while the screen draws: nearly all of it goes by in products of matrices,
for which the interpreter is not held."""
GROWTH = 8
"""A slice grows as long as one part in so many of what was trained since training began or the network was changed."""
LATE = 0.1
"""Seconds of lateness, at most, that are made up for where the pace is set."""
NOTING, SHOWING, MEASURING = 0.025, 0.015, 0.01
"""The shares of the time that a network may be looked at while it trains: judged on all its samples for the curves, judged again for
what is on screen between two of their rows, and its gradients measured. Where samples are many, the losses shown are those of a
moment before; at a pause, never."""

YOUNG, CHEAP, GENEROUS = 200, 0.002, 3.0
"""As long as a run has fewer moments to go back to, and noting one takes fewer seconds, the share of noting is so many times as
large: a small network makes 100 000 steps in less than a second."""
DIVERGENCES = 16
"""Places where the numbers of a run ran away, at most, that are told."""

REST = 1.0
"""Seconds that training rested, about, before it was started."""


class Worker:
    """One background thread with one trainer in it."""

    def __init__(self, trainer: Trainer, *, curves: Curves | None = None) -> None:
        self.reports: LatestSlot[Report] = LatestSlot()
        self._trainer = trainer
        self._generation = 0
        self._records = Records(curves or Curves(), History(), Flows())
        self._run_number = self._runs = 0
        self._origin: Origin | None = None
        self._shelf, self._stretch = Shelf(), 0
        self._state = State.PAUSED
        self._error = ""
        self._reported: Report | None = None
        self._pace = Pace()
        self._due = 0.0
        self._changed = True
        self._rate = Rate()
        self._step_seconds = 0.0
        self._noting, self._showing, self._measuring = Allowance(NOTING), Allowance(SHOWING), Allowance(MEASURING)
        self._early: float | None = None
        self._epochs_to_end = 0  # how many epochs are to be trained to their end; other orders may come meanwhile
        self._noted = -1  # the step that was put on the curves last
        self._trained = 0.0
        self._is_new = False
        self._halt = Halt()
        self.gate = Gate(self._drawn)
        self._orders: deque[Callable[[], None]] = deque([self._note])  # curves and history begin where learning does
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="hlviz-training", daemon=True)
        self._thread.start()

    @property
    def history(self) -> History:
        """The frames of the run under way that were kept."""
        return self._records.history

    # Orders: each returns at once

    def start(self, stretch: Stretch | None = None) -> None:
        """Train until told otherwise."""
        self._order(lambda: self._begin(stretch, self._start))

    def pause(self) -> None:
        """Stop after the step under way."""
        self._order(self._pause)

    def step(self, stretch: Stretch | None = None) -> None:
        """Pause, and train one batch."""
        self._order(lambda: self._begin(stretch, self._step_once))

    def step_epoch(self, stretch: Stretch | None = None) -> None:
        """Train to the end of the epoch, and pause there; what is ordered meanwhile is done at once."""
        self._order(lambda: self._begin(stretch, self._step_epoch))

    def rewind(self, leaves: Bookmark | None = None) -> None:
        """Pause, and go back to the first weights; where training was is kept in the bookmark."""
        self._order(lambda: self._rewind(leaves))

    def set_pace(self, pace: Pace) -> None:
        """Train at another speed."""
        self._order(lambda: self._set_pace(pace))

    def set_engine(self, engine: str) -> None:
        """Let another engine do the arithmetic; training goes on."""
        self._order(lambda: self._set_engine(engine))

    def follow(self, project: Project, generation: int, turn: Turn | None = None) -> None:
        """Go on with an edited project; what was learned is kept, unless there is a standing to come back to."""
        self._order(lambda: self._follow(project, generation, turn or Turn()))

    def replace(self, make: Callable[[], tuple[Trainer, Records, Origin | None]], generation: int) -> None:
        """Pause, and go on with another trainer; it, what was noted of its run and where that branched off are made in the thread."""
        self._order(lambda: self._replace(make, generation))

    def close(self, timeout: float = 5.0) -> bool:
        """End the thread and wait for it; whether it ended."""
        self._stopping = True
        self._halt.raise_()
        with self._wake:
            self._wake.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _order(self, order: Callable[[], None]) -> None:
        with self._wake:
            self._orders.append(order)
            self._halt.raise_()
            self._wake.notify()
        self.gate.hurry()

    def _drawn(self) -> None:
        """The screen has nothing to do for a moment: now a report costs nobody anything."""
        if self.reports.is_empty:
            self._halt.raise_()

    # The thread

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._halt.lower()  # before it looks at the orders: one that comes later raises it again
                self._carry_out_orders()
                if self._is_new:
                    self._report()  # before it learns on: somebody waits to see the network that was asked for
                if self._state is State.RUNNING:
                    self._train_slice()
                self._report()
            except Exception as error:  # shown to the user; the thread must live on to take orders
                self._fail(f"{type(error).__name__}: {error}")
            self._rest()

    def _fail(self, error: str) -> None:
        """Tell of a fault of the program with the last frame there is: what went wrong may go wrong again in the next."""
        self._state, self._error, self._changed = State.FAILED, error, False
        if self._reported is not None:
            self._put(replace(self._reported, generation=self._generation, state=State.FAILED, error=error))

    def _carry_out_orders(self) -> None:
        while self._orders and not self._stopping:
            self._changed = True
            self._orders.popleft()()

    def _train_slice(self) -> None:
        """Train for a slice of time, or up to the end of the epoch."""
        trainer, now = self._trainer, time.perf_counter()
        if self._early is not None:
            self._earn(0.0, now - self._early)
        left = trainer.steps_left
        if self._epochs_to_end:
            self._train(min(left, self._slice_steps()))
            self._end_with_epoch()
            return
        pause = self._pace.seconds_per_step(trainer.steps_per_epoch)
        if pause:
            # a late step is made up for, but not more than a tenth of a second's worth
            self._due = max(self._due, now - LATE)
            due = int((now - self._due) / pause) + 1 if now >= self._due else 0
            steps = min(due, left, self._slice_steps())
            self._due += steps * pause
        else:
            steps = self._slice_steps(is_first=False)
        self._early = None if steps else now
        if steps:
            self._train(steps, self._halt if not pause else None)

    def _earn(self, training: float, waiting: float) -> None:
        is_young = len(self.history) < YOUNG and self._noting.cost < CHEAP
        self._noting.earn(training * GENEROUS if is_young else training, waiting)
        for allowance in (self._showing, self._measuring):
            allowance.earn(training, waiting)

    def _slice_steps(self, *, is_first: bool = True) -> int:
        first, most = SLICES.get(self._trainer.engine.key, SLICE)
        if self._trainer.engine.key not in SLICES:
            most = min(most, self.gate.room) if self._is_told else first
        seconds = first if is_first else max(first, min(self._trained / GROWTH, most))
        return max(1, int(seconds / self._step_seconds)) if self._step_seconds else 1

    def _train(self, steps: int, halt: Halt | None = None) -> None:
        """Train so many steps, no more than the epoch has left; or about so many, until it is halted."""
        trainer, begun = self._trainer, self._trainer.step
        before, cpu = time.perf_counter(), work_clock()
        if halt is None:
            trainer.train(steps)
        else:
            trainer.train_until(halt, steps)
        # by what the thread worked, not by how long it waited for the interpreter or a processor: or slices would shrink to nothing
        worked = work_clock() - cpu
        self._trained += time.perf_counter() - before
        each = worked / max(1, trainer.step - begun)
        self._step_seconds += (each - self._step_seconds) * (0.2 if self._step_seconds else 1.0)
        self._earn(worked, 0.0)
        self._rate.count(trainer.step)
        if trainer.at_epoch_start and self._noting.suffices:
            self._note()
        if trainer.divergence is not None:
            self._state = State.DIVERGED
            self._note_divergence(trainer.divergence)
        self._changed = True

    def _note(self) -> None:
        """Put the losses on the curves, and the frame into the history if it wants one."""
        # by what the thread worked: one note that waited long for a processor would put off all others
        trainer, before = self._trainer, work_clock()
        self._noted = trainer.step
        evaluation = trainer.evaluate()
        if trainer.divergence is None:
            self._records.curves.add(trainer.step, trainer.epochs, evaluation)
            if self.history.wants(trainer.step):
                self.history.add(trainer.snapshot(self._generation), trainer.assembly)
        self._noting.spend(work_clock() - before)
        if trainer.divergence is None:
            self._measure()

    def _note_divergence(self, found: Divergence) -> None:
        records = self._records
        if found not in records.divergences:
            self._records = replace(records, divergences=(*records.divergences, found)[-DIVERGENCES:])

    def _measure(self) -> None:
        """Put gradients and updates beside the curves."""
        trainer, before = self._trainer, work_clock()
        may = self._state is not State.RUNNING or self._measuring.suffices
        if may and self._records.flows.wants():
            self._records.flows.add(trainer.step, trainer.epochs, measured(trainer))
            self._measuring.spend(work_clock() - before)

    def _report(self) -> None:
        if not self._changed or (self._state is State.RUNNING and self._is_told):
            return
        self._changed = False
        trainer = self._trainer
        frame = self._shown()
        if trainer.divergence is not None and self._state is not State.FAILED:
            self._state = State.DIVERGED
        is_known = frame.is_judged and isfinite(frame.evaluation.train_loss + frame.evaluation.test_loss)
        if is_known and self._state is not State.RUNNING:
            self._records.curves.add(frame.step, trainer.epochs, frame.evaluation)
        rate = self._rate.per_second if self._state is State.RUNNING else 0.0
        error = self._error if self._state is State.FAILED else ""
        self._put(
            Report(
                self._generation, trainer.assembly, trainer.start, frame, self._records.curves.table(), self._state,
                rate, trainer.engine, error, self._run_number, self.history.frames(), self._records.flows.table(),
                self._origin, self._records.divergences, self._stretch,
            )
        )  # fmt: skip

    @property
    def _is_told(self) -> bool:
        """Whether a report of this network waits to be taken; one of the network before an edit is of no use any more."""
        told = self._reported
        return not self.reports.is_empty and told is not None and told.generation == self._generation

    def _shown(self) -> Frame:
        """The network now, judged now; while it runs, as it was judged last where judging takes too much of the time, and just after
        an edit, too: the numbers come after the picture then.
        """
        trainer, before = self._trainer, work_clock()
        is_new, self._is_new = self._is_new, False
        if is_new and trainer.is_dear and not trainer.is_judged:
            self._changed = True  # and judged at once, after it was shown
            return trainer.snapshot(self._generation, exact=False)
        if trainer.is_judged or (self._state is State.RUNNING and not self._showing.suffices):
            return trainer.snapshot(self._generation, exact=False)
        frame = trainer.snapshot(self._generation)
        self._showing.spend(work_clock() - before)
        return frame

    def _put(self, report: Report) -> None:
        self._reported = report
        self.reports.put(report)

    def _rest(self) -> None:
        with self._wake:
            if self._orders or self._stopping:
                return
            if self._state is not State.RUNNING:
                if not self._changed:
                    self._wake.wait(10.0)
                return
        now = time.perf_counter()
        wait = self._due - now if self._pace != Pace() and not self._epochs_to_end else 0.0
        if wait > 0.001:
            with self._wake:
                if not self._orders:
                    self._wake.wait(min(wait, 0.05))
        elif self._trainer.engine.key not in SLICES and self._step_seconds < ALONE:
            self.gate.pass_through()

    # Carrying out orders

    def _begin(self, stretch: Stretch | None, train: Callable[[], None]) -> None:
        """Train, and keep where training stood in the bookmark of a stretch that begins; its records are cut back to that step."""
        if stretch is not None and stretch.number != self._stretch:
            self._stretch = stretch.number
            self._shelf.put(stretch.stood, self._standing(with_records=False))
        train()

    def _start(self) -> None:
        self._trainer.forgive()
        self._state, self._due, self._epochs_to_end = State.RUNNING, time.perf_counter(), 0
        self._early = None
        self._trained = 0.0
        self._earn(0.0, REST)
        self._rate = Rate()

    def _pause(self) -> None:
        self._epochs_to_end = 0
        if self._state is State.RUNNING:
            self._state = State.PAUSED

    def _step_once(self) -> None:
        self._trainer.forgive()
        self._state, self._epochs_to_end = State.PAUSED, 0
        self._train(1)
        if self._noted != self._trainer.step:  # the end of an epoch may have been noted already
            self._note()

    def _step_epoch(self) -> None:
        epochs = self._epochs_to_end + 1
        self._start()
        self._epochs_to_end = epochs

    def _end_with_epoch(self) -> None:
        """Pause where the epoch that was to be trained to its end is at its end."""
        diverged = self._trainer.divergence is not None
        if self._trainer.at_epoch_start or diverged:
            self._epochs_to_end -= 1
            if diverged or not self._epochs_to_end:
                self._pause()
            if self._noted != self._trainer.step:
                self._note()

    def _rewind(self, leaves: Bookmark | None) -> None:
        if leaves is not None:
            self._shelf.put(leaves, self._standing())
        self._use(self._trainer.rewound(), self._new_records())
        self._state, self._epochs_to_end = State.PAUSED, 0

    def _set_pace(self, pace: Pace) -> None:
        self._pace, self._due = pace, time.perf_counter()

    def _set_engine(self, engine: str) -> None:
        self._use(self._trainer.with_engine(engine), self._records)

    def _follow(self, project: Project, generation: int, turn: Turn) -> None:
        self._generation = generation  # first: should the rest fail, that is told of the new network
        self._is_new = True
        found = turn.found(self._run_number)
        if found is not None and found.assembly.wiring == wiring_of(project):
            self._return(found, project, turn)
            return
        trainer, learned = self._trainer.followed(project), self._trainer.step
        if learned and not trainer.step and turn.leaves is not None:
            self._shelf.put(turn.leaves, self._standing())
        self._use(trainer, self._records if trainer.step else self._new_records())
        if self._state is not State.RUNNING:
            self._state = State.PAUSED

    def _return(self, found: Standing, project: Project, turn: Turn) -> None:
        """Go on from where training stood; where it stands now is kept in the bookmark."""
        trainer = self._trainer.returned(project, found.frame, found.start, found.memory)
        if turn.leaves is not None:
            self._shelf.put(turn.leaves, self._standing())
        was, origin = self._run_number, found.origin
        if found.run is None:
            records = self._records.until(found.frame.step)
            origin = Origin(was, found.frame.step)
        elif found.records is not None:
            records = found.records.until(found.frame.step)  # a divergence is behind its last good step
        else:
            records = self._records.until(found.frame.step) if found.run == was else self._new_records()
        self._use(trainer, records, found.run if found.run is not None else self._next_run(), origin)
        turn.come_back()
        if turn.is_whole or self._state is not State.RUNNING:
            self._state = State.PAUSED

    def _standing(self, *, with_records: bool = True) -> Standing:
        trainer = self._trainer
        return Standing(
            trainer.assembly, trainer.snapshot(self._generation), trainer.start, trainer.memory, self._run_number,
            self._origin, self._records if with_records else None,
        )  # fmt: skip

    def _replace(self, make: Callable[[], tuple[Trainer, Records, Origin | None]], generation: int) -> None:
        self._generation = generation
        trainer, records, origin = make()
        self._use(trainer, records, None, origin)
        self._state, self._epochs_to_end = State.PAUSED, 0

    def _new_records(self) -> Records:
        return Records(Curves(), History(), Flows())

    def _next_run(self) -> int:
        self._runs += 1
        return self._runs

    def _use(self, trainer: Trainer, records: Records, run: int | None = None, origin: Origin | None = None) -> None:
        """Go on with a trainer. Other records are those of a run of that number, else of a new one."""
        is_other = records is not self._records
        if is_other:
            self._run_number, self._origin = run if run is not None else self._next_run(), origin
        self._trainer, self._records = trainer, records
        self._rate = Rate()
        self._step_seconds, self._trained, self._noted = 0.0, 0.0, -1
        self._due = time.perf_counter()
        if is_other and not (len(records.history) and records.history.last_step == trainer.step):
            self._note()
