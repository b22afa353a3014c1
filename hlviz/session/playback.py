"""The beat of the screen: the newest report becomes the moment that everyone shows, or an earlier frame of its run does."""

import time
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hlviz.session.editor import Editor
from hlviz.session.landmarks import Landmark, landmarks
from hlviz.session.moment import Moment
from hlviz.session.replay import EPOCHS, FITTED, SPEEDS, Replay
from hlviz.session.run import Run
from hlviz.training.frame import Frame
from hlviz.training.report import Report
from hlviz.training.standing import Standing

BEAT = 16
"""Milliseconds between two looks while something moves."""
IDLE_BEAT = 40
"""Milliseconds between two looks while nothing does."""
SOON = 1, 12
"""Milliseconds between two looks where a report is due, and how often it is looked for so soon: it comes when drawing is done, and
where drawing took all the time between two beats, the next one begins with it."""
LATE = 0.019
"""Seconds after the last picture when one is due though no report has come: what moves by itself must not falter."""


class Playback(QObject):
    """Takes at most one report a beat and tells everyone the moment it shows.

    Who looks back (``seek``) sees what was, until training goes on or ``go_live`` is called. An edit is made to the network as it
    is by now, and shown at once.
    """

    moment_changed = Signal(object)
    """A ``Moment``."""
    waited = Signal()
    """Training goes on, and in this frame there is nothing new of it: a judgement or a step takes long."""
    looked_back = Signal()
    """An earlier moment is shown, or what is now again."""
    replay_changed = Signal()
    """It is played back, or no more, or another way."""

    def __init__(self, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._moment: Moment | None = None
        self._report: Report | None = None
        self._sought: Frame | None = None
        self._missed = 0
        self._drawn_at = 0.0
        self._replay = Replay()
        self._at = 0.0
        self._since: float | None = None  # when the place in the run was found last; None: it is not played back
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
        self.stop_replay()
        if self._report is None:
            return
        if step >= self._report.frame.step or not len(self._report.history):
            self.go_live()
            return
        self._show_frame(self._report.history.place_of(step))

    def shift(self, by: int) -> None:
        """Pause, and show the frame so many before or after the one shown."""
        self.stop_replay()
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
        self._show_now()

    def _show_now(self) -> None:
        self._sought = None
        if self._moment is not None and not self._moment.is_live:
            self._show()

    def _look_ahead(self) -> None:
        self._sought = None
        self._missed = 0
        if self._timer.interval() > BEAT:
            self._look_in(SOON[0])
        self.stop_replay()
        # a call put off comes before the paint events: where the answer to an edit is there by then, it is painted with the edit
        QTimer.singleShot(0, self, self._beat_early)

    def to_landmark(self, by: int) -> Landmark | None:
        """Pause, and show the next landmark of the run, or the one before; None where there is none: then it is an end."""
        report, moment = self._report, self._moment
        if report is None or moment is None or not len(report.history):
            return None
        place, place_of = report.history.place_of(moment.frame.step), report.history.place_of
        found = [mark for mark in landmarks(moment) if (place_of(mark.step) - place) * by > 0]
        if not found:
            self.seek(0 if by < 0 else report.frame.step)
            return None
        mark = found[0] if by > 0 else found[-1]
        self._seek_kept(place_of(mark.step))
        return mark

    def _seek_kept(self, place: int) -> None:
        self.stop_replay()
        self._show_frame(place)

    # Branching off

    def branch(self, editor: Editor) -> bool:
        """Go on from the moment shown, as a new run, with the project of then; False where nothing earlier is shown."""
        report, frame = self._report, self._sought
        if report is None or frame is None or frame.resume is None:
            return False
        assembly = report.history.assembly_of(frame)
        text = self.tr("Continue from step {step}").format(step=f"{frame.step:,}")
        editor.branch(text, assembly.project, Standing(assembly, frame))
        return True

    # Playing back

    @property
    def replay(self) -> Replay:
        """How it is played back, or would be."""
        return self._replay

    @property
    def is_replaying(self) -> bool:
        """Whether it is played back."""
        return self._since is not None

    def toggle_replay(self, *, is_backwards: bool = False) -> None:
        """Pause training and play the run back, forwards or backwards, from the moment shown; or stop where it goes that way.

        From the end it begins at the other one. Whatever else leads to a moment stops it.
        """
        goes_on = self.is_replaying and self._replay.is_backwards != is_backwards
        if self.is_replaying and not goes_on:
            self.stop_replay()
            return
        report, moment = self._report, self._moment
        if report is None or moment is None or len(report.history) < 2:
            return
        self._replay = replace(self._replay, is_backwards=is_backwards)
        self._at = float(moment.frame.step)
        if self._at >= report.frame.step and not is_backwards:
            self._at = 0.0
        elif self._at <= report.history[0].step and is_backwards:
            self._at = float(report.frame.step)
        self._since = time.perf_counter()
        if self._run.is_running:
            self._run.pause()
        self._show_at(self._at)
        self._timer.setInterval(BEAT)
        self.replay_changed.emit()

    def stop_replay(self) -> None:
        """Stop playing back, at the moment shown."""
        if self._since is not None:
            self._since = None
            self.replay_changed.emit()

    def set_replay(self, *, speed: float | None = None, is_loop: bool | None = None) -> None:
        """Play back at another speed, or over and over."""
        speed, is_loop = (
            self._replay.speed if speed is None else speed, self._replay.is_loop if is_loop is None else is_loop
        )  # fmt: skip
        self._replay = replace(self._replay, speed=speed, is_loop=is_loop)
        self.replay_changed.emit()

    def change_speed(self, by: int) -> None:
        """Play back so many speeds faster; slower where it is less than 0."""
        report = self._report
        speeds = list(SPEEDS)
        if self._replay.speed != FITTED:
            place = speeds.index(self._replay.speed)
        else:  # from the one nearest to what fits
            rate = self._rate(report) if report is not None else 1.0
            per_epoch = self._steps_per_epoch(report) if report is not None else 1
            place = min(range(len(speeds)), key=lambda i: abs(speeds[i] * EPOCHS * per_epoch - rate))
        self.set_replay(speed=speeds[min(max(0, place + by), len(speeds) - 1)])

    def _go_on(self, report: Report, since: float) -> None:
        """Show where in the run it is by now. Late or not, that is found by the clock."""
        self._since = time.perf_counter()
        newest = report.frame.step
        self._at, is_end = self._replay.advanced(self._at, self._rate(report) * (self._since - since), newest)
        if is_end:
            self.stop_replay()
        self._show_at(self._at)

    def _show_at(self, step: float) -> None:
        report, shown = self._report, self._sought
        assert report is not None
        if step >= report.frame.step:
            self._show_now()
            return
        frame = report.history[report.history.place_of(int(step))]
        if frame is not shown:
            self._sought = frame
            self._show()

    def _rate(self, report: Report) -> float:
        return self._replay.steps_per_second(report.frame.step, self._steps_per_epoch(report))

    def _steps_per_epoch(self, report: Report) -> int:
        frame = self._sought
        assembly = report.assembly if frame is None else report.history.assembly_of(frame)
        samples, size = len(assembly.train_t), assembly.project.training.batch_size
        return -(-samples // (min(size, samples) or samples))

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

    def look(self) -> None:
        """Take what training tells now, without waiting for the next beat."""
        self._beat()

    def _beat(self) -> None:
        report = self._run.take()
        is_replayed = self._since is not None
        if report is None and not is_replayed:
            self._missed += 1
            if self._run.is_running and time.perf_counter() - self._drawn_at >= LATE:
                self._begin_picture()
                self.waited.emit()
            else:
                self._look_in(SOON[0] if self._missed <= SOON[1] else BEAT if self._run.is_running else IDLE_BEAT)
            return
        self._begin_picture()
        if report is not None:
            self._report = report
            if self._sought is None and not is_replayed:
                self._show()
        if self._since is not None and self._report is not None:
            self._go_on(self._report, self._since)

    def _begin_picture(self) -> None:
        """Hold training until all that this beat makes dirty is painted; the next picture is due a beat later."""
        self._missed = 0
        self._look_in(BEAT)
        self._drawn_at = time.perf_counter()
        self._run.gate.close()
        self._drawn.start(0)

    def _look_in(self, interval: int) -> None:
        if self._timer.interval() != interval:
            self._timer.setInterval(interval)

    def _show(self) -> None:
        report, frame = self._report, self._sought
        assert report is not None
        was_live = self._moment is None or self._moment.is_live
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
            origin=report.origin,
            divergences=report.divergences,
        )
        self.moment_changed.emit(self._moment)
        if was_live != self._moment.is_live:
            self.looked_back.emit()
