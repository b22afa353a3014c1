"""What a film of a run shows: the diagram, what it answers and its loss, with how far training is; never on the screen."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.diagram.stage import Stage
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

SIZE = (960, 540)
SMALLEST, LARGEST = (160, 160), (3840, 2160)
SIDE = 300
"""Pixels for the panels beside the diagram."""
FOOT = 26
"""Pixels for the line at the foot: how far training is."""
GAP = 8


class FilmSet(QWidget):
    """What the film shows, never on the screen."""

    def __init__(self, moment: Moment, theme: Theme, size: tuple[int, int] = SIZE) -> None:
        """Set it up for pictures of ``size`` pixels: laid out as in the usual size, and larger or smaller as a whole."""
        super().__init__()
        from hlviz.panels.loss import LossPanel  # panels are imported after the first frame
        from hlviz.panels.output import OutputPanel

        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme, selection, self._size = theme, Selection(self), size
        self._project = moment.project
        self._diagram = Stage(moment.project, selection)
        self._panels = [OutputPanel(selection), LossPanel(selection)]
        side = QVBoxLayout()
        side.setSpacing(GAP)
        for panel in self._panels:
            panel.setFixedWidth(SIDE)
            panel.show_theme(theme)
            side.addWidget(panel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, GAP, GAP, FOOT)
        layout.setSpacing(GAP)
        layout.addWidget(self._diagram, 1)
        layout.addLayout(side)
        self._diagram.show_theme(theme)
        self._diagram.set_reduced_motion(True)
        self._scale = min(size[0] / SIZE[0], size[1] / SIZE[1])
        self.resize(round(size[0] / self._scale), round(size[1] / self._scale))
        self.show()
        self._diagram.fit()

    def show_piece_by_piece(self, moment: Moment) -> Iterator[None]:
        """Show a moment, a part at each step."""
        if moment.project != self._project:
            self._project = moment.project
            self._diagram.show_project(moment.project)
        self._diagram.show_moment(moment)
        for panel in self._panels:
            panel.show_moment(moment)
            panel.catch_up()
            yield

    def picture(self, moment: Moment, last: int) -> QImage:
        """What it shows, with how far that is in a run that ends at step ``last``."""
        image = QImage(*self._size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._scale)
        image.fill(QColor(self._theme.window))
        self.render(image)
        with QPainter(image) as painter:
            self._paint_foot(painter, moment, last)
        return image

    def _paint_foot(self, painter: QPainter, moment: Moment, last: int) -> None:
        """A bar of how far it is, and which epoch."""
        theme, width, y = self._theme, self.width(), self.height() - FOOT
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self.tr("epoch {epoch}").format(epoch=f"{moment.frame.epoch:,}")
        painter.setPen(QColor(theme.text))
        room = 130
        painter.drawText(QRectF(GAP + 4, y, room, FOOT), Qt.AlignmentFlag.AlignVCenter, words)
        track = QRectF(room, y + FOOT / 2 - 2, width - room - 2 * GAP, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(track, 2, 2)
        share = moment.frame.step / last if last else 1.0
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(track.x(), track.y(), max(4.0, track.width() * share), 4), 2, 2)
