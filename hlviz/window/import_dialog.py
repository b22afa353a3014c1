"""Asks what is to be learned from a table: its first rows, what each column is used for, gaps, scale and test part."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hlviz.datasets.formats import Origin
from hlviz.datasets.guess import guess
from hlviz.datasets.image_reader import LEAST_SIDE, MOST_SIDE
from hlviz.datasets.raw_table import RawTable, called
from hlviz.datasets.table_recipe import Coding, Missing, Role, Scale, TableRecipe
from hlviz.document import Project
from hlviz.errors import HlvizError
from hlviz.session.table_reading import Made, TableReading
from hlviz.widgets.tool_tip import tool_tip
from hlviz.window.table_preview import TablePreview

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
REST = 150
"""Milliseconds from a change to the samples made anew: a hand on a spin box is not there yet."""


def tr(text: str) -> str:
    """A text of this dialog in the user's language."""
    return QCoreApplication.translate("ImportDialog", text)


def ask_import(parent: QWidget | None, origin: Origin, project: Project) -> Made | None:
    """The samples of a table as a person wants them learned; None where they thought better of it.

    Parameters
    ----------
    parent
        The window.
    origin
        Where the table is; it is read while the dialog is open.
    project
        Who is to learn it.
    """
    dialog = ImportDialog(parent, origin, project)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    made = dialog.made if accepted else None
    dialog.end()
    dialog.deleteLater()
    return made


