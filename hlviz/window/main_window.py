"""The window itself: what lies where. It joins nothing; that is done in ``hlviz.app.compose``."""

import os
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QTabBar, QTabWidget, QToolBar, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.datasets.formats import SUFFIXES
from hlviz.interchange.playground_link import is_link
from hlviz.interchange.readers import READERS, REFUSED
from hlviz.window.dock import Dock
from hlviz.window.status_line import StatusLine

LAYOUT_VERSION = 4
"""A saved layout of another version is not used."""
MARGIN = 8
OPENABLE = (".hlviz", *SUFFIXES, *READERS, *REFUSED)
LEFT, RIGHT = 252, 318
"""Widths of the docks at first, in pixels."""
LEFT_SHARE, RIGHT_SHARE = 0.145, 0.2
"""The same as shares of the window's width, where that is more."""
TALL = 150
"""Pixels that the weights need on the left; where there is less room, they share a place with the activations."""


def tr(text: str) -> str:
    """A text of the window in the user's language."""
    return QCoreApplication.translate("MainWindow", text)


DOCKS = {
    "pieces": ("Pieces", "Drag a piece into the diagram, or click it"),
    "data": ("Data", "What the network learns"),
    "output": ("Output", "What the network answers, and the samples it learns from"),
    "loss": ("Loss", "How wrong it is, over time: on what it learns from, and on what it has not seen"),
    "activations": ("Activations", "How strongly the neurons of each layer answer"),
    "weights": ("Weights", "The weights between the layers"),
    "gradients": ("Gradients", "How much of the mistakes reaches each layer, and how far a step moves it"),
    "neuron": ("Neuron", "The selected neuron: what it does, its map, what comes in, and its sum with all numbers"),
    "ablation": ("Ablation", "What each neuron is worth: the loss without it, and which to prune"),
    "linear": ("Linear", "The one neuron that linear layers amount to, and how far a network that bends is from one"),
    "confusion": ("Confusion", "Which class is taken for which other, and the samples that are"),
    "residuals": ("Residuals", "How far off the numbers are that the network says"),
    "samples": (
        "Samples",
        "What each sample is and what the network says of it; the one you choose is followed through it",
    ),
    "microscope": (
        "Backprop",
        "One step of learning, stage by stage: forward, loss, backward, update, with all its numbers",
    ),
    "space": ("Space", "How the layers bend space, until straight cuts part the classes"),
    "draw": ("Draw", "Draw a sample of your own, such as a digit, and see what the network answers"),
    "coach": ("Coach", "What ails the network, by what numbers that is known, why, and what would help"),
    "landscape": (
        "Loss landscape",
        "The loss around here as hills and valleys, and the way that training took through them",
    ),
}


FORMS = ("pieces", "data")
"""The docks whose height is what it is."""
PLACES = {
    "pieces": Qt.DockWidgetArea.LeftDockWidgetArea,
    "data": Qt.DockWidgetArea.LeftDockWidgetArea,
    "output": Qt.DockWidgetArea.RightDockWidgetArea,
    "loss": Qt.DockWidgetArea.RightDockWidgetArea,
    "activations": Qt.DockWidgetArea.RightDockWidgetArea,
    "samples": Qt.DockWidgetArea.BottomDockWidgetArea,
}
"""Where the docks are at first; the weights are where there is room."""
BEHIND = {
    "gradients": "activations", "neuron": "activations", "ablation": "loss", "linear": "output", "confusion": "output",
    "residuals": "output", "draw": "output", "landscape": "output", "microscope": "output", "space": "output",
    "coach": "output",
}  # fmt: skip
"""Docks that are tabs beside others at first."""
CLOSED = (
    "ablation", "linear", "confusion", "residuals", "samples", "draw", "landscape", "microscope", "space", "coach",
)  # fmt: skip
"""Docks that are closed at first: each is for some data only, or takes much room."""


