"""The Train menu: play, step, rewind, new weights, speed."""

from PySide6.QtCore import QCoreApplication

from hlviz.document import edits
from hlviz.training.worker import Pace
from hlviz.window.action import Action
from hlviz.window.context import Context


def new_weights(context: Context) -> None:
    """Draw other first weights; an edit like any other, so it can be undone."""
    text = QCoreApplication.translate("Train", "New weights")
    context.editor.apply(text, edits.new_weights)


def _speed(key: str, text: str, pace: Pace) -> Action:
    return Action(
        f"train.speed.{key}", text, "Train ▸ Speed", lambda c: c.run.set_pace(pace),
        "Trains at most this fast; everything shown keeps pace.", checked=lambda c: c.run.pace == pace,
    )  # fmt: skip


TRAIN_ACTIONS = (
    Action(
        "train.play", "Play or pause", "Train", lambda c: c.run.toggle(),
        "Trains until you pause. Edits are welcome meanwhile: what was learned stays.",
        shortcuts=("F5",), keys=("Space",), icon="play",
    ),
    Action(
        "train.step", "One step", "Train", lambda c: c.run.step(),
        "Pauses and trains on a single batch: one adjustment of all weights.", keys=(".",), icon="skip-forward",
    ),
    Action(
        "train.epoch", "One epoch", "Train", lambda c: c.run.step_epoch(),
        "Pauses and trains once through all training samples.", keys=("Shift+.",), icon="fast-forward",
    ),
    Action(
        "train.rewind", "Rewind", "Train", lambda c: c.run.rewind(),
        "Goes back to the same first weights, so that you can watch it again.",
        shortcuts=("Ctrl+R",), icon="rotate-ccw", section=True,
    ),
    Action(
        "train.new_weights", "New weights", "Train", new_weights,
        "Draws other first weights at random and begins from there.", shortcuts=("Ctrl+Shift+R",), icon="dices",
    ),
    _speed("step", "1 step a second", Pace(steps=1)),
    _speed("steps", "10 steps a second", Pace(steps=10)),
    _speed("epoch", "1 epoch a second", Pace(epochs=1)),
    _speed("epochs", "10 epochs a second", Pace(epochs=10)),
    _speed("fast", "As fast as possible", Pace()),
)  # fmt: skip
