"""A panel: a picture of a moment. It draws a few dozen times a second at most, and not at all where nobody can see it."""

import itertools
import time
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QSize, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.document import Project
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

PERIOD = 0.040
"""Seconds from one draw to the next while training: 25 a second, with the diagram at 60."""
SHARE = 0.04
"""Of the window's time, at most, that one panel takes while training: a large network is drawn less often."""
TURNS = 4
"""Panels take turns, so that not all of them draw within one screen frame."""
_turns = itertools.count()


class Panel(QWidget):
    """What all panels share: when to draw, and the theme.

    A subclass says what it is called and fills in ``draw``, ``recolour`` and ``summary``.
    """

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
        self._is_behind = False
        self._turn = next(_turns) % TURNS
        self._drawn_in = -1
        self._rested_at = 0.0
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

    def show_project(self, project: Project) -> None:
        """A panel shows what was trained: it waits for the moment that belongs to the project."""

    def show_moment(self, moment: Moment) -> None:
        """Draw this moment: now, where training pauses; else when it is this panel's turn."""
        self._moment = moment
        if not self.isVisible():
            self._is_behind = True
            return
        if not is_running(moment):
            self.redraw()
            return
        wait = self._rested_at - time.monotonic()
        if wait <= 0 and self._interval() != self._drawn_in:
            self.redraw()
        elif not self._later.isActive():
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
        if not self.isVisible():
            self._is_behind = True
            return
        self._is_behind = False
        self._later.stop()
        self._drawn_in = self._interval()
        begun = time.thread_time()
        self.draw(self._moment)
        self._rested_at = time.monotonic() + (time.thread_time() - begun) / SHARE
        if not is_running(self._moment):
            self.setAccessibleDescription(self.summary())

    def draw(self, moment: Moment) -> None:
        """Show the moment. Whatever depends on the size is left to the paint event."""
        raise NotImplementedError

    def recolour(self, theme: Theme) -> None:
        """Hand the theme to what is inside."""

    def summary(self) -> str:
        """What there is to see, in one sentence, for who cannot see it."""
        raise NotImplementedError

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        with QPainter(self) as p:
            p.fillRect(event.rect(), QColor(self.theme.card))

    def _interval(self) -> int:
        return int((time.monotonic() - self._turn * PERIOD / TURNS) / PERIOD)


def is_running(moment: Moment) -> bool:
    """Whether the next moment is on its way."""
    return moment.state.name == "RUNNING"
