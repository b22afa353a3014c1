"""A run as a film: drawn unseen between what the screen needs, packed and made into a file in the thread for what leaves."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from hlviz.colors import Theme
from hlviz.errors import HlvizError
from hlviz.interchange.formats import FilmFormat
from hlviz.interchange.pictures import Film, Picture
from hlviz.session.errand import Errand
from hlviz.session.file_thread import Finish
from hlviz.session.filing import Filing
from hlviz.session.moment import Moment
from hlviz.training.report import Report, State
from hlviz.window.film_set import FilmSet

MOST = 120
"""Pictures, at most: ten seconds."""
DRAWING = 0.6
"""Of the work, about, is drawing; the rest is making a film of the pictures."""
PATIENCE = 400
"""Milliseconds before a bar shows how far it is."""
PARTS = 1000
"""Of the bar."""


class RunFilm(QObject):
    """Makes a film of a run and puts it into a file; then it is gone. A bar tells how far it is, with a button to call it off."""

    ended = Signal()
    """The film is made, called off or failed; its file is written next, if any."""
    _encoded = Signal(float)

    def __init__(
        self, report: Report, until: int, theme: Theme, form: FilmFormat, path: Path, filing: Filing, parent: QWidget
    ) -> None:
        """Take the frames of a report up to a step.

        Parameters
        ----------
        report, until
            The run, and the step that the film ends at.
        theme
            What it looks like.
        form, path
            What it becomes, and where.
        filing
            Has the thread for what leaves, and tells what became of the file.
        parent
            The window; the bar lies above it.
        """
        super().__init__(parent)
        self._report, self._theme, self._form, self._path, self._filing = report, theme, form, path, filing
        frames = [frame for frame in report.history.some(MOST) if frame.step <= until]
        self._frames = frames or [report.frame]
        self._pictures: list[Picture] = []  # the thread alone adds to it, and reads it
        self._set = FilmSet(self._moment(0), theme)
        self._errand = Errand(self)
        self._is_called_off = False
        self.bar = _bar(path, parent)
        self.bar.canceled.connect(self.call_off)
        self._encoded.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._leave, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Draw the first picture now and the others soon."""
        self._errand.begin(self._work(), self._make)

    def call_off(self) -> None:
        """Make no film: no file is written, and one that was there stays."""
        if self._is_called_off:
            return
        self._is_called_off = True
        if self._errand.is_under_way:
            self._errand.stop()
            self._set.close()
            self.ended.emit()

    def _work(self) -> Iterator[None]:
        for place in range(len(self._frames)):
            moment = self._moment(place)
            for _ in self._set.show_piece_by_piece(moment):
                yield
            image = self._set.picture(moment, self._frames[-1].step)
            yield
            self._pack(image.width(), image.height(), bytes(image.constBits()))
            self._show(DRAWING * (place + 1) / len(self._frames))
            yield

    def _pack(self, width: int, height: int, pixels: bytes) -> None:
        def pack() -> Finish:
            self._pictures.append(Picture.of(width, height, pixels))
            return lambda: None

        self._filing.beside(pack)

    def _moment(self, place: int) -> Moment:
        report, frame = self._report, self._frames[place]
        is_kept = len(report.history) and frame.generation in report.history.assemblies
        assembly = report.history.assembly_of(frame) if is_kept else report.assembly
        return Moment(
            assembly, frame, report.curves, State.PAUSED, is_live=False, run=report.run, history=report.history,
            flows=report.flows,
        )  # fmt: skip

    def _make(self) -> None:
        self._set.close()
        self._filing.write(self._path, self._made)

    def _made(self) -> bytes | None:
        """The bytes of the film, or None where it was called off; in the thread."""
        try:
            data = self._form.encode(Film(self._pictures, told=self._tell))
            return None if self._is_called_off else data
        except _CalledOffError:
            return None
        finally:
            self.ended.emit()

    def _tell(self, share: float) -> None:
        if self._is_called_off:
            raise _CalledOffError
        self._encoded.emit(DRAWING + (1 - DRAWING) * share)

    def _show(self, share: float) -> None:
        if not self._is_called_off:
            self.bar.setValue(round(PARTS * share))

    def _leave(self) -> None:
        self.bar.reset()
        self.bar.deleteLater()
        self.deleteLater()


class _CalledOffError(HlvizError):
    """Nobody wants the film any more."""


def _bar(path: Path, parent: QWidget) -> QProgressDialog:
    """How far it is. The window can be used meanwhile."""
    bar = QProgressDialog(parent)
    bar.setWindowTitle(bar.tr("Film of the run"))
    bar.setLabelText(bar.tr("Drawing and writing {name}").replace("{name}", path.name))
    bar.setCancelButtonText(bar.tr("Cancel"))
    bar.setToolTip(
        bar.tr("How far the film is. Cancel, or Esc, stops it: no file is written, and one that was there stays.")
    )
    bar.setRange(0, PARTS)
    bar.setMinimumDuration(PATIENCE)
    bar.setAutoClose(False)
    bar.setAutoReset(False)
    bar.setModal(False)
    return bar
