"""Formulas as text that wraps and scrolls; each term that stands for an edge or a neuron can be pointed at and clicked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.document.specs import Target, is_edge
from hlviz.explain.formula import Line
from hlviz.panels.caption import small
from hlviz.session import selection
from hlviz.widgets.typeface import sized

GAP = 5.0
"""Pixels above a formula in symbols."""
INDENT = 14.0
"""Pixels by which what does not fit into a line is set in."""


@dataclass(frozen=True)
class _Span:
    """Where a term stands in the text."""

    start: int
    end: int
    about: Target


class FormulaText(QTextBrowser):
    """Shows lines of terms."""

    pointed = Signal(object)
    """The ``selection.Target`` that the term under the pointer stands for; ``NOTHING`` where there is none."""
    clicked = Signal(object)
    """The same, clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._lines: Sequence[Line] = ()
        self._notes: Sequence[str] = ()
        self._spans: list[_Span] = []
        self._lit: Target | None = None
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setFont(sized(self.font(), 0.95))
        self.document().setDocumentMargin(2)
        self.highlighted.connect(self._point)
        self.anchorClicked.connect(lambda url: self.clicked.emit(self._target(url)))
        self.show_theme(LIGHT)

    @property
    def lit(self) -> str:
        """The text of the terms that are lit."""
        text = self.toPlainText()
        return " ".join(text[span.start : span.end] for span in self._spans if span.about == self._lit)

    def show_lines(self, lines: Sequence[Line], notes: Sequence[str] = ()) -> None:
        """Write these formulas, and below them what else there is to know."""
        if lines == self._lines and notes == self._notes:
            return
        self._lines, self._notes = lines, notes
        self._write()
        self.verticalScrollBar().setValue(0)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.setStyleSheet(f"QTextBrowser {{ background: {theme.card}; border: none; padding: 0; }}")
        self._write()

    def light(self, target: selection.Target) -> None:
        """Light the terms that stand for this edge or neuron, and no other."""
        self._lit = target.edge if target.edge is not None else target.neuron
        self._paint_lit()

    def leaveEvent(self, event: QEvent) -> None:
        """No term is meant any more."""
        super().leaveEvent(event)
        self.pointed.emit(selection.NOTHING)

    def _write(self) -> None:
        self.clear()
        self._spans = []
        cursor = QTextCursor(self.document())
        for i, line in enumerate(self._lines):
            self._begin(cursor, i, is_apart=line.is_rule)
            for term in line.terms:
                start = cursor.position()
                cursor.insertText(term.text, self._format(line, term.about is not None, term.is_result))
                if term.about is not None:
                    self._spans.append(_Span(start, cursor.position(), term.about))
        for note in self._notes:
            self._begin(cursor, len(self._lines), is_apart=True)
            cursor.insertText(note, self._small())
        self._link()
        self._paint_lit()

    def _begin(self, cursor: QTextCursor, number: int, *, is_apart: bool) -> None:
        block = QTextBlockFormat()
        block.setLeftMargin(INDENT)
        block.setTextIndent(-INDENT)
        block.setTopMargin(GAP if is_apart and number else 1.0)
        if number:
            cursor.insertBlock(block)
        else:
            cursor.setBlockFormat(block)

    def _format(self, line: Line, is_link: bool, is_result: bool) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(QColor(self._theme.muted if line.is_rule else self._theme.text))
        if is_result:
            form.setFontWeight(600)
        if is_link:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            form.setUnderlineColor(QColor(self._theme.muted))
        return form

    def _small(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setFont(small(self.font()))
        form.setForeground(QColor(self._theme.muted))
        return form

    def _link(self) -> None:
        """Make links of the terms that stand for something: in the format of a link, and not in its colour."""
        cursor = QTextCursor(self.document())
        for number, span in enumerate(self._spans):
            cursor.setPosition(span.start)
            cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
            form = cursor.charFormat()
            form.setAnchor(True)
            form.setAnchorHref(str(number))
            cursor.setCharFormat(form)

    def _paint_lit(self) -> None:
        lit = []
        for span in self._spans if self._lit is not None else ():
            if span.about != self._lit:
                continue
            extra = QTextEdit.ExtraSelection()
            extra.cursor = QTextCursor(self.document())
            extra.cursor.setPosition(span.start)
            extra.cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
            extra.format.setBackground(QColor(self._theme.accent_soft))
            lit.append(extra)
        self.setExtraSelections(lit)

    def _point(self, url: QUrl) -> None:
        self.pointed.emit(self._target(url))

    def _target(self, url: QUrl) -> selection.Target:
        text = url.toString()
        if not text:
            return selection.NOTHING
        about = self._spans[int(text)].about
        return selection.Target(edge=about) if is_edge(about) else selection.Target(neuron=about)  # type: ignore[arg-type]
