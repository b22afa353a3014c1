"""The weights large, in a window of their own: those into the layer that is selected, while it learns."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

SIZE = (760, 620)
MARGIN = 12


class MatrixWindow(QWidget):
    """A second panel of weights, with more room; hidden it does no work."""

    def __init__(self, parent: QWidget, selection: Selection) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        from hlviz.panels.weights import WeightsPanel  # panels are imported after the first frame

        tr = QCoreApplication.translate
        self._theme = LIGHT
        self.setObjectName("matrix")
        self.setWindowTitle(tr("MatrixWindow", "Weights of the selected layer"))
        self.panel = WeightsPanel(selection, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(self.panel)
        self.resize(*SIZE)
        for keys in (QKeySequence(QKeySequence.StandardKey.Close), QKeySequence(Qt.Key.Key_Escape)):
            QShortcut(keys, self).activated.connect(self.close)

    def show_moment(self, moment: Moment) -> None:
        """Show these weights."""
        self.panel.show_moment(moment)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.panel.show_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._theme.card))
