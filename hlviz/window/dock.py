"""A dock that looks like a card: round corners, a bold title, two quiet buttons."""

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hlviz.colors import LIGHT, Theme
from hlviz.widgets.icons import icon
from hlviz.window.form_area import BAR, FormArea

RADIUS = 10.0
ICON = 14
BODY = (10, 0, 10, 6)
"""Margins around the content: left, top, right, bottom."""


class Dock(QDockWidget):
    """A movable card of the window. It can be made before what it holds: ``hold`` puts that in later."""

    def __init__(self, key: str, title: str, tip: str, parent: QMainWindow) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"dock.{key}")
        self.key = key
        self._theme = LIGHT
        self._title_bar = _TitleBar(self, title, tip)
        self._no_title = QWidget(self)
        self.setTitleBarWidget(self._title_bar)
        self._body = QWidget(self)
        self._body_layout = QVBoxLayout(self._body)
        self._body_layout.setContentsMargins(*BODY)
        self.setWidget(self._body)
        self.visibilityChanged.connect(lambda _: self.follow_tabs())
        self.dockLocationChanged.connect(lambda _: self.follow_tabs())
        self.topLevelChanged.connect(lambda _: self.follow_tabs())

    def hold(self, content: QWidget) -> None:
        """Put the content in."""
        self._body_layout.addWidget(content)

    def hold_form(self, form: QWidget) -> None:
        """Put a form in, whose height is what it is: where there is no room for all of it, it can be scrolled."""
        self._body_layout.addWidget(FormArea(form, self._body))
        left, top, _, bottom = BODY
        self._body_layout.setContentsMargins(left, top, left - BAR, bottom)

    def toggle(self) -> None:
        """Close it where it is open, else show it, in front of those it shares a place with."""
        if self.isHidden():
            self.show()
            self.raise_()
        else:
            self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._title_bar.show_theme(theme)
        self.update()

    def follow_tabs(self) -> None:
        """A dock among tabs has its title on the tab, and does not say it twice."""
        window = self.parent()
        tabbed = isinstance(window, QMainWindow) and not self.isFloating() and bool(window.tabifiedDockWidgets(self))
        title = self._no_title if tabbed else self._title_bar
        if title is not self.titleBarWidget():  # one that is merely hidden would keep its room
            self.setTitleBarWidget(title)
        self._title_bar.setVisible(not tabbed)
        margins = self._body_layout.contentsMargins()
        margins.setTop(BODY[3] if tabbed else BODY[1])
        self._body_layout.setContentsMargins(margins)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card behind title and content."""
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(QColor(self._theme.line), 1))
            p.setBrush(QColor(self._theme.card))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class _TitleBar(QWidget):
    """The title, and buttons to float and to close."""

    def __init__(self, dock: Dock, title: str, tip: str) -> None:
        super().__init__(dock)
        self.setToolTip(tip)
        self._title = QLabel(title, self)
        self._float = self._button(
            QCoreApplication.translate("Dock", "Take this panel out of the window, or put it back")
        )
        self._close = self._button(
            QCoreApplication.translate("Dock", "Close this panel. View ▸ Panels shows it again.")
        )
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._close.clicked.connect(dock.close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 1)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addStretch(1)
        layout.addWidget(self._float)
        layout.addWidget(self._close)
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)

        self._show_buttons(False)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the buttons to who looks for them."""
        self._show_buttons(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._show_buttons(False)

    def _show_buttons(self, shown: bool) -> None:
        for button in (self._float, self._close):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            button.setVisible(shown)

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("quiet", True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setIconSize(QSize(ICON, ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._float.setIcon(icon("maximize", theme.muted))
        self._close.setIcon(icon("x", theme.muted))
