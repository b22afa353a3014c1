"""A walk through one step of learning, as a person takes it: which stage, which neuron, playing or not.

It is of the moment on screen, and begun anew when that becomes another. Training does not go on meanwhile.
"""

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from hlviz.explain.finite_difference import Check, checking
from hlviz.explain.microscope import Kind, Samples, Stage, Walk, next_batch, own_sample, sample_of, walking
from hlviz.session.errand import Errand
from hlviz.session.moment import Moment
from hlviz.session.probe import next_row
from hlviz.session.selection import Selection
from hlviz.session.sight import Sight, focus_of, meant_by
from hlviz.training.report import State

PACE = 1250
"""Milliseconds a stage while it plays, at first."""
PACES = (300, 6000)
"""The fastest and the slowest."""
AT_NEURONS = {Kind.FORWARD, Kind.BACKWARD}
"""Stages at which something happens to the neurons of one layer."""

Found = TypeVar("Found")


class Walkthrough(QObject):
    """Opened and closed; while it is open there is a stage to look at."""

    changed = Signal()
    """Something of it is another: opened or closed, stage, neuron, sample, playing, pace."""
    said = Signal(str)
    """A short sentence on what happened to it."""
    pause_requested = Signal()
    """Training is to pause, so that there is one moment to look at."""

    def __init__(self, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._moment: Moment | None = None
        self._walk: Walk | None = None
        self._stages: tuple[Stage, ...] = ()
        self._place = 0
        self._is_wanted = False
        self._by_neuron = self._of_batch = False
        self._check: Check | None = None
        self._pace = PACE
        self._work, self._checker = Errand(self), Errand(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._play_on)
        selection.changed.connect(lambda _: self._follow_selection())
        for other in (selection.probe_changed, selection.probing_changed):
            other.connect(lambda _: self._follow_probe())

    # Open and closed

    @property
    def is_wanted(self) -> bool:
        """Whether it is open, or will be as soon as training has paused."""
        return self._is_wanted

    @property
    def is_open(self) -> bool:
        """Whether there is a stage to look at."""
        return self._walk is not None

    def toggle(self) -> None:
        """Open it, or close it where it is open."""
        if self._is_wanted:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Begin at the first stage, at the moment on screen. Training pauses first."""
        self._is_wanted = True
        self._place = 0
        if self._moment is None:
            return
        if self._moment.state is State.RUNNING:
            self.pause_requested.emit()
        else:
            self._begin(None)

    def close(self) -> None:
        """Look at the network as it is again."""
        self._is_wanted = False
        self._work.stop()
        self._checker.stop()
        self._timer.stop()
        if self._walk is not None:
            self._walk, self._check, self._stages = None, None, ()
            self.changed.emit()

    def show_moment(self, moment: Moment) -> None:
        """Follow what is on screen: another moment is walked through anew, and when training goes on this ends."""
        before, self._moment = self._moment, moment
        if not self._is_wanted:
            return
        if moment.state is State.RUNNING:
            if self._walk is not None:
                self.close()
                self.said.emit(self.tr("Training goes on, so the walk through one step has ended."))
            return
        if self._walk is None or before is None or not _are_alike(before, moment):
            if self._walk is not None:
                self.said.emit(self.tr("The walk through one step is of the network as it is now."))
            self._begin(self.stage)

    @property
    def is_computing(self) -> bool:
        """Whether the numbers of another moment or sample are on their way; until then those before are seen."""
        return self._work.is_under_way

    # What is seen

    @property
    def sight(self) -> Sight | None:
        """What there is to see now; None while it is closed."""
        if self._walk is None:
            return None
        stage = self._stages[self._place]
        return Sight(self._walk, stage, focus_of(self._walk, stage, self._selection.target))

    @property
    def stage(self) -> Stage | None:
        """The stage that is looked at."""
        return self._stages[self._place] if self._stages else None

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All stages, in order."""
        return self._stages

    @property
    def place(self) -> int:
        """Which of them is looked at."""
        return self._place

    @property
    def check(self) -> Check | None:
        """How the gradients compare with finite differences; None until that is known."""
        return self._check

    # From stage to stage

    def next(self) -> None:
        """Look at the next stage."""
        self.pause()
        self.go_to(self._place + 1)

    def back(self) -> None:
        """Look at the stage before."""
        self.pause()
        self.go_to(self._place - 1)

    def go_to(self, place: int) -> None:
        """Look at a stage by its place; beyond either end it is the last one there."""
        place = min(max(place, 0), len(self._stages) - 1)
        if self._stages and place != self._place:
            self._place = place
            self.changed.emit()

    @property
    def is_playing(self) -> bool:
        """Whether it goes from stage to stage by itself."""
        return self._timer.isActive()

    @property
    def pace(self) -> int:
        """Milliseconds a stage."""
        return self._pace

    def set_pace(self, pace: int) -> None:
        """Play at so many milliseconds a stage."""
        pace = min(max(pace, PACES[0]), PACES[1])
        if pace != self._pace:
            self._pace = pace
            self._timer.setInterval(pace)
            self.changed.emit()

    def play(self) -> None:
        """Go on by itself, at the end from the beginning again."""
        if self._walk is None:
            return
        if self._place == len(self._stages) - 1:
            self._place = 0
        self._timer.start(self._pace)
        self.changed.emit()

    def pause(self) -> None:
        """Stay at this stage."""
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def toggle_playing(self) -> None:
        """Play, or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def _play_on(self) -> None:
        if self._place >= len(self._stages) - 2:
            self._timer.stop()
        self.go_to(self._place + 1)

    # How fine, and of what

    @property
    def by_neuron(self) -> bool:
        """Whether it goes neuron by neuron, not layer by layer."""
        return self._by_neuron

    def set_by_neuron(self, by_neuron: bool) -> None:
        """Go neuron by neuron, or layer by layer, from where it is."""
        if by_neuron == self._by_neuron:
            return
        focus = self.sight.focus if self.sight is not None else None
        stage, self._by_neuron = self.stage, by_neuron
        if self._walk is not None and stage is not None:
            self._stages = self._walk.stages(by_neuron=by_neuron)
            row = focus.row if focus is not None else None
            self._place = self._place_of(stage.kind, stage.layer, row)
        self.changed.emit()

    @property
    def of_batch(self) -> bool:
        """Whether it is the next batch that is learned from, not one sample."""
        return self._of_batch

    def set_of_batch(self, of_batch: bool) -> None:
        """Learn from the next batch, or from one sample."""
        if of_batch != self._of_batch:
            self._of_batch = of_batch
            self._begin(self.stage)
            self.changed.emit()

    def shift_sample(self, by: int) -> None:
        """Look at another sample: of the batch, else of the data, which then is the one that everyone follows."""
        if self._walk is None or self._moment is None:
            return
        samples = self._walk.samples
        if samples.is_batch:
            self._selection.set_probe(int(samples.rows[(self._walk.shown + by) % len(samples)]))
            return
        row = int(samples.rows[0]) if len(samples.rows) else self._selection.probe.row
        self._selection.set_probe(next_row(self._moment.split, row, by, in_training=not samples.is_unseen))

    # Within

    def _begin(self, stage: Stage | None) -> None:
        """Walk through the moment on screen, and look at such a stage of it."""
        if self._moment is None or not self._is_wanted:
            return
        samples, shown = self._samples(self._moment)
        found: list[Walk] = []
        self._checker.stop()
        self._work.begin(_gathered(walking(self._moment.assembly, self._moment.frame, samples, shown), found),
                         lambda: self._take(found[0], stage))  # fmt: skip

    def _take(self, walk: Walk, stage: Stage | None) -> None:
        if not walk.is_finite:
            self.close()
            self.said.emit(self.tr("The numbers of this network overflow: there is nothing to walk through."))
            return
        self._walk, self._check = walk, None
        self._stages = walk.stages(by_neuron=self._by_neuron)
        self._place = 0 if stage is None else self._place_of(stage.kind, stage.layer, stage.row)
        if not walk.is_forward_only:
            found: list[Check] = []
            self._checker.begin(_gathered(checking(walk), found), lambda: self._know(found[0]))
        self.changed.emit()

    def _know(self, check: Check) -> None:
        self._check = check
        self.changed.emit()

    def _samples(self, moment: Moment) -> tuple[Samples, int]:
        """What goes through, and which of it is shown."""
        selection, assembly = self._selection, moment.assembly
        probe = selection.probe.in_(moment.split.points)
        if selection.is_probing and probe.own is not None:
            return own_sample(assembly, probe.inputs(moment.split.points)), 0
        batch = next_batch(assembly, moment.frame)
        # where neurons have no map, the diagram shows that sample in any case
        follows = selection.is_probing or not (moment.is_plane or moment.is_curve)
        if not self._of_batch:
            return sample_of(assembly, probe.row if follows else int(batch.rows[0])), 0
        at = np.flatnonzero(batch.rows == probe.row)
        return batch, int(at[0]) if follows and len(at) else 0

    def _place_of(self, kind: Kind, layer: int, row: int | None) -> int:
        """The place of such a stage; of one that there is none of, the nearest in kind, else the first."""
        alike = [i for i, stage in enumerate(self._stages) if stage.kind is kind]
        there = [i for i in alike if self._stages[i].layer == layer] or alike or [0]
        exact = [i for i in there if self._stages[i].row in {row, None}]
        return (exact or there)[0]

    def _follow_selection(self) -> None:
        """What was clicked is what the numbers are of: at its layer, on the way forth or back, whichever is under way."""
        walk, stage = self._walk, self.stage
        if walk is None or stage is None:
            return
        found = meant_by(walk, self._selection.target)
        if found is not None and found.layer > 0:
            kind = Kind.FORWARD if stage.kind is Kind.INPUT else stage.kind
            if kind in AT_NEURONS:
                self._timer.stop()
                self._place = self._place_of(kind, found.layer, found.row)
        self.changed.emit()

    def _follow_probe(self) -> None:
        if self._walk is not None:
            self._begin(self.stage)


def _are_alike(one: Moment, other: Moment) -> bool:
    """Whether both are of the same network with the same weights, at the same place of its training."""
    a, b = one.frame, other.frame
    if a is b and one.assembly is other.assembly:
        return True
    is_same = (a.generation, a.step, one.run) == (b.generation, b.step, other.run)
    return is_same and all(map(np.array_equal, a.parameters.arrays, b.parameters.arrays))


def _gathered(work: Iterator[Found | None], found: list[Found]) -> Iterator[object]:
    """The work, what it comes to put into a list."""
    for value in work:
        if value is not None:
            found.append(value)
        yield value
