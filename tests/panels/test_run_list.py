"""The list of earlier runs."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.document import Project, edits
from hlviz.panels.run_list import RunList, RunRow
from hlviz.session.moment import Moment
from hlviz.session.past_runs import PastRuns

from .moments import project_of, train


@pytest.fixture
def past(circle: Moment) -> PastRuns:
    """Two runs that ended, and one under way."""
    slow, fast = project_of("circle"), edits.set_training(project_of("circle"), learning_rate=0.05)
    past = PastRuns()
    for number, (project, epochs) in enumerate([(slow, 6), (fast, 3), (fast, 0)]):
        past.watch(replace(_moment(project, epochs), run=number))
    return past


def _moment(project: Project, epochs: int) -> Moment:
    return train(project, epochs)


@pytest.fixture
def listed(qtbot: QtBot, past: PastRuns) -> RunList:
    listed = RunList(past)
    qtbot.addWidget(listed)
    listed.show_theme(LIGHT)
    listed.show()
    return listed


def test_it_says_what_was_changed_and_how_it_ended(listed: RunList, past: PastRuns) -> None:
    newest, first = (row.texts() for row in listed.rows)
    assert newest[0] == "Run 2"
    assert newest[1].endswith("3 epochs")
    assert newest[2] == "learning rate 0.01 → 0.05"
    assert first[::2] == ("Run 1", "the first one")
    assert listed.now_text == "Now: the same once more"


def test_a_run_is_drawn_or_not(qtbot: QtBot, listed: RunList, past: PastRuns) -> None:
    assert [past.is_shown(run) for run in past.runs] == [True, True]
    listed.rows[0].box.click()
    assert [past.is_shown(run) for run in past.runs] == [True, False]
    listed.rows[0].box.click()
    assert past.is_shown(past.runs[1])


def name(qtbot: QtBot, row: RunRow, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    row.name.setFocus()
    row.name.selectAll()
    qtbot.keyClicks(row.name, text) if text else qtbot.keyClick(row.name, Qt.Key.Key_Delete)
    qtbot.keyClick(row.name, key)


def test_it_can_be_called_something_and_have_its_number_again(qtbot: QtBot, listed: RunList, past: PastRuns) -> None:
    name(qtbot, listed.rows[0], "fast")
    assert past.runs[1].name == "fast"
    assert listed.rows[0].texts()[0] == "fast"
    name(qtbot, listed.rows[0], "slow", Qt.Key.Key_Escape)
    assert listed.rows[0].texts()[0] == "fast"
    assert listed.isVisible()
    name(qtbot, listed.rows[0], "")
    assert listed.rows[0].texts()[0] == "Run 2"


def test_forgotten_runs_go_and_the_empty_list_closes(qtbot: QtBot, listed: RunList, past: PastRuns) -> None:
    listed.rows[0].forget.click()
    assert [row.texts()[0] for row in listed.rows] == ["Run 1"]
    assert [run.number for run in past.runs] == [1]
    assert listed.isVisible()
    listed.forget_button.click()
    assert past.runs == ()
    assert not listed.isVisible()


def test_each_run_has_a_colour_of_its_own_in_both_themes(listed: RunList) -> None:
    for theme in (LIGHT, DARK):
        listed.show_theme(theme)
        colors = set()
        for row in listed.rows:
            image = row.box.grab().toImage()
            pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
            colors.add(max(pixels, key=lambda color: color.hsvSaturation()).name())
        assert len(colors) == 2


def test_a_run_can_be_gone_back_to(qtbot: QtBot, listed: RunList, past: PastRuns) -> None:
    row = listed.rows[1]
    assert row.back.isEnabled()
    with qtbot.waitSignal(listed.return_requested) as asked:
        row.back.click()
    assert asked.args == [1]
    assert not listed.isVisible()
    past.open_document()
    past.rename(1, "Of another document")
    assert not listed.rows[1].back.isEnabled()
