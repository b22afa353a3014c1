"""The list of earlier runs: what was changed from one to the next, how good each was, and which of them are drawn."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.number_text import plain, significant
from hlviz.panels.caption import small
from hlviz.panels.ghosts import run_color
from hlviz.panels.small_button import SmallButton
from hlviz.session.past_runs import PastRun, PastRuns, run_name
from hlviz.widgets.label import Label
from hlviz.widgets.popover import Popover
from hlviz.widgets.tool_tip import tool_tip

WIDTH = 400
TALLEST = 420
"""Pixels of the list; with more in it, it is scrolled."""


def tr(text: str) -> str:
    """A text of the list in the user's language."""
    return QCoreApplication.translate("RunList", text)


def changes_text(changes: tuple[str, ...], otherwise: str) -> str:
    """What was changed, as one line."""
    return " · ".join(changes) or otherwise


def branch_text(step: int | None) -> tuple[str, ...]:
    """Where a run branched off, if it did."""
    return (tr("branched off at step {step}").format(step=f"{step:,}"),) if step is not None else ()


class RunList(Popover):
    """The newest run on top; above it, in what the run under way differs from it."""

    compare_requested = Signal(int)
    """A run, by its number, and the one under way, beside each other."""
    return_requested = Signal(int)
    """A run, by its number, to go back to its end and go on from there."""

    def __init__(self, runs: PastRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._rows: dict[int, RunRow] = {}
        self._title = Label(tr("Earlier runs"), tr("saved with the project"))
        self.now_name = NameField()
        self.now_name.setPlaceholderText(tr("Now: give this run a name"))
        self.now_name.setToolTip(
            tool_tip(tr("Name"), tr("What you call the run under way; it keeps the name when it ends."))
        )
        self.now_name.named.connect(runs.rename_now)
        self._now = QLabel()
        self._now.setWordWrap(True)
        self.forget_button = SmallButton(
            tr("Forget all"), tr("Remove all earlier runs from this list and from the plot. That cannot be undone.")
        )
        self.forget_button.clicked.connect(self._forget_all)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setWidget(self._list)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self.forget_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 10)
        layout.setSpacing(7)
        layout.addLayout(head)
        layout.addWidget(self.now_name)
        layout.addWidget(self._now)
        layout.addWidget(self._scroller, 1)
        self.setFixedWidth(WIDTH)
        self._title.setToolTip(
            tool_tip(
                tr("Earlier runs"),
                tr(
                    "Each time that training begins anew, by Rewind, new weights, other data or another project, or goes on from an "
                    "earlier moment, the curve of the run before stays here to compare with and to go back to: the last eight of "
                    "them. They are saved with the project."
                ),
            )
        )
        runs.changed.connect(self._follow)
        self._follow()

    @property
    def rows(self) -> tuple["RunRow", ...]:
        """The runs as they are listed, the newest first."""
        return tuple(self._rows[run.number] for run in reversed(self._runs.runs))

    @property
    def now_text(self) -> str:
        """What it says of the run under way."""
        return self._now.text()

    def open_beside(self, panel: QWidget, button: QWidget) -> None:
        """Open as high as what is in it."""
        self._follow()
        self._scroller.setFixedHeight(min(TALLEST, self._list.sizeHint().height()))
        super().open_beside(panel, button)
        if self.rows:
            self.rows[0].box.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        super().show_theme(theme)
        self._title.show_theme(theme)
        self.forget_button.show_theme(theme)
        self.now_name.show_theme(theme)
        self._now.setFont(small(self.font()))
        self._now.setStyleSheet(f"color: {theme.muted};")
        for row in self._rows.values():
            row.show_theme(theme)

    def _follow(self) -> None:
        """List what there is now; rows that stay are kept, and the keyboard with them."""
        there = {run.number: run for run in self._runs.runs}
        for number in [number for number in self._rows if number not in there]:
            row = self._rows.pop(number)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for number, run in there.items():
            if number not in self._rows:
                self._rows[number] = RunRow(self._runs, run)
                self._rows[number].compare.clicked.connect(lambda _=False, number=number: self._compare(number))
                self._rows[number].back.clicked.connect(lambda _=False, number=number: self._return(number))
                self._rows[number].show_theme(self._theme)
                self._column.insertWidget(0, self._rows[number])
            self._rows[number].show_run(run, is_shown=self._runs.is_shown(run))
        self.now_name.show_name(self._runs.name_now)
        changes = (*branch_text(self._runs.branched_at_now()), *self._runs.changes_now())
        text = changes_text(changes, tr("the same once more"))
        self._now.setText(tr("Now: {changes}").format(changes=text))
        if not there:
            self.close()

    def _compare(self, number: int) -> None:
        self.close()
        self.compare_requested.emit(number)

    def _return(self, number: int) -> None:
        self.close()
        self.return_requested.emit(number)

    def _forget_all(self) -> None:
        self._runs.forget_all()


