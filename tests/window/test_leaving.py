"""Who is asked, and when: only where something would be lost."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import Project, edits
from hlviz.files import read_project
from hlviz.session import filing

Button = QMessageBox.StandardButton
Answer = Callable[[QMessageBox.StandardButton], list[int]]


@pytest.fixture
def answer(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Answer:
    def prepare(button: QMessageBox.StandardButton) -> list[int]:
        asked: list[int] = []

        def ask() -> QMessageBox.StandardButton:
            asked.append(1)
            return button

        monkeypatch.setattr(parts.context.leaving, "_ask", ask)
        return asked

    return prepare


def edit(parts: Parts) -> None:
    parts.context.editor.apply("Shape", edits.set_shape, (3,))


def train(parts: Parts, qtbot: QtBot) -> None:
    step = parts.context.playback.moment.frame.step
    parts.context.run.step()
    qtbot.waitUntil(lambda: parts.context.playback.moment.frame.step == step + 1, timeout=30_000)


def save(parts: Parts, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(parts.context.filing.saved):
        parts.context.filing.save_as(path)
    qtbot.waitUntil(lambda: not parts.context.filing.is_busy, timeout=30_000)


def test_nobody_is_asked_about_a_preset_that_was_only_played(parts: Parts, qtbot: QtBot, answer: Answer) -> None:
    asked = answer(Button.Cancel)
    train(parts, qtbot)
    assert parts.window.isWindowModified()
    assert parts.window.close()
    assert asked == []


def test_an_edited_document_stays_if_the_person_wants_to(parts: Parts, answer: Answer) -> None:
    parts.window.show()
    asked = answer(Button.Cancel)
    edit(parts)
    assert not parts.window.close()
    assert asked == [1]
    assert parts.window.isVisible()


def test_an_edited_document_may_be_discarded(parts: Parts, answer: Answer) -> None:
    asked = answer(Button.Discard)
    edit(parts)
    assert parts.window.close()
    assert asked == [1]


def test_save_and_close(parts: Parts, qtbot: QtBot, answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "mine.hlviz"
    save(parts, qtbot, path)
    before = path.read_bytes()
    parts.window.show()
    edit(parts)
    asked = answer(Button.Save)
    with qtbot.waitSignal(parts.window.closed):
        parts.window.close()
    assert asked == [1]
    assert path.read_bytes() != before


def test_a_file_that_was_trained_further_is_asked_about(
    parts: Parts, qtbot: QtBot, answer: Answer, tmp_path: Path
) -> None:
    save(parts, qtbot, tmp_path / "mine.hlviz")
    asked = answer(Button.Cancel)
    assert not parts.context.leaving.would_lose
    train(parts, qtbot)
    assert not parts.window.close()
    assert asked == [1]


def test_a_save_that_fails_keeps_the_window(
    parts: Parts, qtbot: QtBot, answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    save(parts, qtbot, folder / "mine.hlviz")
    shutil.rmtree(folder)
    edit(parts)
    answer(Button.Save)
    told: list[str] = []
    monkeypatch.setattr("hlviz.app.compose.tell_problem", lambda window, what, safe, remedy: told.append(what))
    parts.window.show()
    with qtbot.waitSignal(parts.context.filing.failed):
        parts.window.close()
    assert "mine.hlviz" in told[0]
    assert parts.window.isVisible()
    assert parts.context.leaving.would_lose


@pytest.fixture
def gates(monkeypatch: pytest.MonkeyPatch) -> list[threading.Event]:
    """Writing a file waits until its event is set; the first save has the first."""
    gates = [threading.Event() for _ in range(3)]
    waiting, write = iter(gates), filing.write_project

    def slowly(*args: object) -> None:
        assert next(waiting).wait(10)
        write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(filing, "write_project", slowly)
    return gates


def sizes(project: Project) -> list[int]:
    return [layer.size for layer in project.network.hidden]


def test_an_earlier_save_is_not_taken_for_the_one_that_was_asked_for(
    parts: Parts, qtbot: QtBot, answer: Answer, tmp_path: Path, gates: list[threading.Event]
) -> None:
    c, path = parts.context, tmp_path / "mine.hlviz"
    gates[0].set()
    save(parts, qtbot, path)
    edit(parts)
    assert c.filing.save()
    qtbot.waitUntil(lambda: c.filing._wish is None)  # it is being written
    c.editor.apply("Shape", edits.set_shape, (5, 5))
    answer(Button.Save)
    went: list[list[int]] = []
    c.leaving.leave(lambda: went.append(sizes(read_project(path).project)))
    with qtbot.waitSignal(c.filing.saved):
        gates[1].set()
    assert went == []
    with qtbot.waitSignal(c.filing.saved):
        gates[2].set()
    assert went == [[5, 5]]


def test_what_is_edited_while_it_is_saved_to_leave_is_asked_about(
    parts: Parts, qtbot: QtBot, answer: Answer, tmp_path: Path, gates: list[threading.Event]
) -> None:
    c, path = parts.context, tmp_path / "mine.hlviz"
    gates[0].set()
    save(parts, qtbot, path)
    edit(parts)
    asked = answer(Button.Save)
    parts.window.show()
    assert not parts.window.close()
    qtbot.waitUntil(lambda: c.filing._wish is None)  # it is being written
    c.editor.apply("Shape", edits.set_shape, (5, 5))
    answer_again = answer(Button.Cancel)
    gates[1].set()
    qtbot.waitUntil(lambda: answer_again == [1], timeout=30_000)
    assert asked == [1]
    assert parts.window.isVisible()
    assert sizes(c.editor.project) == [5, 5]
    assert c.leaving.would_lose


def test_undoing_everything_leaves_nothing_to_lose(parts: Parts) -> None:
    edit(parts)
    assert parts.context.leaving.would_lose
    parts.context.editor.undo_stack.undo()
    assert not parts.context.leaving.would_lose
