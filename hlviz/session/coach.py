"""The coach while the window is open: looks at the network now and then, and tells what is to be said."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hlviz.explain.coach.advice import Advice
from hlviz.explain.coach.patience import Patience
from hlviz.session.errand import REST, SLICE, Errand
from hlviz.session.moment import Moment
from hlviz.training.report import State

if TYPE_CHECKING:
    from hlviz.explain.coach.evidence import Evidence

BEAT = 500
"""Milliseconds, at least, from one look to the next."""
AT_PLAY = 0.001, 16
"""Seconds of work in a row while the network trains, and the milliseconds in between: a look at a large network takes longer than
the beat, and must not take a third of each frame."""


class Coach(QObject):
    """Looks at most twice a second, in slices between the frames, and only while it is switched on.

    It speaks of the network as it is by now, also while someone looks back: what it says to look at may lie back there.
    """

    changed = Signal()
    """There is something else to be said, or other numbers of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patience = Patience()
        self._advice: tuple[Advice, ...] = ()
        self._dismissed: set[str] = set()
        self._is_on = True
        self._moment: Moment | None = None
        self._looked_at: Moment | None = None
        self._evidence: Evidence | None = None
        self._errand = Errand(self)
        self._rest = QTimer(self, singleShot=True, interval=BEAT)
        self._rest.timeout.connect(self._look)

    @property
    def is_on(self) -> bool:
        """Whether it looks and speaks."""
        return self._is_on

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What is to be said, the weightiest first, without what was dismissed."""
        return tuple(advice for advice in self._advice if advice.key not in self._dismissed)

    @property
    def dismissed(self) -> tuple[Advice, ...]:
        """What would be said, had it not been dismissed."""
        return tuple(advice for advice in self._advice if advice.key in self._dismissed)

    @property
    def evidence(self) -> "Evidence | None":
        """What was measured last; None before the first look."""
        return self._evidence

    def set_on(self, on: bool) -> None:
        """Look and speak, or do neither."""
        if on == self._is_on:
            return
        self._is_on = on
        self._patience, self._advice, self._evidence = Patience(), (), None
        self._looked_at = None
        if on:
            self._look()
        else:
            self._errand.stop()
            self._rest.stop()
        self.changed.emit()

    def watch(self, moment: Moment) -> None:
        """There is a newer moment to look at."""
        if not moment.is_live:
            return
        self._moment = moment
        self._errand.slice, self._errand.rest = AT_PLAY if moment.state is State.RUNNING else (SLICE, REST)
        if not self._is_on or self._rest.isActive() or self._errand.is_under_way:
            return
        if self._evidence is None:
            self._rest.start()  # the window that was just opened has better things to do
        else:
            self._look()

    def dismiss(self, key: str) -> None:
        """Do not say this any more, as long as this document is open."""
        self._dismissed.add(key)
        self.changed.emit()

    def recall(self) -> None:
        """Say again what was dismissed."""
        self._dismissed.clear()
        self.changed.emit()

    def open_document(self) -> None:
        """Another document is here: nothing of it was dismissed."""
        self._dismissed.clear()
        self._errand.stop()
        self._patience, self._advice, self._evidence = Patience(), (), None
        self._moment = self._looked_at = None
        self.changed.emit()

    def close(self) -> None:
        """Look no more."""
        self._errand.stop()
        self._rest.stop()
        self._is_on = False

    def _look(self) -> None:
        moment = self._moment
        if moment is None or moment is self._looked_at or not self._is_on:
            return
        if self._errand.is_under_way and self._looked_at is not None and moment.project is self._looked_at.project:
            return  # a wide network takes longer to look at than from one beat to the next
        self._looked_at = moment
        self._rest.start()
        self._errand.begin(self._gathered(moment), lambda: self._judge(moment))

    def _gathered(self, moment: Moment) -> Iterator[None]:
        from hlviz.explain.coach.evidence import gathering  # late: the window is up before anything ails its network

        yield
        for evidence in gathering(moment.assembly, moment.frame, moment.curves, moment.flows, moment.history):
            if evidence is not None:
                self._evidence = evidence
            yield

    def _judge(self, moment: Moment) -> None:
        evidence = self._evidence
        if evidence is None or not self._is_on:
            return
        from hlviz.explain.coach.rules import advised

        found = advised(evidence)
        is_running = moment.state is State.RUNNING
        build = (moment.run, moment.frame.generation)
        self._advice = self._patience.heard(found, build, time.monotonic(), is_running=is_running)
        self.changed.emit()
        if not self._rest.isActive():
            self._look()
