"""The runs before this one: their curves to compare with, and what was changed from one to the next."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from hlviz.document import Project
from hlviz.document.differences import differences
from hlviz.files.past import Branch, KeptRun, Past
from hlviz.files.saved import rows_of
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.training.curves import Curves, CurveTable, thinned
from hlviz.training.flows import NO_FLOWS, Flows
from hlviz.training.frame import Evaluation
from hlviz.training.history import NO_FRAMES, Frames, History
from hlviz.training.report import Report, State
from hlviz.training.standing import Records, Standing

KEPT = 8
"""Runs remembered; the oldest goes when there is one more."""
ROWS = 2000
"""Rows of a past run's curves, at most."""
HISTORIES = 64 * 2**20
"""Bytes that the moments of all past runs may take together; those of the oldest runs go first."""


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
    """Its last moment, with the thinned curves; its history is there as long as all past runs together have room. None where it can
    be compared with, but not be gone back to."""
    document: int = 0
    """Which of the documents that were opened one after the other it is of."""

    @property
    def branched_at(self) -> int | None:
        """The step at which it branched off another run; None where it began anew."""
        return self.end.origin.step if self.end is not None and self.end.origin is not None else None


class PastRuns(QObject):
    """The last runs, oldest first, in bounded memory. Those of the document are saved with it."""

    changed = Signal()
    """There is one more or one less, or one is called or shown otherwise."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[PastRun, ...] = ()
        self._count = 0
        self._last: Moment | None = None
        self._began: Project | None = None
        self._was: dict[int, PastRun] = {}  # runs that were gone back to, by the number that training gave them
        self._name = self._restored_name = ""
        self._document = self._last_document = 0

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
        self._last_document = self._document
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
        self._name, self._restored_name = again.name if again is not None else self._restored_name, ""
        if again is not None:
            self._was = dict([*self._was.items(), (run, again)][-KEPT:])
            self.forget(again.number)

    # Documents

    def open_document(self) -> None:
        """Another document is opened: the runs up to now are not saved with it."""
        self._document += 1

    def restore(self, past: Past) -> None:
        """The document that was opened comes with runs of its own: they take the place of all others."""
        self._last = self._began = None
        self._was.clear()
        self._last_document = self._document
        self._name, self._restored_name = "", past.name
        runs: list[PastRun] = []
        for branch in past.branches:
            curves = Curves(branch.curves).table()
            began = branch.kept.frames.assembly_of(branch.kept.frames[0]) if len(branch.kept.frames) else None
            runs.append(
                PastRun(
                    branch.number, branch.slot, branch.assembly.project, curves, branch.epochs, branch.evaluation,
                    branch.diverged,
                    differences(runs[-1].project, branch.assembly.project) if runs else (),
                    differences(began.project, branch.assembly.project) if began is not None else (),
                    branch.name, branch.choice, _end_of(branch, curves), self._document,
                )
            )  # fmt: skip
        self._count = max((run.number for run in runs), default=0)
        self._set(tuple(runs))

    def past_of(self, report: Report) -> Past:
        """What there is to save of the past, with what training told last."""
        now = KeptRun(report.history, report.origin, report.divergences)
        branches = (_branch_of(run) for run in self._runs if run.document == self._document)
        return Past(now, self._name, tuple(branch for branch in branches if branch is not None))

    # Going back

    def can_return(self, number: int) -> bool:
        """Whether training can go back to the end of a run, and go on from there."""
        run = self._run(number)
        return run is not None and run.end is not None and run.document == self._document

    def return_to(self, number: int, editor: Editor) -> bool:
        """Go back to the end of a run, with its project, its curves and its moments; False where that cannot be done.

        The run that is left becomes an earlier one. It is one step of undo, which goes back to that.
        """
        run = self._run(number)
        if run is None or run.end is None or run.document != self._document:
            return False
        end = run.end
        records = Records(Curves(run.curves.as_array()), History.of(end.history), Flows.of(end.flows), end.divergences)
        text = self.tr("Go back to {run}").format(run=run_name(run))
        editor.branch(
            text, end.project, Standing(end.assembly, end.frame, run=end.run, origin=end.origin, records=records)
        )
        return True

    @property
    def last_to_return_to(self) -> PastRun | None:
        """The newest run that training can go back to."""
        return next((run for run in reversed(self._runs) if self.can_return(run.number)), None)

    def _run(self, number: int) -> PastRun | None:
        return next((run for run in self._runs if run.number == number), None)

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
            end=replace(last, curves=curves, is_live=False, state=State.PAUSED),
            document=self._last_document,
        )
        self._set(_within(HISTORIES, (*kept, run)))

    def _replace(self, number: int, **changes: Any) -> None:
        self._set(tuple(replace(run, **changes) if run.number == number else run for run in self._runs))

    def _set(self, runs: tuple[PastRun, ...]) -> None:
        self._runs = runs
        self.changed.emit()


def run_name(run: PastRun) -> str:
    """As the user called it, or "Run 3"."""
    return run.name or QCoreApplication.translate("RunList", "Run {number}").format(number=run.number)


def _within(room: int, runs: tuple[PastRun, ...]) -> tuple[PastRun, ...]:
    """The runs, the oldest without their moments where all take more than that."""
    kept: list[PastRun] = []
    for run in reversed(runs):
        if run.end is not None:
            room -= sum(frame.bytes for frame in run.end.history)
            if room < 0 and len(run.end.history):
                run = replace(run, end=replace(run.end, history=NO_FRAMES, flows=NO_FLOWS))
        kept.append(run)
    return tuple(reversed(kept))


def _branch_of(run: PastRun) -> Branch | None:
    """A run as it is saved; one whose curves were never numbers is not."""
    end, rows = run.end, rows_of(run.curves)
    if end is None or not len(rows):
        return None
    history, frame = end.history, end.frame
    before = history.kept[: bisect_left(history, frame.step, key=lambda kept: kept.step)]
    frames = [*before, frame] if frame.resume is not None else []
    assemblies = {**history.assemblies, frame.generation: end.assembly}
    kept = KeptRun(Frames(frames, len(frames), assemblies), end.origin, end.divergences)
    return Branch(
        kept,
        end.run,
        run.number,
        run.slot,
        run.name,
        run.choice,
        run.epochs,
        run.evaluation,
        run.diverged,
        end.assembly,
        rows,
    )


def _end_of(branch: Branch, curves: CurveTable) -> Moment | None:
    """The last moment of a run that was read from a file."""
    frames = branch.kept.frames
    if not len(frames):
        return None
    return Moment(
        branch.assembly, frames[-1], curves, is_live=False, run=branch.run, history=frames, origin=branch.kept.origin,
        divergences=branch.kept.divergences,
    )  # fmt: skip


def _has_learned(last: Moment) -> bool:
    """Whether a run learned anything of its own; a branch, since it branched off."""
    return len(last.curves) > 1 and (last.origin is None or last.frame.step > last.origin.step)


def is_comparable(one: Project, other: Project) -> bool:
    """Whether the losses of two projects measure the same thing."""
    return (one.data.dataset, one.training.loss) == (other.data.dataset, other.training.loss) and (
        one.data.table is other.data.table
    )
