"""A page about a network, to print or hand in: drawn by the diagram and the panels themselves, so that lines and words stay such."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QDate,
    QIODevice,
    QLocale,
    QMarginsF,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from hlviz.colors import LIGHT
from hlviz.diagram.painters.picture import FINE
from hlviz.diagram.stage import Stage
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.widgets.typeface import sized
from hlviz.window.page_facts import Section, headline, made_with, sections_of
from hlviz.window.pictures import DOTS_PER_INCH, drawn_afresh

if TYPE_CHECKING:
    from hlviz.panels import Panel

MARGIN = 48
"""At each side, of 96 to the inch, as all lengths here."""
GAP = 18
BETWEEN = 28
"""Between two columns."""
ROW = 15.0
HEADING = 20.0
FOOT = 22
DIAGRAM = 0.56
"""Of the room for pictures, the diagram's."""
SHRUNK = 0.8
"""The diagram and the panels are laid out larger than they come out, so that no less is in them than in the window."""
NOTES = 3
"""Lines of notes, at most."""


@dataclass(frozen=True)
class Paper:
    """A size of paper."""

    title: str
    size: QPageSize.PageSizeId


PAPERS = {"a4": Paper("A4", QPageSize.PageSizeId.A4), "letter": Paper("Letter", QPageSize.PageSizeId.Letter)}


def tr(text: str) -> str:
    """A text of the page in the user's language."""
    return QCoreApplication.translate("Page", text)


def usual_paper() -> str:
    """The key of the paper that printers have where the user lives."""
    is_american = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    return "letter" if is_american else "a4"


