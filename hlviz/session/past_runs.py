"""The runs before this one: their curves to compare with, and what was changed from one to the next."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from hlviz.document import Project
from hlviz.document.differences import differences
from hlviz.session.moment import Moment
from hlviz.training.curves import CurveTable, thinned
from hlviz.training.flows import NO_FLOWS
from hlviz.training.frame import Evaluation
from hlviz.training.history import NO_FRAMES
from hlviz.training.report import State

KEPT = 8
"""Runs remembered; the oldest goes when there is one more."""
ROWS = 2000
"""Rows of a past run's curves, at most."""


@dataclass(frozen=True, eq=False)
class PastRun:
    """A run that ended: it was rewound, or an edit or another document began anew."""

    number: int
    """Counted from 1 since the window was opened."""
    slot: int
    """0 … KEPT − 1, and no other run remembered has the same: for a colour of its own."""
    project: Project
    """As it was in the end."""
    curves: CurveTable
    epochs: float
    evaluation: Evaluation
    """In the end."""
    diverged: bool
    changes: tuple[str, ...] = ()
    """What was changed against the run before it, in words; nothing for the first one and for the same once more."""
    on_the_way: tuple[str, ...] = ()
    """What was changed while it ran."""
    name: str = ""
    """As the user called it."""
    choice: bool | None = None
    """Whether the user wants to see it; None: it is seen where it can be compared."""
    end: Moment | None = None
    """Its last moment, with the thinned curves and without its history."""

    @property
    def branched_at(self) -> int | None:
        """The step at which it branched off another run; None where it began anew."""
        return self.end.origin.step if self.end is not None and self.end.origin is not None else None


class PastRuns(QObject):
    """The last runs, oldest first, in bounded memory. They are no part of the project: with the window they are gone."""

    changed = Signal()
    """There is one more or one less, or one is called or shown otherwise."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[PastRun, ...] = ()
        self._count = 0
        self._last: Moment | None = None
        self._began: Project | None = None
        self._was: dict[int, PastRun] = {}  # runs that were gone back to, by the number that training gave them
        self._name = ""

    @property
    def runs(self) -> tuple[PastRun, ...]:
        """All that are remembered."""
        return self._runs

    def watch(self, moment: Moment) -> None:
        """Note where training is; if that is another run, the one before it has ended, and is kept if it had learned anything."""
        if not moment.is_live:
            return
        last, self._last = self._last, moment
        if last is not None and last.run == moment.run:
            return
        began, self._began = self._began, moment.project
        if last is not None and began is not None and _has_learned(last):
            self._keep(last, began)
        self._take_back(moment.run)

    @property
    def now(self) -> Moment | None:
        """The run under way."""
        return self._last

    @property
    def name_now(self) -> str:
        """What the user calls the run under way; empty where it has no name."""
        return self._name

    def rename_now(self, name: str) -> None:
        """Call the run under way something; it keeps the name when it has ended."""
        self._name = name.strip()
        self.changed.emit()

    def branched_at_now(self) -> int | None:
        """The step at which the run under way branched off another; None where it began anew."""
        return self._last.origin.step if self._last is not None and self._last.origin is not None else None

    def _take_back(self, run: int) -> None:
        """A run that had ended is under way again, by undo: it is no earlier one any more, and has the name it had."""
        again = next((past for past in self._runs if past.end is not None and past.end.run == run), None)
        self._name = again.name if again is not None else ""
        if again is not None:
            self._was = dict([*self._was.items(), (run, again)][-KEPT:])
            self.forget(again.number)

    def is_shown(self, run: PastRun) -> bool:
        """Whether it is to be drawn: as the user chose; else where it has the same data and loss as the run under way."""
        if run.choice is not None:
            return run.choice
        return self._last is not None and is_comparable(run.project, self._last.project)

    def changes_now(self) -> tuple[str, ...]:
        """In what the run under way differs from the last one that ended."""
        return differences(self._runs[-1].project, self._last.project) if self._runs and self._last is not None else ()

    def show(self, number: int, *, is_shown: bool) -> None:
        """Draw a run, or draw it no more."""
        self._replace(number, choice=is_shown)

    def rename(self, number: int, name: str) -> None:
        """Call a run something; by its number where the name is empty."""
        self._replace(number, name=name.strip())

    def forget(self, number: int) -> None:
        """Remember a run no more."""
        self._set(tuple(run for run in self._runs if run.number != number))

    def forget_all(self) -> None:
        """Remember none."""
        self._set(())

    def _keep(self, last: Moment, began: Project) -> None:
        kept = self._runs[-KEPT + 1 :]
        was = self._was.get(last.run)
        self._count += was is None
        curves = thinned(last.curves, ROWS)
        run = PastRun(
            number=self._count if was is None else was.number,
            slot=min(set(range(KEPT)) - {other.slot for other in kept}),
            project=last.project,
            curves=curves,
            epochs=float(last.curves.epoch[-1]),
            evaluation=last.frame.evaluation,
            diverged=last.state is State.DIVERGED,
            changes=differences(self._runs[-1].project, last.project) if self._runs else (),
            on_the_way=differences(began, last.project),
            name=self._name,
            choice=was.choice if was is not None else None,
            end=replace(last, curves=curves, history=NO_FRAMES, flows=NO_FLOWS, is_live=False, state=State.PAUSED),
        )
        self._set((*kept, run))

    def _replace(self, number: int, **changes: Any) -> None:
        self._set(tuple(replace(run, **changes) if run.number == number else run for run in self._runs))

    def _set(self, runs: tuple[PastRun, ...]) -> None:
        self._runs = runs
        self.changed.emit()


def _has_learned(last: Moment) -> bool:
    """Whether a run learned anything of its own; a branch, since it branched off."""
    return len(last.curves) > 1 and (last.origin is None or last.frame.step > last.origin.step)


def is_comparable(one: Project, other: Project) -> bool:
    """Whether the losses of two projects measure the same thing."""
    return (one.data.dataset, one.training.loss) == (other.data.dataset, other.training.loss) and (
        one.data.table is other.data.table
    )
