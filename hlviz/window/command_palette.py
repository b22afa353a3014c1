"""Every action of the window by a few letters of its name: Ctrl+Shift+P."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from hlviz.window.fuzzy import score

WIDTH, HEIGHT = 560, 380
LONGEST = 40
"""Letters of what was typed that are told again, at most."""
UP_AND_DOWN = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


DISABLED = 1.5
"""Points less for what cannot be done now: below what fits as well, above what fits by chance."""
MEANT = 0.5
"""Points less for what is found by another word than its name."""


@dataclass(frozen=True, eq=False)
class Entry:
    """One line of the palette."""

    text: str
    """With its menu: "Network ▸ Activation ▸ ReLU"."""
    action: QAction
    also: str = ""
    """Other words that it is found by."""

    def fit(self, typed: str) -> float | None:
        """How well it fits what was typed, more being better; None where it does not."""
        named = score(typed, self.text)
        meant = score(typed, self.also) if self.also and typed.strip() else None
        found = [fit for fit in (named, None if meant is None else meant - MEANT) if fit is not None]
        return max(found) - (0 if self.action.isEnabled() else DISABLED) if found else None


class CommandPalette(QDialog):
    """A line to type in and what fits it, best first. Entries that cannot be used now are grey, and below those that fit as well."""

    def __init__(self, parent: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = entries
        for entry in entries:
            if entry.action.parent() is None:  # made for this palette, such as a recent file
                entry.action.setParent(self)
        self._line = QLineEdit(self)
        self._line.setPlaceholderText(QCoreApplication.translate("CommandPalette", "What do you want to do?"))
        self._line.setToolTip(QCoreApplication.translate("CommandPalette", "A few letters will do; Enter does it"))
        self._list = QTreeWidget(self)
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, self._list.header().ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, self._list.header().ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._line)
        layout.addWidget(self._list)
        self._nothing = QLabel(self)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(32)
        layout.addWidget(self._nothing, 1)
        self.resize(WIDTH, HEIGHT)
        self._line.textChanged.connect(self._show_fitting)
        self._line.installEventFilter(self)
        self._list.itemActivated.connect(self._do)
        self._list.itemClicked.connect(self._do)
        self._show_fitting("")

    def popup_over(self, window: QWidget) -> None:
        """Open near the top of a window."""
        corner = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 72))
        self.move(corner)
        self.show()
        self._line.setFocus()

    def texts(self) -> list[str]:
        """What is listed now, best first."""
        items = map(self._list.topLevelItem, range(self._list.topLevelItemCount()))
        return [item.text(0) for item in items if item is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the line has the focus, and Enter do what is marked."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in UP_AND_DOWN:
                self._list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if (item := self._list.currentItem()) is not None:
                    self._do(item)
                return True
        return super().eventFilter(watched, event)

    def _show_fitting(self, typed: str) -> None:
        found = [(fit, entry) for entry in self._entries if (fit := entry.fit(typed)) is not None]
        found.sort(key=lambda pair: -pair[0])
        self._list.clear()
        for _, entry in found:
            shortcut = entry.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QTreeWidgetItem([entry.text, shortcut])
            item.setDisabled(not entry.action.isEnabled())
            item.setToolTip(0, entry.action.toolTip())
            item.setData(0, Qt.ItemDataRole.UserRole, entry)
            self._list.addTopLevelItem(item)
        if (best := self._list.topLevelItem(0)) is not None:
            self._list.setCurrentItem(best)
        self._list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        if not found:
            self._nothing.setText(_nothing_text(typed.strip()))

    def _do(self, item: QTreeWidgetItem) -> None:
        entry = item.data(0, Qt.ItemDataRole.UserRole)
        if entry.action.isEnabled():
            self.accept()
            entry.action.trigger()


def _nothing_text(typed: str) -> str:
    """What was looked for in vain, and what to try."""
    if len(typed) > LONGEST:
        typed = typed[: LONGEST - 1] + "…"
    text = QCoreApplication.translate(
        "CommandPalette",
        "Nothing that can be done here fits “{typed}”.\n\nTry fewer letters, or a word such as “layer”, “speed”, “sample” or “theme”.",
    )
    return text.replace("{typed}", typed)
