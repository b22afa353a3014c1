"""The Probe submenu of View: follow one sample through the network, and go from one to the next."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.document.samples import split_of
from hlviz.session.answers import answers_in_slices
from hlviz.session.errand import Errand
from hlviz.session.moment import Moment
from hlviz.session.probe import next_row
from hlviz.window.action import Action, Context

MENU = "View ▸ Probe"


def toggle(context: Context) -> None:
    """Follow the sample looked at, or leave it."""
    context.selection.set_probing(not context.selection.is_probing)


def step(context: Context, by: int) -> None:
    """Follow the next sample, or the one before."""
    selection = context.selection
    split = split_of(context.editor.project.data)
    selection.set_probe(next_row(split, selection.probe.row, by, in_training=selection.is_probing))


def has_classes(context: Context) -> bool:
    """Whether samples can be misclassified."""
    return split_of(context.editor.project.data).points.is_classification


def next_mistake(context: Context) -> None:
    """Follow the next sample for which another class is named than the right one."""
    moment = context.playback.moment
    if moment is None:
        return
    found: list[int] = []
    errand = Errand(context.window)
    errand.begin(_mistakes(moment, context.selection.probe.row, found), lambda: _follow(context, found, errand))


def _mistakes(moment: Moment, row: int, found: list[int]) -> Iterator[object]:
    """Look through the samples behind ``row``, from the end on from the beginning, until one is found."""
    samples = len(moment.split.points.y)
    rows = (np.arange(1, samples + 1) + row) % samples
    for some, answers in answers_in_slices(moment, rows):
        wrong = some[answers.is_wrong]
        if len(wrong):
            found.append(int(wrong[0]))
            return
        yield some


def _follow(context: Context, found: list[int], errand: Errand) -> None:
    if found:
        context.selection.set_probe(found[0])
    else:
        context.window.status.say(
            QCoreApplication.translate("Probe", "Every sample is named right: none is misclassified.")
        )
    errand.deleteLater()


def show_edges(context: Context, contributions: bool) -> None:
    """Let edges show what they carry for the sample that is followed, or their weights even then."""
    context.preferences.contributions = contributions
    context.canvas.set_contributions(contributions)


def _edges(contributions: bool, text: str, tip: str, *, section: bool) -> Action:
    return Action(
        f"probe.edges.{'contributions' if contributions else 'weights'}", text, MENU,
        lambda c: show_edges(c, contributions), tip,
        checked=lambda c: c.preferences.contributions == contributions, section=section,
    )  # fmt: skip


PROBE_ACTIONS = (
    Action(
        "probe.toggle", "Follow a sample", MENU, toggle,
        "Shows one sample's value on every neuron, and what each edge carries of it; again: stops.",
        keys=("P",), checked=lambda c: c.selection.is_probing,
    ),
    Action(
        "probe.next", "Next sample", MENU, partial(step, by=1),
        "Follows the next sample: of the training part if this one is from there, else of the test part.",
        keys=("]", "Ctrl+PgDown"), section=True,
    ),
    Action(
        "probe.previous", "Previous sample", MENU, partial(step, by=-1),
        "Follows the sample before this one.", keys=("[", "Ctrl+PgUp"),
    ),
    Action(
        "probe.mistake", "Next misclassified sample", MENU, next_mistake,
        "Follows the next sample that the network names wrong now; it says so where there is none.",
        keys=("X",), enabled=has_classes,
    ),
    Action(
        "probe.stop", "Stop following", MENU, lambda c: c.selection.set_probing(False),
        "Neurons and edges are shown as they are for all samples again.", enabled=lambda c: c.selection.is_probing,
    ),
    _edges(
        True, "Edges show contributions",
        "While a sample is followed, colour, width and number of an edge are what it carries: weight times activation, w·a.",
        section=True,
    ),
    _edges(False, "Edges show weights", "Edges show their weights even while a sample is followed.", section=False),
)  # fmt: skip
