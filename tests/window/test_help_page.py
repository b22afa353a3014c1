import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.window.help_page import HelpPage, Page, page_of
from hlviz.window.help_text import HIDDEN_LAYER, LEVELS


@pytest.mark.parametrize("level", LEVELS)
def test_every_fact_is_told_in_each_way(level: str, qapp: QApplication) -> None:
    for fact in HIDDEN_LAYER:
        assert fact.title in page_of(HIDDEN_LAYER, level).replace("&#x27;", "'")
        assert len(getattr(fact, level)) > 20


def test_a_line_is_a_line() -> None:
    assert max(len(fact.line) for fact in HIDDEN_LAYER) <= 150


def test_the_pages_show_no_markdown_signs_and_all_paragraphs(qtbot: QtBot) -> None:
    dialog = HelpPage()
    qtbot.addWidget(dialog)
    pages = dialog.findChildren(Page)
    assert len(pages) == len(LEVELS)
    for page in pages:
        text = page.toPlainText()
        assert "**" not in text
        assert all(fact.title in text for fact in HIDDEN_LAYER)
    assert any("W ← W − η ∂L/∂W" in page.toPlainText() for page in pages)
