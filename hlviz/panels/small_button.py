"""A button small enough to stand in the line above a picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from hlviz.colors import Theme, mixed
from hlviz.panels.caption import small
from hlviz.widgets.tool_tip import tool_tip

ROOM = 14


class SmallButton(QToolButton):
    """Switches something on and off, or does something once."""

    def __init__(self, text: str, tip: str, *, is_switch: bool = False) -> None:
        super().__init__()
        self.setCheckable(is_switch)
        self.setFont(small(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(tool_tip(text, tip))
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Call it that."""
        if text == self.text():
            return
        self.setText(text)
        metrics = self.fontMetrics()
        # no wider than its text: the legend beside it needs every pixel
        self.setFixedSize(metrics.horizontalAdvance(text) + ROOM, metrics.height() + 5)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        hover, line = mixed(theme.field, theme.text, 0.06), mixed(theme.line, theme.text, 0.1)
        self.setStyleSheet(
            f"QToolButton {{ background: {theme.field}; color: {theme.text}; border: 1px solid {line};"
            " border-radius: 6px; padding: 0; }"
            f"QToolButton:hover {{ background: {hover}; }}"
            f"QToolButton:checked {{ background: {theme.accent_soft}; border-color: {theme.accent}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
        )