class MainWindow(QMainWindow):
    """Transport on top, docks left and right, the diagram in the middle, a quiet line at the foot."""

    file_dropped = Signal(str)
    """A path, or a link of TensorFlow Playground."""
    activated = Signal()
    """It is where the keys go again."""
    closed = Signal()
    """It is gone from the screen for good."""

    def __init__(
        self, transport: QWidget, training: QWidget, canvas: QWidget, timeline: QWidget, pieces: QWidget, data: QWidget
    ) -> None:
        super().__init__()
        self._is_laid_out = self._is_tall = self._was_shown = False
        self._resized = QTimer(self, singleShot=True, interval=0)
        self._resized.timeout.connect(self._follow_height)
        self.may_close: Callable[[], bool] = lambda: True
        self.status = StatusLine(self)
        self.docks = {key: Dock(key, tr(title), tr(tip), self) for key, (title, tip) in DOCKS.items()}
        self.docks["pieces"].hold_form(pieces)
        self.docks["data"].hold_form(data)
        for dock in self.docks.values():
            dock.visibilityChanged.connect(self._follow_tabs)
        self.setObjectName("hlviz")
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        # what is at the foot is below the diagram, and leaves the sides their height
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.setAcceptDrops(True)
        self.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._add_top(transport, training)
        middle = QWidget(self)
        self._column = column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(canvas, 1)
        column.addWidget(timeline)
        self.setCentralWidget(middle)
        self._canvas = canvas
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status, 1)
        for area in (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea):
            self.setTabPosition(area, QTabWidget.TabPosition.North)
        self.reset_layout()

    def put_above_diagram(self, card: QWidget) -> None:
        """Give a card the room above the diagram, as long as it is there."""
        self._column.insertWidget(0, card)
        card.show()

    def _add_top(self, transport: QWidget, training: QWidget) -> None:
        top = QWidget(self)
        row = QHBoxLayout(top)
        row.setContentsMargins(6, 1, 2, 6)
        row.setSpacing(18)
        row.addWidget(transport)
        row.addStretch(1)
        row.addWidget(training)
        bar = QToolBar(tr("Transport"), self)
        bar.setObjectName("transport")
        bar.setMovable(False)
        bar.toggleViewAction().setEnabled(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(top)
        self.addToolBar(bar)

    def reset_layout(self) -> None:
        """Put every dock back where it was at first."""
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        for key, area in PLACES.items():
            self.addDockWidget(area, self.docks[key])
        self._put_behind()
        for key, dock in self.docks.items():
            dock.setVisible(key not in CLOSED)
        self.docks["activations"].raise_()
        if self.isVisible():
            self._share_space()

    def _put_behind(self) -> None:
        """Make tabs, the weights first."""
        self.tabifyDockWidget(self.docks["activations"], self.docks["weights"])
        for key, front in BEHIND.items():
            self.tabifyDockWidget(self.docks[front], self.docks[key])

    def _share_space(self) -> None:
        """Give the forms the height that they need, and what is left on a tall screen to the weights."""
        d, horizontal, vertical = self.docks, Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        # what the forms need is known only after their own layouts were asked
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        rest = self._height_left()
        pieces, data = (d[key].sizeHint().height() for key in FORMS)
        self._is_tall = rest >= TALL
        if self._is_tall:
            self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, d["weights"])
            left = {"pieces": pieces, "data": data, "weights": rest}
        else:
            self._put_behind()
            d["activations"].raise_()
            left = {"pieces": pieces, "data": max(data, data + rest)}
        wide = [max(LEFT, round(LEFT_SHARE * self.width())), max(RIGHT, round(RIGHT_SHARE * self.width()))]
        self.resizeDocks([d["pieces"], d["output"]], wide, horizontal)
        self.resizeDocks([d[key] for key in left], list(left.values()), vertical)
        self.resizeDocks([d["output"], d["loss"], d["activations"]], [330, 200, 220], vertical)
        self._follow_tabs()

    def _follow_tabs(self, *_: object) -> None:
        """One dock more or less among the tabs changes what the others look like. On the way to the screen each of them comes up,
        and one look when all are there does.
        """
        if not self._was_shown:
            return
        for dock in self.docks.values():
            dock.follow_tabs()
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            # names are said whole: where there are too many, arrows lead to the others
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setUsesScrollButtons(True)
            bar.setAccessibleName(self.tr("Panels"))

    def _height_left(self) -> int:
        """Pixels below the forms if they had what they need."""
        need = sum(self.docks[key].sizeHint().height() + MARGIN for key in FORMS)
        return self._canvas.height() - need

    def _follow_height(self) -> None:
        """Share the space out anew where the window has become tall, or is no longer, and no panel was moved or closed."""
        places = {key: self.dockWidgetArea(self.docks[key]) for key in PLACES}
        moved = any(dock.isFloating() or dock.isHidden() != (key in CLOSED) for key, dock in self.docks.items())
        for key, front in BEHIND.items():
            moved |= key not in CLOSED and self.docks[key] not in self.tabifiedDockWidgets(self.docks[front])
        if places == PLACES and not moved and self._is_tall != (self._height_left() >= TALL):
            self._share_space()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.status.show_theme(theme)
        for dock in self.docks.values():
            dock.show_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Share the space out once it is known how much there is, unless a former layout was restored."""
        super().showEvent(event)
        self._was_shown = True
        if self._is_laid_out:
            self._follow_tabs()
        else:
            self._is_laid_out = True
            self._share_space()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again what there is room for, once the new size is spread over the docks."""
        super().resizeEvent(event)
        if self._is_laid_out:
            self._resized.start()

    def layout_state(self) -> QByteArray:
        """Where the docks are now, to be restored another day."""
        return self.saveState(LAYOUT_VERSION)

    def restore_layout(self, geometry: QByteArray, state: QByteArray) -> None:
        """Put window and docks where they were; what cannot be restored stays as it is at first."""
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        if not state.isEmpty():
            self._is_laid_out = self.restoreState(state, LAYOUT_VERSION)
            self._is_tall = not self.tabifiedDockWidgets(self.docks["weights"])

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file that can be opened."""
        if _openable(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it."""
        if path := _openable(event.mimeData()):
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    def changeEvent(self, event: QEvent) -> None:
        """Tell when a person comes back from another window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless the person wants to stay."""
        if not self.may_close():
            event.ignore()
            return
        event.accept()
        self.closed.emit()


def _openable(data: QMimeData) -> str:
    """The path of the file, or folder of pictures, in drag-and-drop data, or the link, if there is one that can be opened."""
    if is_link(data.text()):
        return data.text()
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return next((path for path in paths if path.lower().endswith(OPENABLE) or os.path.isdir(path)), "")
