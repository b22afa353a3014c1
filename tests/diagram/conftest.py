"""A canvas with a document."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk
from pytestqt.qtbot import QtBot

from hlviz.document import Project, edits


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[..., Desk]:
    """A canvas of a project; with two hidden layers of 4 and 2 unless another is given."""

    def make(project: Project | None = None, size: tuple[int, int] = (780, 600)) -> Desk:
        return Desk(qtbot, project or edits.set_shape(Project(), (4, 2)), size)

    return make
