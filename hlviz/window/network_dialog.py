"""Asks what the file of a trained network does not say: its activation functions, and the samples to show it with."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from hlviz.datasets import DATASETS
from hlviz.interchange.chain import Chain
from hlviz.interchange.imported import RANDOM, USUAL, Choices, fitting, guessed_output
from hlviz.nn.activations import ACTIVATIONS, OUTPUTS

Button = QDialogButtonBox.StandardButton
TABLE = "table"
RANGES = ((-1.0, 1.0), (0.0, 1.0), (-6.0, 6.0))
SHOWN = 8
"""Layers whose sizes are written out; of more, the first and the last few."""


def tr(text: str) -> str:
    """A text of this dialog in the user's language."""
    return QCoreApplication.translate("NetworkDialog", text)


@dataclass(frozen=True)
class Answer:
    """What a person chose."""

    choices: Choices
    wants_table: bool
    """Whether the samples are to come from a table, which is asked for next."""


def ask_network(parent: QWidget | None, chain: Chain, path: Path) -> Answer | None:
    """What a person says of a network; None where they thought better of it.

    Raises
    ------
    ForeignFileError
        If its outputs are some that hlviz does not have.
    """
    dialog = NetworkDialog(parent, chain, path)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.answer if accepted else None


class NetworkDialog(QDialog):
    """A form of what the file leaves open; what it says itself is written there."""

    def __init__(self, parent: QWidget | None, chain: Chain, path: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import a trained network"))
        self._chain = chain
        self._hidden = QComboBox(self)
        self._output = QComboBox(self)
        self._samples = QComboBox(self)
        self._range = QComboBox(self)
        self._standardize = QCheckBox(tr("Bring inputs to one scale"), self)
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setProperty("muted", True)
        self._fill()
        buttons = QDialogButtonBox(Button.Open | Button.Cancel, parent=self)
        buttons.button(Button.Open).setToolTip(tr("Begins another document with this network and its weights."))
        buttons.button(Button.Cancel).setToolTip(tr("Leaves the network as it is."))
        name = path.name if len(path.name) <= 40 else f"{path.name[:39]}…"
        title = QLabel(f"{name}:  {self._shape()}", self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(tr("Hidden layers"), self._hidden)
        form.addRow(tr("Output"), self._output)
        form.addRow(tr("Samples"), self._samples)
        form.addRow(tr("Range"), self._range)
        form.addRow("", self._standardize)
        form.setRowVisible(self._hidden, len(chain.layers) > 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addLayout(form)
        layout.addWidget(self._note, 1)
        layout.addWidget(buttons)
        self.setMinimumWidth(440)
        self._output.currentIndexChanged.connect(self._offer_samples)
        self._samples.currentIndexChanged.connect(self._follow)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._offer_samples()

    @property
    def answer(self) -> Answer:
        """What was chosen."""
        samples = self._samples.currentData()
        low, high = self._range.currentData()
        choices = Choices(
            activation=self._hidden.currentData() or "",
            output=self._output.currentData(),
            dataset=samples if samples in DATASETS else RANDOM,
            standardize=samples != RANDOM and self._standardize.isChecked(),
            low=low,
            high=high,
        )
        return Answer(choices, samples == TABLE)

    def _shape(self) -> str:
        sizes = [str(size) for size in self._chain.sizes]
        if len(sizes) > SHOWN:
            sizes = [*sizes[: SHOWN // 2], "…", *sizes[-SHOWN // 2 :]]
        return " → ".join(sizes)

    def _fill(self) -> None:
        if any(layer.activation is None for layer in self._chain.layers[:-1]):
            for activation in ACTIVATIONS.values():
                self._hidden.addItem(activation.title, activation.key)
            self._hidden.setCurrentIndex(self._hidden.findData(USUAL))
            self._hidden.setToolTip(
                tr(
                    "The file does not say it. Choose what the network was trained with, or it answers nonsense; often ReLU"
                )
            )
        else:
            self._hidden.addItem(tr("as the file says"), "")
            self._hidden.setEnabled(False)
            self._hidden.setToolTip(tr("The file names the activation function of each layer"))
        n = self._chain.sizes[-1]
        for output in OUTPUTS.values():
            if output.key == "softmax" if n == 2 else n > 2 or output.key != "softmax":
                self._output.addItem(output.title, output.key)
        self._output.setCurrentIndex(max(0, self._output.findData(guessed_output(self._chain))))
        self._output.setToolTip(
            tr("What the outputs do. Softmax for several classes, sigmoid for yes or no, linear for a number")
        )
        for low, high in RANGES:
            self._range.addItem(
                tr("{low} to {high}").format(low=f"{low:g}".replace("-", "−"), high=f"{high:g}"), (low, high)
            )
        if self._chain.sizes[0] == 2:
            self._range.setCurrentIndex(len(RANGES) - 1)  # the plane of hlviz's own data sets
        self._range.setToolTip(tr("Between which numbers each input is drawn: choose what the network was trained on"))
        self._samples.setToolTip(
            tr(
                "The file holds no samples, and a network is shown by what it makes of some; another table can be opened later, anew"
            )
        )
        self._standardize.setToolTip(
            tr(
                "Tick it where the network was trained on inputs of mean 0 and standard deviation 1, as with StandardScaler"
            )
        )

    def _offer_samples(self) -> None:
        chosen = self._samples.currentData()
        self._samples.blockSignals(True)
        self._samples.clear()
        self._samples.addItem(tr("points drawn at random"), RANDOM)
        self._samples.addItem(tr("a table of mine…"), TABLE)
        for key in fitting(self._chain, self._output.currentData()):
            self._samples.addItem(DATASETS[key].title, key)
        self._samples.setCurrentIndex(max(0, self._samples.findData(chosen)))
        self._samples.blockSignals(False)
        self._follow()

    def _follow(self) -> None:
        samples = self._samples.currentData()
        self._form.setRowVisible(self._range, samples == RANDOM)
        self._form.setRowVisible(self._standardize, samples != RANDOM)
        notes = {
            RANDOM: tr(
                "What counts as right is what the network says itself now, so it begins without a mistake: good for looking at it, "
                "not for judging it."
            ),
            TABLE: tr(
                "You are asked for a CSV file next. It needs a column for each input, in their order, and one that is right."
            ),
        }
        text = notes.get(samples, tr("The network's inputs are taken to be those of this data set, in their order."))
        self._note.setText("\n".join((text, *(f"{note[:1].upper()}{note[1:]}." for note in self._chain.notes))))
