"""Where one draws: with the mouse as with a pen, with the keys pixel by pixel."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QWheelEvent,
)

from hlviz.colors import Theme, mixed
from hlviz.panels.paper import Cell, Paper
from hlviz.panels.picture import Picture

Key = Qt.Key
WAYS = {Key.Key_Left: (0, -1), Key.Key_Right: (0, 1), Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0)}
FINEST, BROADEST = 0.3, 0.3
"""The brush: at least so many pixels that the network sees, and at most this share of the paper."""
TURN = 1.15
"""How much a step of the wheel makes it broader."""


class InkCanvas(Picture):
    """Paper, pen and rubber."""

    drawn = Signal()
    """The drawing has changed."""
    brush_changed = Signal(float)
    """Its width in pixels that the network sees."""
    wanted = Signal()
    """Enter: the drawing is to be followed again."""

    def __init__(self) -> None:
        super().__init__()
        self._paper: Paper | None = None
        self._brush = 1.0
        self._last: QPointF | None = None
        self._erases = False
        self._pointer: QPointF | None = None
        self._cell: Cell = (0, 0)
        self._is_by_key = False
        self._hint = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(70, 70)

    @property
    def paper(self) -> Paper | None:
        """What it draws on; None where there is nothing to draw."""
        return self._paper

    @property
    def brush(self) -> float:
        """How wide a stroke is, in pixels that the network sees."""
        return self._brush

    def show_paper(self, paper: Paper | None, brush: float) -> None:
        """Draw on this."""
        self._paper, self._last = paper, None
        self._cell = (paper.rows // 2, paper.columns // 2) if paper is not None else (0, 0)
        self.set_brush(brush)
        self.update()

    def show_hint(self, text: str) -> None:
        """What to do, written on blank paper."""
        self._hint = text
        self.update()

    def set_brush(self, width: float) -> None:
        """Draw broader or finer strokes."""
        if self._paper is None:
            return
        width = min(max(width, FINEST), BROADEST * max(self._paper.rows, self._paper.columns))
        if width != self._brush:
            self._brush = width
            self.brush_changed.emit(width)
            self.update()

    def clear(self) -> None:
        """Take a blank sheet."""
        self._change(lambda paper: paper.clear())

    def undo(self) -> None:
        """Take the last stroke back."""
        self._change(lambda paper: paper.undo())

    def _change(self, act: Callable[[Paper], None]) -> None:
        if self._paper is not None:
            act(self._paper)
            self.update()
            self.drawn.emit()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke: ink with the left button, rubber with the right one or with Shift."""
        self._is_by_key = False
        at = self._place(event.position())
        if self._paper is None or at is None or self._last is not None:
            return
        if event.button() not in {Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton}:
            return
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._erases = event.button() is Qt.MouseButton.RightButton or is_shifted
        self._paper.begin()
        self._last = at
        self._draw_to(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        self._pointer = event.position()
        at = self._place(event.position(), beyond=True)
        if self._last is not None and at is not None:
            self._draw_to(at)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if not event.buttons():
            self._last = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Take a broader or a finer brush."""
        turned = (event.angleDelta().y() or event.angleDelta().x()) / 120
        self.set_brush(self._brush * TURN**turned)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button rubs out: it opens no menu."""
        event.accept()

    def leave(self) -> None:
        """The pointer is gone."""
        self._pointer = None
        self.update()

    def _draw_to(self, at: QPointF) -> None:
        assert self._paper is not None
        assert self._last is not None
        self._paper.stroke(self._last, at, self._brush, erases=self._erases)
        self._last = at
        self.update()
        self.drawn.emit()

    # The keys

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Z for the strokes while one is drawing: the window would take it for the document."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if isinstance(event, QKeyEvent) and is_asked and event.matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk over the pixels, Space inks one, Backspace or Shift+Space rubs it out, Delete takes a blank sheet."""
        paper, key = self._paper, Key(event.key())
        self._is_by_key = True
        if paper is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif key in WAYS:
            down, across = WAYS[key]
            self._cell = (self._cell[0] + down) % paper.rows, (self._cell[1] + across) % paper.columns
            self.update()
        elif key in {Key.Key_Space, Key.Key_Backspace}:
            erases = key == Key.Key_Backspace or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            paper.begin()
            self._change(lambda paper: paper.fill(self._cell, erases=erases))
        elif key == Key.Key_Delete:
            self.clear()
        elif key in {Key.Key_Return, Key.Key_Enter}:
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    # The picture

    def sizeHint(self) -> QSize:
        """Large enough to draw in."""
        return QSize(190, 190)

    def sheet(self) -> QRectF:
        """Where the paper is."""
        if self._paper is None:
            return QRectF()
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        side = min(room.width() / self._paper.columns, room.height() / self._paper.rows)
        wide, high = side * self._paper.columns, side * self._paper.rows
        return QRectF(room.left() + (room.width() - wide) / 2, room.top() + (room.height() - high) / 2, wide, high)

    def _place(self, position: QPointF, *, beyond: bool = False) -> QPointF | None:
        """Which place of the paper is there; None beside it, unless a stroke goes on there."""
        sheet = self.sheet()
        if self._paper is None or sheet.isEmpty() or not (beyond or sheet.contains(position)):
            return None
        side = sheet.width() / self._paper.columns
        return QPointF((position.x() - sheet.left()) / side, (position.y() - sheet.top()) / side)

    def paint(self, p: QPainter, metrics: QFontMetricsF) -> None:
        """The ink, faint lines between the pixels that the network sees, the brush, and where the keys are."""
        paper, sheet = self._paper, self.sheet()
        if paper is None or sheet.isEmpty():
            return
        theme, side = self.theme, sheet.width() / paper.columns
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        p.drawImage(sheet, _colored(paper.image, theme))
        p.setPen(QPen(QColor(mixed(theme.line, theme.field, 0.35)), 1))
        if side >= 5:
            p.setCompositionMode(QPainter.CompositionMode.CompositionMode_Darken)
            if theme.name == "dark":
                p.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
            for i in range(1, paper.columns):
                x = round(sheet.left() + i * side) + 0.5
                p.drawLine(QPointF(x, sheet.top()), QPointF(x, sheet.bottom()))
            for i in range(1, paper.rows):
                y = round(sheet.top() + i * side) + 0.5
                p.drawLine(QPointF(sheet.left(), y), QPointF(sheet.right(), y))
            p.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setBrush(Qt.BrushStyle.NoBrush)
        p.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 1.2))
        p.drawRoundedRect(sheet, 4, 4)
        if self._hint and paper.is_blank and self._last is None:
            p.setPen(QColor(theme.muted))
            p.drawText(
                sheet.adjusted(8, 8, -8, -8), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint
            )
        if self.hasFocus() and self._is_by_key:
            row, column = self._cell
            p.setPen(QPen(QColor(theme.accent), 2))
            p.drawRect(QRectF(sheet.left() + column * side, sheet.top() + row * side, side, side))
        if self._pointer is not None and sheet.contains(self._pointer):
            p.setPen(QPen(QColor(theme.bad if self._erases and self._last is not None else theme.accent), 1.2))
            p.drawEllipse(self._pointer, self._brush * side / 2, self._brush * side / 2)


def _colored(image: QImage, theme: Theme) -> QImage:
    """Bytes of ink in the colours of paper and ink."""
    colored = image.convertToFormat(QImage.Format.Format_Indexed8)
    colored.setColorTable(_inks(theme))
    return colored


@lru_cache(maxsize=4)
def _inks(theme: Theme) -> list[int]:
    return [QColor(mixed(theme.field, theme.text, i / 255)).rgb() for i in range(256)]
