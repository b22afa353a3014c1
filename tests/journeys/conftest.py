"""The whole window on a display, and hands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts, compose
from hlviz.app.main import application
from hlviz.app.theme import Look
from hlviz.document.presets import PRESETS
from hlviz.session.preferences import Preferences
from tests.journeys.hands import PATIENCE, Hands, keys_that_do_not_repeat


@pytest.fixture
def preset() -> str:
    """What the window begins with; a journey that begins elsewhere says so."""
    return "circle"


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path, preset: str) -> Iterator[Parts]:
    parts = compose(PRESETS[preset].project, Look(application([]), "light"), Preferences(tmp_path / "hlviz.ini"))
    window = parts.window
    window.resize(1366, 730)
    window.show()
    window.move(0, 0)
    qtbot.waitExposed(window)
    parts.add_panels()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    yield parts
    window.may_close = lambda: True
    window.close()
    window.deleteLater()


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    with keys_that_do_not_repeat():
        yield Hands(qtbot)
