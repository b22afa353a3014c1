"""The Train menu: play, step, rewind, new weights, speed."""

from PySide6.QtCore import QCoreApplication

from hlviz.document import edits
from hlviz.inspector.transport_bar import PACES
from hlviz.window.action import Action, Context


def new_weights(context: Context) -> None:
    """Draw other first weights; an edit like any other, so it can be undone."""
    text = QCoreApplication.translate("Train", "New weights")
    context.editor.apply(text, edits.new_weights)


SPEEDS = {
    "slow": "1 batch a second",
    "batches": "5 batches a second",
    "epoch": "1 epoch a second",
    "epochs": "10 epochs a second",
    "screen": "60 epochs a second",
    "fast": "Flat out",
}
"""What the paces of the transport bar are called in the menu."""


def _speed(key: str) -> Action:
    return Action(
        f"train.speed.{key}", SPEEDS[key], "Train ▸ Speed", lambda c: c.run.set_pace(PACES[key]),
        "Trains at most this fast; everything shown keeps pace.", checked=lambda c: c.run.pace == PACES[key],
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
    *(_speed(key) for key in PACES),
)  # fmt: skip
