"""The coach's drawer: cards with numbers, reasons, and buttons that ask for what they say."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.document.presets import PRESETS
from hlviz.explain.coach.advice import Advice, Fix
from hlviz.panels.coach import CoachPanel
from hlviz.session.coach import Coach
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

from .moments import train


@pytest.fixture(scope="module")
def ill() -> Moment:
    return train(PRESETS["linear-fails"].project, 12)


@pytest.fixture(scope="module")
def well() -> Moment:
    return train(PRESETS["gauss"].project, 20)


@pytest.fixture
def coach(qapp: object) -> Coach:
    return Coach()


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection, coach: Coach) -> CoachPanel:
    panel = CoachPanel(selection)
    qtbot.addWidget(panel)
    panel.listen_to(coach)
    panel.resize(310, 320)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


def show(qtbot: QtBot, coach: Coach, panel: CoachPanel, moment: Moment) -> None:
    panel.show_moment(moment)
    with qtbot.waitSignal(coach.changed, timeout=20_000):
        coach.watch(moment)


def click(qtbot: QtBot, button: object) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_advice_has_its_numbers_and_the_reason_unfolds(
    qtbot: QtBot, coach: Coach, panel: CoachPanel, ill: Moment
) -> None:
    show(qtbot, coach, panel, ill)
    card = panel.cards["straight"]
    assert card.sentence.startswith("A straight line gets 5")
    assert "the nearest neighbours tell 99 %" in card.sentence
    assert card.why == ""
    click(qtbot, card.why_button)
    assert "In one line" in card.why
    assert "scissors" in card.why
    assert "softmax regression" in card.why
    assert panel.summary() == "One thing: Nothing here bends."


def test_the_reason_stays_unfolded_while_the_numbers_change(
    qtbot: QtBot, coach: Coach, panel: CoachPanel, ill: Moment
) -> None:
    show(qtbot, coach, panel, ill)
    card = panel.cards["straight"]
    click(qtbot, card.why_button)
    coach.changed.emit()
    panel.show_theme(DARK)
    assert panel.cards["straight"] is card
    assert card.why


def test_the_buttons_ask_for_what_they_say(qtbot: QtBot, coach: Coach, panel: CoachPanel, ill: Moment) -> None:
    asked: list[object] = []
    panel.fix_requested.connect(asked.append)
    panel.show_requested.connect(asked.append)
    show(qtbot, coach, panel, ill)
    card = panel.cards["straight"]
    assert card.fix_button.text() == "Add a hidden layer of 8"
    click(qtbot, card.fix_button)
    click(qtbot, card.show_button)
    fix, advice = asked
    assert isinstance(fix, Fix)
    assert (fix.edit, fix.args) == ("add_layer", (0, 8, "tanh"))
    assert isinstance(advice, Advice)
    assert advice.panel == "output"


def test_dismissed_it_is_gone_and_can_be_called_back(
    qtbot: QtBot, coach: Coach, panel: CoachPanel, ill: Moment
) -> None:
    show(qtbot, coach, panel, ill)
    click(qtbot, panel.cards["straight"].dismiss_button)
    assert not panel.cards
    assert panel.recall_button.text() == "1 dismissed: say again"
    click(qtbot, panel.recall_button)
    assert [*panel.cards] == ["straight"]
    assert panel.recall_button.isHidden()


def test_all_is_well_is_said_with_what_was_looked_at(
    qtbot: QtBot, coach: Coach, panel: CoachPanel, well: Moment
) -> None:
    show(qtbot, coach, panel, well)
    assert not panel.cards
    assert panel.summary().startswith(
        "Nothing ails this network, as far as can be seen now. Seen: 100 % on the samples"
    )
    assert "dead neurons 0 of 2" in panel.summary()
    assert panel.table() is None


def test_switched_off_it_says_so_and_offers_to_switch_on(
    qtbot: QtBot, coach: Coach, panel: CoachPanel, ill: Moment
) -> None:
    show(qtbot, coach, panel, ill)
    coach.set_on(False)
    assert not panel.cards
    assert "switched off" in panel.summary()
    with qtbot.waitSignal(panel.switch_requested):
        click(qtbot, panel.switch_button)


def test_the_numbers_are_a_table(qtbot: QtBot, coach: Coach, panel: CoachPanel, ill: Moment) -> None:
    show(qtbot, coach, panel, ill)
    table = panel.table()
    assert table is not None
    assert [str(column[0]) for column in table.columns][::3] == ["Nothing here bends", "Add a hidden layer of 8"]


def test_who_looks_back_is_told_of_which_moment_it_speaks_and_nothing_moves(
    qtbot: QtBot, coach: Coach, panel: CoachPanel, ill: Moment
) -> None:
    show(qtbot, coach, panel, ill)
    before = panel.cards["straight"].geometry()
    panel.show_moment(replace(ill, is_live=False))
    assert panel.summary().endswith(f"Of the network as it is by now, at step {ill.frame.step}.")
    assert panel.cards["straight"].geometry() == before
