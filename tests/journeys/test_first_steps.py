"""A newcomer's first minutes: each card of the start page by mouse and by keys, and the tour from end to end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.document.presets import PRESETS
from hlviz.window.start_page import EXAMPLES, StartPage
from hlviz.window.tour_bar import TourBar
from hlviz.window.tour_steps import STEPS
from tests.journeys.hands import PATIENCE, Hands, middle, sizes

pytestmark = pytest.mark.x11


def start_page(parts: Parts, qtbot: QtBot) -> StartPage:
    parts.menus["help.start"].trigger()
    qtbot.waitUntil(lambda: shown(parts) is not None, timeout=PATIENCE)
    found = shown(parts)
    assert found is not None
    return found


def shown(parts: Parts) -> StartPage | None:
    return next((page for page in parts.context.canvas.findChildren(StartPage) if page.isVisible()), None)


def card(page: StartPage, text: str) -> QPushButton:
    return next(button for button in page.findChildren(QPushButton) if text in button.text())


def files_are_asked_for(parts: Parts, hands: Hands, begin: Callable[[], Callable[[], object]], title: str) -> None:
    """A card leads to a file dialog; Escape leaves it, and nothing has changed."""
    project = parts.context.editor.project

    def story() -> Iterator[Callable[[], object]]:
        yield begin()
        yield lambda: isinstance(QApplication.activeModalWidget(), QFileDialog)
        asked = QApplication.activeModalWidget()
        assert title in asked.windowTitle()
        yield asked.isActiveWindow
        yield hands.begun("key", "Escape")
        yield lambda: QApplication.activeModalWidget() is None

    hands.go_through(story())
    assert parts.context.editor.project is project


def test_each_card_by_mouse(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    for text, title in (("Open my data", "table"), ("Open a project", "Open")):
        page = start_page(parts, qtbot)
        files_are_asked_for(
            parts, hands, lambda page=page, text=text: hands.begun_click(middle(card(page, text))), title
        )
        assert shown(parts) is None
    for key in EXAMPLES:
        page = start_page(parts, qtbot)
        hands.click(middle(card(page, PRESETS[key].title)))
        qtbot.waitUntil(lambda key=key: c.editor.project == PRESETS[key].project, timeout=PATIENCE)
        assert shown(parts) is None
    page = start_page(parts, qtbot)
    hands.click(middle(card(page, "Start with the circle")))
    qtbot.waitUntil(lambda: c.run.is_running and c.editor.project == PRESETS["circle"].project, timeout=PATIENCE)


def test_each_card_by_keys(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    page = start_page(parts, qtbot)
    ways = ["Start with the circle", "Open my data", "Open a project", "hidden layer?", PRESETS[EXAMPLES[0]].title]
    for text in ways:
        hands.press("Tab")
        qtbot.waitUntil(lambda text=text: card(page, text).hasFocus(), timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: c.editor.project == PRESETS[EXAMPLES[0]].project, timeout=PATIENCE)
    start_page(parts, qtbot)
    hands.press("Tab", "Return")
    qtbot.waitUntil(lambda: c.run.is_running and c.editor.project == PRESETS["circle"].project, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)
    start_page(parts, qtbot)
    hands.press("Escape")
    qtbot.waitUntil(lambda: shown(parts) is None, timeout=PATIENCE)
    assert c.canvas.hasFocus()


def press(hands: Hands, qtbot: QtBot, button: QPushButton) -> None:
    """Click a button once it lies where it stays: a step of the tour is laid out anew."""
    places: list[object] = []

    def is_still() -> bool:
        places.append(middle(button))
        return button.isVisible() and len(places) > 3 and places[-1] == places[-3]

    qtbot.waitUntil(is_still, timeout=PATIENCE)
    hands.click(middle(button))


def test_the_tour_from_end_to_end(parts: Parts, hands: Hands, qtbot: QtBot) -> None:
    c = parts.context
    before = c.editor.project
    hands.click(middle(card(start_page(parts, qtbot), "hidden layer?")))
    qtbot.waitUntil(lambda: parts.window.findChild(TourBar) is not None, timeout=PATIENCE)
    bar = parts.window.findChild(TourBar)
    for place, step in enumerate(STEPS):
        qtbot.waitUntil(lambda step=step: bar.step is step and bar.next.isVisible(), timeout=PATIENCE)
        if step.question is not None:
            assert not any(deed.isVisible() for deed in bar.deeds)
            press(hands, qtbot, bar.answers[1])
            qtbot.waitUntil(lambda: "You said: No, it cannot, and so it is." in bar._look.text(), timeout=PATIENCE)
            assert sizes(parts) == ()
            qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)
        deed = bar.deeds[1]
        press(hands, qtbot, deed)
        qtbot.waitUntil(lambda step=step: bar._look.text() == step.deeds[1].look, timeout=PATIENCE)
        if place == len(STEPS) - 1:
            press(hands, qtbot, bar.undo)
            qtbot.waitUntil(lambda: c.editor.project == before, timeout=PATIENCE)
        press(hands, qtbot, bar.next)
    qtbot.waitUntil(lambda: parts.window.findChild(TourBar) is None, timeout=PATIENCE)
    assert c.canvas.hasFocus()


def test_a_file_opened_before_is_there_again(parts: Parts, hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    c, file = parts.context, tmp_path / "mine.hlviz"
    hands.press("plus")
    hands.answer_file_dialog("ctrl+s", file)
    qtbot.waitUntil(lambda: file.exists() and not c.filing.is_busy, timeout=PATIENCE)
    project = c.editor.project
    parts.menus["file.new.xor"].trigger()
    page = start_page(parts, qtbot)
    hands.click(middle(card(page, "mine.hlviz")))
    qtbot.waitUntil(lambda: c.filing.path == file and c.editor.project == project, timeout=PATIENCE)
