"""A plain page of help inside the application: what a hidden layer is."""

from html import escape

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from hlviz.window.help_text import HIDDEN_LAYER, LEVELS, Fact


def tr(text: str) -> str:
    """A text of the page in the user's language."""
    return QCoreApplication.translate("Help", text)


class Page(QTextBrowser):
    """Text that shows nothing from outside: no file, no network."""

    def __init__(self, html: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(16)
        self.setHtml(html)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing."""
        return None


class HelpPage(QDialog):
    """The facts about hidden layers on three tabs, from a line each to the formulas."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What is a hidden layer?"))
        tabs = QTabWidget(self)
        for level, title in LEVELS.items():
            tabs.addTab(Page(page_of(HIDDEN_LAYER, level), tabs), tr(title))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(tabs)
        layout.addWidget(buttons)
        self.resize(640, 600)


def page_of(facts: tuple[Fact, ...], level: str) -> str:
    """The facts as HTML, told in one of the three ways."""
    parts = [
        f"<p style='margin: 0 0 2px 0'><b>{escape(tr(fact.title))}</b></p>"
        f"<p style='margin: 0 0 14px 0; line-height: 130%'>{_html(tr(getattr(fact, level)))}</p>"
        for fact in facts
    ]
    return "".join(parts)


def _html(markdown: str) -> str:
    """The little Markdown of a fact as the inside of an HTML paragraph."""
    document = QTextDocument()
    document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownNoHTML)
    html = document.toHtml()
    start = html.index(">", html.index("<p ")) + 1
    return html[start : html.index("</p>", start)]
