"""A dock that looks like a card: round corners, a bold title, quiet buttons, and below a picture what it shows in a sentence."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen, QResizeEvent
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
from hlviz.widgets.sentence import Sentence
from hlviz.window.form_area import BAR, FormArea

if TYPE_CHECKING:  # panels are imported late: the plotting library behind them takes a while to load
    from hlviz.panels import Panel

RADIUS = 10.0
ICON = 14
BODY = (10, 0, 10, 6)
"""Margins around the content: left, top, right, bottom."""
LINES = (150, 190)
"""Pixels of height from which a panel has one line below it, and two, for its sentence."""


def tr(text: str) -> str:
    """A text of a dock in the user's language."""
    return QCoreApplication.translate("Dock", text)


class Dock(QDockWidget):
    """A movable card of the window. It can be made before what it holds: that is put in later."""

    menu_requested = Signal(QPoint)
    """What can be done with its panel is asked for, at this place of the screen."""

    def __init__(self, key: str, title: str, tip: str, parent: QMainWindow) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"dock.{key}")
        self.key = key
        self._theme = LIGHT
        self._panel: Panel | None = None
        self._is_seen = False
        self._title_bar = _TitleBar(self, title, tip)
        self._no_title = QWidget(self)  # a title that is only hidden would keep its place
        self.setTitleBarWidget(self._title_bar)
        self._body = QWidget(self)
        self._body_layout = QVBoxLayout(self._body)
        self._body_layout.setContentsMargins(*BODY)
        self.setWidget(self._body)
        self._foot = _Foot(self._body)
        self._foot.hide()
        for button in (self._title_bar.menu_button, self._foot.menu_button):
            button.clicked.connect(lambda _=False, button=button: self.menu_requested.emit(_below(button)))
        self.visibilityChanged.connect(self._follow_sight)
        self.dockLocationChanged.connect(lambda _: self.follow_tabs())
        self.topLevelChanged.connect(lambda _: self.follow_tabs())

    @property
    def panel(self) -> "Panel | None":
        """The panel that it holds; None for forms, and until the panels are made."""
        return self._panel

    def hold_panel(self, panel: "Panel") -> None:
        """Put a panel in, with its sentence below it and its menu in the title."""
        self._panel = panel
        self._body_layout.setSpacing(2)
        self._body_layout.addWidget(panel, 1)
        self._body_layout.addWidget(self._foot)
        self._title_bar.offer_menu()
        panel.said.connect(self._foot.sentence.show_text)
        panel.menu_requested.connect(self.menu_requested)
        panel.show_seen(self._is_seen)
        self._fit_foot()
        self.follow_tabs()

    def hold_form(self, form: QWidget) -> None:
        """Put a form in, whose height is what it is: where there is no room for all of it, it can be scrolled."""
        self._body_layout.addWidget(FormArea(form, self._body))
        left, top, _, bottom = BODY
        self._body_layout.setContentsMargins(left, top, left - BAR, bottom)

    def toggle(self) -> None:
        """Close it where it is open, else show it, in front of those it shares a place with."""
        if self.isHidden():
            self.bring_up()
        else:
            self.hide()

    def bring_up(self) -> None:
        """Show it, in front of those it shares a place with."""
        self.show()
        self.raise_()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._title_bar.show_theme(theme)
        self._foot.show_theme(theme)
        self.update()

    def follow_tabs(self) -> None:
        """A dock among tabs has its title on the tab, and does not say it twice."""
        window = self.parent()
        beside = window.tabifiedDockWidgets(self) if isinstance(window, QMainWindow) else []
        tabbed = not self.isFloating() and not all(dock.isHidden() for dock in beside)
        bar = self._no_title if tabbed else self._title_bar
        if self.titleBarWidget() is not bar:
            former = self.titleBarWidget()
            self.setTitleBarWidget(bar)
            former.hide()
            bar.show()
        self._foot.menu_button.setVisible(tabbed)
        margins = self._body_layout.contentsMargins()
        margins.setTop(BODY[3] if tabbed else BODY[1])
        self._body_layout.setContentsMargins(margins)

    def _follow_sight(self, seen: bool) -> None:
        """A panel behind another tab does no work, although Qt calls it visible."""
        self._is_seen = seen
        if self._panel is not None:
            self._panel.show_seen(seen)

    def _fit_foot(self) -> None:
        """As much room for the sentence as the picture can spare; the menu stays at hand."""
        lines = sum(self.height() >= least for least in LINES)
        self._foot.sentence.show_lines(max(1, lines))
        self._foot.setVisible(self._panel is not None and lines > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again what there is room for."""
        super().resizeEvent(event)
        self._fit_foot()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card behind title and content."""
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(QColor(self._theme.line), 1))
            p.setBrush(QColor(self._theme.card))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class _TitleBar(QWidget):
    """The title, and buttons for the menu, to float and to close."""

    def __init__(self, dock: Dock, title: str, tip: str) -> None:
        super().__init__(dock)
        self.setToolTip(tip)
        self._title = QLabel(title, self)
        self.menu_button = _menu_button(self)
        self._float = _quiet_button(self, tr("Take this panel out of the window, or put it back"))
        self._close = _quiet_button(self, tr("Close this panel. View ▸ Panels shows it again."))
        self._buttons = [self._float, self._close]
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._close.clicked.connect(dock.close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 6, 1)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addStretch(1)
        layout.addWidget(self.menu_button)
        layout.addWidget(self._float)
        layout.addWidget(self._close)
        font = self._title.font()
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self.menu_button.hide()
        self._show_buttons(False)

    def offer_menu(self) -> None:
        """Have a button for the menu too."""
        self._buttons.insert(0, self.menu_button)
        self._show_buttons(self.underMouse())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the buttons to who looks for them."""
        self._show_buttons(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._show_buttons(False)

    def _show_buttons(self, shown: bool) -> None:
        for button in self._buttons:
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            button.setVisible(shown)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.menu_button.setIcon(icon("ellipsis", theme.muted))
        self._float.setIcon(icon("maximize", theme.muted))
        self._close.setIcon(icon("x", theme.muted))


class _Foot(QWidget):
    """What the panel shows in a sentence; beside it, where the dock is a tab and has no title, the button for the menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sentence = Sentence(self)
        self.menu_button = _menu_button(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.sentence, 1)
        self.menu_button.setStyleSheet("padding: 0")
        self.menu_button.setFixedSize(ICON + 10, self.sentence.sizeHint().height() + 1)
        layout.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignBottom)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.sentence.show_theme(theme)
        self.menu_button.setIcon(icon("ellipsis", theme.muted))


def _menu_button(parent: QWidget) -> QToolButton:
    return _quiet_button(parent, tr("Copy this panel as an image, save it, or show its numbers as a table"))


def _quiet_button(parent: QWidget, tip: str) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("quiet", True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setIconSize(QSize(ICON, ICON))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _below(button: QToolButton) -> QPoint:
    return button.mapToGlobal(QPoint(0, button.height()))