def page_pdf(moment: Moment, paper: str, today: date) -> bytes:
    """The page as a PDF, light whatever the window wears.

    Parameters
    ----------
    moment
        What it is about.
    paper
        A key of ``PAPERS``.
    today
        The date that it bears.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pdf = QPdfWriter(buffer)
    pdf.setResolution(DOTS_PER_INCH)
    pdf.setTitle(moment.project.name)
    page = QPageSize(PAPERS[paper].size)
    pdf.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    size = page.sizePixels(DOTS_PER_INCH)
    with QPainter(pdf) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        room = QRectF(MARGIN, MARGIN, size.width() - 2 * MARGIN, size.height() - 2 * MARGIN)
        _Page(painter, moment, room, today).paint()
    return bytes(buffer.data().data())


class _Page:
    """Paints from the top to the foot; pictures get the room that words leave."""

    def __init__(self, painter: QPainter, moment: Moment, room: QRectF, today: date) -> None:
        self._p, self._moment, self._room, self._today = painter, moment, room, today
        self._font = QFont(QApplication.font())
        self._font.setPointSizeF(8.5)
        self._y = room.top()

    def paint(self) -> None:
        self._title()
        sections = sections_of(self._moment)
        columns = (sections[:1], sections[1:2], sections[2:3], sections[3:])
        tall = HEADING + ROW * max(len(section.rows) for section in sections)
        notes = self._wrapped(self._moment.project.notes)
        below = tall + GAP + (len(notes) * ROW + GAP if notes else 0) + FOOT
        pictures = self._room.bottom() - self._y - below - GAP
        with _Pictures(self._moment) as made:
            self._diagram(made, pictures * DIAGRAM)
            self._y += GAP
            self._panels(made, pictures * (1 - DIAGRAM) - GAP)
        self._y += GAP
        self._facts(columns)
        self._y += tall + GAP
        for line in notes:
            self._say(line, LIGHT.text, QFont(self._font))
            self._y += ROW
        self._foot()

    def _title(self) -> None:
        name = " ".join(self._moment.project.name.split()) or tr("A network")
        font = sized(self._font, 2.0, QFont.Weight.Bold)
        if QFontMetricsF(font).horizontalAdvance(name) > self._room.width():
            font = sized(self._font, 1.4, QFont.Weight.Bold)
        height = QFontMetricsF(font).height()
        self._say(name, LIGHT.text, font)
        self._y += height + 1
        sizes = self._moment.assembly.wiring.sizes
        words = " → ".join(map(str, sizes)) if len(sizes) <= 8 else tr("{n} layers").replace("{n}", str(len(sizes)))
        day = QLocale().toString(QDate(self._today.year, self._today.month, self._today.day), "d MMMM yyyy")
        self._say(
            tr("A neural network, {sizes} · {day}").format(sizes=words, day=day), LIGHT.muted, sized(self._font, 1.1)
        )
        self._y += 19
        self._p.setPen(QColor(LIGHT.line))
        self._p.drawLine(QPointF(self._room.left(), self._y), QPointF(self._room.right(), self._y))
        self._y += 8
        self._say(headline(self._moment), LIGHT.text, sized(self._font, 1.2, QFont.Weight.DemiBold))
        self._y += 24

    def _diagram(self, made: "_Pictures", height: float) -> None:
        stage = made.stage
        stage.resize(round(self._room.width() / SHRUNK), round(height / SHRUNK))
        stage.fit()
        with _at(self._p, self._room.left(), self._y, SHRUNK):
            self._p.setClipRect(QRectF(0, 0, stage.width(), stage.height()))
            stage.paint_picture(self._p, FINE, has_ground=False)
        self._y += height

    def _panels(self, made: "_Pictures", height: float) -> None:
        width = (self._room.width() - BETWEEN) / len(made.panels)
        for place, panel in enumerate(made.panels):
            left = self._room.left() + place * (width + BETWEEN)
            self._heading(panel.windowTitle(), left, width)
            panel.resize(round(width / SHRUNK), round((height - HEADING) / SHRUNK))
            made.settle(panel)
            with _at(self._p, left, self._y + HEADING, SHRUNK), drawn_afresh(panel):
                panel.render(self._p, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
        self._y += height

    def _facts(self, columns: tuple[tuple[Section, ...], ...]) -> None:
        width = (self._room.width() - BETWEEN * (len(columns) - 1)) / len(columns)
        for place, column in enumerate(columns):
            left, y = self._room.left() + place * (width + BETWEEN), self._y
            for section in column:
                self._heading(section.title, left, width, y)
                y += HEADING
                for name, value in section.rows:
                    self._row(name, value, left, y, width)
                    y += ROW

    def _row(self, name: str, value: str, left: float, y: float, width: float) -> None:
        """A name and its value at the right; where there is no room for both, the longer gives way."""
        metrics = QFontMetricsF(self._font)
        half = width * 0.5
        said = metrics.horizontalAdvance(value)
        room = max(half, width - metrics.horizontalAdvance(name) - 8)
        value = metrics.elidedText(value, Qt.TextElideMode.ElideRight, room)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width - min(said, room) - 6)
        self._p.setFont(self._font)
        self._p.setPen(QColor(LIGHT.muted))
        self._p.drawText(QPointF(left, y + metrics.ascent()), name)
        self._p.setPen(QColor(LIGHT.text))
        self._p.drawText(QPointF(left + width - metrics.horizontalAdvance(value), y + metrics.ascent()), value)

    def _heading(self, text: str, left: float, width: float, y: float | None = None) -> None:
        top = self._y if y is None else y
        font = sized(self._font, 1.0, QFont.Weight.Bold)
        self._p.setFont(font)
        self._p.setPen(QColor(LIGHT.text))
        self._p.drawText(QPointF(left, top + QFontMetricsF(font).ascent()), text)
        self._p.setPen(QColor(LIGHT.line))
        self._p.drawLine(QPointF(left, top + HEADING - 4), QPointF(left + width, top + HEADING - 4))

    def _say(self, text: str, color: str, font: QFont) -> None:
        """One line across the page."""
        metrics = QFontMetricsF(font)
        self._p.setFont(font)
        self._p.setPen(QColor(color))
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._room.width())
        self._p.drawText(QPointF(self._room.left(), self._y + metrics.ascent()), text)

    def _wrapped(self, text: str) -> list[str]:
        """Notes in lines as wide as the page, the last with an ellipsis where there are more."""
        metrics, lines = QFontMetricsF(self._font), [""]
        words = text.split()
        for place, word in enumerate(words):
            longer = f"{lines[-1]} {word}".strip()
            if metrics.horizontalAdvance(longer) <= self._room.width():
                lines[-1] = longer
            elif len(lines) == NOTES:
                lines[-1] = " ".join([lines[-1], *words[place:]])  # cut off where it is drawn
                break
            else:
                lines.append(word)
        return [line for line in lines if line]

    def _foot(self) -> None:
        self._y = self._room.bottom() - 11
        seed = self._moment.project.training.seed
        words = tr("{versions} · seed {seed}: the same data, settings and seed give the same numbers again")
        self._say(words.format(versions=made_with(), seed=seed), LIGHT.muted, sized(self._font, 0.85))


class _Pictures(QWidget):
    """The widgets that draw, never on the screen."""

    def __init__(self, moment: Moment) -> None:
        super().__init__()
        from hlviz.panels import PANELS  # panels are imported after the first frame

        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setStyleSheet(f"QLabel {{ color: {LIGHT.muted}; background: transparent; }}")
        selection = Selection(self)
        self.stage = Stage(moment.project, selection)
        self.stage.setParent(self)
        self.panels: list[Panel] = [PANELS[key](selection, self) for key in ("loss", _answer(moment))]
        self.resize(QSize(1200, 1200))
        self.stage.show_theme(LIGHT)
        self.stage.set_reduced_motion(True)
        self.show()
        self.stage.show_moment(moment)
        for panel in self.panels:
            panel.show_theme(LIGHT)
            panel.show_moment(moment)
            panel.catch_up()
        if moment.frame.step == 0:  # on paper there is nothing to press
            for label in self.panels[0].findChildren(QLabel):
                label.setText(tr("No step of training yet: there is no curve."))

    def settle(self, panel: "Panel") -> None:
        """Leave nothing on a panel that only a hand could use."""
        for button in panel.findChildren(QAbstractButton):
            button.hide()
        layout = panel.layout()
        if layout is not None:
            layout.activate()
        QApplication.sendPostedEvents(panel)

    def __enter__(self) -> "_Pictures":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self.deleteLater()


def _answer(moment: Moment) -> str:
    """The panel that shows best what a network answers: the plane or the curve, else which class is taken for which."""
    if moment.is_plane or moment.is_curve:
        return "output"
    return "confusion" if moment.assembly.is_classification else "residuals"


class _at:  # noqa: N801 - read as "with _at(…)"
    """Meanwhile a painter is at another place, and smaller."""

    def __init__(self, painter: QPainter, x: float, y: float, scale: float) -> None:
        self._painter, self._place = painter, (x, y, scale)

    def __enter__(self) -> None:
        x, y, scale = self._place
        self._painter.save()
        self._painter.translate(x, y)
        self._painter.scale(scale, scale)

    def __exit__(self, *_: object) -> None:
        self._painter.restore()
