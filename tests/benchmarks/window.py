"""The real window, driven and watched: what each picture costs the thread that draws, and how long a person waits.

A *frame* is a painting of the diagram. Its cost is the processor time of the thread that draws, from the end of one painting to
the end of the next: whatever that thread does between two frames (taking the report, computing maps, panels, text, sending the
picture to the screen) is counted, once, in one of them.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from hlviz.app.compose import Parts, compose
from hlviz.app.main import SIZE
from hlviz.app.theme import Look
from hlviz.diagram.canvas import Canvas
from hlviz.diagram.targets import Part
from hlviz.document import Project, edits
from hlviz.session.preferences import Preferences
from hlviz.training.pace import Pace
from hlviz.training.report import Report, State
from hlviz.training.trainer import Trainer

PATIENCE = 60.0
"""Seconds that anything may take."""
RECORDED = 24
"""Reports that are shown in turn where nothing trains."""
HOVERED = 12
"""Places, at most, between which the pointer moves."""


class Watch:
    """Notes when the diagram was painted, and how much its thread had computed by then."""

    def __init__(self) -> None:
        self.paints: list[tuple[float, float]] = []
        """(clock, processor time of the thread) at the end of each painting, in seconds."""
        self.painted: Callable[[], object] = lambda: None

    @contextmanager
    def installed(self) -> Iterator["Watch"]:
        """Watch every canvas that is made meanwhile."""
        original = Canvas.paintEvent

        def paint(canvas: Canvas, event: QPaintEvent) -> None:
            original(canvas, event)
            self.paints.append((time.perf_counter(), time.thread_time()))
            self.painted()

        Canvas.paintEvent = paint  # type: ignore[method-assign]
        try:
            yield self
        finally:
            Canvas.paintEvent = original  # type: ignore[method-assign]


@dataclass(frozen=True)
class Stretch:
    """What was seen in a stretch of time."""

    seconds: float
    frames: int
    drawing: float
    """Processor time of the thread that draws, in seconds."""
    training: float
    """Of all other threads, which is to say: of the one that trains."""
    costs: tuple[float, ...]
    """Of each frame, in seconds."""
    gaps: tuple[float, ...]
    """From each frame to the next on the clock, in seconds."""
    samples_per_second: float

    @property
    def samples_per_cpu_second(self) -> float:
        """Samples for each second of processor time of the thread that trains."""
        return self.samples_per_second * self.seconds / self.training if self.training else float("nan")

    @property
    def frames_per_second(self) -> float:
        """Paintings of the diagram a second, on the clock."""
        return self.frames / self.seconds


class Window:
    """A window with a network in it. Close it after use."""

    def __init__(
        self, app: QApplication, watch: Watch, project: Project, engine: str, theme: str, settings: Path
    ) -> None:
        self._watch = watch
        preferences = Preferences(settings)
        preferences.engine, preferences.pace = engine, Pace()
        self.parts: Parts = compose(project, Look(app, theme), preferences)
        self._c = self.parts.context
        window = self.parts.window
        window.resize(*SIZE)
        window.show()
        until(lambda: window.windowHandle() is not None and window.windowHandle().isExposed())
        self.parts.add_panels()
        until(lambda: self._c.playback.moment is not None)
        self._steps: list[tuple[float, int]] = []
        self._c.playback.moment_changed.connect(lambda m: self._steps.append((time.perf_counter(), m.frame.step)))
        self._take = self._c.run.take
        self._recorded: deque[Report] = deque(maxlen=RECORDED)
        self._c.run.take = self._taken  # type: ignore[method-assign]
        self._places = self._hover_places()
        split = self._c.playback.moment.split  # type: ignore[union-attr]
        self._trainer = Trainer(project, engine=engine)
        self._samples_per_step = len(split.train_x) / self._trainer.steps_per_epoch

    def close(self) -> None:
        """End everything."""
        window = self.parts.window
        window.may_close = lambda: True
        window.close()
        window.deleteLater()
        turn(0.05)

    @property
    def engine(self) -> str:
        """Who trains."""
        return self._trainer.engine.key

    # What is in sight

    def panels_in_sight(self) -> list[str]:
        """The panels that can be seen now: neither closed nor behind another one."""
        return [key for key, panel in self.parts.panels.items() if _is_in_sight(panel)]

    def show_all_panels(self) -> None:
        """Take those behind others out of the window, so that all of them draw."""
        for key in self.parts.panels.keys() - set(self.panels_in_sight()):
            dock = self.parts.window.docks[key]
            dock.show()
            dock.setFloating(True)
        turn(0.3)

    # Training

    def start(self) -> None:
        """Train as fast as possible."""
        self._c.run.start()
        until(lambda: self._c.run.is_running)

    def pause(self) -> None:
        """Train no more."""
        self._c.run.pause()
        until(lambda: not self._c.run.is_running)

    def trained(self, seconds: float) -> Stretch:
        """Let it train and draw."""
        return self._stretch(seconds)

    def drawn_only(self, seconds: float) -> Stretch:
        """Let it draw what was recorded before, while nothing trains: as often, and as if it did."""
        with self._training_parked():
            frames = deque(self._recorded)

            def next_recorded() -> Report:
                frames.rotate(-1)
                return frames[0]

            self._c.run.take = next_recorded  # type: ignore[method-assign]
            turn(0.1)
            return self._stretch(seconds)

    def trained_only(self, seconds: float) -> tuple[float, float]:
        """Samples where nothing is drawn, a second on the clock and a second of processor time: a plain loop."""
        with self._training_parked():
            trainer, first = self._trainer, self._trainer.step
            begun, cpu = time.perf_counter(), time.thread_time()
            while time.perf_counter() - begun < seconds:
                trainer.train_epochs(1000)  # as a long run of ``hlviz train``: as many in one go as it does
            samples = (trainer.step - first) * self._samples_per_step
            return samples / (time.perf_counter() - begun), samples / (time.thread_time() - cpu)

    @contextmanager
    def _training_parked(self) -> Iterator[None]:
        """Training stands still, and the window does not learn of it."""
        run, slot = self._c.run, self._c.run._worker.reports
        run.take = lambda: None  # type: ignore[method-assign]
        run.pause()
        states: list[State] = []

        def is_parked() -> bool:
            report = slot.take()
            states.extend([report.state] if report is not None else [])
            return State.PAUSED in states

        until(is_parked)
        try:
            yield
        finally:
            run.take = self._taken  # type: ignore[method-assign]
            run.start()
            turn(0.15)

    def _taken(self) -> Report | None:
        report = self._take()
        if report is not None and report.state is State.RUNNING:
            self._recorded.append(report)
        return report

    def _stretch(self, seconds: float) -> Stretch:
        paints = self._watch.paints
        paints.clear()
        self._steps.clear()
        begun = time.perf_counter(), time.thread_time(), time.process_time()
        turn(seconds)
        ended = time.perf_counter(), time.thread_time(), time.process_time()
        clock, drawing, both = (end - begin for end, begin in zip(ended, begun, strict=True))
        gaps, costs = np.diff(np.array(paints).reshape(-1, 2), axis=0).T
        (t0, s0), (t1, s1) = (self._steps[0], self._steps[-1]) if self._steps else ((0.0, 0), (0.0, 0))
        rate = (s1 - s0) * self._samples_per_step / (t1 - t0) if t1 > t0 else 0.0
        return Stretch(clock, len(paints), drawing, both - drawing, tuple(costs.tolist()), tuple(gaps.tolist()), rate)

    # What a person waits for

    def waits_for_pointer(self, seconds: float) -> list[float]:
        """Seconds from a mouse move until the picture that answers it was painted and sent, again and again.

        The moves come from a thread of their own at odd times, as from a hand, and through the window as real ones do; each
        goes to another thing of the diagram, so that there is something new to paint.
        """
        canvas, window = self._c.canvas, self.parts.window
        handle = window.windowHandle()
        waits: list[float] = []
        answered, stop = threading.Event(), threading.Event()
        sent, is_handled = [0.0], [False]
        moved = _OnMove(lambda: is_handled.__setitem__(0, True))

        def is_sent() -> None:
            waits.append(time.perf_counter() - sent[0])
            answered.set()

        def painted() -> None:
            if is_handled[0]:
                is_handled[0] = False
                QTimer.singleShot(0, is_sent)  # comes after the picture has gone to the screen

        def move_about() -> None:
            rng, i = random.Random(1), 0
            while not stop.is_set():
                time.sleep(rng.uniform(0.01, 0.05))
                at = QPointF(self._places[i := (i + 1) % len(self._places)])
                answered.clear()
                sent[0] = time.perf_counter()
                event = QMouseEvent(
                    QEvent.Type.MouseMove, at, at + QPointF(window.pos()), Qt.MouseButton.NoButton,
                    Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                )  # fmt: skip
                QCoreApplication.postEvent(handle, event)
                answered.wait(2.0)

        canvas.installEventFilter(moved)
        self._watch.painted = painted
        hand = threading.Thread(target=move_about, name="hand")
        hand.start()
        turn(seconds)
        stop.set()
        until(lambda: not hand.is_alive())
        self._watch.painted = lambda: None
        canvas.removeEventFilter(moved)
        return waits

    def _hover_places(self) -> list[QPointF]:
        """Places of the window, each over another thing of the diagram than the one before."""
        canvas = self._c.canvas
        found: dict[object, QPointF] = {}
        rng = random.Random(2)
        for _ in range(2000):
            x, y = rng.uniform(0, canvas.width()), rng.uniform(0, canvas.height())
            hit = canvas.hit(x, y)
            if hit.part in {Part.NEURON, Part.CARD, Part.CHIP, Part.GAP}:
                found.setdefault(
                    (hit.part, hit.column, hit.row, hit.gap), QPointF(canvas.mapTo(self.parts.window, QPointF(x, y)))
                )
            if len(found) == HOVERED:
                break
        return list(found.values())

    def waits_for_edits(self, count: int, seconds: float) -> tuple[list[float], list[float]]:
        """Seconds from an edit of the structure, a layer added or taken back, until the diagram shows it: so many edits, or as
        many as can be made in that time.

        First with the new drawing, then with the first numbers that the new network has.
        """
        c, drawn, known = self._c, [], []
        asked = [0.0]
        seen: dict[str, float] = {}

        def painted() -> None:
            seen.setdefault("drawn", time.perf_counter() - asked[0])
            moment = c.playback.moment
            if moment is not None and moment.project is c.editor.project:
                seen.setdefault("known", time.perf_counter() - asked[0])

        def edit(is_new: bool) -> None:
            seen.clear()
            asked[0] = time.perf_counter()
            if is_new:
                c.editor.apply("Add layer", edits.add_layer, 1)
            else:
                c.editor.undo_stack.undo()
            self._watch.painted = painted

        rng, begun = random.Random(3), time.perf_counter()
        for i in range(count):
            if i % 2 == 0 and time.perf_counter() - begun > seconds:
                break
            QTimer.singleShot(rng.randint(100, 200), lambda is_new=i % 2 == 0: edit(is_new))
            until(lambda: "known" in seen)
            self._watch.painted = lambda: None
            drawn.append(seen["drawn"])
            known.append(seen["known"])
            seen.clear()
        return drawn, known


def _is_in_sight(panel: QWidget) -> bool:
    """A panel behind another is laid out beyond the edge of the window."""
    window = panel.window()
    return panel.isVisible() and window.rect().intersects(QRect(panel.mapTo(window, QPoint(0, 0)), panel.size()))


class _OnMove(QObject):
    """Tells of mouse moves."""

    def __init__(self, tell: Callable[[], object]) -> None:
        super().__init__()
        self._tell = tell

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove:
            self._tell()
        return False


def turn(seconds: float) -> None:
    """Let Qt's event loop go round, as it does in the application."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(holds: Callable[[], object]) -> None:
    """The same until something holds; ``TimeoutError`` where it does not come to that."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"the window did not do what was waited for within {PATIENCE:g} s")
        turn(0.005)


def percentile(values: list[float] | tuple[float, ...], share: float) -> float:
    """NaN where there is nothing."""
    return float(np.quantile(values, share)) if len(values) else float("nan")


def summary(stretches: list[Stretch]) -> dict[str, Any]:
    """What several stretches came to: milliseconds of processor time a frame, frames a second, milliseconds between frames, and
    for which share of the time on the clock each thread was computing.
    """
    costs = [cost for stretch in stretches for cost in stretch.costs]
    gaps = [gap for stretch in stretches for gap in stretch.gaps]
    return {
        "cpu_ms_mean": 1000 * sum(costs) / len(costs) if costs else float("nan"),
        "cpu_ms_median": 1000 * percentile(costs, 0.5),
        "cpu_ms_p95": 1000 * percentile(costs, 0.95),
        "drawing_share": median(stretch.drawing / stretch.seconds for stretch in stretches),
        "training_share": median(stretch.training / stretch.seconds for stretch in stretches),
        "frames_per_second": median(stretch.frames_per_second for stretch in stretches),
        "gap_ms_p95": 1000 * percentile(gaps, 0.95),
    }
