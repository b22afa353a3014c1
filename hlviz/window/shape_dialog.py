"""Asks for the sizes of all hidden layers in one line: ``4, 2, 2, 3``."""

import re

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from hlviz.document.specs import MAX_LAYERS, MAX_NEURONS


def tr(text: str) -> str:
    """A text of this dialog in the user's language."""
    return QCoreApplication.translate("ShapeDialog", text)


def ask_shape(parent: QWidget, sizes: tuple[int, ...]) -> tuple[int, ...] | None:
    """The sizes that a person typed, first hidden layer first; None where they thought better of it."""
    dialog = ShapeDialog(parent, sizes)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.sizes if accepted else None


def sizes_of(text: str) -> tuple[int, ...]:
    """The sizes in a line of whole numbers with commas, spaces, arrows or × between them; an empty line has none.

    Raises
    ------
    ValueError
        If something is not a size that a layer can have; its text says what, in a sentence.
    """
    sizes = []
    for word in re.split(r"[\s,;→×x-]+", text.strip()):
        if not word:
            continue
        if not word.isdecimal():
            raise ValueError(tr("“{word}” is not a whole number.").replace("{word}", word))
        if not 1 <= int(word) <= MAX_NEURONS:
            raise ValueError(tr("A layer has 1 to {n} neurons.").replace("{n}", str(MAX_NEURONS)))
        sizes.append(int(word))
    if len(sizes) > MAX_LAYERS:
        raise ValueError(tr("A network has at most {n} hidden layers.").replace("{n}", str(MAX_LAYERS)))
    return tuple(sizes)


class ShapeDialog(QDialog):
    """A line to type the sizes in, and what they would make."""

    def __init__(self, parent: QWidget | None, sizes: tuple[int, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shape of the network"))
        self.sizes = sizes
        self._line = QLineEdit(", ".join(map(str, sizes)), self)
        self._line.setToolTip(tr("The number of neurons of each hidden layer, first to last, with commas between"))
        self._line.setAccessibleName(tr("Neurons in each hidden layer"))
        self._line.setMinimumWidth(280)
        self._note = QLabel(self)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        for which, tip in (
            (QDialogButtonBox.StandardButton.Ok, tr("Gives the network these layers; one undo takes it back.")),
            (QDialogButtonBox.StandardButton.Cancel, tr("Leaves the network as it is.")),
        ):
            self._buttons.button(which).setToolTip(tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(QLabel(tr("Neurons in each hidden layer, first to last:"), self))
        layout.addWidget(self._line)
        layout.addWidget(self._note)
        layout.addWidget(self._buttons)
        self._line.textChanged.connect(self._read)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._line.selectAll()
        self._read(self._line.text())

    def _read(self, text: str) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        try:
            self.sizes = sizes_of(text)
        except ValueError as error:
            self._note.setText(str(error))
            ok.setEnabled(False)
            return
        ok.setEnabled(True)
        if self.sizes:
            self._note.setText(tr("Layers that are there already keep what they learned."))
        else:
            self._note.setText(tr("No hidden layer: such a network can only learn straight lines."))
