"""The way from what was seen to what will be: begun when the network changes, done a fifth of a second later."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from hlviz.diagram.painters.drawing import Drawing
from hlviz.diagram.painters.glide import Glide, Moving
from hlviz.diagram.scene import Scene
from hlviz.diagram.transition import Transition, can_glide, moved
from hlviz.diagram.view import View

MILLISECONDS = 220


@dataclass(frozen=True, eq=False)
class Seen:
    """What is on the screen: a drawing, where its things are just now, and how it is seen."""

    drawing: Drawing
    scene: Scene
    view: View
    moving: Moving | None


class Way(QVariantAnimation):
    """Says how much is done; no timer runs but while something is on its way."""

    def __init__(self, repaint: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(MILLISECONDS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide: Glide | None = None
        self._repaint = repaint
        self.valueChanged.connect(lambda _: repaint())
        self.finished.connect(self.leave)

    def begin(self, seen: Seen, drawing: Drawing, view: View, ratio: float) -> None:
        """Go from what was seen to a drawing, if the eye can follow that.

        Parameters
        ----------
        ratio
            Device pixels to one of the widget.
        """
        self.leave()
        if not seen.drawing.has_figures or not can_glide(seen.scene, drawing.scene):
            return
        transition = Transition(moved(seen.scene, seen.view, view), drawing.scene)
        if not transition.is_still:
            self._glide = Glide(seen.drawing, drawing, transition, view.zoom * ratio, seen.moving)
            self.start()

    def moving(self) -> Moving | None:
        """What is to be painted now; None where everything is in its place."""
        return self._glide.at(float(self.currentValue())) if self._glide is not None else None

    def leave(self) -> None:
        """Put everything in its place."""
        self.stop()
        if self._glide is not None:
            self._glide = None
            self._repaint()
