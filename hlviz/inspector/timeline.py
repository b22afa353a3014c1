"""The whole run as a strip: drag along it to see any moment that was kept, and come back to now."""

import time
from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from hlviz.colors import LIGHT, Theme, mixed
from hlviz.inspector.replay_buttons import ReplayButtons
from hlviz.inspector.strip_marks import landmark_at, paint_marks
from hlviz.nn.arrays import Array
from hlviz.number_text import grouped
from hlviz.session.landmarks import Landmark, Sort, landmarks
from hlviz.session.moment import Moment
from hlviz.training.curves import CurveTable
from hlviz.training.report import State
from hlviz.widgets.beat import Beat
from hlviz.widgets.buttons import TextButton
from hlviz.widgets.tool_tip import tool_tip
from hlviz.widgets.typeface import sized

HEIGHT = 44
SIDE, TOP, FOOT = 9.0, 5.0, 18.0
"""Pixels beside, above and below the curve; numbers stand below it."""
KNOB = 5.0
OFTEN = 200
"""Milliseconds from one picture of the run to the next while training."""
SELDOM = 1.0
"""Seconds from one search for landmarks to the next."""
FLOOR = 1e-9
"""A loss of 0 has no logarithm; it is drawn here."""
KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -20, Qt.Key.Key_PageDown: 20}
"""By how many kept moments a key goes on."""


