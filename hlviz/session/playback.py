"""The beat of the screen: the newest report becomes the moment that everyone shows."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hlviz.session.moment import Moment
from hlviz.session.run import Run
from hlviz.training.worker import Report

BEAT = 16
"""Milliseconds between two looks while something moves."""
IDLE_BEAT = 40
"""Milliseconds between two looks while nothing does."""


class Playback(QObject):
    """Takes at most one report a beat and tells everyone the moment it shows."""

    moment_changed = Signal(object)
    """A ``Moment``."""

    def __init__(self, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._moment: Moment | None = None
        self._report: Report | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    @property
    def moment(self) -> Moment | None:
        """What is on screen; None before the first report."""
        return self._moment

    @property
    def report(self) -> Report | None:
        """The report that the moment was made of."""
        return self._report

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        # shut until all that this beat makes dirty is painted: a timer of 0 ms comes after the paint events
        self._run.gate.close()
        QTimer.singleShot(0, self, self._run.gate.open)
        report = self._run.take()
        interval = BEAT if report is not None or self._run.is_running else IDLE_BEAT
        if self._timer.interval() != interval:
            self._timer.setInterval(interval)
        if report is None:
            return
        self._report = report
        self._moment = Moment(
            report.assembly,
            report.frame,
            report.curves,
            report.state,
            report.steps_per_second,
            report.engine,
            is_live=True,
            run=report.run,
            history=report.history,
            flows=report.flows,
        )
        self.moment_changed.emit(self._moment)
