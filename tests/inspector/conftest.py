"""A document with two hidden layers, and its forms told of changes as the application tells them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hlviz.document import Project, edits
from hlviz.session.editor import Editor
from hlviz.session.run import Run
from hlviz.session.selection import Selection

Shown = Callable[[Any], Any]


@pytest.fixture
def editor(qapp: object) -> Editor:
    return Editor(edits.set_shape(Project(), (4, 2)))


@pytest.fixture
def selection(qapp: object) -> Selection:
    return Selection()


@pytest.fixture
def run(editor: Editor) -> Iterator[Run]:
    made = Run(editor.project)
    editor.changed.connect(made.follow)
    yield made
    assert made.close()


@pytest.fixture
def shown(qtbot: QtBot, editor: Editor) -> Shown:
    """Show a form and keep it told of the document; gives it back."""

    def show(form: QWidget) -> QWidget:
        qtbot.addWidget(form)
        editor.changed.connect(lambda change: form.show_project(change.after))  # type: ignore[attr-defined]
        editor.opened.connect(form.show_project)  # type: ignore[attr-defined]
        with qtbot.waitExposed(form):
            form.show()
        return form

    return show
