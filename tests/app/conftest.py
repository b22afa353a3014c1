"""The application, for the tests of what holds it together."""

import pytest
from PySide6.QtWidgets import QApplication

from hlviz.app.main import application


@pytest.fixture
def app() -> QApplication:
    return application([])
