"""A form that can be scrolled where there is no room for all of it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

BAR = 8
"""Width of the bar, which lies in a margin of the form."""
LEAST = 90
"""Pixels of the form that can be seen at least."""


class FormArea(QScrollArea):
    """Its bar comes and goes without changing the form's width: a form whose height follows its width would never settle."""

    def __init__(self, form: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.setWidget(form)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click beside a button leaves the keys with the diagram
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, BAR, 0)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.hide()
        real = self.verticalScrollBar()
        real.rangeChanged.connect(self._follow_range)
        real.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(real.setValue)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the form, and a part of its height."""
        least = self._form.minimumSizeHint()
        return QSize(least.width() + BAR, min(least.height(), LEAST))

    def sizeHint(self) -> QSize:
        """As much as the form would like."""
        return self._form.sizeHint() + QSize(BAR, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The scroll area looks at the form already; what it does not do is to pass on that the form's size has changed."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the edge."""
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - BAR, 0, BAR, self.height())

    def _follow_range(self, least: int, most: int) -> None:
        self._bar.setRange(least, most)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setSingleStep(self.verticalScrollBar().singleStep())
        self._bar.setVisible(most > least)
