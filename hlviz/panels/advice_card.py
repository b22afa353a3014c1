"""One piece of advice in the coach's panel: what, by what numbers, why, where to look, and what to do about it."""

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hlviz.colors import LIGHT, Theme, mixed
from hlviz.explain.coach.advice import Advice
from hlviz.panels.caption import small
from hlviz.panels.small_button import SmallButton
from hlviz.session.coach_words import label_of, sentence_of, severity_of, tr
from hlviz.widgets.label import Label

BAR = 3.0
"""Pixels of the bar at the left, in the colour of how weighty it is."""
RADIUS = 7.0


class AdviceCard(QWidget):
    """A title, a sentence and a few buttons; *Why* unfolds three ways of telling it."""

    show_requested = Signal(object)
    """An ``Advice``: where it can be seen is to be shown."""
    fix_requested = Signal(object)
    """A ``Fix``: its edit is to be made."""
    dismissed = Signal(str)
    """The key of an advice that is not to be given any more."""

    def __init__(self, advice: Advice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._advice = advice
        self.setObjectName(f"advice.{advice.key}")
        self._title = Label()
        self._sentence = _text()
        self._why = _text()
        self._why.setVisible(False)
        self.dismiss_button = SmallButton(tr("Dismiss"), tr("Says this no more, as long as this document is open."))
        self.show_button = SmallButton(
            tr("Show me"), tr("Brings up the panel where this can be seen, at the moment when it can.")
        )
        self.why_button = SmallButton(
            tr("Why"), tr("Tells the reason: in one line, as to a child, and in depth."), is_switch=True
        )
        self.fix_button = SmallButton(
            "", tr("Makes this edit. It can be undone (Ctrl+Z); training goes on as it was told to.")
        )
        self.dismiss_button.clicked.connect(lambda: self.dismissed.emit(self._advice.key))
        self.show_button.clicked.connect(lambda: self.show_requested.emit(self._advice))
        self.why_button.toggled.connect(self._unfold)
        self.fix_button.clicked.connect(lambda: self.fix_requested.emit(self._advice.fix))
        self._lay_out()
        self.show_advice(advice)

    @property
    def advice(self) -> Advice:
        """What it gives."""
        return self._advice

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    @property
    def why(self) -> str:
        """What it says why; empty while that is folded away."""
        return self._why.text() if not self._why.isHidden() else ""

    def show_advice(self, advice: Advice) -> None:
        """The same advice with the numbers of now."""
        self._advice = advice
        self._title.show_text(tr(advice.words.title))
        self._title.setToolTip(severity_of(advice))
        if (sentence := sentence_of(advice)) != self._sentence.text():
            self._sentence.setText(sentence)
        self.fix_button.setVisible(advice.fix is not None)
        if advice.fix is not None:
            self.fix_button.show_text(label_of(advice.fix))
        self.setAccessibleName(f"{tr(advice.words.title)}. {sentence}")
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._title.show_theme(theme)
        for button in (self.dismiss_button, self.show_button, self.why_button, self.fix_button):
            button.show_theme(theme)
        self._sentence.setStyleSheet(f"color: {theme.text};")
        self._why.setStyleSheet(f"color: {theme.text};")
        self._tell()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the bar."""
        theme = self._theme
        color = {"problem": theme.bad, "hint": theme.warning, "note": theme.muted}[self._advice.severity]
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(QColor(theme.line), 1))
            p.setBrush(QColor(mixed(theme.card, theme.field, 0.5)))
            p.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(QColor(color))
            p.drawRoundedRect(QRectF(5, 8, BAR, self.height() - 16), BAR / 2, BAR / 2)

    def _unfold(self, on: bool) -> None:
        self._tell()
        self._why.setVisible(on)

    def _tell(self) -> None:
        words, muted = self._advice.words, self._theme.muted
        told = ((tr("In one line"), words.line), (tr("As to a child"), words.child), (tr("In depth"), words.depth))
        self._why.setText(
            "".join(
                f"<p style='margin: 0 0 5px 0'><span style='color: {muted}'>{escape(name)}</span><br>{escape(tr(text))}</p>"
                for name, text in told
            )
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self.dismiss_button)
        looks = QHBoxLayout()
        looks.setSpacing(4)
        looks.addWidget(self.fix_button)
        looks.addStretch(1)
        more = QHBoxLayout()
        more.setSpacing(4)
        more.addWidget(self.show_button)
        more.addWidget(self.why_button)
        more.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 7, 8, 8)
        column.setSpacing(5)
        column.addLayout(head)
        column.addWidget(self._sentence)
        column.addLayout(looks)
        column.addLayout(more)
        column.addWidget(self._why)


def _text() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setFont(small(label.font()))
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
