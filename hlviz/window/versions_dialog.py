"""What a file was before each save, with pictures: one of them can be opened beside it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hlviz.files.project_file import read_thumbnail
from hlviz.files.versions import Version
from hlviz.session.thumbnail import HEIGHT, WIDTH
from hlviz.window.recovery_dialog import picture, plain_icon


def tr(text: str) -> str:
    """A text of this dialog in the user's language."""
    return QCoreApplication.translate("VersionsDialog", text)


def when(seconds: float) -> str:
    """A moment as a person of this country writes it."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)


def ask_version(parent: QWidget | None, path: Path, versions: Sequence[Version]) -> Version | None:
    """The version that a person wants to open; None where they thought better of it."""
    dialog = VersionsDialog(parent, path, versions)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.chosen if accepted else None


class VersionsDialog(QDialog):
    """The versions in a list, the newest first."""

    def __init__(self, parent: QWidget | None, path: Path, versions: Sequence[Version]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Versions of {name}").replace("{name}", path.name))
        self._versions = list(versions)
        self._list = QListWidget(self)
        self._list.setIconSize(QSize(WIDTH * 3 // 4, HEIGHT * 3 // 4))
        self._list.setSpacing(2)
        self._list.setMinimumSize(440, 320)
        self._list.setAccessibleName(tr("Versions, the newest first"))
        self._list.setToolTip(tr("What the file was until that moment"))
        for version in self._versions:
            text = tr("until {when}").replace("{when}", when(version.time))
            self._list.addItem(QListWidgetItem(plain_icon(picture(read_thumbnail(version.file))), text))
        self._list.setCurrentRow(0)
        self._list.itemDoubleClicked.connect(lambda _: self.accept())
        buttons = QDialogButtonBox(self)
        open_button = buttons.addButton(tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        open_button.setToolTip(tr("Opens it as a document of its own; the file stays as it is until you save over it."))
        open_button.setDefault(True)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        close.setToolTip(tr("Changes nothing."))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(QLabel(tr("Each save keeps what was there before:"), self))
        layout.addWidget(self._list, 1)
        layout.addWidget(buttons)

    @property
    def chosen(self) -> Version | None:
        """The version that is chosen."""
        row = self._list.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None
