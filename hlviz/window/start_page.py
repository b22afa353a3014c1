"""Where to begin: a card over the diagram when hlviz starts without a file. It is gone as soon as anything is done, Space included."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hlviz.document.presets import PRESETS
from hlviz.training.report import State
from hlviz.widgets.icons import icon
from hlviz.widgets.typeface import sized
from hlviz.window.action import Choice, Context
from hlviz.window.file_actions import FIRST, ask_open, ask_open_table, new, open_any

WIDTH = 600
"""Of the card, in pixels, where there is room."""
EDGE = 16
"""Pixels around the card, at least."""
VEIL = 150
"""How much of the diagram the page covers, of 255."""
RECENT = 5
"""How many files it names."""
PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
EXAMPLES = ("xor", "spiral", "blobs", "sine", "digits")
"""The presets that it names."""


def tr(text: str) -> str:
    """A text of the page in the user's language."""
    return QCoreApplication.translate("StartPage", text)


def start_with_circle(context: Context) -> None:
    """Train the network that is there from the start; where there is another one by now, begin anew with it."""
    circle = PRESETS[FIRST].project
    if context.editor.project == circle:
        context.run.start()
        return

    def begin() -> None:
        context.filing.new(circle)
        context.run.start()

    context.leaving.leave(begin)


