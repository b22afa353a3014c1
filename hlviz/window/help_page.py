"""A plain page of help inside the application."""

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QWidget


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
