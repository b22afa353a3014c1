"""The Train menu: play, step, rewind, new weights, speed."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from hlviz.document import edits
from hlviz.inspector.transport_bar import PACES
from hlviz.session.past_runs import run_name
from hlviz.training.engines import ENGINES
from hlviz.window.action import Action, Choice, Context


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


ENGINE_TEXTS = {
    "auto": ("Fastest that fits", "The compiled path for small networks, NumPy for wide ones."),
    "numpy": ("NumPy", "NumPy's own routines, whatever the size of the network."),
    "compiled": ("Compiled", "The compiled path; networks that are too wide for it run on NumPy all the same."),
    "reference": ("Readable reference", "The mathematics written for reading: slow, and the yardstick of the others."),
}
"""What the engines are called in the menu, and what to expect of them."""


def _use_engine(context: Context, engine: str) -> None:
    context.preferences.engine = engine
    context.run.set_engine(engine)


def _engine(key: str) -> Action:
    text, tip = ENGINE_TEXTS[key]
    return Action(
        f"train.engine.{key}", text, "Train ▸ Engine", lambda c: _use_engine(c, key), tip,
        checked=lambda c: c.run.engine == key,
    )  # fmt: skip


def _set_pace(context: Context, key: str) -> None:
    context.preferences.pace = PACES[key]
    context.run.set_pace(PACES[key])


def _speed(key: str) -> Action:
    return Action(
        f"train.speed.{key}", SPEEDS[key], "Train ▸ Speed", lambda c: _set_pace(c, key),
        "Trains at most this fast; everything shown keeps pace.", checked=lambda c: c.run.pace == PACES[key],
    )  # fmt: skip


def _branches(context: Context) -> list[Choice]:
    """The runs that ended and can be gone back to, the newest first."""
    past, editor = context.past_runs, context.editor
    return [
        Choice(
            run_name(run),
            partial(past.return_to, run.number, editor),
            " · ".join(run.changes),
            past.can_return(run.number),
        )
        for run in reversed(past.runs)
    ]


def _return_to_last(context: Context) -> None:
    """Go back to the run that ended last; once more comes back to this one."""
    run = context.past_runs.last_to_return_to
    if run is not None:
        context.past_runs.return_to(run.number, context.editor)


def _last_branch(context: Context) -> str:
    run = context.past_runs.last_to_return_to
    return run_name(run) if run is not None else ""


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
        "Goes back to the same first weights, so that you can watch it again. Undo finds what was learned.",
        shortcuts=("Ctrl+R",), icon="rotate-ccw", section=True,
    ),
    Action(
        "train.new_weights", "New weights", "Train", new_weights,
        "Draws other first weights at random and begins from there.", shortcuts=("Ctrl+Shift+R",), icon="dices",
    ),
    Action(
        "train.earlier", "Earlier moment", "Train ▸ Look back", lambda c: c.playback.shift(-1),
        "Pauses and shows the moment before, as the diagram and all panels were then.", shortcuts=("Alt+PgUp",),
    ),
    Action(
        "train.later", "Later moment", "Train ▸ Look back", lambda c: c.playback.shift(1),
        "Shows the next of the moments that were kept; after the last one, what is now.", shortcuts=("Alt+PgDown",),
    ),
    Action(
        "train.first", "First moment", "Train ▸ Look back", lambda c: c.playback.seek(0),
        "Pauses and shows the run's beginning.", shortcuts=("Alt+Home",),
    ),
    Action(
        "train.now", "Now", "Train ▸ Look back", lambda c: c.playback.go_live(),
        "Shows the network as it is by now.", shortcuts=("Alt+End",),
    ),
    Action(
        "train.earlier_mark", "Mark before", "Train ▸ Look back", lambda c: c.to_landmark(-1),
        "Shows the edit, drop, best epoch or other mark on the timeline before this moment, and says what it is.",
        shortcuts=("Alt+Shift+PgUp",), section=True,
    ),
    Action(
        "train.later_mark", "Next mark", "Train ▸ Look back", lambda c: c.to_landmark(1),
        "Shows the next mark on the timeline, and says what it is.", shortcuts=("Alt+Shift+PgDown",),
    ),
    Action(
        "train.replay", "Play the run back", "Train ▸ Look back", lambda c: c.playback.toggle_replay(),
        "Goes through the moments of the run, from the one shown or from the beginning; once more stops.",
        shortcuts=("F6",), icon="play", section=True, also="replay, scrub, time machine, history",
    ),
    Action(
        "train.replay_back", "Play the run backwards", "Train ▸ Look back",
        lambda c: c.playback.toggle_replay(is_backwards=True),
        "Goes back through the moments of the run, from the one shown; once more stops.",
        shortcuts=("Shift+F6",), icon="play-back",
    ),
    Action(
        "train.replay_faster", "Play back faster", "Train ▸ Look back", lambda c: c.playback.change_speed(1),
        "Twice as many moments a second.", shortcuts=("Alt+.",),
    ),
    Action(
        "train.replay_slower", "Play back slower", "Train ▸ Look back", lambda c: c.playback.change_speed(-1),
        "Half as many moments a second.", shortcuts=("Alt+,",),
    ),
    Action(
        "train.replay_loop", "Play back over and over", "Train ▸ Look back",
        lambda c: c.playback.set_replay(is_loop=not c.playback.replay.is_loop),
        "Begins again when the end is reached.", checked=lambda c: c.playback.replay.is_loop,
    ),
    Action(
        "train.branch", "Continue from here", "Train ▸ Look back", lambda c: c.playback.branch(c.editor),
        "Goes on from the moment shown as a new run; the one that you leave stays as a thin curve, and undo comes back to it.",
        shortcuts=("Ctrl+B",), icon="git-branch", section=True,
        enabled=lambda c: c.playback.moment is not None and not c.playback.moment.is_live,
        also="branch, fork, another try, time machine",
    ),
    Action(
        "train.return", "Go back to the last branch", "Train ▸ Look back", _return_to_last,
        "Goes back to where the run before this one ended, with its network, curves and timeline; Play goes on with it. Once more, or "
        "undo, comes back to this one.",
        shortcuts=("Ctrl+Shift+B",), enabled=lambda c: c.past_runs.last_to_return_to is not None, detail=_last_branch,
        also="switch branch, other run, swap, return, toggle, time machine",
    ),
    Action(
        "train.branches", "Go back to this branch", "Train ▸ Look back", lambda c: None,
        "The runs that ended: choose one to go back to its end and go on from there. It can be undone.",
        choices=_branches, also="switch branch, checkout, other run, earlier run, return, time machine",
    ),
    *(_speed(key) for key in PACES),
    *(_engine(key) for key in ENGINES),
)  # fmt: skip
