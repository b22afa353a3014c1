"""How it is learned, in one line: optimizer, rates, batch, penalty, output and loss."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.document import Project, edits
from hlviz.document.samples import points_of
from hlviz.document.specs import MAX_BATCH
from hlviz.inspector.choices import choice_of
from hlviz.inspector.training_popover import TrainingPopover
from hlviz.nn.activations import OUTPUTS
from hlviz.nn.losses import LOSSES
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.nn.regularizers import REGULARIZERS
from hlviz.number_text import setting as setting_text
from hlviz.session.editor import Editor
from hlviz.widgets.buttons import IconButton
from hlviz.widgets.field import ChoiceField, Field
from hlviz.widgets.number_field import NumberField
from hlviz.widgets.tool_tip import tool_tip

LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
REGULARIZATION_RATES = (0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
BATCH_SIZES = (1, 5, 10, 20, 30, 50, 100, 0)
ALL = 0
NEED_CLASSES = {"softmax", "bce", "cce"}
"""Outputs and losses that mean nothing where a number is learned."""


class TrainingForm(QWidget):
    """Fields side by side. Each change is an edit: what was learned is kept, and training goes on with the new setting."""

    message = Signal(str)
    """A short sentence for the status line: why what was typed cannot be."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setObjectName("training-form")
        self.setAccessibleName(self.tr("Training"))
        self.optimizer = ChoiceField(self.tr("Optimizer"), map(choice_of, OPTIMIZERS.values()))
        self.learning_rate = NumberField(self.tr("Learning rate"), LEARNING_RATES, 1e-12, 1e6)
        self.batch_size = NumberField(
            self.tr("Batch size"), BATCH_SIZES, 1, MAX_BATCH, whole=True, words={self.tr("all"): ALL}
        )
        self.regularization = ChoiceField(self.tr("Regularization"), map(choice_of, REGULARIZERS.values()))
        self.regularization_rate = NumberField(self.tr("Rate"), REGULARIZATION_RATES, 0, 1e3)
        self.output = ChoiceField(self.tr("Output"))
        self.loss = ChoiceField(self.tr("Loss"))
        self.more = IconButton("sliders-horizontal", 34, 16)
        self.popover = TrainingPopover(editor, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for field in self.fields:
            row.addWidget(field)
        row.addWidget(self.more)
        self._offered: bool | None = None
        self._connect()
        self.show_project(editor.project)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, from left to right."""
        return (
            self.optimizer,
            self.learning_rate,
            self.batch_size,
            self.regularization,
            self.regularization_rate,
            self.output,
            self.loss,
        )

    def show_project(self, project: Project) -> None:
        """Show the project's settings."""
        training = project.training
        self._offer(points_of(project.data).is_classification)
        self.optimizer.show_key(training.optimizer)
        self.learning_rate.show_value(training.learning_rate)
        self.batch_size.show_value(training.batch_size)
        self.regularization.show_key(training.regularization)
        self.regularization_rate.show_value(training.regularization_rate)
        self.output.show_key(project.network.output_activation)
        self.loss.show_key(training.loss)
        self.regularization_rate.setEnabled(training.regularization != "none")
        self._show_tool_tips(project)
        self.popover.show_project(project)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        for field in self.fields:
            field.show_theme(theme)
        self.more.show_theme(theme)
        self.popover.show_theme(theme)

    def _connect(self) -> None:
        self.optimizer.chosen.connect(
            lambda key: self._set(self.tr("Optimizer {value}"), OPTIMIZERS[key].title, optimizer=key)
        )
        self.regularization.chosen.connect(
            lambda key: self._set(self.tr("Regularization {value}"), REGULARIZERS[key].title, regularization=key)
        )
        self._connect_number(self.learning_rate, self.tr("Learning rate {value}"), "learning_rate", float)
        self._connect_number(self.batch_size, self.tr("Batch size {value}"), "batch_size", int)
        self._connect_number(
            self.regularization_rate, self.tr("Regularization rate {value}"), "regularization_rate", float
        )
        self.popover.seed.rejected.connect(self.message)
        self.output.chosen.connect(self._set_output)
        self.loss.chosen.connect(self._set_loss)
        self.more.clicked.connect(lambda: self.popover.open_below(self.more))

    def _connect_number(self, field: NumberField, text: str, setting: str, kind: Callable[[float], float]) -> None:
        def apply(value: float) -> None:
            said = self.tr("all") if kind is int and value == ALL else setting_text(value)
            key = ("training", setting, field.gesture)
            done = self._editor.apply_merged(text.format(value=said), key, edits.set_training, **{setting: kind(value)})
            if not done:
                self.show_project(self._editor.project)

        field.chosen.connect(apply)
        field.rejected.connect(self.message)

    def _offer(self, classes: bool) -> None:
        """Offer the outputs and losses that make sense for classes, or for a number."""
        if classes == self._offered:
            return
        self._offered = classes
        number = self.tr("Needs classes to choose from; these data ask for a number.")

        def unfit(key: str) -> str:
            return number if not classes and key in NEED_CLASSES else ""

        self.output.set_choices(choice_of(f, unfit(f.key)) for f in OUTPUTS.values())
        self.loss.set_choices(choice_of(loss, unfit(loss.key)) for loss in LOSSES.values())
        self.loss.set_caption(self.tr("Classification loss") if classes else self.tr("Regression loss"))

    def _show_tool_tips(self, project: Project) -> None:
        training = project.training
        optimizer, loss = OPTIMIZERS[training.optimizer], LOSSES[training.loss]
        regularizer, output = REGULARIZERS[training.regularization], OUTPUTS[project.network.output_activation]
        self.optimizer.setToolTip(
            tool_tip(self.tr("Optimizer: {title}").format(title=optimizer.title), optimizer.summary, optimizer.formula)
        )
        self.learning_rate.setToolTip(
            tool_tip(
                self.tr("Learning rate η"),
                self.tr(
                    "How far each step goes. Too small: it takes for ever. Too large: the loss jumps about, or overflows."
                ),
                self.tr("Pick one or type any; 0.03 and 0,03 are the same."),
            )
        )
        self.batch_size.setToolTip(
            tool_tip(
                self.tr("Batch size"),
                self.tr(
                    "How many points are looked at for one step. Few: many quick, restless steps. “all”: one calm step an epoch."
                ),
            )
        )
        self.regularization.setToolTip(
            tool_tip(
                self.tr("Regularization: {title}").format(title=regularizer.title),
                self.tr("What large weights cost, so that the surface stays simple."),
                regularizer.summary,
            )
        )
        none = self.tr("Choose L1 or L2 first: without regularization there is no rate.")
        rate = self.tr("How much large weights cost. Too much, and the network no longer learns anything.")
        self.regularization_rate.setToolTip(
            tool_tip(self.tr("Regularization rate"), none if training.regularization == "none" else rate)
        )
        self.output.setToolTip(
            tool_tip(self.tr("Output: {title}").format(title=output.title), output.summary, f"a = {output.formula}")
        )
        kind = self.tr("These data ask for a class: classification.")
        number = self.tr("These data ask for a number: regression.")
        self.loss.setToolTip(
            tool_tip(
                self.tr("Loss: {title}").format(title=loss.title),
                loss.summary,
                loss.formula,
                kind if self._offered else number,
            )
        )
        self.more.setToolTip(
            tool_tip(self.tr("More"), self.tr("How first weights are drawn, and the seed of all chance."))
        )
        self.more.setAccessibleName(self.tr("More training settings"))

    def _set(self, text: str, value: str, **settings: object) -> None:
        self._editor.apply(text.format(value=value), edits.set_training, **settings)

    def _set_output(self, key: str) -> None:
        self._editor.apply(self.tr("Output {title}").format(title=OUTPUTS[key].title), edits.set_output, key)

    def _set_loss(self, key: str) -> None:
        self._editor.apply(self.tr("Loss: {title}").format(title=LOSSES[key].title), edits.set_loss, key)
