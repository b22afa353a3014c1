"""What comes often is shown at once, then once a beat, and the last of it in any case."""

from PySide6.QtCore import QObject

from hlviz.widgets.beat import Beat


def test_a_beat_calls_at_once_and_then_for_what_was_asked_meanwhile(qtbot) -> None:
    calls: list[int] = []
    owner = QObject()
    beat = Beat(lambda: calls.append(len(calls)), 20, owner)

    beat.ask()
    assert calls == [0]

    beat.ask()
    beat.ask()
    assert calls == [0]
    qtbot.waitUntil(lambda: calls == [0, 1])

    qtbot.waitUntil(lambda: not beat.isActive())
    assert calls == [0, 1]


def test_what_is_asked_at_once_does_not_wait(qtbot) -> None:
    calls: list[int] = []
    owner = QObject()
    beat = Beat(lambda: calls.append(1), 10_000, owner)

    beat.ask()
    beat.ask()
    beat.ask(at_once=True)

    assert len(calls) == 2
