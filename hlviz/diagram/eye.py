"""How the diagram is seen: nearer or farther, moved this way or that; as a widget, without what is drawn in it."""

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtWidgets import QWidget

from hlviz.diagram.scene import Scene
from hlviz.diagram.view import STEP, View, fitting

LEAST = QSize(320, 260)


class Eye(QWidget):
    """Keeps the diagram in sight: all of it as long as nobody zooms, else as much as there is room for."""

    zoom_changed = Signal(float)
    """1.0 is 100 %."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._is_fitted = View(), True
        self.setMinimumSize(LEAST)

    @property
    def scene(self) -> Scene:
        """What is drawn."""
        raise NotImplementedError

    @property
    def view(self) -> View:
        """How it is seen."""
        return self._view

    @property
    def room(self) -> tuple[float, float]:
        """(width, height) to draw in."""
        return max(self.width(), LEAST.width()), max(self.height(), LEAST.height())

    @property
    def zoom(self) -> float:
        """1.0 is 100 %."""
        return self._view.zoom

    def fit(self) -> None:
        """Show all of the diagram, and go on doing so as it changes."""
        self._is_fitted = True
        self._see(fitting(self.scene.geometry, *self.room))

    def zoom_in(self) -> None:
        """Closer, around the middle."""
        self.zoom_by(STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Farther away, around the middle."""
        self.zoom_by(1 / STEP, QPointF(self.rect().center()))

    def zoom_100(self) -> None:
        """One pixel of the diagram to one of the screen."""
        self.zoom_by(1 / self._view.zoom, QPointF(self.rect().center()))

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Closer or farther away; what is at a place of the widget stays there."""
        view = self._view.zoomed(factor, at.x(), at.y())
        self._is_fitted = False
        self._see(view.kept_in_sight(self.scene.geometry, *self.room))

    def shift(self, dx: float, dy: float) -> None:
        """Move the diagram by so many widget pixels."""
        self._see(self._view.shifted(dx, dy).kept_in_sight(self.scene.geometry, *self.room))

    def look_at(self, x: float, y: float) -> None:
        """Bring a place of the diagram into the middle, as far as that can be."""
        (width, height), zoom = self.room, self._view.zoom
        view = View(zoom, width / 2 - x * zoom, height / 2 - y * zoom)
        self._see(view.kept_in_sight(self.scene.geometry, width, height))

    def _keep_in_sight(self) -> None:
        """See all of a diagram that has become another, or the same part of it."""
        geometry = self.scene.geometry
        self._see(fitting(geometry, *self.room) if self._is_fitted else self._view.kept_in_sight(geometry, *self.room))

    def _see(self, view: View) -> None:
        if view == self._view:
            return
        has_zoomed = view.zoom != self._view.zoom
        self._view = view
        self.update()
        if has_zoomed:
            self.zoom_changed.emit(view.zoom)
