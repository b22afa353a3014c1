"""Play the run back: one button for each direction, and one that says how fast and offers other speeds."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from hlviz.colors import Theme
from hlviz.session.replay import EPOCHS, FITTED, SPEEDS, WHOLE, Replay
from hlviz.widgets.buttons import IconButton, TextButton
from hlviz.widgets.tool_tip import tool_tip

SIZE, PICTURE = 26, 14
FRACTIONS = {0.25: "¼", 0.5: "½"}


def speed_text(speed: float) -> str:
    """What a speed is called: "4×", or "10 s" for the whole run in so many seconds."""
    return f"{WHOLE:g} s" if speed == FITTED else f"{FRACTIONS.get(speed, f'{speed:g}')}×"


class ReplayButtons(QWidget):
    """Backwards, forwards, and the speed."""

    replay_requested = Signal(bool)
    """Play back, or stop; True: backwards."""
    speed_requested = Signal(float)
    loop_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back, self.forth = IconButton("play-back", SIZE, PICTURE), IconButton("play", SIZE, PICTURE)
        self.speed = TextButton("chevron-down", speed_text(FITTED))
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.actions_by_speed: dict[float, QAction] = {}
        self._speeds = QActionGroup(self)
        for speed in (FITTED, *SPEEDS):
            self.actions_by_speed[speed] = self._offer(speed)
        self.menu.addSeparator()
        self.loop = QAction(self.tr("Over and over"), self.menu)
        self.loop.setCheckable(True)
        self.loop.setToolTip(self.tr("Begins again when the end is reached."))
        self.loop.triggered.connect(self.loop_requested)
        self.menu.addAction(self.loop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        for button in (self.back, self.forth, self.speed):
            row.addWidget(button)
        self.back.clicked.connect(lambda: self.replay_requested.emit(True))
        self.forth.clicked.connect(lambda: self.replay_requested.emit(False))
        self.speed.clicked.connect(self._open)
        self.show_replay(Replay(), is_replaying=False)

    def show_replay(self, replay: Replay, *, is_replaying: bool) -> None:
        """Show which way it is played back, and how fast."""
        forth, back = self.tr("Play the run back"), self.tr("Play the run backwards")
        for button, title, icon, is_back, keys in (
            (self.back, back, "play-back", True, "Shift+F6"), (self.forth, forth, "play", False, "F6"),
        ):  # fmt: skip
            is_on = is_replaying and replay.is_backwards == is_back
            button.show_icon("pause" if is_on else icon)
            name = self.tr("Stop playing back") if is_on else title
            button.setAccessibleName(name)
            text = self.tr(
                "The diagram and all panels go through the moments of the run that were kept. Training pauses; nothing is learned."
            )
            button.setToolTip(tool_tip(name, text, keys=keys))
        self.speed.show_text(speed_text(replay.speed))
        self.speed.setToolTip(
            tool_tip(
                self.tr("How fast it is played back"),
                self.tr("Click to choose. On a slow screen moments are left out; it does not take longer."),
                keys=self.tr("Alt+, slower, Alt+. faster"),
            )
        )
        self.actions_by_speed[replay.speed].setChecked(True)
        self.loop.setChecked(replay.is_loop)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        for button in (self.back, self.forth, self.speed):
            button.show_theme(theme)

    def _offer(self, speed: float) -> QAction:
        text = self.tr("The whole run in {seconds} s").format(seconds=f"{WHOLE:g}")
        if speed != FITTED:
            text = self.tr("{speed}: {epochs} epochs/s").format(speed=speed_text(speed), epochs=f"{speed * EPOCHS:g}")
        action = QAction(text, self._speeds)
        action.setCheckable(True)
        action.triggered.connect(lambda: self.speed_requested.emit(speed))
        self.menu.addAction(action)
        return action

    def _open(self) -> None:
        at = self.speed.mapToGlobal(QPoint(0, 0))
        self.menu.popup(QPoint(at.x(), at.y() - self.menu.sizeHint().height() - 4))