class StartPage(QWidget):
    """A card in the middle of a veil."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.canvas)
        self._context = context
        self.card = QFrame(self)
        self.card.setProperty("card", True)
        self._icons: list[tuple[QPushButton, str]] = []
        column = QVBoxLayout(self.card)
        column.setContentsMargins(22, 16, 22, 14)
        column.setSpacing(12)
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addLayout(self._ways(), 11)
        row.addLayout(self._files(), 9)
        column.addLayout(row)
        self.again = QCheckBox(tr("Show at start"), self.card)
        self.again.setToolTip(tr("Whether hlviz begins with this page; Help ▸ Start page shows it at any time"))
        self.again.setChecked(context.preferences.start_page)
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.again.toggled.connect(lambda on: setattr(context.preferences, "start_page", on))
        hint = QLabel(tr("Esc, or a click beside it, closes this page"), self.card)
        hint.setProperty("fact", True)
        foot = QHBoxLayout()
        foot.addWidget(self.again)
        foot.addStretch(1)
        foot.addWidget(hint)
        column.addLayout(foot)
        self._draw_icons()
        self._order_keys()
        context.canvas.installEventFilter(self)
        context.run.state_changed.connect(self._follow_run)
        context.editor.changed.connect(self.end)
        context.editor.opened.connect(self.end)
        self._fill()

    def _head(self) -> QHBoxLayout:
        """Icon, name, and what can be done without this page."""
        picture, title = QLabel(self.card), QLabel(tr("See what hidden layers do"), self.card)
        picture.setPixmap(self._context.window.windowIcon().pixmap(QSize(44, 44)))
        title.setFont(sized(self.font(), 1.5, QFont.Weight.Bold))
        ready = QLabel(tr("A network is ready behind this page: press Space, and watch it learn."), self.card)
        ready.setProperty("fact", True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(title)
        words.addWidget(ready)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(picture)
        head.addLayout(words, 1)
        return head

    def _ways(self) -> QVBoxLayout:
        """The ways to begin."""
        c, ways = self._context, QVBoxLayout()
        ways.setSpacing(7)
        first = self._button(
            tr("Start with the circle"), "play", lambda: start_with_circle(c),
            tr("Trains two small hidden layers to tell a disc from the ring around it. Change anything while it learns."),
        )  # fmt: skip
        first.setProperty("accent", True)
        others = (
            (tr("Open my data…"), "table-2", lambda: ask_open_table(c),
             tr("Lets the network learn a table of your own, such as CSV or Excel: you see it and choose what is learned from what.")),
            (tr("Open a project…"), "folder-open", lambda: ask_open(c), tr("Opens a project with all it has learned.")),
            (tr("What is a hidden layer?"), "circle-help", lambda: c.actions["help.hidden_layer"].run(c),
             tr("A small tour that shows it with this very network, in plain words; all of it can be undone.")),
        )  # fmt: skip
        ways.addWidget(first)
        for text, picture, act, tip in others:
            ways.addWidget(self._button(text, picture, act, tip))
        ways.addStretch(1)
        return ways

    def _files(self) -> QVBoxLayout:
        """The files opened last; where there is none yet, examples."""
        files = QVBoxLayout()
        files.setSpacing(1)
        choices = list(self._recent())
        title = QLabel(tr("Recent files") if choices else tr("Examples"), self.card)
        title.setFont(sized(self.font(), 1.0, QFont.Weight.DemiBold))
        files.addWidget(title)
        for choice in choices or self._examples():
            link = QPushButton(self.card)
            link.setProperty("link", True)
            link.setText(link.fontMetrics().elidedText(choice.text, Qt.TextElideMode.ElideMiddle, WIDTH * 2 // 5 - 30))
            link.setToolTip(choice.tip)
            link.clicked.connect(partial(self._do, choice.run))
            link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            files.addWidget(link)
        files.addStretch(1)
        return files

    def _recent(self) -> Iterator[Choice]:
        there = [path for path in self._context.preferences.recent_files if path.exists()]
        for path in there[:RECENT]:
            yield Choice(path.name, partial(open_any, self._context, path), str(path))

    def _examples(self) -> Iterator[Choice]:
        for key in EXAMPLES:
            yield Choice(PRESETS[key].title, partial(new, self._context, key), PRESETS[key].summary)

    def _order_keys(self) -> None:
        """Let Tab lead from the diagram, which keeps the keys, to what the page offers: it was made last, and would come last."""
        before: QWidget = self._context.canvas
        for reached in (*self.card.findChildren(QPushButton), self.again):
            QWidget.setTabOrder(before, reached)
            before = reached

    def _button(self, text: str, picture: str, act: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(f"\N{EN SPACE}{text}", self.card)  # Qt leaves little between icon and text
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._do, act))
        self._icons.append((button, picture))
        return button

    def _do(self, act: Callable[[], object], _: bool = False) -> None:
        """Go away and do it."""
        self.end()
        act()

    def end(self, _: object = None) -> None:
        """Go away; the diagram has the keyboard."""
        if self.isHidden():
            return
        self.hide()
        self._context.canvas.removeEventFilter(self)
        self._context.canvas.setFocus()
        self.deleteLater()

    def _follow_run(self, state: State) -> None:
        if state is State.RUNNING:
            self.end()

    def _draw_icons(self) -> None:
        palette = self.palette()
        for button, picture in self._icons:
            is_first = bool(button.property("accent"))
            role = palette.ColorRole.HighlightedText if is_first else palette.ColorRole.WindowText
            button.setIcon(icon(picture, palette.color(role).name(), 16))

    def _fill(self) -> None:
        """Cover the diagram, with the card in its middle."""
        room = self._context.canvas.rect()
        self.setGeometry(room)
        width = min(WIDTH, room.width() - 2 * EDGE)
        height = min(self.card.sizeHint().height(), room.height() - 2 * EDGE)
        left, top = (room.width() - width) // 2, (room.height() - height) // 2
        self.card.setGeometry(QRect(left, top, width, height))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_icons"):
            self._draw_icons()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the diagram; Escape there closes the page and does nothing else."""
        if event.type() is QEvent.Type.Resize:
            self._fill()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Space and Enter press the button that Tab led to; the diagram around it would play."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in PRESSING:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Enter also from its own buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in PRESSING and isinstance(reached := self.focusWidget(), QAbstractButton):
            reached.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes the page, and does nothing to what is behind it."""
        event.accept()
        if not self.card.geometry().contains(event.position().toPoint()):
            self.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the veil."""
        veil = QColor(self.palette().window().color())
        veil.setAlpha(VEIL)
        with QPainter(self) as p:
            p.fillRect(self.rect(), veil)


def show_start_page(context: Context) -> StartPage:
    """Show the page over the diagram, or leave it there."""
    page = next((page for page in context.canvas.findChildren(StartPage) if not page.isHidden()), None)
    if page is None:
        page = StartPage(context)
        page.show()
    return page
