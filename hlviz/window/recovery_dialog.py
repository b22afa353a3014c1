"""At start, after hlviz ended badly: what was left unsaved, with a picture, its name and its age, and what is to become of it."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hlviz.files.recovery_store import DAYS, Found
from hlviz.session.thumbnail import HEIGHT, WIDTH

OFTEN = 2
"""Restored so often without ever being saved: what is in it may be what ends hlviz."""


def tr(text: str) -> str:
    """A text of this dialog in the user's language."""
    return QCoreApplication.translate("RecoveryDialog", text)


def age(seconds: float) -> str:
    """How long ago something was, in words."""
    for size, one, many in (
        (86400.0, tr("a day ago"), tr("{n} days ago")),
        (3600.0, tr("an hour ago"), tr("{n} hours ago")),
        (60.0, tr("a minute ago"), tr("{n} minutes ago")),
    ):
        count = int(seconds / size)
        if count >= 1:
            return one if count == 1 else many.replace("{n}", str(count))
    return tr("just now")


def picture(png: bytes | None) -> QPixmap:
    """The small picture of a document at the size of a list; white where there is none, or none that can be drawn."""
    image = QImage.fromData(png) if png is not None else QImage()
    if image.isNull():
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
    return QPixmap.fromImage(image)


def plain_icon(pixmap: QPixmap) -> QIcon:
    """An icon that keeps its colours where it is selected: here they say something."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


class RecoveryDialog(QDialog):
    """A list of what was left behind, the newest chosen. Enter restores it, Esc leaves everything where it is."""

    def __init__(
        self,
        parent: QWidget | None,
        found: Sequence[Found],
        discard: Callable[[Found], object],
        report: str = "",
        *,
        is_bin: bool = False,
    ) -> None:
        """``report`` says how hlviz ended, where that is known: it can be copied. ``is_bin``: it is what was discarded."""
        super().__init__(parent)
        self.setWindowTitle(tr("Unsaved work"))
        self.chosen: Found | None = None
        """What is to be restored; None: nothing now."""
        self._found, self._discard = list(found), discard
        self._list = QListWidget(self)
        self._list.setIconSize(QSize(WIDTH * 3 // 4, HEIGHT * 3 // 4))
        self._list.setSpacing(2)
        self._list.setVisible(bool(found))
        self._list.setMinimumSize(520, 118 if len(found) == 1 else 260)
        self._list.setAccessibleName(tr("Unsaved networks, the newest first"))
        self._list.setToolTip(tr("What was not saved when hlviz ended; choose one"))
        for one in self._found:
            self._list.addItem(_row(one))
        self._list.setCurrentRow(0)
        self._list.itemDoubleClicked.connect(lambda _: self._restore())
        text = tr("hlviz ended last time before this was saved:")
        if is_bin:
            text = tr("Discarded in the last {days} days:").replace("{days}", str(DAYS))
            text = text if found else tr("There is no unsaved work, and none was discarded lately.")
        what = QLabel(text, self)
        self._is_bin = is_bin
        what.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(what)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._buttons(report))

    def _buttons(self, report: str) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self.restore_button = box.addButton(tr("Restore"), roles.AcceptRole)
        self.restore_button.setToolTip(
            tr("Opens it as it was, with all it had learned; it is kept here until you save it.")
        )
        self.discard_button = box.addButton(tr("Discard"), roles.DestructiveRole)
        self.discard_button.setToolTip(
            tr("Takes it off this list. It stays in a bin for {days} days: File ▸ Recover unsaved work.").replace(
                "{days}", str(DAYS)
            )
        )
        self.later_button = box.addButton(tr("Later"), roles.RejectRole)
        self.later_button.setToolTip(tr("Changes nothing: you are asked again at the next start."))
        self.restore_button.clicked.connect(self._restore)
        self.discard_button.clicked.connect(self._throw_away)
        self.later_button.clicked.connect(self.reject)
        self.restore_button.setDefault(True)
        self.restore_button.setEnabled(bool(self._found))
        self.discard_button.setVisible(not self._is_bin)
        if self._is_bin:
            self.later_button.setText(tr("Close"))
            self.later_button.setToolTip(tr("Changes nothing."))
        if report:
            copy = box.addButton(tr("Copy crash report"), roles.ActionRole)
            copy.setToolTip(
                tr("Puts what hlviz noted of its end on the clipboard, to be pasted into a report; nothing is sent.")
            )
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        return box

    def _restore(self) -> None:
        self.chosen = self._found[self._list.currentRow()]
        self.accept()

    def _throw_away(self) -> None:
        row = self._list.currentRow()
        self._discard(self._found.pop(row))
        self._list.takeItem(row)
        if not self._found:
            self.reject()


def _row(found: Found) -> QListWidgetItem:
    note = found.note
    lines = [note.title or tr("Unsaved network"), age(time.time() - note.time)]
    if note.path:
        lines.append(Path(note.path).name)
    if note.restored >= OFTEN:
        lines.append(tr("It was restored {n} times, and hlviz ended each time.").replace("{n}", str(note.restored)))
    row = QListWidgetItem(plain_icon(picture(found.picture())), "\n".join(lines))
    row.setToolTip(note.path or tr("It was in no file yet"))
    return row
