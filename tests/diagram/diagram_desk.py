"""A canvas as a person has it before them, and moments of a project without a training thread."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.diagram.canvas import Canvas
from hlviz.document import Project
from hlviz.document.geometry import Box
from hlviz.nn.mlp import Parameters
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.piece import Piece
from hlviz.session.selection import Selection
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer

Left = Qt.MouseButton.LeftButton
No = Qt.MouseButton.NoButton
Plain = Qt.KeyboardModifier.NoModifier


def moment_of(project: Project, steps: int = 3) -> Moment:
    """What is on screen after so many steps."""
    trainer = Trainer(project)
    for _ in range(steps):
        trainer.train()
    return Moment(trainer.assembly, trainer.snapshot(0), Curves().table())


def with_weight(moment: Moment, layer: int, row: int, column: int, value: float) -> Moment:
    """The same moment with one other weight."""
    parameters = moment.parameters.copy()
    parameters.weights[layer][row, column] = value
    return replace(moment, frame=replace(moment.frame, parameters=Parameters(parameters.weights, parameters.biases)))


class Desk:
    """A canvas as a person has it before them: what is done happens at places of the diagram, at 100 %."""

    def __init__(self, qtbot: QtBot, project: Project, size: tuple[int, int] = (780, 600)) -> None:
        self.editor, self.selection = Editor(project), Selection()
        self.canvas = Canvas(self.editor, self.selection)
        qtbot.addWidget(self.canvas)
        self.editor.changed.connect(lambda change: self.canvas.show_project(change.after))
        self.editor.opened.connect(self.canvas.show_project)
        self.said: list[str] = []
        self.refused: list[str] = []
        self.canvas.message.connect(self.said.append)
        self.editor.refused.connect(self.refused.append)
        self.canvas.set_reduced_motion(True)  # what a test looks at is where it belongs
        self.canvas.resize(*size)
        self.canvas.show()
        qtbot.waitExposed(self.canvas)

    @property
    def project(self) -> Project:
        return self.editor.project

    @property
    def sizes(self) -> list[int]:
        return [layer.size for layer in self.project.network.hidden]

    def show(self, moment: Moment) -> None:
        self.canvas.show_moment(moment)
        self.paint()

    def paint(self) -> QImage:
        """The diagram as it is painted now."""
        return self.canvas.grab().toImage()

    def widget_place(self, place: Box | tuple[float, float]) -> QPointF:
        x, y = place.center if isinstance(place, Box) else place
        return QPointF(*self.canvas.view.to_widget(x, y))

    def mouse(
        self,
        kind: QEvent.Type,
        place: Box | tuple[float, float],
        button: Qt.MouseButton = Left,
        keys: Qt.KeyboardModifier = Plain,
    ) -> None:
        at = self.widget_place(place)
        pressed = button if kind is not QEvent.Type.MouseButtonRelease else No
        which = No if kind is QEvent.Type.MouseMove else button
        QApplication.sendEvent(
            self.canvas, QMouseEvent(kind, at, self.canvas.mapToGlobal(at), which, pressed, keys)
        )  # fmt: skip

    def hover(self, place: Box | tuple[float, float]) -> None:
        self.mouse(QEvent.Type.MouseMove, place, No)

    def click(self, place: Box | tuple[float, float], keys: Qt.KeyboardModifier = Plain) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, place, keys=keys)
        self.mouse(QEvent.Type.MouseButtonRelease, place, keys=keys)

    def double_click(self, place: Box | tuple[float, float]) -> None:
        self.click(place)
        self.mouse(QEvent.Type.MouseButtonDblClick, place)
        self.mouse(QEvent.Type.MouseButtonRelease, place)

    def drag(
        self,
        start: Box | tuple[float, float],
        end: Box | tuple[float, float],
        button: Qt.MouseButton = Left,
        keys: Qt.KeyboardModifier = Plain,
    ) -> None:
        """Press, and move there, without letting go."""
        self.mouse(QEvent.Type.MouseButtonPress, start, button, keys)
        (x0, y0), (x1, y1) = (p.center if isinstance(p, Box) else p for p in (start, end))
        for share in (0.3, 0.7, 1.0):
            self.mouse(QEvent.Type.MouseMove, (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), button, keys)
        self.end, self.button = end, button

    def let_go(self) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, self.end, self.button)

    def bring(self, piece: Piece, place: Box | tuple[float, float]) -> bool:
        """Drag a piece from the palette over a place; whether the diagram takes it there."""
        self.mime = piece.to_mime()
        at = self.widget_place(place)
        enter = QDragEnterEvent(QPoint(2, 2), Qt.DropAction.CopyAction, self.mime, Left, Plain)
        QApplication.sendEvent(self.canvas, enter)
        move = QDragMoveEvent(at.toPoint(), Qt.DropAction.CopyAction, self.mime, Left, Plain)
        QApplication.sendEvent(self.canvas, move)
        self.paint()
        self.at = at
        return enter.isAccepted()

    def drop(self) -> bool:
        event = QDropEvent(self.at, Qt.DropAction.CopyAction, self.mime, Left, Plain)
        QApplication.sendEvent(self.canvas, event)
        self.paint()
        return event.isAccepted()

    def take_away(self) -> None:
        QApplication.sendEvent(self.canvas, QDragLeaveEvent())

    @property
    def sentence(self) -> str:
        """What is told while something is dragged."""
        overlay = self.canvas.attention().overlay
        return overlay.text if overlay is not None else ""
