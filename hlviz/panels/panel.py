"""A panel: a picture of a moment. It draws a dozen times a second at most, and not at all where nobody can see it."""

import time
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.document import Project
from hlviz.panels.table import Table
from hlviz.panels.turns import Turns
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

PERIOD = 0.070
"""Seconds, at least, from one draw to the next while training: of 60 frames a second every fifth."""
SHARE = 0.025
"""Of the window's time, at most, that one panel takes while training: a large network is drawn less often."""
SAYING = 0.5
"""Seconds, at least, from one sentence to the next while training: faster, nobody can read it."""


class Panel(QWidget):
    """What all panels share: when to draw, and the theme.

    A subclass says what it is called and fills in ``draw``, ``recolour``, ``summary`` and ``table``. What a person can do with
    this panel alone, it adds as an action (``addAction``): the menu has it above what can be done with any panel.
    """

    said = Signal(str)
    """The sentence of ``summary``, when it is another one."""
    menu_requested = Signal(QPoint)
    """The menu is wanted, at this place of the screen."""

    key: ClassVar[str]
    title: ClassVar[str]
    """In English; the window title is the translation."""
    room: ClassVar[QSize] = QSize(280, 150)
    """The size it would like; the same whatever the data, so that docks stay as they are when these change."""
    least_room: ClassVar[QSize] = QSize(180, 90)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.selection = selection
        self.theme: Theme = LIGHT
        self._moment: Moment | None = None
        self.shown: Moment | None = None
        """What was drawn last: what a pointer is over is of this moment, though a newer one may have come since."""
        self._is_behind = False
        self._is_seen = True
        self._draws = 0
        self._last_said, self._said_at = "", 0.0
        self._rested_at = 0.0
        self.turns = Turns()
        """Shared by those that are drawn in the same frames."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.redraw)
        self.setObjectName(f"panel.{self.key}")
        self.setWindowTitle(QCoreApplication.translate("Panel", self.title))
        self.setAccessibleName(self.windowTitle())

    @property
    def moment(self) -> Moment | None:
        """What it shows, or will show as soon as it can be seen."""
        return self._moment

    @property
    def can_be_seen(self) -> bool:
        """Whether it is on screen: what lies behind another tab is not, although Qt calls it visible."""
        return self._is_seen and self.isVisible()

    @property
    def is_behind(self) -> bool:
        """Whether there is something that it has not drawn, since nobody could see it."""
        return self._is_behind

    @property
    def draws(self) -> int:
        """How often it has drawn: who looked at this number before knows whether there is something new."""
        return self._draws

    def show_seen(self, seen: bool) -> None:
        """It has come to the front of the tabs, or gone behind them."""
        self._is_seen = seen
        if self._is_behind:
            self.redraw()

    def show_project(self, project: Project) -> None:
        """A panel shows what was trained: it waits for the moment that belongs to the project."""

    def show_moment(self, moment: Moment) -> None:
        """Draw this moment: now, where training pauses; else when it is this panel's turn."""
        before, self._moment = self._moment, moment
        if not self.can_be_seen:
            self._is_behind = True
            self.turns.leave(self)
            return
        if not is_running(moment):
            self.redraw()
            return
        wait = self._rested_at - time.monotonic()
        # a network just edited is first seen in the diagram, and painted before anything is drawn of it here
        is_new = before is not None and before.assembly is not moment.assembly
        if wait <= 0 and not is_new and self.turns.take(self, moment, self._rested_at):
            self.redraw()
        else:  # in case that no other moment comes
            self._later.start(round(max(PERIOD, wait) * 1000))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.theme = theme
        self.recolour(theme)
        self.update()
        self.redraw()

    def redraw(self) -> None:
        """Draw the last moment, once it can be seen."""
        if self._moment is None:
            return
        if not self.can_be_seen:
            self._is_behind = True
            return
        self._later.stop()
        self.turns.leave(self)
        begun, cpu = time.monotonic(), time.thread_time()
        self._draw_now(self._moment)
        self._rested_at = begun + max(PERIOD, (time.thread_time() - cpu) / SHARE)

    def catch_up(self) -> None:
        """Draw the last moment if that was put off: whoever copies or reads the panel has it as things are now."""
        if self._moment is not None and (self._is_behind or self._later.isActive()):
            self._later.stop()
            self._draw_now(self._moment)

    def _draw_now(self, moment: Moment) -> None:
        self._is_behind = False
        self._draws += 1
        self.shown = moment
        self.draw(moment)
        now = time.monotonic()
        if not is_running(moment) or now >= self._said_at + SAYING:
            self._said_at = now
            self._pronounce(self.summary())

    def _pronounce(self, sentence: str) -> None:
        if sentence != self._last_said:
            self._last_said = sentence
            self.setAccessibleDescription(sentence)
            self.said.emit(sentence)

    def draw(self, moment: Moment) -> None:
        """Show the moment. Whatever depends on the size is left to the paint event."""
        raise NotImplementedError

    def recolour(self, theme: Theme) -> None:
        """Hand the theme to what is inside."""

    def summary(self) -> str:
        """What there is to see, in one sentence: it stands below the picture, and is read out to who cannot see it."""
        raise NotImplementedError

    def table(self) -> Table | None:
        """What the picture shows, as numbers; None where there are none now. It is asked after ``draw``."""
        return None

    def end(self) -> None:
        """The window closes: leave what goes on beside it."""

    def sizeHint(self) -> QSize:
        """``room``."""
        return self.room

    def minimumSizeHint(self) -> QSize:
        """``least_room``."""
        return self.least_room

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while nobody could see it."""
        super().showEvent(event)
        if self._is_behind:
            self.redraw()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        event.accept()
        self.menu_requested.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        with QPainter(self) as p:
            p.fillRect(event.rect(), QColor(self.theme.card))


def is_running(moment: Moment) -> bool:
    """Whether the next moment is on its way."""
    return moment.state.name == "RUNNING"
