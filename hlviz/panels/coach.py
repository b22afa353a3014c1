"""The coach's drawer: all that ails the network now, each with its numbers, the reason, where to look, and what to do about it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.explain.coach.advice import Advice
from hlviz.explain.coach.evidence import Evidence, evidence_of
from hlviz.explain.coach.rules import advised
from hlviz.panels.advice_card import AdviceCard
from hlviz.panels.caption import small
from hlviz.panels.panel import Panel
from hlviz.panels.small_button import SmallButton
from hlviz.panels.table import Table
from hlviz.session.coach import Coach
from hlviz.session.coach_words import label_of, sentence_of, severity_of, tr, what_is_looked_for, what_was_seen
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection
from hlviz.widgets.tool_tip import tool_tip


class CoachPanel(Panel):
    """A card for each advice; where there is none, it says so, and what it looked at."""

    key = "coach"
    title = str(QT_TRANSLATE_NOOP("Panel", "Coach"))
    room = QSize(300, 220)

    show_requested = Signal(object)
    """An ``Advice``: its panel is to be brought up, at its moment."""
    fix_requested = Signal(object)
    """A ``Fix``: its edit is to be made."""
    switch_requested = Signal()
    """The coach is to be switched on."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self._coach: Coach | None = None
        self._advice: tuple[Advice, ...] = ()
        self._seen = self._of_when = ""
        self.cards: dict[str, AdviceCard] = {}
        """By the key of their advice, in the order of the list."""
        self._state = QLabel()
        self._detail = QLabel()
        for label in (self._state, self._detail):
            label.setWordWrap(True)
        self._detail.setFont(small(self.font()))
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.recall_button = SmallButton("", tr("Gives the advice again that was dismissed in this document."))
        self.switch_button = SmallButton(
            tr("Switch on"), tr("Lets the coach look at the network twice a second, and say what ails it.")
        )
        self.switch_button.clicked.connect(self.switch_requested)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(7)
        for widget in (self._state, self._detail, self.switch_button, self.recall_button):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setWidget(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroller)
        self.setToolTip(
            tool_tip(
                tr("What ails the network, and what would help"),
                tr("Red keeps it from learning, yellow holds it back, grey could be simpler."),
                tr("Every sentence has the numbers by which it is known; Why tells the reason."),
            )
        )

    def listen_to(self, coach: Coach) -> None:
        """Show what it says, of the network as it is by now."""
        self._coach = coach
        self.recall_button.clicked.connect(coach.recall)
        coach.changed.connect(self.redraw)
        self.redraw()

    def draw(self, moment: Moment) -> None:
        """Show the cards."""
        coach = self._coach
        if coach is None:  # nobody looks now and then: look at this moment
            evidence = evidence_of(moment.assembly, moment.frame, moment.curves, moment.flows, moment.history)
            self._show(advised(evidence), evidence, dismissed=0, is_on=True, is_live=True)
        else:
            self._show(
                coach.advice, coach.evidence, dismissed=len(coach.dismissed), is_on=coach.is_on, is_live=moment.is_live
            )

    def _show(
        self, advice: tuple[Advice, ...], evidence: Evidence | None, *, dismissed: int, is_on: bool, is_live: bool
    ) -> None:
        self._advice = advice
        self._show_cards(advice)
        text = ""
        if not is_on:
            text = tr("The coach is switched off, and looks at nothing.")
        elif evidence is None:
            text = tr("Looking …")
        elif not advice:
            text = tr("Nothing ails this network, as far as can be seen now.")
            if not evidence.step:
                text = tr("Nothing ails this network before its first step.")
            elif evidence.curve is None:
                text = tr("Too early to say: it has hardly trained since the last edit.")
            elif not evidence.is_right:
                text = tr("Nothing found so far that would keep this network from learning.")
        _say(self._state, text)
        # at the foot: above the cards it would move them, and a click would miss
        self._of_when = ""
        if advice and evidence is not None and not is_live:
            self._of_when = tr("Of the network as it is by now, at step {step}.").format(step=f"{evidence.step:,}")
        detail = self._seen = ""
        if is_on and evidence is not None and not advice:
            detail = self._seen = tr("Seen: {seen}").format(seen=what_was_seen(evidence))
            detail += "\n\n" + tr("Looked for: {all}").format(all=what_is_looked_for())
        _say(self._detail, detail)
        self.switch_button.setVisible(not is_on)
        self.recall_button.setVisible(bool(dismissed))
        if dismissed:
            self.recall_button.show_text(tr("{count} dismissed: say again").format(count=dismissed))

    def _show_cards(self, advice: tuple[Advice, ...]) -> None:
        """Keep the cards that stay, so that what is unfolded stays so and a click meets what it was meant for."""
        wanted = [one.key for one in advice]
        for key in [key for key in self.cards if key not in wanted]:
            card = self.cards.pop(key)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for one in advice:
            if one.key in self.cards:
                self.cards[one.key].show_advice(one)
            else:
                self.cards[one.key] = self._card(one)
        if list(self.cards) != wanted:
            self.cards = {key: self.cards[key] for key in wanted}
        for place, card in enumerate(self.cards.values(), start=1):
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)

    def _card(self, advice: Advice) -> AdviceCard:
        card = AdviceCard(advice, self._list)
        card.show_theme(self.theme)
        card.show_requested.connect(self.show_requested)
        card.fix_requested.connect(self.fix_requested)
        if self._coach is not None:
            card.dismissed.connect(self._coach.dismiss)
        return card

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        ground = f"background: {theme.card};"
        self._scroller.setStyleSheet(f"QScrollArea {{ {ground} }}")
        self._list.setObjectName("advice")
        self._list.setStyleSheet(f"QWidget#advice {{ {ground} }}")
        self._state.setStyleSheet(f"color: {theme.text};")
        self._detail.setStyleSheet(f"color: {theme.muted};")
        for button in (self.recall_button, self.switch_button):
            button.show_theme(theme)
        for card in self.cards.values():
            card.show_theme(theme)

    def summary(self) -> str:
        """How many things there are, and the first of them."""
        if not self._advice:
            return " ".join(filter(None, (self._state.text(), self._seen)))
        first = self._advice[0]
        count = len(self._advice)
        text = tr("{count} things: {title}.") if count > 1 else tr("One thing: {title}.")
        return f"{text.format(count=count, title=tr(first.words.title))} {self._of_when}".strip()

    def table(self) -> Table | None:
        """What is said, a row each."""
        if not self._advice:
            return None
        headers = (tr("what"), tr("how weighty"), tr("by what it is known"), tr("what would help"))
        rows = [
            (tr(one.words.title), severity_of(one), sentence_of(one), label_of(one.fix) if one.fix is not None else "")
            for one in self._advice
        ]
        return Table(headers, tuple(list(column) for column in zip(*rows, strict=True)))


def _say(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)
    label.setVisible(bool(text))
