"""What explains, opened from its menu and by a newcomer's word, and used with a real mouse and real keys."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.panels import Panel
from hlviz.panels.output import OutputPanel
from hlviz.session.selection import NOTHING, Target
from hlviz.window.explain_actions import EXPLAIN_ACTIONS
from tests.journeys.hands import PATIENCE, Hands, middle, sizes

pytestmark = pytest.mark.x11

OPENED = {
    "coach": "help me",
    "neuron": "in a sentence",
    "ablation": "useless neurons",
    "linear": "logistic regression",
    "gradients": "vanishing",
    "landscape": "hills and valleys",
    "space": "separate the classes",
}
"""The panels of the menu Explain, each with a word that a newcomer may look for it by."""


def is_seen(panel: Panel) -> bool:
    """Whether something of it is on the screen, with numbers in it."""
    return panel.can_be_seen and panel.draws > 0 and not panel.visibleRegion().isEmpty()


def train(parts: Parts, hands: Hands, qtbot: QtBot, epochs: int = 20) -> None:
    """Press Play, wait, and pause."""
    c = parts.context
    hands.press("space")
    qtbot.waitUntil(lambda: c.playback.moment.frame.epoch >= epochs, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)


def test_every_panel_of_the_menu_opens_by_mouse(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    assert {f"explain.{key}" for key in OPENED} <= {action.id for action in EXPLAIN_ACTIONS}
    for key in OPENED:
        assert not is_seen(parts.panels[key])
        hands.choose(parts, f"explain.{key}")
        qtbot.waitUntil(lambda key=key: is_seen(parts.panels[key]), timeout=PATIENCE)


def test_every_panel_is_found_by_a_newcomers_word(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    for key, words in OPENED.items():
        hands.look_up(words)
        qtbot.waitUntil(lambda key=key: is_seen(parts.panels[key]), timeout=PATIENCE)


def test_one_step_is_walked_through(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c, walk = parts.context, parts.walkthrough
    train(parts, hands, qtbot, 2)
    step = c.playback.moment.frame.step
    hands.look_up("chain rule")
    panel = parts.panels["microscope"]
    qtbot.waitUntil(lambda: walk.sight is not None and is_seen(panel), timeout=PATIENCE)
    bar, last = panel.bar, len(walk.stages) - 1
    hands.click(middle(bar.next))
    qtbot.waitUntil(lambda: walk.place == 1, timeout=PATIENCE)
    hands.press("ctrl+period")
    qtbot.waitUntil(lambda: walk.place == 2, timeout=PATIENCE)

    text = panel.formulas
    span = next(span for span in text._spans if isinstance(span.about, tuple) and len(span.about) == 2)
    cursor = QTextCursor(text.document())
    cursor.setPosition((span.start + span.end) // 2)
    text.setTextCursor(cursor)
    text.ensureCursorVisible()
    hands.point(text.viewport().mapToGlobal(text.cursorRect(cursor).center()))
    qtbot.waitUntil(lambda: c.selection.hover == Target(edge=span.about), timeout=PATIENCE)
    assert text.lit
    hands.point(middle(parts.window.status))
    qtbot.waitUntil(lambda: c.selection.hover == NOTHING, timeout=PATIENCE)

    hands.press("ctrl+comma")
    qtbot.waitUntil(lambda: walk.place == 1, timeout=PATIENCE)
    hands.click(middle(bar.back))
    qtbot.waitUntil(lambda: walk.place == 0, timeout=PATIENCE)
    walk.set_pace(400)
    hands.click(middle(bar.play))
    qtbot.waitUntil(lambda: walk.place >= 2, timeout=PATIENCE)
    hands.click(middle(bar.play))
    qtbot.waitUntil(lambda: not walk.is_playing, timeout=PATIENCE)
    hands.click(bar.slider.mapToGlobal(QPoint(bar.slider.width() - 8, bar.slider.height() // 2)))
    qtbot.waitUntil(lambda: walk.place == last, timeout=PATIENCE)
    hands.click(middle(bar.close_button))
    qtbot.waitUntil(lambda: walk.sight is None, timeout=PATIENCE)
    assert c.playback.moment.frame.step == step, "nothing was learned"
    assert not c.run.is_running


@pytest.mark.parametrize("preset", ["xor"])
def test_space_is_bent_scrubbed_and_turned(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    assert sizes(parts) == (6, 3), "the last hidden layer is a space of three"
    hands.look_up("morph film")
    panel = parts.panels["space"]
    qtbot.waitUntil(lambda: is_seen(panel) and 0 < panel.position < panel.scene.end, timeout=PATIENCE)
    slider = panel.slider

    def at(share: float) -> QPoint:
        return slider.mapToGlobal(QPoint(7 + round((slider.width() - 14) * share), slider.height() // 2))

    hands.drag(at(0.25), at(0.5), steps=4)
    qtbot.waitUntil(lambda: panel.position == pytest.approx(panel.scene.end / 2, abs=0.2), timeout=PATIENCE)
    assert not panel.is_playing
    hands.press("Prior")
    qtbot.waitUntil(lambda: panel.position == pytest.approx(panel.scene.end / 2 + 1, abs=0.2), timeout=PATIENCE)
    hands.press("End")
    qtbot.waitUntil(lambda: panel.position == panel.scene.end, timeout=PATIENCE)
    view = panel.view
    assert view.turnable is not None

    def places() -> list[list[float]]:
        return panel.scene.sample_places(panel.position).round(3).tolist()

    seen = places()
    hands.drag(middle(view), middle(view) + QPoint(60, 20), steps=4)
    qtbot.waitUntil(lambda: places() != seen, timeout=PATIENCE)
    hands.point(middle(parts.window.status))  # all of the drag has arrived by then
    turned = places()
    hands.press("Left", "Left")
    qtbot.waitUntil(lambda: places() not in (seen, turned), timeout=PATIENCE)
    hands.double_click(middle(view))
    qtbot.waitUntil(lambda: places() == seen, timeout=PATIENCE)


def test_what_would_a_straight_line_do(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    train(parts, hands, qtbot)
    hands.choose(parts, "explain.linear")
    panel = parts.panels["linear"]
    qtbot.waitUntil(lambda: is_seen(panel) and "no single neuron can do this" in panel.summary(), timeout=PATIENCE)
    hands.click(middle(parts.palette.chips["identity"]))
    qtbot.waitUntil(lambda: "no single neuron" not in panel.summary(), timeout=PATIENCE)
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: "no single neuron can do this" in panel.summary(), timeout=PATIENCE)


def test_two_networks_learn_in_lock_step(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    hands.look_up("side by side without hidden layer")
    qtbot.waitUntil(lambda: parts.lockstep is not None and parts.lockstep.isActiveWindow(), timeout=PATIENCE)
    window = parts.lockstep
    comparison = window.comparison
    qtbot.waitUntil(lambda: len(comparison.moments) == 2, timeout=PATIENCE)
    hands.click(middle(window.epoch))
    qtbot.waitUntil(lambda: [moment.frame.epoch for moment in comparison.moments] == [1, 1], timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: comparison.moments[0].frame.epoch > 30, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not comparison.is_running, timeout=PATIENCE)
    yours, other = comparison.moments
    assert yours.frame.step == other.frame.step
    assert yours.frame.evaluation.test_metric > other.frame.evaluation.test_metric
    hands.click(middle(window.take))
    qtbot.waitUntil(lambda: sizes(parts) == (), timeout=PATIENCE)
    hands.press("Escape")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: sizes(parts) == (4, 2), timeout=PATIENCE)


def test_the_least_useful_neuron_is_pruned(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    train(parts, hands, qtbot)
    hands.look_up("shrink the network")
    qtbot.waitUntil(lambda: sum(sizes(parts)) == 5, timeout=PATIENCE)
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: sizes(parts) == (4, 2), timeout=PATIENCE)


def test_a_learning_rate_far_too_high_is_told_of_and_mended(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c, window = parts.context, parts.window
    hands.click(middle(parts.training.learning_rate))
    hands.press("ctrl+a")
    hands.type("10")
    hands.press("Return")
    qtbot.waitUntil(lambda: c.editor.project.training.learning_rate == 10, timeout=PATIENCE)
    hands.press("Escape")
    hands.click(middle(parts.transport.play))
    qtbot.waitUntil(lambda: [one.rule for one in c.coach.advice] == ["rate_high"], timeout=PATIENCE)
    assert window.status.message.startswith("A step moved the weights by")
    hands.click(middle(parts.transport.play))
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)
    line = window.status._advice_line
    hands.click(line.mapToGlobal(QPoint(60, line.height() // 2)))
    panel = parts.panels["coach"]
    qtbot.waitUntil(lambda: is_seen(panel) and "rate_high" in panel.cards, timeout=PATIENCE)
    card = panel.cards["rate_high"]
    parts.window.docks["ablation"].bring_up()
    qtbot.waitUntil(lambda: not is_seen(parts.panels["loss"]), timeout=PATIENCE)
    hands.click(middle(card.show_button))
    qtbot.waitUntil(lambda: is_seen(parts.panels["loss"]), timeout=PATIENCE)
    hands.click(middle(card.fix_button))
    qtbot.waitUntil(lambda: c.editor.project.training.learning_rate < 10, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "rate_high" not in panel.cards, timeout=PATIENCE)
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: c.editor.project.training.learning_rate == 10, timeout=PATIENCE)


def test_the_landscape_is_read_off_and_looked_at_from_another_side(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    train(parts, hands, qtbot)
    hands.choose(parts, "explain.landscape")
    panel = parts.panels["landscape"]
    qtbot.waitUntil(lambda: is_seen(panel) and panel.slice is not None, timeout=PATIENCE)
    hands.point(middle(panel.plot))
    qtbot.waitUntil(lambda: panel._hovered is not None, timeout=PATIENCE)
    near = panel.plot.pixels_per_unit()[0]
    hands.do("click", "4", "click", "4", "click", "4")
    qtbot.waitUntil(lambda: panel.plot.pixels_per_unit()[0] > 1.2 * near, timeout=PATIENCE)
    hands.double_click(middle(panel.plot))
    qtbot.waitUntil(lambda: panel.plot.pixels_per_unit()[0] == pytest.approx(near, rel=0.05), timeout=PATIENCE)

    def other_side() -> Iterator[Callable[[], object]]:
        yield hands.begun_click(middle(panel.kind_button))
        yield panel.kind_button.menu().isVisible
        yield hands.begun("key", "--delay", "60", "Down", "Down", "Return")

    hands.go_through(other_side())
    qtbot.waitUntil(lambda: panel.kind.name == "RANDOM" and not panel.is_measuring, timeout=PATIENCE)
    first = panel.slice
    hands.click(middle(panel.again_button))
    qtbot.waitUntil(lambda: panel.slice is not first, timeout=PATIENCE)


@pytest.mark.parametrize("preset", ["sine"])
def test_a_curve_is_taken_apart_and_a_part_is_pointed_at(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c, output = parts.context, parts.panels["output"]
    assert isinstance(output, OutputPanel)
    shares = output.switches["shares"]
    was = shares.isChecked()
    hands.look_up("piecewise")
    qtbot.waitUntil(lambda: shares.isChecked() != was, timeout=PATIENCE)
    if was:
        hands.click(middle(shares))
    view = output.view
    qtbot.waitUntil(lambda: len(view.drawn_shares()) > 0, timeout=PATIENCE)
    found = view.shares
    place = view._drawn[0]
    i = len(found.x) // 4
    at = QPointF(float(found.x[i]), float(found.parts[place, i]))
    scene = view.plot.getPlotItem().getViewBox().mapViewToScene(at)
    hands.point(view.plot.viewport().mapToGlobal(view.plot.mapFromScene(scene)))
    qtbot.waitUntil(lambda: c.selection.hover.neuron is not None, timeout=PATIENCE)
    assert view.lit_share() is not None


def test_branches_are_named_and_compared(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    train(parts, hands, qtbot, 10)
    end = c.playback.moment.frame.step
    hands.press("alt+Prior", "alt+Prior", "alt+Prior")
    qtbot.waitUntil(lambda: 0 < c.playback.moment.frame.step < end, timeout=PATIENCE)
    branch = c.playback.moment.frame.step
    hands.press("ctrl+b")
    qtbot.waitUntil(lambda: c.playback.moment.is_live and c.playback.moment.frame.step == branch, timeout=PATIENCE)
    hands.choose(parts, "explain.compare")
    qtbot.waitUntil(lambda: parts.comparison is not None and parts.comparison.isActiveWindow(), timeout=PATIENCE)
    window = parts.comparison
    assert [side.number for side in window.sides] == [1, 0]
    for side, name in zip(window.sides, ("slow", "bold"), strict=True):
        hands.click(middle(side.name))
        hands.type(name)
        hands.press("Return")
    qtbot.waitUntil(
        lambda: (parts.past_runs.runs[0].name, parts.past_runs.name_now) == ("slow", "bold"), timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: [side.choice.currentText() for side in window.sides] == ["slow", "bold"], timeout=PATIENCE)
    hands.press("Escape")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
