"""The manual as one page in a window of its own, which can stay open while one tries what it says. It never goes online."""

import base64
import re
from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from hlviz.errors import HlvizError
from hlviz.files.atomic_write import atomic_write
from hlviz.paths import manual_root
from hlviz.window.error_dialog import tell_problem
from hlviz.window.manual_pictures import Pictures, fitting
from hlviz.window.manual_text import Chapter, chapters_of
from hlviz.window.new_file_dialog import ask_new_file

SIZE = (1000, 720)
LIST = 232
"""Width of the list of chapters in pixels."""
PICTURE = 620
"""Pictures are at most this wide."""
LINE = 128.0
"""Height of a line, in per cent of what the font asks for."""
ABOVE = {1: 34.0, 2: 18.0}
"""Pixels above a heading, by its level."""
MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
IMAGE = re.compile(r'<img src="(?P<name>[\w.-]+)"[^>]*?>')
KINDS = {".png": "image/png", ".webp": "image/webp"}
STYLE = "<style>body{max-width:52em;margin:2em auto;padding:0 1em;font-family:sans-serif!important}img{max-width:100%}</style>"


def tr(text: str) -> str:
    """A text of this window in the user's language."""
    return QCoreApplication.translate("Manual", text)


class ManualPage(QTextBrowser):
    """All chapters, one below the other, with their pictures; links lead from one to the other."""

    def __init__(self, folder: Path, chapters: tuple[Chapter, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._chapters = chapters
        self._images: dict[str, QImage] = {}
        self.pictures = Pictures(self._put, self)
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: self.scrollToAnchor(url.fragment()))
        self.document().setDocumentMargin(20)
        self._write()

    def _write(self) -> None:
        """Set the text: with the colours that the window has now, for links keep theirs."""
        self.setMarkdown("\n\n".join(chapter.markdown for chapter in self._chapters))
        keys = iter(chapter.key for chapter in self._chapters)
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level == 1:
                _name(block, next(keys, ""))
            if "\N{OBJECT REPLACEMENT CHARACTER}" not in block.text():
                _space(block, ABOVE.get(level))
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format().toTableFormat()
                form.setBorder(0)
                form.setCellPadding(3)
                form.setMargin(6)
                frame.setFormat(form)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def setMarkdown(self, text: str) -> None:
        """Read Markdown as GitHub does; no HTML in it."""
        self.document().setMarkdown(text, MARKDOWN)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load a picture of the manual and nothing else, no wider than there is room for; of an animation one picture.

        What is not read yet leaves its place empty, and comes as soon as it is.
        """
        file = QUrl(name).toString()
        path = self._folder / file
        if Path(file).name != file or path.suffix not in KINDS or not path.is_file():
            return None
        if file not in self._images:
            place = fitting(path, PICTURE, self.devicePixelRatioF())
            if place is None:
                return None
            self._images[file] = place
            self.pictures.read(path, place)
        return self._images[file]

    def _put(self, images: dict[Path, QImage]) -> None:
        for path, image in images.items():
            self._images[path.name] = image
            self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(path.name), image)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Give links the colour that they have in another theme, and stay where one is."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_chapters"):
            at = self.verticalScrollBar().value()
            self._write()
            self.verticalScrollBar().setValue(at)

    def find_next(self, text: str) -> bool:
        """Go to the next place where that is said, from the top again after the last one; whether there is any."""
        if not text or self.find(text):
            return bool(text)
        before = self.textCursor()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if self.find(text):
            return True
        self.setTextCursor(before)
        return False

    def as_html(self) -> str:
        """All of it as one HTML page that needs nothing else: its pictures are inside, and animations move."""
        html = IMAGE.sub(self._embedded, self.document().toHtml())
        title = escape(tr("The manual of hlviz"))
        return html.replace("<head>", f"<head><title>{title}</title>", 1).replace("</head>", f"{STYLE}</head>", 1)

    def _embedded(self, found: re.Match[str]) -> str:
        path = self._folder / found["name"]
        if path.suffix not in KINDS or not path.is_file():
            return ""
        return f'<img src="data:{KINDS[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}" />'


class ManualWindow(QDialog):
    """The manual beside the list of its chapters."""

    def __init__(self, folder: Path, parent: QWidget | None = None, at: Path | None = None) -> None:
        """Show the manual of ``folder``; ``at``: where to save it when asked to."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Manual"))
        self._at = at or Path.home()
        self.chapters = chapters_of(folder)
        self.page = ManualPage(folder, self.chapters, self)
        self.list = QListWidget(self)
        self.list.addItems([chapter.title for chapter in self.chapters])
        self.list.setFixedWidth(LIST)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setToolTip(tr("The chapters: click one to go there"))
        self.list.currentRowChanged.connect(self._go)
        self.sought = QLineEdit(self)
        self.sought.setPlaceholderText(tr("Find"))
        self.sought.setFixedWidth(LIST)
        self.sought.setClearButtonEnabled(True)
        self.sought.setToolTip(tr("Goes to where a word is said; Enter goes on to the next place"))
        self.sought.returnPressed.connect(self._find)
        self.said = QLabel("", self)
        self.said.setProperty("fact", True)
        self.sought.textEdited.connect(lambda _: self.said.clear())
        save = QPushButton(tr("Save as one page…"), self)
        save.setToolTip(
            tr("Puts the whole manual with its pictures and animations into one HTML file, to read or print anywhere")
        )
        save.setAutoDefault(False)
        save.clicked.connect(self._save)
        close = QPushButton(tr("Close"), self)
        close.setToolTip(tr("Closes the manual; F1 opens it again"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        side = QVBoxLayout()
        side.addWidget(self.sought)
        side.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.addWidget(save)
        foot.addWidget(self.said)
        foot.addStretch(1)
        foot.addWidget(close)
        right = QVBoxLayout()
        right.addWidget(self.page, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.addLayout(side)
        row.addLayout(right, 1)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._seek)
        QShortcut(QKeySequence.StandardKey.FindNext, self).activated.connect(self._find)
        self.list.setCurrentRow(0)
        self.resize(QSize(*SIZE))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Read no more pictures: nobody looks at them."""
        self.page.pictures.close()
        super().closeEvent(event)

    def open_at(self, key: str) -> None:
        """Go to a chapter."""
        keys = [chapter.key for chapter in self.chapters]
        if key in keys:
            self.list.setCurrentRow(keys.index(key))
            self._go(keys.index(key))

    def _go(self, row: int) -> None:
        if row == 0:
            self.page.verticalScrollBar().setValue(0)
        elif row > 0:
            self.page.scrollToAnchor(self.chapters[row].key)

    def _seek(self) -> None:
        self.sought.setFocus()
        self.sought.selectAll()

    def _find(self) -> None:
        text = self.sought.text()
        found = self.page.find_next(text)
        self.said.setText("" if found or not text else tr("Nowhere in the manual"))

    def _save(self) -> None:
        name = "hlviz manual.html"
        path = ask_new_file(self, tr("Save the manual"), tr("Web pages (*.html)"), self._at, name)
        if path is None:
            return
        try:
            atomic_write(path, self.page.as_html().encode())
        except HlvizError as error:
            tell_problem(self, str(error), "", "")


def show_manual(parent: QWidget, at: Path, key: str = "") -> ManualWindow:
    """Open the manual, or bring the open one to the front; ``key`` names a chapter."""
    window = parent.findChild(ManualWindow)
    if window is None:
        window = ManualWindow(manual_root(), parent, at)
    window.open_at(key)
    window.show()
    window.raise_()
    window.activateWindow()
    return window


def _name(block: QTextBlock, key: str) -> None:
    """Let links to ``#key`` lead to this block."""
    named = QTextCharFormat()
    named.setAnchor(True)
    named.setAnchorNames([key])
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(named)


def _space(block: QTextBlock, above: float | None) -> None:
    """Lines with room between them, and room above a heading."""
    form = QTextBlockFormat()
    form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if above is not None and block.position() > 0:
        form.setTopMargin(above)
    QTextCursor(block).mergeBlockFormat(form)
