"""A link of TensorFlow Playground comes in, or goes out; both say what is otherwise on the other side, before anything is done."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from hlviz.errors import HlvizError
from hlviz.interchange.playground_link import ALWAYS, HOST, Link, Opened, is_link, read_link

Button = QDialogButtonBox.StandardButton
WIDTH = 560
LINES = 12
"""Of a longer list the rest is counted."""


def tr(text: str) -> str:
    """A text of these dialogs in the user's language."""
    return QCoreApplication.translate("LinkDialogs", text)


def listed(lines: Sequence[str]) -> str:
    """Clauses as a list in plain text."""
    shown = [f"•  {line}" for line in lines[:LINES]]
    if len(lines) > LINES:
        shown.append(tr("and {n} more").replace("{n}", str(len(lines) - LINES)))
    return "\n".join(shown)


def ask_link(parent: QWidget | None) -> Opened | None:
    """What the link says that a person typed or pasted; None where they thought better of it."""
    dialog = LinkDialog(parent, QGuiApplication.clipboard().text())
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.opened if accepted else None


def show_link(parent: QWidget | None, link: Link) -> None:
    """Show a link, to be copied."""
    dialog = CopyDialog(parent, link)
    dialog.exec()
    dialog.deleteLater()


def _note(parent: QWidget) -> QLabel:
    note = QLabel(parent)
    note.setTextFormat(Qt.TextFormat.PlainText)  # it quotes a link that anyone may have made
    note.setWordWrap(True)
    note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return note


def _column(dialog: QDialog) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(18, 16, 18, 14)
    layout.setSpacing(8)
    return layout


class LinkDialog(QDialog):
    """A line for the link, and what it would make."""

    def __init__(self, parent: QWidget | None, clipboard: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open TensorFlow Playground link"))
        self.setMinimumWidth(WIDTH)
        self.opened: Opened | None = None
        self._line = QLineEdit(self)
        self._line.setMaxLength(30_000)
        self._line.setPlaceholderText(f"https://{HOST}/#activation=tanh&…")
        self._line.setToolTip(tr("All of the address that your browser shows while the Playground is open"))
        self._line.setAccessibleName(tr("Link of TensorFlow Playground"))
        self._note = _note(self)
        self._buttons = QDialogButtonBox(Button.Open | Button.Cancel, parent=self)
        tips = (
            (
                Button.Open,
                tr("Begins another document with this network; it is asked first where something would be lost."),
            ),
            (Button.Cancel, tr("Leaves the network as it is.")),
        )
        for which, tip in tips:
            self._buttons.button(which).setToolTip(tip)
        layout = _column(self)
        layout.addWidget(QLabel(tr("Link of TensorFlow Playground:"), self))
        layout.addWidget(self._line)
        layout.addWidget(self._note, 1)
        layout.addWidget(self._buttons)
        self._line.textChanged.connect(self._read)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._line.setText(clipboard.strip() if is_link(clipboard) else "")
        self._line.selectAll()
        self._read(self._line.text())

    def _read(self, text: str) -> None:
        self.opened, why = None, tr("Paste the address of the Playground here: it holds the whole network.")
        if text.strip():
            try:
                self.opened = read_link(text)
            except HlvizError as error:
                why = f"{error}."
        self._buttons.button(Button.Open).setEnabled(self.opened is not None)
        self._note.setText(why if self.opened is None else self._told(self.opened))
        self.adjustSize()

    def _told(self, opened: Opened) -> str:
        sizes = [str(layer.size) for layer in opened.project.network.hidden]
        shape = tr("Hidden layers: {sizes}.").replace("{sizes}", ", ".join(sizes)) if sizes else tr("No hidden layer.")
        return f"{shape} {tr('Not as in the link:')}\n\n{listed((*opened.lost, *ALWAYS))}"


class CopyDialog(QDialog):
    """The link of the network on screen, and what it does not say."""

    def __init__(self, parent: QWidget | None, link: Link) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("TensorFlow Playground link"))
        self.setMinimumWidth(WIDTH)
        self._link = link
        line = QLineEdit(link.url, self)
        line.setReadOnly(True)
        line.setCursorPosition(0)
        line.setToolTip(tr("Open it in a browser: the Playground begins with this network, untrained"))
        line.setAccessibleName(tr("Link"))
        note = _note(self)
        lost = (*link.lost, tr("what was learned: the Playground begins untrained"))
        note.setText(f"{tr('The link does not say:')}\n\n{listed(lost)}")
        buttons = QDialogButtonBox(Button.Close, parent=self)
        buttons.button(Button.Close).setToolTip(tr("Closes this; nothing was changed."))
        copy = buttons.addButton(tr("Copy link"), QDialogButtonBox.ButtonRole.AcceptRole)
        copy.setToolTip(tr("Puts the link on the clipboard, to be pasted into a browser or a letter."))
        copy.setDefault(True)
        layout = _column(self)
        layout.addWidget(QLabel(tr("This network in TensorFlow Playground:"), self))
        layout.addWidget(line)
        layout.addWidget(note, 1)
        layout.addWidget(buttons)
        buttons.accepted.connect(self._copy)
        buttons.rejected.connect(self.reject)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._link.url)
        self.accept()
