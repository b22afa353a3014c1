"""The run's buttons: undo and redo, rewind and new weights, play and steps, speed; and where the run is."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.document import Project, edits
from hlviz.number_text import counted, grouped, significant
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.run import Run
from hlviz.training.pace import Pace
from hlviz.training.report import State
from hlviz.widgets.beat import Beat
from hlviz.widgets.buttons import Button, IconButton, PlayButton
from hlviz.widgets.field import Choice, ChoiceField
from hlviz.widgets.read_out import Line, NumberLines, ReadOut
from hlviz.widgets.tool_tip import tool_tip

HOLD, REPEAT = 400, 90
"""Milliseconds until a step button that is held down steps on, and between its steps."""
WIDE = 1480
"""From this width of the window on, in pixels, there is room for steps and steps a second, too."""
NUMBERS_BEAT = 125
"""Milliseconds from one change of the numbers to the next while training: faster ones could not be read."""


class TransportBar(QWidget):
    """One line of buttons and numbers. Shortcuts are the window's: it tells them by ``show_shortcuts``."""

    def __init__(self, editor: Editor, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor, self._run = editor, run
        self._theme = LIGHT
        self._moment: Moment | None = None
        self._keys: dict[str, str] = {}
        self._undo_text, self._redo_text = editor.undo_stack.undoText(), editor.undo_stack.redoText()
        self.setObjectName("transport-bar")
        self.setAccessibleName(self.tr("Run"))
        self.undo = IconButton("undo-2")
        self.redo = IconButton("redo-2")
        self.rewind = IconButton("rotate-ccw")
        self.new_weights = IconButton("dices")
        self.play = PlayButton()
        self.step = IconButton("skip-forward")
        self.epoch = IconButton("fast-forward")
        self.speed = ChoiceField(self.tr("Speed"), self._speeds())
        self.epochs = ReadOut(self.tr("EPOCH"), "000,000")
        self.losses = NumberLines(self.tr("Loss"), Line(self.tr("train"), "0.000000", "#"), 2)
        self.rates = NumberLines(self.tr("Steps"), Line(self.tr("steps/s"), "000,000"), 2)
        self.undo.setEnabled(editor.undo_stack.canUndo())
        self.redo.setEnabled(editor.undo_stack.canRedo())
        self._beat = Beat(self._show_numbers, NUMBERS_BEAT, self)
        self._lay_out()
        self._connect()
        self._name_buttons()
        run.set_pace(PACES[DEFAULT_SPEED])
        self.show_project(editor.project)
        self._show_state(run.state)

    @property
    def buttons(self) -> dict[str, Button]:
        """The buttons by name, in the order of the keyboard."""
        return {
            "undo": self.undo,
            "redo": self.redo,
            "rewind": self.rewind,
            "new_weights": self.new_weights,
            "play": self.play,
            "step": self.step,
            "epoch": self.epoch,
        }

    def show_shortcuts(self, keys: dict[str, str]) -> None:
        """Name these keys in the tooltips of the buttons, by the names of ``buttons``: {"play": "Space"}."""
        self._keys = dict(keys)
        self._name_buttons()

    def show_project(self, project: Project) -> None:
        """Show how fast the run goes; what can be undone is told by the undo stack."""
        self._show_pace()

    def show_moment(self, moment: Moment) -> None:
        """Show where the run is."""
        self._moment = moment
        self._beat.ask(at_once=moment.state is not State.RUNNING)
        self._show_state(moment.state)
        self._show_pace()

    def _show_numbers(self) -> None:
        moment = self._moment
        if moment is None:
            return
        frame = moment.frame
        self.epochs.show_text(_epoch_text(frame.epoch))
        evaluation, theme = frame.evaluation, self._theme
        alarming = moment.state is State.DIVERGED
        self.losses.show_lines(
            (
                Line(self.tr("train"), significant(evaluation.train_loss), theme.train, alarming=alarming),
                Line(self.tr("test"), significant(evaluation.test_loss), theme.test, dashed=True, alarming=alarming),
            )
        )
        rate = counted(moment.steps_per_second) if moment.state is State.RUNNING else "–"
        self.rates.show_lines((Line(self.tr("step"), grouped(frame.step)), Line(self.tr("steps/s"), rate)))

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        for button in self.buttons.values():
            button.show_theme(theme)
        self.speed.show_theme(theme)
        self.epochs.show_theme(theme)
        self.losses.show_theme(theme)
        self.rates.show_theme(theme)
        self._show_numbers()

    def showEvent(self, event: QShowEvent) -> None:
        """Learn how wide the window is, now and later."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self.rates.setVisible(self.window().width() >= WIDE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show as many numbers as the width of the window allows."""
        if event.type() is QEvent.Type.Resize and watched is self.window():
            self.rates.setVisible(self.window().width() >= WIDE)
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for widget in (self.undo, self.redo, None, self.rewind, self.new_weights, self.play, self.step, self.epoch):
            if widget is None:
                row.addSpacing(10)
            else:
                row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self.speed)
        row.addSpacing(10)
        row.addWidget(self.epochs)
        row.addSpacing(10)
        row.addWidget(self.losses)
        row.addSpacing(12)
        row.addWidget(self.rates)
        self.rates.hide()
        # it must not keep the window from being made narrow
        self.rates.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.speed.setMinimumWidth(self.speed.sizeHint().width())
        for button in (self.step, self.epoch):
            button.setAutoRepeat(True)
            button.setAutoRepeatDelay(HOLD)
            button.setAutoRepeatInterval(REPEAT)

    def _connect(self) -> None:
        editor, run = self._editor, self._run
        self.undo.clicked.connect(editor.undo_stack.undo)
        self.redo.clicked.connect(editor.undo_stack.redo)
        stack = editor.undo_stack
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        stack.undoTextChanged.connect(self._note_undo)
        stack.redoTextChanged.connect(self._note_redo)
        self.rewind.clicked.connect(run.rewind)
        self.new_weights.clicked.connect(lambda: editor.apply(self.tr("New weights"), edits.new_weights))
        self.play.clicked.connect(run.toggle)
        self.step.clicked.connect(run.step)
        self.epoch.clicked.connect(run.step_epoch)
        self.speed.chosen.connect(lambda key: run.set_pace(PACES[key]))
        run.state_changed.connect(self._show_state)

    def _show_state(self, state: State) -> None:
        running = state is State.RUNNING
        if running != self.play.is_running or not self.play.accessibleName():
            self.play.show_running(running)
            self._name_buttons()

    def _show_pace(self) -> None:
        pace = self._run.pace
        key = next((key for key, other in PACES.items() if other == pace), "")
        if key != self.speed.key:
            self.speed.show_key(key)

    def _speeds(self) -> tuple[Choice, ...]:
        return (
            Choice("slow", self.tr("Slow motion: 1 batch/s"), self.tr("1 batch/s")),
            Choice("batches", self.tr("5 batches/s")),
            Choice("epoch", self.tr("1 epoch/s")),
            Choice("epochs", self.tr("10 epochs/s")),
            Choice("screen", self.tr("60 epochs/s")),
            Choice("fast", self.tr("As fast as possible"), self.tr("Flat out")),
        )

    def _note_undo(self, text: str) -> None:
        self._undo_text = text
        self._name_buttons()

    def _note_redo(self, text: str) -> None:
        self._redo_text = text
        self._name_buttons()

    def _name_buttons(self) -> None:
        undo = self.tr("Undo: {edit}").format(edit=self._undo_text) if self._undo_text else self.tr("Undo")
        redo = self.tr("Redo: {edit}").format(edit=self._redo_text) if self._redo_text else self.tr("Redo")
        running = self.play.is_running
        texts = {
            "undo": (
                undo,
                self.tr(
                    "Takes back the last change of the network, the data or a setting; after training, goes back to before Play."
                ),
            ),
            "redo": (redo, self.tr("Makes the change again that was taken back.")),
            "rewind": (
                self.tr("Rewind"),
                self.tr(
                    "Back to epoch 0 and the same first weights: the same run can be watched once more. Undo finds what was learned."
                ),
            ),
            "new_weights": (
                self.tr("New weights"),
                self.tr("Other first weights, from the next seed. Some starts learn faster than others."),
            ),
            "play": (
                self.tr("Pause") if running else self.tr("Play"),
                self.tr("Stops after this step; all that was learned stays.")
                if running
                else self.tr("Trains until you pause. Everything can be changed meanwhile."),
            ),
            "step": (
                self.tr("One batch"),
                self.tr("Pauses, and makes a single step of learning from one batch. Hold to go on."),
            ),
            "epoch": (
                self.tr("One epoch"),
                self.tr("Pauses, and learns from every training point once. Hold to go on."),
            ),
        }
        for name, button in self.buttons.items():
            title, text = texts[name]
            button.setAccessibleName(title)
            button.setToolTip(tool_tip(title, text, keys=self._keys.get(name, "")))
        self.speed.setToolTip(
            tool_tip(
                self.tr("Speed"),
                self.tr("How fast to train: slow to see each step, flat out to see the end."),
            )
        )
        self.losses.setToolTip(
            tool_tip(
                self.tr("Loss"),
                self.tr("How wrong the network is, on the points that it learns from and on those that it never sees."),
            )
        )


def _epoch_text(epoch: int) -> str:
    """Six figures at least, so that it stands still: 000,123."""
    return f"{epoch:07,}" if epoch >= 1000 else f"000,{epoch:03}"


PACES = {
    "slow": Pace(steps=1),
    "batches": Pace(steps=5),
    "epoch": Pace(epochs=1),
    "epochs": Pace(epochs=10),
    "screen": Pace(epochs=60),
    "fast": Pace(),
}
DEFAULT_SPEED = "screen"
"""As many epochs a second as the screen shows."""
