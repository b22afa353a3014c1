"""The window in which two networks learn at once."""

from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.window.lockstep_window import LockstepWindow


def opened(parts: Parts, qtbot: QtBot) -> LockstepWindow:
    parts.menus["explain.lockstep"].trigger()
    window = parts.lockstep
    assert window is not None
    qtbot.waitUntil(lambda: len(window.comparison.moments) == 2, timeout=20_000)
    return window


def test_it_begins_with_the_network_and_one_without_hidden_layers(parts: Parts, qtbot: QtBot) -> None:
    window = opened(parts, qtbot)
    assert window.titles[0].text() == "Your network: 2 → 4 → 2 → 1"
    assert window.titles[1].text() == "Without hidden layers: 2 → 1"
    assert "Press Play" in window.sentence.text()


def test_both_learn_and_the_sentence_says_who_is_better(parts: Parts, qtbot: QtBot) -> None:
    window = opened(parts, qtbot)
    window.pace.chosen.emit("")
    window.play.click()
    qtbot.waitUntil(lambda: window.comparison.moments[0].frame.epoch > 60, timeout=30_000)
    window.play.click()
    qtbot.waitUntil(lambda: not window.comparison.is_running)
    assert "yours is right for" in window.sentence.text()
    assert "hidden 4, 2 → none" in window.sentence.text()
    yours, other = (standing.numbers[3][1].text() for standing in window.standings)
    assert float(yours.removesuffix(" %")) > float(other.removesuffix(" %"))
    steps = {standing.numbers[4][1].text() for standing in window.standings}
    assert len(steps) == 1, "both have trained alike"


def test_another_rival_begins_anew(parts: Parts, qtbot: QtBot) -> None:
    window = opened(parts, qtbot)
    window.rival.show_key("twice")
    window.rival.chosen.emit("twice")
    qtbot.waitUntil(lambda: window.titles[1].text() == "Twice as wide: 2 → 8 → 4 → 1", timeout=20_000)


def test_the_right_one_can_be_used_and_that_undone(parts: Parts, qtbot: QtBot) -> None:
    window, editor = opened(parts, qtbot), parts.context.editor
    window.take.click()
    assert not editor.project.network.hidden
    editor.undo_stack.undo()
    assert len(editor.project.network.hidden) == 2


def test_closing_it_ends_what_trains_there(parts: Parts, qtbot: QtBot) -> None:
    window = opened(parts, qtbot)
    window.play.click()
    window.close()
    assert window.comparison.moments == ()
    again = opened(parts, qtbot)
    assert again is window
    assert not again.comparison.is_running
