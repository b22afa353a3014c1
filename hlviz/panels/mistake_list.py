"""Samples that were named wrongly, the surest mistake first: pictures where the samples are pictures, else a list."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPen, QWheelEvent

from hlviz.colors import Theme
from hlviz.nn.arrays import Array, IntArray
from hlviz.number_text import rounded
from hlviz.panels.caption import small
from hlviz.panels.markers import draw_marker, shape_of
from hlviz.panels.names import class_names
from hlviz.panels.picture import Picture
from hlviz.session.moment import Moment

THUMBNAIL, GAP = 34.0, 5.0
BESIDE_NAME, BETWEEN = 15.0, 26.0
"""Pixels for the mark before a class, and from one class to the other with the arrow."""


@dataclass(frozen=True, eq=False)
class Named:
    """Samples and the classes they were given; arrays of equal length."""

    rows: IntArray
    """Of ``split.points``."""
    true: IntArray
    said: IntArray
    certainty: Array
    """How clearly the class was named."""

    def __len__(self) -> int:
        return len(self.rows)


class Mistakes(Picture):
    """As many as fit; the wheel shows the others."""

    clicked = Signal(int)
    """A row of the data's points."""

    def __init__(self) -> None:
        super().__init__()
        self._moment: Moment | None = None
        self._named = Named(np.empty(0, int), np.empty(0, int), np.empty(0, int), np.empty(0))
        self._first = 0
        self._probe = -1
        self._cells: list[QRectF] = []
        self._images: dict[int, QImage] = {}
        self._lit: int | None = None

    @property
    def rows(self) -> list[int]:
        """The samples that are listed, whether there is room for them or not."""
        return [int(row) for row in self._named.rows]

    def show_named(self, moment: Moment, named: Named) -> None:
        """List these."""
        if self._moment is None or self._moment.split is not moment.split:
            self._images.clear()
            self._first = 0
        self._moment, self._named = moment, named
        self._first = min(self._first, max(0, len(named) - 1))
        self.update()

    def show_probe(self, row: int) -> None:
        """Frame this sample."""
        self._probe = row
        self.update()

    @property
    def _is_pictures(self) -> bool:
        return self._moment is not None and self._moment.split.points.image_shape is not None

    @property
    def least_width(self) -> float:
        """Pixels in which both classes of a sample can be read."""
        if self._is_pictures:
            return THUMBNAIL
        return 2 * (self._longest(QFontMetricsF(small(self.font()))) + BESIDE_NAME) + BETWEEN - GAP

    def cell_of(self, row: int) -> QRectF | None:
        """Where a sample is; None where it is not shown."""
        for i, cell in enumerate(self._cells):
            if self._named.rows[self._first + i] == row:
                return cell
        return None

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """Draw as many as fit."""
        moment = self._moment
        if moment is None:
            return
        self._cells = self._laid_out(metrics)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i, cell in enumerate(self._cells):
            place = self._first + i
            if place == self._lit:
                p.fillRect(cell, QColor(self.theme.accent_soft))
            if self._is_pictures:
                self._draw_picture(p, metrics, moment, cell, place)
            else:
                self._draw_line(p, metrics, moment, cell, place)
            if self._named.rows[place] == self._probe:
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.setPen(QPen(QColor(self.theme.accent), 1.5))
                p.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _laid_out(self, metrics: QFontMetricsF) -> list[QRectF]:
        line = metrics.height()
        if self._is_pictures:
            width, height = THUMBNAIL + GAP, THUMBNAIL + line + 2
        else:
            width, height = min(2 * (self._longest(metrics) + BESIDE_NAME) + BETWEEN, self.width() + GAP), line + 2
        columns, rows = max(1, int((self.width() + GAP) / width)), max(1, int(self.height() / height))
        shown = min(columns * rows, len(self._named) - self._first)
        if self._is_pictures:
            return [QRectF(i % columns * width, i // columns * height, width - GAP, height) for i in range(shown)]
        return [QRectF(i // rows * width, i % rows * height, width - GAP, height) for i in range(shown)]

    def _draw_picture(self, p: QPainter, metrics: QFontMetricsF, moment: Moment, cell: QRectF, place: int) -> None:
        """The sample, and below "3 → 8"."""
        picture = QRectF(cell.left(), cell.top(), cell.width(), cell.width())
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        p.drawImage(picture.adjusted(2, 2, -2, -2), self._image(moment, int(self._named.rows[place])))
        names = class_names(moment.split.points, self.theme)
        text = f"{names[self._named.true[place]]} → {names[self._named.said[place]]}"
        p.setPen(QColor(self.theme.text))
        below = QRectF(cell.left() - 2, picture.bottom(), cell.width() + 4, metrics.height())
        p.drawText(
            below, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, below.width())
        )

    def _image(self, moment: Moment, row: int) -> QImage:
        if row not in self._images:
            points = moment.split.points
            pixels = points.x[row].reshape(points.image_shape or (1, 1))
            span = float(np.ptp(points.x)) or 1.0
            levels = ((pixels - float(points.x.min())) / span * 255).astype(np.intp)
            grey = np.ascontiguousarray(255 - levels if self.theme.name == "light" else levels, dtype=np.uint8)
            height, width = grey.shape
            self._images[row] = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
        return self._images[row]

    def _draw_line(self, p: QPainter, metrics: QFontMetricsF, moment: Moment, cell: QRectF, place: int) -> None:
        """The class it is of, and the name it was given."""
        points = moment.split.points
        true, said = int(self._named.true[place]), int(self._named.said[place])
        room = (cell.width() - BETWEEN + GAP) / 2 - BESIDE_NAME
        base = cell.center().y() + metrics.capHeight() / 2
        arrow = cell.left() + BESIDE_NAME + min(room, self._longest(metrics)) + 4
        p.setPen(QColor(self.theme.muted))
        p.drawText(QPointF(arrow, base), "→")
        for label, x in ((true, cell.left()), (said, arrow + BETWEEN - 9)):
            shape, color = shape_of(label, points.classes), QColor(self.theme.class_color(label, points.classes))
            draw_marker(p, QPointF(x + 6, cell.center().y()), 3.6, shape, color, QColor(self.theme.card))
            p.setPen(QColor(self.theme.text))
            name = metrics.elidedText(class_names(points, self.theme)[label], Qt.TextElideMode.ElideRight, room)
            p.drawText(QPointF(x + BESIDE_NAME, base), name)

    def _longest(self, metrics: QFontMetricsF) -> float:
        """The width of the longest name of a class."""
        names = class_names(self._moment.split.points, self.theme) if self._moment is not None else ()
        return max((metrics.horizontalAdvance(name) for name in names), default=0.0)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._images.clear()
        super().show_theme(theme)

    # Pointing

    def point_at(self, position: QPointF) -> str:
        """The sample under the pointer in words."""
        moment, place = self._moment, self._place_at(position)
        self._light(place)
        if moment is None or place is None:
            return ""
        names, named = class_names(moment.split.points, self.theme), self._named
        text = QCoreApplication.translate("Mistakes", "sample {row}: true {true}, said {said} ({certainty})")
        return text.format(
            row=int(named.rows[place]) + 1, true=names[named.true[place]], said=names[named.said[place]],
            certainty=rounded(float(named.certainty[place])),
        )  # fmt: skip

    def leave(self) -> None:
        """No sample is meant."""
        self._light(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which sample was clicked."""
        place = self._place_at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(int(self._named.rows[place]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Show others, a screenful at a time."""
        step = max(1, len(self._cells))
        turned = -1 if event.angleDelta().y() > 0 else 1
        if 0 <= self._first + turned * step < len(self._named):
            self._first += turned * step
        elif turned < 0:
            self._first = 0
        self.update()

    def _place_at(self, position: QPointF) -> int | None:
        return next((self._first + i for i, cell in enumerate(self._cells) if cell.contains(position)), None)

    def _light(self, place: int | None) -> None:
        if place != self._lit:
            self._lit = place
            self.update()
