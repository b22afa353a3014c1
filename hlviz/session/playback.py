"""The beat of the screen: the newest report becomes the moment that everyone shows, or an earlier frame of its run does."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hlviz.session.moment import Moment
from hlviz.session.run import Run
from hlviz.training.frame import Frame
from hlviz.training.report import Report

BEAT = 16
"""Milliseconds between two looks while something moves."""
IDLE_BEAT = 40
"""Milliseconds between two looks while nothing does."""
SOON = 1, 12
"""Milliseconds between two looks where a report is due, and how often it is looked for so soon: it comes when drawing is done, and
where drawing took all the time between two beats, the next one begins with it."""


class Playback(QObject):
    """Takes at most one report a beat and tells everyone the moment it shows.

    Who looks back (``seek``) sees what was, until training goes on or ``go_live`` is called. An edit is made to the network as it
    is by now, and shown at once.
    """

    moment_changed = Signal(object)
    """A ``Moment``."""

    def __init__(self, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._moment: Moment | None = None
        self._report: Report | None = None
        self._sought: Frame | None = None
        self._missed = 0
        run.moved.connect(self._look_ahead)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)
        # a timer, not a call put off: that would come before the paint events, which wait until all else is done
        self._drawn = QTimer(self)
        self._drawn.setSingleShot(True)
        self._drawn.timeout.connect(run.gate.open)

    @property
    def moment(self) -> Moment | None:
        """What is on screen; None before the first report."""
        return self._moment

    @property
    def report(self) -> Report | None:
        """The report that the moment was made of."""
        return self._report

    def seek(self, step: int) -> None:
        """Pause, and show the last frame kept at or before that step; at or after the newest it is that which is shown."""
        if self._report is None:
            return
        if step >= self._report.frame.step or not len(self._report.history):
            self.go_live()
            return
        self._show_frame(self._report.history.place_of(step))

    def shift(self, by: int) -> None:
        """Pause, and show the frame so many before or after the one shown."""
        if self._report is None or not len(self._report.history):
            return
        history, shown = self._report.history, self._sought or self._report.frame
        place = history.place_of(shown.step) + by
        if by < 0 and shown.step > history[history.place_of(shown.step)].step:
            place += 1  # what is shown was not kept: the last that was is the one before it
        if place < len(history):
            self._show_frame(max(0, place))
        else:
            self.go_live()

    def go_live(self) -> None:
        """Show the network as it is by now."""
        self._look_ahead()
        if self._moment is not None and not self._moment.is_live:
            self._show()

    def _look_ahead(self) -> None:
        self._sought = None
        self._missed = 0
        if self._timer.interval() > BEAT:
            self._look_in(SOON[0])
        # a call put off comes before the paint events: where the answer to an edit is there by then, it is painted with the edit
        QTimer.singleShot(0, self, self._beat_early)

    def _show_frame(self, place: int) -> None:
        assert self._report is not None
        if self._run.is_running:
            self._run.pause()
        self._sought = self._report.history[place]
        self._show()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat_early(self) -> None:
        if self._timer.isActive():
            self._beat()

    def _beat(self) -> None:
        report = self._run.take()
        if report is None:
            self._missed += 1
            self._look_in(SOON[0] if self._missed <= SOON[1] else BEAT if self._run.is_running else IDLE_BEAT)
            return
        self._missed = 0
        self._look_in(BEAT)
        # shut until all that this beat makes dirty is painted
        self._run.gate.close()
        self._drawn.start(0)
        self._report = report
        if self._sought is None:
            self._show()

    def _look_in(self, interval: int) -> None:
        if self._timer.interval() != interval:
            self._timer.setInterval(interval)

    def _show(self) -> None:
        report, frame = self._report, self._sought
        assert report is not None
        self._moment = Moment(
            report.assembly if frame is None else report.history.assembly_of(frame),
            report.frame if frame is None else frame,
            report.curves,
            report.state,
            report.steps_per_second,
            report.engine,
            is_live=frame is None,
            run=report.run,
            history=report.history,
            flows=report.flows,
        )
        self.moment_changed.emit(self._moment)
