"""A run as pictures one after the other: the diagram, what it answers and its loss at the frames that were kept, drawn unseen."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.diagram.stage import Stage
from hlviz.session.errand import Errand
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.training.report import Report, State
from hlviz.window.pictures import image_of, png_bytes

SIZE = (960, 540)
SIDE = 300
"""Pixels for the panels beside the diagram."""
FOOT = 26
"""Pixels for the line at the foot: how far training is."""
MOST = 120
"""Pictures, at most: ten seconds."""
GAP = 8


class RunFilm(QObject):
    """Draws a film between what the screen needs; then it is gone."""

    drawn = Signal(int, int)
    """So many pictures of so many."""
    finished = Signal(object)
    """All pictures, a list of PNGs."""

    def __init__(self, report: Report, until: int, theme: Theme, parent: QWidget) -> None:
        """Take the frames of a report up to a step."""
        super().__init__(parent)
        self._report, self._theme = report, theme
        frames = [frame for frame in report.history.some(MOST) if frame.step <= until]
        self._frames = frames or [report.frame]
        self._pictures: list[bytes] = []
        self._set = _Set(self._moment(0), theme)
        self._errand = Errand(self)

    def begin(self) -> None:
        """Draw the first picture now and the others soon."""
        self._errand.begin(self._work(), self._end)

    def _work(self) -> Iterator[None]:
        for place in range(len(self._frames)):
            moment = self._moment(place)
            for _ in self._set.show_piece_by_piece(moment):
                yield
            image = self._set.picture(moment, self._frames[-1].step)
            yield
            self._pictures.append(png_bytes(image))
            self.drawn.emit(place + 1, len(self._frames))
            yield

    def _moment(self, place: int) -> Moment:
        report, frame = self._report, self._frames[place]
        is_kept = len(report.history) and frame.generation in report.history.assemblies
        assembly = report.history.assembly_of(frame) if is_kept else report.assembly
        return Moment(
            assembly, frame, report.curves, State.PAUSED, is_live=False, run=report.run, history=report.history,
            flows=report.flows,
        )  # fmt: skip

    def _end(self) -> None:
        self._set.close()
        self.finished.emit(self._pictures)
        self.deleteLater()


class _Set(QWidget):
    """What the film shows, never on the screen."""

    def __init__(self, moment: Moment, theme: Theme) -> None:
        super().__init__()
        from hlviz.panels.loss import LossPanel  # panels are imported after the first frame
        from hlviz.panels.output import OutputPanel

        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme, selection = theme, Selection(self)
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
        self.resize(*SIZE)
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
        image = image_of(self, ground=self._theme.window)
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