class Timeline(QWidget):
    """The strip, and the button that leads back to now."""

    seek_requested = Signal(int)
    """Show what was at this step."""
    shift_requested = Signal(int)
    """Show what was so many kept moments before or after."""
    live_requested = Signal()
    """Show what is now."""
    play_requested = Signal()
    """Play, or pause: Space does so here as in the diagram."""
    landmark_requested = Signal(int)
    """Show the next landmark of the run, or the one before where it is less than 0."""
    branch_requested = Signal()
    """Go on from the moment shown."""
    menu_requested = Signal(QPoint)
    """Offer what can be done, at this place on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_exact = True  # what the tooltip of the button says
        self.strip = Strip(self)
        self.now_button = TextButton("fast-forward", self.tr("Now"))
        self.now_button.setToolTip(self.tr("Show the network as it is by now. Play does the same, and trains on."))
        self.now_button.setEnabled(False)
        self.now_button.clicked.connect(self.live_requested)
        self.branch_button = TextButton("git-branch", self.tr("Continue from here"))
        self.branch_button.setEnabled(False)
        self.branch_button.setToolTip(branch_tip(is_exact=True))
        self.branch_button.clicked.connect(self.branch_requested)
        self.replay = ReplayButtons()
        looking_back = QVBoxLayout()
        looking_back.setSpacing(2)
        looking_back.addWidget(self.branch_button)
        looking_back.addWidget(self.now_button)
        for button in (self.branch_button, self.now_button):
            button.setFixedHeight((HEIGHT - 2) // 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.replay)
        row.addWidget(self.strip, 1)
        row.addLayout(looking_back)
        self.strip.seek_requested.connect(self.seek_requested)
        self.strip.shift_requested.connect(self.shift_requested)
        self.strip.live_requested.connect(self.live_requested)
        self.strip.play_requested.connect(self.play_requested)
        self.strip.landmark_requested.connect(self.landmark_requested)
        self.strip.branch_requested.connect(self.branch_requested)
        self.strip.menu_requested.connect(self.menu_requested)

    def show_moment(self, moment: Moment) -> None:
        """Mark where this moment lies."""
        for button in (self.now_button, self.branch_button):
            button.setEnabled(not moment.is_live)
        self.replay.setEnabled(len(moment.history) > 1)
        if not moment.is_live and moment.frame.is_exact != self._is_exact:
            self._is_exact = moment.frame.is_exact
            self.branch_button.setToolTip(branch_tip(is_exact=self._is_exact))
        self.strip.show_moment(moment)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        for dressed in (self.now_button, self.branch_button, self.replay):
            dressed.show_theme(theme)
        self.strip.show_theme(theme)


def branch_tip(*, is_exact: bool) -> str:
    """What going on from a moment does."""
    tr = QCoreApplication.translate
    rest = tr("Timeline", "Unless you change something, it learns just what it learned then.")
    if not is_exact:
        rest = tr(
            "Timeline",
            "Of a network this large the optimizer's memory was not kept: it begins anew, so the first steps will differ.",
        )
    return tool_tip(
        tr("Timeline", "Continue from here"),
        tr("Timeline", "A new run goes on from this moment, with the network, data and settings of then. The run that you leave "
            "stays in the loss panel as a thin curve, and undo comes back to it."),
        rest, keys="Ctrl+B",
    )  # fmt: skip


class Strip(QWidget):
    """The loss of the run as a ghost, its landmarks, and a knob."""

    seek_requested = Signal(int)
    shift_requested = Signal(int)
    live_requested = Signal()
    play_requested = Signal()
    landmark_requested = Signal(int)
    branch_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._moment: Moment | None = None
        self._curve = QPolygonF()
        self._traced: tuple[CurveTable, int, QSize] | None = None
        """What the curve was traced of."""
        self._kept: tuple[object, QPixmap] | None = None
        """What lies below the knob, and what it was painted of."""
        self._landmarks: tuple[Landmark, ...] = ()
        self._known: Hashable = None  # of what the landmarks are
        self._found_at, self._moment_run = 0.0, -1
        self._newest = 0
        self._beat = Beat(self._follow, OFTEN, self)
        self._asked: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Timeline"))
        self.setToolTip(
            tool_tip(
                self.tr("The run from its beginning to now"),
                self.tr(
                    "Drag, or click, to see any moment again: the diagram and all panels show it, and training pauses. "
                    "The grey curve is the training loss. On the line below it: green where the loss dropped, red where it rose, grey "
                    "where it stood still; ticks are edits, the ring is the best test loss, a cross a divergence, a diamond where "
                    "this run branched off. The pointer on a mark says more."
                ),
                self.tr("A double click, or Play, leads back to now. Edits are made to the network as it is by now."),
                self.tr("A right click offers the branches to go back to."),
                keys=self.tr(
                    "← → a moment, Page up and down twenty, Ctrl+← → a mark, Home and End, Enter continues from here"
                ),
            )
        )

    @property
    def newest(self) -> int:
        """The step at its right end."""
        return self._newest

    @property
    def marks(self) -> list[float]:
        """At which steps edits were made."""
        return [float(landmark.step) for landmark in self._landmarks if landmark.sort is Sort.EDIT]

    @property
    def landmarks(self) -> tuple[Landmark, ...]:
        """What is marked."""
        return self._landmarks

    def show_moment(self, moment: Moment) -> None:
        """Mark where this moment lies; while training now and then."""
        is_other = self._moment is None or self._moment.run != moment.run
        self._moment = moment
        self._beat.ask(at_once=is_other or moment.state.name != "RUNNING")

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As long as there is room."""
        return QSize(300, HEIGHT)

    # What is drawn

    def _follow(self) -> None:
        if self._moment is not None:
            self._trace(self._moment)
            self.setAccessibleDescription(self._words())
            self.update()

    def _trace(self, moment: Moment) -> None:
        curves, history = moment.curves, moment.history
        last = history[-1].step if len(history) else 0
        self._newest = int(max(curves.step[-1] if len(curves) else 0, last, moment.frame.step))
        self._find_landmarks(moment)
        # who looks back sees other moments of the same curve
        traced = curves, self._newest, self.size()
        if self._traced is None or traced[0] is not self._traced[0] or traced[1:] != self._traced[1:]:
            self._traced = traced
            self._curve = self._ghost(curves.step, curves.train_loss)

    def _find_landmarks(self, moment: Moment) -> None:
        """Find out anew what there is to mark; while training now and then, and never twice for the same."""
        known = (moment.run, self._newest, len(moment.curves), len(moment.history), moment.origin, moment.divergences)
        is_early = moment.state is State.RUNNING and time.monotonic() - self._found_at < SELDOM
        is_other = self._moment_run != moment.run
        if known == self._known or (is_early and not is_other):
            return
        self._known, self._moment_run, self._found_at = known, moment.run, time.monotonic()
        self._landmarks = landmarks(moment)

    def _ghost(self, step: Array, loss: Array) -> QPolygonF:
        good = np.isfinite(loss)
        if good.sum() < 2 or not self._newest:
            return QPolygonF()
        low_x, high_x = self._ends()
        across = np.arange(low_x, high_x, 2.0)
        height = np.log10(np.maximum(loss[good], FLOOR))
        at = np.interp((across - low_x) / (high_x - low_x) * self._newest, step[good], height)
        low, high = float(at.min()), float(at.max())
        down = self._base() - (at - low) / max(high - low, 1e-6) * (self._base() - TOP - 2)
        return QPolygonF([QPointF(x, y) for x, y in zip(across.tolist(), down.tolist(), strict=True)])

    def _ends(self) -> tuple[float, float]:
        return SIDE, max(SIDE + 1.0, self.width() - SIDE)

    def _base(self) -> float:
        return self.height() - FOOT

    def _place(self, step: float) -> float:
        low, high = self._ends()
        return low + (high - low) * (min(1.0, step / self._newest) if self._newest else 1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Trace the curve for the new width."""
        super().resizeEvent(event)
        if self._moment is not None:
            self._trace(self._moment)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, the curve, the marks and the knob."""
        theme, moment = self._theme, self._moment
        with QPainter(self) as p:
            p.drawPixmap(0, 0, self._ground())
            if moment is None:
                return
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            base, at = self._base(), self._place(moment.frame.step)
            self._paint_numbers(p, moment, at)
            p.setPen(QPen(QColor(theme.accent), 1.4))
            p.drawLine(QLineF(at, TOP - 1, at, base))
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(QColor(theme.accent))
            p.drawEllipse(QPointF(at, base), KNOB, KNOB)

    def _ground(self) -> QPixmap:
        """What lies below numbers and knob, and stays as it is while somebody looks back."""
        ratio = self.devicePixelRatioF()
        key = self._traced, self._landmarks, self._theme, self.hasFocus(), self.size(), ratio
        if self._kept is None or self._kept[0] != key:
            pixmap = QPixmap(self.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as p:
                self._paint_ground(p)
            self._kept = key, pixmap
        return self._kept[1]

    def _paint_ground(self, p: QPainter) -> None:
        theme = self._theme
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 1))
        p.setBrush(QColor(theme.card))
        p.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        low, high = self._ends()
        base = self._base()
        p.setPen(QPen(QColor(theme.line), 1))
        p.drawLine(QLineF(low, base + 0.5, high, base + 0.5))
        if self._moment is None:
            return
        p.setPen(QPen(QColor(mixed(theme.card, theme.muted, 0.65)), 1))
        p.drawPolyline(self._curve)
        if self._newest:
            paint_marks(p, self._landmarks, self._place, base, theme)

    def _paint_numbers(self, p: QPainter, moment: Moment, at: float) -> None:
        font = sized(self.font(), 0.82)
        p.setFont(font)
        metrics = p.fontMetrics()
        where = QRectF(SIDE, self._base() + 4, self.width() - 2 * SIDE, FOOT - 6)
        text = self._words()
        wide = metrics.horizontalAdvance(text)
        left = min(max(SIDE, at - wide / 2), self.width() - SIDE - wide)
        p.setPen(QColor(self._theme.text if not moment.is_live else self._theme.muted))
        p.drawText(QRectF(left, where.y(), wide + 2, where.height()), Qt.AlignmentFlag.AlignVCenter, text)
        p.setPen(QColor(self._theme.muted))
        for words, side in (("0", Qt.AlignmentFlag.AlignLeft), (grouped(self._newest), Qt.AlignmentFlag.AlignRight)):
            room = metrics.horizontalAdvance(words) + 8
            is_free = (
                left > SIDE + room if side is Qt.AlignmentFlag.AlignLeft else left + wide < self.width() - SIDE - room
            )
            if is_free:
                p.drawText(where, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _words(self) -> str:
        moment = self._moment
        if moment is None:
            return ""
        if moment.is_live:
            return self.tr("now: step {step}").replace("{step}", grouped(moment.frame.step))
        text = self.tr("step {step} of {newest}, epoch {epoch}")
        values = {"step": moment.frame.step, "newest": self._newest, "epoch": moment.frame.epoch}
        return text.format(**{name: grouped(value) for name, value in values.items()})

    def event(self, event: QEvent) -> bool:
        """Say what the mark under the pointer is; elsewhere what the strip is."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            found = landmark_at(self._landmarks, self._place, event.x()) if self._newest else None
            text = self.toolTip() if found is None or event.y() < TOP else found.text
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    # What is asked for

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._asked = None
            self._ask(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event.position().x())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to now."""
        self.live_requested.emit()

    def _ask(self, x: float) -> None:
        low, high = self._ends()
        step = round(min(1.0, max(0.0, (x - low) / (high - low))) * self._newest)
        if step != self._asked:
            self._asked = step
            self.seek_requested.emit(step)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done: continue from here, go back to another branch."""
        self.menu_requested.emit(event.globalPos())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A moment for each notch."""
        notches = round(event.angleDelta().y() / 120)
        if notches:
            self.shift_requested.emit(-notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from moment to moment."""
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.landmark_requested.emit(KEYS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.branch_requested.emit()
        elif key in KEYS:
            self.shift_requested.emit(KEYS[key])
        elif key is Qt.Key.Key_Home:
            self.seek_requested.emit(0)
        elif key in {Qt.Key.Key_End, Qt.Key.Key_Escape}:
            self.live_requested.emit()
        elif key is Qt.Key.Key_Space:
            self.play_requested.emit()
        else:
            super().keyPressEvent(event)
