"""A piece as it lies in the palette: dragged onto the diagram, or pressed to go where the selection is."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QDrag, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from hlviz.inspector.piece_pictures import paint_curve
from hlviz.nn.activations import Activation
from hlviz.session.piece import Piece
from hlviz.widgets.buttons import Button
from hlviz.widgets.surface import Condition, draw_grip, draw_surface
from hlviz.widgets.tile import PaintPicture
from hlviz.widgets.typeface import caption_font, sized, value_font

DRAGGED_WIDTH = 150
BESIDE = QPoint(-8, 8)
"""Where the pointer is, seen from the lower left corner of the dragged picture: the place of the drop can be seen."""


class PieceButton(Button):
    """What all pieces share: they can be picked up, and say so. Subclasses draw the face."""

    def __init__(self, piece: Piece, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.piece = piece
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(False)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pressed_at: QPointF | None = None
        self._in_use = False

    @property
    def in_use(self) -> bool:
        """Whether the layer that a click would change has this already."""
        return self._in_use

    def show_in_use(self, in_use: bool) -> None:
        """Show whether the layer that a click would change has this already."""
        if in_use != self._in_use:
            self._in_use = in_use
            self.update()

    def draw_face(self, p: QPainter, rect: QRectF, condition: Condition) -> None:
        """Draw the piece into a rectangle, in pixels."""
        raise NotImplementedError

    def dragged_picture(self) -> QPixmap:
        """What follows the pointer while the piece is dragged."""
        scale = self.devicePixelRatioF()
        size = QSize(min(self.width(), DRAGGED_WIDTH), self.height())
        picture = QPixmap(size * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw_face(p, QRectF(QPointF(), size.toSizeF()), Condition(chosen=True))
        return picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the face."""
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw_face(p, QRectF(self.rect()), Condition.of(self, pressed=self.isDown(), chosen=self._in_use))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps the beginning of a drag."""
        self._pressed_at = event.position() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pick the piece up once the pointer has gone far enough."""
        if self._pressed_at is None:
            return
        if (event.position() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self.drag()

    def drag(self) -> Qt.DropAction:
        """Hand the piece to the pointer until it is dropped or Escape is pressed; what became of it."""
        drag = QDrag(self)
        data = self.piece.to_mime()
        drag.setMimeData(data)
        drag.setPixmap(self.dragged_picture())
        drag.setHotSpot(QPoint(0, self.height()) + BESIDE)
        return drag.exec(Qt.DropAction.CopyAction)


class PieceCard(PieceButton):
    """A piece with a picture, a title and a remark."""

    def __init__(
        self, piece: Piece, title: str, remark: str, paint_picture: PaintPicture, parent: QWidget | None = None
    ) -> None:
        super().__init__(piece, title, parent)
        self._remark = remark
        self._paint_picture = paint_picture

    def show_remark(self, remark: str) -> None:
        """Say this below the title."""
        if remark != self._remark:
            self._remark = remark
            self.update()

    def sizeHint(self) -> QSize:
        """Room for two lines."""
        title, remark = QFontMetricsF(value_font(self.font())), QFontMetricsF(caption_font(self.font()))
        width = max(title.horizontalAdvance(self.text()), remark.horizontalAdvance(self._remark))
        return QSize(round(width) + 60, round(title.height() + remark.height()) + 11)

    def minimumSizeHint(self) -> QSize:
        """Room for picture and title."""
        title = QFontMetricsF(value_font(self.font())).horizontalAdvance(self.text())
        return QSize(min(94, round(title) + 46), self.sizeHint().height())

    def draw_face(self, p: QPainter, rect: QRectF, condition: Condition) -> None:
        """Picture on the left, words beside it, a grip where there is room."""
        theme = self._theme
        draw_surface(p, rect, theme, condition)
        side = rect.height() - 12
        plate = QRectF(rect.left() + 6, rect.top() + 6, side, side)
        draw_surface(p, plate, theme, Condition(), radius=6, ground=theme.card)
        self._paint_picture(p, plate.adjusted(4, 4, -4, -4), theme)
        left = plate.right() + 7
        title, remark = value_font(self.font()), caption_font(self.font())
        title_height, remark_height = QFontMetricsF(title).height(), QFontMetricsF(remark).height()
        top = rect.center().y() - (title_height + remark_height) / 2
        room = rect.right() - left - 3
        if room > 110:
            draw_grip(p, QPointF(rect.right() - 14, rect.center().y()), theme.muted)
            room -= 16
        for text, font, color, y, height in (
            (self.text(), title, theme.text, top, title_height),
            (self._remark, remark, theme.muted, top + title_height, remark_height),
        ):
            p.setFont(font)
            p.setPen(QColor(color))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            p.drawText(QRectF(left, y, room + 2, height), Qt.AlignmentFlag.AlignVCenter, shown)


class PieceChip(PieceButton):
    """An activation function: its curve and its name."""

    def __init__(self, piece: Piece, activation: Activation, parent: QWidget | None = None) -> None:
        super().__init__(piece, activation.title, parent)
        self._activation = activation

    def sizeHint(self) -> QSize:
        """Room for a line."""
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance(self.text())) + 44, max(26, round(metrics.height()) + 10))

    def minimumSizeHint(self) -> QSize:
        """Room for the curve and most of the name."""
        return QSize(84, self.sizeHint().height())

    def draw_face(self, p: QPainter, rect: QRectF, condition: Condition) -> None:
        """Curve on the left, name beside it."""
        theme = self._theme
        draw_surface(p, rect, theme, condition, radius=7)
        height = rect.height() - 11
        curve = QRectF(rect.left() + 7, rect.top() + 5.5, height * 1.35, height)
        paint_curve(p, curve, self._activation, theme, theme.accent)
        font = sized(self.font(), 0.95)
        p.setFont(font)
        p.setPen(QColor(theme.text))
        place = rect.adjusted(curve.width() + 12, 0, -3, 0)
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, place.width() + 0.5)
        p.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