class RunRow(QWidget):
    """One run: whether it is drawn, its name, its loss in the end, and what was changed."""

    def __init__(self, runs: PastRuns, run: PastRun) -> None:
        super().__init__()
        self._runs, self._run = runs, run
        self.box = QCheckBox()
        self.box.setToolTip(
            tool_tip(tr("Draw it"), tr("Draw the test curve of this run thinly behind the one under way."))
        )
        self.name = NameField()
        self.name.setToolTip(tool_tip(tr("Name"), tr("Click to call it something; empty, it has its number again.")))
        self._end = QLabel()
        self.compare = SmallButton(
            tr("Compare"), tr("Show this run and the one under way beside each other: numbers, curves, pictures.")
        )
        self.back = SmallButton(
            tr("Go back"),
            tr("Go back to where this run ended: its network, data and settings, its curves and its timeline. Play goes on "
               "with it. The run under way takes its place in this list, and undo comes back to it."),
        )  # fmt: skip
        self.forget = SmallButton("×", tr("Forget this run. That cannot be undone."))
        self.forget.setAccessibleName(tr("Forget"))
        self._changes = QLabel()
        self._changes.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.box, 0, 0)
        grid.addWidget(self.name, 0, 1)
        grid.addWidget(self._end, 0, 2)
        grid.addWidget(self.compare, 0, 3)
        grid.addWidget(self.back, 0, 4)
        grid.addWidget(self.forget, 0, 5)
        grid.addWidget(self._changes, 1, 1, 1, 5)
        grid.setColumnStretch(1, 1)
        self.box.toggled.connect(self._show)
        self.name.named.connect(lambda name: runs.rename(self._run.number, name))
        self.forget.clicked.connect(lambda: runs.forget(self._run.number))

    def show_run(self, run: PastRun, *, is_shown: bool) -> None:
        """Show what there is to say of a run."""
        self._run = run
        self.box.blockSignals(True)
        self.box.setChecked(is_shown)
        self.box.blockSignals(False)
        name = run_name(run)
        self.box.setAccessibleName(name)
        self.back.setEnabled(self._runs.can_return(run.number))
        self.name.show_name(name)
        epochs = tr("{count} epochs").format(count=plain(round(run.epochs, 1)))
        end = tr("diverged") if run.diverged else significant(run.evaluation.test_loss, 3)
        self._end.setText(f"{end}  ·  {epochs}")
        self._end.setToolTip(self._tip())
        text = changes_text(
            (*branch_text(run.branched_at), *run.changes),
            tr("the first one") if run.number == 1 else tr("the same once more"),
        )
        if run.on_the_way:
            text += "\n" + tr("While it ran: {changes}").format(changes=" · ".join(run.on_the_way))
        self._changes.setText(text)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        color = run_color(self._run.slot, theme)
        self.box.setStyleSheet(
            f"QCheckBox::indicator {{ border-color: {color}; }}"
            f"QCheckBox::indicator:checked {{ background: {color}; border-color: {color}; }}"
        )
        self.name.show_theme(theme)
        self.forget.show_theme(theme)
        self.compare.show_theme(theme)
        self.back.show_theme(theme)
        for label, color in ((self._end, theme.text), (self._changes, theme.muted)):
            label.setFont(small(self.font()))
            label.setStyleSheet(f"color: {color}; padding-left: 4px;")

    def texts(self) -> tuple[str, str, str]:
        """Name, end and changes, as they are shown."""
        return self.name.text(), self._end.text(), self._changes.text()

    def _tip(self) -> str:
        e = self._run.evaluation
        return tool_tip(
            tr("In the end"),
            tr("training loss {train}, test loss {test}").format(
                train=significant(e.train_loss), test=significant(e.test_loss)
            ),
        )

    def _show(self, is_shown: bool) -> None:
        self._runs.show(self._run.number, is_shown=is_shown)


class NameField(QLineEdit):
    """A name that looks like plain text until it is clicked."""

    named = Signal(str)
    """What a person typed."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setMaxLength(60)
        self.setAccessibleName(tr("Name"))
        self.editingFinished.connect(self._finish)

    def show_name(self, name: str) -> None:
        """Show this name."""
        self._shown = name
        if name != self.text():
            self.setText(name)
            self.setCursorPosition(0)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self.setStyleSheet(
            "QLineEdit { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 0 3px;"
            f" font-weight: 600; color: {theme.text}; }}"
            f"QLineEdit:hover {{ border-color: {theme.line}; }}"
            f"QLineEdit:focus {{ border-color: {theme.accent}; background: {theme.field}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed; a second one closes the list."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.text().strip() != self._shown:
            self.named.emit(self.text())