class ImportDialog(QDialog):
    """A preview of a table, what its columns are used for, and in a sentence what will be learned."""

    def __init__(self, parent: QWidget | None, origin: Origin, project: Project) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Learn a table of your own"))
        self.recipe: TableRecipe | None = None
        self.made: Made | None = None
        """What the recipe makes of the table; None while that is not known."""
        self.is_waiting = True
        """Whether the sentence is still of what was chosen before."""
        self._origin, self._project = origin, project
        self._is_touched = False
        self.reading = TableReading(self)
        self.preview = TablePreview(self)
        self._make_fields()
        self._lay_out()
        self._again = QTimer(self, singleShot=True, interval=REST)
        self._again.timeout.connect(self._make)
        self.preview.use_chosen.connect(self._use)
        self.reading.previewed.connect(self._show_preview)
        self.reading.progressed.connect(lambda share: self.progress.setValue(round(100 * share)))
        self.reading.read.connect(self._show_read)
        self.reading.failed.connect(self._show_failed)
        self.reading.made.connect(self._show_made)
        self.reading.refused.connect(self._show_refused)
        self._read()

    def _make_fields(self) -> None:
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.separator = QComboBox(self)
        for sign, name in SEPARATORS.items():
            self.separator.addItem(tr(name), sign)
        self.separator.setToolTip(tool_tip(tr("Separator"), tr("What parts the columns; what fits best was chosen.")))
        self.sheet = QComboBox(self)
        self.sheet.setToolTip(tool_tip(tr("Sheet"), tr("Which sheet of the file is read; empty ones are not listed.")))
        self.side = QSpinBox(self)
        self.side.setRange(LEAST_SIDE, MOST_SIDE)
        self.side.setValue(self._origin.side)
        self.side.setSuffix(tr(" pixels"))
        self.side.setToolTip(
            tool_tip(
                tr("Size"),
                tr("Each picture is scaled to a square of so many grey pixels a side; each pixel is an input."),
            )
        )
        self.missing = self._choice(
            tr("Gaps"),
            tr("What becomes of rows in which an input is missing. Rows without a target are always left out."),
            {
                "drop": tr("leave the row out"),
                "mean": tr("put the mean there"),
                "flag": tr("put the mean there, and an input that tells"),
            },
        )
        self.scale = self._choice(
            tr("Scale"),
            tr("Networks learn best from inputs of like size. Measured on the training part alone."),
            {"standard": tr("mean 0, standard deviation 1"), "range": tr("from 0 to 1"), "none": tr("as they are")},
        )
        self.share = QSpinBox(self)
        self.share.setRange(5, 95)
        self.share.setValue(20)
        self.share.setSuffix(" %")
        self.share.setToolTip(
            tool_tip(
                tr("Test part"), tr("So many of the rows are kept for the test: the network never learns from them.")
            )
        )
        self.tests = QComboBox(self)
        self.tests.setToolTip(tool_tip(tr("Test part"), tr("Rows with this value in that column are for the test.")))
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(6)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Learn this"))
        self.ok.setToolTip(tr("Puts these samples in the place of the data; that can be undone"))
        self.separator.activated.connect(self._reread)
        self.sheet.activated.connect(self._reread)
        self.side.editingFinished.connect(self._reread)
        for box in (self.missing, self.scale, self.tests):
            box.activated.connect(self._change)
        self.share.valueChanged.connect(self._change)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _choice(self, title: str, told: str, entries: dict[str, str]) -> QComboBox:
        box = QComboBox(self)
        for key, text in entries.items():
            box.addItem(text, key)
        box.setToolTip(tool_tip(title, told))
        box.setAccessibleName(title)
        return box

    def _lay_out(self) -> None:
        title = QLabel(self._origin.path.name if self._origin.text is None else tr("The table on the clipboard"), self)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self.test_part = QStackedWidget(self)
        self._make_last()
        pages = (
            (self.share, tr("of the rows, drawn at random")), (self.tests, ""), (self.last, tr("of the rows, the last in time")),
        )  # fmt: skip
        for field, text in pages:
            self.test_part.addWidget(self._row(field, text))
        self.test_part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        left, right = QFormLayout(), QFormLayout()
        for form in (left, right):
            form.setContentsMargins(0, 0, 0, 0)
            form.setVerticalSpacing(6)
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        how: dict[str, tuple[str, QWidget]] = {
            "text": (tr("Separator"), self.separator), "sheet": (tr("Sheet"), self.sheet), "images": (tr("Size"), self.side),
        }  # fmt: skip
        for key, (name, asked) in how.items():
            asked.setVisible(key == self._origin.format)
            if key == self._origin.format:
                left.addRow(name, asked)
        left.addRow(tr("Gaps"), self.missing)
        right.addRow(tr("Scale"), self.scale)
        right.addRow(tr("Test part"), self.test_part)
        fields = QHBoxLayout()
        fields.setSpacing(28)
        fields.addLayout(left)
        fields.addLayout(right)
        fields.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        for part in (title, self.note):
            column.addWidget(part)
        column.addWidget(self.preview, 1)
        column.addLayout(fields)
        column.addWidget(self.sentence)
        column.addWidget(self.progress)
        column.addWidget(self.buttons)
        self.note.hide()
        self.resize(860, 600)

    def _make_last(self) -> None:
        self.last = QSpinBox(self)
        self.last.setRange(5, 95)
        self.last.setSuffix(" %")
        self.last.setValue(self.share.value())
        self.last.setToolTip(tool_tip(tr("Test part"), tr("So many of the rows, the last in time, are for the test.")))
        self.last.valueChanged.connect(self.share.setValue)
        self.share.valueChanged.connect(self.last.setValue)

    def _row(self, field: QWidget, text: str) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(field)
        if text:
            layout.addWidget(QLabel(text, row))
        layout.addStretch(1)
        return row

    def end(self) -> None:
        """End the reading: no thread is left."""
        self._again.stop()
        self.reading.close()

    def done(self, result: int) -> None:
        """Close, whichever way."""
        self.end()
        super().done(result)

    # Reading

    def _read(self) -> None:
        self._forget()
        self.sentence.setText(tr("Reading {name} …").replace("{name}", called(self._origin.path)))
        self.progress.setValue(0)
        self.progress.show()
        self.reading.begin(self._origin)

    def _reread(self) -> None:
        wish = replace(self._origin, side=self.side.value())
        if self._origin.format == "text":
            wish = replace(wish, separator=self.separator.currentData())
        elif self._origin.format == "sheet":
            wish = replace(wish, sheet=self.sheet.currentText())
        if wish != self._origin:
            self._origin, self._is_touched, self.recipe = wish, False, None
            self._read()

    def _show_preview(self, raw: RawTable) -> None:
        self.preview.show_raw(raw)
        self.note.setText(raw.note)
        self.note.setVisible(bool(raw.note))
        if raw.separator:
            self.separator.setCurrentIndex(max(0, self.separator.findData(raw.separator)))
        if raw.sheets:
            self.sheet.clear()
            self.sheet.addItems(raw.sheets)
            self.sheet.setCurrentText(raw.sheet)
        if not self._is_touched:
            self._guess(raw)

    def _show_read(self, raw: RawTable) -> None:
        self.progress.hide()
        if not self._is_touched:
            self._guess(raw)
        self._offer_tests(raw)
        self._make()

    def _guess(self, raw: RawTable) -> None:
        try:
            self.recipe = guess(raw, missing=self.missing.currentData())
        except HlvizError as error:
            self._show_refused(str(error))
            return
        self._change_fields()
        self.preview.rows.show_recipe(self.recipe)

    def _show_failed(self, why: str) -> None:
        self.progress.hide()
        self.recipe = None
        self._show_refused(why)

    # The recipe

    def _use(self, name: str, role: Role, coding: Coding) -> None:
        if self.recipe is None:
            return
        self._is_touched = True
        self.recipe = replace(self.recipe.with_column(name, role, coding), test_values=())
        self.preview.rows.show_recipe(self.recipe)
        if self.reading.raw is not None:
            self._offer_tests(self.reading.raw)
        self._change()

    def _offer_tests(self, raw: RawTable) -> None:
        """Offer the values of the column that parts the rows, and show how they are parted."""
        if self.recipe is None:
            return
        part = self.recipe.part
        self.test_part.setCurrentIndex(1 if part is not None else 2 if self.recipe.time is not None else 0)
        self.tests.clear()
        if part is None:
            return
        for value in raw.column(part.name).categories[0][:200]:
            self.tests.addItem(tr("{column} is {value}").format(column=part.name, value=value), value)
        usual = [
            k
            for k in range(self.tests.count())
            if str(self.tests.itemData(k)).casefold() in ("test", "true", "yes", "1")
        ]
        self.tests.setCurrentIndex(usual[0] if usual else self.tests.count() - 1)

    def _change_fields(self) -> None:
        if self.recipe is not None:
            missing: Missing = self.missing.currentData()
            scale: Scale = self.scale.currentData()
            tests = (str(self.tests.currentData()),) if self.recipe.part is not None and self.tests.count() else ()
            self.recipe = replace(
                self.recipe, missing=missing, scale=scale, train_share=1 - self.share.value() / 100, test_values=tests
            )

    def _change(self, *_: object) -> None:
        self._forget()
        self._again.start()

    def _forget(self) -> None:
        self.made, self.is_waiting = None, True
        self.ok.setEnabled(False)

    def _make(self) -> None:
        self._change_fields()
        if self.recipe is not None and self.reading.raw is not None:
            self.reading.make(self.recipe, self._project)

    def _show_refused(self, why: str) -> None:
        self._forget()
        self.is_waiting = False
        if not why.startswith(called(self._origin.path)):
            why = why[:1].upper() + why[1:]
        self._say(why + ("" if why.endswith(".") else "."), is_error=True)

    def _show_made(self, made: Made) -> None:
        self.made, self.is_waiting = made, False
        self.ok.setEnabled(True)
        self.ok.setDefault(True)
        self._say(sentence_of(made), is_error=False)

    def _say(self, text: str, *, is_error: bool) -> None:
        self.sentence.setText(text)
        self.sentence.setProperty("error", is_error)
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)


def sentence_of(made: Made) -> str:
    """What will be learned: "20 inputs → 3 classes of kind; 95,000 rows to train, 5,000 to test; 12 rows with gaps are left out"."""
    points, outcome = made.outcome.points, made.outcome
    inputs = len(points.input_names)
    text = tr("{n} inputs").format(n=inputs) if inputs != 1 else tr("1 input")
    if points.is_classification:
        text += tr(" → {n} classes of “{target}”; ").format(n=points.classes, target=points.target_name)
    else:
        text += tr(" → the number “{target}”; ").format(target=points.target_name)
    text += tr("{train} rows to train, {test} to test").format(train=f"{made.train:,}", test=f"{made.test:,}")
    if outcome.filled:
        text += tr("; gaps are filled in {n} rows").format(n=f"{outcome.filled:,}")
    if outcome.left_out == 1:
        text += tr("; 1 row with a gap is left out")
    elif outcome.left_out:
        text += tr("; {n} rows with gaps are left out").format(n=f"{outcome.left_out:,}")
    return text + "."
