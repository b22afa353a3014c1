"""The start page offers where to begin, and is in nobody's way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document import edits
from hlviz.document.presets import PRESETS
from hlviz.session.preferences import Preferences
from hlviz.session.selection import Target
from hlviz.window import start_page
from hlviz.window.start_page import EXAMPLES, RECENT, StartPage
from hlviz.window.tour_bar import TourBar


def shown(parts: Parts) -> StartPage | None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return parts.context.canvas.findChild(StartPage)


def pressed(page: StartPage, text: str) -> None:
    (button,) = [b for b in page.findChildren(QPushButton) if text in b.text()]
    button.click()


def headings(page: StartPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


@pytest.fixture
def page(parts: Parts) -> StartPage:
    parts.window.resize(1366, 730)
    parts.window.show()
    parts.context.canvas.setFocus()
    parts.menus["help.start"].trigger()
    found = shown(parts)
    assert found is not None
    return found


def test_it_covers_the_diagram_and_takes_no_keys_from_it(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    canvas = parts.context.canvas
    assert page.geometry() == canvas.rect()
    assert page.rect().contains(page.card.geometry())
    assert not any(b.focusPolicy() & Qt.FocusPolicy.ClickFocus for b in page.findChildren(QPushButton))
    parts.window.resize(1100, 700)
    qtbot.waitUntil(lambda: page.geometry() == canvas.rect())
    parts.menus["help.start"].trigger()
    assert len(canvas.findChildren(StartPage)) == 1


def escape(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    qtbot.keyClick(parts.context.canvas, Qt.Key.Key_Escape)


def click_beside(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))


def edit(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    parts.context.editor.apply("Add layer", edits.add_layer, 0)


def open_another(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    parts.context.filing.new(PRESETS["xor"].project)


def play(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    parts.menus["train.play"].trigger()
    qtbot.waitUntil(lambda: parts.context.run.is_running, timeout=30_000)


@pytest.mark.parametrize("deed", [escape, click_beside, edit, open_another, play])
def test_anything_that_is_done_closes_it(
    parts: Parts, page: StartPage, qtbot: QtBot, deed: Callable[[Parts, StartPage, QtBot], None]
) -> None:
    deed(parts, page, qtbot)
    assert shown(parts) is None


def test_a_click_on_the_card_is_no_click_beside_it(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=page.card.geometry().topLeft() + QPoint(4, 4))
    assert shown(parts) is page


def test_escape_gives_up_nothing_else(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    c = parts.context
    chosen = Target(layer=c.editor.project.network.hidden[0].id)
    c.selection.select(chosen)
    escape(parts, page, qtbot)
    assert c.selection.target == chosen
    escape(parts, page, qtbot)
    assert c.selection.target.is_nothing


def test_the_circle_begins_to_learn(parts: Parts, page: StartPage, qtbot: QtBot) -> None:
    c = parts.context
    pressed(page, "circle")
    qtbot.waitUntil(lambda: c.run.is_running and c.playback.moment.frame.step > 0, timeout=30_000)
    assert c.editor.project == PRESETS["circle"].project
    assert shown(parts) is None


def test_where_no_file_was_opened_yet_there_are_examples(parts: Parts, page: StartPage) -> None:
    assert "Examples" in headings(page)
    for key in EXAMPLES:
        assert any(b.text() == PRESETS[key].title for b in page.findChildren(QPushButton))
    pressed(page, PRESETS["spiral"].title)
    assert parts.context.editor.project == PRESETS["spiral"].project


def test_recent_files_are_offered_if_they_are_still_there(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(start_page, "open_any", lambda _, path: opened.append(path))
    for i in range(RECENT + 2):
        (tmp_path / f"net{i}.hlviz").touch()
        parts.context.preferences.add_recent(tmp_path / f"net{i}.hlviz")
    parts.context.preferences.add_recent(tmp_path / "gone.hlviz")
    parts.menus["help.start"].trigger()
    page = shown(parts)
    assert page is not None
    names = [b.text() for b in page.findChildren(QPushButton) if b.text().endswith(".hlviz")]
    assert names == [f"net{i}.hlviz" for i in range(RECENT + 1, 1, -1)]
    assert "Recent files" in headings(page)
    pressed(page, "net3")
    assert opened == [tmp_path / "net3.hlviz"]


@pytest.mark.parametrize(("text", "name"), [("my data", "ask_open_table"), ("a project", "ask_open")])
def test_files_are_asked_for(parts: Parts, text: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(start_page, name, asked.append)
    parts.menus["help.start"].trigger()
    page = shown(parts)
    assert page is not None
    pressed(page, text)
    assert asked == [parts.context]
    assert shown(parts) is None


def test_the_tour_begins_from_it(parts: Parts, page: StartPage) -> None:
    pressed(page, "hidden layer?")
    assert parts.window.findChild(TourBar) is not None
    assert shown(parts) is None


def test_who_does_not_want_it_at_start_is_remembered(parts: Parts, page: StartPage, tmp_path: Path) -> None:
    assert parts.context.preferences.start_page
    page.again.click()
    parts.context.preferences.sync()
    assert not Preferences(tmp_path / "hlviz.ini").start_page
