"""The quiet line at the foot of the window: the last message, and what the network, the run and the file are like."""

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.document import Project
from hlviz.document.problems import Problem, check
from hlviz.document.wiring import parameter_count, wiring_of
from hlviz.number_text import grouped, percent, significant
from hlviz.session.change import Change, Way
from hlviz.session.editor import UNDO_LIMIT
from hlviz.session.moment import Moment
from hlviz.training.engines import Choice
from hlviz.training.frame import Carried, Divergence
from hlviz.training.report import State
from hlviz.window.advice_line import AdviceLine

MESSAGE_TIME = 12_000
"""Milliseconds that a message stays."""
NUMBERS_BEAT = 250
"""Milliseconds between two changes of the numbers, so that they can be read."""
MAX_SIZES = 8
"""Layers named one by one in the summary of a network."""
NUMBER_STEP = 16
"""Pixels by which the room of a number grows."""


def tr(text: str) -> str:
    """A text of this line in the user's language."""
    return QCoreApplication.translate("StatusLine", text)


class _Number(QLabel):
    """A number that changes several times a second. Its width changes in steps: with each the whole window is laid out anew."""

    def setText(self, text: str) -> None:
        """Show this number."""
        if text == self.text():
            return
        super().setText(text)
        needed = self.sizeHint()
        width = -(-needed.width() // NUMBER_STEP) * NUMBER_STEP
        if (width, needed.height()) != (self.width(), self.height()):
            self.setFixedSize(width, needed.height())


class StatusLine(QWidget):
    """Messages on the left, facts on the right."""

    slower_requested = Signal()
    """The person wants a tenth of the learning rate, after a divergence."""
    coach_requested = Signal()
    """The person wants to know more of what the coach says."""
    standardize_requested = Signal()
    """The person wants inputs that are standardised, after a divergence before the first step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._generation = self._carried_of = -1
        self._divergence: Divergence | None = None
        self._problem: Problem | None = None
        self._advice = ""
        self._is_standardized = False
        self._pending: Moment | None = None
        self._dot = _Dot(self)
        self._message = QLabel(self)
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._advice_line = AdviceLine(self)
        self._advice_line.hide()
        self._advice_line.clicked.connect(self.coach_requested)
        self._remedy = self._link(
            tr("Learning rate ÷ 10"), tr("Makes the learning rate ten times smaller. Press Play then.")
        )
        self._remedy.clicked.connect(self.slower_requested)
        self._standardize = self._link(
            tr("Standardise"), tr("Brings every input to mean 0 and deviation 1. Press Play then.")
        )
        self._standardize.clicked.connect(self.standardize_requested)
        self._shape = self._fact(tr("Neurons in each layer, inputs first, and how many weights and biases that makes"))
        self._speed = self._fact(tr("Training steps in a second; each adjusts all weights once"), _Number(self))
        self._zoom = self._fact(tr("How large the diagram is drawn. Ctrl+1 fits it to the window."))
        self._saved = self._fact(tr("Whether the file on disk holds what you see"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 1, 14, 3)
        layout.setSpacing(8)
        layout.addWidget(self._dot)
        layout.addWidget(self._message, 1)
        layout.addWidget(self._advice_line, 1)
        layout.addWidget(self._remedy)
        layout.addWidget(self._standardize)
        layout.addSpacing(10)
        for fact in (self._shape, self._speed, self._zoom, self._saved):
            layout.addWidget(fact)
            layout.addSpacing(8)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._show_state)
        self._beat = QTimer(self)
        self._beat.setInterval(NUMBERS_BEAT)
        self._beat.timeout.connect(self._show_numbers)
        self._state = State.PAUSED
        self._steps = 0
        self._notes = ""
        self._project: Project | None = None
        self._made: list[tuple[Project, int]] = []
        """The project before each edit, and the step at which it was made."""
        self._change: Change | None = None
        """What was undone or redone, until it is known what that did to the loss."""
        self._since = self._steps_now = 0
        self._theme = LIGHT
        self._show_state()

    def _fact(self, tip: str, label: QLabel | None = None) -> QLabel:
        label = label or QLabel(self)
        label.setProperty("fact", True)
        label.setToolTip(tip)
        return label

    def _link(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("link", True)
        button.setToolTip(tip)
        button.hide()
        return button

    @property
    def message(self) -> str:
        """What is said now."""
        return self._advice_line.text() if self._message.isHidden() else self._message.text()

    def say(self, text: str) -> None:
        """Show a message for a while."""
        self._show_message(text, text)
        self._quiet.start(MESSAGE_TIME)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._advice_line.show_theme(theme)
        self._dot.show_color(self._dot_color())

    def show_project(self, project: Project) -> None:
        """Sum the network up, and say what is wrong with the project or odd about it as long as there is nothing else to say."""
        self._project = project
        sizes = wiring_of(project).sizes
        named = [str(size) for size in sizes]
        if len(named) > MAX_SIZES:
            named = [*named[:4], "…", *named[-3:]]
        count = tr("%n parameters").replace("%n", grouped(parameter_count(sizes)))
        self._shape.setText(f"{' → '.join(named)} · {count}")
        self._is_standardized = project.data.standardize
        problem = min(check(project), key=lambda found: not found.blocks, default=None)
        if problem != self._problem:
            self._problem = problem
            if not self._quiet.isActive():
                self._show_state()

    def show_opened(self, project: Project) -> None:
        """Forget what was said of the document before, and say what there is to learn from this one."""
        self._quiet.stop()
        self._made.clear()
        self._change = None
        self.show_project(project)
        self._notes = project.notes
        self._show_state()

    def show_change(self, change: Change) -> None:
        """Say what was undone or redone; what that did to the loss is said when it is known."""
        self.show_project(change.after)
        self._change = change if change.way is not Way.DONE else None
        self._since = 0
        if change.way is Way.UNDONE:
            # edits of one gesture are undone together, back to where the first began
            places = [i for i, (before, _) in enumerate(self._made) if before is change.after]
            if places:
                self._since = max(0, self._steps_now - self._made[places[0]][1])
                del self._made[places[0] :]
        else:
            self._made.append((change.before, self._steps_now))
            del self._made[:-UNDO_LIMIT]
        if self._change is not None:
            self.say(_way_text(self._change))

    def show_notes(self, notes: str) -> None:
        """Say what there is to learn from a document that was just opened; empty once it has become another."""
        if notes != self._notes:
            self._notes = notes
            if not self._quiet.isActive():
                self._show_state()

    def show_advice(self, sentence: str) -> None:
        """Say what the coach says, as long as there is nothing else to say; empty: it says nothing."""
        if sentence != self._advice:
            self._advice = sentence
            if not self._quiet.isActive():
                self._show_state()

    def show_zoom(self, zoom: float) -> None:
        """Say how large the diagram is drawn, 1 being its natural size."""
        self._zoom.setText(percent(zoom, 0))

    def show_saved(self, text: str) -> None:
        """Say whether the document is saved."""
        self._saved.setText(text)

    def show_moment(self, moment: Moment) -> None:
        """Say what happened, and how fast it goes."""
        frame = moment.frame
        self._note_divergence(frame.divergence, frame.generation)
        is_new = frame.generation != self._generation
        self._generation = frame.generation
        if is_new and self._change is not None:
            self.say(_undone_text(self._change, frame.carried, self._since, begins_anew=not frame.step))
            self._change, self._carried_of = None, frame.generation
        elif frame.carried is not None and frame.generation != self._carried_of:  # it may come after the first frame
            self._carried_of = frame.generation
            learned = self._made[-1][1] if self._made else frame.step
            kept = bool(learned) and not self._was_set_by_hand()
            self.say(_carried_text(frame.carried, kept=kept))
        self._steps_now = frame.step
        if (moment.state, bool(frame.step)) != (self._state, bool(self._steps)):
            self._state, self._steps = moment.state, frame.step
            if not self._quiet.isActive():
                self._show_state()
            self._dot.show_color(self._dot_color())
        self._pending = moment
        if not self._beat.isActive():
            self._show_numbers()

    def _was_set_by_hand(self) -> bool:
        """Whether the last edit put other weights in the place of those that were there."""
        return bool(self._made) and self._project is not None and self._made[-1][0].touches != self._project.touches

    def _show_numbers(self) -> None:
        moment, self._pending = self._pending, None
        if moment is None:
            self._beat.stop()
            return
        self._beat.start()
        per_second = round(moment.steps_per_second)
        text = tr("%n steps/s").replace("%n", grouped(per_second))
        self._speed.setText(text if per_second else "")
        if moment.engine is not None:
            self._speed.setToolTip(_engine_text(moment.engine))

    def _note_divergence(self, divergence: Divergence | None, generation: int) -> None:
        once_more = divergence is not None and generation != self._generation
        if divergence == self._divergence and not once_more:
            return
        self._divergence = divergence
        self._remedy.setVisible(divergence is not None and divergence.step > 0)
        self._standardize.setVisible(divergence is not None and divergence.step == 0 and not self._is_standardized)
        self._quiet.stop()
        self._show_state()
        self._dot.show_color(self._dot_color())

    def _show_state(self) -> None:
        """Say what is to be said as long as nothing happens."""
        problem, is_read = self._problem, not self._notes or bool(self._steps)
        if self._divergence is not None:
            self._show_message(_divergence_text(self._divergence, self._is_standardized))
        elif problem is not None and problem.blocks:
            self._show_problem(problem)
        elif self._advice and is_read:
            self._advice_line.say(
                self._advice, tr("Opens the coach's drawer: why, where to look, and what would help.")
            )
            self._message.hide()
            self._advice_line.show()
        elif problem is not None and is_read:
            self._show_problem(problem)
        elif self._state is State.RUNNING:
            self._show_message(tr("Training"))
        elif self._steps:
            self._show_message(tr("Paused"))
        else:
            what = tr("Press Play and watch it learn, or drag pieces into the diagram first.")
            self._show_message(f"{self._notes} {what}".strip())

    def _show_problem(self, problem: Problem) -> None:
        text = f"{problem.text} {problem.remedy}"
        self._show_message(text, text)

    def _show_message(self, text: str, tip: str = "") -> None:
        self._message.setText(text)
        self._message.setToolTip(tip)
        if self._message.isHidden():
            self._advice_line.hide()
            self._message.show()

    def _dot_color(self) -> str:
        theme = self._theme
        if self._divergence is not None or self._state is State.FAILED:
            return theme.bad
        return theme.good if self._state is State.RUNNING else theme.muted


def _divergence_text(divergence: Divergence, is_standardized: bool) -> str:
    """Where it stopped, and what helps; before the first step no learning rate does."""
    if divergence.step:
        text = tr("Training stopped at step {step}: {layer} overflowed. Lower the learning rate, then press Play.")
    elif is_standardized:
        text = tr("{layer} overflows with the first weights already. Draw new weights, or choose another initializer.")
    else:
        text = tr("{layer} overflows with the first weights already. Standardise the inputs, then press Play.")
    return text.replace("{step}", grouped(divergence.step)).replace("{layer}", divergence.layer)


def _carried_text(carried: Carried, *, kept: bool) -> str:
    """What an edit did to the loss; with ``kept``, how little it changed what was learned."""
    text = tr("Loss before {before} → after {after}: what was learned stays.")
    if not kept or carried.after > 1.05 * carried.before + 1e-3:
        text = tr("Loss before {before} → after {after}.")
    return text.replace("{before}", significant(carried.before)).replace("{after}", significant(carried.after))


def _way_text(change: Change) -> str:
    """What was undone or redone."""
    text = tr("Undone: {what}.") if change.way is Way.UNDONE else tr("Redone: {what}.")
    return text.replace("{what}", change.text)


def _undone_text(change: Change, carried: Carried | None, since: int, *, begins_anew: bool) -> str:
    """The same, and what has become of what was learned."""
    said = _way_text(change)
    if carried is None:
        return f"{said} {tr('The network begins anew.')}" if begins_anew else said
    text = tr("What was learned stays; loss {before} → {after}.")
    if carried.after > 1.05 * carried.before + 1e-3:
        text = tr("What was learned stays where it can; loss {before} → {after}.")
        if since:
            text = tr("Weights learned since ({steps} steps) stay where they can; loss {before} → {after}.")
    text = text.replace("{steps}", grouped(since))
    text = text.replace("{before}", significant(carried.before)).replace("{after}", significant(carried.after))
    return f"{said} {text}"


class _Dot(QWidget):
    """A small lamp."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(10, 10)
        self._color = LIGHT.muted

    def show_color(self, color: str) -> None:
        self._color = color
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QColor(self._color))
            p.setBrush(QColor(self._color))
            p.drawEllipse(1, 1, 7, 7)


def _engine_text(engine: Choice) -> str:
    done = {
        "compiled": tr("Training steps in a second, done by the compiled path"),
        "numpy": tr("Training steps in a second, done by NumPy"),
        "reference": tr("Training steps in a second, done by the readable reference"),
    }[engine.key]
    return f"{done}. {engine.why}" if engine.why else f"{done}."
