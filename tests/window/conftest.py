"""A whole window without a display, for the tests of its parts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts, compose
from hlviz.app.main import application
from hlviz.app.theme import Look
from hlviz.document import Project, edits
from hlviz.session.preferences import Preferences

PROJECT = edits.set_shape(Project(name="Trial"), (4, 2))


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path) -> Iterator[Parts]:
    parts = compose(PROJECT, Look(application([]), "light"), Preferences(tmp_path / "hlviz.ini"))
    qtbot.waitUntil(lambda: parts.context.playback.moment is not None)
    yield parts
    parts.window.may_close = lambda: True
    parts.window.close()
    parts.window.deleteLater()
