"""The settings that are changed least, in a small window of their own: how first weights are drawn, and the seed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.document import Project, edits
from hlviz.inspector.choices import choice_of
from hlviz.nn.initializers import INITIALIZERS
from hlviz.session.editor import Editor
from hlviz.widgets.field import ChoiceField
from hlviz.widgets.label import Label
from hlviz.widgets.number_field import NumberField
from hlviz.widgets.popover import Popover
from hlviz.widgets.tool_tip import tool_tip


class TrainingPopover(Popover):
    """First weights and seed."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._title = Label(self.tr("First weights"))
        self.initializer = ChoiceField(self.tr("Drawn from"), map(choice_of, INITIALIZERS.values()))
        self.seed = NumberField(self.tr("Seed"), range(1, 11), 0, 2**32 - 1, whole=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(7)
        for widget in (self._title, self.initializer, self.seed):
            column.addWidget(widget)
        self.initializer.chosen.connect(self._set_initializer)
        self.seed.chosen.connect(self._set_seed)
        self.seed.setToolTip(
            tool_tip(
                self.tr("Seed"),
                self.tr(
                    "Decides the first weights, the order of the points and the dropout. The same seed gives the same run."
                ),
            )
        )
        self.show_project(editor.project)

    def open_below(self, button: QWidget) -> None:
        """Open right-aligned below a button, with the keyboard in the first field."""
        super().open_below(button)
        self.initializer.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_project(self, project: Project) -> None:
        """Show the project's settings."""
        initializer = INITIALIZERS[project.network.initializer]
        self.initializer.show_key(initializer.key)
        self.seed.show_value(project.training.seed)
        self.initializer.setToolTip(
            tool_tip(
                self.tr("First weights: {title}").format(title=initializer.title),
                self.tr(
                    "How the weights are drawn that learning starts from; those already learned stay. Rewind to see it."
                ),
                initializer.formula,
            )
        )

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        super().show_theme(theme)
        self._title.show_theme(theme)
        self.initializer.show_theme(theme)
        self.seed.show_theme(theme)

    def _set_initializer(self, key: str) -> None:
        text = self.tr("First weights {title}").format(title=INITIALIZERS[key].title)
        self._editor.apply(text, edits.set_initializer, key)

    def _set_seed(self, seed: float) -> None:
        key = ("training", "seed", self.seed.gesture)
        self._editor.apply_merged(self.tr("Seed {n}").format(n=int(seed)), key, edits.set_training, seed=int(seed))
