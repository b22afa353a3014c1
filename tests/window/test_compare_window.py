from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import edits


def trained(parts: Parts, qtbot: QtBot, epochs: int) -> None:
    c = parts.context
    for _ in range(epochs):
        epoch = c.playback.moment.frame.epoch if c.playback.moment is not None else 0
        c.run.step_epoch()
        qtbot.waitUntil(
            lambda epoch=epoch: c.playback.moment is not None and c.playback.moment.frame.epoch > epoch, timeout=30_000
        )


def branched(parts: Parts, qtbot: QtBot) -> None:
    """A run of 4 epochs, and one that goes on from its second with another learning rate."""
    c = parts.context
    trained(parts, qtbot, 4)
    c.playback.seek(50)
    parts.menus["train.branch"].trigger()
    qtbot.waitUntil(lambda: c.playback.moment.is_live and c.playback.moment.run == 1, timeout=30_000)
    c.editor.apply("Faster", edits.set_training, learning_rate=0.3)
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=30_000)
    trained(parts, qtbot, 1)


def test_a_branch_and_the_run_it_left_are_seen_beside_each_other(parts: Parts, qtbot: QtBot) -> None:
    branched(parts, qtbot)
    parts.menus["explain.compare"].trigger()
    window, c = parts.comparison, parts.context
    assert window is not None
    left, right = window.sides
    qtbot.waitUntil(
        lambda: left.standing.panel.moment is not None and right.standing.panel.moment is not None, timeout=30_000
    )
    assert (left.choice.value_text(), right.choice.value_text()) == ("Run 1", "Now")
    assert left.standing.numbers[-1][1].text() == "4, 100"
    assert right.standing.numbers[-1][1].text() == "3, 75"
    assert left.standing.panel.moment.project.training.learning_rate == 0.03
    assert right.standing.panel.moment is c.playback.moment
    assert "learning rate 0.03 → 0.3" in window.differ.text()
    assert window.plot.line(0)[0][-1] == 4
    assert window.plot.line(1)[0][-1] == 3
    assert window.plot._branch.place == 2, "up to there they are the same"


def test_runs_are_renamed_in_place(parts: Parts, qtbot: QtBot) -> None:
    branched(parts, qtbot)
    parts.show_comparison()
    left, right = parts.comparison.sides
    qtbot.waitUntil(lambda: left.standing.panel.moment is not None, timeout=30_000)
    for side, name in ((left, "slow"), (right, "fast")):
        side.name.setText(name)
        side.name.editingFinished.emit()
    assert [run.name for run in parts.past_runs.runs] == ["slow"]
    assert parts.past_runs.name_now == "fast"
    qtbot.waitUntil(lambda: (left.choice.value_text(), right.choice.value_text()) == ("slow", "fast"), timeout=30_000)


def test_hidden_it_does_no_work(parts: Parts, qtbot: QtBot) -> None:
    branched(parts, qtbot)
    parts.show_comparison()
    window = parts.comparison
    qtbot.waitUntil(lambda: window.sides[1].standing.panel.moment is not None, timeout=30_000)
    window.close()
    shown = window.sides[1].standing.panel.moment
    trained(parts, qtbot, 1)
    assert not window._later.isActive()
    assert window.sides[1].standing.panel.moment is shown


def test_with_no_earlier_run_both_sides_show_the_one_under_way(parts: Parts, qtbot: QtBot) -> None:
    trained(parts, qtbot, 1)
    parts.show_comparison()
    assert [side.number for side in parts.comparison.sides] == [0, 0]


def test_the_timeline_offers_to_go_on_only_where_one_looks_back(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    trained(parts, qtbot, 3)
    assert not parts.menus["train.branch"].isEnabled()
    c.playback.seek(25)
    assert parts.menus["train.branch"].isEnabled()
    parts.menus["train.now"].trigger()
    assert not parts.menus["train.branch"].isEnabled()


def test_a_mark_is_said_in_the_status_line(parts: Parts, qtbot: QtBot) -> None:
    c = parts.context
    trained(parts, qtbot, 2)
    c.editor.apply("Faster", edits.set_training, learning_rate=0.3)
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project, timeout=30_000)
    trained(parts, qtbot, 2)
    c.playback.seek(0)
    for _ in range(6):
        parts.menus["train.later_mark"].trigger()
        if "learning rate 0.03 → 0.3" in parts.window.status.message:
            return
    raise AssertionError(parts.window.status.message)
