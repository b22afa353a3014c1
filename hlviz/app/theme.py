"""The look of the window: a ``Theme`` of colours as Qt's palette and style sheet, and which theme it is now.

Qt's own dark palette is not used: on bare X11 it does not exist, and the pictures need the very colours of ``hlviz.colors``.
"""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from hlviz.app.arguments import SYSTEM
from hlviz.app.assets import mark
from hlviz.colors import ORANGE_BLUE, PALETTES, THEMES, Theme, mixed, theme_of


class Look(QObject):
    """Which theme the window wears: the one chosen, or the desktop's."""

    changed = Signal(object)
    """A ``Theme``."""

    def __init__(
        self, app: QApplication, choice: str = SYSTEM, palette: str = ORANGE_BLUE.key, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._choice = choice
        self._palette = palette
        self._theme = self._wanted()
        wear(app, self._theme)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def theme(self) -> Theme:
        """The theme now."""
        return self._theme

    def choose(self, choice: str) -> None:
        """Wear "light", "dark" or what the desktop wears: "system"."""
        self._choice = choice if choice in THEMES else SYSTEM
        self._follow()

    def choose_palette(self, palette: str) -> None:
        """Draw negative and positive numbers in the colours of one of ``PALETTES``; another key counts for the first of them."""
        self._palette = palette
        self._follow()

    def _follow(self) -> None:
        theme, before = self._wanted(), self._theme
        if theme is before:
            return
        self._theme = theme
        if theme.name != before.name:  # a palette colours pictures, not the window
            wear(self._app, theme)
        self.changed.emit(theme)

    def _wanted(self) -> Theme:
        dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        look = self._choice if self._choice in THEMES else "dark" if dark else "light"
        return theme_of(look, self._palette if self._palette in PALETTES else ORANGE_BLUE.key)


def wear(app: QApplication, theme: Theme) -> None:
    """Give the whole application the colours of a theme."""
    app.setPalette(palette_of(theme))
    app.setStyleSheet(style_sheet(theme))


def palette_of(theme: Theme) -> QPalette:
    """The palette for everything that the style sheet does not name."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.card,
        role.AlternateBase: theme.field,
        role.Text: theme.text,
        role.Button: theme.field,
        role.ButtonText: theme.text,
        role.BrightText: theme.bad,
        role.ToolTipBase: theme.card,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: mixed(theme.field, "#ffffff", 0.2),
        role.Midlight: mixed(theme.line, "#ffffff", 0.1),
        role.Mid: theme.line,
        role.Dark: mixed(theme.line, "#000000", 0.25),
        role.Shadow: mixed(theme.line, "#000000", 0.6),
    }
    palette = QPalette()
    for key, color in colors.items():
        palette.setColor(key, QColor(color))
    faint = QColor(mixed(theme.muted, theme.card, 0.45))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, faint)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.line))
    return palette


def style_sheet(theme: Theme) -> str:
    """The style sheet: quiet controls with round corners on cards."""
    names = {name: getattr(theme, name) for name in COLORS} | {
        "hover": mixed(theme.field, theme.text, 0.06),
        "pressed": mixed(theme.field, theme.text, 0.12),
        "faint": mixed(theme.muted, theme.card, 0.45),
        "strong_line": mixed(theme.line, theme.text, 0.18),
        "accent_hover": mixed(theme.accent, theme.text, 0.12),
    }
    marks = {name.replace("-", "_"): mark(name) for name in MARKS}
    sheet = SHEET
    # the longest first: $accent_soft is not $accent followed by "_soft"
    for name, value in sorted((names | marks).items(), key=lambda pair: -len(pair[0])):
        sheet = sheet.replace(f"${name}", value)
    return sheet


COLORS = ("window", "card", "field", "line", "text", "muted", "accent", "on_accent", "accent_soft", "bad", "warning")
MARKS = ("chevron-down", "chevron-up", "chevron-right", "check", "tick")

SHEET = """
QMainWindow { background: $window; }
QMainWindow::separator { background: transparent; width: 7px; height: 7px; }
QMainWindow::separator:hover { background: $accent_soft; }

QMenuBar { background: $window; color: $text; padding: 1px 6px 0 6px; border: none; }
QMenuBar::item { background: transparent; padding: 3px 9px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $card; color: $text; border: 1px solid $strong_line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 28px; border-radius: 5px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 7px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 7px; }
QMenu::indicator:checked { image: url($tick); }
QMenu::right-arrow { image: url($chevron_right); width: 12px; height: 12px; right: 6px; }

QToolBar { background: $window; border: none; padding: 0; margin: 0; spacing: 6px; }
QToolTip { background: $card; color: $text; border: 1px solid $strong_line; padding: 5px 7px; }

QPushButton, QToolButton {
    background: $field; color: $text; border: 1px solid $line; border-radius: 7px; padding: 4px 9px;
}
QPushButton { padding: 5px 14px; }
QPushButton:hover, QToolButton:hover { background: $hover; border-color: $strong_line; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:checked, QToolButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $faint; }
QPushButton:focus, QToolButton:focus { border-color: $accent; outline: none; }
QPushButton:default, QPushButton[accent="true"], QToolButton[accent="true"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton:default:hover, QPushButton[accent="true"]:hover, QToolButton[accent="true"]:hover { background: $accent_hover; }
QPushButton:default:disabled, QPushButton[accent="true"]:disabled, QToolButton[accent="true"]:disabled {
    background: $field; color: $faint; border-color: $line;
}
QToolButton[quiet="true"] { background: transparent; border-color: transparent; padding: 2px; }
QToolButton[quiet="true"]:hover { background: $hover; }
QToolButton[quiet="true"]:pressed, QToolButton[quiet="true"]:checked { background: $pressed; }
QToolButton::menu-indicator { image: none; }
QPushButton[link="true"] { background: transparent; border: none; color: $accent; padding: 0 4px; font-weight: 600; }
QPushButton[link="true"]:hover { text-decoration: underline; }

QComboBox {
    background: $field; color: $text; border: 1px solid $line; border-radius: 7px; padding: 3px 6px 3px 8px;
}
QComboBox:hover { background: $hover; border-color: $strong_line; }
QComboBox:focus, QComboBox:on { border-color: $accent; }
QComboBox:disabled { color: $faint; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow { image: url($chevron_down); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $card; color: $text; border: 1px solid $strong_line; padding: 4px; outline: none;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; border-radius: 5px; }

QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
    background: $field; color: $text; border: 1px solid $line; border-radius: 7px; padding: 3px 7px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: $strong_line; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QComboBox QLineEdit { background: transparent; border: none; padding: 0; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {
    border: none; background: transparent; width: 16px;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url($chevron_up); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url($chevron_down); width: 10px; height: 10px; }

QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -5px 0; border-radius: 7px; background: $card; border: 2px solid $accent;
}
QSlider::handle:horizontal:hover { background: $accent_soft; }
QSlider::sub-page:horizontal:disabled { background: $line; }
QSlider::handle:horizontal:disabled { border-color: $faint; }

QCheckBox, QRadioButton { color: $text; spacing: 7px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $strong_line; border-radius: 4px; background: $field;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; background: $card; }

QProgressBar { background: $line; border: none; border-radius: 3px; height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 4px 10px; margin: 0 3px 5px 0; border-radius: 7px; border: 1px solid transparent;
}
QTabBar::tab:hover { background: $hover; color: $text; }
QTabBar::tab:selected { background: $card; color: $text; border-color: $line; font-weight: 600; }
QMainWindow > QTabBar::tab { padding: 4px 7px; margin-right: 1px; }
QTabBar::scroller { width: 34px; }
QTabBar::tear { width: 0px; border: none; }
QTabBar QToolButton { padding: 0; margin: 2px 0; border: none; border-radius: 4px; background: $window; }
QTabBar QToolButton:hover { background: $hover; }
QTabWidget::pane { border: none; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 9px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 9px; margin: 0; }
QScrollBar::handle { background: $strong_line; border-radius: 3px; margin: 1px 1px 1px 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame[card="true"] { background: $card; border: 1px solid $line; border-radius: 10px; }
StartPage QPushButton { text-align: left; padding: 8px 12px; }
StartPage QPushButton[link="true"] { padding: 4px 6px; font-weight: 400; }
TourBar { margin-bottom: 7px; }
QLabel[fact="true"] { color: $muted; }
QLabel[error="true"] { color: $bad; }
QDialog { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
CommandPalette { background: $card; border: 1px solid $strong_line; }
CommandPalette QTreeView { border: none; background: transparent; }
CommandPalette QTreeView::item { height: 28px; padding: 0 6px; border-radius: 5px; }
CommandPalette QTreeView::item:selected { background: $accent_soft; color: $text; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 14px; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; color: $muted; }
QListView, QTreeView, QTableView, QTextBrowser {
    background: $card; color: $text; border: 1px solid $line; border-radius: 8px; outline: none;
    selection-background-color: $accent_soft; selection-color: $text; alternate-background-color: $field;
}
QHeaderView::section { background: $field; color: $muted; border: none; border-bottom: 1px solid $line; padding: 4px 8px; }
"""
